/* SPDX-License-Identifier: Apache-2.0 */
/* The life of a key, for the `doorward keys` command and the /v1/keys routes alike: each change is
 * one transaction with the event that will be its record.
 *
 *     create -> active <-> inactive        a pause, by its owner or an admin
 *                  |-> revoked <-> active   by an admin or the ladder of strikes; reinstate needs a
 *                  |                        reason and clears the strikes
 *                  `-> rotated              a successor is made; this one expires after an overlap
 *
 * A running server notices a change of another process within a second (keys_book.h). */
#ifndef KEYS_ADMIN_H
#define KEYS_ADMIN_H

#include "base_attr.h"
#include "base_status.h"
#include "keys_plan.h"
#include "keys_store.h"

#include <stdbool.h>
#include <stdint.h>

#define KEYS_PEPPER_BYTES 32

struct keys_admin {
	struct keys_store       *store;
	const struct keys_plans *plans;
	const unsigned char     *pepper; /* KEYS_PEPPER_BYTES: DATA/secret/keys.key */
	uint64_t                 now_s;
	const char              *actor; /* who changes: "cli", "key 0aB3...", "strikes" */
	/* Of a client that may send this twice: hashes of its id for it (0: none), below 2^63, and
	 * of what it sent. What was done within a day is KEYS_FAULT_DONE_BEFORE. */
	uint64_t once;
	uint64_t once_body;
};

/* Why a change was refused; the text is for people. */
enum keys_fault {
	KEYS_DONE,
#define KEYS_FAULT(name, code, text) KEYS_FAULT_##name,
#include "keys_fault.def"
#undef KEYS_FAULT
};

const char *keys_fault_code(enum keys_fault fault); /* "unknown_plan"; static */
const char *keys_fault_text(enum keys_fault fault);

/* The hash that is stored and compared: BLAKE2b of the whole text, keyed with the pepper. */
void keys_admin_hash(const unsigned char pepper[KEYS_PEPPER_BYTES], struct slice text,
                     unsigned char hash[KEYS_HASH_BYTES]);

struct keys_new_key {
	const char           *account; /* is made with `plan` when there is none yet */
	const char           *plan;    /* NULL: "free" for a new account, else as it is */
	const char           *name;    /* for people; may be "" */
	enum keys_environment environment;
	unsigned              roles;    /* 0: check */
	const char           *policies; /* "" any */
	bool                  on_behalf;
	bool                  is_demo;
	uint64_t              expires_s; /* 0: never */
};

/* Makes a key. *form is the only copy of its text: show it once, then keys_form_forget(). */
MUST_CHECK enum keys_fault keys_admin_create(const struct keys_admin   *admin,
                                             const struct keys_new_key *wanted,
                                             struct keys_key *key, struct keys_form *form);

/* Makes a successor with the same rights; the old key expires `overlap_s` from now (0: at once),
 * or earlier if it was to. */
MUST_CHECK enum keys_fault keys_admin_rotate(const struct keys_admin *admin, const char *id,
                                             uint64_t overlap_s, struct keys_key *key,
                                             struct keys_form *form);

/* A pause and its end; revoking; all need the key to be in the state before. `reason` may be ""
 * but for reinstating. */
MUST_CHECK enum keys_fault keys_admin_deactivate(const struct keys_admin *admin, const char *id,
                                                 const char *reason);
MUST_CHECK enum keys_fault keys_admin_activate(const struct keys_admin *admin, const char *id,
                                               const char *reason);
MUST_CHECK enum keys_fault keys_admin_revoke(const struct keys_admin *admin, const char *id,
                                             const char *reason);
MUST_CHECK enum keys_fault keys_admin_reinstate(const struct keys_admin *admin, const char *id,
                                                const char *reason);
/* 0: never. */
MUST_CHECK enum keys_fault keys_admin_expire(const struct keys_admin *admin, const char *id,
                                             uint64_t expires_s);

/* Another plan, or other limits of a custom one. Makes the account when there is none. */
MUST_CHECK enum keys_fault keys_admin_set_plan(const struct keys_admin *admin, const char *account,
                                               const char *plan, const struct keys_limits *custom);
/* Credits are given; from then on the account pays. */
MUST_CHECK enum keys_fault keys_admin_grant(const struct keys_admin *admin, const char *account,
                                            keys_amount amount, const char *reason);
/* Gives back what a verdict cost, or `amount` of it (0: all that is left), never more than was
 * charged. */
MUST_CHECK enum keys_fault keys_admin_refund(const struct keys_admin *admin, const char *account,
                                             const char *verdict, keys_amount amount,
                                             keys_amount *refunded);

/* Is this change new? In its transaction, before anything of it. */
enum keys_fault keys_admin_once(const struct keys_admin *admin);

/* A name or a reason that may be recorded: at most `max` bytes, no control character and no key. */
bool keys_admin_is_clean(const char *text, size_t max);

/* Overwrites the text of a key. */
void keys_form_forget(struct keys_form *form);

#define KEYS_ROLES_CHARS 64

/* "check,audit" to bits; false for a name there is none of. And back; returns `text`. */
bool        keys_roles_read(struct slice text, unsigned *roles);
const char *keys_roles_print(unsigned roles, char text[KEYS_ROLES_CHARS]);
const char *keys_state_name(enum keys_state state); /* "active", "inactive", "revoked" */

#endif
