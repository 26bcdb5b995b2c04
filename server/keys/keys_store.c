/* SPDX-License-Identifier: Apache-2.0 */
/* Opening, transactions, keys and accounts; the rest is keys_store_ledger.c and
 * keys_store_usage.c. */
#include "keys_store.h"

#include "keys_sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCHEMA_VERSION  1
#define BUSY_TIMEOUT_MS 5000

/* Numbers are seconds since 1970, millionths of a credit, thousandths of a strike. */
static const char schema[] =
	"CREATE TABLE account (id TEXT PRIMARY KEY, plan TEXT NOT NULL, per_minute INTEGER NOT "
	"NULL,"
	" per_day INTEGER NOT NULL, concurrent INTEGER NOT NULL, credits INTEGER NOT NULL,"
	" has_credits INTEGER NOT NULL, created INTEGER NOT NULL) STRICT;"
	"CREATE TABLE key (id TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account,"
	" name TEXT NOT NULL, environment INTEGER NOT NULL, hash BLOB NOT NULL,"
	" roles INTEGER NOT NULL, policies TEXT NOT NULL, on_behalf INTEGER NOT NULL,"
	" demo INTEGER NOT NULL, state INTEGER NOT NULL, reason TEXT NOT NULL,"
	" created INTEGER NOT NULL, expires INTEGER NOT NULL, successor TEXT NOT NULL) STRICT;"
	"CREATE INDEX key_account ON key (account);"
	"CREATE TABLE usage (owner INTEGER, id TEXT, day INTEGER NOT NULL, count INTEGER NOT NULL,"
	" PRIMARY KEY (owner, id)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE ledger (seq INTEGER PRIMARY KEY, time INTEGER NOT NULL,"
	" account TEXT NOT NULL REFERENCES account, key TEXT NOT NULL, kind INTEGER NOT NULL,"
	" amount INTEGER NOT NULL, operation TEXT NOT NULL, verdict TEXT NOT NULL,"
	" idempotency INTEGER NOT NULL, body INTEGER NOT NULL) STRICT;"
	"CREATE INDEX ledger_time ON ledger (time);"
	"CREATE INDEX ledger_verdict ON ledger (account, verdict);"
	"CREATE TABLE strikes (key TEXT PRIMARY KEY, milli INTEGER NOT NULL, as_of INTEGER NOT "
	"NULL,"
	" count INTEGER NOT NULL, until INTEGER NOT NULL, rung INTEGER NOT NULL,"
	" share INTEGER NOT NULL, bodies BLOB NOT NULL, body_times BLOB NOT NULL) STRICT;"
	"CREATE TABLE event (seq INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL,"
	" what TEXT NOT NULL, key TEXT NOT NULL, account TEXT NOT NULL, actor TEXT NOT NULL,"
	" detail TEXT NOT NULL) STRICT;"
	"PRAGMA user_version = 1;";

/* Came later; files without it are good. */
static const char schema_once[] =
	"CREATE TABLE IF NOT EXISTS once (id INTEGER PRIMARY KEY, body INTEGER NOT NULL,"
	" time INTEGER NOT NULL) STRICT";

static enum status execute(struct keys_store *store, const char *text)
{
	return keys_sql_status(sqlite3_exec(store->database, text, NULL, NULL, NULL));
}

static enum status pragma_number(struct keys_store *store, const char *text, int64_t *number)
{
	struct keys_sql sql = keys_sql_open(store, text);

	if (keys_sql_step(&sql))
		*number = keys_sql_get_number(&sql);
	return keys_sql_close(&sql);
}

static enum status make_schema(struct keys_store *store)
{
	enum status status = keys_store_begin(store);
	int64_t     version = 0;

	/* Another process may have been faster. */
	if (status == STATUS_OK)
		status = pragma_number(store, "PRAGMA user_version", &version);
	if (status == STATUS_OK && version == 0)
		status = execute(store, schema);
	return keys_store_end(store, status);
}

static enum status prepare(struct keys_store *store, const char *path, struct error *err)
{
	int64_t     version = 0;
	enum status status;

	sqlite3_busy_timeout(store->database, BUSY_TIMEOUT_MS);
	status = execute(store, "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;"
	                        "PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON");
	if (status == STATUS_OK)
		status = pragma_number(store, "PRAGMA user_version", &version);
	if (status == STATUS_OK && version == 0) {
		status = make_schema(store);
		version = SCHEMA_VERSION;
	}
	if (status == STATUS_OK && version == SCHEMA_VERSION)
		status = execute(store, schema_once);
	if (status != STATUS_OK)
		return error_set(err, status, path, 0, 0, "cannot be used: %s",
		                 sqlite3_errmsg(store->database));
	if (version != SCHEMA_VERSION)
		return error_set(err, STATUS_CORRUPT, path, 0, 0,
		                 "has schema %lld; this program reads schema %d",
		                 (long long)version, SCHEMA_VERSION);
	return STATUS_OK;
}

/* SQLite would make the file with the process's umask. */
static bool make_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	return fd >= 0 && close(fd) == 0;
}

enum status keys_store_open(const char *path, struct keys_store **store, struct error *err)
{
	struct keys_store *opened = calloc(1, sizeof *opened);
	enum status        status;

	*store = NULL;
	if (opened == NULL)
		return error_set(err, STATUS_NO_MEMORY, path, 0, 0, "no memory");
	if (!make_private(path)) {
		free(opened);
		return error_set(err, STATUS_IO, path, 0, 0, "cannot be opened: %s",
		                 strerror(errno));
	}
	/* FULLMUTEX costs nothing measurable here and forgives a second thread. */
	if (sqlite3_open_v2(path, &opened->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX,
	                    NULL) != SQLITE_OK)
		status = error_set(err, STATUS_IO, path, 0, 0, "cannot be opened: %s",
		                   sqlite3_errmsg(opened->database));
	else
		status = prepare(opened, path, err);
	*store = opened;
	if (status != STATUS_OK)
		keys_store_close(store);
	return status;
}

void keys_store_close(struct keys_store **store)
{
	if (*store == NULL)
		return;
	(void)sqlite3_close((*store)->database);
	free(*store);
	*store = NULL;
}

/* Somebody who put another file in its place, or removed it, changes keys that we would never see;
 * and what we write is gone with the file. */
static bool has_moved(struct keys_store *store)
{
	int moved = 0;

	return sqlite3_file_control(store->database, "main", SQLITE_FCNTL_HAS_MOVED, &moved) ==
	               SQLITE_OK &&
	       moved != 0;
}

enum status keys_store_changes(struct keys_store *store, uint64_t *number)
{
	int64_t     version = 0;
	enum status status = pragma_number(store, "PRAGMA data_version", &version);

	if (has_moved(store))
		return STATUS_IO;

	*number = (uint64_t)version;
	return status;
}

enum status keys_store_begin(struct keys_store *store)
{
	return execute(store, "BEGIN IMMEDIATE");
}

enum status keys_store_end(struct keys_store *store, enum status status)
{
	if (status == STATUS_OK)
		status = execute(store, "COMMIT");
	/* After BEGIN failed there is nothing to undo, and this fails without harm. */
	if (status != STATUS_OK)
		(void)execute(store, "ROLLBACK");
	return status;
}

/* ---- keys ---- */

#define KEY_COLUMNS                                                                                \
	"id, account, name, environment, hash, roles, policies, on_behalf, demo, state, reason, "  \
	"created, expires, successor"

static void read_key(struct keys_sql *sql, struct keys_key *key)
{
	keys_sql_get_text(sql, key->id.text, sizeof key->id.text);
	keys_sql_get_text(sql, key->account, sizeof key->account);
	keys_sql_get_text(sql, key->name, sizeof key->name);
	key->environment = keys_sql_get_number(sql) == KEYS_TEST ? KEYS_TEST : KEYS_LIVE;
	keys_sql_get_bytes(sql, key->hash, sizeof key->hash);
	key->roles = (unsigned)keys_sql_get_number(sql) & KEYS_ROLE_ALL;
	keys_sql_get_text(sql, key->policies, sizeof key->policies);
	key->on_behalf = keys_sql_get_number(sql) != 0;
	key->is_demo = keys_sql_get_number(sql) != 0;
	key->state = (enum keys_state)keys_sql_get_number(sql);
	keys_sql_get_text(sql, key->reason, sizeof key->reason);
	key->created_s = (uint64_t)keys_sql_get_number(sql);
	key->expires_s = (uint64_t)keys_sql_get_number(sql);
	keys_sql_get_text(sql, key->successor.text, sizeof key->successor.text);
}

enum status keys_store_get_key(struct keys_store *store, const char *id, struct keys_key *key)
{
	struct keys_sql sql = keys_sql_open(store, "SELECT " KEY_COLUMNS " FROM key WHERE id = ?");
	bool            is_found;
	enum status     status;

	keys_sql_text(&sql, id);
	is_found = keys_sql_step(&sql);
	if (is_found)
		read_key(&sql, key);
	status = keys_sql_close(&sql);
	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}

enum status keys_store_each_key(struct keys_store *store, keys_store_see_key *see, void *context)
{
	struct keys_sql sql = keys_sql_open(store, "SELECT " KEY_COLUMNS " FROM key ORDER BY id");
	struct keys_key key;

	while (keys_sql_step(&sql)) {
		read_key(&sql, &key);
		if (!see(context, &key))
			break;
	}
	return keys_sql_close(&sql);
}

enum status keys_store_put_key(struct keys_store *store, const struct keys_key *key)
{
	struct keys_sql sql = keys_sql_open(store, "INSERT OR REPLACE INTO key (" KEY_COLUMNS
	                                           ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");

	keys_sql_text(&sql, key->id.text);
	keys_sql_text(&sql, key->account);
	keys_sql_text(&sql, key->name);
	keys_sql_number(&sql, key->environment);
	keys_sql_bytes(&sql, key->hash, sizeof key->hash);
	keys_sql_number(&sql, key->roles);
	keys_sql_text(&sql, key->policies);
	keys_sql_number(&sql, key->on_behalf);
	keys_sql_number(&sql, key->is_demo);
	keys_sql_number(&sql, key->state);
	keys_sql_text(&sql, key->reason);
	keys_sql_number(&sql, (int64_t)key->created_s);
	keys_sql_number(&sql, (int64_t)key->expires_s);
	keys_sql_text(&sql, key->successor.text);
	return keys_sql_run(&sql);
}

/* ---- accounts ---- */

#define ACCOUNT_COLUMNS "id, plan, per_minute, per_day, concurrent, credits, has_credits, created"

static void read_account(struct keys_sql *sql, struct keys_account *account)
{
	keys_sql_get_text(sql, account->id, sizeof account->id);
	keys_sql_get_text(sql, account->plan, sizeof account->plan);
	account->custom.per_minute = (uint32_t)keys_sql_get_number(sql);
	account->custom.per_day = (uint32_t)keys_sql_get_number(sql);
	account->custom.concurrent = (uint32_t)keys_sql_get_number(sql);
	account->credits = keys_sql_get_number(sql);
	account->has_credits = keys_sql_get_number(sql) != 0;
	account->created_s = (uint64_t)keys_sql_get_number(sql);
}

enum status keys_store_get_account(struct keys_store *store, const char *id,
                                   struct keys_account *account)
{
	struct keys_sql sql = keys_sql_open(store,
	                                    "SELECT " ACCOUNT_COLUMNS " FROM account WHERE id = ?");
	bool            is_found;
	enum status     status;

	keys_sql_text(&sql, id);
	is_found = keys_sql_step(&sql);
	if (is_found)
		read_account(&sql, account);
	status = keys_sql_close(&sql);
	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}

enum status keys_store_each_account(struct keys_store *store, keys_store_see_account *see,
                                    void *context)
{
	struct keys_sql     sql = keys_sql_open(store,
	                                        "SELECT " ACCOUNT_COLUMNS " FROM account ORDER BY id");
	struct keys_account account;

	while (keys_sql_step(&sql)) {
		read_account(&sql, &account);
		if (!see(context, &account))
			break;
	}
	return keys_sql_close(&sql);
}

enum status keys_store_put_account(struct keys_store *store, const struct keys_account *account)
{
	struct keys_sql sql = keys_sql_open(
		store, "INSERT INTO account (" ACCOUNT_COLUMNS ") VALUES (?,?,?,?,?,0,?,?)"
		       " ON CONFLICT (id) DO UPDATE SET plan = excluded.plan,"
		       " per_minute = excluded.per_minute, per_day = excluded.per_day,"
		       " concurrent = excluded.concurrent, has_credits = excluded.has_credits");

	keys_sql_text(&sql, account->id);
	keys_sql_text(&sql, account->plan);
	keys_sql_number(&sql, account->custom.per_minute);
	keys_sql_number(&sql, account->custom.per_day);
	keys_sql_number(&sql, account->custom.concurrent);
	keys_sql_number(&sql, account->has_credits);
	keys_sql_number(&sql, (int64_t)account->created_s);
	return keys_sql_run(&sql);
}
