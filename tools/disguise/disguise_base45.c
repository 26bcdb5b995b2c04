/* SPDX-License-Identifier: Apache-2.0 */
/* base45: RFC 9285, section 4. */
#include "disguise_kind.h"

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

void disguise_base45(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i += 2) {
		bool     pair = i + 1 < plain.len;
		unsigned number = (unsigned char)plain.ptr[i];

		if (pair)
			number = number << 8 | (unsigned char)plain.ptr[i + 1];
		for (unsigned chars = pair ? 3 : 2; chars > 0; chars--, number /= 45)
			buffer_append_char(out, alphabet[number % 45]);
	}
}
