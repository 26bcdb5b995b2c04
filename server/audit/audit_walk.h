/* SPDX-License-Identifier: Apache-2.0 */
/* Walks the segments of one node in order and compares each line with the one before it and
 * with the checkpoints. No I/O: the caller brings the bytes. */
#ifndef AUDIT_WALK_H
#define AUDIT_WALK_H

#include "audit_chain.h"
#include "audit_fault.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A checkpoint whose signature is good. */
struct audit_mark {
	struct audit_head head;
	uint64_t          line; /* in the file of checkpoints */
};

struct audit_walk {
	struct audit_faults      faults;
	const char              *checkpoint_file;
	const struct audit_mark *marks; /* ascending by head.seq */
	size_t                   mark_count;
	size_t                   next_mark; /* the first that is not behind us */
	struct audit_head        head;      /* the last record in its place */
	uint64_t                 gap_start; /* the last gap in the numbers, half-open */
	uint64_t                 gap_end;
	bool                     gave_up; /* lines of the last segment were superseded */
};

struct audit_walk_segment {
	const char  *file;
	struct slice bytes;
	uint64_t     first_seq;      /* from its name */
	uint64_t     next_first_seq; /* of the segment behind it; 0: this is the last */
};

/* The first segment begins with record 1. */
void audit_walk_segment(struct audit_walk *walk, const struct audit_walk_segment *segment);

/* After the last segment: do the checkpoints promise more? */
void audit_walk_end(struct audit_walk *walk, const char *last_file);

#endif
