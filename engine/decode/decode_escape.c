/* SPDX-License-Identifier: Apache-2.0 */
/* Backslash escapes of C, JavaScript, JSON, Python, Perl and CSS, in one text as they come:
 *
 *   p\x69pe   \x{1F4A3}   p\u0069pe   \uD83D\uDCA3   \u{69}   \U00000069   \160\151\160\145
 *   \o{160}   p\69 pe   \000070\000069   \N{U+0070}   \N{LATIN SMALL LETTER P}
 *
 * Bytes (\x, octal) that are UTF-8 together are one character; one alone is Latin-1. Where
 * two languages disagree, the reading that gives a letter wins: three octal digits are C,
 * a zero before them is the shell's, two digits are CSS unless they stand behind three,
 * and a number that begins with 00 is CSS. CSS eats a space behind an escape, here only in
 * the middle of a word. Numbers that give control characters ("\1" of a regex) are no
 * escapes. \n \t \" \\ \/ count only in a token that holds another escape, so that source
 * code and paths stay as they are. Only plain letters and digits count as inside_word. */
#include "decode_token.h"

#include <string.h>

#define HIGH_SURROGATE 0xD800u
#define LOW_SURROGATE  0xDC00u
#define SURROGATES_END 0xE000u
#define QUOTES_AROUND  48u
#define QUOTES_LEAST   4u

static char at_or_nul(struct slice text, size_t at)
{
	return at < text.len ? text.ptr[at] : '\0';
}

static bool is_octal(char byte)
{
	return byte >= '0' && byte <= '7';
}

static bool is_shown(uint32_t number)
{
	return (number >= 0x20 && number <= 0x7E) || (number >= '\t' && number <= '\r');
}

/* \ooo: three digits, or four with a zero in front ("\0160" of echo). */
static bool octal_at(struct slice text, size_t at, uint32_t *number, size_t *end)
{
	if (at_or_nul(text, at) != '\\')
		return false;
	if (at_or_nul(text, at + 1) == '0' && at_or_nul(text, at + 2) == '0' &&
	    at_or_nul(text, at + 3) >= '6' && decode_hex_digit(at_or_nul(text, at + 4)) >= 0)
		return false; /* "\0062": CSS */
	if (at_or_nul(text, at + 1) == '0' && decode_number_at(text, at + 2, 8, 3, number, end) &&
	    *end == at + 5 && is_shown(*number))
		return true;
	return decode_number_at(text, at + 1, 8, 3, number, end) && *end == at + 4 &&
	       *number <= 0xFF &&
	       (*number >= 0x80 || is_shown(*number) ||
	        (*number == 0x1B && at_or_nul(text, *end) == '['));
}

static bool byte_at(struct slice text, size_t at, char *byte, size_t *end)
{
	uint32_t number;

	if (at_or_nul(text, at) != '\\')
		return false;
	if (at_or_nul(text, at + 1) == 'x' || at_or_nul(text, at + 1) == 'X') {
		if (!decode_number_at(text, at + 2, 16, 2, &number, end) || *end != at + 4)
			return false;
	} else if (!octal_at(text, at, &number, end)) {
		return false;
	}
	*byte = (char)(unsigned char)number;
	return true;
}

static bool bytes_at(struct slice text, size_t at, struct decode_unit *unit)
{
	char   byte;
	size_t end;

	if (decode_unit_gather(text, at, byte_at, unit))
		return true;
	return byte_at(text, at, &byte, &end) && (unsigned char)byte >= 0xA0 &&
	       decode_unit_set(unit, (unsigned char)byte, end);
}

/* \x{H...}, \u{H...} and \o{O...} (Perl, PCRE) */
static bool braced_at(struct slice text, size_t at, struct decode_unit *unit)
{
	const uint32_t base = at_or_nul(text, at + 1) == 'o' ? 8 : 16;
	uint32_t       number;
	size_t         end;

	return at_or_nul(text, at + 2) == '{' &&
	       decode_number_at(text, at + 3, base, 8, &number, &end) &&
	       at_or_nul(text, end) == '}' && decode_unit_set(unit, number, end + 1);
}

/* \N{U+H...} and \N{LATIN SMALL LETTER X} */
static bool named_at(struct slice text, size_t at, struct decode_unit *unit)
{
	static const char *const cases[] = { "{LATIN SMALL LETTER ", "{LATIN CAPITAL LETTER " };
	struct slice             rest = slice_from(text, at + 2);
	uint32_t                 number;
	size_t                   end;

	if (rest.len > 3 && memcmp(rest.ptr, "{U+", 3) == 0)
		return decode_number_at(text, at + 5, 16, 8, &number, &end) &&
		       at_or_nul(text, end) == '}' && decode_unit_set(unit, number, end + 1);
	for (size_t i = 0; i < 2; i++) {
		size_t len = strlen(cases[i]);

		if (rest.len < len + 2 || memcmp(rest.ptr, cases[i], len) != 0 ||
		    rest.ptr[len] < 'A' || rest.ptr[len] > 'Z' || rest.ptr[len + 1] != '}')
			continue;
		number = (unsigned char)rest.ptr[len] + (i == 0 ? 0x20u : 0u);
		return decode_unit_set(unit, number, at + 2 + len + 2);
	}
	return false;
}

static bool utf16_at(struct slice text, size_t at, uint32_t *number, size_t *end)
{
	return at_or_nul(text, at) == '\\' && at_or_nul(text, at + 1) == 'u' &&
	       decode_number_at(text, at + 2, 16, 4, number, end) && *end == at + 6;
}

/* \uHHHH, \uHHHH\uHHHH, \UHHHHHHHH */
static bool unicode_at(struct slice text, size_t at, struct decode_unit *unit)
{
	uint32_t number;
	uint32_t low;
	size_t   end;

	if (at_or_nul(text, at + 1) == 'U')
		return decode_number_at(text, at + 2, 16, 8, &number, &end) &&
		       (end == at + 10 || end == at + 6) && decode_unit_set(unit, number, end);
	if (!utf16_at(text, at, &number, &end))
		return false;
	if (number >= HIGH_SURROGATE && number < LOW_SURROGATE && utf16_at(text, end, &low, &end) &&
	    low >= LOW_SURROGATE && low < SURROGATES_END)
		number = 0x10000 + ((number - HIGH_SURROGATE) << 10) + (low - LOW_SURROGATE);
	return decode_unit_set(unit, number, end);
}

/* In "p\69 pe" the space belongs to the escape; behind the last of a word it does not. */
static size_t behind_css_space(struct slice text, size_t start, size_t end)
{
	bool inside = start > 0 && decode_is_letter_or_digit(text.ptr[start - 1]);

	char next = at_or_nul(text, end + 1);

	inside = inside && end - start < 7; /* six digits need no space */
	if (at_or_nul(text, end) == ' ' &&
	    (next == '\\' ||
	     (inside && decode_is_letter_or_digit(next) && (next < 'A' || next > 'Z'))))
		return end + 1;
	return end;
}

/* Two octal digits where three stood just before: "\145\40" is C. */
static bool is_short_octal(struct slice text, size_t at)
{
	return at >= 4 && text.ptr[at - 4] == '\\' && is_octal(text.ptr[at - 3]) &&
	       is_octal(text.ptr[at - 2]) && is_octal(text.ptr[at - 1]);
}

/* "\a " beside another escape with a space: a line's end, in CSS. */
static bool css_end_at(struct slice text, size_t at, struct decode_unit *unit)
{
	const char letter = (char)(at_or_nul(text, at + 1) | 0x20);
	const bool behind = at >= 4 && text.ptr[at - 1] == ' ' && text.ptr[at - 4] == '\\';

	if ((letter != 'a' && letter != 'd') || at_or_nul(text, at + 2) != ' ' ||
	    (!behind && at_or_nul(text, at + 3) != '\\'))
		return false;
	*unit = (struct decode_unit){
		.bytes = { letter == 'a' ? '\n' : '\r' }, .count = 1, .end = at + 3, .weak = true
	};
	return true;
}

static bool css_at(struct slice text, size_t at, struct decode_unit *unit)
{
	uint32_t number;
	size_t   end;
	bool     zeros = at_or_nul(text, at + 1) == '0' && at_or_nul(text, at + 2) == '0';

	if (css_end_at(text, at, unit))
		return true;

	if (!decode_number_at(text, at + 1, 16, 6, &number, &end) || number < 0x20)
		return false;
	if (zeros)
		return end - at >= 5 &&
		       decode_unit_set(unit, number, behind_css_space(text, at, end));
	if (number >= 0xA0 && end >= at + 3 && at_or_nul(text, end) == ' ')
		return decode_unit_set(unit, number, end + 1); /* "\434 ", of Cyrillic */
	if (end != at + 3 || number > 0x7E)
		return false;
	if (is_short_octal(text, at) && decode_number_at(text, at + 1, 8, 2, &number, &end) &&
	    end == at + 3)
		return is_shown(number) && decode_unit_set(unit, number, end);
	return decode_unit_set(unit, number, behind_css_space(text, at, end));
}

/* \HHHHHH: six digits of which the first are zeros, once more before or behind. */
static bool is_six(struct slice text, size_t at)
{
	uint32_t number;
	size_t   end;

	return at_or_nul(text, at) == '\\' &&
	       (at_or_nul(text, at + 1) == '0' || at_or_nul(text, at + 1) == '1') &&
	       decode_number_at(text, at + 1, 16, 6, &number, &end) && end == at + 7 &&
	       number >= 0x20 && decode_hex_digit(at_or_nul(text, end)) < 0;
}

static bool six_at(struct slice text, size_t at, struct decode_unit *unit)
{
	uint32_t number;
	size_t   end;

	return is_six(text, at) && (is_six(text, at + 7) || (at >= 7 && is_six(text, at - 7))) &&
	       decode_number_at(text, at + 1, 16, 6, &number, &end) &&
	       decode_unit_set(unit, number, end);
}

/* \" four times in a few bytes: a list of short strings inside a string. */
static bool is_among_quotes(struct slice text, size_t at)
{
	const size_t start = at < QUOTES_AROUND ? 0 : at - QUOTES_AROUND;
	const size_t end = text.len - at < QUOTES_AROUND ? text.len : at + QUOTES_AROUND;
	unsigned     count = 0;

	for (size_t i = start; i + 1 < end; i++)
		count += text.ptr[i] == '\\' && text.ptr[i + 1] == text.ptr[at + 1];
	return count >= QUOTES_LEAST;
}

/* \n and its like: no reason to look at a token, but part of one. */
static bool simple_at(struct slice text, size_t at, struct decode_unit *unit)
{
	static const char pairs[][2] = { { 'n', '\n' },  { 't', '\t' }, { 'r', '\r' }, { '"', '"' },
		                         { '\'', '\'' }, { '/', '/' },  { '\\', '\\' } };

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		if (pairs[i][0] != at_or_nul(text, at + 1))
			continue;
		*unit = (struct decode_unit){
			.bytes = { pairs[i][1] }, .count = 1, .end = at + 2, .weak = true
		};
		if (pairs[i][1] == '"' || pairs[i][1] == '\'')
			unit->weak = !is_among_quotes(text, at);
		return true;
	}
	return false;
}

static bool unit_at(struct slice text, size_t at, struct decode_unit *unit)
{
	if (text.len - at < 2)
		return false;
	switch (text.ptr[at + 1]) {
	case 'x':
	case 'X':
		return braced_at(text, at, unit) || bytes_at(text, at, unit);
	case 'u':
	case 'U':
		return braced_at(text, at, unit) || unicode_at(text, at, unit);
	case 'o':
		return braced_at(text, at, unit);
	case 'N':
		return named_at(text, at, unit);
	default:
		return six_at(text, at, unit) || bytes_at(text, at, unit) ||
		       css_at(text, at, unit) || simple_at(text, at, unit);
	}
}

const struct decode_escapes decode_backslash_escapes = { .marker = '\\',
	                                                 .operation = TEXT_OPERATION_escape,
	                                                 .unit_at = unit_at };

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_escapes_find(&decode_backslash_escapes, input->text, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_escapes_decode(&decode_backslash_escapes, input->text, input->text.len, sink);
}

const struct decode_kind decode_escape = { .name = "escape",
	                                   .operation = TEXT_OPERATION_escape,
	                                   .signal = "bypass.encoding/escape",
	                                   .pass = DECODE_PASS_ESCAPE,
	                                   .needs = DECODE_MARK_BACKSLASH,
	                                   .find = find,
	                                   .decode = decode };
