/* SPDX-License-Identifier: Apache-2.0 */
/* Memory and store, kept the same: reading what others changed, writing what requests used.
 *
 * What is only in memory survives a read: counts of the day, charges and strikes that are not
 * written yet. What only the store can change is taken from it: states, roles, plans, grants.
 * Strikes go both ways: the store's win when its count differs from what was last written, because
 * then somebody cleared them. */
#include "keys_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

struct reading {
	struct keys_book *book;
	enum status       status;
};

static bool see_account(void *context, const struct keys_account *account)
{
	struct reading    *reading = context;
	struct keys_purse *purse;

	pthread_mutex_lock(&reading->book->lock);
	purse = keys_table_add_purse(reading->book, account->id);
	if (purse != NULL) {
		purse->account = *account;
		purse->plan = keys_plan_find(&reading->book->plans, slice_from_cstr(account->plan));
	}
	pthread_mutex_unlock(&reading->book->lock);
	if (purse == NULL)
		reading->status = STATUS_NO_MEMORY;
	return purse != NULL;
}

static void take_key(struct keys_book *book, const struct keys_key *key,
                     const struct keys_strikes *strikes, struct keys_holder *holder)
{
	holder->key = *key;
	holder->purse = keys_table_find_purse(book, key->account);
	if ((key->roles & KEYS_ROLE_KEYS) != 0 && !holder->is_admin_listed) {
		holder->is_admin_listed = true;
		holder->next_admin = book->admins;
		book->admins = holder;
	}
	if (strikes->count != holder->written_strikes || !holder->has_struck) {
		holder->strikes = *strikes;
		holder->written_strikes = strikes->count;
		holder->has_struck = false;
	}
}

static bool see_key(void *context, const struct keys_key *key)
{
	struct reading     *reading = context;
	struct keys_book   *book = reading->book;
	struct keys_holder *holder;
	struct keys_strikes strikes;

	reading->status = keys_store_get_strikes(book->store, key->id.text, &strikes);
	if (reading->status != STATUS_OK)
		return false;
	pthread_mutex_lock(&book->lock);
	/* The account comes first: a holder without a purse must not be found. */
	holder = keys_table_find_purse(book, key->account) != NULL
	                 ? keys_table_add(book, key->id.text)
	                 : NULL;
	if (holder != NULL)
		take_key(book, key, &strikes, holder);
	pthread_mutex_unlock(&book->lock);
	if (holder == NULL)
		reading->status = STATUS_CORRUPT;
	return holder != NULL;
}

enum status keys_sync_read(struct keys_book *book)
{
	struct reading reading = { book, STATUS_OK };
	enum status    status;

	status = keys_store_each_account(book->store, see_account, &reading);
	if (status == STATUS_OK && reading.status == STATUS_OK)
		status = keys_store_each_key(book->store, see_key, &reading);
	return status == STATUS_OK ? reading.status : status;
}

enum status keys_sync_refresh(struct keys_book *book)
{
	uint64_t    changes;
	enum status status = keys_store_changes(book->store, &changes);

	if (status != STATUS_OK || changes == book->seen_changes)
		return status;
	status = keys_sync_read(book);
	if (status == STATUS_OK)
		book->seen_changes = changes;
	return status;
}

/* A count of a later day than today is of a clock that was ahead: it is today's. */
static enum status read_usage(struct keys_book *book, enum keys_owner owner, const char *id,
                              struct keys_usage *usage)
{
	enum status status = keys_store_get_usage(book->store, owner, id, &usage->day,
	                                          &usage->today);

	if (usage->day > book->now.day)
		usage->day = book->now.day;
	return status;
}

static bool see_charge(void *context, const struct keys_entry *entry)
{
	struct keys_book  *book = context;
	struct keys_retry *retry;

	if (entry->kind == KEYS_GRANT || entry->idempotency == 0)
		return true;
	retry = keys_retry_place(book, entry->idempotency);
	if (retry == NULL)
		return false;
	if (retry->id == 0)
		book->retry_count++;
	/* A refund under such a key is one of keys_undo(): the next retry pays. */
	*retry = (struct keys_retry){ entry->idempotency, entry->body, entry->time_s, false,
		                      entry->kind == KEYS_CHARGE };
	return true;
}

enum status keys_sync_start(struct keys_book *book)
{
	uint64_t    now_s = book->now.wall_us / 1000000u;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < book->holder_buckets; i++)
		for (struct keys_holder *holder = book->holders[i];
		     holder != NULL && status == STATUS_OK; holder = holder->next)
			status = read_usage(book, KEYS_OF_KEY, holder->key.id.text, &holder->usage);
	for (size_t i = 0; i < book->purse_buckets; i++)
		for (struct keys_purse *purse = book->purses[i];
		     purse != NULL && status == STATUS_OK; purse = purse->next)
			status = read_usage(book, KEYS_OF_ACCOUNT, purse->account.id,
			                    &purse->usage);
	if (status == STATUS_OK)
		status = keys_store_each_entry(book->store, NULL,
		                               now_s > KEYS_RETRY_S ? now_s - KEYS_RETRY_S : 0,
		                               see_charge, book);
	return status;
}

/* ---- writing ---- */

/* What one transaction writes: taken under the lock, written without it. Bounded, so that a
 * turn is short; the rest goes with the next. */
#define BATCH_MAX 4096u

struct usage_row {
	enum keys_owner     owner;
	struct keys_holder *holder; /* whose it is, or one of the account's */
	int64_t             day;
	uint32_t            count;
};

struct strike_row {
	struct keys_holder *holder;
	struct keys_strikes strikes;
};

struct batch {
	struct usage_row  *usage;
	size_t             usage_count;
	struct strike_row *strikes;
	size_t             strike_count;
	size_t             charge_count; /* the first of book->charges */
	size_t             consequence_count;
};

static void take_usage(struct batch *batch, enum keys_owner owner, struct keys_holder *holder,
                       const struct keys_usage *usage, bool *is_dirty)
{
	if (!*is_dirty)
		return;
	batch->usage[batch->usage_count++] = (struct usage_row){ owner, holder, usage->day,
		                                                 usage->today };
	*is_dirty = false;
}

static void take_holder(struct batch *batch, struct keys_holder *holder)
{
	holder->is_listed = false;
	take_usage(batch, KEYS_OF_KEY, holder, &holder->usage, &holder->is_dirty);
	take_usage(batch, KEYS_OF_ACCOUNT, holder, &holder->purse->usage, &holder->purse->is_dirty);
	if (!holder->has_struck)
		return;
	batch->strikes[batch->strike_count++] = (struct strike_row){ holder, holder->strikes };
	holder->has_struck = false;
}

static size_t at_most(size_t count)
{
	return count < BATCH_MAX ? count : BATCH_MAX;
}

/* Only what changed is looked at: the lock is that of all requests. */
static void take_batch(struct keys_book *book, struct batch *batch)
{
	pthread_mutex_lock(&book->lock);
	while (book->dirty != NULL && batch->usage_count + 2 <= BATCH_MAX &&
	       batch->strike_count < BATCH_MAX) {
		struct keys_holder *holder = book->dirty;

		book->dirty = holder->next_dirty;
		take_holder(batch, holder);
	}
	batch->charge_count = at_most(book->charge_count);
	batch->consequence_count = at_most(book->consequence_count);
	book->charges_in_hand = batch->charge_count;
	book->consequences_in_hand = batch->consequence_count;
	pthread_mutex_unlock(&book->lock);
}

/* Charges and consequences are only appended to by others, and only this thread takes from the
 * front: the first ones stay where they are, but the array may move. */
static struct keys_charge charge_at(struct keys_book *book, size_t i)
{
	struct keys_charge charge;

	pthread_mutex_lock(&book->lock);
	charge = book->charges[i];
	pthread_mutex_unlock(&book->lock);
	return charge;
}

static struct keys_consequence consequence_at(struct keys_book *book, size_t i)
{
	struct keys_consequence consequence;

	pthread_mutex_lock(&book->lock);
	consequence = book->consequences[i];
	pthread_mutex_unlock(&book->lock);
	return consequence;
}

static enum status write_charge(struct keys_book *book, const struct keys_charge *charge)
{
	const struct keys_entry entry = {
		.time_s = charge->time_s,
		.account = charge->purse->account.id,
		.key = charge->key.text,
		.kind = charge->amount < 0 ? KEYS_REFUND : KEYS_CHARGE,
		.amount = -charge->amount,
		.operation = charge->operation,
		.verdict = charge->verdict,
		.idempotency = charge->idempotency,
		.body = charge->body,
	};

	return keys_store_add_entry(book->store, &entry);
}

/* The last rung is a state of the key, so that lists show it and reinstating is one act. */
static enum status revoke(struct keys_book *book, const struct keys_consequence *consequence)
{
	struct keys_key key;
	enum status     status = keys_store_get_key(book->store, consequence->holder->key.id.text,
	                                            &key);

	if (status != STATUS_OK || key.state == KEYS_REVOKED)
		return status;
	key.state = KEYS_REVOKED;
	(void)snprintf(key.reason, sizeof key.reason, "strikes");
	return keys_store_put_key(book->store, &key);
}

static enum status write_consequence(struct keys_book              *book,
                                     const struct keys_consequence *consequence)
{
	char                    detail[64];
	const struct keys_event event = {
		.time_s = consequence->time_s,
		.what = keys_rung_name(consequence->outcome.reached),
		.key = consequence->holder->key.id.text,
		.account = consequence->holder->key.account,
		.actor = "strikes",
		.detail = detail,
	};
	enum status status = STATUS_OK;

	(void)snprintf(detail, sizeof detail, "%llu.%03llu strikes%s",
	               (unsigned long long)(consequence->points_milli / 1000),
	               (unsigned long long)(consequence->points_milli % 1000),
	               consequence->outcome.is_held ? "" : ", not enforced");
	if (consequence->outcome.is_held && consequence->outcome.reached == KEYS_REVOKE)
		status = revoke(book, consequence);
	return status == STATUS_OK ? keys_store_add_event(book->store, &event) : status;
}

static enum status write_batch(struct keys_book *book, const struct batch *batch)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < batch->usage_count && status == STATUS_OK; i++) {
		const struct usage_row *row = &batch->usage[i];

		status = keys_store_put_usage(book->store, row->owner,
		                              row->owner == KEYS_OF_KEY
		                                      ? row->holder->key.id.text
		                                      : row->holder->purse->account.id,
		                              row->day, row->count);
	}
	for (size_t i = 0; i < batch->strike_count && status == STATUS_OK; i++)
		status = keys_store_put_strikes(book->store, batch->strikes[i].holder->key.id.text,
		                                &batch->strikes[i].strikes);
	for (size_t i = 0; i < batch->charge_count && status == STATUS_OK; i++) {
		const struct keys_charge charge = charge_at(book, i);

		status = write_charge(book, &charge);
	}
	for (size_t i = 0; i < batch->consequence_count && status == STATUS_OK; i++) {
		const struct keys_consequence consequence = consequence_at(book, i);

		status = write_consequence(book, &consequence);
	}
	return keys_store_end(book->store, status);
}

static size_t drop_first(void *items, size_t size, size_t count, size_t dropped)
{
	if (dropped > 0 && dropped < count)
		memmove(items, (char *)items + dropped * size, (count - dropped) * size);
	return count - dropped;
}

/* It is in the store: memory may forget it. */
static void drop_batch(struct keys_book *book, const struct batch *batch)
{
	for (size_t i = 0; i < batch->strike_count; i++)
		batch->strikes[i].holder->written_strikes = batch->strikes[i].strikes.count;
	for (size_t i = 0; i < batch->charge_count; i++) {
		struct keys_purse *purse = book->charges[i].purse;

		purse->unwritten += book->charges[i].amount;
		purse->account.credits -= book->charges[i].amount;
	}
	book->charge_count = drop_first(book->charges, sizeof *book->charges, book->charge_count,
	                                batch->charge_count);
	book->consequence_count = drop_first(book->consequences, sizeof *book->consequences,
	                                     book->consequence_count, batch->consequence_count);
}

/* It is not: all of it is still to be written. */
static void keep_batch(struct keys_book *book, const struct batch *batch)
{
	for (size_t i = 0; i < batch->usage_count; i++) {
		struct keys_holder *holder = batch->usage[i].holder;

		if (batch->usage[i].owner == KEYS_OF_KEY)
			holder->is_dirty = true;
		else
			holder->purse->is_dirty = true;
		keys_mark_dirty(book, holder);
	}
	for (size_t i = 0; i < batch->strike_count; i++) {
		batch->strikes[i].holder->has_struck = true;
		keys_mark_dirty(book, batch->strikes[i].holder);
	}
}

/* Was there more than it could take? */
static bool is_full(const struct batch *batch)
{
	return batch->usage_count + 2 > BATCH_MAX || batch->strike_count == BATCH_MAX ||
	       batch->charge_count == BATCH_MAX || batch->consequence_count == BATCH_MAX;
}

/* What others changed is read inside the transaction: from there on nobody else writes, and what is
 * written over is known. */
static enum status write_once(struct keys_book *book, struct batch *batch)
{
	enum status status = keys_store_begin(book->store);

	if (status == STATUS_OK)
		status = keys_sync_refresh(book);
	if (status != STATUS_OK)
		return keys_store_end(book->store, status);
	take_batch(book, batch);
	status = write_batch(book, batch);
	pthread_mutex_lock(&book->lock);
	if (status == STATUS_OK)
		drop_batch(book, batch);
	else
		keep_batch(book, batch);
	book->charges_in_hand = book->consequences_in_hand = 0;
	pthread_mutex_unlock(&book->lock);
	return status;
}

static bool has_work(struct keys_book *book)
{
	bool has;

	pthread_mutex_lock(&book->lock);
	has = book->dirty != NULL || book->charge_count > 0 || book->consequence_count > 0;
	pthread_mutex_unlock(&book->lock);
	return has;
}

/* What is there now, and not what requests add while it is written: that would never end. */
static enum status write_all(struct keys_book *book)
{
	struct batch batch = {
		.usage = calloc(BATCH_MAX, sizeof(struct usage_row)),
		.strikes = calloc(BATCH_MAX, sizeof(struct strike_row)),
	};
	enum status status = batch.usage != NULL && batch.strikes != NULL ? STATUS_OK
	                                                                  : STATUS_NO_MEMORY;

	do {
		batch.usage_count = batch.strike_count = 0;
		if (status == STATUS_OK)
			status = write_once(book, &batch);
	} while (status == STATUS_OK && is_full(&batch));
	free(batch.usage);
	free(batch.strikes);
	return status;
}

enum status keys_sync_write(struct keys_book *book)
{
	return has_work(book) ? write_all(book) : STATUS_OK;
}

/* ---- records of changes ---- */

struct recording {
	struct keys_book *book;
	uint64_t          seq; /* of the last that is durable */
};

static bool see_event(void *context, const struct keys_event *event)
{
	struct recording          *recording = context;
	const struct keys_options *options = &recording->book->options;

	if (!options->record(options->context, event))
		return false;
	recording->seq = event->seq;
	pthread_mutex_lock(&recording->book->lock);
	recording->book->figures.events++;
	pthread_mutex_unlock(&recording->book->lock);
	return true;
}

enum status keys_sync_record(struct keys_book *book)
{
	struct recording recording = { book, 0 };
	enum status      status;

	if (book->options.record == NULL)
		return STATUS_OK;
	status = keys_store_each_event(book->store, see_event, &recording);
	if (status == STATUS_OK && recording.seq > 0)
		status = keys_store_drop_events(book->store, recording.seq);
	return status;
}
