/* SPDX-License-Identifier: Apache-2.0 */
/* Legal holds: what must not expire, whatever its age. DATA/holds, a line a hold:
 *
 *     CASE <tab> ACCOUNT          ACCOUNT * is everything
 *
 * The file is replaced as a whole and may be edited beside a running server; the server notes each
 * change in the log before it removes anything. */
#ifndef AUDIT_HOLD_H
#define AUDIT_HOLD_H

#include "base_attr.h"
#include "base_digest.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>

#define AUDIT_HOLD_FILE  "holds"
#define AUDIT_HOLDS_MAX  256
#define AUDIT_HOLD_BYTES 65536

struct audit_hold {
	struct slice name; /* of the case */
	struct slice account;
};

struct audit_holds {
	char              text[AUDIT_HOLD_BYTES];
	struct audit_hold at[AUDIT_HOLDS_MAX];
	size_t            count;
	bool              is_all; /* everything is held */
	struct digest     digest; /* of the file */
};

/* STATUS_OK, also without a file; STATUS_CORRUPT, STATUS_IO with err: then nothing may be
 * removed. */
MUST_CHECK enum status audit_holds_load(const char *data, struct audit_holds *holds,
                                        struct error *err);

bool audit_holds_have(const struct audit_holds *holds, struct slice account);

/* Adds a hold, or releases all of a case (account empty). STATUS_OK; STATUS_NOT_FOUND: there is no
 * such case; STATUS_USAGE: a name with a tab or a line end, or none; as above. */
MUST_CHECK enum status audit_holds_change(const char *data, struct slice name, struct slice account,
                                          struct error *err);

#endif
