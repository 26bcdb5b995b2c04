/* SPDX-License-Identifier: Apache-2.0 */
/* A page is a walk: at a key, ask each group of filters for its nearest record at or behind it;
 * when one is farther, go there and ask again; when all agree, that is the next record. Each
 * question is one step into a B-tree, so a page costs by what is shown and not by what is stored,
 * as long as one filter is rare or the filters go together. */
#include "audit_search.h"

#include "audit_file.h"
#include "audit_folder.h"
#include "audit_index.h"
#include "audit_search_private.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARENA_BYTES (64u << 20)

static enum status fault(struct audit_search *search, struct error *err)
{
	return error_set(err, STATUS_IO, AUDIT_INDEX_FILE, 0, 0, "cannot read the index: %s",
	                 sqlite3_errmsg(search->db));
}

static enum status no_memory(struct error *err)
{
	return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to search");
}

void audit_search_close(struct audit_search **search)
{
	struct audit_search *old = *search;

	if (old == NULL)
		return;
	for (size_t i = 0; i < old->fresh_count; i++) {
		char *line = NULL;

		memcpy(&line, &old->fresh[i].line.ptr, sizeof line);
		free(line);
	}
	free(old->fresh);
	sqlite3_finalize(old->seek_posting);
	sqlite3_finalize(old->seek_record);
	sqlite3_finalize(old->get_record);
	sqlite3_close(old->db);
	audit_reader_close(&old->reader);
	arena_close(&old->arena);
	free(old);
	*search = NULL;
}

/* ---- the index ---- */

static bool prepare(struct audit_search *search, const char *sql, sqlite3_stmt **statement)
{
	return sqlite3_prepare_v2(search->db, sql, -1, statement, NULL) == SQLITE_OK;
}

static bool prepare_seeks(struct audit_search *search)
{
	static const char *const newest[] = {
		"SELECT key FROM posting WHERE term=?1 AND key<=?2 ORDER BY key DESC LIMIT 1",
		"SELECT key FROM record WHERE key<=?2 ORDER BY key DESC LIMIT 1"
	};
	static const char *const oldest[] = {
		"SELECT key FROM posting WHERE term=?1 AND key>=?2 ORDER BY key LIMIT 1",
		"SELECT key FROM record WHERE key>=?2 ORDER BY key LIMIT 1"
	};
	const char *const *seeks = search->query->is_ascending ? oldest : newest;

	return prepare(search, seeks[0], &search->seek_posting) &&
	       prepare(search, seeks[1], &search->seek_record) &&
	       prepare(search, "SELECT node, segment, offset, seq FROM record WHERE key=?1",
	               &search->get_record);
}

/* One state of the index for the whole search; false when this is no index of ours. */
static bool begin(struct audit_search *search)
{
	sqlite3_stmt *row = NULL;
	bool          is_ours = false;

	if (sqlite3_exec(search->db, "PRAGMA wal_autocheckpoint=0; BEGIN", NULL, NULL, NULL) ==
	            SQLITE_OK &&
	    prepare(search,
	            "SELECT (SELECT value FROM meta WHERE name='key'),"
	            " (SELECT value FROM meta WHERE name='version')",
	            &row) &&
	    sqlite3_step(row) == SQLITE_ROW &&
	    sqlite3_column_bytes(row, 0) == AUDIT_TERM_KEY_BYTES &&
	    sqlite3_column_int(row, 1) == AUDIT_INDEX_VERSION) {
		memcpy(search->key.bytes, sqlite3_column_blob(row, 0), AUDIT_TERM_KEY_BYTES);
		is_ours = true;
	}
	sqlite3_finalize(row);
	return is_ours && prepare_seeks(search);
}

/* Whoever reads never checkpoints: SQLite 3.40.1 wants one connection for that. */
static void open_index(struct audit_search *search, const char *data)
{
	char path[AUDIT_PATH_BYTES];

	if (!audit_file_path(path, sizeof path, data, AUDIT_INDEX_FILE) || access(path, F_OK) != 0)
		return;
	if (sqlite3_open_v2(path, &search->db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
	    sqlite3_db_config(search->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) == SQLITE_OK &&
	    sqlite3_busy_timeout(search->db, 2000) == SQLITE_OK && begin(search))
		return;
	sqlite3_finalize(search->seek_posting);
	sqlite3_finalize(search->seek_record);
	sqlite3_finalize(search->get_record);
	search->seek_posting = search->seek_record = search->get_record = NULL;
	sqlite3_close(search->db);
	search->db = NULL;
}

/* ---- what is behind the index ---- */

static bool keep_fresh(struct audit_search *search, struct slice line)
{
	struct audit_fresh *fresh;
	char               *copy;

	if (search->fresh_count == search->fresh_cap) {
		size_t more = search->fresh_cap == 0 ? 64 : 2 * search->fresh_cap;
		void  *grown = realloc(search->fresh, more * sizeof *search->fresh);

		if (grown == NULL)
			return false;
		search->fresh = grown;
		search->fresh_cap = more;
	}
	copy = malloc(line.len);
	if (copy == NULL)
		return false;
	memcpy(copy, line.ptr, line.len);
	fresh = &search->fresh[search->fresh_count++];
	fresh->line = (struct slice){ copy, line.len };
	fresh->key = AUDIT_INDEX_KEY(search->entry.time_us) | (int64_t)(search->entry.seq & 2047);
	return true;
}

/* To the first record of a node that the index does not have. */
static enum status seek_fresh(struct audit_search *search, const char *node)
{
	struct audit_place place = { .node = node };
	struct slice       line;
	sqlite3_stmt      *row = NULL;
	enum status        status;

	if (search->db != NULL &&
	    prepare(search, "SELECT segment, offset, seq FROM progress WHERE node=?1", &row) &&
	    sqlite3_bind_text(row, 1, node, -1, SQLITE_STATIC) == SQLITE_OK &&
	    sqlite3_step(row) == SQLITE_ROW) {
		place.first_seq = (uint64_t)sqlite3_column_int64(row, 0);
		place.offset = (uint64_t)sqlite3_column_int64(row, 1);
		place.seq = (uint64_t)sqlite3_column_int64(row, 2);
	}
	sqlite3_finalize(row);
	status = audit_reader_seek(search->reader, &place);
	if (place.first_seq == 0)
		return status;
	if (status == STATUS_NOT_FOUND)
		return audit_reader_seek_behind(search->reader, &place);
	return status == STATUS_OK ? audit_reader_next(search->reader, &line, NULL, NULL) : status;
}

static enum status read_fresh(struct audit_search *search, const char *node, struct error *err)
{
	struct audit_place place;
	struct slice       line;
	enum status        status = seek_fresh(search, node);

	while (status == STATUS_OK || status == STATUS_CORRUPT) {
		status = audit_reader_next(search->reader, &line, &place, err);
		if (status == STATUS_CORRUPT)
			continue;
		if (status != STATUS_OK || strcmp(place.node, node) != 0)
			break;
		arena_reset(&search->arena);
		status = audit_entry_read(line, &search->arena, &search->entry);
		if (status == STATUS_OK && audit_query_fits(search->query, &search->entry) &&
		    !keep_fresh(search, line))
			status = STATUS_NO_MEMORY;
		if (status == STATUS_NO_MEMORY)
			return no_memory(err);
	}
	return status == STATUS_IO ? status : STATUS_OK;
}

static int compare_fresh(const void *a, const void *b)
{
	const struct audit_fresh *left = a, *right = b;

	return (left->key > right->key) - (left->key < right->key);
}

static enum status read_all_fresh(struct audit_search *search, struct error *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < audit_reader_nodes(search->reader) && status == STATUS_OK; i++)
		status = read_fresh(search, audit_reader_node(search->reader, i), err);
	if (search->fresh_count > 0)
		qsort(search->fresh, search->fresh_count, sizeof *search->fresh, compare_fresh);
	return status;
}

/* ---- opening ---- */

static void make_groups(struct audit_search *search)
{
	const struct audit_query *query = search->query;

	for (size_t i = 0; i < query->filter_count; i++) {
		const struct audit_query_filter *filter = &query->filters[i];
		struct audit_group              *group = search->groups;

		while (group < search->groups + search->group_count && group->kind != filter->kind)
			group++;
		if (group == search->groups + search->group_count) {
			search->group_count++;
			group->kind = filter->kind;
		}
		group->terms[group->count++] = audit_term_of(&search->key, filter->kind,
		                                             filter->value);
	}
}

static void make_range(struct audit_search *search)
{
	const struct audit_query *query = search->query;

	search->low = AUDIT_INDEX_KEY(query->from_us);
	search->high = query->to_us != 0 ? AUDIT_INDEX_KEY(query->to_us) - 1 : INT64_MAX;
	if (query->has_cursor && query->is_ascending && query->cursor >= search->low)
		search->low = query->cursor + 1;
	else if (query->has_cursor && !query->is_ascending && query->cursor <= search->high)
		search->high = query->cursor - 1;
}

enum status audit_search_open(const char *data, const struct audit_query *query,
                              struct audit_search **search, struct error *err)
{
	struct audit_search *fresh = calloc(1, sizeof *fresh);
	enum status          status;

	if (fresh == NULL || !arena_open(&fresh->arena, ARENA_BYTES)) {
		free(fresh);
		return no_memory(err);
	}
	*search = fresh;
	fresh->query = query;
	status = sodium_init() < 0 ? STATUS_IO : audit_reader_open(data, &fresh->reader, err);
	if (status == STATUS_OK) {
		open_index(fresh, data);
		make_groups(fresh);
		make_range(fresh);
		status = read_all_fresh(fresh, err);
	}
	if (status != STATUS_OK)
		audit_search_close(search);
	return status;
}

/* ---- walking ---- */

enum status audit_search_read(struct audit_search *search, int64_t key, struct slice *line,
                              struct error *err)
{
	sqlite3_stmt      *row = search->get_record;
	struct audit_place place = { 0 }, found;
	char               node[AUDIT_NODE_CHARS_MAX + 1] = "";
	enum status        status;

	sqlite3_bind_int64(row, 1, key);
	if (sqlite3_step(row) == SQLITE_ROW) {
		const unsigned char *name = sqlite3_column_text(row, 0);

		if (name != NULL && strlen((const char *)name) < sizeof node)
			memcpy(node, name, strlen((const char *)name) + 1);
		place = (struct audit_place){ node, (uint64_t)sqlite3_column_int64(row, 1),
			                      (uint64_t)sqlite3_column_int64(row, 2),
			                      (uint64_t)sqlite3_column_int64(row, 3) };
	}
	sqlite3_reset(row);
	if (place.first_seq == 0)
		return STATUS_NOT_FOUND;
	status = audit_reader_seek(search->reader, &place);
	if (status == STATUS_OK)
		status = audit_reader_next(search->reader, line, &found, err);
	if (status == STATUS_IO || status == STATUS_NO_MEMORY)
		return status;
	if (status != STATUS_OK || found.seq != place.seq)
		return STATUS_NOT_FOUND;
	arena_reset(&search->arena);
	status = audit_entry_read(*line, &search->arena, &search->entry);
	return status == STATUS_CORRUPT ? STATUS_NOT_FOUND : status;
}

/* The nearest key from *at on, in the order of the search. */
static bool seek(sqlite3_stmt *statement, int64_t term, int64_t *at)
{
	bool has_one;

	sqlite3_bind_int64(statement, 1, term);
	sqlite3_bind_int64(statement, 2, *at);
	has_one = sqlite3_step(statement) == SQLITE_ROW;
	if (has_one)
		*at = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return has_one;
}

static bool is_nearer(const struct audit_search *search, int64_t a, int64_t b)
{
	return search->query->is_ascending ? a < b : a > b;
}

/* The nearest of any of the group's terms. */
static bool seek_group(struct audit_search *search, const struct audit_group *group, int64_t *at)
{
	bool    has_one = false;
	int64_t nearest = 0;

	for (size_t i = 0; i < group->count; i++) {
		int64_t key = *at;

		if (!seek(search->seek_posting, (int64_t)group->terms[i], &key))
			continue;
		if (!has_one || is_nearer(search, key, nearest))
			nearest = key;
		has_one = true;
	}
	if (has_one)
		*at = nearest;
	return has_one;
}

static bool is_in_range(const struct audit_search *search, int64_t key)
{
	return key >= search->low && key <= search->high;
}

/* The next key of the index from *at on that all groups have. */
static bool next_indexed(struct audit_search *search, int64_t *at)
{
	size_t agreed = 0;

	if (search->db == NULL || !is_in_range(search, *at))
		return false;
	if (search->group_count == 0)
		return seek(search->seek_record, 0, at) && is_in_range(search, *at);
	for (size_t i = 0; agreed < search->group_count; i = (i + 1) % search->group_count) {
		int64_t key = *at;

		if (!seek_group(search, &search->groups[i], &key) || !is_in_range(search, key))
			return false;
		agreed = key == *at ? agreed + 1 : 1;
		*at = key;
	}
	return true;
}

/* A walk over the index and what is behind it, together in order. */
struct walk {
	struct audit_search *search;
	int64_t              at;         /* in the index */
	size_t               fresh_left; /* of search->fresh, not walked yet */
};

static struct walk walk_begin(struct audit_search *search)
{
	return (struct walk){ search, search->query->is_ascending ? search->low : search->high,
		              search->fresh_count };
}

static const struct audit_fresh *next_fresh(struct walk *walk)
{
	const struct audit_search *search = walk->search;

	for (; walk->fresh_left > 0; walk->fresh_left--) {
		size_t i = search->query->is_ascending ? search->fresh_count - walk->fresh_left
		                                       : walk->fresh_left - 1;

		if (is_in_range(search, search->fresh[i].key))
			return &search->fresh[i];
	}
	return NULL;
}

/* The next record that fits is in search->entry. STATUS_END behind the last. */
static enum status walk_next(struct walk *walk, struct slice *line, int64_t *key, struct error *err)
{
	struct audit_search *search = walk->search;
	int                  step = search->query->is_ascending ? 1 : -1;
	enum status          status;

	for (;;) {
		const struct audit_fresh *fresh = next_fresh(walk);
		bool                      has_indexed = next_indexed(search, &walk->at);

		if (fresh == NULL && !has_indexed)
			return STATUS_END;
		if (fresh != NULL && (!has_indexed || is_nearer(search, fresh->key, walk->at))) {
			walk->fresh_left--;
			*line = fresh->line;
			*key = fresh->key;
			arena_reset(&search->arena);
			return audit_entry_read(*line, &search->arena, &search->entry);
		}
		*key = walk->at;
		status = audit_search_read(search, *key, line, err);
		walk->at += step;
		if (status == STATUS_OK && audit_query_fits(search->query, &search->entry))
			return STATUS_OK;
		if (status != STATUS_OK && status != STATUS_NOT_FOUND)
			return status;
	}
}

enum status audit_search_page(struct audit_search *search, audit_search_row *row, void *context,
                              char next[AUDIT_CURSOR_CHARS + 1], bool *has_more, struct error *err)
{
	struct walk  walk = walk_begin(search);
	struct slice line;
	int64_t      key = 0, last_key = 0;
	uint64_t     count = 0;
	enum status  status;

	*has_more = false;
	while ((status = walk_next(&walk, &line, &key, err)) == STATUS_OK) {
		if (count == search->query->limit) {
			*has_more = true;
			break;
		}
		last_key = key;
		count++;
		if (!row(context, &search->entry, line))
			break;
	}
	audit_cursor_write(last_key, next);
	if (status == STATUS_IO && search->db != NULL && err != NULL && err->message[0] == '\0')
		return fault(search, err);
	return status == STATUS_END ? STATUS_OK : status;
}

enum status audit_search_all(struct audit_search *search, audit_search_row *row, void *context,
                             struct error *err)
{
	struct walk  walk = walk_begin(search);
	struct slice line;
	int64_t      key;
	enum status  status;

	while ((status = walk_next(&walk, &line, &key, err)) == STATUS_OK)
		if (!row(context, &search->entry, line))
			return STATUS_OK;
	return status == STATUS_END ? STATUS_OK : status;
}
