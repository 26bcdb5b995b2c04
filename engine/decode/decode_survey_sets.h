/* SPDX-License-Identifier: Apache-2.0 */
/* Which of 64 bytes are letters, digits, spaces ...: a set for each, a bit a byte. */
#ifndef DECODE_SURVEY_SETS_H
#define DECODE_SURVEY_SETS_H

#include "decode_survey.h"

#include <stdint.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK_BYTES DECODE_SURVEY_BLOCK
#define BEHIND      2u /* bytes before a block that are looked at */

struct sets {
	uint64_t small;
	uint64_t capitals;
	uint64_t digits;
	uint64_t spaces; /* tabs and line ends, too */
	uint64_t foreign;
	uint64_t leads;   /* of them, bytes that begin a character */
	uint64_t same;    /* the third of three that are alike, but for case */
	uint64_t lines;   /* line ends */
	uint64_t hyphens; /* of the signs: ... */
	uint64_t quotes;  /* ' */
	uint64_t points;  /* . and _ */
	uint64_t drawn;   /* those of which letters are drawn: ! $ ( ) + < @ | */
};

#ifdef __SSE2__
typedef __m128i part;

#define PART_BYTES 16u

static inline part part_load(const char *at)
{
	return _mm_loadu_si128((const part *)(const void *)at);
}

static inline part part_is(part bytes, char byte)
{
	return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte));
}

/* first <= byte <= last, of ASCII */
static inline part part_within(part bytes, char first, char last)
{
	return _mm_and_si128(_mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(first - 1))),
	                     _mm_cmplt_epi8(bytes, _mm_set1_epi8((char)(last + 1))));
}

static inline uint64_t part_set(part bytes, unsigned index)
{
	return (uint64_t)(uint32_t)_mm_movemask_epi8(bytes) << index * PART_BYTES;
}

/* The bytes from at[-2] to at[63] are there. */
static inline void sets_of(const char *at, struct sets *sets)
{
	const part fold = _mm_set1_epi8(0x20);

	*sets = (struct sets){ 0 };
	for (unsigned i = 0; i < BLOCK_BYTES / PART_BYTES; i++) {
		const char *bytes = at + i * PART_BYTES;
		const part  here = part_load(bytes);
		const part  folded = _mm_or_si128(here, fold);
		const part  line = part_is(here, '\n');
		const part  alike = _mm_and_si128(
			 _mm_cmpeq_epi8(folded, _mm_or_si128(part_load(bytes - 1), fold)),
			 _mm_cmpeq_epi8(folded, _mm_or_si128(part_load(bytes - 2), fold)));

		sets->capitals |= part_set(part_within(here, 'A', 'Z'), i);
		sets->small |= part_set(part_within(here, 'a', 'z'), i);
		sets->digits |= part_set(part_within(here, '0', '9'), i);
		sets->spaces |= part_set(
			_mm_or_si128(_mm_or_si128(part_is(here, ' '), part_is(here, '\t')),
		                     _mm_or_si128(part_is(here, '\r'), line)),
			i);
		sets->lines |= part_set(line, i);
		sets->foreign |= part_set(here, i);
		sets->leads |= part_set(_mm_cmplt_epi8(here, _mm_set1_epi8((char)0xC0)), i);
		sets->same |= part_set(alike, i);
	}
	sets->leads = sets->foreign & ~sets->leads;
}
#else
static inline void sets_of(const char *at, struct sets *sets)
{
	*sets = (struct sets){ 0 };
	for (unsigned i = 0; i < BLOCK_BYTES; i++) {
		const unsigned char byte = (unsigned char)at[i];
		const uint64_t      bit = (uint64_t)1 << i;

		sets->capitals |= byte >= 'A' && byte <= 'Z' ? bit : 0;
		sets->small |= byte >= 'a' && byte <= 'z' ? bit : 0;
		sets->digits |= byte >= '0' && byte <= '9' ? bit : 0;
		sets->spaces |= byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' ? bit
		                                                                            : 0;
		sets->lines |= byte == '\n' ? bit : 0;
		sets->foreign |= byte >= 0x80 ? bit : 0;
		sets->leads |= byte >= 0xC0 ? bit : 0;
		sets->same |= (at[i] | 0x20) == (at[(int)i - 1] | 0x20) &&
		                              (at[i] | 0x20) == (at[(int)i - 2] | 0x20)
		                      ? bit
		                      : 0;
	}
}
#endif

#endif
