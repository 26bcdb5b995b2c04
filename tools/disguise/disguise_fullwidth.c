/* SPDX-License-Identifier: Apache-2.0 */
/* Fullwidth forms: U+0021 to U+007E as U+FF01 to U+FF5E (the Unicode Standard, block
 * Halfwidth and Fullwidth Forms). A space stays, or is U+3000 under an odd seed. */
#include "base_utf8.h"
#include "disguise_kind.h"

enum { SHIFT = 0xFF01 - 0x21, IDEOGRAPHIC_SPACE = 0x3000 };

static void append_code_point(struct buffer *out, uint32_t code_point)
{
	char bytes[4];

	buffer_append(out, (struct slice){ bytes, utf8_put(code_point, bytes) });
}

void disguise_fullwidth(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		char byte = plain.ptr[i];

		if (byte > ' ' && byte < 0x7F)
			append_code_point(out, (uint32_t)byte + SHIFT);
		else if (byte == ' ' && seed % 2 == 1)
			append_code_point(out, IDEOGRAPHIC_SPACE);
		else
			buffer_append_char(out, byte);
	}
}
