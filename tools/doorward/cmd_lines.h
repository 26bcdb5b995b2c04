/* SPDX-License-Identifier: Apache-2.0 */
/* Lines in, lines out, in the same order, on all cores. */
#ifndef CMD_LINES_H
#define CMD_LINES_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_status.h"
#include "cmd_reader.h"

#include <stddef.h>
#include <stdio.h>

/* Handles one line: `thread` (0 .. threads - 1) tells whose scratch to use, `out` receives
 * what is printed in the line's place. Called from many threads at once, but never twice at
 * once with the same `thread`. */
typedef void cmd_line_handle(void *context, size_t thread, const struct cmd_line *line,
                             struct buffer *out);

/* Replaces the batch by the next lines. STATUS_OK with at least one; STATUS_END; anything else is a
 * fault with err. On the calling thread of cmd_lines_run(). */
typedef enum status cmd_lines_source(void *context, struct cmd_batch *batch, struct error *err);

struct cmd_lines {
	cmd_lines_source  *source; /* NULL: the lines of `paths` */
	const char *const *paths;  /* "-" is standard input */
	size_t             path_count;
	size_t             threads; /* see cmd_threads() */
	cmd_line_handle   *handle;
	void              *context;
	FILE              *out; /* NULL: what `handle` appends is dropped */
};

/* Returns when every line was handled and written. STATUS_OK; STATUS_IO for a file that
 * cannot be read; STATUS_NO_MEMORY: err says where. The lines before a fault are handled
 * and written all the same. */
MUST_CHECK enum status cmd_lines_run(const struct cmd_lines *lines, struct error *err);

/* `asked`, or how many cores this process may use when that is 0; at most CMD_THREADS_MAX. */
#define CMD_THREADS_MAX 64
size_t cmd_threads(uint64_t asked);

#endif
