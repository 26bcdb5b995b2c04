/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a folded text: what stands between spaces; in scripts without
 * spaces, and for symbols, every character is a word of its own. */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text_word {
	uint32_t start; /* half-open byte range in the folded text */
	uint32_t end;
};

struct text_words {
	struct slice      folded;
	struct text_word *words;
	size_t            count;
};

/* Splits a folded text of at most UINT32_MAX bytes. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status text_words_split(struct slice folded, struct arena *arena,
                                        struct text_words *words);

static inline struct slice text_words_at(const struct text_words *words, size_t index)
{
	return slice_range(words->folded, words->words[index].start, words->words[index].end);
}

/* Is this code point a word by itself (Han, kana, Thai, ..., symbols)? */
bool text_words_is_solo(uint32_t code_point);

#endif
