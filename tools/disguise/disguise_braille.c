/* SPDX-License-Identifier: Apache-2.0 */
/* Braille, uncontracted (Unified English Braille): a cell a letter. The code point is
 * U+2800 and a bit for each raised dot, dot 1 the lowest (the Unicode Standard, section
 * 21.1). Dots 6 tell a capital, dots 3456 a number. */
#include "disguise_kind.h"

enum { BLANK = 0x2800, CAPITAL_SIGN = 0x20, NUMBER_SIGN = 0x3C };

static const unsigned char cells[26] = { 0x01, 0x03, 0x09, 0x19, 0x11, 0x0B, 0x1B, 0x13, 0x0A,
	                                 0x1A, 0x05, 0x07, 0x0D, 0x1D, 0x15, 0x0F, 0x1F, 0x17,
	                                 0x0E, 0x1E, 0x25, 0x27, 0x3A, 0x2D, 0x3D, 0x35 };

static uint32_t mark_of(char byte)
{
	return byte == ',' ? 0x02 : byte == '.' ? 0x32 : byte == '?' ? 0x26 : 0x16;
}

static void append_cell(struct buffer *out, uint32_t dots)
{
	disguise_append_code_point(out, BLANK + dots);
}

static void append_character(struct buffer *out, char byte, bool signs)
{
	char lower = disguise_lower(byte);

	if (signs && lower != byte)
		append_cell(out, CAPITAL_SIGN);
	append_cell(out, disguise_is_ascii_letter(byte) ? cells[lower - 'a'] : mark_of(byte));
}

static void encode(struct slice plain, bool signs, bool blanks, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] != ' ')
			append_character(out, plain.ptr[i], signs);
		else if (blanks)
			append_cell(out, 0);
		else
			buffer_append_char(out, ' ');
	}
}

void disguise_braille(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, false, false, out);
}

void disguise_braille_blanks(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, false, true, out);
}

/* A word in capitals has a sign before each letter: clumsy, and clear. */
void disguise_braille_signs(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, true, seed % 2 == 1, out);
}

/* Digits are the letters a to j behind the number sign. */
bool disguise_accepts_braille_codes(struct slice plain)
{
	bool digit = false;

	for (size_t i = 0; i < plain.len; i++)
		digit = digit || disguise_is_digit(plain.ptr[i]);
	return digit && disguise_accepts_caseless(plain);
}

/* A letter of a to j behind a digit needs the grade 1 sign, dots 56, to be none. */
void disguise_braille_codes(struct slice plain, uint64_t seed, struct buffer *out)
{
	bool number = false;

	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		char byte = plain.ptr[i];

		if (!disguise_is_digit(byte)) {
			if (number && byte != ' ' && disguise_lower(byte) <= 'j')
				append_cell(out, 0x30);
			number = false;
			encode(slice_range(plain, i, i + 1), false, false, out);
			continue;
		}
		if (!number)
			append_cell(out, NUMBER_SIGN);
		number = true;
		append_cell(out, cells[byte == '0' ? 9 : byte - '1']);
	}
}
