/* SPDX-License-Identifier: Apache-2.0 */
/* Words with the places where they belong, in another order:
 *
 *     [{"a": 3}, {"I": 2}, {"do": 1}, {"how": 0}, {"make": 4}]      how do I make a
 *     2=I 1=do 0=how                                                how do I
 */
#ifndef DECODE_WORD_INDEX_H
#define DECODE_WORD_INDEX_H

#include "base_slice.h"
#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>

/* Words and numbers that take turns, beginning in text[start, end), three pairs or more,
 * where the numbers are all those from 0 or 1 on, not in order. It may reach beyond `end`, but
 * not beyond 64 pairs. */
bool decode_word_index_find(const struct decode_input *input, size_t start, size_t end,
                            struct decode_run *run);

/* Writes the words of such a run in their order. */
bool decode_word_index_decode(struct slice run, struct decode_sink *sink);

#endif
