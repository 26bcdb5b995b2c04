/* SPDX-License-Identifier: Apache-2.0 */
/* NEAR: one match of every branch, close together. */
#ifndef SCAN_NEAR_H
#define SCAN_NEAR_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_status.h"
#include "scan_worker.h"

#include <stdbool.h>
#include <stdint.h>

/* `branches` holds the hits of each of 1 to LIMIT_NEAR_BRANCHES branches by place (each
 * list not empty). A window is one
 * hit of every branch with at most `within` words that belong to none of them between
 * the first and the last word. Hits may share words, but not with `ordered`: then each
 * begins behind the end of the one before it, in the order of the branches.
 * The result holds one hit a window, reaching over all of it, by place, tight
 * ones only. *ended is the branch whose hits were used up. When these were all it has, the
 * windows are all there are; when there are more hits than were given, all windows but the last
 * are certain. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_near_find(const struct scan_hits *branches, size_t branch_count,
                                      uint32_t within, bool ordered, struct arena *arena,
                                      struct scan_hits *windows, size_t *ended);

#endif
