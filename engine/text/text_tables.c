/* SPDX-License-Identifier: Apache-2.0 */
#include "text_tables.h"

#include "text_tables.inc"

#define HANGUL_FIRST   0xAC00u
#define HANGUL_COUNT   11172u
#define HANGUL_L       0x1100u
#define HANGUL_V       0x1161u
#define HANGUL_T       0x11A7u
#define HANGUL_L_COUNT 19u
#define HANGUL_V_COUNT 21u
#define HANGUL_T_COUNT 28u

/* The Unicode Standard 15.0, section 3.12. */
static uint32_t hangul_compose(uint32_t first, uint32_t second)
{
	uint32_t syllable = first - HANGUL_FIRST;

	if (first - HANGUL_L < HANGUL_L_COUNT && second - HANGUL_V < HANGUL_V_COUNT)
		return HANGUL_FIRST +
		       ((first - HANGUL_L) * HANGUL_V_COUNT + second - HANGUL_V) * HANGUL_T_COUNT;
	if (syllable < HANGUL_COUNT && syllable % HANGUL_T_COUNT == 0 && second > HANGUL_T &&
	    second - HANGUL_T < HANGUL_T_COUNT)
		return first + (second - HANGUL_T);
	return 0;
}

uint32_t text_table_compose(uint32_t first, uint32_t second)
{
	uint32_t syllable = hangul_compose(first, second);
	size_t   low = 0;
	size_t   high = text_table_pair_count;

	if (syllable != 0)
		return syllable;
	while (low < high) {
		size_t                  middle = low + (high - low) / 2;
		const struct text_pair *pair = &text_table_pairs[middle];

		if (pair->first == first && pair->second == second)
			return pair->composed;
		if (pair->first < first || (pair->first == first && pair->second < second))
			low = middle + 1;
		else
			high = middle;
	}
	return 0;
}

struct slice text_table_lookalike(uint32_t code_point)
{
	size_t low = 0;
	size_t high = text_table_lookalike_count;

	while (low < high) {
		size_t                       middle = low + (high - low) / 2;
		const struct text_lookalike *row = &text_table_lookalikes[middle];

		if (row->code_point == code_point)
			return slice_from_cstr(row->latin);
		if (row->code_point < code_point)
			low = middle + 1;
		else
			high = middle;
	}
	return SLICE_NONE;
}
