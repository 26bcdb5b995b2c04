/* SPDX-License-Identifier: Apache-2.0 */
#include "text_letters.h"

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
