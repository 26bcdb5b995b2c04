/* SPDX-License-Identifier: Apache-2.0 */
/* Walks the segments of one node in order and compares each line with the one before it and
 * with the checkpoints. No I/O: the caller brings the bytes. */
#ifndef AUDIT_WALK_H
#define AUDIT_WALK_H

#include "audit_chain.h"
#include "audit_fault.h"
#include "audit_gone.h"
#include "audit_tip.h"
#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A checkpoint whose signature is good. */
struct audit_mark {
	struct audit_head head; /* size, and hash of the last record */
	struct digest     root;
	const char       *file; /* where it stands */
	uint64_t          line;
};

/* Records that are gone, until a record says why. */
struct audit_walk_gap {
	uint64_t      first_seq, last_seq;
	struct digest digest; /* of the .gone file */
	bool          is_signed;
	bool          is_excused;
};

struct audit_walk {
	struct audit_faults      faults;
	const struct audit_mark *marks; /* ascending by head.seq */
	size_t                   mark_count;
	size_t                   next_mark; /* the first that is not behind us */
	struct audit_tip         tip;       /* at the last record in its place */
	bool                     has_gap;   /* records are missing: roots cannot be compared */
	uint64_t                 gap_start; /* the last gap in the numbers, half-open */
	uint64_t                 gap_end;
	bool                     gave_up; /* lines of the last segment were superseded */
	struct audit_walk_gap   *gaps;    /* that retention left */
	size_t                   gap_count, gap_cap;
	struct arena            *arena;
};

struct audit_walk_segment {
	const char *file;
	uint64_t    first_seq;      /* from its name */
	uint64_t    next_first_seq; /* of the segment behind it; 0: this is the last */
	uint64_t    line;           /* the last one that was walked */
	uint64_t    given_up;       /* lines that the next segment takes the place of */
};

/* Segment by segment, each line by line; torn: the last line has no newline. The first segment
 * begins with record 1. */
/* Moves over a gap that retention left, when there is one. False without memory. */
MUST_CHECK bool audit_walk_gone(struct audit_walk *walk, const struct audit_gone *gone,
                                bool is_signed);
void            audit_walk_begin(struct audit_walk *walk, struct audit_walk_segment *segment);
void            audit_walk_line(struct audit_walk *walk, struct audit_walk_segment *segment,
                                struct slice line);
void            audit_walk_torn(struct audit_walk *walk, struct audit_walk_segment *segment);
void            audit_walk_leave(struct audit_walk *walk, struct audit_walk_segment *segment);

/* After the last segment: do the checkpoints promise more? */
void audit_walk_end(struct audit_walk *walk, const char *last_file);

#endif
