/* SPDX-License-Identifier: Apache-2.0 */
#include "text_quick.h"

#include "text_lexicon_table.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK_BYTES 64u

/* A bit for each of 64 bytes that is no space. */
static inline uint64_t letters_of(const char *bytes)
{
	uint64_t spaces = 0;
#ifdef __SSE2__
	for (unsigned i = 0; i < 4; i++) {
		__m128i part = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
		__m128i same = _mm_cmpeq_epi8(part, _mm_set1_epi8(' '));

		spaces |= (uint64_t)(uint32_t)_mm_movemask_epi8(same) << 16 * i;
	}
#else
	for (unsigned i = 0; i < BLOCK_BYTES; i++)
		spaces |= (uint64_t)(bytes[i] == ' ') << i;
#endif
	return ~spaces;
}

static bool is_letter(char byte)
{
	return byte >= 'a' && byte <= 'z';
}

static inline uint64_t hash_of(const char *word, size_t len)
{
	/* Loaded from the right place, ones for the bytes of the word and zeros behind it. */
	static const unsigned char masks[2 * TEXT_QUICK_BYTES] = { 255, 255, 255, 255, 255, 255,
		                                                   255, 255, 255, 255, 255, 255,
		                                                   255, 255, 255, 255 };
	uint64_t                   halves[2];
	uint64_t                   mask[2];

	memcpy(halves, word, sizeof halves);
	memcpy(mask, masks + TEXT_QUICK_BYTES - len, sizeof mask);
	return text_quick_hash(halves[0] & mask[0], halves[1] & mask[1]);
}

static inline bool is_common(uint64_t hash)
{
	return text_quick_has(text_quick_cells[text_quick_line(hash)], text_quick_tag(hash));
}

/* May be read sixteen bytes long? */
static inline bool is_short(struct slice folded, size_t start, size_t end)
{
	return end - start <= TEXT_QUICK_BYTES && folded.len - start >= TEXT_QUICK_BYTES;
}

static bool is_in_lexicon(const struct text_lexicon *lexicon, struct slice word)
{
	if (word.len < 2 || !(is_letter(word.ptr[0]) || is_letter(word.ptr[word.len - 1])))
		return true;
	return text_lexicon_rank(lexicon, word) != TEXT_WORD_NONE;
}

/* The last block is copied, so that nothing is read behind the text. */
static uint64_t letters_at(struct slice folded, size_t at)
{
	char last[BLOCK_BYTES];

	if (folded.len - at >= BLOCK_BYTES)
		return letters_of(folded.ptr + at);
	memset(last, ' ', sizeof last);
	memcpy(last, folded.ptr + at, folded.len - at);
	return letters_of(last);
}

bool text_quick_knows(const struct text_lexicon *lexicon, struct slice folded)
{
	uint64_t before = 0; /* is the byte before the block a letter? */
	size_t   start = 0;
	bool     inside = false;

	for (size_t at = 0; at < folded.len; at += BLOCK_BYTES) {
		uint64_t letters = letters_at(folded, at);
		uint64_t changes = letters ^ (letters << 1 | before);

		before = letters >> 63;
		for (; changes != 0; changes &= changes - 1) {
			size_t place = at + (size_t)__builtin_ctzll(changes);

			if (inside && place - start <= 2 && folded.ptr[start] == 'l')
				return false;
			if (inside &&
			    !(is_short(folded, start, place) &&
			      is_common(hash_of(folded.ptr + start, place - start))) &&
			    !is_in_lexicon(lexicon, slice_range(folded, start, place)))
				return false;
			inside = !inside;
			start = place;
		}
	}
	return !inside || is_in_lexicon(lexicon, slice_from(folded, start));
}

static bool change_next(struct text_quick_walk *walk, size_t *place)
{
	while (walk->changes == 0) {
		uint64_t letters;

		if (walk->block >= walk->folded.len)
			return false;
		letters = letters_at(walk->folded, walk->block);
		walk->changes = letters ^ (letters << 1 | walk->before);
		walk->before = letters >> 63;
		walk->block += BLOCK_BYTES;
	}
	*place = walk->block - BLOCK_BYTES + (size_t)__builtin_ctzll(walk->changes);
	walk->changes &= walk->changes - 1;
	return true;
}

bool text_quick_next(struct text_quick_walk *walk, size_t *start, size_t *end)
{
	if (!change_next(walk, start))
		return false;
	if (!change_next(walk, end))
		*end = walk->folded.len;
	return true;
}

enum text_word_rank text_quick_rank(const struct text_lexicon *lexicon, struct slice folded,
                                    size_t start, size_t end)
{
	if (is_short(folded, start, end)) {
		uint64_t hash = hash_of(folded.ptr + start, end - start);

		if (is_common(hash) && !text_lexicon_quick(lexicon, hash))
			return TEXT_WORD_COMMON;
	}
	return text_lexicon_rank(lexicon, slice_range(folded, start, end));
}
