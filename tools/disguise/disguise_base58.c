/* SPDX-License-Identifier: Apache-2.0 */
/* base58: the Base58 Encoding Scheme (draft-msporny-base58), Bitcoin's alphabet; the
 * vectors of the tests are its own. */
#include "disguise_kind.h"

#include <assert.h>

enum { BYTES_MAX = 88, CHARS_MAX = 124 };

static const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

bool disguise_accepts_base58(struct slice plain)
{
	return plain.len > 0 && plain.len <= BYTES_MAX;
}

/* Longer texts in parts, each by itself, a space between. */
static void encode(struct slice part, struct buffer *out)
{
	unsigned char digits[CHARS_MAX] = { 0 };
	size_t        count = 0;
	size_t        zeros = 0;

	while (zeros < part.len && part.ptr[zeros] == '\0')
		zeros++;
	for (size_t i = zeros; i < part.len; i++) {
		unsigned carry = (unsigned char)part.ptr[i];

		for (size_t j = 0; j < count; j++) {
			carry += 256u * digits[j];
			digits[j] = (unsigned char)(carry % 58);
			carry /= 58;
		}
		for (; carry > 0; carry /= 58) {
			assert(count < CHARS_MAX);
			digits[count++] = (unsigned char)(carry % 58);
		}
	}
	for (; zeros > 0; zeros--)
		buffer_append_char(out, '1');
	while (count > 0)
		buffer_append_char(out, alphabet[digits[--count]]);
}

void disguise_base58(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len; at += BYTES_MAX) {
		if (at > 0)
			buffer_append_char(out, ' ');
		encode(slice_range(plain, at,
		                   plain.len - at < BYTES_MAX ? plain.len : at + BYTES_MAX),
		       out);
	}
}
