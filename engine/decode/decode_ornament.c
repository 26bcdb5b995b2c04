/* SPDX-License-Identifier: Apache-2.0 */
/* Pictures between words or letters, and numbers before each line:
 *
 *     how(picture)do(picture)I     p(picture)i(picture)p(picture)e     1: how
 *                                                                      2: do
 *                                                                      3: I
 *
 * Pictures are symbols outside ASCII: arrows, shapes, dingbats, emoji, marks of punctuation.
 * One alone in a text says something; two or more with letters on both sides are gaps. A gap
 * is nothing where it touches a single letter or what is no word, on either side, and a
 * space everywhere else. Numbers are taken from lines of few words that count upwards,
 * three of them or more; a list of longer items is a list. */
#include "base_utf8.h"
#include "decode_kind.h"
#include "decode_word.h"

#include <string.h>

#define PICTURES_MIN 2u
#define PICTURE_MAX  64u /* bytes of a gap */
#define LINES_MIN    3u
#define LINE_MAX     48u /* bytes of a counted line */
#define DIGITS_MAX   4u
#define WORDS_APART  64u /* bytes between two gaps of one run */

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

static bool is_space(char byte)
{
	return is_blank(byte) || byte == '\n' || byte == '\r';
}

/* Latin-1's signs, general punctuation to dingbats and arrows, and the planes of emoji. */
static bool is_picture(uint32_t code_point)
{
	return (code_point >= 0xA1 && code_point <= 0xBF && code_point != 0xAA &&
	        code_point != 0xB5 && code_point != 0xBA) ||
	       code_point == 0xD7 || code_point == 0xF7 ||
	       (code_point >= 0x2010 && code_point <= 0x206F) ||
	       (code_point >= 0x2190 && code_point <= 0x2BFF) ||
	       (code_point >= 0x3001 && code_point <= 0x301F) ||
	       (code_point >= 0xFE00 && code_point <= 0xFE0F) ||
	       (code_point >= 0x1F000 && code_point <= 0x1FAFF);
}

/* The length of the picture at `at`; 0: there is none. */
static size_t picture_at(struct slice text, size_t at)
{
	uint32_t code_point = 0;
	size_t   length;

	if (at >= text.len || (unsigned char)text.ptr[at] < 0x80)
		return 0;
	length = utf8_sequence(text, at, &code_point);
	return length > 0 && is_picture(code_point) ? length : 0;
}

/* A letter or digit, and no picture. */
static bool is_letter_at(struct slice text, size_t at)
{
	return at < text.len && decode_word_is_part(text.ptr[at]) && picture_at(text, at) == 0;
}

/* ---- gaps ---- */

/* text[start, end): pictures, with spaces among them. */
struct gap {
	size_t start;
	size_t end;
	bool   spaced; /* holds a space */
};

/* The next gap with a letter on both sides, at or after `from`. */
static bool next_gap(struct slice text, size_t from, struct gap *gap)
{
	for (size_t at = from; at < text.len; at++) {
		bool pictures = false;

		if (!is_letter_at(text, at) || is_letter_at(text, at + 1) || at + 1 >= text.len)
			continue;
		if (((unsigned char)text.ptr[at + 1] & 0xC0) == 0x80)
			continue;
		*gap = (struct gap){ at + 1, at + 1, false };
		while (gap->end < text.len && gap->end - gap->start < PICTURE_MAX) {
			size_t length = picture_at(text, gap->end);

			if (length == 0 && !is_space(text.ptr[gap->end]))
				break;
			pictures = pictures || length > 0;
			gap->spaced = gap->spaced || length == 0;
			gap->end += length > 0 ? length : 1;
		}
		if (pictures && is_letter_at(text, gap->end))
			return true;
		at = gap->end - 1;
	}
	return false;
}

/* ---- numbers of lines ---- */

/* "12: ", "3) ", "4." at the start of a line: where what is counted begins; 0: none. */
static size_t number_at(struct slice text, size_t at, unsigned *number)
{
	size_t digits = 0;

	while (at < text.len && is_blank(text.ptr[at]))
		at++;
	for (*number = 0; at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9'; at++) {
		*number = *number * 10 + (unsigned)(text.ptr[at] - '0');
		if (++digits > DIGITS_MAX)
			return 0;
	}
	if (digits == 0 || at >= text.len)
		return 0;
	if (text.ptr[at] == ':' || text.ptr[at] == '.' || text.ptr[at] == ')' ||
	    text.ptr[at] == '|' || text.ptr[at] == '-')
		at++;
	else if (!is_blank(text.ptr[at]))
		return 0;
	while (at < text.len && is_blank(text.ptr[at]))
		at++;
	return is_letter_at(text, at) ? at : 0;
}

static size_t line_end(struct slice text, size_t at)
{
	const char *end = at < text.len ? memchr(text.ptr + at, '\n', text.len - at) : NULL;

	return end == NULL ? text.len : (size_t)(end - text.ptr);
}

/* The lines that count upwards from the one at `start`: behind the last one, or 0 where
 * they are too few or too long. */
static size_t counted_end(struct slice text, size_t start)
{
	unsigned expected = 0;
	size_t   lines = 0;
	size_t   end = 0;

	for (size_t at = start; at < text.len; lines++) {
		unsigned number;
		size_t   stop;

		if (number_at(text, at, &number) == 0 || (lines > 0 && number != expected))
			break;
		stop = line_end(text, at);
		if (stop - at > LINE_MAX)
			break;
		expected = number + 1;
		end = stop;
		at = stop + 1;
	}
	return lines >= LINES_MIN ? end : 0;
}

/* ---- the decoder ---- */

static size_t word_start(struct slice text, size_t at, size_t from)
{
	while (at > from) {
		size_t start = at - 1;

		while (start > from && ((unsigned char)text.ptr[start] & 0xC0) == 0x80)
			start--;
		if (!is_letter_at(text, start))
			break;
		at = start;
	}
	return at;
}

static size_t word_end(struct slice text, size_t at)
{
	while (is_letter_at(text, at) ||
	       (at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80))
		at++;
	return at;
}

/* The gaps of a run so far. */
struct gaps {
	size_t count;
	size_t start; /* of the word before the first */
	size_t last;  /* behind the last gap, ... */
	size_t end;   /* ... and the word behind it */
};

/* Adds the gaps of text[from, to), a line; false when one is too far from enough others. */
static bool add_gaps(struct slice text, size_t from, size_t to, struct gaps *gaps)
{
	const struct slice line = slice_range(text, 0, to);
	struct gap         gap;

	for (size_t at = from; next_gap(line, at, &gap); at = gap.end) {
		if (gaps->count > 0 && gap.start - gaps->last > WORDS_APART) {
			if (gaps->count >= PICTURES_MIN)
				return false;
			gaps->count = 0;
		}
		if (gaps->count++ == 0)
			gaps->start = word_start(line, gap.start, from);
		gaps->last = gap.end;
		gaps->end = word_end(line, gap.end);
	}
	return true;
}

/* Pictures are outside ASCII. */
static bool may_hold_pictures(const struct decode_input *input, size_t start, size_t end)
{
	return input->survey == NULL ||
	       decode_survey_marked(input->survey, DECODE_MARK_FOREIGN, start, end) < end;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	const struct slice text = input->text;
	struct gaps        gaps = { .count = 0 };
	size_t             end = 0;

	for (size_t at = from, to; at < text.len; at = to + 1) {
		unsigned number;

		to = line_end(text, at);
		if ((at == 0 || text.ptr[at - 1] == '\n') && number_at(text, at, &number) > 0)
			end = counted_end(text, at);
		if (end > 0 && gaps.count < PICTURES_MIN) {
			*run = (struct decode_run){ at, end, end };
			return true;
		}
		if (end > 0 || (may_hold_pictures(input, at, to) && !add_gaps(text, at, to, &gaps)))
			break;
	}
	*run = (struct decode_run){ gaps.start, gaps.end, gaps.end };
	return gaps.count >= PICTURES_MIN;
}

static bool is_word(const struct decode_input *input, size_t start, size_t end)
{
	return decode_word_rank(input->lexicon, slice_range(input->text, start, end)) !=
	       TEXT_WORD_NONE;
}

/* Do the letters on both sides belong to one word? */
static bool is_inside_word(const struct decode_input *input, const struct gap *gap)
{
	const struct slice text = input->text;
	size_t             start = word_start(text, gap->start, 0);
	size_t             end = word_end(text, gap->end);
	bool               left;
	bool               right;

	if (gap->spaced)
		return false;
	left = is_word(input, start, gap->start);
	right = is_word(input, gap->end, end);
	if (gap->start - start == 1)
		left = left && right && end - gap->end > 1;
	if (end - gap->end == 1)
		right = right && left && gap->start - start > 1;
	return !left || !right;
}

static void decode_gaps(const struct decode_input *input, size_t from, size_t to,
                        struct decode_sink *sink)
{
	const text_operations ornament = TEXT_OPERATION_BIT(ornament);
	struct gap            gap;

	for (size_t at = from; next_gap(input->text, at, &gap) && gap.start < to; at = gap.end) {
		decode_sink_copy(sink, input->text, from, gap.start);
		if (is_inside_word(input, &gap))
			decode_sink_drop(sink, gap.start, gap.end, ornament, ornament);
		else
			decode_sink_put(sink, SLICE_LIT(" "), gap.start, gap.end, ornament, 0);
		from = gap.end;
	}
	decode_sink_copy(sink, input->text, from, to);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations ornament = TEXT_OPERATION_BIT(ornament);
	const struct slice    text = input->text;
	unsigned              number;
	size_t                words;

	if (number_at(text, 0, &number) == 0) {
		decode_gaps(input, 0, text.len, sink);
		return sink->len > 0;
	}
	for (size_t at = 0; at < text.len;) {
		size_t end = line_end(text, at);

		words = number_at(text, at, &number);
		if (words > at && words < text.len)
			decode_sink_drop(sink, at, words, ornament, 0);
		else
			words = at;
		decode_sink_copy(sink, text, words, end < text.len ? end + 1 : end);
		at = end + 1;
	}
	return sink->len > 0;
}

const struct decode_kind decode_ornament = { .name = "ornament",
	                                     .operation = TEXT_OPERATION_ornament,
	                                     .signal = "bypass.encoding/ornament",
	                                     .pass = DECODE_PASS_WORDING,
	                                     .needs = DECODE_MARK_FOREIGN | DECODE_MARK_NUMBERS,
	                                     .find = find,
	                                     .decode = decode };
