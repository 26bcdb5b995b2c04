/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_vault.h"

#include "audit_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUSY_MS 2000
#define SLOTS   1024u /* keys in memory; a power of two */
#define BOX_BYTES                                                                                  \
	(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + AUDIT_KEY_BYTES +                          \
	 crypto_aead_xchacha20poly1305_ietf_ABYTES)

struct slot {
	bool                     is_taken;
	uint64_t                 day;
	struct audit_subject     subject;
	struct audit_content_key key;
};

struct audit_vault {
	sqlite3      *db;
	sqlite3_stmt *of_subject;
	sqlite3_stmt *of_id;
	sqlite3_stmt *add;
	sqlite3_stmt *version;
	bool          is_changing;  /* a transaction is open */
	int64_t       seen_version; /* of the file, as the keys in memory know it */
	unsigned char wrap[AUDIT_SEED_BYTES];
	struct slot   slots[SLOTS];
};

static const char schema[] =
	"PRAGMA journal_mode=DELETE;"
	"PRAGMA synchronous=FULL;"
	"PRAGMA secure_delete=ON;"
	"CREATE TABLE IF NOT EXISTS content_key("
	" id BLOB PRIMARY KEY, day INTEGER NOT NULL, account BLOB NOT NULL, user BLOB NOT NULL,"
	" box BLOB NOT NULL, UNIQUE(account, user, day)) WITHOUT ROWID;";

static enum status cannot(struct audit_vault *vault, const char *what, const char *path,
                          struct error *err)
{
	return error_set(err, STATUS_IO, path, 0, 0, "cannot %s: %s", what,
	                 vault->db != NULL ? sqlite3_errmsg(vault->db) : strerror(errno));
}

void audit_vault_close(struct audit_vault **vault)
{
	struct audit_vault *old = *vault;

	if (old == NULL)
		return;
	sqlite3_finalize(old->of_subject);
	sqlite3_finalize(old->of_id);
	sqlite3_finalize(old->add);
	sqlite3_finalize(old->version);
	sqlite3_close(old->db);
	sodium_memzero(old, sizeof *old);
	free(old);
	*vault = NULL;
}

static bool prepare(struct audit_vault *vault, const char *sql, sqlite3_stmt **statement)
{
	return sqlite3_prepare_v3(vault->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) ==
	       SQLITE_OK;
}

static bool prepare_all(struct audit_vault *vault)
{
	return prepare(vault,
	               "SELECT id, box FROM content_key WHERE account=?1 AND user=?2 AND day=?3",
	               &vault->of_subject) &&
	       prepare(vault, "SELECT day, box FROM content_key WHERE id=?1", &vault->of_id) &&
	       prepare(vault, "PRAGMA data_version", &vault->version) &&
	       prepare(vault, "INSERT INTO content_key VALUES(?1, ?2, ?3, ?4, ?5)", &vault->add);
}

enum status audit_vault_open(const struct audit_folder *folder, struct audit_vault **vault,
                             struct error *err)
{
	struct audit_vault *fresh = calloc(1, sizeof *fresh);
	char                path[AUDIT_PATH_BYTES];
	enum status         status;
	int                 fd;

	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for stored texts");
	*vault = fresh;
	status = audit_folder_secret(folder, "content.key", fresh->wrap, err);
	/* SQLite makes its journal with the mode of the file. */
	if (status == STATUS_OK &&
	    (!audit_file_path(path, sizeof path, folder->data, AUDIT_VAULT_FILE) ||
	     (fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0 || close(fd) != 0))
		status = cannot(fresh, "make the keys of stored texts", folder->data, err);
	if (status == STATUS_OK &&
	    (sqlite3_open_v2(path, &fresh->db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
	     sqlite3_busy_timeout(fresh->db, BUSY_MS) != SQLITE_OK ||
	     sqlite3_exec(fresh->db, schema, NULL, NULL, NULL) != SQLITE_OK || !prepare_all(fresh)))
		status = cannot(fresh, "open the keys of stored texts", path, err);
	if (status != STATUS_OK)
		audit_vault_close(vault);
	return status;
}

/* A journal that a crash left needs writing before the file can be read. */
static bool open_to_read(struct audit_vault *vault, const char *path)
{
	static const int flags[] = { SQLITE_OPEN_READWRITE, SQLITE_OPEN_READONLY };

	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
		sqlite3_close(vault->db);
		vault->db = NULL;
		if (sqlite3_open_v2(path, &vault->db, flags[i], NULL) == SQLITE_OK &&
		    sqlite3_busy_timeout(vault->db, BUSY_MS) == SQLITE_OK && prepare_all(vault))
			return true;
	}
	return false;
}

enum status audit_vault_open_read(const char *data, struct audit_vault **vault, struct error *err)
{
	struct audit_vault *fresh;
	char                path[AUDIT_PATH_BYTES];
	enum status         status;

	*vault = NULL;
	if (!audit_file_path(path, sizeof path, data, AUDIT_VAULT_FILE))
		return error_set(err, STATUS_IO, data, 0, 0, "the path is too long");
	if (access(path, F_OK) != 0)
		return STATUS_NOT_FOUND;
	fresh = calloc(1, sizeof *fresh);
	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for stored texts");
	*vault = fresh;
	status = audit_folder_secret_read(data, "content.key", fresh->wrap, err);
	if (status == STATUS_NOT_FOUND) /* there are keys, and nothing opens them */
		status = STATUS_CORRUPT;
	if (status == STATUS_OK && !open_to_read(fresh, path))
		status = cannot(fresh, "open the keys of stored texts", path, err);
	if (status != STATUS_OK)
		audit_vault_close(vault);
	return status;
}

/* ---- wrapping ---- */

/* A wrapped key is good for its own row only. */
struct label {
	unsigned char bytes[AUDIT_KEY_ID_BYTES + 8];
};

static struct label label_of(const unsigned char id[AUDIT_KEY_ID_BYTES], uint64_t day)
{
	struct label label;

	memcpy(label.bytes, id, AUDIT_KEY_ID_BYTES);
	for (unsigned i = 0; i < 8; i++)
		label.bytes[AUDIT_KEY_ID_BYTES + i] = (unsigned char)(day >> (8 * i));
	return label;
}

static void wrap(const struct audit_vault *vault, const struct audit_content_key *key, uint64_t day,
                 unsigned char box[BOX_BYTES])
{
	struct label       label = label_of(key->id, day);
	unsigned long long len;

	randombytes_buf(box, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		box + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, &len, key->bytes,
		sizeof key->bytes, label.bytes, sizeof label.bytes, NULL, box, vault->wrap);
}

static bool unwrap(const struct audit_vault *vault, sqlite3_stmt *row, int column, uint64_t day,
                   struct audit_content_key *key)
{
	struct label         label = label_of(key->id, day);
	const unsigned char *box = sqlite3_column_blob(row, column);

	return sqlite3_column_bytes(row, column) == BOX_BYTES &&
	       crypto_aead_xchacha20poly1305_ietf_decrypt(
		       key->bytes, NULL, NULL, box + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
		       BOX_BYTES - crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, label.bytes,
		       sizeof label.bytes, box, vault->wrap) == 0;
}

/* ---- keys ---- */

static struct slot *slot_of(struct audit_vault *vault, const struct audit_subject *subject,
                            uint64_t day)
{
	uint64_t mix = day;
	uint64_t part;

	/* The hashes are keyed: nobody can aim at a slot. */
	memcpy(&part, subject->account, sizeof part);
	mix ^= part;
	memcpy(&part, subject->user, sizeof part);
	mix ^= part >> 7;
	return &vault->slots[(mix ^ mix >> 32) & (SLOTS - 1)];
}

static enum status look_up(struct audit_vault *vault, const struct audit_subject *subject,
                           uint64_t day, struct audit_content_key *key)
{
	sqlite3_stmt *row = vault->of_subject;
	enum status   status = STATUS_IO;
	int           got;

	sqlite3_bind_blob(row, 1, subject->account, AUDIT_SUBJECT_BYTES, SQLITE_STATIC);
	sqlite3_bind_blob(row, 2, subject->user, AUDIT_SUBJECT_BYTES, SQLITE_STATIC);
	sqlite3_bind_int64(row, 3, (sqlite3_int64)day);
	got = sqlite3_step(row);
	if (got == SQLITE_DONE) {
		status = STATUS_NOT_FOUND;
	} else if (got == SQLITE_ROW && sqlite3_column_bytes(row, 0) == AUDIT_KEY_ID_BYTES) {
		memcpy(key->id, sqlite3_column_blob(row, 0), AUDIT_KEY_ID_BYTES);
		if (unwrap(vault, row, 1, day, key))
			status = STATUS_OK;
	}
	sqlite3_reset(row);
	sqlite3_clear_bindings(row);
	return status;
}

static enum status insert(struct audit_vault *vault, const struct audit_subject *subject,
                          uint64_t day, struct audit_content_key *key)
{
	sqlite3_stmt *row = vault->add;
	unsigned char box[BOX_BYTES];
	int           got;

	if (!vault->is_changing) {
		if (sqlite3_exec(vault->db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK)
			return STATUS_IO;
		vault->is_changing = true;
	}
	randombytes_buf(key->id, sizeof key->id);
	randombytes_buf(key->bytes, sizeof key->bytes);
	wrap(vault, key, day, box);
	sqlite3_bind_blob(row, 1, key->id, sizeof key->id, SQLITE_STATIC);
	sqlite3_bind_int64(row, 2, (sqlite3_int64)day);
	sqlite3_bind_blob(row, 3, subject->account, AUDIT_SUBJECT_BYTES, SQLITE_STATIC);
	sqlite3_bind_blob(row, 4, subject->user, AUDIT_SUBJECT_BYTES, SQLITE_STATIC);
	sqlite3_bind_blob(row, 5, box, sizeof box, SQLITE_STATIC);
	got = sqlite3_step(row);
	sqlite3_reset(row);
	sqlite3_clear_bindings(row);
	return got == SQLITE_DONE ? STATUS_OK : STATUS_IO;
}

/* Another connection may have destroyed keys: those in memory go, too. */
static void notice_changes(struct audit_vault *vault)
{
	int64_t version = sqlite3_step(vault->version) == SQLITE_ROW
	                          ? sqlite3_column_int64(vault->version, 0)
	                          : -1;

	sqlite3_reset(vault->version);
	if (version != vault->seen_version)
		sodium_memzero(vault->slots, sizeof vault->slots);
	vault->seen_version = version;
}

enum status audit_vault_key(struct audit_vault *vault, const struct audit_subject *subject,
                            uint64_t day, struct audit_content_key *key)
{
	struct slot *slot = slot_of(vault, subject, day);
	enum status  status;

	notice_changes(vault);

	if (slot->is_taken && slot->day == day &&
	    memcmp(&slot->subject, subject, sizeof *subject) == 0) {
		*key = slot->key;
		return STATUS_OK;
	}
	status = look_up(vault, subject, day, key);
	if (status == STATUS_NOT_FOUND)
		status = insert(vault, subject, day, key);
	if (status == STATUS_OK)
		*slot = (struct slot){ true, day, *subject, *key };
	return status;
}

enum status audit_vault_commit(struct audit_vault *vault)
{
	if (!vault->is_changing)
		return STATUS_OK;
	vault->is_changing = false;
	if (sqlite3_exec(vault->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
		return STATUS_OK;
	sqlite3_exec(vault->db, "ROLLBACK", NULL, NULL, NULL);
	sodium_memzero(vault->slots, sizeof vault->slots);
	return STATUS_IO;
}

enum status audit_vault_find(struct audit_vault *vault, struct audit_content_key *key)
{
	sqlite3_stmt *row = vault->of_id;
	enum status   status = STATUS_IO;
	int           got;

	sqlite3_bind_blob(row, 1, key->id, sizeof key->id, SQLITE_STATIC);
	got = sqlite3_step(row);
	if (got == SQLITE_DONE)
		status = STATUS_NOT_FOUND;
	else if (got == SQLITE_ROW)
		status = unwrap(vault, row, 1, (uint64_t)sqlite3_column_int64(row, 0), key)
		                 ? STATUS_OK
		                 : STATUS_CORRUPT;
	sqlite3_reset(row);
	sqlite3_clear_bindings(row);
	return status;
}

/* Runs a statement that destroys keys; those in memory go with them. */
static enum status destroy(struct audit_vault *vault, sqlite3_stmt *statement, uint64_t *count)
{
	enum status status = audit_vault_commit(vault);
	int         got = SQLITE_ERROR;

	if (status == STATUS_OK)
		got = sqlite3_step(statement);
	*count = got == SQLITE_DONE ? (uint64_t)sqlite3_changes64(vault->db) : 0;
	sqlite3_finalize(statement);
	sodium_memzero(vault->slots, sizeof vault->slots);
	return got == SQLITE_DONE ? STATUS_OK : STATUS_IO;
}

enum status audit_vault_erase(struct audit_vault *vault, const unsigned char *account,
                              const unsigned char *user, uint64_t *count)
{
	sqlite3_stmt *statement = NULL;

	if (!prepare(vault, "DELETE FROM content_key WHERE account=?1 AND (?2 IS NULL OR user=?2)",
	             &statement))
		return STATUS_IO;
	sqlite3_bind_blob(statement, 1, account, AUDIT_SUBJECT_BYTES, SQLITE_STATIC);
	if (user != NULL)
		sqlite3_bind_blob(statement, 2, user, AUDIT_SUBJECT_BYTES, SQLITE_STATIC);
	return destroy(vault, statement, count);
}

/* A temporary table of the accounts that are held; each call fills it anew. */
static bool set_held(struct audit_vault *vault, unsigned char held[][AUDIT_SUBJECT_BYTES],
                     size_t count)
{
	sqlite3_stmt *row = NULL;
	bool          is_set = sqlite3_exec(vault->db,
	                                    "CREATE TEMP TABLE IF NOT EXISTS held(account BLOB);"
	                                             "DELETE FROM held;",
	                                    NULL, NULL, NULL) == SQLITE_OK &&
	              prepare(vault, "INSERT INTO held VALUES(?1)", &row);

	for (size_t i = 0; i < count && is_set; i++) {
		sqlite3_bind_blob(row, 1, held[i], AUDIT_SUBJECT_BYTES, SQLITE_STATIC);
		is_set = sqlite3_step(row) == SQLITE_DONE;
		sqlite3_reset(row);
	}
	sqlite3_finalize(row);
	return is_set;
}

enum status audit_vault_count(struct audit_vault *vault, uint64_t day,
                              unsigned char held[][AUDIT_SUBJECT_BYTES], size_t held_count,
                              uint64_t *count)
{
	sqlite3_stmt *row = NULL;
	enum status   status = STATUS_IO;

	*count = 0;
	if (set_held(vault, held, held_count) &&
	    prepare(vault,
	            "SELECT count(*) FROM content_key WHERE day < ?1"
	            " AND account NOT IN (SELECT account FROM held)",
	            &row)) {
		sqlite3_bind_int64(row, 1, (sqlite3_int64)day);
		if (sqlite3_step(row) == SQLITE_ROW) {
			*count = (uint64_t)sqlite3_column_int64(row, 0);
			status = STATUS_OK;
		}
	}
	sqlite3_finalize(row);
	return status;
}

enum status audit_vault_expire(struct audit_vault *vault, uint64_t day,
                               unsigned char held[][AUDIT_SUBJECT_BYTES], size_t held_count,
                               uint64_t *count)
{
	sqlite3_stmt *statement = NULL;

	if (!set_held(vault, held, held_count) ||
	    !prepare(vault,
	             "DELETE FROM content_key WHERE day < ?1"
	             " AND account NOT IN (SELECT account FROM held)",
	             &statement))
		return STATUS_IO;
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)day);
	return destroy(vault, statement, count);
}
