/* SPDX-License-Identifier: Apache-2.0 */
/* Half bytes as letters: modhex of Yubico's keys, the NetBIOS names of RFC 1001, section
 * 14.1, and CTX1 of Citrix, where each byte is also combined with the one before. */
#include "disguise_kind.h"

static void encode(struct slice plain, const char *digits, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		buffer_append_char(out, digits[(unsigned char)plain.ptr[i] >> 4]);
		buffer_append_char(out, digits[(unsigned char)plain.ptr[i] & 15]);
	}
}

void disguise_modhex(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, "cbdefghijklnrtuv", out);
}

void disguise_netbios(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, "ABCDEFGHIJKLMNOP", out);
}

void disguise_netbios_lower(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, "abcdefghijklmnop", out);
}

/* Over UTF-16. */
void disguise_ctx1(struct slice plain, uint64_t seed, struct buffer *out)
{
	unsigned char before = 0;

	(void)seed;
	for (size_t i = 0; i < 2 * plain.len; i++) {
		char byte = i % 2 == 0 ? plain.ptr[i / 2] : '\0';

		before = (unsigned char)((unsigned char)byte ^ 0xA5 ^ before);
		buffer_append_char(out, (char)('A' + (before >> 4)));
		buffer_append_char(out, (char)('A' + (before & 15)));
	}
}
