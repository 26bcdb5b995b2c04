/* SPDX-License-Identifier: Apache-2.0 */
/* One prepared statement from its text to its rows, so that a query is a few lines:
 *
 *     struct keys_sql sql = keys_sql_open(store, "SELECT count FROM usage WHERE id = ?");
 *     keys_sql_text(&sql, id);
 *     if (keys_sql_step(&sql)) count = keys_sql_get(&sql, 0);
 *     status = keys_sql_close(&sql);
 *
 * A fault is kept and told by keys_sql_close(); the calls after it do nothing. Private to
 * keys_store*.c. */
#ifndef KEYS_SQL_H
#define KEYS_SQL_H

#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

struct keys_store {
	sqlite3 *database;
};

struct keys_sql {
	sqlite3_stmt *statement;
	int           bound;  /* arguments so far */
	int           column; /* columns read so far */
	int           fault;  /* SQLITE_OK */
};

struct keys_sql keys_sql_open(struct keys_store *store, const char *text);

/* The next argument. Text is copied. */
void keys_sql_text(struct keys_sql *sql, const char *text);
void keys_sql_number(struct keys_sql *sql, int64_t number);
void keys_sql_bytes(struct keys_sql *sql, const void *bytes, size_t len);

/* The next row; false at the end and after a fault. */
bool keys_sql_step(struct keys_sql *sql);

/* The next column of the row. Text that does not fit is cut. */
int64_t keys_sql_get_number(struct keys_sql *sql);
void    keys_sql_get_text(struct keys_sql *sql, char *text, size_t cap);
void    keys_sql_get_bytes(struct keys_sql *sql, void *bytes, size_t len); /* else zeros */
/* Borrowed until the next step. Never NULL. */
const char *keys_sql_get_borrowed(struct keys_sql *sql);

/* STATUS_OK, STATUS_IO, STATUS_CORRUPT, STATUS_NO_MEMORY. */
MUST_CHECK enum status keys_sql_close(struct keys_sql *sql);

/* Runs to the end what returns no rows. */
MUST_CHECK enum status keys_sql_run(struct keys_sql *sql);

enum status keys_sql_status(int fault);

#endif
