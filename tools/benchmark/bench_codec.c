/* SPDX-License-Identifier: Apache-2.0 */
/* The bomb is one deflate block with the fixed codes (RFC 1951, 3.2.6): a literal "a", then
 * as often as there is room "the 258 bytes one byte back", which are 13 bits. */
#include "bench_texts.h"

#include <string.h>

void bench_add_base64(struct bench_text *text, struct slice bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				     "0123456789+/";

	for (size_t i = 0; i + 2 < bytes.len; i += 3) {
		const uint32_t group = (uint32_t)(unsigned char)bytes.ptr[i] << 16 |
		                       (uint32_t)(unsigned char)bytes.ptr[i + 1] << 8 |
		                       (uint32_t)(unsigned char)bytes.ptr[i + 2];
		const char out[4] = { digits[group >> 18], digits[group >> 12 & 63],
			              digits[group >> 6 & 63], digits[group & 63] };

		bench_text_add(text, (struct slice){ out, sizeof out });
	}
}

struct bits {
	struct bench_text *text;
	uint32_t           waiting;
	unsigned           count;
};

static void bits_add(struct bits *bits, uint32_t value, unsigned count)
{
	bits->waiting |= value << bits->count;
	bits->count += count;
	while (bits->count >= 8) {
		const char byte = (char)(bits->waiting & 0xFF);

		bench_text_add(bits->text, (struct slice){ &byte, 1 });
		bits->waiting >>= 8;
		bits->count -= 8;
	}
}

static void little_endian_add(struct bench_text *text, uint32_t value)
{
	char bytes[4];

	for (unsigned i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(value >> 8 * i & 0xFF);
	bench_text_add(text, (struct slice){ bytes, sizeof bytes });
}

static uint32_t crc32_of_letters(size_t count)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < count; i++) {
		crc ^= 'a';
		for (unsigned bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xEDB88320) : 0);
	}
	return ~crc;
}

#define HEAD_AND_TAIL_BYTES 24u
#define COPY_BYTES          258u
#define COPY_BITS           13u
#define COPY_CODE           0xA3u /* length code 285 (11000101), read from the low bit; distance 0 */
#define LITERAL_A           0x89u /* 10010001 */

void bench_add_gzip_bomb(struct bench_text *text, size_t bytes)
{
	const size_t copies = (bytes - HEAD_AND_TAIL_BYTES) * 8 / COPY_BITS;
	struct bits  bits = { .text = text };

	bench_text_add(text, (struct slice){ "\x1F\x8B\x08\0\0\0\0\0\0\x03", 10 });
	bits_add(&bits, 3, 3); /* last block, fixed codes */
	bits_add(&bits, LITERAL_A, 8);
	for (size_t i = 0; i < copies; i++)
		bits_add(&bits, COPY_CODE, COPY_BITS);
	bits_add(&bits, 0, 7); /* end of block */
	bits_add(&bits, 0, 7);
	little_endian_add(text, crc32_of_letters(1 + copies * COPY_BYTES));
	little_endian_add(text, (uint32_t)(1 + copies * COPY_BYTES));
}
