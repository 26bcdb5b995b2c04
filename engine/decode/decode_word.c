/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_word.h"

#include "decode_kind.h"

#include <assert.h>

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

const struct decode_words *decode_words_of(struct slice text, const struct text_lexicon *lexicon,
                                           struct arena *arena)
{
	struct decode_words *words = ARENA_NEW(arena, struct decode_words);
	size_t               cap = text.len / 5 + 16;
	struct decode_word  *items = ARENA_ARRAY(arena, cap, struct decode_word);
	struct decode_word   word;
	size_t               count = 0;

	assert(text.len <= UINT32_MAX);
	if (words == NULL || items == NULL)
		return NULL;
	for (size_t at = 0; word_at(text, lexicon, at, &word); at = word.end) {
		if (count == cap) {
			items = arena_resize(arena, items, cap * sizeof *items,
			                     2 * cap * sizeof *items);
			if (items == NULL)
				return NULL;
			cap *= 2;
		}
		items[count++] = word;
	}
	*words = (struct decode_words){ items, count };
	return words;
}

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

decode_marks decode_words_survey(struct slice text, const struct decode_words *words)
{
	for (size_t i = 0; i < words->count; i++) {
		const struct decode_word *word = &words->items[i];

		if (word->rank == TEXT_WORD_NONE && word->end - word->start > 1 &&
		    (is_letter(text.ptr[word->start]) || is_letter(text.ptr[word->end - 1]) ||
		     (unsigned char)text.ptr[word->start] >= 0x80))
			return DECODE_MARK_UNKNOWN;
	}
	return 0;
}

/* The first word that ends behind `from`. */
static size_t lower_bound(const struct decode_words *words, size_t from)
{
	size_t low = 0;
	size_t high = words->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (words->items[middle].end <= from)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool decode_word_next(const struct decode_input *input, size_t from, struct decode_word *word)
{
	size_t index;

	if (input->words == NULL)
		return word_at(input->text, input->lexicon, from, word);
	index = lower_bound(input->words, from);
	if (index == input->words->count)
		return false;
	*word = input->words->items[index];
	if (word->start < from || word->end > input->text.len)
		return word_at(input->text, input->lexicon, from, word);
	return true;
}
