/* SPDX-License-Identifier: Apache-2.0 */
/* What does not stay: segments older than metadata is kept, keys of texts older than texts are
 * kept, and texts that somebody asked to erase. Nothing goes unsaid: each removal leaves a record
 * with the face audit.retention first, and a legal hold stops it.
 *
 * On the keeper's thread. Records are handed to the writer like any other and waited for. */
#ifndef AUDIT_RETAIN_H
#define AUDIT_RETAIN_H

#include "audit_hash.h"
#include "audit_hold.h"
#include "audit_index.h"
#include "audit_vault.h"
#include "audit_writer.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

#include <stdint.h>

#define AUDIT_REQUEST_FOLDER "requests"

struct audit_retain {
	struct audit_writer         *writer;
	const struct audit_hash_key *hash_key;
	struct audit_index          *index; /* may be NULL */
	struct digest                holds; /* digest of the holds that were noted last */
	bool                         has_noted_holds;
	struct audit_holds           held; /* as they are now */
	unsigned char                held_accounts[AUDIT_HOLDS_MAX][AUDIT_SUBJECT_BYTES];
};

/* Removes what is too old. Damaged segments and held ones stay. STATUS_OK; STATUS_IO,
 * STATUS_CORRUPT, STATUS_NO_MEMORY with err: what is left is left for the next time. */
MUST_CHECK enum status audit_retain_run(struct audit_retain *retain, struct error *err);

/* Does what DATA/requests asks for. As above. */
MUST_CHECK enum status audit_retain_requests(struct audit_retain *retain, struct error *err);

/* Asks for the texts of an account, or of one of its users (may be empty), to be erased: leaves a
 * request that a running server, or whoever opens the log next, does within a second. `name`
 * receives its name. STATUS_OK; STATUS_NOT_FOUND (no hashing key), STATUS_IO with err. */
#define AUDIT_REQUEST_CHARS 40
MUST_CHECK enum status audit_retain_ask(const char *data, struct slice account, struct slice user,
                                        char name[AUDIT_REQUEST_CHARS], struct error *err);

/* Is the request done? Then *keys is the number of keys destroyed, or is_held. */
bool audit_retain_is_done(const char *data, const char *name, uint64_t *keys, bool *is_held);

#endif
