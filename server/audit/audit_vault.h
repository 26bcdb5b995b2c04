/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of stored texts: one a subject and day, in DATA/content.sqlite, apart from the log.
 *
 * A text is sealed in its record, and the chain covers what is sealed. To erase a text is to
 * destroy its key here; the log stays as it is, and whole. Keys are wrapped with
 * DATA/secret/content.key, so that the file alone opens nothing, and deleted rows are
 * overwritten (secure_delete; what a file system or a disk keeps of freed blocks is
 * for disk encryption).
 *
 * Not write-ahead logged: SQLite 3.40.1 may lose a transaction when two connections checkpoint at
 * once, and a rollback journal has no such moment. */
#ifndef AUDIT_VAULT_H
#define AUDIT_VAULT_H

#include "audit_folder.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

#include <stddef.h>
#include <stdint.h>

#define AUDIT_VAULT_FILE    "content.sqlite"
#define AUDIT_SUBJECT_BYTES 16
#define AUDIT_KEY_ID_BYTES  16
#define AUDIT_KEY_BYTES     32

/* Whose text it is: keyed hashes, so that the file names nobody. */
struct audit_subject {
	unsigned char account[AUDIT_SUBJECT_BYTES];
	unsigned char user[AUDIT_SUBJECT_BYTES];
};

struct audit_content_key {
	unsigned char id[AUDIT_KEY_ID_BYTES];
	unsigned char bytes[AUDIT_KEY_BYTES];
};

struct audit_vault;

/* For the one writer. Makes what is missing. STATUS_OK, STATUS_IO, STATUS_CORRUPT,
 * STATUS_NO_MEMORY with err. */
MUST_CHECK enum status audit_vault_open(const struct audit_folder *folder,
                                        struct audit_vault **vault, struct error *err);

/* For readers, beside a running server. STATUS_NOT_FOUND when no text was ever stored;
 * STATUS_IO, STATUS_CORRUPT, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status audit_vault_open_read(const char *data, struct audit_vault **vault,
                                             struct error *err);
void                   audit_vault_close(struct audit_vault **vault);

/* The key of a subject and day (days since 1970, UTC); made when there is none, and durable only
 * after audit_vault_commit(). STATUS_OK, STATUS_IO. */
MUST_CHECK enum status audit_vault_key(struct audit_vault         *vault,
                                       const struct audit_subject *subject, uint64_t day,
                                       struct audit_content_key *key);

/* Makes new keys durable; cheap when there are none. After STATUS_IO they are forgotten. */
MUST_CHECK enum status audit_vault_commit(struct audit_vault *vault);

/* Looks a key up by key->id. STATUS_OK; STATUS_NOT_FOUND when it was destroyed; STATUS_CORRUPT
 * when DATA/secret/content.key does not open it; STATUS_IO. */
MUST_CHECK enum status audit_vault_find(struct audit_vault *vault, struct audit_content_key *key);

/* Destroys keys, durably, and says how many. With `user` NULL all of the account's. STATUS_OK,
 * STATUS_IO. */
MUST_CHECK enum status audit_vault_erase(struct audit_vault *vault, const unsigned char *account,
                                         const unsigned char *user, uint64_t *count);
/* Destroys the keys of days before `day`, but not of the accounts that are held; or only counts
 * them. */
MUST_CHECK enum status audit_vault_expire(struct audit_vault *vault, uint64_t day,
                                          unsigned char held[][AUDIT_SUBJECT_BYTES],
                                          size_t held_count, uint64_t *count);
MUST_CHECK enum status audit_vault_count(struct audit_vault *vault, uint64_t day,
                                         unsigned char held[][AUDIT_SUBJECT_BYTES],
                                         size_t held_count, uint64_t *count);

#endif
