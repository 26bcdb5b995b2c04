/* SPDX-License-Identifier: Apache-2.0 */
/* How common a word is, so that a phrase is looked for by its rare word: "make" and "how"
 * stand in every second prompt, "semtex" in none. A small table of common words;
 * whatever is not in it is rare. */
#include "ruleset_build.h"

struct rarity_row {
	const char *word;
	double      rarity;
};

static const struct rarity_row rows[] = {
#define RARITY(word, per_thousand) { word, per_thousand },
#include "ruleset_rarity.def"
#undef RARITY
};

double ruleset_rarity(struct slice word)
{
	size_t low = 0;
	size_t high = sizeof rows / sizeof rows[0];

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int    order = slice_compare(word, slice_from_cstr(rows[middle].word));

		if (order == 0)
			return rows[middle].rarity;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return 0.0;
}
