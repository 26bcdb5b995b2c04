/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal bytes: RFC 4648, section 8 (base16), as hex dumps space them, with the
 * 0x prefix of C and in the \x escapes of C strings (ISO/IEC 9899:2018, 6.4.4). */
#include "disguise_kind.h"

static void encode(struct slice plain, const char *digits, const char *prefix, const char *between,
                   struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		unsigned char byte = (unsigned char)plain.ptr[i];

		if (i > 0)
			buffer_append_cstr(out, between);
		buffer_append_cstr(out, prefix);
		buffer_append_char(out, digits[byte >> 4]);
		buffer_append_char(out, digits[byte & 15]);
	}
}

static const char lower[] = "0123456789abcdef";
static const char upper[] = "0123456789ABCDEF";

void disguise_hex(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, lower, "", "", out);
}

void disguise_hex_upper(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, upper, "", "", out);
}

void disguise_hex_spaced(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { " ", ":", "-", ", " };

	encode(plain, lower, "", separators[disguise_pick(&seed, 4)], out);
}

void disguise_hex_prefixed(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { " ", ", ", "," };

	encode(plain, lower, "0x", separators[disguise_pick(&seed, 3)], out);
}

void disguise_hex_escaped(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, lower, "\\x", "", out);
}
