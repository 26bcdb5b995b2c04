/* SPDX-License-Identifier: Apache-2.0 */
/* Words whose inner letters changed places: "bmob", "explvosies".
 *
 * A named word of four letters or more is in `orders` under a hash that does not see the order
 * of the letters between its first and its last. What is found under it is compared by
 * counting letters, so no two words are taken for one another by chance. */
#include "text_lexicon_table.h"

#include <string.h>

#define LETTERS_MIN 4u
#define SLOTS_MIN   64u

static bool may_be(struct slice word)
{
	if (word.len < LETTERS_MIN || word.len > TEXT_COMMON_LETTERS_MAX)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (word.ptr[i] < 'a' || word.ptr[i] > 'z')
			return false;
	return true;
}

static uint32_t order_hash(struct slice word)
{
	uint64_t hash = word.len;

	for (size_t i = 1; i + 1 < word.len; i++)
		hash += text_common_mix((unsigned char)word.ptr[i] * TEXT_COMMON_FACTOR);
	hash = text_common_step(hash, (unsigned char)word.ptr[0]);
	hash = text_common_step(hash, (unsigned char)word.ptr[word.len - 1]);
	return (uint32_t)text_common_mix(hash);
}

enum status text_lexicon_orders_build(struct text_lexicon *lexicon, struct arena *arena)
{
	uint32_t slots = SLOTS_MIN;

	while (slots < 2 * lexicon->count)
		slots *= 2;
	lexicon->orders = arena_alloc_zero(arena, slots, sizeof *lexicon->orders);
	if (lexicon->orders == NULL)
		return STATUS_NO_MEMORY;
	lexicon->order_mask = slots - 1;
	for (uint32_t i = 0; i < lexicon->count; i++) {
		uint32_t at;

		if (!may_be(lexicon->words[i]))
			continue;
		at = order_hash(lexicon->words[i]) & lexicon->order_mask;
		while (lexicon->orders[at] != 0)
			at = (at + 1) & lexicon->order_mask;
		lexicon->orders[at] = i + 1;
	}
	return STATUS_OK;
}

static bool has_same_letters(struct slice a, struct slice b)
{
	signed char counts[26] = { 0 };

	if (a.len != b.len || a.ptr[0] != b.ptr[0] || a.ptr[a.len - 1] != b.ptr[b.len - 1])
		return false;
	for (size_t i = 0; i < a.len; i++) {
		counts[a.ptr[i] - 'a']++;
		counts[b.ptr[i] - 'a']--;
	}
	for (size_t i = 0; i < sizeof counts; i++)
		if (counts[i] != 0)
			return false;
	return true;
}

struct slice text_lexicon_unscramble(const struct text_lexicon *lexicon, struct slice word)
{
	struct slice best = SLICE_NONE;
	uint32_t     least = UINT32_MAX;

	if (!may_be(word) || text_lexicon_rank(lexicon, word) != TEXT_WORD_NONE)
		return SLICE_NONE;
	for (uint32_t at = order_hash(word) & lexicon->order_mask; lexicon->orders[at] != 0;
	     at = (at + 1) & lexicon->order_mask) {
		struct slice named = lexicon->words[lexicon->orders[at] - 1];
		uint32_t     cost;

		if (!has_same_letters(word, named))
			continue;
		cost = text_lexicon_cost(lexicon, named);
		if (cost < least) {
			least = cost;
			best = named;
		}
	}
	return best;
}
