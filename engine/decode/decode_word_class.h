/* SPDX-License-Identifier: Apache-2.0 */
/* Does an order of words sound like a language? Told by small words: of two that stand side
 * by side, some stand so only forwards ("to make", "with a", "give me"), some only
 * backwards ("make to", "a with", "me give"). */
#ifndef DECODE_WORD_CLASS_H
#define DECODE_WORD_CLASS_H

#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECODE_SENTENCE_WORDS 64u

/* The words of a line, each what stands between spaces. */
struct decode_sentence {
	struct slice items[DECODE_SENTENCE_WORDS];
	uint8_t      classes[DECODE_SENTENCE_WORDS];
	size_t       count;
	size_t       names; /* words with one capital, the first letter */
};

/* False where there are fewer than three words or too many, and where most of them are
 * single letters: those are letters written apart. */
bool decode_sentence_read(struct slice text, struct decode_sentence *sentence);

/* How an order of the words sounds: above 0 like a language, below 0 unlike one. `order`
 * holds an index for each word. */
int decode_sentence_sounds(const struct decode_sentence *sentence, const uint8_t *order);

/* Is it a word of no class, a name or a thing? */
bool decode_word_has_content(struct slice word);

#endif
