/* SPDX-License-Identifier: Apache-2.0 */
/* Morse code (Recommendation ITU-R M.1677-1, part I):
 *
 *   .--. .. .--. . / -... --- -- -...         letters by a space, words by a slash
 *   .--.|..|.--.|.||-...                      by bars; by new lines, commas ...
 *   _**_ ** _**_ *                            any dots and dashes
 *   0110 00 0110 0 / 1000 111 11 1000         two digits or two signs, where it reads
 *   didahdahdit didit dah-dah                 dots and dashes as words (also "dot", "dash")
 *
 * Points and hyphens are a common sight: dotted lines, rules, ranges and bullets are one
 * or two shapes over and over, so a run has four signs, three of them different, and one
 * that mixes dots and dashes. */
#include "decode_kind.h"
#include "decode_spelling.h"
#include "decode_token.h"
#include "text_utf8.h"

#include <string.h>

enum { SIGNS_MIN = 4, DISTINCT_MIN = 3, ELEMENTS_MAX = 7 };

enum { MARK_DOT = 1, MARK_DASH = 2 };

/* By the elements behind a leading 1: a dot is 0, a dash 1. */
static const char letters[] = {
	[2] = 'e',   [3] = 't',   [4] = 'i',  [5] = 'a',   [6] = 'n',   [7] = 'm',   [8] = 's',
	[9] = 'u',   [10] = 'r',  [11] = 'w', [12] = 'd',  [13] = 'k',  [14] = 'g',  [15] = 'o',
	[16] = 'h',  [17] = 'v',  [18] = 'f', [19] = 'u',  [20] = 'l',  [21] = 'a',  [22] = 'p',
	[23] = 'j',  [24] = 'b',  [25] = 'x', [26] = 'c',  [27] = 'y',  [28] = 'z',  [29] = 'q',
	[30] = 'o',  [32] = '5',  [33] = '4', [35] = '3',  [36] = 'e',  [39] = '2',  [40] = '&',
	[42] = '+',  [47] = '1',  [48] = '6', [49] = '=',  [50] = '/',  [54] = '(',  [56] = '7',
	[60] = '8',  [62] = '9',  [63] = '0', [76] = '?',  [77] = '_',  [82] = '"',  [85] = '.',
	[90] = '@',  [94] = '\'', [97] = '-', [106] = ';', [107] = '!', [109] = ')', [115] = ',',
	[120] = ':', [137] = '$',
};

/* Turns dots into dashes and the other way round. */
static uint32_t swapped(uint32_t value)
{
	uint32_t mask = 1;

	while (mask * 2 <= value)
		mask *= 2;
	return value ^ (mask - 1);
}

static char letter(uint32_t value, unsigned reading)
{
	if (reading == 1)
		value = swapped(value);
	return value < sizeof letters ? letters[value] : '\0';
}

/* ---- points and strokes ---- */

enum element { ELEMENT_NONE, ELEMENT_DOT, ELEMENT_DASH };

static enum element element_of(uint32_t code_point)
{
	switch (code_point) {
	case '.':
	case '*':
	case 0x25CF:  /* black circle */
	case 0x25CB:  /* white circle */
	case 0x26AB:  /* medium black circle */
	case 0x26AA:  /* medium white circle */
	case 0x1F534: /* large red circle */
		return ELEMENT_DOT;
	case '-':
	case '_':
	case '~':
	case '=':
	case 0x2501: /* box drawings heavy horizontal */
	case 0x2500: /* ... light */
	case 0x25AC: /* black rectangle */
	case 0x2796: /* heavy minus sign */
	case 0x30FC: /* Katakana-Hiragana prolonged sound mark */
		return ELEMENT_DASH;
	default:
		return ELEMENT_NONE;
	}
}

/* Of valid UTF-8, or of its beginning: what is cut off counts as one strange character. */
static uint32_t character_at(struct slice text, size_t at, size_t *end)
{
	unsigned char lead = (unsigned char)text.ptr[at];
	size_t        length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

	if (lead < 0x80 || length > text.len - at) {
		*end = lead < 0x80 ? at + 1 : text.len;
		return lead;
	}
	*end = at + length;
	return text_utf8_decode(text, at, &length);
}

static bool add_element(struct decode_sign *sign, enum element element, size_t end)
{
	sign->value = (sign->value == 0 ? 1 : sign->value) << 1 | (element == ELEMENT_DASH);
	sign->marks |= element == ELEMENT_DASH ? MARK_DASH : MARK_DOT;
	sign->end = end;
	return sign->value >> (ELEMENTS_MAX + 1) == 0;
}

/* sign_at() of the usual dots and dashes: up to what is neither. */
static bool usual_at(const struct decode_spelling *spelling, struct slice text, size_t at,
                     struct decode_sign *sign)
{
	size_t end;

	(void)spelling;
	for (; at < text.len; at = end) {
		enum element element = element_of(character_at(text, at, &end));

		if (element == ELEMENT_NONE)
			break;
		if (!add_element(sign, element, end))
			return false;
	}
	return letter(sign->value, 0) != '\0';
}

static const struct decode_spelling usual = {
	.sign_at = usual_at, .letter = letter, .readings = 1, .gaps = " \t\n\r/|,;\\", .gap_max = 5
};

static bool is_usual_run(const struct decode_spelled *run)
{
	return run->signs >= SIGNS_MIN && run->distinct >= DISTINCT_MIN &&
	       run->marks == (MARK_DOT | MARK_DASH);
}

/* Behind a letter they are punctuation. */
static bool may_begin(struct slice text, size_t at)
{
	return at == 0 || !decode_is_letter_or_digit(text.ptr[at - 1]);
}

/* The next place that may hold an element. */
static size_t next_element(const struct decode_input *input, size_t at)
{
	return (input->marks & DECODE_MARK_FOREIGN) != 0 ? at : decode_next_sign(input, at);
}

static bool find_usual(const struct decode_input *input, size_t from, struct decode_spelled *run)
{
	const struct slice text = input->text;
	const size_t       until = decode_until(input);
	size_t             end;

	for (size_t at = next_element(input, from); at < until; at = next_element(input, end)) {
		bool begins = may_begin(text, at);

		if (element_of(character_at(text, at, &end)) == ELEMENT_NONE)
			continue;
		if (begins && decode_spelling_run(&usual, text, at, run)) {
			if (is_usual_run(run))
				return true;
			end = run->end;
		}
		while (end < text.len && element_of(character_at(text, end, &at)) != ELEMENT_NONE)
			end = at;
	}
	return false;
}

/* ---- words ---- */

/* "di", "dit", "dot", "dah", "dash" and their like at `at`; the longest first. */
static enum element word_at(struct slice text, size_t at, size_t *end)
{
	static const char *const words[] = { "dash", "dah", "dot", "dit", "da", "di" };
	static const bool        dashes[] = { true, true, false, false, true, false };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t len = strlen(words[i]);
		size_t same = 0;

		while (same < len && same < text.len - at &&
		       (text.ptr[at + same] | 0x20) == words[i][same])
			same++;
		if (same < len)
			continue;
		*end = at + len;
		return dashes[i] ? ELEMENT_DASH : ELEMENT_DOT;
	}
	return ELEMENT_NONE;
}

static bool worded_at(const struct decode_spelling *spelling, struct slice text, size_t at,
                      struct decode_sign *sign)
{
	enum element element;
	size_t       end;

	(void)spelling;
	while (at < text.len && (element = word_at(text, at, &end)) != ELEMENT_NONE) {
		if (!add_element(sign, element, end))
			return false;
		at = end;
		at += at + 1 < text.len && text.ptr[at] == '-';
	}
	return (sign->end == text.len || !decode_is_letter_or_digit(text.ptr[sign->end])) &&
	       letter(sign->value, 0) != '\0';
}

static const struct decode_spelling worded = {
	.sign_at = worded_at, .letter = letter, .readings = 1, .gaps = " \t\n\r/|,;\\", .gap_max = 5
};

/* ---- two of anything ---- */

static bool symbols_at(const struct decode_spelling *spelling, struct slice text, size_t at,
                       struct decode_sign *sign)
{
	size_t end;

	for (; at < text.len; at = end) {
		uint32_t character = character_at(text, at, &end);

		if (character != spelling->symbols[0] && character != spelling->symbols[1])
			break;
		if (!add_element(sign,
		                 character == spelling->symbols[0] ? ELEMENT_DOT : ELEMENT_DASH,
		                 end))
			return false;
	}
	return sign->end > 0 && (letter(sign->value, 0) != '\0' || letter(sign->value, 1) != '\0');
}

/* Nearly every byte of a text is none of these. */
static bool may_begin_other(char byte)
{
	return (byte | 0x20) == 'd' || (byte >= '0' && byte <= '9') || (unsigned char)byte >= 0xE2;
}

/* Digits, or signs and pictures. */
static bool may_be_symbol(uint32_t character)
{
	return (character >= '0' && character <= '9') ||
	       (character >= 0x2190 && character < 0x2E00) || character >= 0x1F000;
}

static bool is_other_run(const struct decode_input *input, const struct decode_spelling *spelling,
                         const struct decode_spelled *run)
{
	return run->signs >= SIGNS_MIN && run->distinct >= DISTINCT_MIN &&
	       run->marks == (MARK_DOT | MARK_DASH) && decode_spelling_is_whole(input->text, run) &&
	       decode_spelling_reads(spelling, input, run);
}

/* The two symbols of which the first signs at `at` are made. */
static bool symbols_of(struct slice text, size_t at, uint32_t symbols[2])
{
	size_t end = at;

	symbols[0] = character_at(text, at, &end);
	for (size_t seen = 0; seen < 3 * ELEMENTS_MAX && end < text.len; seen++) {
		symbols[1] = character_at(text, end, &end);
		if (symbols[1] == symbols[0] || symbols[1] == ' ' || symbols[1] == '/')
			continue;
		return may_be_symbol(symbols[1]) && (symbols[0] < 0x80) == (symbols[1] < 0x80);
	}
	return false;
}

static bool other_at(const struct decode_input *input, size_t at, struct decode_spelling *spelling,
                     struct decode_spelled *run)
{
	size_t end;

	*spelling = (struct decode_spelling){ .sign_at = symbols_at,
		                              .letter = letter,
		                              .readings = 2,
		                              .gaps = worded.gaps,
		                              .gap_max = 5 };
	if (word_at(input->text, at, &end) != ELEMENT_NONE)
		*spelling = worded;
	else if (!may_be_symbol(character_at(input->text, at, &end)) ||
	         !symbols_of(input->text, at, spelling->symbols))
		return false;
	return decode_spelling_run(spelling, input->text, at, run);
}

static size_t word_end(struct slice text, size_t at)
{
	while (at < text.len && !ascii_is_space(text.ptr[at]))
		at++;
	return at;
}

static bool find_other(const struct decode_input *input, size_t from, struct decode_spelled *run)
{
	struct slice           text = input->text;
	const size_t           until = decode_until(input);
	struct decode_spelling spelling;

	for (size_t at = from; at < until; at++) {
		if (!may_begin_other(text.ptr[at]) ||
		    (at > 0 && (unsigned char)text.ptr[at - 1] >= '0') ||
		    !other_at(input, at, &spelling, run))
			continue;
		if (is_other_run(input, &spelling, run))
			return true;
		at = word_end(text, run->end);
	}
	return false;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_spelled spelled;

	if (!find_usual(input, from, &spelled))
		return false;
	*run = (struct decode_run){ spelled.start, spelled.end, spelled.end };
	return true;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_spelling_decode(&usual, TEXT_OPERATION_morse, input, sink);
}

const struct decode_kind decode_morse = { .name = "morse",
	                                  .operation = TEXT_OPERATION_morse,
	                                  .signal = "bypass.encoding/morse",
	                                  .pass = DECODE_PASS_ENCODING,
	                                  .needs = DECODE_MARK_DOTS | DECODE_MARK_SIGN |
	                                           DECODE_MARK_FOREIGN,
	                                  .reach = 64,
	                                  .find = find,
	                                  .decode = decode };

static bool find_signs(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_spelled spelled;

	if (!find_other(input, from, &spelled))
		return false;
	*run = (struct decode_run){ spelled.start, spelled.end, spelled.end };
	return true;
}

static bool decode_signs(const struct decode_input *input, struct decode_sink *sink)
{
	struct decode_spelling spelling;
	struct decode_spelled  run;

	return other_at(input, 0, &spelling, &run) &&
	       decode_spelling_decode(&spelling, TEXT_OPERATION_morse_signs, input, sink);
}

const struct decode_kind decode_morse_signs = { .name = "morse_signs",
	                                        .operation = TEXT_OPERATION_morse_signs,
	                                        .signal = "bypass.encoding/morse_signs",
	                                        .pass = DECODE_PASS_ENCODING,
	                                        .needs = DECODE_MARK_FOREIGN | DECODE_MARK_NUMBERS |
	                                                 DECODE_MARK_MORSE,
	                                        .reach = 64,
	                                        .find = find_signs,
	                                        .decode = decode_signs };
