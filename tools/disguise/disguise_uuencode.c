/* SPDX-License-Identifier: Apache-2.0 */
/* uuencode (IEEE Std 1003.1, uuencode, historical algorithm) and xxencode, the same with
 * letters and digits: lines of up to 45 bytes behind a character that tells how many. A
 * zero is a grave accent, not the space that mailers lost. */
#include "disguise_kind.h"

static const char xx[] = "+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static char digit(uint32_t value, bool letters)
{
	if (letters)
		return xx[value];
	return value == 0 ? '`' : (char)(' ' + value);
}

static void append_line(struct slice line, bool letters, struct buffer *out)
{
	buffer_append_char(out, digit((uint32_t)line.len, letters));
	for (size_t at = 0; at < line.len; at += 3) {
		uint32_t bits = 0;

		for (size_t i = at; i < at + 3; i++)
			bits = bits << 8 | (i < line.len ? (unsigned char)line.ptr[i] : 0);
		for (unsigned shift = 24; shift > 0; shift -= 6)
			buffer_append_char(out, digit(bits >> (shift - 6) & 63, letters));
	}
}

static void encode(struct slice plain, bool letters, bool framed, struct buffer *out)
{
	if (framed)
		buffer_append_cstr(out, "begin 644 note.txt\n");
	for (size_t at = 0; at < plain.len; at += 45) {
		if (at > 0)
			buffer_append_char(out, '\n');
		append_line(slice_range(plain, at, plain.len - at < 45 ? plain.len : at + 45),
		            letters, out);
	}
	if (framed)
		buffer_append_cstr(out, letters ? "\n+\nend\n" : "\n`\nend\n");
}

void disguise_uuencode(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, false, true, out);
}

void disguise_uuencode_bare(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, false, false, out);
}

void disguise_xxencode(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, true, true, out);
}

void disguise_xxencode_bare(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, true, false, out);
}
