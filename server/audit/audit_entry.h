/* SPDX-License-Identifier: Apache-2.0 */
/* A record read back from its line: what a query, an export or a backtest looks at. */
#ifndef AUDIT_ENTRY_H
#define AUDIT_ENTRY_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct audit_words {
	struct slice *at;
	size_t        count;
};

struct audit_entry_category {
	struct slice code;
	struct slice severity;
	uint64_t     score;
};

struct audit_entry_finding {
	struct slice       rule;
	struct slice       category;
	struct slice       severity;
	struct slice       action;
	struct slice       mode;
	struct slice       field;
	uint64_t           start; /* bytes of the original field, half-open */
	uint64_t           end;
	bool               exact;
	struct audit_words chain;
	uint64_t           parts;
	bool               uncertain;
	bool               evasive;
	bool               decides;
};

struct audit_entry_signal {
	struct slice name;
	uint64_t     count;
};

struct audit_entry_hash {
	struct slice field;
	struct slice hash;
};

/* Empty where the record says null. */
struct audit_entry {
	uint64_t     seq;
	uint64_t     time_us; /* 0: cannot be read */
	struct slice time;
	struct slice node;
	struct slice id;
	struct slice request_id;
	struct slice trace_id;
	struct slice account;
	struct slice key_id;
	struct slice face;
	struct slice direction;
	struct slice policy;
	struct slice revision;
	struct slice decision; /* empty: no verdict */
	struct slice would_decision;

	struct audit_words           would_rules;
	bool                         complete;
	struct audit_entry_category *categories;
	size_t                       category_count;
	struct audit_entry_finding  *findings;
	size_t                       finding_count;
	struct audit_entry_signal   *signals;
	size_t                       signal_count;
	bool                         evasion;
	struct audit_entry_hash     *hashes;
	size_t                       hash_count;

	/* What the log says of itself; `notice` is empty in verdicts. */
	struct slice notice;
	struct slice notice_gone; /* digest of a .gone file */
	uint64_t     notice_first_seq;
	uint64_t     notice_last_seq;

	/* The sealed text; `content_box` is empty when there is none. */
	struct slice content_key;
	struct slice content_nonce;
	struct slice content_box;
	struct slice hash;
};

/* Reads a line. The entry borrows from it and from the arena. STATUS_OK; STATUS_CORRUPT when it is
 * no record; STATUS_NO_MEMORY. Members that are not known are skipped. */
MUST_CHECK enum status audit_entry_read(struct slice line, struct arena *arena,
                                        struct audit_entry *entry);

#endif
