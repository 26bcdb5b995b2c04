/* SPDX-License-Identifier: Apache-2.0 */
/* The first fault of a load, with its place: file, line, column, what is wrong
 * and what would be right. */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_status.h"

#include <stdarg.h>

struct error {
	enum status status;    /* STATUS_OK: no fault yet */
	char        file[256]; /* "" when the fault has no file */
	unsigned    line;      /* 1-based; 0 = the whole file */
	unsigned    column;    /* 1-based, in bytes; 0 = the whole line */
	char        message[384];
};

/* Keeps the first fault: later calls do nothing. `err` may be NULL. `file` may
 * be NULL. Returns `status`, so that "return error_set(...)" reads well. */
enum status error_set(struct error *err, enum status status, const char *file, unsigned line,
                      unsigned column, const char *format, ...) PRINTF_FORMAT(6, 7);

/* "rules/a.yaml:14:9: message", leaving out the parts that are unknown. */
void error_print(const struct error *err, struct buffer *out);

/* The name among `names` (count of them, NUL-terminated) that is nearest to
 * `word` by edit distance (with transposition), or NULL when none is within a
 * third of its length. For "did you mean". */
const char *error_nearest(const char *word, size_t word_len, const char *const *names,
                          size_t count);

#endif
