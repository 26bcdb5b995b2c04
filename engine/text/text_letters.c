/* SPDX-License-Identifier: Apache-2.0 */
#include "text_letters.h"

#include "text_vector.h"

#include <assert.h>
#include <string.h>

/* All shifts side by side, and some more. */
typedef int8_t  odds_of_shifts __attribute__((vector_size(32)));
typedef int16_t sums_of_shifts __attribute__((vector_size(64)));

int64_t text_letters_score(struct slice text)
{
	int64_t  score = 0;
	unsigned first = 0;
	unsigned second = 0;

	for (size_t i = 0; i <= text.len; i++) {
		unsigned third = i < text.len ? text_letters_code[(unsigned char)text.ptr[i]] : 0;

		score += text_letters_odds[first][second][third];
		first = second;
		second = third;
	}
	return score;
}

#define EDGE        (TEXT_LETTERS_ALPHABET)
#define ROW_LENGTH  (TEXT_LETTERS_ALPHABET + 1)
#define BEHIND_EDGE (TEXT_LETTERS_WHEELS - 1)

VECTORISED
void text_letters_score_shifted(const uint8_t *codes, size_t count,
                                int16_t scores[TEXT_LETTERS_ALPHABET])
{
	sums_of_shifts sums = { 0 };
	unsigned       before = EDGE; /* from the letter before the last one to the last one */
	unsigned       last = 0;

	assert(count <= TEXT_LETTERS_SHIFTED_MAX);
	for (size_t i = 0; i <= count; i++) {
		const unsigned code = i < count ? codes[i] : 0;
		const unsigned letter = code != 0 ? code : last;
		unsigned       row = BEHIND_EDGE;
		odds_of_shifts odds;

		if (letter == 0)
			continue;
		if (last != 0) {
			const unsigned behind = code == 0     ? EDGE
			                        : code < last ? code + TEXT_LETTERS_ALPHABET - last
			                                      : code - last;

			row = before * ROW_LENGTH + behind;
			before = behind;
		} else {
			before = EDGE;
		}
		last = code;
		memcpy(&odds, &text_letters_wheels[row][letter - 1], sizeof odds);
		sums += __builtin_convertvector(odds, sums_of_shifts);
	}
	memcpy(scores, &sums, TEXT_LETTERS_ALPHABET * sizeof scores[0]);
}
