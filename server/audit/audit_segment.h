/* SPDX-License-Identifier: Apache-2.0 */
/* A segment: an append-only file of records, named by the number of its first record
 * ("00000000000000000001.seg"); packed later, it is "00000000000000000001.seg.zst". One thread uses
 * a segment at a time. */
#ifndef AUDIT_SEGMENT_H
#define AUDIT_SEGMENT_H

#include "audit_folder.h"
#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AUDIT_SEGMENT_NAME_CHARS 24

struct audit_segment {
	int      fd; /* -1: none is open */
	uint64_t first_seq;
	uint64_t bytes; /* in the file, as far as we wrote it */
	char     path[AUDIT_PATH_BYTES];
};

void audit_segment_name(uint64_t first_seq, char name[AUDIT_SEGMENT_NAME_CHARS + 1]);

/* A new, empty file; its name is durable on STATUS_OK. STATUS_IO with errno. */
MUST_CHECK enum status audit_segment_create(const char *folder, uint64_t first_seq,
                                            struct audit_segment *segment);

/* An existing one, to append behind its last byte. STATUS_IO with errno. */
MUST_CHECK enum status audit_segment_reopen(const char *folder, uint64_t first_seq,
                                            struct audit_segment *segment);

/* STATUS_IO with errno; an unknown part of `lines` may be in the file then. */
MUST_CHECK enum status audit_segment_append(struct audit_segment *segment, struct slice lines);

/* fdatasync(). After STATUS_IO never call it again on this segment: the kernel may have
 * dropped what could not be written, and a second call would claim success. */
MUST_CHECK enum status audit_segment_sync(struct audit_segment *segment);

/* False when somebody else removed the file, cut it or wrote to it. */
bool audit_segment_is_ours(const struct audit_segment *segment);

/* Cuts the file to its first `bytes`, unless it is shorter already. */
MUST_CHECK enum status audit_segment_cut(struct audit_segment *segment, uint64_t bytes);

void audit_segment_close(struct audit_segment *segment);

struct audit_segment_entry {
	uint64_t first_seq;
	bool     is_packed;
};

/* FOLDER/NAME of it; false when the path is too long. */
MUST_CHECK bool audit_segment_path(const char *folder, struct audit_segment_entry entry,
                                   char path[AUDIT_PATH_BYTES]);

/* All segments in a folder, ascending, in the arena. One that is there packed and not packed (a
 * crash in between) is listed as not packed. STATUS_OK, STATUS_IO, STATUS_NO_MEMORY. */
MUST_CHECK enum status audit_segment_list(const char *folder, struct arena *arena,
                                          struct audit_segment_entry **entries, size_t *count);

#endif
