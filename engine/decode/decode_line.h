/* SPDX-License-Identifier: Apache-2.0 */
/* Where in a line a disguised text may stand that has no edges of its own (words or letters in
 * another order): in its quotes, behind its colon, or the whole line. */
#ifndef DECODE_LINE_H
#define DECODE_LINE_H

#include "base_slice.h"
#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>

enum decode_line_part {
	DECODE_LINE_QUOTED,   /* between the first two " */
	DECODE_LINE_SENTENCE, /* behind the first colon, up to where a sentence may begin */
	DECODE_LINE_BEHIND,   /* behind the first colon */
	DECODE_LINE_WHOLE,
	DECODE_LINE_PARTS
};

/* The end of the line that `from` is in. */
size_t decode_line_end(struct slice text, size_t from);

/* A part of text[start, end), a line, without spaces at its ends; false where there is none.
 * The parts of some lines are the same. */
bool decode_line_part(struct slice text, size_t start, size_t end, enum decode_line_part part,
                      struct decode_run *run);

#endif
