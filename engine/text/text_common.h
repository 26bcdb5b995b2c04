/* SPDX-License-Identifier: Apache-2.0 */
/* The common words, as a table of fingerprints: one hash and one cache line a look-up.
 *
 *     "pipe"  ->  hash  ->  line 4711:  | 3a1c | 907f | ... |  21 lower halves, 16 bits
 *             fingerprint 13 907f       | 05 2 | 13 6 | ... |  5 bits more, and 3 of class
 *                                                 ^ found: plain
 *
 * A string that is no word meets a fingerprint by chance once in about 100,000 times. The
 * beginnings table has a bit for every four letters that a word begins with: a search
 * over longer and longer strings ends there.
 *
 * The tables are written at build time by tools/generators/gen_lexicon, which hashes with
 * the functions below. They take half a MiB. */
#ifndef TEXT_COMMON_H
#define TEXT_COMMON_H

#include <stdbool.h>
#include <stdint.h>

/* How usual a word is. Classes 0 to 5 are tiers of the words that make most of running
 * text; see text_common_tier_floor. */
#define TEXT_COMMON_TIERS 6u
#define TEXT_COMMON_PLAIN 6u /* a word of English */
#define TEXT_COMMON_RARE  7u /* a word of another language */
#define TEXT_COMMON_NONE  8u

#define TEXT_COMMON_LINES       7200u
#define TEXT_COMMON_CELLS       21u
#define TEXT_COMMON_LETTERS_MAX 24u
#define TEXT_COMMON_BEGIN       4u /* letters of a beginning */
#define TEXT_COMMON_BEGINNINGS  (26u * 26u * 26u * 26u)

/* A cache line. No two cells of a line have the same lower half; 0: a free cell. */
struct text_common_row {
	uint16_t lower[TEXT_COMMON_CELLS];
	uint8_t  upper[TEXT_COMMON_CELLS]; /* five bits of fingerprint, three of class */
	uint8_t  unused;
};

extern const struct text_common_row text_common_rows[TEXT_COMMON_LINES];
extern const uint64_t               text_common_beginnings[TEXT_COMMON_BEGINNINGS / 64 + 1];

/* The hash of a string is 0 stepped over its bytes; mixed before use. Polynomial, so that
 * the hash of a string without one letter follows from those of its parts. */
#define TEXT_COMMON_FACTOR 0x9E3779B97F4A7C15u

static inline uint64_t text_common_step(uint64_t hash, unsigned char byte)
{
	return hash * TEXT_COMMON_FACTOR + byte + 1;
}

static inline uint64_t text_common_mix(uint64_t hash)
{
	hash = (hash ^ hash >> 32) * 0xD6E8FEB86659FD93u;
	hash = (hash ^ hash >> 29) * 0xD6E8FEB86659FD93u;
	return hash ^ hash >> 32;
}

static inline uint32_t text_common_line(uint64_t mixed)
{
	return (uint32_t)((mixed >> 32) * TEXT_COMMON_LINES >> 32);
}

static inline uint16_t text_common_lower(uint64_t mixed)
{
	uint16_t lower = (uint16_t)mixed;

	return lower == 0 ? 1 : lower;
}

static inline uint8_t text_common_upper(uint64_t mixed, unsigned class)
{
	return (uint8_t)((mixed >> 16 & 31) << 3 | class);
}

/* Four letters a to z as a number. */
static inline uint32_t text_common_beginning(const char *letters)
{
	uint32_t number = 0;

	for (unsigned i = 0; i < TEXT_COMMON_BEGIN; i++)
		number = number * 26 + (uint32_t)(letters[i] - 'a');
	return number;
}

/* Does any common word of four letters or more begin with these four? They are any bytes. */
static inline bool text_common_begins(const char *letters)
{
	uint32_t number;

	for (unsigned i = 0; i < TEXT_COMMON_BEGIN; i++) {
		if (letters[i] < 'a' || letters[i] > 'z')
			return false;
	}
	number = text_common_beginning(letters);
	return (text_common_beginnings[number / 64] >> number % 64 & 1) != 0;
}

/* The class of the string with this mixed hash, or TEXT_COMMON_NONE. Of four letters and
 * more the caller asks for the beginning first. */
static inline unsigned text_common_class(uint64_t mixed)
{
	const struct text_common_row *row = &text_common_rows[text_common_line(mixed)];
	uint16_t                      lower = text_common_lower(mixed);
	unsigned                      at = 0;

	for (unsigned i = 0; i < TEXT_COMMON_CELLS; i++)
		at |= row->lower[i] == lower ? i + 1 : 0;
	if (at == 0 || (row->upper[at - 1] ^ text_common_upper(mixed, 0)) > 7)
		return TEXT_COMMON_NONE;
	return row->upper[at - 1] & 7u;
}

#endif
