/* SPDX-License-Identifier: Apache-2.0 */
/* The index over the log, DATA/index.sqlite. The segments are the truth: the index can be deleted
 * at any time and is made again from them.
 *
 *     record(key, node, segment, offset, seq, terms)   where a record stands, and its terms
 *     posting(term, key)                               which records have a term
 *     progress(node, ...)                              how far each node is indexed
 *
 * `key` is the record's time in microseconds times 2048, and the low bits of its number: the order
 * of time, and unique. A page of a query is a walk along postings from a key down; the last
 * key is the cursor, so what arrives meanwhile neither repeats nor hides a record.
 *
 * SQLite 3.40.1 may lose a transaction when two connections write and checkpoint at once, so one
 * connection does both, the one that audit_index_open() makes; all others only read
 * (audit_query.h). */
#ifndef AUDIT_INDEX_H
#define AUDIT_INDEX_H

#include "audit_term.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

#include <stdbool.h>
#include <stdint.h>

#define AUDIT_INDEX_FILE    "index.sqlite"
#define AUDIT_INDEX_VERSION 1

/* Keys of records: the first of a microsecond. */
#define AUDIT_INDEX_KEY(time_us) ((int64_t)((time_us) << 11))

struct audit_index;

/* For the one who holds the folder's lock. A file that is damaged, of another version, or ahead of
 * the log is made anew, empty. STATUS_OK, STATUS_IO, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status audit_index_open(const char *data, struct audit_index **index,
                                        struct error *err);
void                   audit_index_close(struct audit_index **index);

/* Removes the file: the next audit_index_open() begins at the first record. STATUS_OK, STATUS_IO.
 */
MUST_CHECK enum status audit_index_remove(const char *data, struct error *err);

struct audit_index_limit {
	const char *node; /* of this node, nothing behind `seq`; NULL: everything of all nodes */
	uint64_t    seq;
};

/* Indexes up to `max` more records, as one transaction; *count is 0 when there are no more.
 * STATUS_OK, STATUS_IO, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status audit_index_fill(struct audit_index             *index,
                                        const struct audit_index_limit *limit, uint64_t max,
                                        uint64_t *count, struct error *err);

/* Forgets the records of a segment, before its file is removed. STATUS_OK, STATUS_IO with err. */
MUST_CHECK enum status audit_index_forget(struct audit_index *index, const char *node,
                                          uint64_t first_seq, struct error *err);

#endif
