/* SPDX-License-Identifier: Apache-2.0 */
/* Numeric character references of HTML (the HTML Standard, section 13.1.4) and XML:
 * every character, in decimal or in hexadecimal. */
#include "disguise_kind.h"

#include "base_utf8.h"

#include <assert.h>
#include <stdio.h>

static void encode(struct slice plain, uint32_t base, struct buffer *out)
{
	size_t length;

	for (size_t at = 0; at < plain.len; at += length) {
		uint32_t code_point;
		char     encoded[16];
		int      count;

		length = utf8_sequence(plain, at, &code_point);
		assert(length > 0); /* accepted */
		count = base == 16 ? snprintf(encoded, sizeof encoded, "&#x%X;", code_point)
		                   : snprintf(encoded, sizeof encoded, "&#%u;", code_point);
		buffer_append(out, (struct slice){ encoded, (size_t)count });
	}
}

void disguise_entity_decimal(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, 10, out);
}

void disguise_entity_hex(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, 16, out);
}
