/* SPDX-License-Identifier: Apache-2.0 */
/* DATA/keys.sqlite: keys, accounts, what they used, the ledger, strikes, and the changes that
 * still have to be recorded. The one place that knows SQLite.
 *
 * The server and the `doorward keys` command may have the file open at the same time. So it is in
 * rollback-journal mode (Debian 12's SQLite 3.40.1 can lose a committed transaction when two
 * connections write a WAL and checkpoint it at once), every write is one short transaction, and
 * a change is one row in `event` in the same transaction: whoever runs the log next writes the
 * record of it. Whether another process changed the file is one cheap question,
 * keys_store_changes().
 *
 * Not thread-safe: one owner at a time. All functions that write do I/O and sync. */
#ifndef KEYS_STORE_H
#define KEYS_STORE_H

#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "keys_amount.h"
#include "keys_form.h"
#include "keys_limit.h"
#include "keys_plan.h"
#include "keys_strike.h"

#include <stdbool.h>
#include <stdint.h>

#define KEYS_NAME_CHARS     64 /* of a key or an account, for people */
#define KEYS_POLICIES_CHARS 256
#define KEYS_REASON_CHARS   200
#define KEYS_HASH_BYTES     32

struct keys_store;

/* Roles: none implies another. */
enum keys_role {
	KEYS_ROLE_CHECK = 1,
	KEYS_ROLE_EXPLAIN = 2,
	KEYS_ROLE_RULES = 4,
	KEYS_ROLE_AUDIT = 8,
	KEYS_ROLE_KEYS = 16,
	KEYS_ROLE_METRICS = 32,
	KEYS_ROLE_ALL = 63
};

enum keys_state { KEYS_ACTIVE, KEYS_INACTIVE, KEYS_REVOKED };

struct keys_account {
	char               id[KEYS_NAME_CHARS + 1];
	char               plan[KEYS_PLAN_NAME_CHARS + 1];
	struct keys_limits custom;      /* of a custom plan */
	keys_amount        credits;     /* the sum of its ledger */
	bool               has_credits; /* false: the account does not use credits at all */
	uint64_t           created_s;
};

struct keys_key {
	struct keys_id        id;
	char                  account[KEYS_NAME_CHARS + 1];
	char                  name[KEYS_NAME_CHARS + 1];
	enum keys_environment environment;
	unsigned char         hash[KEYS_HASH_BYTES]; /* keyed; of the whole text of the key */
	unsigned              roles;                 /* bits of enum keys_role */
	char policies[KEYS_POLICIES_CHARS + 1];      /* names with spaces between; "": any. The
	                                                first is used when a request names none */
	bool            on_behalf;                   /* may set `subject` */
	bool            is_demo;                     /* sample verdicts only */
	enum keys_state state;
	char            reason[KEYS_REASON_CHARS + 1]; /* of the last change of state */
	uint64_t        created_s;
	uint64_t        expires_s; /* 0: never */
	struct keys_id  successor; /* "" unless it was rotated */
};

/* A change that has to be recorded: who did what to which key. */
struct keys_event {
	uint64_t    seq;
	uint64_t    time_s;
	const char *what;    /* "create", "rotate", "revoke", ... */
	const char *key;     /* id, or "" */
	const char *account; /* or "" */
	const char *actor;   /* "cli", "key 0aB3...", "strikes" */
	const char *detail;  /* reason, or old and new value; never a secret */
};

/* Opens or makes the file (mode 0600). STATUS_OK; STATUS_IO, STATUS_CORRUPT (another schema, or
 * no database), STATUS_NO_MEMORY with err. */
MUST_CHECK enum status keys_store_open(const char *path, struct keys_store **store,
                                       struct error *err);
void                   keys_store_close(struct keys_store **store);

/* A number that differs when another connection has committed since the last call. STATUS_OK;
 * STATUS_IO, also when the file is no longer where it was opened. */
MUST_CHECK enum status keys_store_changes(struct keys_store *store, uint64_t *number);

/* All writes stand between begin and end; end with a status other than STATUS_OK undoes them and
 * returns it. STATUS_OK, STATUS_IO. */
MUST_CHECK enum status keys_store_begin(struct keys_store *store);
MUST_CHECK enum status keys_store_end(struct keys_store *store, enum status status);

/* ---- rows ---- */

/* STATUS_OK; STATUS_NOT_FOUND; STATUS_IO. */
MUST_CHECK enum status keys_store_get_key(struct keys_store *store, const char *id,
                                          struct keys_key *key);
MUST_CHECK enum status keys_store_get_account(struct keys_store *store, const char *id,
                                              struct keys_account *account);
/* Inserts or replaces. The account's credits are left alone: only the ledger changes them. */
MUST_CHECK enum status keys_store_put_key(struct keys_store *store, const struct keys_key *key);
MUST_CHECK enum status keys_store_put_account(struct keys_store         *store,
                                              const struct keys_account *account);

/* Calls back for each row in order of the id; false from the callback ends it. */
typedef bool           keys_store_see_key(void *context, const struct keys_key *key);
typedef bool           keys_store_see_account(void *context, const struct keys_account *account);
MUST_CHECK enum status keys_store_each_key(struct keys_store *store, keys_store_see_key *see,
                                           void *context);
MUST_CHECK enum status keys_store_each_account(struct keys_store      *store,
                                               keys_store_see_account *see, void *context);

/* ---- what was used, by the day ---- */

enum keys_owner { KEYS_OF_KEY, KEYS_OF_ACCOUNT };

MUST_CHECK enum status keys_store_get_usage(struct keys_store *store, enum keys_owner owner,
                                            const char *id, int64_t *day, uint32_t *count);
MUST_CHECK enum status keys_store_put_usage(struct keys_store *store, enum keys_owner owner,
                                            const char *id, int64_t day, uint32_t count);

/* ---- ledger ---- */

enum keys_entry_kind { KEYS_GRANT, KEYS_CHARGE, KEYS_REFUND };

struct keys_entry {
	uint64_t             seq; /* given by the store */
	uint64_t             time_s;
	const char          *account;
	const char          *key; /* id, or "" */
	enum keys_entry_kind kind;
	keys_amount          amount;      /* negative for a charge */
	const char          *operation;   /* or "" */
	const char          *verdict;     /* id, or "": a charge's and its refund's are the same */
	uint64_t             idempotency; /* hash of the client's key, or 0 */
	uint64_t             body;        /* hash of the request it came with */
};

/* Adds the entry and its amount to the account's credits. STATUS_OK, STATUS_IO. */
MUST_CHECK enum status keys_store_add_entry(struct keys_store       *store,
                                            const struct keys_entry *entry);
/* What was charged and given back under a verdict's id. STATUS_OK; STATUS_NOT_FOUND when nothing
 * was charged; STATUS_IO. */
MUST_CHECK enum status keys_store_charge_of(struct keys_store *store, const char *account,
                                            const char *verdict, keys_amount *charged,
                                            keys_amount *refunded);
/* In order; `account` NULL for all, and not those before `since_s`. */
typedef bool           keys_store_see_entry(void *context, const struct keys_entry *entry);
MUST_CHECK enum status keys_store_each_entry(struct keys_store *store, const char *account,
                                             uint64_t since_s, keys_store_see_entry *see,
                                             void *context);
/* Does every account's credits equal the sum of its ledger? STATUS_OK; STATUS_CORRUPT with the
 * first that does not in `account`. */
MUST_CHECK enum status keys_store_check_ledger(struct keys_store *store,
                                               char               account[KEYS_NAME_CHARS + 1]);

/* ---- changes that a client may send twice ---- */

#define KEYS_ONCE_S 86400u /* as long is it known that it was done */

enum keys_once { KEYS_ONCE_NEW, KEYS_ONCE_DONE, KEYS_ONCE_REUSED };

/* Was a change of this id (of a client's Idempotency-Key) made with this body, or with another one?
 * A new one is noted, in the transaction of the change. STATUS_OK, STATUS_IO. */
MUST_CHECK enum status keys_store_once(struct keys_store *store, uint64_t id, uint64_t body,
                                       uint64_t now_s, enum keys_once *found);

/* ---- strikes ---- */

MUST_CHECK enum status keys_store_get_strikes(struct keys_store *store, const char *key,
                                              struct keys_strikes *strikes);
MUST_CHECK enum status keys_store_put_strikes(struct keys_store *store, const char *key,
                                              const struct keys_strikes *strikes);

/* ---- changes to be recorded ---- */

MUST_CHECK enum status keys_store_add_event(struct keys_store       *store,
                                            const struct keys_event *event);
typedef bool           keys_store_see_event(void *context, const struct keys_event *event);
MUST_CHECK enum status keys_store_each_event(struct keys_store *store, keys_store_see_event *see,
                                             void *context);
/* Events up to `seq` are in the log: forget them. */
MUST_CHECK enum status keys_store_drop_events(struct keys_store *store, uint64_t seq);

#endif
