/* SPDX-License-Identifier: Apache-2.0 */
/* What is left of a segment that retention removed: "00000000000000000001.gone".
 *
 *     doorward-gone-v1
 *     1 5000                     the records that went
 *     prev <64 hex>              the hash before them in the chain
 *     last <64 hex>              the hash of the last of them
 *     root <64 hex>              the root of a tree over just these records
 *     12 <64 hex>                full subtrees of the tree over all records, with their level
 *     ...
 *
 *     — <name> <base64>            the node's signature, as of a checkpoint
 *
 * With it the chain and the tree go on over the gap, so the rest of the log verifies. A record with
 * the face audit.retention says that they went, with their number, their root and the digest of
 * this file: without such a record, or without the signature, the
 * gap is a fault: who cannot sign cannot remove. */
#ifndef AUDIT_GONE_H
#define AUDIT_GONE_H

#include "audit_checkpoint.h"
#include "audit_tip.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AUDIT_GONE_TREES 128
#define AUDIT_GONE_BYTES 16384 /* of a file */
#define AUDIT_FACE_GONE  "audit.retention"

struct audit_gone {
	uint64_t             first_seq, last_seq; /* none when last < first */
	struct digest        prev, last;
	struct audit_tree    own; /* over just these records */
	struct digest        root;
	struct audit_subtree trees[AUDIT_GONE_TREES];
	size_t               tree_count;
	struct digest        digest; /* of the file, without the signature */
};

/* Gathering: the records one after another. False when one does not follow. */
void            audit_gone_begin(struct audit_gone *gone, uint64_t first_seq);
MUST_CHECK bool audit_gone_add(struct audit_gone *gone, const struct audit_link *link);
/* The file's text; sets root and digest. Test out->failed. */
void audit_gone_write(struct audit_gone *gone, struct buffer *out);

/* FOLDER/<first_seq>.gone. False when there is none in its form. */
MUST_CHECK bool audit_gone_load(const char *folder, uint64_t first_seq, struct audit_gone *gone);
/* Writes the file, durably. STATUS_OK, STATUS_IO with err. */
MUST_CHECK enum status audit_gone_save(const char *folder, struct audit_gone *gone,
                                       const struct audit_signer *signer, struct error *err);

/* Is the file signed with one of the keys? */
bool audit_gone_is_signed(const char *folder, uint64_t first_seq,
                          const struct audit_public_key *keys, size_t count);

/* Moves the tip over the gap. False when it does not fit there: the tip is as it was. */
MUST_CHECK bool audit_gone_apply(const struct audit_gone *gone, struct audit_tip *tip);

#endif
