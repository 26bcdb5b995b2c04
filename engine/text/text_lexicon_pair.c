/* SPDX-License-Identifier: Apache-2.0 */
/* Two words that a rule names one right behind the other are written as one, too:
 *
 *     phrase "pipe bomb"       "pipebomb"     4: where the second begins
 *     phrase "make a bomb"     "makebomb"     0: nobody names "make bomb"
 *
 * Words as short could not be parted by what they cost to say (text_lexicon_split.c), or every
 * compound and name would be. A cell is 27 bits of the hash of the joined letters and the place;
 * wrongly a place once in a hundred million words, and then only if both parts are named words. */
#include "text_lexicon_table.h"

#define PAIRS_MIN  64u
#define PLACE_BITS 5u
#define PLACE_MASK ((1u << PLACE_BITS) - 1)

_Static_assert(TEXT_PAIR_MAX <= PLACE_MASK, "a place has its bits");

static uint64_t hash_of(struct slice first, struct slice second)
{
	uint64_t hash = text_lexicon_hash(first);

	for (size_t i = 0; i < second.len; i++)
		hash = text_common_step(hash, (unsigned char)second.ptr[i]);
	return text_common_mix(hash);
}

static uint32_t tag_of(uint64_t mixed)
{
	return (uint32_t)(mixed >> 32) & ~PLACE_MASK;
}

static void pair_add(struct text_lexicon *lexicon, const struct text_lexicon_pair *pair)
{
	const uint64_t mixed = hash_of(pair->first, pair->second);
	uint32_t       at = (uint32_t)mixed & lexicon->pair_mask;

	if (pair->first.len < TEXT_PAIR_PART_MIN || pair->second.len < TEXT_PAIR_PART_MIN ||
	    pair->first.len + pair->second.len > TEXT_PAIR_MAX)
		return;
	while (lexicon->pairs[at] != 0) {
		if ((lexicon->pairs[at] & ~PLACE_MASK) == tag_of(mixed))
			return;
		at = (at + 1) & lexicon->pair_mask;
	}
	lexicon->pairs[at] = tag_of(mixed) | (uint32_t)pair->first.len;
}

enum status text_lexicon_pairs_build(struct text_lexicon            *lexicon,
                                     const struct text_lexicon_pair *pairs, size_t count,
                                     struct arena *arena)
{
	uint32_t cells = PAIRS_MIN;

	while (cells < count * 2)
		cells *= 2;
	lexicon->pairs = arena_alloc_zero(arena, cells, sizeof *lexicon->pairs);
	lexicon->pair_mask = cells - 1;
	if (lexicon->pairs == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		pair_add(lexicon, &pairs[i]);
	return STATUS_OK;
}

size_t text_lexicon_pair(const struct text_lexicon *lexicon, struct slice word)
{
	uint64_t mixed;
	size_t   place;

	if (word.len < 2 * TEXT_PAIR_PART_MIN || word.len > TEXT_PAIR_MAX)
		return 0;
	mixed = text_common_mix(text_lexicon_hash(word));
	for (uint32_t at = (uint32_t)mixed & lexicon->pair_mask; lexicon->pairs[at] != 0;
	     at = (at + 1) & lexicon->pair_mask) {
		if ((lexicon->pairs[at] & ~PLACE_MASK) != tag_of(mixed))
			continue;
		place = lexicon->pairs[at] & PLACE_MASK;
		return place < word.len &&
		                       text_lexicon_rank(lexicon, slice_range(word, 0, place)) ==
		                               TEXT_WORD_NAMED &&
		                       text_lexicon_rank(lexicon, slice_from(word, place)) ==
		                               TEXT_WORD_NAMED
		               ? place
		               : 0;
	}
	return 0;
}
