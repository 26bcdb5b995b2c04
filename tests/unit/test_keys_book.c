/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of a running server: who gets in, and how often. */
#include "test_keys_world.h"

#include <zlib.h>

#include <pthread.h>

/* ---- who gets in ---- */

static void only_the_whole_key_opens(void **state)
{
	struct world       world;
	struct keys_caller caller;
	char               text[KEYS_FORM_CHARS + 2];

	(void)state;
	world_open(&world, "pro");
	assert_int_equal(call(&world, &caller), KEYS_ADMITTED);
	assert_string_equal(caller.id.text, world.key.id.text);
	for (size_t i = 0; i < KEYS_FORM_CHARS; i += 7) {
		memcpy(text, world.form.text, sizeof world.form.text);
		text[i] = text[i] == 'q' ? 'r' : 'q';
		assert_int_equal(keys_authenticate(world.book, slice_from_cstr(text), 63,
		                                   KEYS_ROLE_CHECK, &caller),
		                 KEYS_INVALID);
		assert_null(caller.holder);
	}
	world_close(&world);
}

static void another_key_of_the_same_id_is_refused(void **state)
{
	struct world       world;
	struct keys_caller caller;
	struct keys_form   forged;
	struct keys_id     id;

	(void)state;
	world_open(&world, "pro");
	/* A secret of another key under this id, with a checksum that fits. */
	do {
		keys_form_make(KEYS_LIVE, &id, &forged);
		memcpy(forged.text + 8, world.key.id.text, KEYS_ID_CHARS);
	} while (false);
	assert_int_equal(keys_authenticate(world.book, slice_from_cstr(forged.text), 0, 0, &caller),
	                 KEYS_INVALID);
	world_close(&world);
}

struct change_row {
	const char *label;
	enum keys_fault (*change)(const struct keys_admin *admin, const char *id);
	enum keys_refusal refusal;
};

static enum keys_fault pause_key(const struct keys_admin *admin, const char *id)
{
	return keys_admin_deactivate(admin, id, "");
}

static enum keys_fault revoke_key(const struct keys_admin *admin, const char *id)
{
	return keys_admin_revoke(admin, id, "");
}

static enum keys_fault expire_key(const struct keys_admin *admin, const char *id)
{
	return keys_admin_expire(admin, id, BEGIN_S);
}

static enum keys_fault rotate_key(const struct keys_admin *admin, const char *id)
{
	struct keys_key  key;
	struct keys_form form;

	return keys_admin_rotate(admin, id, 0, &key, &form);
}

static const struct change_row change_rows[] = {
	{ "a paused key", pause_key, KEYS_NOT_ACTIVE },
	{ "a revoked key", revoke_key, KEYS_IS_REVOKED },
	{ "an expired key", expire_key, KEYS_EXPIRED },
	{ "a rotated key without overlap", rotate_key, KEYS_EXPIRED },
};

/* The command opens the store beside the server: a second is enough to notice. */
static void a_change_of_another_process_counts_within_a_second(void **state)
{
	const struct change_row *row = *state;
	struct keys_plans        plans;
	struct keys_admin        admin = { .plans = &plans, .now_s = BEGIN_S, .actor = "cli" };
	unsigned char            pepper[KEYS_PEPPER_BYTES] = { 7 };
	struct error             err = { 0 };
	struct world             world;
	struct keys_caller       caller;

	world_open(&world, "pro");
	assert_int_equal(call(&world, &caller), KEYS_ADMITTED);
	admin.pepper = pepper;
	assert_int_equal(keys_plans_read(NULL, &plans, &err), STATUS_OK);
	assert_int_equal(keys_store_open(world.folder.store, &admin.store, &err), STATUS_OK);
	assert_int_equal(row->change(&admin, world.key.id.text), KEYS_DONE);
	keys_store_close(&admin.store);
	nanosleep(&(struct timespec){ .tv_nsec = 900000000 }, NULL);
	assert_int_equal(call(&world, &caller), row->refusal);
	world_close(&world);
}

static void roles_are_asked_for(void **state)
{
	struct world       world;
	struct keys_caller caller;
	struct slice       token;

	(void)state;
	world_open(&world, "pro");
	token = slice_from_cstr(world.form.text);
	assert_int_equal(keys_authenticate(world.book, token, 63, KEYS_ROLE_KEYS, &caller),
	                 KEYS_NO_ACCESS);
	assert_int_equal(keys_authenticate(world.book, SLICE_NONE, 0, KEYS_ROLE_CHECK, &caller),
	                 KEYS_MISSING);
	assert_int_equal(keys_authenticate(world.book, SLICE_NONE, KEYS_ROLE_CHECK, KEYS_ROLE_CHECK,
	                                   &caller),
	                 KEYS_ADMITTED);
	assert_null(caller.holder);
	assert_false(keys_has_admin(world.book));
	world_close(&world);
}

static void an_admin_is_known_at_once(void **state)
{
	const struct keys_new_key wanted = {
		.account = "ops", .name = "", .policies = "", .roles = KEYS_ROLE_KEYS
	};
	struct world world;

	(void)state;
	time_begin();
	folder_make(&world.folder);
	world_make(&world, &wanted, 0);
	assert_true(keys_has_admin(world.book));
	keys_book_close(&world.book);
	book_open(&world, NULL);
	assert_true(keys_has_admin(world.book));
	world_close(&world);
}

static void hashes_of_bodies_know_pieces(void **state)
{
	const struct slice two[] = { SLICE_INIT("ab"), SLICE_INIT("c") };
	const struct slice other[] = { SLICE_INIT("a"), SLICE_INIT("bc") };
	struct world       world;

	(void)state;
	world_open(&world, "pro");
	assert_true(keys_body_hash(world.book, two, 2) == keys_body_hash(world.book, two, 2));
	assert_true(keys_body_hash(world.book, two, 2) != keys_body_hash(world.book, other, 2));
	world_close(&world);
}

#define SECRET_AT 21
#define CHECK_AT  (KEYS_FORM_CHARS - KEYS_CHECK_CHARS)

/* A key of the same id whose secret differs in one place, and whose checksum is right. */
static void mistake_secret(struct keys_form *form)
{
	static const char digits[] =
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	uint32_t sum;

	form->text[SECRET_AT] = form->text[SECRET_AT] == 'x' ? 'y' : 'x';
	sum = (uint32_t)crc32(0, (const unsigned char *)form->text, CHECK_AT);
	for (size_t i = KEYS_CHECK_CHARS; i-- > 0; sum /= 62)
		form->text[CHECK_AT + i] = digits[sum % 62];
}

static uint64_t time_of(struct keys_book *book, const struct keys_form *form)
{
	struct timespec    begin, end;
	struct keys_caller caller;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
	for (unsigned i = 0; i < 200; i++)
		assert_int_equal(keys_authenticate(book, slice_from_cstr(form->text), 0,
		                                   KEYS_ROLE_CHECK, &caller),
		                 KEYS_INVALID);
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
	return (uint64_t)(end.tv_sec - begin.tv_sec) * 1000000000u + (uint64_t)end.tv_nsec -
	       (uint64_t)begin.tv_nsec;
}

enum { NO_SUCH_ID, WRONG_SECRET, WRONG_CHECKSUM, WRONG_FORM, TOO_SHORT, WRONG_COUNT };

/* The fastest of all turns: what disturbs a turn only makes it slower. */
static void take_turns(struct keys_book *book, const struct keys_form forms[WRONG_COUNT],
                       uint64_t best[WRONG_COUNT])
{
	for (unsigned turn = 0; turn < 200; turn++)
		for (unsigned i = 0; i < WRONG_COUNT; i++) {
			uint64_t ns = time_of(book, &forms[i]);

			best[i] = ns < best[i] ? ns : best[i];
		}
}

static bool are_alike(const uint64_t best[WRONG_COUNT])
{
	uint64_t least = best[0], most = best[0];

	for (unsigned i = 1; i < WRONG_COUNT; i++) {
		least = best[i] < least ? best[i] : least;
		most = best[i] > most ? best[i] : most;
	}
	return most < least + least / 4;
}

/* Where others want the processor it may need more turns, until each had it to itself once. */
static void a_wrong_key_takes_as_long_however_wrong(void **state)
{
	struct world     world;
	struct keys_form forms[WRONG_COUNT];
	struct keys_id   id;
	uint64_t         best[WRONG_COUNT];

	(void)state;
	world_open(&world, "pro");
	for (unsigned i = 0; i < WRONG_COUNT; i++) {
		forms[i] = world.form;
		best[i] = UINT64_MAX;
	}
	keys_form_make(KEYS_LIVE, &id, &forms[NO_SUCH_ID]);
	mistake_secret(&forms[WRONG_SECRET]);
	forms[WRONG_CHECKSUM].text[CHECK_AT] ^= 1;
	forms[WRONG_FORM].text[0] = 'D';
	forms[TOO_SHORT].text[KEYS_FORM_CHARS - 1] = '\0';
	take_turns(world.book, forms, best);
	for (unsigned again = 0; again < 20 && !are_alike(best); again++)
		take_turns(world.book, forms, best);
	for (unsigned i = 0; i < WRONG_COUNT; i++)
		print_message("%u: %llu ns\n", i, (unsigned long long)best[i] / 200);
	assert_true(are_alike(best));
	world_close(&world);
}

static void a_demo_key_reads_only(void **state)
{
	const struct keys_new_key wanted = {
		.account = "demo", .name = "", .policies = "", .is_demo = true
	};
	struct world       world;
	struct keys_caller caller;

	(void)state;
	time_begin();
	folder_make(&world.folder);
	world_make(&world, &wanted, 0);
	assert_int_equal(call(&world, &caller), KEYS_READ_ONLY);
	assert_int_equal(
		keys_authenticate(world.book, slice_from_cstr(world.form.text), 0, 0, &caller),
		KEYS_ADMITTED);
	assert_true(caller.is_demo);
	world_close(&world);
}

static void policies_are_held_to(void **state)
{
	const struct keys_new_key wanted = { .account = "acme",
		                             .name = "",
		                             .policies = "privacy default" };
	const struct keys_request other = { .policy = SLICE_INIT("permissive") };
	const struct keys_request named = { .policy = SLICE_INIT("default") };
	const struct keys_request none = { .policy = { 0 } };
	struct world              world;
	struct keys_caller        caller;
	struct keys_ticket        ticket;

	(void)state;
	time_begin();
	folder_make(&world.folder);
	world_make(&world, &wanted, 0);
	assert_int_equal(call(&world, &caller), KEYS_ADMITTED);
	assert_int_equal(keys_admit(world.book, &caller, &other, &ticket), KEYS_NO_POLICY);
	assert_int_equal(keys_admit(world.book, &caller, &named, &ticket), KEYS_ADMITTED);
	assert_string_equal(ticket.policy, "default");
	keys_release(world.book, &ticket);
	assert_int_equal(keys_admit(world.book, &caller, &none, &ticket), KEYS_ADMITTED);
	assert_string_equal(ticket.policy, "privacy");
	keys_release(world.book, &ticket);
	world_close(&world);
}

/* ---- limits ---- */

static void a_minute_and_a_day_are_held(void **state)
{
	const struct keys_request plain = { 0 };
	struct keys_standing      standing;
	struct world              world;

	(void)state;
	world_open(&world, "free");
	for (unsigned i = 0; i < 10; i++)
		assert_int_equal(request(&world, &plain, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.left_minute, 0);
	assert_int_equal(standing.left_day, 90);
	assert_int_equal(request(&world, &plain, allow, &standing), KEYS_LIMITED);
	for (unsigned minute = 1; minute < 10; minute++) {
		time_pass(60);
		for (unsigned i = 0; i < 10; i++)
			assert_int_equal(request(&world, &plain, allow, &standing), KEYS_ADMITTED);
	}
	time_pass(60);
	assert_int_equal(request(&world, &plain, allow, &standing), KEYS_LIMITED);
	let_time_pass(86400);
	assert_int_equal(request(&world, &plain, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.left_day, 99);
	world_close(&world);
}

struct client {
	struct world     *world;
	_Atomic unsigned *passed;
	_Atomic unsigned *most;
	_Atomic unsigned *running;
};

static void *storm(void *context)
{
	struct client            *client = context;
	const struct keys_request plain = { 0 };
	struct keys_caller        caller;

	if (call(client->world, &caller) != KEYS_ADMITTED)
		return NULL;
	for (unsigned i = 0; i < 200; i++) {
		struct keys_standing standing;
		struct keys_ticket   ticket;
		unsigned             now, most;

		if (keys_admit(client->world->book, &caller, &plain, &ticket) != KEYS_ADMITTED)
			continue;
		now = atomic_fetch_add(client->running, 1) + 1;
		most = *client->most;
		while (now > most && !atomic_compare_exchange_weak(client->most, &most, now))
			;
		(void)keys_settle(client->world->book, &ticket, &allow, &standing);
		atomic_fetch_add(client->passed, 1);
		atomic_fetch_sub(client->running, 1);
		keys_release(client->world->book, &ticket);
	}
	return NULL;
}

/* The clock stands: exactly the burst may pass, of 12,800 attempts. */
static void sixty_four_clients_do_not_pass_one_too_many(void **state)
{
	_Atomic unsigned passed = 0, most = 0, running = 0;
	struct world     world;
	struct client    client = { &world, &passed, &most, &running };
	pthread_t        threads[64];

	(void)state;
	world_open(&world, "scale");
	for (unsigned i = 0; i < 64; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, storm, &client), 0);
	for (unsigned i = 0; i < 64; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(passed, 300);
	assert_true(most <= 50);
	world_close(&world);
}

static void a_restart_remembers_the_day(void **state)
{
	const struct keys_request plain = { 0 };
	struct keys_standing      standing;
	struct world              world;

	(void)state;
	world_open(&world, "free");
	for (unsigned i = 0; i < 7; i++)
		assert_int_equal(request(&world, &plain, allow, &standing), KEYS_ADMITTED);
	keys_book_close(&world.book);
	book_open(&world, NULL);
	assert_int_equal(request(&world, &plain, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.left_day, 92);
	keys_book_close(&world.book);
	/* The clock was ahead and is right again: what was counted counts today. */
	told_wall_us -= 3 * (uint64_t)86400 * 1000000;
	book_open(&world, NULL);
	assert_int_equal(request(&world, &plain, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.left_day, 91);
	world_close(&world);
}

static void what_gets_no_verdict_costs_no_day(void **state)
{
	const struct keys_request plain = { 0 };
	struct keys_standing      standing;
	struct keys_caller        caller;
	struct keys_ticket        ticket;
	struct world              world;

	(void)state;
	world_open(&world, "free");
	assert_int_equal(call(&world, &caller), KEYS_ADMITTED);
	assert_int_equal(keys_admit(world.book, &caller, &plain, &ticket), KEYS_ADMITTED);
	keys_release(world.book, &ticket);
	assert_true(keys_standing_of(world.book, caller.holder, &standing));
	assert_int_equal(standing.left_day, 100);
	assert_int_equal(standing.left_minute, 9);
	world_close(&world);
}

int main(void)
{
	struct rows rows = { 0 };

	if (sodium_init() < 0)
		return 1;
	rows_add_one(&rows, "only the whole key opens", only_the_whole_key_opens);
	rows_add_one(&rows, "another key of the same id is refused",
	             another_key_of_the_same_id_is_refused);
	ROWS_ADD(&rows, a_change_of_another_process_counts_within_a_second, change_rows);
	rows_add_one(&rows, "roles are asked for", roles_are_asked_for);
	rows_add_one(&rows, "an admin is known at once", an_admin_is_known_at_once);
	rows_add_one(&rows, "hashes of bodies know pieces", hashes_of_bodies_know_pieces);
	rows_add_one(&rows, "a wrong key takes as long, however wrong",
	             a_wrong_key_takes_as_long_however_wrong);
	rows_add_one(&rows, "a demo key reads only", a_demo_key_reads_only);
	rows_add_one(&rows, "policies are held to", policies_are_held_to);
	rows_add_one(&rows, "a minute and a day are held", a_minute_and_a_day_are_held);
	rows_add_one(&rows, "sixty-four clients do not pass one too many",
	             sixty_four_clients_do_not_pass_one_too_many);
	rows_add_one(&rows, "a restart remembers the day", a_restart_remembers_the_day);
	rows_add_one(&rows, "what gets no verdict costs no day", what_gets_no_verdict_costs_no_day);
	return rows_run(&rows, "keys_book");
}
