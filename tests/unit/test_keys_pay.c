/* SPDX-License-Identifier: Apache-2.0 */
/* What requests cost and what bypassing adds up to, and what a restart remembers of both. */
#include "test_keys_world.h"

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

/* As long as one of them has no verdict, the other may not spend the same credits. */
static void credits_are_reserved(void **state)
{
	const struct keys_verdict block = { .id = "vd_B", .is_block = true };
	struct keys_standing      standing;
	struct keys_caller        caller;
	struct keys_ticket        first, second;
	struct world              world;

	(void)state;
	rich_world(&world, 7 * KEYS_AMOUNT_ONE);
	assert_int_equal(call(&world, &caller), KEYS_ADMITTED);
	assert_int_equal(keys_admit(world.book, &caller, &video, &first), KEYS_ADMITTED);
	assert_int_equal(keys_admit(world.book, &caller, &video, &second), KEYS_NO_CREDITS);
	assert_true(keys_settle(world.book, &first, &block, &standing));
	assert_int_equal(standing.credits, 7 * KEYS_AMOUNT_ONE);
	assert_int_equal(keys_admit(world.book, &caller, &video, &second), KEYS_ADMITTED);
	keys_release(world.book, &first);
	keys_release(world.book, &second); /* without a verdict */
	assert_int_equal(request(&world, &video, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.credits, 3 * KEYS_AMOUNT_ONE);
	assert_int_equal(request(&world, &video, allow, &standing), KEYS_NO_CREDITS);
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

static unsigned downs, ups;

static void count_reports(bool is_up)
{
	if (is_up)
		ups++;
	else
		downs++;
}

/* What was written into a file that nobody finds again would be lost, and revocations unseen. */
static void a_store_that_was_moved_is_down(void **state)
{
	const struct keys_new_key wanted = { .account = "acme", .name = "", .policies = "" };
	struct world              world;
	struct keys_options       options;
	struct keys_figures       figures;
	struct wish               wish = { wanted, &world, 0 };
	struct error              err = { 0 };
	char                      away[160];

	(void)state;
	time_begin();
	folder_make(&world.folder);
	(void)snprintf(away, sizeof away, "%s.away", world.folder.store);
	options = options_of(&world.folder);
	options.report = count_reports;
	assert_int_equal(keys_book_open(&options, &world.book, &err), STATUS_OK);
	assert_int_equal(keys_book_change(world.book, "test", make, &wish), KEYS_DONE);
	assert_int_equal(rename(world.folder.store, away), 0);
	assert_int_equal(keys_book_change(world.book, "test", make, &wish), KEYS_FAULT_STORE);
	keys_book_flush(world.book);
	keys_book_figures(world.book, &figures);
	assert_false(figures.is_store_up);
	assert_int_equal(rename(away, world.folder.store), 0);
	keys_book_flush(world.book);
	keys_book_figures(world.book, &figures);
	assert_true(figures.is_store_up);
	keys_book_close(&world.book);
	assert_int_equal(downs, 1);
	assert_int_equal(ups, 1);
	folder_drop(&world.folder);
}

int main(void)
{
	struct rows rows = { 0 };

	if (sodium_init() < 0)
		return 1;
	rows_add_one(&rows, "what is allowed is paid, what is blocked is not",
	             what_is_allowed_is_paid);
	rows_add_one(&rows, "credits are reserved until the verdict", credits_are_reserved);
	rows_add_one(&rows, "a retry is free, also after a restart", a_retry_is_free);
	rows_add_one(&rows, "a refund of a charge of a moment ago",
	             a_refund_of_a_charge_of_a_moment_ago);
	rows_add_one(&rows, "a test key pays nothing", a_test_key_pays_nothing);
	rows_add_one(&rows, "the subject pays and is limited", the_subject_pays_and_is_limited);
	rows_add_one(&rows, "the ladder, from a warning to reinstating",
	             the_ladder_from_warning_to_reinstating);
	rows_add_one(&rows, "a store that was moved is down", a_store_that_was_moved_is_down);
	rows_add_one(&rows, "changes are recorded once", changes_are_recorded_once);
	return rows_run(&rows, "keys_pay");
}
