/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of a running server, in memory: who calls, what they may, what they used.
 *
 *     refusal = keys_authenticate(book, token, KEYS_ROLE_CHECK, &caller);    at the head
 *     refusal = keys_admit(book, &caller, &request, &ticket);                before judging
 *     keys_settle(book, &ticket, &verdict, &standing);                       a verdict was made
 *     keys_release(book, &ticket);                                           always, once
 *     keys_undo(book, &receipt);                     the verdict was not answered after all
 *
 * One mutex guards all of it and is held for a few hundred nanoseconds, never across I/O: the
 * book's own thread takes what changed, unlocks, writes it to the store (once a second), and
 * looks there for what another process changed (four times a second). So a crash forgets at most a
 * second of counts and charges, and a revocation counts within a second. Keys and accounts are
 * never taken out of memory while the book is open: a caller may keep pointing at them.
 *
 * All functions but open and close: any thread. */
#ifndef KEYS_BOOK_H
#define KEYS_BOOK_H

#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "keys_admin.h"
#include "keys_clock.h"
#include "keys_price.h"
#include "keys_strike.h"

#include <stdbool.h>
#include <stdint.h>

struct keys_book;
struct keys_holder; /* a key in memory */

struct keys_options {
	const char              *store; /* path of keys.sqlite */
	const char              *plans; /* paths of files, or NULL for what is shipped */
	const char              *prices;
	const char              *strikes;
	unsigned char            pepper[KEYS_PEPPER_BYTES];
	struct keys_clock_source clock;
	/* Called on the book's thread for each change that has to be recorded. True: it is durable.
	 * NULL: nobody records. */
	bool (*record)(void *context, const struct keys_event *event);
	void *context;
	/* Called on the book's thread when the store can be used no more, and again. May be NULL.
	 */
	void (*report)(bool is_up);
};

MUST_CHECK enum status keys_book_open(const struct keys_options *options, struct keys_book **book,
                                      struct error *err);
/* Writes what is not written yet. No ticket may be out. */
void keys_book_close(struct keys_book **book);

/* ---- refusals ---- */

enum keys_refusal {
	KEYS_ADMITTED,
#define KEYS_REFUSAL(name, http, code, text) KEYS_##name,
#include "keys_refusal.def"
#undef KEYS_REFUSAL
	KEYS_REFUSAL_COUNT
};

unsigned    keys_refusal_http(enum keys_refusal refusal);
const char *keys_refusal_code(enum keys_refusal refusal); /* "key_expired"; static */
const char *keys_refusal_text(enum keys_refusal refusal); /* what to do about it; static */

/* ---- who calls ---- */

struct keys_caller {
	struct keys_holder *holder; /* NULL: anonymous, with role check and no limits */
	struct keys_id      id;
	unsigned            roles;
	bool                on_behalf;
	bool                is_demo;
};

/* `token` is the key as sent; empty: none. An anonymous caller has `anonymous_roles` (0: a key is
 * needed). The work done for a wrong key does not depend on how wrong it is. `role` 0: any. */
enum keys_refusal keys_authenticate(struct keys_book *book, struct slice token,
                                    unsigned anonymous_roles, unsigned role,
                                    struct keys_caller *caller);

/* Is there a key that is active and may manage keys? (While there is none, management is open to
 * loopback.) As of the last tenth of a second; cheap. */
bool keys_has_admin(const struct keys_book *book);

/* What the same prompt has in common each time it is sent; nobody else can compute it. */
uint64_t keys_body_hash(const struct keys_book *book, const struct slice *pieces, size_t count);

/* ---- one request ---- */

struct keys_request {
	struct slice subject;     /* the key on whose behalf; empty: the caller's own */
	struct slice policy;      /* asked for; empty: the key's first */
	struct slice operation;   /* or empty */
	keys_amount  quantity;    /* of the operation */
	struct slice idempotency; /* the client's key; empty: none */
	uint64_t     body;        /* hash of what was sent */
};

/* What a verdict took, for as long as it may have to be given back. */
struct keys_receipt {
	struct keys_holder *holder; /* NULL: nothing */
	int64_t             day;
	keys_amount         charged;
	bool                is_free;     /* a retry, paid by an earlier request */
	uint64_t            idempotency; /* 0: none */
	uint64_t            sent;        /* hash of what was sent under it */
	uint32_t            added_milli; /* of a strike */
	uint64_t            body;        /* of that strike */
	enum keys_rung      reached;     /* by it, to be recorded */
	bool                is_held;     /* and it changed what holds, which was: */
	enum keys_rung      rung_before;
	uint64_t            until_before_s;
	uint32_t            share_before;
	char                verdict[32];
};

struct keys_ticket {
	struct keys_holder *holder; /* whose limits, credits and strikes; NULL: nobody's */
	int64_t             day;
	keys_amount         cost;
	keys_amount         reserved;    /* of the account's credits, until the verdict */
	bool                is_counted;  /* a verdict was answered */
	bool                is_free;     /* a retry under an idempotency key */
	bool                is_paid;     /* or free of charge; the next retry is free */
	uint64_t            idempotency; /* hash of that key, 0: none */
	uint64_t            body;
	char                policy[KEYS_POLICIES_CHARS + 1]; /* to judge by; "" the default */
	char                operation[KEYS_OPERATION_CHARS + 1];
	struct keys_receipt receipt; /* by keys_settle() */

	/* Of a refusal by a limit, and of the answer's headers. */
	enum keys_limit limit;
	uint32_t        wait_s;
};

/* Takes the limits of the key and of its account, and reserves the credits: all or nothing. After
 * KEYS_ADMITTED keys_release() must follow. */
enum keys_refusal keys_admit(struct keys_book *book, const struct keys_caller *caller,
                             const struct keys_request *request, struct keys_ticket *ticket);

struct keys_verdict {
	const char *id;         /* verdict id: names the charge */
	bool        is_allowed; /* allow, flag or mask: the operation will run and is paid */
	bool        is_block;   /* evidence counts */
	struct keys_evidence evidence;
};

/* What the answer and the record say of the key. */
struct keys_standing {
	struct keys_id id;
	char           account[KEYS_NAME_CHARS + 1];
	char           plan[KEYS_PLAN_NAME_CHARS + 1];
	uint32_t       limit_minute, left_minute, reset_minute_s; /* KEYS_UNLIMITED: no limit */
	uint32_t       limit_day, left_day, reset_day_s;
	bool           has_credits;
	keys_amount    credits;
	uint32_t       strikes_milli;
	struct keys_strike_outcome strike; /* of this verdict */
	enum keys_rung             held;
};

/* Charges or not, strikes or not. With no holder nothing happens and false is returned. */
bool keys_settle(struct keys_book *book, struct keys_ticket *ticket,
                 const struct keys_verdict *verdict, struct keys_standing *standing);

/* Gives back what keys_settle() took: the request of the day, the charge, the strike; before or
 * after keys_release(). For a verdict that could not be recorded and so was not told. A charge that
 * the store has already gets a refund beside it, and a rung that is recorded already stays. Of
 * several strikes undone in another order than they came, a throttle or suspension may stay until
 * it ends. */
void keys_undo(struct keys_book *book, const struct keys_receipt *receipt);

/* The same figures without a verdict, for /v1/usage and for answers of a refusal. */
bool keys_standing_of(struct keys_book *book, struct keys_holder *holder,
                      struct keys_standing *standing);

/* The request ended. */
void keys_release(struct keys_book *book, struct keys_ticket *ticket);

/* ---- changes from within the server ---- */

/* Runs `change` on the store between the book's own writes, then reads what it changed. */
typedef enum keys_fault keys_change(void *context, const struct keys_admin *admin);
enum keys_fault keys_book_change(struct keys_book *book, const char *actor, keys_change *change,
                                 void *context);

/* Writes and records at once what would be within a second: before the log is stopped. */
void keys_book_flush(struct keys_book *book);

struct keys_figures {
	uint64_t keys, accounts;
	uint64_t refused[KEYS_REFUSAL_COUNT];
	uint64_t limited[KEYS_LIMIT_MINUTE + 1]; /* by enum keys_limit */
	uint64_t charges, strikes;
	uint64_t events; /* changes that were recorded */
	bool     is_store_up;
};
void keys_book_figures(struct keys_book *book, struct keys_figures *figures);

#endif
