/* SPDX-License-Identifier: Apache-2.0 */
/* Internal: the scratch that match_hyperscan.c and match_prefilter.c share, so
 * that a thread needs one for both. The naive backend hands out an empty one. */
#ifndef MATCH_SCRATCH_H
#define MATCH_SCRATCH_H

#include "base_attr.h"
#include "base_status.h"
#include "match_backend.h"

struct hs_scratch;
struct hs_database;

struct match_scratch {
	struct hs_scratch *hs; /* NULL until a database asks for room */
};

/* *scratch NULL allocates; `hs` NULL (an empty set) asks for no room.
 * STATUS_OK or STATUS_NO_MEMORY; *scratch stays valid in both cases. */
MUST_CHECK enum status match_scratch_fit(const struct hs_database *hs,
                                         struct match_scratch    **scratch);
/* Frees and nulls; *scratch may be NULL. */
void match_scratch_close(struct match_scratch **scratch);

/* Scans one text with a Hyperscan database: STATUS_OK, or STATUS_CORRUPT when the
 * library refuses. `hs` NULL and an empty text report nothing. */
MUST_CHECK enum status match_scratch_scan(const struct hs_database   *hs,
                                          const struct match_scratch *scratch, struct slice text,
                                          match_hit *hit, void *context);

#endif
