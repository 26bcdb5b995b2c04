/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_index.h"

#include "audit_file.h"
#include "audit_folder.h"
#include "audit_reader.h"
#include "base_arena.h"

#include <errno.h>
#include <inttypes.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ARENA_BYTES  (64u << 20)
#define STRINGIFY(n) #n
#define TEXT_OF(n)   STRINGIFY(n)

/* Postings of so many records are written together, in the order of the tree. */
#define POSTINGS_MAX 32768u
/* And so many with one run of a statement. */
#define ROWS 32u

struct posting {
	uint64_t term;
	int64_t  key;
};

struct audit_index {
	sqlite3              *db;
	sqlite3_stmt         *add_record, *add_posting, *add_postings;
	sqlite3_stmt         *get_progress, *set_progress;
	struct posting       *postings; /* not written yet */
	size_t                posting_count;
	struct audit_term_key key;
	int64_t               last_key; /* the last that was given */
	struct arena          arena;
	char                  data[AUDIT_PATH_BYTES];
};

static const char schema[] =
	"PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768;"
	"PRAGMA wal_autocheckpoint=4096;"
	"CREATE TABLE IF NOT EXISTS meta(name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS progress("
	" node TEXT PRIMARY KEY, segment INTEGER, offset INTEGER, seq INTEGER, last BLOB)"
	" WITHOUT ROWID;"
	"CREATE TABLE IF NOT EXISTS record("
	" key INTEGER PRIMARY KEY, node TEXT, segment INTEGER, offset INTEGER, seq INTEGER,"
	" terms BLOB);"
	"CREATE TABLE IF NOT EXISTS posting("
	" term INTEGER, key INTEGER, PRIMARY KEY(term, key)) WITHOUT ROWID;"
	"INSERT OR IGNORE INTO meta VALUES('key', randomblob(16));"
	"INSERT OR IGNORE INTO meta VALUES('version', " TEXT_OF(AUDIT_INDEX_VERSION) ");";

static enum status fault(struct audit_index *index, const char *what, struct error *err)
{
	return error_set(err, STATUS_IO, AUDIT_INDEX_FILE, 0, 0, "cannot %s: %s", what,
	                 sqlite3_errmsg(index->db));
}

void audit_index_close(struct audit_index **index)
{
	struct audit_index *old = *index;

	if (old == NULL)
		return;
	sqlite3_finalize(old->add_record);
	sqlite3_finalize(old->add_posting);
	sqlite3_finalize(old->add_postings);
	sqlite3_finalize(old->get_progress);
	sqlite3_finalize(old->set_progress);
	sqlite3_close(old->db);
	arena_close(&old->arena);
	free(old->postings);
	free(old);
	*index = NULL;
}

static bool prepare(struct audit_index *index, const char *sql, sqlite3_stmt **statement)
{
	return sqlite3_prepare_v3(index->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) ==
	       SQLITE_OK;
}

static bool prepare_rows(struct audit_index *index)
{
	char          memory[64 + ROWS * sizeof ",(?,?)"];
	struct buffer sql;

	buffer_init_fixed(&sql, memory, sizeof memory);
	buffer_append_cstr(&sql, "INSERT INTO posting VALUES(?,?)");
	for (unsigned i = 1; i < ROWS; i++)
		buffer_append_cstr(&sql, ",(?,?)");
	buffer_append_char(&sql, '\0');
	return !sql.failed && prepare(index, sql.ptr, &index->add_postings);
}

static bool prepare_all(struct audit_index *index)
{
	return prepare_rows(index) &&
	       prepare(index, "INSERT INTO record VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
	               &index->add_record) &&
	       prepare(index, "INSERT INTO posting VALUES(?1, ?2)", &index->add_posting) &&
	       prepare(index, "SELECT segment, offset, seq, last FROM progress WHERE node=?1",
	               &index->get_progress) &&
	       prepare(index, "INSERT OR REPLACE INTO progress VALUES(?1, ?2, ?3, ?4, ?5)",
	               &index->set_progress);
}

/* The key of terms; false when this is no index of ours. */
static bool read_meta(struct audit_index *index)
{
	sqlite3_stmt *row = NULL;
	bool          is_ours = false;

	if (prepare(index,
	            "SELECT (SELECT value FROM meta WHERE name='key'),"
	            " (SELECT value FROM meta WHERE name='version')",
	            &row) &&
	    sqlite3_step(row) == SQLITE_ROW &&
	    sqlite3_column_bytes(row, 0) == AUDIT_TERM_KEY_BYTES &&
	    sqlite3_column_int(row, 1) == AUDIT_INDEX_VERSION) {
		memcpy(index->key.bytes, sqlite3_column_blob(row, 0), AUDIT_TERM_KEY_BYTES);
		is_ours = true;
	}
	sqlite3_finalize(row);
	return is_ours;
}

/* ---- is the index about this log? ---- */

/* Where the next record of a node is to be read. */
struct progress {
	struct audit_place place; /* of the last record; seq 0: none */
	struct digest      last;  /* its hash */
};

static bool read_progress(struct audit_index *index, const char *node, struct progress *progress)
{
	sqlite3_stmt *row = index->get_progress;

	*progress = (struct progress){ .place.node = node };
	sqlite3_bind_text(row, 1, node, -1, SQLITE_STATIC);
	if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_bytes(row, 3) == DIGEST_BYTES) {
		progress->place.first_seq = (uint64_t)sqlite3_column_int64(row, 0);
		progress->place.offset = (uint64_t)sqlite3_column_int64(row, 1);
		progress->place.seq = (uint64_t)sqlite3_column_int64(row, 2);
		memcpy(progress->last.bytes, sqlite3_column_blob(row, 3), DIGEST_BYTES);
	}
	sqlite3_reset(row);
	return progress->place.seq > 0;
}

static bool write_progress(struct audit_index *index, const struct progress *progress)
{
	sqlite3_stmt *row = index->set_progress;
	int           got;

	sqlite3_bind_text(row, 1, progress->place.node, -1, SQLITE_STATIC);
	sqlite3_bind_int64(row, 2, (sqlite3_int64)progress->place.first_seq);
	sqlite3_bind_int64(row, 3, (sqlite3_int64)progress->place.offset);
	sqlite3_bind_int64(row, 4, (sqlite3_int64)progress->place.seq);
	sqlite3_bind_blob(row, 5, progress->last.bytes, DIGEST_BYTES, SQLITE_STATIC);
	got = sqlite3_step(row);
	sqlite3_reset(row);
	return got == SQLITE_DONE;
}

/* The last indexed record must stand where it stood: else records that were never acknowledged were
 * cut after they were indexed, or this is another log. A segment that is gone says nothing. */
static bool is_of_log(struct audit_index *index, struct audit_reader *reader, const char *node)
{
	struct progress    progress;
	struct audit_place place;
	struct slice       line;
	struct digest      hash;
	enum status        status;

	if (!read_progress(index, node, &progress))
		return true;
	status = audit_reader_seek(reader, &progress.place);
	if (status == STATUS_NOT_FOUND)
		return audit_reader_is_gone(reader, &progress.place);
	return status == STATUS_OK && audit_reader_next(reader, &line, &place, NULL) == STATUS_OK &&
	       place.seq == progress.place.seq && audit_chain_hash(line, &hash) &&
	       audit_digest_equal(&hash, &progress.last);
}

static bool fits(struct audit_index *index)
{
	struct audit_reader *reader = NULL;
	bool                 is_good = true;

	if (audit_reader_open(index->data, &reader, NULL) != STATUS_OK)
		return true; /* the log says so itself */
	for (size_t i = 0; i < audit_reader_nodes(reader) && is_good; i++)
		is_good = is_of_log(index, reader, audit_reader_node(reader, i));
	audit_reader_close(&reader);
	return is_good;
}

/* ---- opening ---- */

enum status audit_index_remove(const char *data, struct error *err)
{
	static const char *const names[] = { AUDIT_INDEX_FILE, AUDIT_INDEX_FILE "-wal",
		                             AUDIT_INDEX_FILE "-shm" };
	char                     path[AUDIT_PATH_BYTES];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (!audit_file_path(path, sizeof path, data, names[i]) ||
		    (unlink(path) != 0 && errno != ENOENT))
			return error_set(err, STATUS_IO, data, 0, 0, "cannot remove %s: %s",
			                 names[i], strerror(errno));
	return STATUS_OK;
}

static bool open_file(struct audit_index *index, const char *path)
{
	const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;

	return sqlite3_open_v2(path, &index->db, flags, NULL) == SQLITE_OK &&
	       sqlite3_busy_timeout(index->db, 5000) == SQLITE_OK &&
	       sqlite3_exec(index->db, schema, NULL, NULL, NULL) == SQLITE_OK && read_meta(index) &&
	       prepare_all(index);
}

static enum status open_once(const char *data, struct audit_index **index, bool *is_good,
                             struct error *err)
{
	struct audit_index *fresh = calloc(1, sizeof *fresh);
	char                path[AUDIT_PATH_BYTES];
	enum status         status = STATUS_OK;

	if (fresh != NULL)
		fresh->postings = calloc(POSTINGS_MAX, sizeof *fresh->postings);
	if (fresh == NULL || fresh->postings == NULL || !arena_open(&fresh->arena, ARENA_BYTES)) {
		if (fresh != NULL)
			free(fresh->postings);
		free(fresh);
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for the index");
	}
	*index = fresh;
	*is_good = false;
	if (!audit_file_path(path, sizeof path, data, AUDIT_INDEX_FILE))
		return error_set(err, STATUS_IO, data, 0, 0, "the path is too long");
	snprintf(fresh->data, sizeof fresh->data, "%s", data);
	if (open_file(fresh, path))
		*is_good = fits(fresh);
	else
		status = fault(fresh, "open the index", err);
	return status;
}

enum status audit_index_open(const char *data, struct audit_index **index, struct error *err)
{
	bool        is_good = false;
	enum status status;

	*index = NULL;
	if (sodium_init() < 0)
		return error_set(err, STATUS_IO, NULL, 0, 0, "there is no source of random bytes");
	status = open_once(data, index, &is_good, err);
	if (status == STATUS_NO_MEMORY)
		return status;
	if (!is_good) {
		audit_index_close(index);
		status = audit_index_remove(data, err);
		if (status == STATUS_OK)
			status = open_once(data, index, &is_good, err);
	}
	if (status != STATUS_OK)
		audit_index_close(index);
	return status;
}

/* ---- filling ---- */

static bool add_postings(sqlite3_stmt *rows, const struct posting *postings, unsigned count)
{
	int got;

	for (unsigned i = 0; i < count; i++) {
		sqlite3_bind_int64(rows, (int)(2 * i + 1), (sqlite3_int64)postings[i].term);
		sqlite3_bind_int64(rows, (int)(2 * i + 2), postings[i].key);
	}
	got = sqlite3_step(rows);
	sqlite3_reset(rows);
	return got == SQLITE_DONE;
}

static int compare_postings(const void *a, const void *b)
{
	const struct posting *left = a, *right = b;

	if (left->term != right->term)
		return left->term < right->term ? -1 : 1;
	return (left->key > right->key) - (left->key < right->key);
}

/* In their order most go where the one before went; one by one, each would be looked for from the
 * root of the tree. */
static bool write_postings(struct audit_index *index)
{
	size_t count = index->posting_count, at = 0;

	index->posting_count = 0;
	qsort(index->postings, count, sizeof *index->postings, compare_postings);
	for (; count - at >= ROWS; at += ROWS)
		if (!add_postings(index->add_postings, index->postings + at, ROWS))
			return false;
	for (; at < count; at++)
		if (!add_postings(index->add_posting, index->postings + at, 1))
			return false;
	return true;
}

static bool add_posting(struct audit_index *index, uint64_t term, int64_t key)
{
	if (index->posting_count == POSTINGS_MAX && !write_postings(index))
		return false;
	index->postings[index->posting_count++] = (struct posting){ term, key };
	return true;
}

/* The next free key: two records of one microsecond may want the same. */
static bool insert_record(struct audit_index *index, int64_t *key)
{
	int got = SQLITE_CONSTRAINT;

	while (got == SQLITE_CONSTRAINT) {
		sqlite3_bind_int64(index->add_record, 1, *key);
		got = sqlite3_step(index->add_record);
		sqlite3_reset(index->add_record);
		if (got == SQLITE_CONSTRAINT)
			*key = *key <= index->last_key && index->last_key - *key < 1 << 24
			               ? index->last_key + 1
			               : *key + 1;
	}
	index->last_key = *key;
	return got == SQLITE_DONE;
}

static bool add_record(struct audit_index *index, const struct audit_entry *entry,
                       const struct audit_place *place)
{
	uint64_t      terms[AUDIT_TERMS_MAX];
	unsigned char list[AUDIT_TERMS_MAX * AUDIT_TERM_BYTES];
	size_t        count = audit_terms_of(&index->key, entry, terms);
	int64_t       key = AUDIT_INDEX_KEY(entry->time_us) | (int64_t)(entry->seq & 2047);
	sqlite3_stmt *row = index->add_record;

	for (size_t i = 0; i < count; i++)
		audit_term_put(terms[i], list + i * AUDIT_TERM_BYTES);
	sqlite3_bind_text(row, 2, place->node, -1, SQLITE_STATIC);
	sqlite3_bind_int64(row, 3, (sqlite3_int64)place->first_seq);
	sqlite3_bind_int64(row, 4, (sqlite3_int64)place->offset);
	sqlite3_bind_int64(row, 5, (sqlite3_int64)place->seq);
	sqlite3_bind_blob(row, 6, list, (int)(count * AUDIT_TERM_BYTES), SQLITE_STATIC);
	if (!insert_record(index, &key))
		return false;
	for (size_t i = 0; i < count; i++)
		if (!add_posting(index, terms[i], key))
			return false;
	return true;
}

/* A line that cannot be read is passed over: audit_verify() names it. */
static enum status take_line(struct audit_index *index, struct slice line,
                             const struct audit_place *place, struct progress *progress,
                             struct error *err)
{
	struct audit_entry entry;
	enum status        status;

	arena_reset(&index->arena);
	status = audit_entry_read(line, &index->arena, &entry);
	if (status == STATUS_NO_MEMORY)
		return error_set(err, status, NULL, 0, 0, "no memory for a record");
	if (status == STATUS_OK && !add_record(index, &entry, place))
		return fault(index, "write the index", err);
	progress->place = *place;
	if (!audit_chain_hash(line, &progress->last))
		memset(&progress->last, 0, sizeof progress->last);
	return STATUS_OK;
}

/* To the record behind the last that is indexed. */
static enum status seek_behind(struct audit_index *index, struct audit_reader *reader,
                               const char *node, struct progress *progress)
{
	struct audit_place place;
	struct slice       line;
	enum status        status;

	if (!read_progress(index, node, progress))
		return audit_reader_seek(reader, &(struct audit_place){ .node = node });
	status = audit_reader_seek(reader, &progress->place);
	if (status == STATUS_NOT_FOUND) /* its segment is gone: the next one begins behind it */
		return audit_reader_seek_behind(reader, &progress->place);
	return status == STATUS_OK ? audit_reader_next(reader, &line, &place, NULL) : status;
}

static enum status fill_node(struct audit_index *index, struct audit_reader *reader,
                             const char *node, const struct audit_index_limit *limit, uint64_t max,
                             uint64_t *count, struct error *err)
{
	bool               has_limit = limit->node != NULL && strcmp(limit->node, node) == 0;
	struct progress    progress;
	struct audit_place place;
	struct slice       line;
	uint64_t           before = *count;
	enum status        status = seek_behind(index, reader, node, &progress);

	while (status == STATUS_OK && *count < max) {
		status = audit_reader_next(reader, &line, &place, err);
		if (status == STATUS_CORRUPT) {
			status = STATUS_OK;
			continue;
		}
		if (status != STATUS_OK || strcmp(place.node, node) != 0 ||
		    (has_limit && place.seq > limit->seq))
			break;
		status = take_line(index, line, &place, &progress, err);
		(*count)++;
	}
	if (status == STATUS_END || status == STATUS_NOT_FOUND)
		status = STATUS_OK;
	if (status == STATUS_OK && *count > before && !write_progress(index, &progress))
		status = fault(index, "write the index", err);
	return status;
}

enum status audit_index_fill(struct audit_index *index, const struct audit_index_limit *limit,
                             uint64_t max, uint64_t *count, struct error *err)
{
	struct audit_reader *reader = NULL;
	enum status          status = audit_reader_open(index->data, &reader, err);

	*count = 0;
	if (status != STATUS_OK)
		return status;
	if (sqlite3_exec(index->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
		audit_reader_close(&reader);
		return fault(index, "write the index", err);
	}
	for (size_t i = 0; i < audit_reader_nodes(reader) && status == STATUS_OK; i++)
		status = fill_node(index, reader, audit_reader_node(reader, i), limit, max, count,
		                   err);
	audit_reader_close(&reader);
	if (status == STATUS_OK && !write_postings(index))
		status = fault(index, "write the index", err);
	index->posting_count = 0;
	if (status == STATUS_OK && sqlite3_exec(index->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		status = fault(index, "write the index", err);
	if (status != STATUS_OK)
		sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
	return status;
}

/* ---- forgetting ---- */

static bool forget_record(sqlite3_stmt *record, sqlite3_stmt *drop)
{
	int64_t              key = sqlite3_column_int64(record, 0);
	const unsigned char *terms = sqlite3_column_blob(record, 1);
	int                  bytes = sqlite3_column_bytes(record, 1);

	for (int i = 0; i + AUDIT_TERM_BYTES <= bytes; i += AUDIT_TERM_BYTES) {
		sqlite3_bind_int64(drop, 1, (sqlite3_int64)audit_term_get(terms + i));
		sqlite3_bind_int64(drop, 2, key);
		if (sqlite3_step(drop) != SQLITE_DONE)
			return false;
		sqlite3_reset(drop);
	}
	return true;
}

static bool forget_all(struct audit_index *index, const char *node, uint64_t first_seq)
{
	sqlite3_stmt *records = NULL, *drop = NULL, *rest = NULL;
	bool          is_done = false;
	int           got = SQLITE_ERROR;

	if (prepare(index, "SELECT key, terms FROM record WHERE node=?1 AND segment=?2",
	            &records) &&
	    prepare(index, "DELETE FROM posting WHERE term=?1 AND key=?2", &drop) &&
	    prepare(index, "DELETE FROM record WHERE node=?1 AND segment=?2", &rest)) {
		sqlite3_bind_text(records, 1, node, -1, SQLITE_STATIC);
		sqlite3_bind_int64(records, 2, (sqlite3_int64)first_seq);
		while ((got = sqlite3_step(records)) == SQLITE_ROW)
			if (!forget_record(records, drop))
				break;
		sqlite3_bind_text(rest, 1, node, -1, SQLITE_STATIC);
		sqlite3_bind_int64(rest, 2, (sqlite3_int64)first_seq);
		is_done = got == SQLITE_DONE && sqlite3_step(rest) == SQLITE_DONE;
	}
	sqlite3_finalize(records);
	sqlite3_finalize(drop);
	sqlite3_finalize(rest);
	return is_done;
}

enum status audit_index_forget(struct audit_index *index, const char *node, uint64_t first_seq,
                               struct error *err)
{
	enum status status = STATUS_OK;

	if (sqlite3_exec(index->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK ||
	    !forget_all(index, node, first_seq) ||
	    sqlite3_exec(index->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) {
		status = fault(index, "write the index", err);
		sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
	}
	return status;
}
