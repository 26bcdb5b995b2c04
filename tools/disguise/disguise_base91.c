/* SPDX-License-Identifier: Apache-2.0 */
/* basE91 (Joachim Henke, 2005): 13 or 14 bits as two digits of base 91. */
#include "disguise_kind.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&"
			       "()*+,./:;<=>?@[]^_`{|}~\"";

static void append_pair(struct buffer *out, uint32_t value)
{
	buffer_append_char(out, alphabet[value % 91]);
	buffer_append_char(out, alphabet[value / 91]);
}

void disguise_base91(struct slice plain, uint64_t seed, struct buffer *out)
{
	uint32_t bits = 0;
	unsigned held = 0;

	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		uint32_t value;
		unsigned take = 13;

		bits |= (uint32_t)(unsigned char)plain.ptr[i] << held;
		held += 8;
		if (held <= 13)
			continue;
		value = bits & 8191;
		if (value <= 88) {
			take = 14;
			value = bits & 16383;
		}
		bits >>= take;
		held -= take;
		append_pair(out, value);
	}
	if (held > 7 || bits > 90)
		append_pair(out, bits);
	else if (held > 0)
		buffer_append_char(out, alphabet[bits]);
}
