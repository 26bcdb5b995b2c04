/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-16 (the Unicode Standard, section 3.10) raw, in base64 and in UTF-7 (RFC 2152). The
 * bytes of ASCII in UTF-16 and UTF-32 are the letters with NUL between. */
#include "disguise_kind.h"

#include "base_utf8.h"

#include <assert.h>

static void append_unit(struct buffer *out, uint32_t unit, bool little)
{
	buffer_append_char(out, (char)(little ? unit & 0xFF : unit >> 8));
	buffer_append_char(out, (char)(little ? unit >> 8 : unit & 0xFF));
}

static void utf16(struct slice plain, bool little, struct buffer *out)
{
	size_t length;

	for (size_t at = 0; at < plain.len; at += length) {
		uint32_t code_point;

		length = utf8_sequence(plain, at, &code_point);
		assert(length > 0); /* accepted */
		if (code_point >= 0x10000) {
			append_unit(out, 0xD800 + ((code_point - 0x10000) >> 10), little);
			code_point = 0xDC00 + (code_point & 0x3FF);
		}
		append_unit(out, code_point, little);
	}
}

void disguise_utf16le(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	utf16(plain, true, out);
}

void disguise_utf16be(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	utf16(plain, false, out);
}

void disguise_utf32le(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		buffer_append_char(out, plain.ptr[i]);
		buffer_append(out, SLICE_LIT("\0\0\0"));
	}
}

static void in_base64(struct slice plain, bool mark, bool little, bool padded, struct buffer *out)
{
	struct buffer units;

	buffer_init_heap(&units);
	if (mark)
		append_unit(&units, 0xFEFF, little);
	utf16(plain, little, &units);
	if (padded)
		disguise_base64(buffer_slice(&units), 0, out);
	else
		disguise_base64_unpadded(buffer_slice(&units), 0, out);
	buffer_free(&units);
}

/* What PowerShell calls an encoded command. */
void disguise_base64_utf16le(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	in_base64(plain, false, true, true, out);
}

void disguise_base64_utf16be(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	in_base64(plain, false, false, true, out);
}

void disguise_base64_utf16_marked(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	in_base64(plain, true, true, true, out);
}

/* A text as one shifted sequence; the letters that could stand for themselves too. */
void disguise_utf7(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_char(out, '+');
	in_base64(plain, false, false, false, out);
	buffer_append_char(out, '-');
}

/* Spaces and line ends stand for themselves. */
void disguise_utf7_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	size_t start = 0;

	for (size_t at = 0; at <= plain.len; at++) {
		if (at < plain.len && plain.ptr[at] != ' ' && plain.ptr[at] != '\n')
			continue;
		if (at > start)
			disguise_utf7(slice_range(plain, start, at), seed, out);
		if (at < plain.len)
			buffer_append_char(out, plain.ptr[at]);
		start = at + 1;
	}
}
