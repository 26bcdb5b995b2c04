/* SPDX-License-Identifier: Apache-2.0 */
/* A book with one key in it, and requests under that key. */
#ifndef TEST_KEYS_WORLD_H
#define TEST_KEYS_WORLD_H

#include "test_keys_support.h"

#include <sodium.h>
#include <time.h>

struct world {
	struct folder     folder;
	struct keys_book *book;
	struct keys_key   key;
	struct keys_form  form;
};

static inline void book_open(struct world *world, const char *strikes)
{
	struct keys_options options = options_of(&world->folder);
	struct error        err = { 0 };

	options.strikes = strikes;
	assert_int_equal(keys_book_open(&options, &world->book, &err), STATUS_OK);
}

struct wish {
	struct keys_new_key key;
	struct world       *world;
	keys_amount         credits;
};

static inline enum keys_fault make(void *context, const struct keys_admin *admin)
{
	struct wish    *wish = context;
	enum keys_fault fault = keys_admin_create(admin, &wish->key, &wish->world->key,
	                                          &wish->world->form);

	if (fault == KEYS_DONE && wish->credits > 0)
		fault = keys_admin_grant(admin, wish->key.account, wish->credits, "");
	return fault;
}

static inline void world_make(struct world *world, const struct keys_new_key *wanted,
                              keys_amount credits)
{
	struct wish wish = { *wanted, world, credits };

	book_open(world, NULL);
	assert_int_equal(keys_book_change(world->book, "test", make, &wish), KEYS_DONE);
}

static inline void world_open(struct world *world, const char *plan)
{
	const struct keys_new_key wanted = {
		.account = "acme", .plan = plan, .name = "", .policies = ""
	};

	time_begin();
	folder_make(&world->folder);
	world_make(world, &wanted, 0);
}

static inline void world_close(struct world *world)
{
	keys_book_close(&world->book);
	folder_drop(&world->folder);
}

/* The book's thread takes the time ten times a second. */
static inline void let_time_pass(uint64_t seconds)
{
	time_pass(seconds);
	nanosleep(&(struct timespec){ .tv_nsec = 250000000 }, NULL);
}

static inline enum keys_refusal call(struct world *world, struct keys_caller *caller)
{
	return keys_authenticate(world->book, slice_from_cstr(world->form.text), 0, KEYS_ROLE_CHECK,
	                         caller);
}

static inline enum keys_refusal request(struct world *world, const struct keys_request *what,
                                        struct keys_verdict verdict, struct keys_standing *standing)
{
	struct keys_caller caller;
	struct keys_ticket ticket;
	enum keys_refusal  refusal = call(world, &caller);

	if (refusal == KEYS_ADMITTED)
		refusal = keys_admit(world->book, &caller, what, &ticket);
	if (refusal != KEYS_ADMITTED)
		return refusal;
	assert_true(keys_settle(world->book, &ticket, &verdict, standing));
	keys_release(world->book, &ticket);
	return refusal;
}

static const struct keys_verdict allow = { .id = "vd_A", .is_allowed = true };

#endif
