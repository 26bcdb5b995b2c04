/* SPDX-License-Identifier: Apache-2.0 */
/* Every byte has a class, written as a letter. What a byte says by itself and what two
 * neighbours say follows from classes; the rest is counted along the way: capitals,
 * numbers, short tokens in a row. */
#include "decode_survey.h"

#include <stdbool.h>
#include <stddef.h>

#define LONG_TOKEN     14u
#define LONG_NUMBER    8u
#define CAPITALS_A_ROW 4u
#define IN_A_ROW       3u
#define MANY_LINES     8u
#define LETTERS_AMID   12u /* "String.fromCharCode(104," stands before numbers, and "chr(" */

/* a small letter, A capital, 0 digit, s space, c control, h hyphen, q apostrophe, d dot or
 * underscore, i a sign that may draw a letter, o other, f outside ASCII. U+0000 to U+007F,
 * 32 a line; above: f. */
static const char classes[129] = "cccccccccssccscccccccccccccccccc"
				 "siooiooqiioiohdo0000000000ooiooo"
				 "iAAAAAAAAAAAAAAAAAAAAAAAAAAooood"
				 "oaaaaaaaaaaaaaaaaaaaaaaaaaaoiooc";

static bool is_letter(char class)
{
	return class == 'a' || class == 'A' || class == 'f';
}

static decode_marks mark_of_byte(char byte)
{
	switch (byte) {
	case '%':
		return DECODE_MARK_PERCENT;
	case '&':
		return DECODE_MARK_AMPERSAND;
	case '\\':
		return DECODE_MARK_BACKSLASH;
	case '=':
		return DECODE_MARK_EQUALS;
	case '+':
		return DECODE_MARK_PLUS;
	case '<':
	case '>':
	case '[':
	case ']':
	case '{':
	case '}':
		return DECODE_MARK_BRACKET;
	case '"':
	case '`':
		return DECODE_MARK_QUOTE;
	case '*':
	case '_':
	case '~':
	case '|':
	case '^':
	case '#':
	case '@':
	case '$':
		return DECODE_MARK_SIGN;
	default:
		return 0;
	}
}

/* What is known before the byte under the eye. */
struct look {
	decode_marks marks;
	char         before;      /* class of the last byte, and of the one before it */
	char         second;      /* ... both 's' at the beginning */
	bool         from_letter; /* the signs before come right behind a letter ... */
	size_t       signs;       /* ... and are so many */
	size_t       token;       /* bytes since the last space */
	size_t       parts;       /* of them, letters and digits */
	size_t       singles;     /* tokens of one character, and maybe signs, in a row */
	size_t       number;      /* digits in the number that goes on */
	size_t       numbers;     /* numbers in a row ... */
	size_t       letters;     /* ... and letters since the last one */
	size_t       capitals;
	size_t       lines;
	char         last; /* the last byte */
	size_t       same; /* times in a row */
};

static void look_at_space(struct look *look, char byte)
{
	if (look->token > 0) {
		if (look->token == 1 && (look->before == 'd' || look->before == 'h'))
			look->marks |= DECODE_MARK_DOTS;
		look->singles = look->parts == 1 || look->token == 1 ? look->singles + 1 : 0;
		if (look->singles == IN_A_ROW)
			look->marks |= DECODE_MARK_SINGLES;
	}
	look->token = look->parts = 0;
	if (byte == '\n' && ++look->lines == MANY_LINES)
		look->marks |= DECODE_MARK_LINES;
}

static void look_at_number(struct look *look, char class)
{
	if (class == '0') {
		look->marks |= DECODE_MARK_DIGIT;
		if (look->letters > LETTERS_AMID)
			look->numbers = 0;
		look->letters = 0;
		look->numbers += look->number == 0;
		if (++look->number == LONG_NUMBER || look->numbers == IN_A_ROW)
			look->marks |= DECODE_MARK_NUMBERS;
		return;
	}
	look->number = 0;
	look->letters += is_letter(class);
}

static void look_at_letter(struct look *look, char class, char byte)
{
	bool behind_letter = is_letter(look->before);

	if (look->signs > 0 && look->from_letter)
		look->marks |= look->signs == 1 && look->before == 'h'   ? DECODE_MARK_HYPHEN
		               : look->signs == 1 && look->before == 'q' ? 0
		                                                         : DECODE_MARK_INNER;
	if (class == 'A' && look->before == 'a')
		look->marks |= DECODE_MARK_CODE;
	if (class == 'a' && look->before == 'A' && look->second == 'A')
		look->marks |= DECODE_MARK_CODE;
	if (look->before == '0')
		look->marks |= DECODE_MARK_CODE | DECODE_MARK_MIXED;
	if (look->before == 'i')
		look->marks |= DECODE_MARK_MIXED;
	look->same = behind_letter && (byte | 0x20) == (look->last | 0x20) ? look->same + 1 : 1;
	if (look->same == IN_A_ROW)
		look->marks |= DECODE_MARK_REPEAT;
	look->from_letter = true;
	look->signs = 0;
}

static void look_at_sign(struct look *look, char class)
{
	if (is_letter(look->before)) {
		if (class == '0')
			look->marks |= DECODE_MARK_CODE;
		if (class == '0' || class == 'i')
			look->marks |= DECODE_MARK_MIXED;
	} else if (class == 'q') {
		look->marks |= DECODE_MARK_QUOTE;
	}
	if ((class == 'd' || class == 'h') && (look->before == 'd' || look->before == 'h'))
		look->marks |= DECODE_MARK_DOTS;
	if (class == 'c')
		look->marks |= DECODE_MARK_CONTROL;
	if (class == 's' || class == '0') {
		look->from_letter = false;
		look->signs = 0;
		return;
	}
	look->signs++;
}

static void look_at(struct look *look, char byte)
{
	char class = (unsigned char)byte < 0x80 ? classes[(unsigned char)byte] : 'f';

	if (class == 'a') { /* nearly all there is */
		look->capitals = 0;
		look->number = 0;
		look->letters++;
		look_at_letter(look, class, byte);
		look->token++;
		look->parts++;
	} else {
		look->capitals = class == 'A' || class == '0' ? look->capitals + 1 : 0;
		if (look->capitals == CAPITALS_A_ROW)
			look->marks |= DECODE_MARK_CAPITALS;
		look_at_number(look, class);
		if (is_letter(class))
			look_at_letter(look, class, byte);
		else
			look_at_sign(look, class);
		if (class == 's')
			look_at_space(look, byte);
		else
			look->token += ((unsigned char)byte & 0xC0) != 0x80;
		look->parts += class == 'A' || class == '0' || (unsigned char)byte >= 0xC0;
		look->marks |= class == 'f' ? DECODE_MARK_FOREIGN : mark_of_byte(byte);
	}
	if (look->token == LONG_TOKEN)
		look->marks |= DECODE_MARK_LONG;
	look->second = look->before;
	look->before = class;
	look->last = byte;
}

decode_marks decode_survey(struct slice text)
{
	struct look look = { .before = 's', .second = 's' };

	for (size_t i = 0; i < text.len; i++)
		look_at(&look, text.ptr[i]);
	look_at_space(&look, ' ');
	return look.marks;
}
