/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_sql.h"

#include <string.h>

enum status keys_sql_status(int fault)
{
	switch (fault & 0xFF) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return STATUS_OK;
	case SQLITE_NOMEM:
		return STATUS_NO_MEMORY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_CONSTRAINT:
		return STATUS_CORRUPT;
	default:
		return STATUS_IO;
	}
}

struct keys_sql keys_sql_open(struct keys_store *store, const char *text)
{
	struct keys_sql sql = { 0 };

	sql.fault = sqlite3_prepare_v2(store->database, text, -1, &sql.statement, NULL);
	return sql;
}

void keys_sql_text(struct keys_sql *sql, const char *text)
{
	if (sql->fault == SQLITE_OK)
		sql->fault = sqlite3_bind_text(sql->statement, ++sql->bound, text, -1,
		                               SQLITE_TRANSIENT);
}

void keys_sql_number(struct keys_sql *sql, int64_t number)
{
	if (sql->fault == SQLITE_OK)
		sql->fault = sqlite3_bind_int64(sql->statement, ++sql->bound, number);
}

void keys_sql_bytes(struct keys_sql *sql, const void *bytes, size_t len)
{
	if (sql->fault == SQLITE_OK)
		sql->fault = sqlite3_bind_blob64(sql->statement, ++sql->bound, bytes, len,
		                                 SQLITE_TRANSIENT);
}

bool keys_sql_step(struct keys_sql *sql)
{
	int result;

	if (sql->fault != SQLITE_OK)
		return false;
	sql->column = 0;
	result = sqlite3_step(sql->statement);
	if (result != SQLITE_ROW && result != SQLITE_DONE)
		sql->fault = result;
	return result == SQLITE_ROW;
}

int64_t keys_sql_get_number(struct keys_sql *sql)
{
	return sqlite3_column_int64(sql->statement, sql->column++);
}

const char *keys_sql_get_borrowed(struct keys_sql *sql)
{
	const unsigned char *text = sqlite3_column_text(sql->statement, sql->column++);

	return text != NULL ? (const char *)text : "";
}

void keys_sql_get_text(struct keys_sql *sql, char *text, size_t cap)
{
	const char *borrowed = keys_sql_get_borrowed(sql);
	size_t      len = strlen(borrowed);

	if (len >= cap)
		len = cap - 1;
	memcpy(text, borrowed, len);
	text[len] = '\0';
}

void keys_sql_get_bytes(struct keys_sql *sql, void *bytes, size_t len)
{
	const void *borrowed = sqlite3_column_blob(sql->statement, sql->column);
	int         has = sqlite3_column_bytes(sql->statement, sql->column);

	sql->column++;
	memset(bytes, 0, len);
	if (borrowed != NULL && (size_t)has == len)
		memcpy(bytes, borrowed, len);
}

enum status keys_sql_close(struct keys_sql *sql)
{
	(void)sqlite3_finalize(sql->statement);
	sql->statement = NULL;
	return keys_sql_status(sql->fault);
}

enum status keys_sql_run(struct keys_sql *sql)
{
	(void)keys_sql_step(sql);
	return keys_sql_close(sql);
}
