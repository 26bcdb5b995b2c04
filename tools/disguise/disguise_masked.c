/* SPDX-License-Identifier: Apache-2.0 */
/* Every byte combined with one constant, then shown in hex or base64; and a program that
 * prints the text. The constant is not told: the text must read as English once it is
 * found. */
#include "disguise_kind.h"

enum operation { XOR, ADD, ROTATE };

static void encode(struct slice plain, enum operation operation, unsigned by, bool base64,
                   struct buffer *out)
{
	struct buffer masked;

	buffer_init_heap(&masked);
	for (size_t i = 0; i < plain.len; i++) {
		unsigned byte = (unsigned char)plain.ptr[i];

		byte = operation == XOR   ? byte ^ by
		       : operation == ADD ? byte + by
		                          : byte << by | byte >> (8 - by);
		buffer_append_char(&masked, (char)(byte & 0xFF));
	}
	if (base64)
		disguise_base64(buffer_slice(&masked), 0, out);
	else
		disguise_hex(buffer_slice(&masked), 0, out);
	buffer_free(&masked);
}

void disguise_hex_xor(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, XOR, 1 + (0x41 + disguise_pick(&seed, 255)) % 255, false, out);
}

void disguise_base64_xor(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, XOR, 1 + (0x41 + disguise_pick(&seed, 255)) % 255, true, out);
}

void disguise_hex_inverted(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, XOR, 0xFF, false, out);
}

void disguise_hex_added(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, ADD, 1 + disguise_pick(&seed, 255), false, out);
}

void disguise_hex_rotated(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, ROTATE, 1 + disguise_pick(&seed, 7), false, out);
}

/* The high bit set: as Latin-1 shows such bytes. */
void disguise_high_bit(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		disguise_append_code_point(out, (unsigned char)plain.ptr[i] | 0x80u);
}

/* All characters moved up by a constant; a space stays. */
void disguise_code_point_offset(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const uint32_t offsets[] = { 0x3000, 0x2800, 0x4E00, 0xA000, 0x1200 };
	uint32_t              offset = offsets[disguise_pick(&seed, 5)];

	for (size_t i = 0; i < plain.len; i++)
		disguise_append_code_point(
			out, plain.ptr[i] == ' ' ? ' ' : (unsigned char)plain.ptr[i] + offset);
}

/* base100: an emoji a byte, from U+1F3F7 on. */
void disguise_base100(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		disguise_append_code_point(out, 0x1F3F7u + (unsigned char)plain.ptr[i]);
}

/* Brainfuck: each character counted up by tens in a cell of its own. */
void disguise_brainfuck(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		unsigned code = (unsigned char)plain.ptr[i];

		buffer_append_cstr(out, "++++++++++[>");
		for (unsigned tens = code / 10; tens > 0; tens--)
			buffer_append_char(out, '+');
		buffer_append_cstr(out, "<-]>");
		for (unsigned ones = code % 10; ones > 0; ones--)
			buffer_append_char(out, '+');
		buffer_append_cstr(out, ".>");
	}
}
