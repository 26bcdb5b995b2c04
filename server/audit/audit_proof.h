/* SPDX-License-Identifier: Apache-2.0 */
/* Proofs that need neither the log nor its server to be checked, only the public key.
 *
 * Inclusion, in the form of C2SP's tlog-proof; `extra` is the record itself, so that the proof says
 * what it is about:
 *
 *     c2sp.org/tlog-proof@v1
 *     extra <base64 of the record's line>
 *     index 41
 *     <base64 of a hash>
 *     ...
 *
 *     <checkpoint>
 *
 * Consistency, that a later checkpoint has all that an earlier one had, and more behind it:
 *
 *     doorward/consistency-proof/v1
 *     <base64 of a hash>
 *     ...
 *
 *     <checkpoint>
 *
 *     <later checkpoint> */
#ifndef AUDIT_PROOF_H
#define AUDIT_PROOF_H

#include "audit_checkpoint.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stdint.h>

/* Proves that a record ("vd_...", or its number where there is one node) is under the last
 * checkpoint. Reads all records: about a second for a million. STATUS_OK; STATUS_NOT_FOUND: no
 * such record, or no checkpoint covers it yet, or what it takes is gone; STATUS_CORRUPT: the
 * log is not whole; STATUS_IO, STATUS_NO_MEMORY; with err. */
MUST_CHECK enum status audit_proof_include(const char *data, struct slice what, struct buffer *out,
                                           struct error *err);

/* Proves that the checkpoint `later` extends the checkpoint `old`. Each is a size that the log has
 * a checkpoint of, or a file with a checkpoint; `later` NULL is the last of the log. As above. */
MUST_CHECK enum status audit_proof_extend(const char *data, const char *old, const char *later,
                                          struct buffer *out, struct error *err);

struct audit_proven {
	bool         is_consistency;
	struct slice node;         /* borrowed from the text, as `record` is not */
	uint64_t     size;         /* of the checkpoint; of the later one */
	uint64_t     old_size;     /* of consistency */
	uint64_t     seq;          /* of the record */
	char         record[8192]; /* its line, as far as it fits */
};

/* Checks a proof of either kind. STATUS_OK; STATUS_CORRUPT, and err says what does not hold. */
MUST_CHECK enum status audit_proof_check(struct slice text, const struct audit_public_key *keys,
                                         size_t key_count, struct audit_proven *proven,
                                         struct error *err);

#endif
