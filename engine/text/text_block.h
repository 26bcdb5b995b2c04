/* SPDX-License-Identifier: Apache-2.0 */
/* Internal: 64 bytes of a folded text as bits, for those who look for its words. */
#ifndef TEXT_BLOCK_H
#define TEXT_BLOCK_H

#include "base_slice.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define TEXT_BLOCK_BYTES 64u

struct text_block {
	uint64_t letters; /* a bit for each byte that is no space */
	uint64_t high;    /* a bit for each byte outside ASCII */
};

static inline struct text_block text_block_of(const char *bytes)
{
	uint64_t spaces = 0;
	uint64_t high = 0;
#ifdef __SSE2__
#pragma GCC unroll 4
	for (unsigned i = 0; i < 4; i++) {
		__m128i part = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
		__m128i same = _mm_cmpeq_epi8(part, _mm_set1_epi8(' '));

		spaces |= (uint64_t)(uint32_t)_mm_movemask_epi8(same) << 16 * i;
		high |= (uint64_t)(uint32_t)_mm_movemask_epi8(part) << 16 * i;
	}
#else
	for (unsigned i = 0; i < TEXT_BLOCK_BYTES; i++) {
		spaces |= (uint64_t)(bytes[i] == ' ') << i;
		high |= (uint64_t)((unsigned char)bytes[i] >> 7) << i;
	}
#endif
	return (struct text_block){ ~spaces, high };
}

/* Of the bytes at `at`, as if spaces followed the text: the last block is copied, so that nothing
 * is read behind it. */
static inline struct text_block text_block_at(struct slice folded, size_t at)
{
	char last[TEXT_BLOCK_BYTES];

	if (folded.len - at >= TEXT_BLOCK_BYTES)
		return text_block_of(folded.ptr + at);
	memset(last, ' ', sizeof last);
	memcpy(last, folded.ptr + at, folded.len - at);
	return text_block_of(last);
}

#endif
