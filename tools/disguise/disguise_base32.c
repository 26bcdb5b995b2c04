/* SPDX-License-Identifier: Apache-2.0 */
/* base32: RFC 4648, section 6, and section 7 with its extended hex alphabet. */
#include "disguise_kind.h"

static const char plain_upper[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
static const char plain_lower[] = "abcdefghijklmnopqrstuvwxyz234567";
static const char extended[] = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

static void encode(struct slice plain, const char *alphabet, bool padded, struct buffer *out)
{
	uint32_t bits = 0;
	unsigned held = 0;
	size_t   chars = 0;

	for (size_t i = 0; i < plain.len; i++) {
		bits = (bits << 8 | (unsigned char)plain.ptr[i]) & 0xFFF;
		for (held += 8; held >= 5; held -= 5, chars++)
			buffer_append_char(out, alphabet[bits >> (held - 5) & 31]);
	}
	if (held > 0) {
		buffer_append_char(out, alphabet[bits << (5 - held) & 31]);
		chars++;
	}
	for (; padded && chars % 8 != 0; chars++)
		buffer_append_char(out, '=');
}

void disguise_base32(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, plain_upper, true, out);
}

void disguise_base32_lower_unpadded(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, plain_lower, false, out);
}

void disguise_base32_hex(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, extended, true, out);
}
