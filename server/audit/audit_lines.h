/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of one segment, read in pieces: never mapped, because a running server may cut the
 * file under the reader. One thread. */
#ifndef AUDIT_LINES_H
#define AUDIT_LINES_H

#include "audit_pack.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stdint.h>

struct audit_lines {
	int                  fd;
	struct audit_unpack *unpack;  /* NULL: the segment is not packed */
	struct buffer        text;    /* read and not yet handed out */
	size_t               start;   /* of the next line in `text` */
	size_t               seen;    /* bytes of `text` that hold no newline */
	uint64_t             offset;  /* of the next line in the segment, in bytes of records */
	bool                 is_over; /* the file is read to its end */
};

/* A path that ends in ".zst" is unpacked on the way. STATUS_OK; STATUS_NOT_FOUND; STATUS_IO with
 * errno; STATUS_NO_MEMORY. */
MUST_CHECK enum status audit_lines_open(const char *path, struct audit_lines *lines);
void                   audit_lines_close(struct audit_lines *lines);

/* The next line is the one at `offset`. STATUS_OK; STATUS_NOT_FOUND behind the end of a packed
 * segment; else as audit_lines_next(). */
MUST_CHECK enum status audit_lines_seek(struct audit_lines *lines, uint64_t offset);

/* After STATUS_END: does a line without a newline follow? */
bool audit_lines_are_torn(const struct audit_lines *lines);

/* The next line without its newline, borrowed until the next call; *offset (may be NULL) is where
 * it begins. STATUS_OK; STATUS_END, also before a line that has no newline yet;
 * STATUS_IO with errno; STATUS_CORRUPT when it does not unpack; STATUS_NO_MEMORY. */
MUST_CHECK enum status audit_lines_next(struct audit_lines *lines, struct slice *line,
                                        uint64_t *offset);

#endif
