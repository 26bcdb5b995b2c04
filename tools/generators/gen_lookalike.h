/* SPDX-License-Identifier: Apache-2.0 */
/* Operation `lookalike`: engine/text/lookalikes.txt and ICU's uspoof skeletons. */
#ifndef GEN_LOOKALIKE_H
#define GEN_LOOKALIKE_H

#include "gen_ucd.h"

#include <stdbool.h>
#include <stdint.h>

/* The classes of the list; what they mean is said at its head. */
enum gen_likeness {
	GEN_UNLISTED,
	GEN_LETTER,
	GEN_ENCLOSED,
	GEN_SHAPE,
	GEN_EXTRA,
	GEN_NONE,
	GEN_ALSO
};

/* Reads the list; ends the program with file and line when it cannot. */
void gen_lookalike_read(const char *path);

/* The row of the list; `*latin` is its ASCII text. */
enum gen_likeness gen_lookalike_listed(uint32_t code_point, const char **latin);

/* The second reading, by a row of the class `also`; false when there is none. */
bool gen_lookalike_also(uint32_t code_point, char latin[4]);

/* The ASCII letters that the UTS #39 skeleton stands for, or false. "rn" and "l" are
 * what UTS #39 writes for m and I; they are turned back. `*had_marks`: there was a stroke
 * or an accent on them. */
bool gen_lookalike_skeleton(uint32_t code_point, char latin[4], bool *had_marks);

/* The list, else the canonical base letter's row, else the skeleton, else the same for
 * the letters of `image` (the case-folded or compatibility form). */
bool gen_lookalike_of(uint32_t code_point, const struct gen_sequence *image, char latin[4],
                      bool *is_extra);

#endif
