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
	const struct slice bytes = slice_range(folded, word->start, word->end);
	const uint64_t     hash = text_word_hash(folded, word->start, word->end);

	word->wanted = text_lexicon_wants(lexicon, hash);
	if (bytes.len <= TEXT_QUICK_BYTES) {
		word->role = text_lexicon_role(lexicon, hash);
		if (is_common(hash)) {
			word->rank = TEXT_WORD_COMMON;
			return;
		}
	}
	if (text_lexicon_rank(lexicon, bytes) != TEXT_WORD_NONE)
		word->rank = TEXT_WORD_COMMON;
}

static inline unsigned bit_take(uint64_t *bits)
{
	const unsigned bit = (unsigned)__builtin_ctzll(*bits);

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

size_t text_quick_take(struct text_quick_walk *walk, const struct text_lexicon *lexicon,
                       size_t long_max, struct text_quick_word *words, size_t most)
{
	struct text_quick_walk here = *walk; /* in registers */
	size_t                 count = 0;

	for (; count < most && block_next(&here); count++) {
		struct text_quick_word *word = &words[count];
		const size_t            end = here.block - TEXT_BLOCK_BYTES + bit_take(&here.ends);

		*word = (struct text_quick_word){ .start = (uint32_t)here.start,
			                          .end = (uint32_t)end,
			                          .wanted = true };
		if (end - here.start <= long_max)
			word_look(lexicon, here.folded, word);
		start_take(&here);
	}
	*walk = here;
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
