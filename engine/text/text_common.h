/* SPDX-License-Identifier: Apache-2.0 */
/* The common words, as a table of fingerprints: one hash and one cache line a look-up.
 *
 *     "pipe"  ->  hash  ->  line 4711:  | 3a1c | 907f | ... |  21 lower halves, 16 bits
 *             fingerprint 13 907f       | 05 2 | 13 6 | ... |  5 bits more, and 3 of class
 *                                                 ^ found: plain
 *
 * A string that is no word meets a fingerprint by chance once in about 100,000 times. The
 * beginnings table has a bit for the first four and the first seven letters of each word:
 * a search over longer and longer strings ends there.
 *
 * The tables are written at build time by tools/generators/gen_lexicon, which hashes with
 * the functions below. They take half a MiB. */
#ifndef TEXT_COMMON_H
#define TEXT_COMMON_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* How usual a word is. Classes 0 to 5 are tiers of the words that make most of running
 * text; see text_common_tier_floor. */
#define TEXT_COMMON_TIERS 6u
#define TEXT_COMMON_PLAIN 6u /* a word of English */
#define TEXT_COMMON_RARE  7u /* a word of another language */
#define TEXT_COMMON_NONE  8u

#define TEXT_COMMON_LINES       7100u
#define TEXT_COMMON_CELLS       21u
#define TEXT_COMMON_LETTERS_MAX 24u
#define TEXT_COMMON_BEGIN       4u /* letters of a beginning, ... */
#define TEXT_COMMON_BEGIN_LONG  7u /* ... and of a long one */
#define TEXT_COMMON_BEGIN_BITS  (1u << 19)

/* A cache line. No two cells of a line have the same lower half; 0: a free cell. */
struct text_common_row {
	uint16_t lower[TEXT_COMMON_CELLS];
	uint8_t  upper[TEXT_COMMON_CELLS]; /* five bits of fingerprint, three of class */
	uint8_t  unused;
};

typedef uint16_t text_common_vector __attribute__((vector_size(16)));

extern const struct text_common_row text_common_rows[TEXT_COMMON_LINES];
extern const uint64_t               text_common_beginnings[TEXT_COMMON_BEGIN_BITS / 64];

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

/* Does a common word, longer or not, begin with the letters of this mixed hash? Asked after
 * TEXT_COMMON_BEGIN and TEXT_COMMON_BEGIN_LONG letters; in one of ten cases wrongly true. */
static inline bool text_common_begins(uint64_t mixed)
{
	uint32_t bit = (uint32_t)(mixed >> 20) % TEXT_COMMON_BEGIN_BITS;

	return (text_common_beginnings[bit / 64] >> bit % 64 & 1) != 0;
}

/* Where in the row this lower half stands, counted from 1; 0: nowhere. */
static inline unsigned text_common_cell(const struct text_common_row *row, uint16_t lower)
{
	static const text_common_vector places[3] = { { 1, 2, 3, 4, 5, 6, 7, 8 },
		                                      { 9, 10, 11, 12, 13, 14, 15, 16 },
		                                      { 17, 18, 19, 20, 21 } };
	text_common_vector              cells[3];
	text_common_vector              found;
	uint64_t                        halves[2];

	memcpy(cells, row, sizeof cells);
	found = ((text_common_vector)(cells[0] == lower) & places[0]) |
	        ((text_common_vector)(cells[1] == lower) & places[1]) |
	        ((text_common_vector)(cells[2] == lower) & places[2]);
	memcpy(halves, &found, sizeof halves);
	halves[0] |= halves[1];
	halves[0] |= halves[0] >> 32;
	return (unsigned)((halves[0] | halves[0] >> 16) & 0xFFFF);
}

/* The class of the string with this mixed hash, or TEXT_COMMON_NONE. */
static inline unsigned text_common_class(uint64_t mixed)
{
	const struct text_common_row *row = &text_common_rows[text_common_line(mixed)];
	unsigned                      at = text_common_cell(row, text_common_lower(mixed));

	if (at == 0 || (row->upper[at - 1] ^ text_common_upper(mixed, 0)) > 7)
		return TEXT_COMMON_NONE;
	return row->upper[at - 1] & 7u;
}

#endif
