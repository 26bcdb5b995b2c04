/* SPDX-License-Identifier: Apache-2.0 */
/* A text's words as numbers, and the places of each number as a chain:
 *
 *     text     how  do  i  make  a  bomb  or  a  pipe  bomb
 *     first    bomb -> 5                    next    5 -> 9 -> none
 *
 * Phrases go from the places of the words they need, so what a phrase costs depends on how
 * often those occur and not on how long the text is. `first` is left as it was found in memory
 * where the bit in `present` is not set: a text of ten words clears no table of ten thousand. */
#include "match_phrase.h"

#include <assert.h>

enum status match_text_init(struct match_text *text, const struct match_vocabulary *vocabulary,
                            struct slice folded, struct arena *arena)
{
	*text = (struct match_text){ 0 };
	return match_text_again(text, vocabulary, folded, arena);
}

enum status match_text_again(struct match_text *text, const struct match_vocabulary *vocabulary,
                             struct slice folded, struct arena *arena)
{
	enum status status = text_words_split(folded, arena, &text->words);
	size_t      count = text->words.count;

	if (status != STATUS_OK)
		return status;
	assert(count <= UINT32_MAX);
	text->ids = ARENA_ARRAY(arena, count, uint32_t);
	text->next = ARENA_ARRAY(arena, count, uint32_t);
	if (text->first == NULL)
		text->first = ARENA_ARRAY(arena, vocabulary->count, uint32_t);
	text->present = arena_alloc_zero(arena, vocabulary->count / 64 + 1, sizeof *text->present);
	text->marks = arena_alloc_zero(arena, count / 64 + 1, sizeof *text->marks);
	if (text->ids == NULL || text->next == NULL || text->first == NULL ||
	    text->present == NULL || text->marks == NULL)
		return STATUS_NO_MEMORY;
	/* Backwards, so that chains go forwards. */
	for (size_t i = count; i-- > 0;) {
		uint32_t id = match_vocabulary_find(vocabulary, text_words_at(&text->words, i));

		text->ids[i] = id;
		if (id == MATCH_WORD_UNKNOWN)
			continue;
		text->next[i] = match_text_has(text, id) ? text->first[id] : MATCH_PLACE_NONE;
		text->first[id] = (uint32_t)i;
		text->present[id / 64] |= (uint64_t)1 << id % 64;
	}
	return STATUS_OK;
}

static uint64_t mark_places(const struct match_text *text, uint32_t word)
{
	uint64_t places = 0;

	for (uint32_t at = text->first[word]; at != MATCH_PLACE_NONE; at = text->next[at]) {
		text->marks[at / 64] |= (uint64_t)1 << at % 64;
		places++;
	}
	return places;
}

static uint64_t mark_set(const struct match_text *text, const struct match_words *set)
{
	const uint64_t *present = text->present + set->first;
	uint64_t        places = 0;

	for (uint32_t block = 0; block < set->count; block++)
		for (uint64_t both = set->blocks[block] & present[block]; both != 0;
		     both &= both - 1)
			places += mark_places(text, (set->first + block) * 64 +
			                                    (uint32_t)__builtin_ctzll(both));
	return places;
}

/* The first word at or after `low` that ends behind `offset`. */
static size_t word_behind(const struct text_words *words, size_t low, size_t offset)
{
	size_t high = words->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (words->words[middle].end <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The words that hold a part, which may begin with the space before them. */
static uint64_t mark_part(const struct match_text *text, struct slice part)
{
	const struct text_words *words = &text->words;
	uint64_t                 places = 0;
	size_t                   word = 0;

	for (size_t at = slice_find(words->folded, part, 0); at != SIZE_MAX;
	     at = slice_find(words->folded, part, words->words[word].end)) {
		word = word_behind(words, word, at + (part.ptr[0] == ' '));
		text->marks[word / 64] |= (uint64_t)1 << word % 64;
		places++;
	}
	return places;
}

uint64_t match_text_mark(const struct match_text *text, const struct match_needed *needed)
{
	uint64_t places = 0;

	if (needed->set.blocks != NULL)
		places = mark_set(text, &needed->set);
	for (uint32_t i = 0; needed->set.blocks == NULL && i < needed->word_count; i++)
		if (match_text_has(text, needed->words[i]))
			places += mark_places(text, needed->words[i]);
	for (uint32_t i = 0; i < needed->text_count; i++)
		places += mark_part(text, needed->texts[i]);
	return places;
}

size_t match_text_marked(const struct match_text *text, size_t from)
{
	const size_t blocks = text->words.count / 64 + 1;
	size_t       block = from / 64;
	uint64_t     marks;

	if (from >= text->words.count)
		return text->words.count;
	marks = text->marks[block] & UINT64_MAX << from % 64;
	while (marks == 0) {
		if (++block == blocks)
			return text->words.count;
		marks = text->marks[block];
	}
	return block * 64 + (size_t)__builtin_ctzll(marks);
}

void match_text_unmark(const struct match_text *text)
{
	for (size_t i = 0; i < text->words.count / 64 + 1; i++)
		text->marks[i] = 0;
}
