/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_word.h"

#include "decode_kind.h"
#include "text_quick.h"

#include <assert.h>
#include <string.h>

bool decode_word_is_part(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= '0' && byte <= '9') || (unsigned char)byte >= 0x80;
}

struct slice decode_word_fold(struct slice word, char folded[DECODE_WORD_MAX])
{
	if (word.len > DECODE_WORD_MAX)
		return SLICE_NONE;
	for (size_t i = 0; i < word.len; i++) {
		char byte = word.ptr[i];

		folded[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
	}
	return (struct slice){ folded, word.len };
}

enum text_word_rank decode_word_rank(const struct text_lexicon *lexicon, struct slice word)
{
	char         memory[DECODE_WORD_MAX];
	struct slice folded = decode_word_fold(word, memory);

	return folded.len == 0 ? TEXT_WORD_NONE : text_lexicon_rank(lexicon, folded);
}

/* The word at or after `from`, by its letters alone. */
static bool word_at(struct slice text, const struct text_lexicon *lexicon, size_t from,
                    struct decode_word *word)
{
	size_t start = from;
	size_t end;

	while (start < text.len && !decode_word_is_part(text.ptr[start]))
		start++;
	for (end = start; end < text.len && decode_word_is_part(text.ptr[end]);)
		end++;
	*word = (struct decode_word){ .start = (uint32_t)start, .end = (uint32_t)end };
	if (start == end)
		return false;
	word->rank = (uint8_t)decode_word_rank(lexicon, slice_range(text, start, end));
	return true;
}

/* ---- tables ---- */

#define BLOCK_BYTES 32u

struct list {
	struct decode_word *items; /* NULL: the arena is full */
	size_t              count;
	size_t              cap;
};

static void list_open(struct list *list, size_t bytes, struct arena *arena)
{
	list->count = 0;
	list->cap = bytes / 5 + 16;
	list->items = ARENA_ARRAY(arena, list->cap, struct decode_word);
}

static inline void list_add(struct list *list, const struct decode_word *word, struct arena *arena)
{
	if (list->items != NULL && list->count == list->cap) {
		list->items = arena_resize(arena, list->items, list->cap * sizeof *word,
		                           2 * list->cap * sizeof *word);
		list->cap *= 2;
	}
	if (list->items != NULL)
		list->items[list->count++] = *word;
}

/* Finders ask for the word behind a place for each word of a text: an index by place answers
 * at once where a search by halves would take longer than the rest. */
static bool index_words(size_t bytes, struct arena *arena, struct decode_words *words)
{
	size_t    blocks = bytes / BLOCK_BYTES + 1;
	uint32_t *first = ARENA_ARRAY(arena, blocks, uint32_t);
	size_t    index = 0;

	if (first == NULL)
		return false;
	for (size_t block = 0; block < blocks; block++) {
		while (index < words->count && words->items[index].end <= block * BLOCK_BYTES)
			index++;
		first[block] = (uint32_t)index;
	}
	words->first = first;
	return true;
}

static const struct decode_words *words_of_list(const struct list *list, size_t bytes,
                                                struct arena *arena)
{
	struct decode_words *words = ARENA_NEW(arena, struct decode_words);

	if (words == NULL || list->items == NULL)
		return NULL;
	*words = (struct decode_words){ .items = list->items, .count = list->count };
	return index_words(bytes, arena, words) ? words : NULL;
}

const struct decode_words *decode_words_of(struct slice text, const struct text_lexicon *lexicon,
                                           struct arena *arena)
{
	struct decode_word word;
	struct list        list;

	assert(text.len <= UINT32_MAX);
	list_open(&list, text.len, arena);
	for (size_t at = 0; list.items != NULL && word_at(text, lexicon, at, &word); at = word.end)
		list_add(&list, &word, arena);
	return words_of_list(&list, text.len, arena);
}

const struct decode_words *
decode_words_of_ascii(struct slice folded, const struct text_lexicon *lexicon, struct arena *arena)
{
	struct text_quick_walk walk = { .folded = folded };
	struct list            list;
	size_t                 start;
	size_t                 end;

	assert(folded.len >= 2 && folded.len <= UINT32_MAX);
	list_open(&list, folded.len, arena);
	while (list.items != NULL && text_quick_next(&walk, &start, &end)) {
		struct decode_word word = { .start = (uint32_t)start - 1,
			                    .end = (uint32_t)end - 1 };

		if (end - start <= DECODE_WORD_MAX)
			word.rank = (uint8_t)text_quick_rank(lexicon, folded, start, end);
		list_add(&list, &word, arena);
	}
	return words_of_list(&list, folded.len - 2, arena);
}

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_space_at(struct slice text, size_t at)
{
	return at >= text.len || text.ptr[at] == ' ' || text.ptr[at] == '\n';
}

bool decode_word_is_short_l(struct slice text, const struct decode_word *word)
{
	const size_t length = word->end - word->start;

	if (length > 2 || text.ptr[word->start] != 'l')
		return false;
	if (length == 2 && strchr("stnfSTNF", text.ptr[word->start + 1]) == NULL)
		return false;
	return (word->start == 0 || is_space_at(text, word->start - 1)) &&
	       word->end + 1 < text.len && is_space_at(text, word->end) &&
	       is_letter(text.ptr[word->end + 1]);
}

decode_marks decode_words_survey(struct slice text, const struct decode_words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		const struct decode_word *word = &words->items[i];

		if (decode_word_is_short_l(text, word))
			return DECODE_MARK_UNKNOWN;
		if (word->rank == TEXT_WORD_NONE && word->end - word->start > 1 &&
		    (is_letter(text.ptr[word->start]) || is_letter(text.ptr[word->end - 1]) ||
		     (unsigned char)text.ptr[word->start] >= 0x80))
			return DECODE_MARK_UNKNOWN;
	}
	return 0;
}

/* The first word that ends behind `from`, a place in the text. */
static size_t index_behind(const struct decode_words *words, size_t from)
{
	size_t index = words->first[from / BLOCK_BYTES];

	while (index < words->count && words->items[index].end <= from)
		index++;
	return index;
}

/* A word that begins before `from` or ends behind `to` counts between them. */
static void cut(const struct decode_input *input, size_t from, struct decode_word *word)
{
	if (word->start < from)
		word->start = (uint32_t)from;
	if (word->end > input->text.len)
		word->end = (uint32_t)input->text.len;
	word->rank = (uint8_t)decode_word_rank(input->lexicon,
	                                       slice_range(input->text, word->start, word->end));
}

bool decode_word_next(const struct decode_input *input, size_t from, struct decode_word *word)
{
	size_t index;

	if (from >= input->text.len)
		return false;
	if (input->words == NULL)
		return word_at(input->text, input->lexicon, from, word);
	index = index_behind(input->words, from);
	if (index == input->words->count || input->words->items[index].start >= input->text.len)
		return false;
	*word = input->words->items[index];
	if (word->start < from || word->end > input->text.len)
		cut(input, from, word);
	return true;
}
