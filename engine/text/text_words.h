/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a folded text: what stands between spaces; in scripts without
 * spaces, and for symbols, every character is a word of its own. */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "text_quick_table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

uint64_t text_word_hash_long(struct slice word);

/* The hash of text_quick.h of a word of up to sixteen bytes, and one as good of a longer one: the
 * same wherever the word stands. Its bytes are text[start, end). Not by the byte: texts are full of
 * words. Tables that it is for are filled by rules, so no attacker chooses what collides. */
static inline uint64_t text_word_hash(struct slice text, size_t start, size_t end)
{
	/* Loaded from the right place, ones for the bytes of the word and zeros behind it. */
	static const unsigned char masks[2 * TEXT_QUICK_BYTES] = { 255, 255, 255, 255, 255, 255,
		                                                   255, 255, 255, 255, 255, 255,
		                                                   255, 255, 255, 255 };
	const size_t               len = end - start;
	uint64_t                   halves[2] = { 0 };
	uint64_t                   low;
	uint64_t                   high;

	if (len > TEXT_QUICK_BYTES)
		return text_word_hash_long(slice_range(text, start, end));
	if (text.len - start < sizeof halves) {
		if (len > 0)
			memcpy(halves, text.ptr + start, len);
		return text_quick_hash(halves[0], halves[1]);
	}
	memcpy(halves, text.ptr + start, sizeof halves);
	memcpy(&low, masks + TEXT_QUICK_BYTES - len, sizeof low);
	memcpy(&high, masks + TEXT_QUICK_BYTES - len + sizeof low, sizeof high);
	return text_quick_hash(halves[0] & low, halves[1] & high);
}

static inline uint64_t text_words_hash(const struct text_words *words, size_t index)
{
	return text_word_hash(words->folded, words->words[index].start, words->words[index].end);
}

/* Is this code point a word by itself (Han, kana, Thai, ..., symbols)? */
bool text_words_is_solo(uint32_t code_point);

#endif
