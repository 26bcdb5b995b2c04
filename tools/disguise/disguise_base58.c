/* SPDX-License-Identifier: Apache-2.0 */
/* The text as one big number: base58 (the Base58 Encoding Scheme, draft-msporny-base58,
 * Bitcoin's alphabet; the vectors of the tests are its own), and the same with 62 and with
 * 36 digits. A leading zero byte is a leading first digit. */
#include "disguise_kind.h"

#include <assert.h>

enum { BYTES_MAX = 88, CHARS_MAX = 144 };

static const char bitcoin[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static const char base62[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
static const char base36[] = "0123456789abcdefghijklmnopqrstuvwxyz";

bool disguise_accepts_base58(struct slice plain)
{
	return plain.len > 0 && plain.len <= BYTES_MAX;
}

static void encode_part(struct slice part, const char *alphabet, unsigned base, struct buffer *out)
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
			digits[j] = (unsigned char)(carry % base);
			carry /= base;
		}
		for (; carry > 0; carry /= base) {
			assert(count < CHARS_MAX);
			digits[count++] = (unsigned char)(carry % base);
		}
	}
	for (; zeros > 0; zeros--)
		buffer_append_char(out, alphabet[0]);
	while (count > 0)
		buffer_append_char(out, alphabet[digits[--count]]);
}

/* Longer texts in parts, each by itself, a space between. */
static void encode(struct slice plain, const char *alphabet, unsigned base, struct buffer *out)
{
	for (size_t at = 0; at < plain.len; at += BYTES_MAX) {
		if (at > 0)
			buffer_append_char(out, ' ');
		encode_part(slice_range(plain, at,
		                        plain.len - at < BYTES_MAX ? plain.len : at + BYTES_MAX),
		            alphabet, base, out);
	}
}

void disguise_base58(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, bitcoin, 58, out);
}

void disguise_base62(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, base62, 62, out);
}

void disguise_base36(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, base36, 36, out);
}
