/* SPDX-License-Identifier: Apache-2.0 */
/* A verdict that nobody was told: its record could not be written. What it took is given back, as
 * far as possible before anybody sees it:
 *
 *     charges    [being written | waiting ...]     waiting: removed as if it had never been
 *                                                  being written, or in the ledger: a refund */
#include "keys_book.h"

#include "keys_state.h"

#include <stdio.h>
#include <string.h>

static bool is_charge(const struct keys_charge *charge, const struct keys_receipt *receipt)
{
	return charge->purse == receipt->holder->purse &&
	       strcmp(charge->verdict, receipt->verdict) == 0 && charge->amount > 0;
}

/* False: the store has it, or is about to. */
static bool remove_charge(struct keys_book *book, const struct keys_receipt *receipt)
{
	for (size_t i = book->charge_count; i > book->charges_in_hand; i--) {
		struct keys_charge *charge = &book->charges[i - 1];

		if (!is_charge(charge, receipt))
			continue;
		memmove(charge, charge + 1, (book->charge_count - i) * sizeof *charge);
		book->charge_count--;
		return true;
	}
	return false;
}

static void refund(struct keys_book *book, const struct keys_receipt *receipt)
{
	void *items = book->charges;

	if (!keys_has_room(&items, sizeof *book->charges, book->charge_count, &book->charge_room))
		return;
	book->charges = items;
	book->charges[book->charge_count] = (struct keys_charge){
		.purse = receipt->holder->purse,
		.key = receipt->holder->key.id,
		.amount = -receipt->charged,
		.time_s = book->now.wall_us / 1000000u,
		.idempotency = receipt->idempotency,
		.body = receipt->sent,
	};
	memcpy(book->charges[book->charge_count].verdict, receipt->verdict,
	       sizeof receipt->verdict);
	book->charge_count++;
}

/* The account has its credits back at once, whatever the ledger will say. */
static void undo_charge(struct keys_book *book, const struct keys_receipt *receipt)
{
	if (!remove_charge(book, receipt))
		refund(book, receipt);
	receipt->holder->purse->unwritten += receipt->charged;
	book->figures.charges--;
}

static void undo_retry(struct keys_book *book, const struct keys_receipt *receipt)
{
	struct keys_retry *retry = keys_retry_place(book, receipt->idempotency);

	if (retry != NULL && retry->id == receipt->idempotency && !receipt->is_free)
		retry->is_paid = false;
}

/* What was to be recorded of this strike; what is being written stays. */
static void remove_consequence(struct keys_book *book, const struct keys_receipt *receipt)
{
	for (size_t i = book->consequence_count; i > book->consequences_in_hand; i--) {
		struct keys_consequence *consequence = &book->consequences[i - 1];

		if (consequence->holder != receipt->holder ||
		    consequence->outcome.reached != receipt->reached)
			continue;
		memmove(consequence, consequence + 1,
		        (book->consequence_count - i) * sizeof *consequence);
		book->consequence_count--;
		return;
	}
}

static void undo_strike(struct keys_book *book, const struct keys_receipt *receipt)
{
	struct keys_strikes *strikes = &receipt->holder->strikes;

	keys_strike_take_back(strikes, receipt->added_milli, receipt->body);
	if (receipt->is_held && receipt->reached >= KEYS_THROTTLE) {
		strikes->rung = receipt->rung_before;
		strikes->until_s = receipt->until_before_s;
		strikes->share_percent = receipt->share_before;
	}
	if (receipt->reached != KEYS_RUNG_NONE)
		remove_consequence(book, receipt);
	receipt->holder->has_struck = true;
	book->figures.strikes--;
}

void keys_undo(struct keys_book *book, const struct keys_receipt *receipt)
{
	struct keys_holder *holder = receipt->holder;

	if (holder == NULL)
		return;
	pthread_mutex_lock(&book->lock);
	keys_limit_give_back(&holder->usage, receipt->day);
	keys_limit_give_back(&holder->purse->usage, receipt->day);
	if (receipt->charged > 0)
		undo_charge(book, receipt);
	if (receipt->idempotency != 0)
		undo_retry(book, receipt);
	if (receipt->added_milli > 0)
		undo_strike(book, receipt);
	holder->is_dirty = holder->purse->is_dirty = true;
	keys_mark_dirty(book, holder);
	pthread_mutex_unlock(&book->lock);
}
