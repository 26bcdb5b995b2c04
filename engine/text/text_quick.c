/* SPDX-License-Identifier: Apache-2.0 */
#include "text_quick.h"

#include "text_block.h"
#include "text_lexicon_table.h"
#include "text_words.h"

static inline bool is_common(uint64_t hash)
{
	return text_quick_has(text_quick_cells[text_quick_line(hash)], text_quick_tag(hash));
}

static inline void word_look(const struct text_lexicon *lexicon, struct slice folded,
                             struct text_quick_word *word)
{
	const uint64_t hash = text_word_hash(folded, word->start, word->end);

	word->wanted = text_lexicon_wants(lexicon, hash);
	if (word->end - word->start <= TEXT_QUICK_BYTES) {
		word->role = text_lexicon_role(lexicon, hash);
		word->rank = is_common(hash) ? TEXT_WORD_COMMON : TEXT_WORD_NONE;
	}
	if (word->rank == TEXT_WORD_NONE &&
	    text_lexicon_rank(lexicon, slice_range(folded, word->start, word->end)) !=
	            TEXT_WORD_NONE)
		word->rank = TEXT_WORD_COMMON;
}

static inline size_t bit_take(uint64_t *bits)
{
	const size_t bit = (size_t)__builtin_ctzll(*bits);

	*bits &= *bits - 1;
	return bit;
}

/* The next word begins in this block, if any does. */
static inline void start_take(struct text_quick_walk *walk)
{
	if (walk->starts != 0)
		walk->start = walk->block - TEXT_BLOCK_BYTES + bit_take(&walk->starts);
}

/* On to a block in which a word ends; false behind the last one. */
static inline bool block_next(struct text_quick_walk *walk)
{
	while (walk->ends == 0) {
		uint64_t letters = 0;
		uint64_t follows;

		if (walk->block >= walk->folded.len && walk->before == 0)
			return false;
		if (walk->block < walk->folded.len)
			letters = text_block_at(walk->folded, walk->block).letters;
		follows = letters << 1 | walk->before;
		walk->starts = letters & ~follows;
		walk->ends = ~letters & follows;
		walk->block += TEXT_BLOCK_BYTES;
		if (walk->before == 0)
			start_take(walk);
		walk->before = letters >> 63;
	}
	return true;
}

/* Where they are, without a look at them: two short loops keep all they need in registers. */
static size_t places_take(struct text_quick_walk *walk, struct text_quick_word *words, size_t most)
{
	struct text_quick_walk here = *walk;
	size_t                 count = 0;

	while (count < most && block_next(&here)) {
		const size_t base = here.block - TEXT_BLOCK_BYTES;
		uint64_t     starts = here.starts;
		uint64_t     ends = here.ends;
		size_t       start = here.start;

		for (; ends != 0 && count < most; count++) {
			words[count] = (struct text_quick_word){ .start = (uint32_t)start };
			words[count].end = (uint32_t)(base + bit_take(&ends));
			if (starts != 0)
				start = base + bit_take(&starts);
		}
		here.starts = starts;
		here.ends = ends;
		here.start = start;
	}
	*walk = here;
	return count;
}

size_t text_quick_take(struct text_quick_walk *walk, const struct text_lexicon *lexicon,
                       size_t long_max, struct text_quick_word *words, size_t most)
{
	const size_t count = places_take(walk, words, most);

	for (size_t i = 0; i < count; i++)
		if (words[i].end - words[i].start <= long_max)
			word_look(lexicon, walk->folded, &words[i]);
		else
			words[i].wanted = true;
	return count;
}

size_t text_quick_wanted(const struct text_words *words, const struct text_lexicon *lexicon,
                         size_t from)
{
	while (from < words->count && !text_lexicon_wants(lexicon, text_words_hash(words, from)))
		from++;
	return from;
}

uint8_t text_quick_role(const struct text_lexicon *lexicon, struct slice word)
{
	return word.len > TEXT_QUICK_BYTES
	               ? 0
	               : text_lexicon_role(lexicon, text_word_hash(word, 0, word.len));
}
