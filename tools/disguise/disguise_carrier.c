/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes carried by characters that nobody sees: tags (the Unicode Standard, section
 * 23.9), variation selectors (section 23.4) and two invisible characters for 0 and 1. A
 * sentence that looks empty, or a smile, holds the text. */
#include "disguise_kind.h"

static const char smile[] = "\xF0\x9F\x98\x8A"; /* U+1F60A */

static void tags(struct slice plain, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++)
		disguise_append_code_point(out, 0xE0000u + (unsigned char)plain.ptr[i]);
}

bool disguise_accepts_tags(struct slice plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] == '\n')
			return false;
	}
	return disguise_accepts_printable_ascii(plain);
}

void disguise_tags(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	tags(plain, out);
}

/* Between a language tag and a cancel tag. */
void disguise_tags_framed(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	disguise_append_code_point(out, 0xE0001);
	tags(plain, out);
	disguise_append_code_point(out, 0xE007F);
}

void disguise_tags_emoji(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_cstr(out, smile);
	tags(plain, out);
}

/* Sixteen selectors from U+FE00, then 240 from U+E0100. */
static void selectors(struct slice plain, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		uint32_t byte = (unsigned char)plain.ptr[i];

		disguise_append_code_point(out, byte < 16 ? 0xFE00 + byte : 0xE0100 + byte - 16);
	}
}

void disguise_selector_bytes(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	selectors(plain, out);
}

void disguise_selector_bytes_emoji(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_cstr(out, smile);
	selectors(plain, out);
}

/* The other way about: U+E0100 is code 0. */
void disguise_selector_codes(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		disguise_append_code_point(out, 0xE0100u + (unsigned char)plain.ptr[i]);
}

/* Eight bits a byte, the most significant first. */
static void bits(struct slice plain, uint32_t zero, uint32_t one, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		for (unsigned bit = 8; bit-- > 0;)
			disguise_append_code_point(
				out, ((unsigned char)plain.ptr[i] >> bit & 1) != 0 ? one : zero);
	}
}

void disguise_zero_width_bits(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	bits(plain, 0x200B, 0x200C, out);
}

void disguise_zero_width_bits_inverted(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	bits(plain, 0x200C, 0x200B, out);
}

void disguise_joiner_bits(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	bits(plain, 0x200C, 0x200D, out);
}

void disguise_operator_bits(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	bits(plain, 0x2062, 0x2064, out);
}

void disguise_selector_bits(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	bits(plain, 0xFE0E, 0xFE0F, out);
}

void disguise_space_bits(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	bits(plain, ' ', '\t', out);
}

/* Without leading zeros, so that seven bits are a letter and six a space or a sign. */
void disguise_zero_width_bits_short(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		for (unsigned bit = (unsigned char)plain.ptr[i] < 64 ? 6 : 7; bit-- > 0;)
			disguise_append_code_point(
				out,
				((unsigned char)plain.ptr[i] >> bit & 1) != 0 ? 0x200C : 0x200B);
	}
}

/* The bits of the letters behind the first word of a harmless sentence. */
void disguise_zero_width_bits_cover(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_cstr(out, "Hello");
	bits(plain, 0x200B, 0x200C, out);
	buffer_append_cstr(out, " there");
}

void disguise_tags_cover(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_cstr(out, "Hello");
	tags(plain, out);
	buffer_append_cstr(out, " there");
}
