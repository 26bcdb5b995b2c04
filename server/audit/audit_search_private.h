/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of a search share: audit_search.c, audit_stats.c. */
#ifndef AUDIT_SEARCH_PRIVATE_H
#define AUDIT_SEARCH_PRIVATE_H

#include "audit_reader.h"
#include "audit_search.h"
#include "base_arena.h"

#include <sqlite3.h>

/* A record behind the index that fits, in memory. */
struct audit_fresh {
	int64_t      key;
	struct slice line; /* on the heap */
};

/* The filters of one kind: any of these terms. */
struct audit_group {
	enum audit_term_kind kind;
	uint64_t             terms[AUDIT_QUERY_FILTERS_MAX];
	size_t               count;
};

struct audit_search {
	const struct audit_query *query;
	sqlite3                  *db; /* NULL: there is no index */
	sqlite3_stmt             *seek_posting, *seek_record, *get_record;
	struct audit_term_key     key;
	struct audit_group        groups[AUDIT_QUERY_FILTERS_MAX];
	size_t                    group_count;
	int64_t                   low, high; /* keys that may fit, both inclusive */
	struct audit_reader      *reader;
	struct arena              arena;
	struct audit_entry        entry;
	struct audit_fresh       *fresh; /* ascending by key */
	size_t                    fresh_count, fresh_cap;
};

/* Reads the record with this key into search->entry. STATUS_OK; STATUS_NOT_FOUND when its segment
 * is gone or damaged; STATUS_IO, STATUS_NO_MEMORY. */
MUST_CHECK enum status audit_search_read(struct audit_search *search, int64_t key,
                                         struct slice *line, struct error *err);

#endif
