/* SPDX-License-Identifier: Apache-2.0 */
/* Mail: quoted-printable (RFC 2045, section 6.7) and encoded words in headers (RFC 2047). */
#include "disguise_kind.h"

static void append_hex(struct buffer *out, char byte)
{
	buffer_append_format(out, "=%02X", (unsigned)(unsigned char)byte);
}

static void break_line(struct buffer *out, size_t *column, size_t width, size_t needed)
{
	if (*column + needed > width) {
		buffer_append_cstr(out, "=\n");
		*column = 0;
	}
	*column += needed;
}

/* Every byte, in lines of 76 with soft breaks. */
void disguise_quoted_printable(struct slice plain, uint64_t seed, struct buffer *out)
{
	size_t column = 0;

	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		break_line(out, &column, 75, 3);
		append_hex(out, plain.ptr[i]);
	}
}

static bool stays(char byte)
{
	return byte > ' ' && byte < 0x7F && byte != '=';
}

/* Printable characters as they are, and soft breaks inside words: every five characters,
 * or five to eight under a seed. A space is written out, as one at the end of a line must
 * be. */
void disguise_soft_breaks(struct slice plain, uint64_t seed, struct buffer *out)
{
	size_t width = 5 + disguise_pick(&seed, 4);
	size_t column = 0;

	for (size_t i = 0; i < plain.len; i++) {
		break_line(out, &column, width, stays(plain.ptr[i]) ? 1 : 3);
		if (stays(plain.ptr[i]))
			buffer_append_char(out, plain.ptr[i]);
		else
			append_hex(out, plain.ptr[i]);
	}
}

/* The length of the character at `at` in bytes, so that none is cut. */
static size_t character(struct slice plain, size_t at)
{
	size_t length = 1;

	while (at + length < plain.len && ((unsigned char)plain.ptr[at + length] & 0xC0) == 0x80)
		length++;
	return length;
}

/* An encoded word has 75 characters at most, 12 of them around the text. */
static void q_words(struct slice plain, bool every, struct buffer *out)
{
	size_t column = 0;

	for (size_t at = 0; at < plain.len; at++) {
		bool   literal = !every && (disguise_is_ascii_letter(plain.ptr[at]) ||
                                          disguise_is_digit(plain.ptr[at]));
		size_t needed = ((unsigned char)plain.ptr[at] & 0xC0) == 0x80
		                        ? 0
		                        : 3 * character(plain, at);

		if (at == 0 || column + needed > 63) {
			buffer_append_cstr(out, at == 0 ? "=?utf-8?Q?" : "?= =?utf-8?Q?");
			column = 0;
		}
		column += literal ? 1 : 3;
		if (literal)
			buffer_append_char(out, plain.ptr[at]);
		else if (!every && plain.ptr[at] == ' ')
			buffer_append_char(out, '_');
		else
			append_hex(out, plain.ptr[at]);
	}
	buffer_append_cstr(out, "?=");
}

void disguise_encoded_word_q(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	q_words(plain, true, out);
}

void disguise_encoded_word_q_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	q_words(plain, false, out);
}

/* 45 bytes are 60 characters. */
void disguise_encoded_word_b(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t at = 0; at < plain.len;) {
		size_t end = at;

		while (end < plain.len && end + character(plain, end) - at <= 45)
			end += character(plain, end);
		buffer_append_cstr(out, at == 0 ? "=?utf-8?B?" : " =?utf-8?B?");
		disguise_base64(slice_range(plain, at, end), seed, out);
		buffer_append_cstr(out, "?=");
		at = end;
	}
}
