/* SPDX-License-Identifier: Apache-2.0 */
/* One typing error in a long word: "explosvies", "methamphetamin", "grenadde".
 *
 * Only a word that a rule names, of eight letters or more, is put in the place of a string
 * that is no word, and only when no other such word is as near: shorter words have
 * neighbours that mean something else. */
#include "decode_word.h"

#include "decode_kind.h"

#include <string.h>

#define LETTERS_MIN 7u

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

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_word word;

	for (size_t at = from; decode_word_next(input, at, &word); at = word.end) {
		*run = (struct decode_run){ word.start, word.end, word.end };
		if (word.rank == TEXT_WORD_NONE &&
		    repair(input, slice_range(input->text, word.start, word.end)).len > 0)
			return true;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice word = repair(input, input->text);

	decode_sink_put(sink, word, 0, input->text.len, TEXT_OPERATION_BIT(typo), 0);
	return word.len > 0;
}

const struct decode_kind decode_typo = { .name = "typo",
	                                 .operation = TEXT_OPERATION_typo,
	                                 .signal = "bypass.encoding/typo",
	                                 .pass = DECODE_PASS_WORDING,
	                                 .needs = DECODE_MARK_UNKNOWN,
	                                 .growth = 2,
	                                 .find = find,
	                                 .decode = decode };
