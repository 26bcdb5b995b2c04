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

static inline bool change_next(struct text_quick_walk *walk, size_t *place)
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

static inline uint64_t hash_of_word(struct slice folded, size_t start, size_t end)
{
	char room[TEXT_QUICK_BYTES] = { 0 };

	if (folded.len - start >= TEXT_QUICK_BYTES)
		return hash_of(folded.ptr + start, end - start);
	memcpy(room, folded.ptr + start, end - start);
	return hash_of(room, end - start);
}

static inline void word_look(const struct text_lexicon *lexicon, struct slice folded,
                             struct text_quick_word *word)
{
	const struct slice bytes = slice_range(folded, word->start, word->end);

	word->rank = TEXT_WORD_NONE;
	word->role = 0;
	if (bytes.len <= TEXT_QUICK_BYTES) {
		const uint64_t hash = hash_of_word(folded, word->start, word->end);

		word->role = text_lexicon_role(lexicon, hash);
		if (is_common(hash)) {
			word->rank = TEXT_WORD_COMMON;
			return;
		}
	}
	if (text_lexicon_rank(lexicon, bytes) != TEXT_WORD_NONE)
		word->rank = TEXT_WORD_COMMON;
}

size_t text_quick_take(struct text_quick_walk *walk, const struct text_lexicon *lexicon,
                       size_t long_max, struct text_quick_word *words, size_t most)
{
	struct text_quick_walk here = *walk; /* in registers */
	size_t                 count = 0;
	size_t                 start;
	size_t                 end;

	for (; count < most && change_next(&here, &start); count++) {
		struct text_quick_word *word = &words[count];

		if (!change_next(&here, &end))
			end = here.folded.len;
		*word = (struct text_quick_word){ .start = (uint32_t)start, .end = (uint32_t)end };
		if (end - start <= long_max)
			word_look(lexicon, here.folded, word);
	}
	*walk = here;
	return count;
}

uint8_t text_quick_role(const struct text_lexicon *lexicon, struct slice word)
{
	return word.len > TEXT_QUICK_BYTES
	               ? 0
	               : text_lexicon_role(lexicon, hash_of_word(word, 0, word.len));
}
