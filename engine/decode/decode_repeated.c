/* SPDX-License-Identifier: Apache-2.0 */
/* Letters repeated: "booooomb", "pippee bboommbb", "hhhooowww".
 *
 * A string that is no word is read with each stretch of one letter as the letter, or as two
 * of it where that makes a word ("shoooot": shoot). Stretches of three and more are
 * shortened even where no word comes out, since no language has them: what is left may be
 * another disguise. */
#include "decode_squeeze.h"

#include "decode_kind.h"

#define READINGS_MAX  16u
#define STRETCHES_MAX 32u

struct stretch {
	char   letter; /* small */
	size_t start;
	size_t end;
};

static char small(char byte)
{
	return byte >= 'A' && byte <= 'Z' ? (char)(byte | 0x20) : byte;
}

static struct stretch stretch_at(struct slice word, size_t at)
{
	struct stretch stretch = { small(word.ptr[at]), at, at + 1 };

	while ((unsigned char)stretch.letter < 0x80 && stretch.end < word.len &&
	       small(word.ptr[stretch.end]) == stretch.letter)
		stretch.end++;
	return stretch;
}

/* Reading `number`: a bit for each stretch of two or more, set where it stays two. Returns
 * false past the last one. */
static bool spell(struct slice word, unsigned number, char *letters, size_t *count)
{
	*count = 0;
	for (size_t at = 0; at < word.len;) {
		struct stretch stretch = stretch_at(word, at);

		letters[(*count)++] = stretch.letter;
		at = stretch.end;
		if (stretch.end - stretch.start == 1)
			continue;
		if ((number & 1) != 0)
			letters[(*count)++] = stretch.letter;
		number >>= 1;
	}
	return number == 0;
}

struct slice decode_squeeze(const struct text_lexicon *lexicon, struct slice word,
                            char memory[DECODE_WORD_MAX])
{
	enum text_word_rank best = TEXT_WORD_NONE;
	char                letters[DECODE_WORD_MAX];
	struct slice        result = SLICE_NONE;
	size_t              count;

	if (word.len > DECODE_WORD_MAX)
		return SLICE_NONE;
	for (unsigned number = 0; number < READINGS_MAX && best != TEXT_WORD_NAMED &&
	                          spell(word, number, letters, &count);
	     number++) {
		enum text_word_rank rank = text_lexicon_rank(lexicon,
		                                             (struct slice){ letters, count });

		if (count == word.len || rank <= best)
			continue;
		best = rank;
		for (size_t i = 0; i < count; i++)
			memory[i] = letters[i];
		result = (struct slice){ memory, count };
	}
	return result;
}

/* ---- the decoder ---- */

static size_t longest_stretch(struct slice word)
{
	size_t longest = 0;

	for (size_t at = 0; at < word.len;) {
		struct stretch stretch = stretch_at(word, at);

		if (stretch.end - stretch.start > longest &&
		    !(stretch.letter >= '0' && stretch.letter <= '9'))
			longest = stretch.end - stretch.start;
		at = stretch.end;
	}
	return longest;
}

static bool is_repeated(const struct decode_input *input, struct slice word)
{
	char   memory[DECODE_WORD_MAX];
	size_t longest = longest_stretch(word);

	return longest > 1 && decode_word_rank(input->lexicon, word) == TEXT_WORD_NONE &&
	       (longest > 2 || decode_squeeze(input->lexicon, word, memory).len > 0);
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_word word;

	for (size_t at = from; decode_word_next(input, at, &word); at = word.end) {
		*run = (struct decode_run){ word.start, word.end, word.end };
		if (word.end - word.start > 1 && word.rank == TEXT_WORD_NONE &&
		    is_repeated(input, slice_range(input->text, word.start, word.end)))
			return true;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations repeated = TEXT_OPERATION_BIT(repeated);
	const struct slice    word = input->text;
	char                  memory[DECODE_WORD_MAX];
	struct slice          known = decode_squeeze(input->lexicon, word, memory);
	size_t                used = 0;

	for (size_t at = 0; at < word.len;) {
		struct stretch stretch = stretch_at(word, at);
		size_t         length = stretch.end - stretch.start;
		size_t         keep = length > 2 ? 1 : length;

		if (known.len > 0) {
			keep = 1;
			if (length > 1 && used + 1 < known.len &&
			    known.ptr[used + 1] == stretch.letter)
				keep = 2;
			used += keep;
		}
		if (keep == length) {
			decode_sink_copy(sink, word, stretch.start, stretch.end);
		} else {
			decode_sink_put(sink, slice_range(word, at, at + keep), stretch.start,
			                stretch.end, repeated, 0);
		}
		at = stretch.end;
	}
	return sink->len > 0;
}

const struct decode_kind decode_repeated = { .name = "repeated",
	                                     .operation = TEXT_OPERATION_repeated,
	                                     .signal = "bypass.encoding/repeated",
	                                     .pass = DECODE_PASS_WORDING,
	                                     .needs = DECODE_MARK_UNKNOWN | DECODE_MARK_REPEAT,
	                                     .find = find,
	                                     .decode = decode };
