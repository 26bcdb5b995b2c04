/* SPDX-License-Identifier: Apache-2.0 */
/* Verdicts that were settled and then told to nobody. */
#include "test_keys_world.h"

static const struct keys_request video = { .operation = SLICE_INIT("avatar_video"),
	                                   .quantity = 4 * KEYS_AMOUNT_ONE };

static void paying_world(struct world *world)
{
	const struct keys_new_key wanted = {
		.account = "acme", .plan = "free", .name = "", .policies = ""
	};

	time_begin();
	folder_make(&world->folder);
	world_make(world, &wanted, 10 * KEYS_AMOUNT_ONE);
}

/* A verdict that is settled; the receipt is the caller's. */
static struct keys_receipt settle(struct world *world, const struct keys_request *what,
                                  struct keys_verdict verdict, bool is_told)
{
	struct keys_standing standing;
	struct keys_caller   caller;
	struct keys_ticket   ticket;

	assert_int_equal(call(world, &caller), KEYS_ADMITTED);
	assert_int_equal(keys_admit(world->book, &caller, what, &ticket), KEYS_ADMITTED);
	assert_true(keys_settle(world->book, &ticket, &verdict, &standing));
	ticket.is_paid = is_told;
	keys_release(world->book, &ticket);
	return ticket.receipt;
}

static struct keys_standing standing_of(struct world *world)
{
	struct keys_standing standing;
	struct keys_caller   caller;

	assert_int_equal(call(world, &caller), KEYS_ADMITTED);
	assert_true(keys_standing_of(world->book, caller.holder, &standing));
	return standing;
}

struct ledger {
	unsigned charges, refunds;
};

static bool count_entry(void *context, const struct keys_entry *entry)
{
	struct ledger *ledger = context;

	ledger->charges += entry->kind == KEYS_CHARGE ? 1 : 0;
	ledger->refunds += entry->kind == KEYS_REFUND ? 1 : 0;
	return true;
}

/* What the store says once the book is closed; its ledger sums to the balance. */
static struct ledger ledger_of(struct world *world)
{
	struct ledger      ledger = { 0, 0 };
	char               name[KEYS_NAME_CHARS + 1];
	struct keys_store *store;
	struct error       err = { 0 };

	keys_book_close(&world->book);
	assert_int_equal(keys_store_open(world->folder.store, &store, &err), STATUS_OK);
	assert_int_equal(keys_store_check_ledger(store, name), STATUS_OK);
	assert_int_equal(keys_store_each_entry(store, "acme", 0, count_entry, &ledger), STATUS_OK);
	keys_store_close(&store);
	book_open(world, NULL);
	return ledger;
}

static void a_charge_that_waits_is_as_if_never_made(void **state)
{
	struct world        world;
	struct keys_receipt receipt;
	struct ledger       ledger;

	(void)state;
	paying_world(&world);
	receipt = settle(&world, &video, allow, false);
	keys_undo(world.book, &receipt);
	assert_int_equal(standing_of(&world).credits, 10 * KEYS_AMOUNT_ONE);
	assert_int_equal(standing_of(&world).left_day, 100);
	ledger = ledger_of(&world);
	assert_int_equal(ledger.charges, 0);
	assert_int_equal(ledger.refunds, 0);
	assert_int_equal(standing_of(&world).credits, 10 * KEYS_AMOUNT_ONE);
	world_close(&world);
}

static void a_charge_in_the_ledger_gets_a_refund(void **state)
{
	struct world        world;
	struct keys_receipt receipt;
	struct ledger       ledger;

	(void)state;
	paying_world(&world);
	receipt = settle(&world, &video, allow, false);
	keys_book_flush(world.book);
	assert_int_equal(standing_of(&world).credits, 6 * KEYS_AMOUNT_ONE);
	keys_undo(world.book, &receipt);
	assert_int_equal(standing_of(&world).credits, 10 * KEYS_AMOUNT_ONE);
	ledger = ledger_of(&world);
	assert_int_equal(ledger.charges, 1);
	assert_int_equal(ledger.refunds, 1);
	assert_int_equal(standing_of(&world).credits, 10 * KEYS_AMOUNT_ONE);
	assert_int_equal(standing_of(&world).left_day, 100);
	world_close(&world);
}

static void others_keep_what_they_paid(void **state)
{
	const struct keys_verdict other = { .id = "vd_B", .is_allowed = true };
	struct world              world;
	struct keys_receipt       receipt;

	(void)state;
	paying_world(&world);
	receipt = settle(&world, &video, allow, false);
	(void)settle(&world, &video, other, true);
	keys_undo(world.book, &receipt);
	assert_int_equal(standing_of(&world).credits, 6 * KEYS_AMOUNT_ONE);
	assert_int_equal(standing_of(&world).left_day, 99);
	assert_int_equal(ledger_of(&world).charges, 1);
	world_close(&world);
}

/* Also when the first request was long over (one of a batch), and after a restart. */
static void the_retry_pays(void **state)
{
	struct keys_request  first = video;
	struct keys_standing standing;
	struct keys_receipt  receipt;
	struct world         world;

	(void)state;
	paying_world(&world);
	first.idempotency = SLICE_LIT("order-1");
	first.body = 7;
	for (unsigned is_batch = 0; is_batch < 2; is_batch++) {
		receipt = settle(&world, &first, allow, is_batch == 1);
		keys_book_flush(world.book);
		keys_undo(world.book, &receipt);
		assert_int_equal(standing_of(&world).credits, 10 * KEYS_AMOUNT_ONE);
	}
	assert_int_equal(ledger_of(&world).refunds, 2);
	assert_int_equal(request(&world, &first, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.credits, 6 * KEYS_AMOUNT_ONE);
	/* Now it is paid: a free retry that fails changes nothing of that. */
	receipt = settle(&world, &first, allow, true);
	keys_undo(world.book, &receipt);
	assert_int_equal(request(&world, &first, allow, &standing), KEYS_ADMITTED);
	assert_int_equal(standing.credits, 6 * KEYS_AMOUNT_ONE);
	world_close(&world);
}

/* ---- strikes ---- */

static const char ladder[] = "schema: 1\n"
			     "distinct: 24h\n"
			     "half_life: 7d\n"
			     "weights: {evasion: 1}\n"
			     "ladder:\n"
			     "  - {at: 2, do: throttle, share: 10%, for: 1h}\n"
			     "  - {at: 3, do: suspend, for: 1h}\n"
			     "up_to: suspend\n";

static struct keys_receipt evade(struct world *world, uint64_t body)
{
	const struct keys_verdict verdict = { .id = "vd_S",
		                              .is_block = true,
		                              .evidence = { .is_evasive = true, .body = body } };

	return settle(world, &(struct keys_request){ 0 }, verdict, true);
}

static bool count_event(void *context, const struct keys_event *event)
{
	*(unsigned *)context += strcmp(event->actor, "strikes") == 0 ? 1 : 0;
	return true;
}

static void a_strike_and_what_it_led_to_are_taken_back(void **state)
{
	char                path[128];
	struct world        world;
	struct keys_receipt receipt;
	struct keys_caller  caller;
	struct keys_store  *store;
	struct error        err = { 0 };
	unsigned            events = 0;
	FILE               *file;

	(void)state;
	world_open(&world, "scale");
	keys_book_close(&world.book);
	(void)snprintf(path, sizeof path, "%s/strikes.yaml", world.folder.path);
	file = fopen(path, "w");
	assert_non_null(file);
	(void)fputs(ladder, file);
	(void)fclose(file);
	book_open(&world, path);
	(void)evade(&world, 1);
	receipt = evade(&world, 2);
	assert_int_equal(standing_of(&world).held, KEYS_THROTTLE);
	keys_undo(world.book, &receipt);
	assert_int_equal(standing_of(&world).held, KEYS_RUNG_NONE);
	assert_int_equal(standing_of(&world).strikes_milli, 1000);
	receipt = evade(&world, 2);
	assert_int_equal(receipt.added_milli, 1000); /* the same body may strike again */
	receipt = evade(&world, 3);
	assert_int_equal(call(&world, &caller), KEYS_SUSPENDED);
	keys_undo(world.book, &receipt);
	assert_int_equal(standing_of(&world).held, KEYS_THROTTLE);
	assert_int_equal(standing_of(&world).strikes_milli, 2000);
	keys_book_close(&world.book);
	book_open(&world, path);
	assert_int_equal(standing_of(&world).strikes_milli, 2000);
	keys_book_close(&world.book);
	assert_int_equal(keys_store_open(world.folder.store, &store, &err), STATUS_OK);
	assert_int_equal(keys_store_each_event(store, count_event, &events), STATUS_OK);
	assert_int_equal(events, 1); /* the throttle that stood */
	keys_store_close(&store);
	(void)unlink(path);
	folder_drop(&world.folder);
}

static void nothing_is_undone_for_nobody(void **state)
{
	const struct keys_receipt none = { .holder = NULL };
	struct world              world;

	(void)state;
	paying_world(&world);
	keys_undo(world.book, &none);
	keys_undo(NULL, &none);
	assert_int_equal(standing_of(&world).left_day, 100);
	world_close(&world);
}

int main(void)
{
	struct rows rows = { 0 };

	if (sodium_init() < 0)
		return 1;
	rows_add_one(&rows, "a charge that waits is as if never made",
	             a_charge_that_waits_is_as_if_never_made);
	rows_add_one(&rows, "a charge in the ledger gets a refund",
	             a_charge_in_the_ledger_gets_a_refund);
	rows_add_one(&rows, "others keep what they paid", others_keep_what_they_paid);
	rows_add_one(&rows, "the retry of what was undone pays", the_retry_pays);
	rows_add_one(&rows, "a strike and what it led to are taken back",
	             a_strike_and_what_it_led_to_are_taken_back);
	rows_add_one(&rows, "nothing is undone for nobody", nothing_is_undone_for_nobody);
	return rows_run(&rows, "keys_undo");
}
