/* SPDX-License-Identifier: Apache-2.0 */
/* What the log looks like after the last run, and where the next record goes. */
#ifndef AUDIT_RECOVER_H
#define AUDIT_RECOVER_H

#include "audit_chain.h"
#include "audit_checkpoint.h"
#include "audit_folder.h"
#include "audit_segment.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

#include <stdbool.h>
#include <stdint.h>

struct audit_recovery {
	struct audit_tip     tip;              /* at the last record */
	struct audit_segment segment;          /* open, to append to */
	uint64_t             cut_bytes;        /* of a tail that was never acknowledged */
	bool                 is_damaged;       /* signed records are changed or gone */
	uint64_t             checkpoint_bytes; /* whole notes in the file of checkpoints */
};

/* Reads the last segment and the checkpoints, cuts a torn tail and opens the segment that
 * takes the next record. What is covered by a checkpoint is never cut, however it looks: then
 * a new segment is begun behind it, and audit_verify() names the damage. A cut tail of
 * more than one torn line is kept in a file beside the segment ("<seq>.cut").
 * STATUS_OK, STATUS_IO, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status audit_recover(const struct audit_folder *folder,
                                     const struct audit_signer *signer,
                                     struct audit_recovery *recovery, struct error *err);

#endif
