/* SPDX-License-Identifier: Apache-2.0 */
/* First letters that are a text:
 *
 *   hills are here          hills oranges windows       (h)ills (o)ranges
 *   oranges are here        dogs oranges ...            (w)indows ...
 *   windows are here ...
 *
 * Any letters are some words. So the letters have to read like language, and nearly all of
 * them have to be words that rules name; and words in a row are looked at only where none
 * of them is one that prose is held together with ("the", "of"). */
#include "decode_word.h"

#include "base_ascii.h"
#include "decode_kind.h"
#include "text_letters.h"
#include "text_role.h"

#include <string.h>

enum {
	LETTERS_MIN = 10,
	LETTERS_MAX = 240,
	WORDS_MIN = 3,
	WORD_LETTERS_MIN = 4, /* of the longest word that rules name */
	SCORE_MIN = -6,       /* sixteenths of a bit a letter: see text_letters.h */
	GAP_MAX = 40          /* bytes between two letters in brackets */
};

/* The initials of one form from a place on. */
struct initials {
	char     letters[LETTERS_MAX];
	uint32_t places[LETTERS_MAX];
	uint32_t ends[LETTERS_MAX];
	size_t   count;
	size_t   end;  /* of what they begin */
	size_t   last; /* the same of those that are taken */
};

typedef bool gather(const struct decode_input *input, size_t from, struct initials *initials);

static bool put(struct initials *initials, struct slice text, size_t at, size_t end)
{
	if (initials->count == LETTERS_MAX)
		return false;
	initials->letters[initials->count] = (char)(text.ptr[at] | 0x20);
	initials->places[initials->count] = (uint32_t)at;
	initials->ends[initials->count++] = (uint32_t)end;
	initials->end = end;
	return true;
}

/* ---- lines ---- */

static size_t line_end(struct slice text, size_t at)
{
	const char *end = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;

	return end == NULL ? text.len : (size_t)(end - text.ptr);
}

/* Behind bullets, numbers and quotes. */
static size_t line_letter(struct slice text, size_t at, size_t end)
{
	while (at < end && text.ptr[at] != '\0' &&
	       strchr(" \t\r-*+>#\"'(.)0123456789", text.ptr[at]) != NULL)
		at++;
	return at;
}

/* Where the first of the lines begins: behind what announces it. */
static size_t behind_colon(struct slice text, size_t at, size_t end)
{
	for (size_t i = end; i > at; i--)
		if (text.ptr[i - 1] == ':')
			return i;
	return at;
}

/* With `blocks`, a line without a letter ends them. */
static bool gather_lines(struct slice text, size_t from, bool blocks, struct initials *initials)
{
	initials->count = 0;
	for (size_t at = from, end; at < text.len; at = end + 1) {
		size_t letter;

		end = line_end(text, at);
		letter = line_letter(text, at, end);
		if (letter == end && !blocks)
			continue;
		if (letter < end && blocks && initials->count == 0)
			letter = line_letter(text, behind_colon(text, at, end), end);
		if (letter == end || !ascii_is_letter(text.ptr[letter])) {
			if (initials->count >= LETTERS_MIN)
				return true;
			initials->count = 0;
		} else if (!put(initials, text, letter, end)) {
			return true;
		}
	}
	return initials->count >= LETTERS_MIN;
}

static bool of_lines(const struct decode_input *input, size_t from, struct initials *initials)
{
	return gather_lines(input->text, from, false, initials);
}

static bool of_blocks(const struct decode_input *input, size_t from, struct initials *initials)
{
	return gather_lines(input->text, from, true, initials);
}

/* ---- words ---- */

/* Prose does not go on for ten words without a short one, or without one of those that
 * text_role.def lists. */
static bool holds_prose_together(const struct decode_word *word)
{
	return word->end - word->start < 3 || (word->role & TEXT_ROLE_HOLDS) != 0;
}

/* A list of words has nothing but spaces and commas between them, and is small throughout. */
static bool ends_list(struct slice text, const struct initials *initials,
                      const struct decode_word *word)
{
	if (initials->count == 0)
		return false;
	for (size_t i = initials->end; i < word->start; i++)
		if (text.ptr[i] != ' ' && text.ptr[i] != ',')
			return true;
	return text.ptr[word->start] < 'a' && text.ptr[initials->places[0]] >= 'a';
}

static bool gather_words(const struct decode_input *input, size_t from, bool lists,
                         struct initials *initials)
{
	struct decode_word word;

	initials->count = 0;
	for (size_t at = from; decode_word_next(input, at, &word); at = word.end) {
		struct slice letters = slice_range(input->text, word.start, word.end);
		bool         breaks = !ascii_is_letter(letters.ptr[0]) ||
		              (initials->count > 0 && word.start - initials->end > 3) ||
		              holds_prose_together(&word);

		bool ends = lists && ends_list(input->text, initials, &word);

		if ((breaks || ends) && initials->count >= LETTERS_MIN)
			return true;
		if (breaks || ends)
			initials->count = 0;
		if (!breaks && !put(initials, input->text, word.start, word.end))
			return true;
	}
	return initials->count >= LETTERS_MIN;
}

static bool of_words(const struct decode_input *input, size_t from, struct initials *initials)
{
	return gather_words(input, from, false, initials);
}

static bool of_lists(const struct decode_input *input, size_t from, struct initials *initials)
{
	return gather_words(input, from, true, initials);
}

/* ---- brackets ---- */

/* The rest of a word goes with its first letter; a bounded look. */
static size_t letters_end(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.len && end - at < GAP_MAX && ascii_is_letter(text.ptr[end]))
		end++;
	return end;
}

static bool of_brackets(const struct decode_input *input, size_t from, struct initials *initials)
{
	const struct slice text = input->text;

	initials->count = 0;
	for (size_t at = decode_next_sign(input, from); at + 2 < text.len;
	     at = decode_next_sign(input, at + 1)) {
		char close = text.ptr[at] == '(' ? ')' : ']';

		if ((text.ptr[at] != '(' && text.ptr[at] != '[') || text.ptr[at + 2] != close ||
		    !ascii_is_letter(text.ptr[at + 1]))
			continue;
		if (initials->count > 0 && at - initials->end > GAP_MAX) {
			if (initials->count >= LETTERS_MIN)
				return true;
			initials->count = 0;
		}
		if (!put(initials, text, at + 1, letters_end(text, at + 3)))
			return true;
	}
	return initials->count >= LETTERS_MIN;
}

/* ---- judging ---- */

static bool is_named(const struct decode_input *input, struct slice word)
{
	return text_lexicon_rank(input->lexicon, word) == TEXT_WORD_NAMED;
}

/* Takes off what stands around the words that rules name: "read" before the list, a greeting
 * behind it. False when there are none. */
static bool trim(const struct decode_input *input, const struct text_split *split,
                 struct initials *initials)
{
	const struct slice letters = { initials->letters, initials->count };
	size_t             first = letters.len;
	size_t             last = 0;
	size_t             start = 0;

	for (size_t i = 0; i < split->count; i++) {
		size_t end = split->ends[i];

		if (is_named(input, slice_range(letters, start, end))) {
			first = first < start ? first : start;
			last = end;
		}
		start = end;
	}
	if (first >= last)
		return false;
	if (last < letters.len)
		initials->last = initials->ends[last - 1];
	initials->count = last - first;
	memmove(initials->letters, initials->letters + first, initials->count);
	memmove(initials->places, initials->places + first,
	        initials->count * sizeof initials->places[0]);
	return true;
}

static bool says(const struct decode_input *input, struct slice letters,
                 const struct text_split *split)
{
	size_t start = 0;

	for (size_t i = 0; i < split->count; i++) {
		struct slice word = slice_range(letters, start, split->ends[i]);

		if (word.len >= WORD_LETTERS_MIN && is_named(input, word))
			return true;
		start = split->ends[i];
	}
	return false;
}

static bool is_text(const struct decode_input *input, struct initials *initials,
                    struct text_split *split)
{
	struct slice letters = { initials->letters, initials->count };

	initials->last = initials->end;
	if (text_letters_score(letters) < SCORE_MIN * (int64_t)letters.len ||
	    !text_lexicon_split(input->lexicon, letters, input->scratch, split) ||
	    !trim(input, split, initials))
		return false;
	letters.len = initials->count;
	if (letters.len < LETTERS_MIN ||
	    !text_lexicon_split(input->lexicon, letters, input->scratch, split))
		return false;
	return says(input, letters, split) && split->count >= WORDS_MIN &&
	       split->known * 20 >= letters.len * 19 && split->named * 10 >= letters.len * 7 &&
	       split->count * 5 <= letters.len * 2;
}

/* Lines before words: the words of lines may be odd as well. */
static const struct {
	gather      *gather;
	decode_marks needs;
} forms[] = { { of_brackets, DECODE_MARK_BRACKET | DECODE_MARK_MIXED },
	      { of_blocks, DECODE_MARK_LINES },
	      { of_lines, DECODE_MARK_LINES },
	      { of_lists, DECODE_MARK_ROW },
	      { of_words, DECODE_MARK_ROW } };

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	size_t            mark = arena_mark(input->scratch);
	struct initials   initials;
	struct text_split split;

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		if (input->marks != 0 && (input->marks & forms[i].needs) == 0)
			continue;
		for (size_t at = from; forms[i].gather(input, at, &initials); at = initials.end) {
			bool accepted = is_text(input, &initials, &split);

			arena_rewind(input->scratch, mark);
			if (!accepted)
				continue;
			run->start = initials.places[0] - (forms[i].gather == of_brackets);
			run->end = run->shorter_end = initials.last;
			return true;
		}
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations done = TEXT_OPERATION_BIT(initials);
	struct decode_input   alone = *input;
	struct initials       initials;
	struct text_split     split;
	size_t                form = 0;
	size_t                word = 0;

	alone.words = NULL;
	while (form < sizeof forms / sizeof forms[0] &&
	       !(forms[form].gather(&alone, 0, &initials) && is_text(&alone, &initials, &split)))
		form++;
	if (form == sizeof forms / sizeof forms[0])
		return false;
	for (size_t i = 0; i < initials.count; i++) {
		const size_t place = initials.places[i];
		const bool   ends_word = i + 1 == initials.count ||
		                       (word < split.count && split.ends[word] == i + 1);
		/* Of the last place in a word what it begins with, whatever stands behind that. */
		const size_t end = ends_word ? letters_end(input->text, place)
		                             : initials.places[i + 1];

		decode_sink_put(sink, (struct slice){ &initials.letters[i], 1 }, place, end, done,
		                0);
		if (!ends_word || i + 1 == initials.count)
			continue;
		decode_sink_put(sink, SLICE_LIT(" "), end, initials.places[i + 1], done, 0);
		word++;
	}
	return true;
}

const struct decode_kind decode_initials = { .name = "initials",
	                                     .operation = TEXT_OPERATION_initials,
	                                     .signal = "bypass.encoding/initials",
	                                     .pass = DECODE_PASS_WORDING,
	                                     .needs = DECODE_MARK_BRACKET | DECODE_MARK_MIXED |
	                                              DECODE_MARK_LINES | DECODE_MARK_ROW,
	                                     .find = find,
	                                     .decode = decode };
