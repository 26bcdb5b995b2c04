/* SPDX-License-Identifier: Apache-2.0 */
/* Files of lines, read one batch of whole lines at a time in bounded memory. */
#ifndef CMD_READER_H
#define CMD_READER_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_limits.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CMD_LINE_BYTES_MAX LIMIT_BODY_BYTES_MAX

struct cmd_line {
	struct slice text;     /* without its line end; borrowed from the batch */
	uint64_t     number;   /* 1-based, in its file */
	size_t       source;   /* index of its file */
	bool         too_long; /* longer than CMD_LINE_BYTES_MAX: text is empty */
};

/* Lines of one file. Blank lines are left out, but counted. */
struct cmd_batch {
	struct buffer    text;
	struct cmd_line *lines;
	size_t           count;
	size_t           cap;
};

void cmd_batch_init(struct cmd_batch *batch);
void cmd_batch_free(struct cmd_batch *batch);

struct cmd_reader {
	const char *const *paths; /* "-" is standard input */
	size_t             path_count;
	size_t             source;   /* of the open file; path_count at the end */
	int                fd;       /* -1: the file at `source` is still closed */
	uint64_t           number;   /* of the last line read in it */
	uint64_t           bytes;    /* read in all */
	uint64_t           lines;    /* read in all */
	bool               skipping; /* inside a line that is too long */
	struct buffer      rest;     /* the beginning of the next line */
};

/* `paths` are borrowed. */
void cmd_reader_open(struct cmd_reader *reader, const char *const *paths, size_t count);
void cmd_reader_close(struct cmd_reader *reader);

/* Replaces the batch by the next lines: as many as one read brought, so that a pipe is
 * answered as it is fed. STATUS_OK with at least one line; STATUS_END; STATUS_IO with the
 * file in err; STATUS_NO_MEMORY. */
MUST_CHECK enum status cmd_reader_next(struct cmd_reader *reader, struct cmd_batch *batch,
                                       struct error *err);

/* The bytes of those paths that are regular files, or 0 when one is not. */
uint64_t cmd_reader_total(const char *const *paths, size_t count);

#endif
