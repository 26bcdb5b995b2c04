/* SPDX-License-Identifier: Apache-2.0 */
/* What stands between two pieces: a cut inside a word, or the end of one? "b-omb" and "bo- mb" at
 * the end of a line are cuts, "esp. ICs" is none. */
#include "decode_cut_word.h"

#include <string.h>

#define GAP_MAX 6u /* signs */

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Signs that may stand inside a word; others end a sentence or call a function. */
static bool is_sign(char byte)
{
	return byte != '\0' && strchr("-._*/\\|~+=^'\"`{},&#@$%<>", byte) != NULL;
}

bool decode_cut_is_gap(struct slice text, size_t start, size_t end)
{
	size_t spaces = 0;

	if (end - start == 1)
		return is_space(text.ptr[start]) || is_sign(text.ptr[start]);
	for (size_t i = start; i < end; i++) {
		if (is_space(text.ptr[i]))
			spaces++;
		else if (!is_sign(text.ptr[i]))
			return false;
	}
	if (spaces == 0)
		return end - start <= GAP_MAX;
	if (text.ptr[start] == '-' || text.ptr[start] == '\\')
		return end - start <= 3 &&
		       (text.ptr[start + 1] == '\n' || text.ptr[start + 1] == '\r');
	return spaces == 1 && end - start <= GAP_MAX &&
	       (memchr("'\"`{}", text.ptr[start], 5) != NULL ||
	        memchr("'\"`{}", text.ptr[end - 1], 5) != NULL);
}

bool decode_cut_is_line_end(struct slice text, size_t start, size_t end)
{
	return end - start >= 2 && text.ptr[start] == '-' &&
	       (text.ptr[start + 1] == '\n' || text.ptr[start + 1] == '\r');
}
