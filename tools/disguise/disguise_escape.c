/* SPDX-License-Identifier: Apache-2.0 */
/* Backslash escapes: \x and octal of every byte (ISO/IEC 9899:2018, 6.4.4.4), \u of
 * every UTF-16 code unit (RFC 8259, section 7). */
#include "disguise_kind.h"

#include "base_utf8.h"

#include <assert.h>
#include <stdio.h>

static void append_number(struct buffer *out, const char *prefix, uint32_t number, bool octal,
                          int digits)
{
	char encoded[16];
	int  count = octal ? snprintf(encoded, sizeof encoded, "%s%0*o", prefix, digits, number)
	                   : snprintf(encoded, sizeof encoded, "%s%0*x", prefix, digits, number);

	assert(count > 0 && (size_t)count < sizeof encoded);
	buffer_append(out, (struct slice){ encoded, (size_t)count });
}

void disguise_escape_x(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		append_number(out, "\\x", (unsigned char)plain.ptr[i], false, 2);
}

void disguise_escape_octal(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		append_number(out, "\\", (unsigned char)plain.ptr[i], true, 3);
}

void disguise_escape_u(struct slice plain, uint64_t seed, struct buffer *out)
{
	size_t length;

	(void)seed;
	for (size_t at = 0; at < plain.len; at += length) {
		uint32_t code_point;

		length = utf8_sequence(plain, at, &code_point);
		assert(length > 0); /* accepted */
		if (code_point >= 0x10000) {
			append_number(out, "\\u", 0xD800 + ((code_point - 0x10000) >> 10), false,
			              4);
			code_point = 0xDC00 + (code_point & 0x3FF);
		}
		append_number(out, "\\u", code_point, false, 4);
	}
}
