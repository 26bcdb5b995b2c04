/* SPDX-License-Identifier: Apache-2.0 */
/* What a book holds in memory. Private to keys_book*.c, keys_table.c and keys_sync.c.
 *
 *     store_lock   the store and its transactions; taken first, held across I/O, by the book's
 *                  thread and by changes
 *     lock         everything else; held for moments */
#ifndef KEYS_STATE_H
#define KEYS_STATE_H

#include "keys_book.h"

#include <pthread.h>
#include <stdatomic.h>

#define KEYS_BUCKETS_MIN 256u
/* Charges and events that wait for the store; more, and those who pay are refused. */
#define KEYS_PENDING_MAX 65536u
/* Idempotency keys remembered; more, and new ones are refused as busy. */
#define KEYS_RETRIES_MAX 262144u
#define KEYS_RETRY_S     86400u

struct keys_purse {
	struct keys_account     account; /* `credits` as in the store */
	const struct keys_plan *plan;    /* NULL: the file has it no more; nothing passes */
	struct keys_usage       usage;
	keys_amount             unwritten; /* charges that the store does not have yet, negative */
	keys_amount             reserved;  /* by requests without a verdict yet */
	bool                    is_dirty;  /* usage */
	struct keys_purse      *next;
};

struct keys_holder {
	struct keys_key     key;
	struct keys_purse  *purse;
	struct keys_usage   usage;
	struct keys_strikes strikes;
	uint64_t            written_strikes; /* `count` as in the store */
	bool                is_dirty;        /* usage */
	bool                has_struck;      /* strikes to be written */
	bool                is_listed;       /* among book->dirty */
	bool                is_admin_listed; /* among book->admins, for ever */
	struct keys_holder *next;
	struct keys_holder *next_dirty;
	struct keys_holder *next_admin;
};

struct keys_charge {
	struct keys_purse *purse;
	struct keys_id     key;
	keys_amount        amount; /* negative: it is given back */
	uint64_t           time_s;
	uint64_t           idempotency;
	uint64_t           body;
	char               operation[KEYS_OPERATION_CHARS + 1];
	char               verdict[32];
};

/* A consequence of strikes, to be recorded. */
struct keys_consequence {
	struct keys_holder        *holder;
	uint64_t                   time_s;
	struct keys_strike_outcome outcome;
	uint64_t                   points_milli;
};

/* A request under an idempotency key. */
struct keys_retry {
	uint64_t id; /* hash of account and key; 0: free place */
	uint64_t body;
	uint64_t time_s;
	bool     is_running;
	bool     is_paid; /* the next one is free */
};

struct keys_book {
	struct keys_options       options;
	struct keys_plans         plans;
	struct keys_prices        prices;
	struct keys_strike_policy strikes;

	pthread_mutex_t    store_lock;
	struct keys_store *store;
	uint64_t           seen_changes;

	pthread_mutex_t          lock;
	struct keys_clock        clock;
	struct keys_now          now; /* of the last tick */
	struct keys_holder     **holders;
	size_t                   holder_buckets, holder_count;
	struct keys_purse      **purses;
	size_t                   purse_buckets, purse_count;
	struct keys_retry       *retries; /* open addressing */
	size_t                   retry_places, retry_count;
	struct keys_charge      *charges;
	size_t                   charge_count, charge_room;
	size_t                   charges_in_hand; /* the first: being written just now */
	struct keys_consequence *consequences;
	size_t                   consequence_count, consequence_room;
	size_t                   consequences_in_hand;
	struct keys_figures      figures;

	struct keys_holder *dirty;  /* something of them, or of their purses, is to be written */
	struct keys_holder *admins; /* they have, or once had, the role "keys" */
	atomic_bool         has_admin;

	pthread_t      thread;
	pthread_cond_t wake;
	bool           is_closing;
	bool           has_thread;
};

/* ---- keys_table.c; under `lock` ---- */

struct keys_holder *keys_table_find(const struct keys_book *book, const char *id);
struct keys_purse  *keys_table_find_purse(const struct keys_book *book, const char *id);
/* Adds what is not there yet. NULL when there is no memory. */
struct keys_holder *keys_table_add(struct keys_book *book, const char *id);
struct keys_purse  *keys_table_add_purse(struct keys_book *book, const char *id);
void                keys_table_free(struct keys_book *book);

/* The place of a retry, or where it would go; NULL when there is no room. */
struct keys_retry *keys_retry_place(struct keys_book *book, uint64_t id);
/* Forgets those older than KEYS_RETRY_S. */
void keys_retry_sweep(struct keys_book *book, uint64_t now_s);

/* ---- keys_request.c; under `lock` ---- */

/* The book's thread writes it at its next turn. */
void keys_mark_dirty(struct keys_book *book, struct keys_holder *holder);
/* Looks whether there is an admin, for keys_has_admin(). */
void keys_note_admin(struct keys_book *book);
/* The time of the last tick, and the steady clock's. */
struct keys_now keys_now_of(const struct keys_book *book);
/* What a holder may use: the plan's limits for the account, less while it is throttled, and for
 * the key; nothing where the plan is gone. */
struct keys_limits keys_limits_of_account(const struct keys_book   *book,
                                          const struct keys_holder *holder);
struct keys_limits keys_limits_of_key(const struct keys_holder *holder);
/* The request's verdict is there, or it gets none: what it reserved is free again. */
void keys_unreserve(struct keys_ticket *ticket);
/* With the charges that the store does not have yet. */
keys_amount keys_credits_of(const struct keys_purse *purse);

/* ---- keys_settle.c; under `lock` ---- */

/* Room for one more item, up to KEYS_PENDING_MAX. */
bool keys_has_room(void **items, size_t size, size_t count, size_t *room);

/* ---- keys_sync.c; under `store_lock` ---- */

/* Reads keys, accounts and strikes as they are in the store. */
MUST_CHECK enum status keys_sync_read(struct keys_book *book);
/* The same, if another process changed anything. */
MUST_CHECK enum status keys_sync_refresh(struct keys_book *book);
/* What a start needs besides: counts of the day, retries of the last day. */
MUST_CHECK enum status keys_sync_start(struct keys_book *book);
/* Writes what changed in memory. What could not be written stays. */
MUST_CHECK enum status keys_sync_write(struct keys_book *book);
/* Hands waiting events to options.record. */
MUST_CHECK enum status keys_sync_record(struct keys_book *book);

#endif
