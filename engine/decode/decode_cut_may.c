/* SPDX-License-Identifier: Apache-2.0 */
/* May letters be read better at all? decode_cut_read() wants, from one gap to another, known words
 * throughout that stand over each gap between, and a piece among them that was no word:
 *
 *     | ho | wdoi |       how do i        "how" stands over the gap, "i" ends with a piece
 *     | Llan | elli |     "nel" does so, but there is no way to it or on from it by words
 *
 * All ways are followed from each gap by words, and only where they lead: in texts of other
 * languages they soon lead nowhere, while to split the letters is to look at each of them. */
#include "decode_cut_word.h"

#define NO_WAY INT32_MAX

enum { CROSSED = 1, ODD = 2, WAYS = 4 };

/* What the cheapest way to a letter costs, less than words may; by what it met. */
typedef int32_t ways[WAYS];

static void ways_clear(ways way)
{
	for (unsigned i = 0; i < WAYS; i++)
		way[i] = NO_WAY;
}

static bool is_any(const ways way)
{
	return way[0] != NO_WAY || way[CROSSED] != NO_WAY || way[ODD] != NO_WAY ||
	       way[CROSSED | ODD] != NO_WAY;
}

static bool is_edge(const struct decode_cut_letters *letters, size_t at)
{
	return at == letters->count || letters->begins[at];
}

/* What a word from `start` to `end` meets behind its first letter. */
static unsigned met(const struct decode_cut_letters *letters, size_t start, size_t end)
{
	unsigned met = 0;

	for (size_t i = start + 1; i < end; i++)
		met |= (letters->begins[i] ? CROSSED : 0u) | (letters->odd[i] ? ODD : 0u);
	return met;
}

/* Follows the words that begin at `start` from the ways that lead there. True when one of them is
 * alone from gap to gap, and mends a piece. */
static bool follow(const struct text_lexicon *lexicon, const struct decode_cut_letters *letters,
                   ways *to, size_t start)
{
	struct text_lexicon_start words[TEXT_LEXICON_STARTS];
	const size_t              count = text_lexicon_words_at(
			     lexicon, (struct slice){ letters->bytes + start, letters->count - start }, words);

	for (size_t i = 0; i < count; i++) {
		const size_t   end = start + words[i].bytes;
		const unsigned more = met(letters, start, end);
		const int32_t  cost = (int32_t)words[i].cost -
		                     DECODE_CUT_COST_A_LETTER * (int32_t)words[i].bytes;

		if (!decode_cut_is_word(words[i].bytes, letters->bytes[start], words[i].cost))
			continue;
		if (is_edge(letters, end) && letters->begins[start] &&
		    (more | (letters->odd[start] ? ODD : 0u)) == (CROSSED | ODD))
			return true;
		for (unsigned from = 0; from < WAYS; from++)
			if (to[start][from] != NO_WAY &&
			    to[start][from] + cost < to[end][from | more])
				to[end][from | more] = to[start][from] + cost;
	}
	return false;
}

bool decode_cut_may_mend(const struct text_lexicon       *lexicon,
                         const struct decode_cut_letters *letters)
{
	ways   to[DECODE_CUT_LETTERS_MAX + 1];
	size_t last = letters->count; /* behind it no piece is odd */

	for (size_t at = 0; at <= letters->count; at++)
		ways_clear(to[at]);
	while (last > 0 && !letters->odd[last - 1])
		last--;
	for (size_t at = 0; at < letters->count; at++) {
		if (letters->begins[at]) {
			if (to[at][CROSSED | ODD] <= 0)
				return true;
			ways_clear(to[at]);
			if (at < last)
				to[at][letters->odd[at] ? ODD : 0] = 0;
		}
		if (is_any(to[at]) && follow(lexicon, letters, to, at))
			return true;
	}
	return to[letters->count][CROSSED | ODD] <= 0;
}
