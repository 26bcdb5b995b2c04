/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of the log: by the routes and by the program, in the same words. */
#ifndef AUDIT_QUERY_H
#define AUDIT_QUERY_H

#include "audit_term.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AUDIT_QUERY_FILTERS_MAX 16
#define AUDIT_QUERY_LIMIT       100 /* records of a page unless asked for */
#define AUDIT_QUERY_LIMIT_MAX   1000
#define AUDIT_QUERY_BY_MAX      3
#define AUDIT_QUERY_WHY_CHARS   128
#define AUDIT_CURSOR_CHARS      18

struct audit_query_filter {
	enum audit_term_kind kind;
	struct slice         value; /* borrowed from whoever asks */
};

enum audit_query_bucket { AUDIT_BY_NO_TIME, AUDIT_BY_MINUTE, AUDIT_BY_HOUR, AUDIT_BY_DAY };

/* A record fits when, for each kind that is named, one of the values fits. Records of the log
 * itself (no verdicts) fit only when `face` is named. */
struct audit_query {
	uint64_t                  from_us; /* half-open */
	uint64_t                  to_us;   /* 0: no end */
	struct audit_query_filter filters[AUDIT_QUERY_FILTERS_MAX];
	size_t                    filter_count;
	uint64_t                  limit;
	bool                      is_ascending; /* oldest first */
	bool                      has_cursor;
	int64_t                   cursor; /* key of the last record of the page before */

	/* Of statistics. */
	enum audit_term_kind    by[AUDIT_QUERY_BY_MAX];
	size_t                  by_count;
	enum audit_query_bucket bucket;
};

void audit_query_init(struct audit_query *query);

/* Sets one parameter: a word of audit_term.def, "from", "to" (RFC 3339 in UTC, or a day
 * "2026-01-31"), "limit", "order" (newest, oldest), "cursor", "group_by" (words, with "minute",
 * "hour" or "day" among them, and commas between). STATUS_OK; STATUS_NOT_FOUND: there is no such
 * parameter; STATUS_USAGE: the value is not one of it; `why` says what is right. */
MUST_CHECK enum status audit_query_set(struct audit_query *query, struct slice name,
                                       struct slice value, char why[AUDIT_QUERY_WHY_CHARS]);

/* A cursor as text, opaque to whoever has it. */
void audit_cursor_write(int64_t key, char text[AUDIT_CURSOR_CHARS + 1]);

/* "minute", "hour", "day"; NULL for no time. */
const char *audit_query_bucket_word(enum audit_query_bucket bucket);
/* In microseconds; 0 for no time. */
uint64_t audit_query_bucket_us(enum audit_query_bucket bucket);

/* Does a record fit? */
bool audit_query_fits(const struct audit_query *query, const struct audit_entry *entry);

#endif
