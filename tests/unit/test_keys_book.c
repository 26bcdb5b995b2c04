/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of a running server: who gets in, what it costs them, and what a restart remembers. */
#include "test_keys_support.h"

#include <pthread.h>
#include <sodium.h>
#include <time.h>

struct world {
	struct folder     folder;
	struct keys_book *book;
	struct keys_key   key;
	struct keys_form  form;
};

static void book_open(struct world *world, const char *strikes)
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

static enum keys_fault make(void *context, const struct keys_admin *admin)
{
	struct wish    *wish = context;
	enum keys_fault fault = keys_admin_create(admin, &wish->key, &wish->world->key,
	                                          &wish->world->form);

	if (fault == KEYS_DONE && wish->credits > 0)
		fault = keys_admin_grant(admin, wish->key.account, wish->credits, "");
	return fault;
}

static void world_make(struct world *world, const struct keys_new_key *wanted, keys_amount credits)
{
	struct wish wish = { *wanted, world, credits };

	book_open(world, NULL);
	assert_int_equal(keys_book_change(world->book, "test", make, &wish), KEYS_DONE);
}

static void world_open(struct world *world, const char *plan)
{
	const struct keys_new_key wanted = {
		.account = "acme", .plan = plan, .name = "", .policies = ""
	};

	time_begin();
	folder_make(&world->folder);
	world_make(world, &wanted, 0);
}

static void world_close(struct world *world)
{
	keys_book_close(&world->book);
	folder_drop(&world->folder);
}

/* The book's thread takes the time ten times a second. */
static void let_time_pass(uint64_t seconds)
{
	time_pass(seconds);
	nanosleep(&(struct timespec){ .tv_nsec = 250000000 }, NULL);
}

static enum keys_refusal call(struct world *world, struct keys_caller *caller)
{
	return keys_authenticate(world->book, slice_from_cstr(world->form.text), 0, KEYS_ROLE_CHECK,
	                         caller);
}

static enum keys_refusal request(struct world *world, const struct keys_request *what,
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
	assert_true(keys_has_role(world.book, KEYS_ROLE_CHECK));
	assert_false(keys_has_role(world.book, KEYS_ROLE_KEYS));
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

/* ---- credits ---- */

static const struct keys_request video = { .operation = SLICE_INIT("avatar_video"),
	                                   .quantity = 4 * KEYS_AMOUNT_ONE };

static void rich_world(struct world *world, keys_amount credits)
{
	const struct keys_new_key wanted = {
		.account = "acme", .plan = "pro", .name = "", .policies = ""
	};

	time_begin();
	folder_make(&world->folder);
	world_make(world, &wanted, credits);
}

static void what_is_allowed_is_paid(void **state)
{
	const struct keys_verdict block = { .id = "vd_B", .is_block = true };
	struct keys_standing      standing;
	struct world              world;
	char                      name[KEYS_NAME_CHARS + 1];
	struct keys_store        *store;
	struct error              err = { 0 };

	(void)state;
	rich_world(&world, 10 * KEYS_AMOUNT_ONE);
	assert_int_equal(request(&world, &video, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.credits, 6 * KEYS_AMOUNT_ONE);
	assert_int_equal(request(&world, &video, block, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.credits, 6 * KEYS_AMOUNT_ONE);
	assert_int_equal(request(&world, &video, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(request(&world, &video, allow, &standing), KEYS_NO_CREDITS);
	keys_book_close(&world.book);
	assert_int_equal(keys_store_open(world.folder.store, &store, &err), STATUS_OK);
	assert_int_equal(keys_store_check_ledger(store, name), STATUS_OK);
	keys_store_close(&store);
	book_open(&world, NULL);
	assert_int_equal(request(&world, &video, block, &standing), KEYS_NO_CREDITS);
	world_close(&world);
}

static void a_retry_is_free(void **state)
{
	struct keys_request  first = video, other;
	struct keys_standing standing;
	struct keys_caller   caller;
	struct keys_ticket   running, second;
	struct world         world;

	(void)state;
	rich_world(&world, 100 * KEYS_AMOUNT_ONE);
	first.idempotency = SLICE_LIT("order-1");
	first.body = 77;
	other = first;
	other.body = 78;
	assert_int_equal(call(&world, &caller), KEYS_ADMITTED);
	assert_int_equal(keys_admit(world.book, &caller, &first, &running), KEYS_ADMITTED);
	assert_int_equal(keys_admit(world.book, &caller, &first, &second), KEYS_IDEMPOTENCY_BUSY);
	assert_true(keys_settle(world.book, &running, &allow, &standing));
	keys_release(world.book, &running);
	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(request(&world, &first, allow, &standing), KEYS_ADMITTED);
		assert_int_equal(standing.credits, 96 * KEYS_AMOUNT_ONE);
	}
	assert_int_equal(request(&world, &other, allow, &standing), KEYS_IDEMPOTENCY_REUSED);
	keys_book_close(&world.book);
	book_open(&world, NULL);
	assert_int_equal(request(&world, &first, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.credits, 96 * KEYS_AMOUNT_ONE);
	let_time_pass(2 * 86400);
	assert_int_equal(request(&world, &first, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.credits, 92 * KEYS_AMOUNT_ONE);
	world_close(&world);
}

static enum keys_fault refund(void *context, const struct keys_admin *admin)
{
	return keys_admin_refund(admin, "acme", "vd_A", 0, context);
}

static void a_refund_of_a_charge_of_a_moment_ago(void **state)
{
	struct keys_standing standing;
	keys_amount          refunded;
	struct world         world;

	(void)state;
	rich_world(&world, 10 * KEYS_AMOUNT_ONE);
	assert_int_equal(request(&world, &video, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(keys_book_change(world.book, "test", refund, &refunded), KEYS_DONE);
	assert_int_equal(refunded, 4 * KEYS_AMOUNT_ONE);
	assert_int_equal(keys_book_change(world.book, "test", refund, &refunded),
	                 KEYS_FAULT_REFUND_TOO_LARGE);
	assert_int_equal(request(&world, &video, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.credits, 6 * KEYS_AMOUNT_ONE);
	world_close(&world);
}

static void a_test_key_pays_nothing(void **state)
{
	const struct keys_new_key wanted = { .account = "acme",
		                             .plan = "pro",
		                             .name = "",
		                             .policies = "",
		                             .environment = KEYS_TEST };
	struct keys_standing      standing;
	struct world              world;

	(void)state;
	time_begin();
	folder_make(&world.folder);
	world_make(&world, &wanted, KEYS_AMOUNT_ONE);
	assert_int_equal(request(&world, &video, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.credits, KEYS_AMOUNT_ONE);
	world_close(&world);
}

/* ---- on behalf ---- */

static void the_subject_pays_and_is_limited(void **state)
{
	const struct keys_new_key gateway = {
		.account = "gateway", .plan = "scale", .name = "", .policies = "", .on_behalf = true
	};
	const struct keys_verdict struck = { .id = "vd_C",
		                             .is_block = true,
		                             .evidence = { .is_evasive = true, .body = 5 } };
	struct keys_request       by_key = { 0 }, by_id = { 0 }, by_nobody = { 0 };
	struct keys_standing      standing;
	struct world              world;
	struct keys_key           customer;
	struct keys_form          customer_form;
	struct wish               wish = { gateway, &world, 0 };

	(void)state;
	world_open(&world, "free");
	customer = world.key;
	customer_form = world.form;
	assert_int_equal(request(&world, &(struct keys_request){ .subject = SLICE_LIT("x") }, allow,
	                         &standing),
	                 KEYS_NO_ON_BEHALF);
	assert_int_equal(keys_book_change(world.book, "test", make, &wish), KEYS_DONE);
	by_key.subject = slice_from_cstr(customer_form.text);
	by_id.subject = slice_from_cstr(customer.id.text);
	by_nobody.subject = SLICE_LIT("000000000000");
	assert_int_equal(request(&world, &by_key, struck, &standing), KEYS_ADMITTED);
	assert_string_equal(standing.id.text, customer.id.text);
	assert_int_equal(standing.strikes_milli, 1000);
	for (unsigned i = 0; i < 9; i++)
		assert_int_equal(request(&world, &by_id, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(request(&world, &by_key, allow, &standing), KEYS_LIMITED);
	assert_int_equal(request(&world, &by_nobody, allow, &standing), KEYS_NO_SUBJECT);
	assert_int_equal(request(&world, &(struct keys_request){ 0 }, allow, &standing),
	                 KEYS_ADMITTED);
	world_close(&world);
}

/* ---- strikes ---- */

static const char ladder[] = "schema: 1\n"
			     "distinct: 24h\n"
			     "half_life: 7d\n"
			     "weights: {evasion: 1}\n"
			     "ladder:\n"
			     "  - {at: 1, do: warn}\n"
			     "  - {at: 2, do: throttle, share: 10%, for: 1h}\n"
			     "  - {at: 3, do: suspend, for: 1h}\n"
			     "  - {at: 3.9, do: revoke}\n"
			     "up_to: revoke\n";

static void evade(struct world *world, uint64_t body, struct keys_standing *standing)
{
	const struct keys_verdict verdict = { .id = "vd_S",
		                              .is_block = true,
		                              .evidence = { .is_evasive = true, .body = body } };

	assert_int_equal(request(world, &(struct keys_request){ 0 }, verdict, standing),
	                 KEYS_ADMITTED);
}

static enum keys_fault reinstate(void *context, const struct keys_admin *admin)
{
	return keys_admin_reinstate(admin, context, "talked to them");
}

static bool find_revoke(void *context, const struct keys_event *event)
{
	if (strcmp(event->what, "revoke") == 0 && strcmp(event->actor, "strikes") == 0)
		*(bool *)context = true;
	return true;
}

static void the_ladder_from_warning_to_reinstating(void **state)
{
	struct world         world;
	struct keys_standing standing;
	struct keys_caller   caller;
	struct keys_store   *store;
	struct error         err = { 0 };
	char                 path[128];
	FILE                *file;
	bool                 is_recorded = false;

	(void)state;
	world_open(&world, "scale");
	keys_book_close(&world.book);
	(void)snprintf(path, sizeof path, "%s/strikes.yaml", world.folder.path);
	file = fopen(path, "w");
	assert_non_null(file);
	(void)fputs(ladder, file);
	(void)fclose(file);
	book_open(&world, path);
	evade(&world, 1, &standing);
	assert_int_equal(standing.held, KEYS_WARN);
	evade(&world, 1, &standing);
	assert_int_equal(standing.strikes_milli, 1000);
	evade(&world, 2, &standing);
	assert_int_equal(standing.held, KEYS_THROTTLE);
	assert_int_equal(standing.limit_minute, 30);
	evade(&world, 3, &standing);
	assert_int_equal(call(&world, &caller), KEYS_SUSPENDED);
	let_time_pass(3601);
	assert_int_equal(call(&world, &caller), KEYS_ADMITTED);
	evade(&world, 4, &standing);
	assert_int_equal(call(&world, &caller), KEYS_IS_REVOKED);
	keys_book_close(&world.book);
	book_open(&world, path);
	assert_int_equal(call(&world, &caller), KEYS_IS_REVOKED);
	assert_int_equal(keys_book_change(world.book, "test", reinstate, world.key.id.text),
	                 KEYS_DONE);
	assert_int_equal(call(&world, &caller), KEYS_ADMITTED);
	assert_true(keys_standing_of(world.book, caller.holder, &standing));
	assert_int_equal(standing.strikes_milli, 0);
	keys_book_close(&world.book);
	assert_int_equal(keys_store_open(world.folder.store, &store, &err), STATUS_OK);
	assert_int_equal(keys_store_each_event(store, find_revoke, &is_recorded), STATUS_OK);
	assert_true(is_recorded);
	keys_store_close(&store);
	(void)unlink(path);
	folder_drop(&world.folder);
}

/* ---- records ---- */

static _Atomic unsigned recorded;
static atomic_bool      is_log_down;

static bool record(void *context, const struct keys_event *event)
{
	(void)context;
	(void)event;
	if (is_log_down)
		return false;
	recorded++;
	return true;
}

static void changes_are_recorded_once(void **state)
{
	const struct keys_new_key wanted = { .account = "acme", .name = "", .policies = "" };
	struct world              world;
	struct keys_options       options;
	struct wish               wish = { wanted, &world, 0 };
	struct error              err = { 0 };

	(void)state;
	time_begin();
	folder_make(&world.folder);
	options = options_of(&world.folder);
	options.record = record;
	is_log_down = true;
	assert_int_equal(keys_book_open(&options, &world.book, &err), STATUS_OK);
	assert_int_equal(keys_book_change(world.book, "test", make, &wish), KEYS_DONE);
	keys_book_close(&world.book);
	assert_int_equal(recorded, 0);
	is_log_down = false;
	assert_int_equal(keys_book_open(&options, &world.book, &err), STATUS_OK);
	keys_book_close(&world.book);
	assert_int_equal(recorded, 2);
	assert_int_equal(keys_book_open(&options, &world.book, &err), STATUS_OK);
	keys_book_close(&world.book);
	assert_int_equal(recorded, 2);
	folder_drop(&world.folder);
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
	rows_add_one(&rows, "a demo key reads only", a_demo_key_reads_only);
	rows_add_one(&rows, "policies are held to", policies_are_held_to);
	rows_add_one(&rows, "a minute and a day are held", a_minute_and_a_day_are_held);
	rows_add_one(&rows, "sixty-four clients do not pass one too many",
	             sixty_four_clients_do_not_pass_one_too_many);
	rows_add_one(&rows, "a restart remembers the day", a_restart_remembers_the_day);
	rows_add_one(&rows, "what gets no verdict costs no day", what_gets_no_verdict_costs_no_day);
	rows_add_one(&rows, "what is allowed is paid, what is blocked is not",
	             what_is_allowed_is_paid);
	rows_add_one(&rows, "a retry is free, also after a restart", a_retry_is_free);
	rows_add_one(&rows, "a refund of a charge of a moment ago",
	             a_refund_of_a_charge_of_a_moment_ago);
	rows_add_one(&rows, "a test key pays nothing", a_test_key_pays_nothing);
	rows_add_one(&rows, "the subject pays and is limited", the_subject_pays_and_is_limited);
	rows_add_one(&rows, "the ladder, from a warning to reinstating",
	             the_ladder_from_warning_to_reinstating);
	rows_add_one(&rows, "changes are recorded once", changes_are_recorded_once);
	return rows_run(&rows, "keys_book");
}
