/* SPDX-License-Identifier: Apache-2.0 */
/* Base64: RFC 4648, section 4 (standard alphabet) and section 5 (url-safe), padded or
 * not; wrapped into short lines as RFC 2045 allows. */
#include "disguise_kind.h"

static const char standard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static uint32_t byte_at(struct slice plain, size_t at)
{
	return at < plain.len ? (unsigned char)plain.ptr[at] : 0;
}

static void encode(struct slice plain, const char *alphabet, bool padded, size_t line_chars,
                   struct buffer *out)
{
	size_t column = 0;

	for (size_t at = 0; at < plain.len; at += 3) {
		uint32_t bits = byte_at(plain, at) << 16 | byte_at(plain, at + 1) << 8 |
		                byte_at(plain, at + 2);
		size_t bytes = plain.len - at < 3 ? plain.len - at : 3;

		if (line_chars > 0 && column == line_chars) {
			buffer_append_char(out, '\n');
			column = 0;
		}
		for (unsigned i = 0; i < 4; i++) {
			if (i <= bytes)
				buffer_append_char(out, alphabet[bits >> (18 - 6 * i) & 63]);
			else if (padded)
				buffer_append_char(out, '=');
		}
		column += 4;
	}
}

void disguise_base64(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, standard, true, 0, out);
}

void disguise_base64_unpadded(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, standard, false, 0, out);
}

void disguise_base64_url(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, url_safe, false, 0, out);
}

/* Lines of 16 characters, or of a seed's choice up to the 76 of RFC 2045. */
void disguise_base64_wrapped(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, standard, true, 4 * (4 + disguise_pick(&seed, 16)), out);
}
