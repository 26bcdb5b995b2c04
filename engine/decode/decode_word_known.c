/* SPDX-License-Identifier: Apache-2.0 */
/* What the list of a text's words says of a place, so that finders need not read there:
 *
 *     please read the enclosed c0de       from "please" on decode_words_over() goes to "c0de",
 *                                         decode_words_odd() is "c0de"
 */
#include "decode_kind.h"
#include "decode_word.h"

/* Letters behind small ones are small where no capital stands there. */
static bool stands_in_prose(const struct decode_input *input, const struct decode_word *word)
{
	const struct slice text = input->text;

	if (word->rank == TEXT_WORD_NONE || word->end - word->start < 3 || word->end >= text.len ||
	    text.ptr[word->end] != ' ' || text.ptr[word->start + 1] < 'a' ||
	    text.ptr[word->start + 1] > 'z')
		return false;
	if (((input->survey->blocks[word->start / DECODE_SURVEY_BLOCK] |
	      input->survey->blocks[word->end / DECODE_SURVEY_BLOCK]) &
	     (DECODE_MARK_CODE | DECODE_MARK_FOREIGN)) == 0)
		return true;
	for (size_t i = word->start + 1; i < word->end; i++)
		if (text.ptr[i] < 'a' || text.ptr[i] > 'z')
			return false;
	return true;
}

size_t decode_words_over(const struct decode_input *input, size_t at)
{
	const struct decode_words *words = input->words;
	size_t                     index;

	if (words == NULL || input->survey == NULL || at >= input->text.len)
		return at;
	for (index = decode_words_behind(words, at);
	     index < words->count && words->items[index].start == at &&
	     stands_in_prose(input, &words->items[index]);
	     index++)
		at = words->items[index].end + 1;
	return at;
}

bool decode_words_know(const struct decode_input *input, size_t start, size_t end)
{
	const struct decode_words *words = input->words;
	size_t                     index;

	if (words == NULL)
		return false;
	index = decode_words_behind(words, start);
	if (index == words->count || words->items[index].start != start ||
	    words->items[index].end != end || words->items[index].rank == TEXT_WORD_NONE)
		return false;
	for (size_t i = start + 1; i < end; i++)
		if (input->text.ptr[i] < 'a' || input->text.ptr[i] > 'z')
			return false;
	return true;
}

const struct decode_word *decode_words_odd(const struct decode_words *words, size_t from)
{
	size_t low = 0;
	size_t high = words->odd_count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (words->items[words->odd[middle]].end <= from)
			low = middle + 1;
		else
			high = middle;
	}
	return low == words->odd_count ? NULL : &words->items[words->odd[low]];
}
