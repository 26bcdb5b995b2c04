/* SPDX-License-Identifier: Apache-2.0 */
/* What a verdict shows of its caller: the charge of an allow, the strike of a block, and where
 * the caller stands after it. Under the book's one lock, without I/O: charges and consequences
 * wait in memory for keys_sync.c.
 *
 *     allow  ->  charge of 0.04 for "image", written with the next turn of the book's thread
 *     block  ->  1 point; "warn" reached: a consequence to be recorded */
#include "keys_book.h"

#include "keys_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool keys_has_room(void **items, size_t size, size_t count, size_t *room)
{
	size_t more = *room > 0 ? *room * 2 : 64;
	void  *grown;

	if (count < *room)
		return true;
	if (count >= KEYS_PENDING_MAX)
		return false;
	grown = realloc(*items, more * size);
	if (grown == NULL)
		return false;
	*items = grown;
	*room = more;
	return true;
}

/* A charge that cannot be kept is not made: the customer is not billed for our fault. */
static void charge(struct keys_book *book, struct keys_ticket *ticket,
                   const struct keys_verdict *verdict)
{
	struct keys_purse  *purse = ticket->holder->purse;
	void               *items = book->charges;
	struct keys_charge *entry;

	ticket->is_paid = true;
	if (ticket->cost == 0 ||
	    !keys_has_room(&items, sizeof *book->charges, book->charge_count, &book->charge_room))
		return;
	book->charges = items;
	entry = &book->charges[book->charge_count++];
	*entry = (struct keys_charge){
		.purse = purse,
		.key = ticket->holder->key.id,
		.amount = ticket->cost,
		.time_s = book->now.wall_us / 1000000u,
		.idempotency = ticket->idempotency,
		.body = ticket->body,
	};
	memcpy(entry->operation, ticket->operation, sizeof entry->operation);
	(void)snprintf(entry->verdict, sizeof entry->verdict, "%s", verdict->id);
	purse->unwritten -= ticket->cost;
	ticket->receipt.charged = ticket->cost;
	book->figures.charges++;
}

static void note_consequence(struct keys_book *book, struct keys_holder *holder,
                             const struct keys_strike_outcome *outcome)
{
	void *items = book->consequences;

	if (outcome->reached == KEYS_RUNG_NONE ||
	    !keys_has_room(&items, sizeof *book->consequences, book->consequence_count,
	                   &book->consequence_room))
		return;
	book->consequences = items;
	book->consequences[book->consequence_count++] = (struct keys_consequence){
		.holder = holder,
		.time_s = book->now.wall_us / 1000000u,
		.outcome = *outcome,
		.points_milli = holder->strikes.milli,
	};
}

static struct keys_strike_outcome strike(struct keys_book *book, struct keys_ticket *ticket,
                                         const struct keys_evidence *evidence)
{
	struct keys_holder        *holder = ticket->holder;
	struct keys_receipt       *receipt = &ticket->receipt;
	struct keys_strike_outcome outcome;

	receipt->rung_before = holder->strikes.rung;
	receipt->until_before_s = holder->strikes.until_s;
	receipt->share_before = holder->strikes.share_percent;
	receipt->body = evidence->body;
	outcome = keys_strike_add(&book->strikes, &holder->strikes, evidence,
	                          book->now.wall_us / 1000000u);
	receipt->added_milli = outcome.added_milli;
	receipt->reached = outcome.reached;
	receipt->is_held = outcome.is_held;
	if (outcome.added_milli > 0) {
		holder->has_struck = true;
		keys_mark_dirty(book, holder);
		book->figures.strikes++;
		note_consequence(book, holder, &outcome);
	}
	return outcome;
}

/* A key's own ceiling is shown where it is the lower one. */
static void fill_limits(const struct keys_book *book, const struct keys_holder *holder,
                        struct keys_standing *standing)
{
	const struct keys_limits of_account = keys_limits_of_account(book, holder);
	const struct keys_limits of_key = keys_limits_of_key(holder);
	const struct keys_now    now = keys_now_of(book);
	uint32_t                 left, reset_s;

	standing->limit_minute = of_account.per_minute;
	standing->left_minute = keys_limit_left_minute(&holder->purse->usage, &of_account, &now,
	                                               &standing->reset_minute_s);
	left = keys_limit_left_minute(&holder->usage, &of_key, &now, &reset_s);
	if (left < standing->left_minute) {
		standing->limit_minute = of_key.per_minute;
		standing->left_minute = left;
		standing->reset_minute_s = reset_s;
	}
	standing->limit_day = of_account.per_day;
	standing->left_day = keys_limit_left_day(&holder->purse->usage, &of_account, &now);
	left = keys_limit_left_day(&holder->usage, &of_key, &now);
	if (left < standing->left_day) {
		standing->limit_day = of_key.per_day;
		standing->left_day = left;
	}
	standing->reset_day_s = now.day_left_s;
}

static void fill_standing(const struct keys_book *book, const struct keys_holder *holder,
                          struct keys_standing *standing)
{
	uint64_t now_s = book->now.wall_us / 1000000u;

	*standing = (struct keys_standing){ .id = holder->key.id };
	memcpy(standing->account, holder->key.account, sizeof standing->account);
	memcpy(standing->plan, holder->purse->account.plan, sizeof standing->plan);
	fill_limits(book, holder, standing);
	standing->has_credits = holder->purse->account.has_credits;
	standing->credits = keys_credits_of(holder->purse);
	standing->strikes_milli = (uint32_t)keys_strike_points(&book->strikes, &holder->strikes,
	                                                       now_s);
	standing->held = keys_strike_held(&book->strikes, &holder->strikes, now_s);
}

bool keys_settle(struct keys_book *book, struct keys_ticket *ticket,
                 const struct keys_verdict *verdict, struct keys_standing *standing)
{
	struct keys_strike_outcome outcome = { 0 };

	if (ticket->holder == NULL)
		return false;
	pthread_mutex_lock(&book->lock);
	ticket->is_counted = true;
	keys_unreserve(ticket);
	ticket->receipt = (struct keys_receipt){ .holder = ticket->holder,
		                                 .day = ticket->day,
		                                 .is_free = ticket->is_free,
		                                 .idempotency = ticket->idempotency,
		                                 .sent = ticket->body };
	(void)snprintf(ticket->receipt.verdict, sizeof ticket->receipt.verdict, "%s", verdict->id);
	if (verdict->is_allowed)
		charge(book, ticket, verdict);
	if (verdict->is_block)
		outcome = strike(book, ticket, &verdict->evidence);
	fill_standing(book, ticket->holder, standing);
	standing->strike = outcome;
	pthread_mutex_unlock(&book->lock);
	return true;
}

bool keys_standing_of(struct keys_book *book, struct keys_holder *holder,
                      struct keys_standing *standing)
{
	if (holder == NULL)
		return false;
	pthread_mutex_lock(&book->lock);
	fill_standing(book, holder, standing);
	pthread_mutex_unlock(&book->lock);
	return true;
}
