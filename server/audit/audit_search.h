/* SPDX-License-Identifier: Apache-2.0 */
/* Searching the log: through the index, and past it to the last record in the segments, so that an
 * answer is never older than the log. Without an index everything is read: slow, and right.
 *
 * Opened for one question and closed again; it reads one state of the index throughout. */
#ifndef AUDIT_SEARCH_H
#define AUDIT_SEARCH_H

#include "audit_entry.h"
#include "audit_query.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stdint.h>

struct audit_search;

/* Without a server or beside one. STATUS_OK; STATUS_IO, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status audit_search_open(const char *data, const struct audit_query *query,
                                         struct audit_search **search, struct error *err);
void                   audit_search_close(struct audit_search **search);

/* A record that fits: its line, and what it says. Borrowed. False ends the search. */
typedef bool audit_search_row(void *context, const struct audit_entry *entry, struct slice line);

/* Up to query->limit records. *has_more says whether there are others behind, and `next` is the
 * cursor to go on with. STATUS_OK; STATUS_IO, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status audit_search_page(struct audit_search *search, audit_search_row *row,
                                         void *context, char next[AUDIT_CURSOR_CHARS + 1],
                                         bool *has_more, struct error *err);

/* All records that fit, whatever the limit. As above. */
MUST_CHECK enum status audit_search_all(struct audit_search *search, audit_search_row *row,
                                        void *context, struct error *err);

/* ---- statistics ---- */

#define AUDIT_STATS_GROUPS_MAX 20000

struct audit_stats_row {
	uint64_t     time_us;                    /* begin of the bucket; 0 without one */
	struct slice values[AUDIT_QUERY_BY_MAX]; /* in the order of query->by; empty: none */
	uint64_t     count;
};

typedef void audit_stats_visit(void *context, const struct audit_stats_row *row);

/* Counts the records that fit by query->by and query->bucket: a record counts once for each of its
 * values. Rows come by time, then by count, most first. *total is the number of records.
 * STATUS_OK; STATUS_LIMIT_REACHED: more than AUDIT_STATS_GROUPS_MAX groups; as above. */
MUST_CHECK enum status audit_search_stats(struct audit_search *search, audit_stats_visit *visit,
                                          void *context, uint64_t *total, struct error *err);

#endif
