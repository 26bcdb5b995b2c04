/* SPDX-License-Identifier: Apache-2.0 */
/* Words that are mistyped:
 *
 *     explosvies  methamphetamin  grenadde       one error in a long word
 *     hwo do I bulid a ppie bmob                 the inner letters in another order
 *
 * Only words that rules name are put in the place of strings that are none. One error: in a
 * word of eight letters or more, when no other such word is as near, for shorter words have
 * neighbours that mean something else. Another order: where most of the unknown words of a line
 * are such, two at least. */
#include "decode_word.h"

#include "decode_kind.h"

#include <string.h>

#define LETTERS_MIN   7u
#define WORDS_MOST    32u /* of a line, after the first that is scrambled */
#define SCRAMBLED_MIN 2u

/* One is the beginning of the other: "jihadis" is no error for "jihadist". */
static bool is_inflected(struct slice word, struct slice named)
{
	size_t shorter = word.len < named.len ? word.len : named.len;

	return memcmp(word.ptr, named.ptr, shorter) == 0;
}

static struct slice repair(const struct decode_input *input, struct slice word)
{
	char         memory[DECODE_WORD_MAX];
	struct slice folded = decode_word_fold(word, memory);
	struct slice named;

	if (folded.len < LETTERS_MIN)
		return SLICE_NONE;
	named = text_lexicon_repair(input->lexicon, folded);
	return named.len == 0 || is_inflected(folded, named) ? SLICE_NONE : named;
}

static struct slice unscrambled(const struct decode_input *input, const struct decode_word *word)
{
	char         memory[DECODE_WORD_MAX];
	struct slice folded;

	if (word->rank != TEXT_WORD_NONE)
		return SLICE_NONE;
	folded = decode_word_fold(slice_range(input->text, word->start, word->end), memory);
	return folded.len == 0 ? SLICE_NONE : text_lexicon_unscramble(input->lexicon, folded);
}

static bool has_line_end(struct slice text, size_t from, size_t to)
{
	return to > from && memchr(text.ptr + from, '\n', to - from) != NULL;
}

/* The words of the line from a scrambled one on; the run ends with the last that is. */
static bool is_scrambled(const struct decode_input *input, const struct decode_word *first,
                         struct decode_run *run)
{
	struct decode_word word = *first;
	size_t             scrambled = 0;
	size_t             unknown = 0;
	size_t             before = first->start;

	*run = (struct decode_run){ first->start, first->end, first->end };
	for (size_t i = 0; i < WORDS_MOST && !has_line_end(input->text, before, word.start); i++) {
		if (unscrambled(input, &word).len > 0) {
			scrambled++;
			run->end = run->shorter_end = word.end;
		} else if (word.rank == TEXT_WORD_NONE && word.end - word.start > 2) {
			unknown++;
		}
		before = word.end;
		if (!decode_word_next(input, word.end, &word))
			break;
	}
	return scrambled >= SCRAMBLED_MIN && scrambled >= 2 * unknown;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_word word;
	size_t             tried = from;

	for (size_t at = from; decode_word_next_odd(input, at, &word); at = word.end) {
		if (word.rank != TEXT_WORD_NONE)
			continue;
		if (repair(input, slice_range(input->text, word.start, word.end)).len > 0) {
			*run = (struct decode_run){ word.start, word.end, word.end };
			return true;
		}
		if (word.start < tried || unscrambled(input, &word).len == 0)
			continue;
		if (is_scrambled(input, &word, run))
			return true;
		tried = run->end;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations done = TEXT_OPERATION_BIT(typo);
	struct slice          known = repair(input, input->text);
	struct decode_word    word;
	size_t                from = 0;

	if (known.len > 0) {
		decode_sink_put(sink, known, 0, input->text.len, done, 0);
		return true;
	}
	for (size_t at = 0; decode_word_next(input, at, &word); at = word.end) {
		known = unscrambled(input, &word);
		if (known.len == 0)
			continue;
		decode_sink_copy(sink, input->text, from, word.start);
		decode_sink_put(sink, known, word.start, word.end, done, 0);
		from = word.end;
	}
	decode_sink_copy(sink, input->text, from, input->text.len);
	return from > 0;
}

const struct decode_kind decode_typo = { .name = "typo",
	                                 .operation = TEXT_OPERATION_typo,
	                                 .signal = "bypass.encoding/typo",
	                                 .pass = DECODE_PASS_WORDING,
	                                 .needs = DECODE_MARK_UNKNOWN,
	                                 .growth = 2,
	                                 .find = find,
	                                 .decode = decode };
