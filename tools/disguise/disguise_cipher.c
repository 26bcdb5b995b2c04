/* SPDX-License-Identifier: Apache-2.0 */
/* One letter for another: Caesar's shift, of which rot13 is one; atbash, the alphabet from
 * behind; rot5 of digits and rot47 of all printable ASCII; an affine cipher; a keyboard's
 * neighbours. Case stays, and so does what is no letter. */
#include "disguise_kind.h"

#include <string.h>

/* a * letter + b, for letters counted from 0. */
static char affine(char byte, unsigned a, unsigned b)
{
	char first = byte >= 'a' ? 'a' : 'A';

	if (!disguise_is_ascii_letter(byte))
		return byte;
	return (char)(first + (char)((a * (unsigned)(byte - first) + b) % 26));
}

static void encode(struct slice plain, unsigned a, unsigned b, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++)
		buffer_append_char(out, affine(plain.ptr[i], a, b));
}

void disguise_rot13(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, 1, 13, out);
}

/* By 3 as Caesar did, or by a seed's choice of 1 to 25. */
void disguise_caesar(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, 1, 1 + (2 + disguise_pick(&seed, 25)) % 25, out);
}

void disguise_atbash(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, 25, 25, out);
}

/* 5x + 8, the example of textbooks, and others under a seed. */
void disguise_affine(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const unsigned factors[] = { 5, 3, 7, 9, 11, 15, 17, 19, 21, 23 };
	unsigned              factor = factors[disguise_pick(&seed, 10)];

	encode(plain, factor, (8 + disguise_pick(&seed, 26)) % 26, out);
}

static char rotate_digit(char byte)
{
	return disguise_is_digit(byte) ? (char)('0' + (byte - '0' + 5) % 10) : byte;
}

void disguise_rot18(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		buffer_append_char(out, rotate_digit(affine(plain.ptr[i], 1, 13)));
}

void disguise_rot47(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		char byte = plain.ptr[i];

		buffer_append_char(out, byte > ' ' && byte < 0x7F
		                                ? (char)('!' + (byte - '!' + 47) % 94)
		                                : byte);
	}
}

/* By any number of places of the 94. */
void disguise_rot94(struct slice plain, uint64_t seed, struct buffer *out)
{
	uint32_t by = 1 + (32 + disguise_pick(&seed, 93)) % 93;

	for (size_t i = 0; i < plain.len; i++) {
		char byte = plain.ptr[i];

		buffer_append_char(out,
		                   byte > ' ' ? (char)('!' + (byte - '!' + (char)by) % 94) : byte);
	}
}

/* Each key's neighbour to the right, or under an odd seed to the left. */
static char neighbour(char byte, bool left)
{
	static const char *const rows[] = { "qwertyuiop", "asdfghjkl", "zxcvbnm" };
	char                     lower = disguise_lower(byte);

	for (size_t i = 0; i < 3; i++) {
		size_t      length = strlen(rows[i]);
		const char *key = memchr(rows[i], lower, length);

		if (key != NULL) {
			size_t to = ((size_t)(key - rows[i]) + (left ? length - 1 : 1)) % length;

			return (char)(rows[i][to] + byte - lower);
		}
	}
	return byte;
}

void disguise_keyboard_shift(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++)
		buffer_append_char(out, neighbour(plain.ptr[i], seed % 2 == 1));
}

/* Some words in rot13, some in atbash, some as they are. */
void disguise_mixed_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t at = 0, count = 0; at < plain.len; count++) {
		struct slice word;
		uint32_t     choice = ((uint32_t)count + disguise_pick(&seed, 3)) % 3;

		if (at > 0)
			buffer_append_char(out, ' ');
		word = disguise_next_word(plain, &at);
		if (choice == 0)
			disguise_rot13(word, 0, out);
		else if (choice == 1)
			disguise_atbash(word, 0, out);
		else
			buffer_append(out, word);
	}
}
