/* SPDX-License-Identifier: Apache-2.0 */
/* Counting reads no records but the index's lists of terms: each record's groups go into a hash
 * table of numbers. Only at the end is one record of each value read, to say what the number meant.
 */
#include "audit_search_private.h"

#include "audit_index.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_CAP (1u << 16) /* a power of two above twice AUDIT_STATS_GROUPS_MAX */
#define NO_FRESH  SIZE_MAX

/* One group: a bucket of time and a value of each kind. */
struct group {
	uint64_t time_us;
	uint64_t terms[AUDIT_QUERY_BY_MAX]; /* 0: the record has no value of this kind */
	uint64_t count;                     /* 0: the slot is free */
	int64_t  sample;                    /* key of a record of it ... */
	size_t   fresh;                     /* ... or its place in search->fresh */
};

/* What a term means. */
struct meaning {
	uint64_t     term;
	int64_t      sample;
	size_t       fresh;
	struct slice value;
};

struct counting {
	struct audit_search *search;
	struct group        *table;
	size_t               used;
	uint64_t             total;
	bool                 is_full;
	struct meaning      *meanings;
	size_t               meaning_count;
	struct arena         values;
};

/* A record as numbers. */
struct numbers {
	int64_t         key;
	size_t          fresh;
	const uint64_t *terms; /* ascending */
	size_t          count;
};

static size_t slot_of(const struct group *group)
{
	uint64_t mix = group->time_us;

	for (unsigned i = 0; i < AUDIT_QUERY_BY_MAX; i++)
		mix = (mix ^ group->terms[i]) * 0x9E3779B97F4A7C15u;
	return (size_t)(mix >> 32) & (TABLE_CAP - 1);
}

static bool is_same(const struct group *a, const struct group *b)
{
	return a->time_us == b->time_us && memcmp(a->terms, b->terms, sizeof a->terms) == 0;
}

static void count_group(struct counting *counting, const struct group *group)
{
	size_t at = slot_of(group);

	while (counting->table[at].count > 0 && !is_same(&counting->table[at], group))
		at = (at + 1) & (TABLE_CAP - 1);
	if (counting->table[at].count == 0) {
		if (counting->used == AUDIT_STATS_GROUPS_MAX) {
			counting->is_full = true;
			return;
		}
		counting->used++;
		counting->table[at] = *group;
	}
	counting->table[at].count++;
}

/* Each combination of the record's values, kind by kind. */
static void count_combinations(struct counting *counting, const struct numbers *record,
                               struct group *group, size_t depth)
{
	const struct audit_query *query = counting->search->query;
	bool                      has_any = false;

	if (depth == query->by_count) {
		count_group(counting, group);
		return;
	}
	for (size_t i = 0; i < record->count; i++) {
		if (audit_term_kind_of(record->terms[i]) != query->by[depth])
			continue;
		has_any = true;
		group->terms[depth] = record->terms[i];
		count_combinations(counting, record, group, depth + 1);
	}
	group->terms[depth] = 0;
	if (!has_any)
		count_combinations(counting, record, group, depth + 1);
}

static void count_record(struct counting *counting, const struct numbers *record)
{
	uint64_t     bucket_us = audit_query_bucket_us(counting->search->query->bucket);
	uint64_t     time_us = (uint64_t)record->key >> 11;
	struct group group = { .sample = record->key, .fresh = record->fresh };

	if (bucket_us > 0)
		group.time_us = time_us - time_us % bucket_us;
	counting->total++;
	count_combinations(counting, record, &group, 0);
}

/* ---- which records fit, by their numbers ---- */

static bool has_any_of(const struct numbers *record, const struct audit_group *group)
{
	for (size_t i = 0; i < group->count; i++)
		for (size_t at = 0; at < record->count; at++)
			if (record->terms[at] == group->terms[i])
				return true;
	return false;
}

static bool fits(const struct audit_search *search, const struct numbers *record)
{
	bool must_be_verdict = true;

	for (size_t i = 0; i < search->group_count; i++) {
		must_be_verdict = must_be_verdict && search->groups[i].kind != AUDIT_TERM_FACE;
		if (!has_any_of(record, &search->groups[i]))
			return false;
	}
	for (size_t i = 0; i < record->count && must_be_verdict; i++)
		must_be_verdict = audit_term_kind_of(record->terms[i]) != AUDIT_TERM_DECISION;
	return !must_be_verdict;
}

/* The group that is walked: one with a single term, or all records of the time. */
static const struct audit_group *driver_of(const struct audit_search *search)
{
	for (size_t i = 0; i < search->group_count; i++)
		if (search->groups[i].count == 1)
			return &search->groups[i];
	return NULL;
}

static enum status count_indexed(struct counting *counting, struct error *err)
{
	struct audit_search      *search = counting->search;
	const struct audit_group *driver = driver_of(search);
	const char               *sql = driver != NULL
	                                        ? "SELECT key, terms FROM posting JOIN record USING(key)"
	                                          " WHERE term=?1 AND key BETWEEN ?2 AND ?3"
	                                        : "SELECT key, terms FROM record WHERE key BETWEEN ?2 AND ?3";
	uint64_t                  terms[AUDIT_TERMS_MAX];
	sqlite3_stmt             *row = NULL;
	int                       got = SQLITE_ERROR;

	if (sqlite3_prepare_v2(search->db, sql, -1, &row, NULL) == SQLITE_OK) {
		sqlite3_bind_int64(row, 1, driver != NULL ? (sqlite3_int64)driver->terms[0] : 0);
		sqlite3_bind_int64(row, 2, search->low);
		sqlite3_bind_int64(row, 3, search->high);
		while (!counting->is_full && (got = sqlite3_step(row)) == SQLITE_ROW) {
			const unsigned char *list = sqlite3_column_blob(row, 1);
			struct numbers       record = { .key = sqlite3_column_int64(row, 0),
				                        .fresh = NO_FRESH,
				                        .terms = terms,
				                        .count = (size_t)sqlite3_column_bytes(row, 1) /
				                                 AUDIT_TERM_BYTES };

			for (size_t i = 0; i < record.count && i < AUDIT_TERMS_MAX; i++)
				terms[i] = audit_term_get(list + i * AUDIT_TERM_BYTES);
			if (fits(search, &record))
				count_record(counting, &record);
		}
	}
	sqlite3_finalize(row);
	return got == SQLITE_DONE || counting->is_full
	               ? STATUS_OK
	               : error_set(err, STATUS_IO, AUDIT_INDEX_FILE, 0, 0,
	                           "cannot read the index: %s", sqlite3_errmsg(search->db));
}

static enum status read_sample(struct counting *counting, int64_t key, size_t fresh,
                               struct error *err)
{
	struct audit_search *search = counting->search;
	struct slice         line;

	if (fresh == NO_FRESH)
		return audit_search_read(search, key, &line, err);
	arena_reset(&search->arena);
	return audit_entry_read(search->fresh[fresh].line, &search->arena, &search->entry);
}

static enum status count_fresh(struct counting *counting, struct error *err)
{
	struct audit_search *search = counting->search;
	uint64_t             terms[AUDIT_TERMS_MAX];

	for (size_t i = 0; i < search->fresh_count; i++) {
		struct numbers record = { .key = search->fresh[i].key, .fresh = i, .terms = terms };
		enum status    status = read_sample(counting, 0, i, err);

		if (status != STATUS_OK)
			return status;
		record.count = audit_terms_of(&search->key, &search->entry, terms);
		count_record(counting, &record);
	}
	return STATUS_OK;
}

/* ---- what the numbers mean ---- */

static int compare_meanings(const void *a, const void *b)
{
	const struct meaning *left = a, *right = b;

	return (left->term > right->term) - (left->term < right->term);
}

/* Each term that occurs, once, ascending. */
static bool gather_meanings(struct counting *counting)
{
	size_t by_count = counting->search->query->by_count, kept = 0, count = 0;

	counting->meanings = calloc(counting->used * by_count + 1, sizeof *counting->meanings);
	if (counting->meanings == NULL)
		return false;
	for (size_t i = 0; i < TABLE_CAP; i++)
		for (size_t k = 0; k < by_count && counting->table[i].count > 0; k++)
			if (counting->table[i].terms[k] != 0)
				counting->meanings[count++] = (struct meaning){
					counting->table[i].terms[k], counting->table[i].sample,
					counting->table[i].fresh, SLICE_NONE
				};
	qsort(counting->meanings, count, sizeof *counting->meanings, compare_meanings);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || counting->meanings[kept - 1].term != counting->meanings[i].term)
			counting->meanings[kept++] = counting->meanings[i];
	counting->meaning_count = kept;
	return true;
}

struct naming {
	struct counting *counting;
	struct meaning  *meaning;
};

static bool name_value(void *context, enum audit_term_kind kind, struct slice value)
{
	struct naming *naming = context;

	if (audit_term_of(&naming->counting->search->key, kind, value) != naming->meaning->term)
		return true;
	naming->meaning->value = arena_copy(&naming->counting->values, value);
	return false;
}

static enum status name_all(struct counting *counting, struct error *err)
{
	for (size_t i = 0; i < counting->meaning_count; i++) {
		struct meaning *meaning = &counting->meanings[i];
		struct naming   naming = { counting, meaning };
		enum status status = read_sample(counting, meaning->sample, meaning->fresh, err);

		if (status == STATUS_OK)
			audit_term_each(&counting->search->entry, name_value, &naming);
		else if (status != STATUS_NOT_FOUND)
			return status;
		if (meaning->value.len == 0)
			meaning->value = SLICE_LIT("?");
	}
	return STATUS_OK;
}

static struct slice value_of(const struct counting *counting, uint64_t term)
{
	const struct meaning  wanted = { .term = term };
	const struct meaning *found;

	if (term == 0)
		return SLICE_NONE;
	found = bsearch(&wanted, counting->meanings, counting->meaning_count, sizeof wanted,
	                compare_meanings);
	return found != NULL ? found->value : SLICE_NONE;
}

/* ---- the rows ---- */

static int compare_rows(const void *a, const void *b)
{
	const struct audit_stats_row *left = a, *right = b;

	if (left->time_us != right->time_us)
		return left->time_us < right->time_us ? -1 : 1;
	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	for (unsigned i = 0; i < AUDIT_QUERY_BY_MAX; i++) {
		int order = slice_compare(left->values[i], right->values[i]);

		if (order != 0)
			return order;
	}
	return 0;
}

static enum status give_rows(struct counting *counting, audit_stats_visit *visit, void *context)
{
	struct audit_stats_row *rows = calloc(counting->used + 1, sizeof *rows);
	size_t                  count = 0;

	if (rows == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < TABLE_CAP; i++) {
		const struct group *group = &counting->table[i];

		if (group->count == 0)
			continue;
		rows[count].time_us = group->time_us;
		rows[count].count = group->count;
		for (size_t k = 0; k < counting->search->query->by_count; k++)
			rows[count].values[k] = value_of(counting, group->terms[k]);
		count++;
	}
	qsort(rows, count, sizeof *rows, compare_rows);
	for (size_t i = 0; i < count; i++)
		visit(context, &rows[i]);
	free(rows);
	return STATUS_OK;
}

static enum status run(struct counting *counting, audit_stats_visit *visit, void *context,
                       struct error *err)
{
	enum status status = STATUS_OK;

	if (counting->search->db != NULL)
		status = count_indexed(counting, err);
	if (status == STATUS_OK)
		status = count_fresh(counting, err);
	if (status == STATUS_OK && counting->is_full)
		return error_set(err, STATUS_LIMIT_REACHED, NULL, 0, 0,
		                 "there are more than %d groups: ask for a shorter time",
		                 AUDIT_STATS_GROUPS_MAX);
	if (status == STATUS_OK && !gather_meanings(counting))
		status = STATUS_NO_MEMORY;
	if (status == STATUS_OK)
		status = name_all(counting, err);
	if (status == STATUS_OK)
		status = give_rows(counting, visit, context);
	if (status == STATUS_NO_MEMORY)
		error_set(err, status, NULL, 0, 0, "no memory to count");
	return status;
}

enum status audit_search_stats(struct audit_search *search, audit_stats_visit *visit, void *context,
                               uint64_t *total, struct error *err)
{
	struct counting counting = { .search = search };
	enum status     status;

	counting.table = calloc(TABLE_CAP, sizeof *counting.table);
	if (counting.table == NULL || !arena_open(&counting.values, 64u << 20)) {
		free(counting.table);
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to count");
	}
	status = run(&counting, visit, context, err);
	*total = counting.total;
	free(counting.table);
	free(counting.meanings);
	arena_close(&counting.values);
	return status;
}
