/* SPDX-License-Identifier: Apache-2.0 */
/* Forms in which public converters print a text: one sign between all characters, a mark in some
 * words, the numbers of characters, and Latin letters in signs of other alphabets (the Unicode
 * Standard, names of its blocks; flag semaphore by its two arms, clockwise from the top). */
#include "disguise_kind.h"

#include <string.h>

static bool is_foreign(char byte)
{
	return (unsigned char)byte >= 0x80;
}

/* UTF-8 with a character above ASCII. */
bool disguise_accepts_foreign(struct slice plain)
{
	size_t foreign = 0;

	for (size_t i = 0; i < plain.len; i++)
		foreign += is_foreign(plain.ptr[i]);
	return foreign > 0 && plain.len >= 12 && disguise_accepts_visible(plain);
}

static size_t character_end(struct slice plain, size_t at)
{
	at++;
	while (at < plain.len && ((unsigned char)plain.ptr[at] & 0xC0) == 0x80)
		at++;
	return at;
}

static uint32_t character_at(struct slice plain, size_t at, size_t end)
{
	const unsigned char first = (unsigned char)plain.ptr[at];
	uint32_t            value = end - at == 1 ? first : first & (0x7Fu >> (end - at));

	for (size_t i = at + 1; i < end; i++)
		value = value << 6 | ((unsigned char)plain.ptr[i] & 0x3F);
	return value;
}

void disguise_interleaved(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const signs[] = { "|", "-", "^", "*", "\xC2\xB7" };
	const char              *sign = signs[disguise_pick(&seed, 5)];

	for (size_t at = 0, end; at < plain.len; at = end) {
		end = character_end(plain, at);
		if (at > 0)
			buffer_append_cstr(out, sign);
		buffer_append(out, slice_range(plain, at, end));
	}
}

static void append_base(struct buffer *out, uint32_t value, unsigned base)
{
	char     digits[32];
	unsigned count = 0;

	do
		digits[count++] = "0123456789abcdef"[value % base];
	while ((value /= base) > 0);
	while (count > 0)
		buffer_append_char(out, digits[--count]);
}

static void numbers(struct slice plain, unsigned base, const char *between, struct buffer *out)
{
	for (size_t at = 0, end; at < plain.len; at = end) {
		end = character_end(plain, at);
		if (at > 0)
			buffer_append_cstr(out, between);
		append_base(out, character_at(plain, at, end), base);
	}
}

void disguise_characters_decimal(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const between[] = { " ", ",", ", ", "-" };

	numbers(plain, 10, between[disguise_pick(&seed, 4)], out);
}

void disguise_characters_hex(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	numbers(plain, 16, " ", out);
}

/* A mark in the middle of each word of four letters or more. */
void disguise_mark_inserted(struct slice plain, uint64_t seed, struct buffer *out)
{
	const char mark = ".,?:;~"[disguise_pick(&seed, 6)];

	for (size_t at = 0; at < plain.len;) {
		struct slice word;

		if (at > 0)
			buffer_append_char(out, ' ');
		word = disguise_next_word(plain, &at);
		if (disguise_stem(word) < 4) {
			buffer_append(out, word);
			continue;
		}
		buffer_append(out, slice_range(word, 0, disguise_stem(word) / 2));
		buffer_append_char(out, mark);
		buffer_append(out, slice_from(word, disguise_stem(word) / 2));
	}
}

static void letters(struct slice plain, const uint32_t signs[26], struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		const char lower = disguise_lower(plain.ptr[i]);

		if (lower >= 'a' && lower <= 'z')
			disguise_append_code_point(out, signs[lower - 'a']);
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}

void disguise_ogham(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const uint32_t signs[26] = { 0x1690, 0x1681, 0x1689, 0x1687, 0x1693, 0x1683, 0x168C,
		                            0x1686, 0x1694, 0x1688, 0x168A, 0x1682, 0x168B, 0x1685,
		                            0x1691, 0x169A, 0x168A, 0x168F, 0x1684, 0x1688, 0x1692,
		                            0x1683, 0x1683, 0x168A, 0x1694, 0x168E };

	(void)seed;
	letters(plain, signs, out);
}

void disguise_hieroglyphs(struct slice plain, uint64_t seed, struct buffer *out)
{
	uint32_t signs[26];

	(void)seed;
	for (uint32_t i = 0; i < 26; i++)
		signs[i] = 0x130ED + i;
	letters(plain, signs, out);
}

void disguise_wingdings(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const uint32_t signs[26] = { 0x264B, 0x264C, 0x264D, 0x264E,  0x264F,  0x2650,
		                            0x2651, 0x2652, 0x2653, 0x1F670, 0x1F675, 0x25CF,
		                            0x274D, 0x25A0, 0x25A1, 0x25FB,  0x2751,  0x2752,
		                            0x2B27, 0x29EB, 0x25C6, 0x2756,  0x2B25,  0x2327,
		                            0x2353, 0x2318 };

	(void)seed;
	letters(plain, signs, out);
}

void disguise_greek_sounds(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const uint32_t signs[26] = { 0x3B1, 0x3B2, 0x3BE, 0x3B4, 0x3B5, 0x3C6, 0x3B3,
		                            0x3B7, 0x3B9, 0x3D1, 0x3BA, 0x3BB, 0x3BC, 0x3BD,
		                            0x3BF, 0x3C0, 0x3B8, 0x3C1, 0x3C3, 0x3C4, 0x3C5,
		                            0x3D0, 0x3C9, 0x3C7, 0x3C8, 0x3B6 };

	(void)seed;
	letters(plain, signs, out);
}

void disguise_semaphore_arrows(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const uint32_t arrows[8] = { 0x2B06, 0x2197, 0x27A1, 0x2198,
		                            0x2B07, 0x2199, 0x2B05, 0x2196 };
	static const char     arms[] = "12131415161718232421252627283435363738454647485657"
				       "58";

	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		const char lower = disguise_lower(plain.ptr[i]);

		if (i > 0)
			buffer_append_char(out, ' ');
		if (lower < 'a' || lower > 'z') {
			buffer_append_char(out, plain.ptr[i] == ' ' ? '/' : plain.ptr[i]);
			continue;
		}
		disguise_append_code_point(out, arrows[arms[2 * (lower - 'a')] - '1']);
		disguise_append_code_point(out, arrows[arms[2 * (lower - 'a') + 1] - '1']);
	}
}

/* Upon the text turned round. */
void disguise_caesar_reversed(struct slice plain, uint64_t seed, struct buffer *out)
{
	const uint32_t shift = disguise_pick(&seed, 2) == 0 ? 13 : 3;

	for (size_t i = plain.len; i > 0; i--) {
		const char byte = plain.ptr[i - 1];
		const char lower = disguise_lower(byte);
		const char first = byte == lower ? 'a' : 'A';

		buffer_append_char(out, lower >= 'a' && lower <= 'z'
		                                ? (char)(first + (lower - 'a' + (int)shift) % 26)
		                                : byte);
	}
}
