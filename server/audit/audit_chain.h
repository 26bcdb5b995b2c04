/* SPDX-License-Identifier: Apache-2.0 */
/* The chain of records: each line carries the hash of the line before it.
 *
 *     {"seq":7,<body>,"prev":"<64 hex>","hash":"<64 hex>"}
 *
 * `hash` is SHA-256 over "doorward-record-v1\n" and the line without its hash member, that is
 * over {"seq":7,<body>,"prev":"..."}; `prev` is the hash of record 6, and 64 zeros in
 * the first record. */
#ifndef AUDIT_CHAIN_H
#define AUDIT_CHAIN_H

#include "base_buffer.h"
#include "base_digest.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stdint.h>

/* Where a chain ends. All zero before the first record. */
struct audit_head {
	uint64_t      seq;
	struct digest hash;
};

/* Appends the line of record head->seq + 1, with its newline, and moves the head. `body` and
 * `more`, which may be empty, are its members in between. On out->failed the head is of no use
 * any more: keep a copy. */
void audit_chain_append(struct audit_head *head, struct slice body, struct slice more,
                        struct buffer *out);

/* What a line says about itself. */
struct audit_link {
	uint64_t      seq;
	struct digest prev;
	struct digest hash;      /* as written in the line */
	bool          is_intact; /* the line's bytes have this hash */
	struct slice  body;      /* borrowed: what audit_chain_append() was given */
};

/* Reads a line (without its newline). False when it is no record at all. */
bool audit_chain_read(struct slice line, struct audit_link *link);

/* The number alone, when only that is asked for. False when the line does not begin like a record,
 * or does not end like one. */
bool audit_chain_seq(struct slice line, uint64_t *seq);

/* The hash as it is written in a line, which may be wrong: for whoever compares roots. */
bool audit_chain_hash(struct slice line, struct digest *hash);

bool audit_digest_equal(const struct digest *a, const struct digest *b);
/* 64 lower-case hex digits. */
bool audit_digest_read(struct slice text, struct digest *digest);

#endif
