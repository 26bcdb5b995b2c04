/* SPDX-License-Identifier: Apache-2.0 */
/* Two looks. The first takes 64 bytes at a time, in loops that compilers turn into vector code:
 * where all is dull (small letters, capitals that begin a word, single spaces, signs that end
 * one, no word of one letter beside another) no mark can come but HYPHEN. The second goes byte
 * by byte over the blocks that are not:
 *
 *     A quiet street in the evening, | see https://example.com/?q=1 | and soft light.
 *     `---------- dull ------------´   `------ byte by byte ------´   `--- dull ---´
 *
 * It begins at the first space of the dull block before, behind which nothing is left over
 * from earlier: no mark needs more than the words around it, and all give the same marks as if
 * every byte had been looked at.
 *
 * Every byte has a class, written as a letter. What a byte says by itself and what two
 * neighbours say follows from classes; the rest is counted along the way: capitals,
 * numbers, short tokens in a row. */
#include "decode_survey.h"

#include "text_vector.h"

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
	size_t       quotes;      /* of them, apostrophes between letters */
	size_t       singles;     /* tokens of one character, and maybe signs, in a row */
	size_t       number;      /* digits in the number that goes on */
	size_t       numbers;     /* numbers in a row ... */
	size_t       letters;     /* ... and letters since the last one */
	size_t       capitals;
	char         last; /* the last byte */
	size_t       same; /* times in a row */
};

static void look_at_space(struct look *look)
{
	if (look->token > 0) {
		if (look->token == 1 && (look->before == 'd' || look->before == 'h'))
			look->marks |= DECODE_MARK_DOTS;
		look->singles = look->parts == 1 || look->token == 1 ? look->singles + 1 : 0;
		if (look->singles == IN_A_ROW)
			look->marks |= DECODE_MARK_SINGLES;
	}
	look->token = look->parts = look->quotes = 0;
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
	if (look->before == 'q' && look->from_letter && ++look->quotes > 1)
		look->marks |= DECODE_MARK_INNER;
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
			look_at_space(look);
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

/* ---- dull blocks ---- */

#define BLOCK_BYTES 64u
#define BEHIND      16u /* bytes before a block that are looked at, too; one after it is */

static inline unsigned char is_ascii_letter(unsigned char byte)
{
	return (unsigned char)((byte | 0x20) - 'a') < 26;
}

static inline unsigned char is_break(unsigned char byte)
{
	return (byte == ' ') | (byte == '\n');
}

/* Is there a place with no space in the fourteen bytes up to it? */
static inline unsigned char has_long_token(const unsigned char *at)
{
	unsigned char ones[BLOCK_BYTES + LONG_TOKEN];
	unsigned char twos[BLOCK_BYTES + LONG_TOKEN];
	unsigned char fours[BLOCK_BYTES + LONG_TOKEN];
	unsigned char eights[BLOCK_BYTES + LONG_TOKEN];
	unsigned char bad = 0;

	for (size_t i = 0; i < BLOCK_BYTES + 13; i++)
		ones[i] = is_break(at[i - 13]);
	for (size_t i = 0; i < BLOCK_BYTES + 12; i++)
		twos[i] = ones[i] | ones[i + 1];
	for (size_t i = 0; i < BLOCK_BYTES + 10; i++)
		fours[i] = twos[i] | twos[i + 2];
	for (size_t i = 0; i < BLOCK_BYTES + 6; i++)
		eights[i] = fours[i] | fours[i + 4];
	for (size_t i = 0; i < BLOCK_BYTES; i++)
		bad |= (eights[i] | eights[i + 6]) ^ 1;
	return bad;
}

#define DULL_NOT    1u
#define DULL_HYPHEN 2u

/* Is nothing left over from before the block: neither a sign, nor a digit, nor capitals, nor a
 * word of one letter? */
static inline unsigned char begins_well(const unsigned char *at)
{
	const unsigned char small = (unsigned char)(at[-1] - 'a') < 26;

	return is_break(at[-1]) | (small & is_ascii_letter(at[-2]));
}

VECTORISED static unsigned block_look(const unsigned char *at)
{
	unsigned char letters[BLOCK_BYTES + 5]; /* from four bytes before the block */
	unsigned char bad = has_long_token(at) | (begins_well(at) ^ 1);
	unsigned char hyphens = 0;

	for (size_t i = 0; i < BLOCK_BYTES + 5; i++)
		letters[i] = is_ascii_letter(at[i - 4]);
	for (size_t i = 0; i < BLOCK_BYTES; i++) {
		const unsigned char byte = at[i];
		const unsigned char before = at[i - 1];
		const unsigned char letter = letters[i + 4];
		const unsigned char behind = letters[i + 3]; /* a letter? */
		const unsigned char next = letters[i + 5];
		const unsigned char space = is_break(byte);
		const unsigned char inner = (byte == '\'') | (byte == '-');
		const unsigned char end = (byte == '.') | (byte == ',') | (byte == ';') |
		                          (byte == ':') | (byte == '?');
		const unsigned char capital = (unsigned char)(byte - 'A') < 26;
		const unsigned char same = ((byte | 0x20) == (before | 0x20)) &
		                           ((byte | 0x20) == (at[i - 2] | 0x20));
		const unsigned char alone = letter & (behind ^ 1) & (next ^ 1);
		const unsigned char word = (letters[i + 2] & letters[i + 1]) |
		                           (letters[i + 1] & letters[i]);

		bad |= (letter | space | inner | end) ^ 1;
		bad |= capital & (is_break(before) ^ 1);
		bad |= space & is_break(before);
		bad |= inner & ((behind & next) ^ 1);
		bad |= end & ((behind & is_break(at[i + 1])) ^ 1);
		bad |= letter & same;
		bad |= alone & (word ^ 1);
		hyphens |= byte == '-';
	}
	return (bad != 0 ? DULL_NOT : 0) | (hyphens != 0 ? DULL_HYPHEN : 0);
}

/* ---- the whole ---- */

VECTORISED static size_t count_lines(const char *bytes, size_t count)
{
	size_t lines = 0;

	for (size_t i = 0; i < count; i++)
		lines += bytes[i] == '\n';
	return lines;
}

/* A dull block has a space in any fourteen bytes. */
static size_t first_space(struct slice text, size_t from)
{
	while (!is_break((unsigned char)text.ptr[from]))
		from++;
	return from;
}

decode_marks decode_survey(struct slice text)
{
	struct look look = { .before = 's', .second = 's' };
	bool        dull = false; /* the block before */

	for (size_t at = 0; at < text.len;) {
		size_t   end = at == 0 ? BEHIND : at + BLOCK_BYTES;
		unsigned found = DULL_NOT;

		if (at > 0 && end < text.len)
			found = block_look((const unsigned char *)text.ptr + at);
		end = end < text.len ? end : text.len;
		if (found & DULL_NOT) {
			size_t from = dull ? first_space(text, at - BLOCK_BYTES) : at;

			if (dull)
				look = (struct look){ .marks = look.marks,
					              .before = 's',
					              .second = 's' };
			for (; from < end; from++)
				look_at(&look, text.ptr[from]);
		} else if (found & DULL_HYPHEN) {
			look.marks |= DECODE_MARK_HYPHEN;
		}
		dull = (found & DULL_NOT) == 0;
		at = end;
	}
	look_at_space(&look);
	if (text.len > 0 && count_lines(text.ptr, text.len) >= MANY_LINES)
		look.marks |= DECODE_MARK_LINES;
	return look.marks;
}
