/* SPDX-License-Identifier: Apache-2.0 */
/* Counts trigrams over words as running text would have them: in each language the usual
 * words by their rates and the rest of the word list alike. Then
 *
 *     odds(c | a b) = 16 log2( P(c | a b) / P(c at random) )
 *
 * where P is smoothed by the pair (b c) and by the letter c, and at random means letters
 * alike and words of the usual length. The same odds are written once more by how far apart the
 * letters are: a shift of the alphabet leaves that as it is. */
#include "gen_letters.h"

#include <math.h>
#include <stdint.h>

#define CODES  27
#define SMOOTH 0.004 /* weight of the shorter context, of 1 for the whole table */

static const double language_weight[GEN_LANGUAGES] = {
	[GEN_EN] = 0.5, [GEN_ES] = 0.1, [GEN_FR] = 0.1,
	[GEN_DE] = 0.1, [GEN_IT] = 0.1, [GEN_PT] = 0.1,
};

static double three[CODES][CODES][CODES];
static double two[CODES][CODES];
static double one[CODES];

static void count_word(const struct gen_word *word, double weight)
{
	unsigned first = 0;
	unsigned second = 0;

	for (unsigned i = 0; i <= word->length; i++) {
		unsigned third = i < word->length ? (unsigned)(word->text[i] - 'a') + 1 : 0;

		three[first][second][third] += weight;
		two[second][third] += weight;
		one[third] += weight;
		first = second;
		second = third;
	}
}

static void count_words(const struct gen_words *words)
{
	double usual[GEN_LANGUAGES] = { 0 };
	double listed[GEN_LANGUAGES] = { 0 };

	for (size_t i = 0; i < words->count; i++) {
		usual[words->words[i].language] += words->words[i].rate;
		listed[words->words[i].language] += words->words[i].rate == 0 ? 1 : 0;
	}
	for (size_t i = 0; i < words->count; i++) {
		const struct gen_word *word = &words->words[i];
		double                 weight = language_weight[word->language];

		if (word->dropped)
			continue;
		weight *= word->rate > 0 ? 0.6 * word->rate / usual[word->language]
		                         : 0.4 / listed[word->language];
		count_word(word, weight);
	}
}

/* P(third | first second): each context is filled up by the next shorter one. */
static double probability(unsigned first, unsigned second, unsigned third)
{
	double all[3] = { 0 };
	double chance;

	for (unsigned c = 0; c < CODES; c++) {
		all[0] += one[c];
		all[1] += two[second][c];
		all[2] += three[first][second][c];
	}
	chance = (one[third] + SMOOTH) / (all[0] + SMOOTH * CODES);
	chance = (two[second][third] + SMOOTH * chance) / (all[1] + SMOOTH);
	return (three[first][second][third] + SMOOTH * chance) / (all[2] + SMOOTH);
}

static int odds(unsigned first, unsigned second, unsigned third)
{
	double all = 0;
	double edge;
	double bits;

	if (second == 0 && third == 0)
		return 0;
	for (unsigned c = 0; c < CODES; c++)
		all += one[c];
	edge = one[0] / all;
	if (second == 0)
		bits = log2(probability(0, 0, third) / (1.0 - probability(0, 0, 0)) * 26);
	else
		bits = log2(probability(first, second, third) /
		            (third == 0 ? edge : (1 - edge) / 26));
	bits = round(bits * 16);
	return bits > 127 ? 127 : bits < -127 ? -127 : (int)bits;
}

/* ---- all shifts of the letters at once ---- */

static unsigned turned_back(unsigned letter, unsigned places)
{
	return (letter + 26 - places) % 26 + 1;
}

/* The odds of a letter with what stands before it, by that letter, twice round the alphabet. */
static void write_wheel(unsigned before, unsigned behind, FILE *out)
{
	fprintf(out, "{");
	for (unsigned i = 0; i < 52; i++) {
		const unsigned last = i % 26;
		const unsigned second = behind == 26 ? last + 1 : turned_back(last, behind);
		const unsigned first = before == 26 ? 0 : turned_back(second - 1, before);

		fprintf(out, "%d,", odds(first, second, behind == 26 ? 0 : last + 1));
	}
	fprintf(out, "},\n");
}

/* As text_letters.h says: rows by how far apart two letters are and the two behind, 26 for an edge
 * on the outer side, and a row for a letter behind an edge. */
static void write_wheels(FILE *out)
{
	fprintf(out, "const int8_t text_letters_wheels[27 * 27 + 1][64] = {\n");
	for (unsigned before = 0; before < 27; before++)
		for (unsigned behind = 0; behind < 27; behind++)
			write_wheel(before, behind, out);
	fprintf(out, "{");
	for (unsigned i = 0; i < 52; i++)
		fprintf(out, "%d,", odds(0, 0, i % 26 + 1));
	fprintf(out, "},\n};\n");
}

void gen_letters_write(const struct gen_words *words, FILE *out)
{
	count_words(words);
	fprintf(out, "const uint8_t text_letters_code[256] = {");
	for (unsigned c = 0; c < 26; c++)
		fprintf(out, " ['%c'] = %u, ['%c'] = %u,", 'A' + c, c + 1, 'a' + c, c + 1);
	fprintf(out, " };\n\nconst int8_t text_letters_odds[27][32][32] = {\n");
	for (unsigned first = 0; first < CODES; first++) {
		fprintf(out, "{");
		for (unsigned second = 0; second < CODES; second++) {
			fprintf(out, "{");
			for (unsigned third = 0; third < CODES; third++)
				fprintf(out, "%d,", odds(first, second, third));
			fprintf(out, "},\n");
		}
		fprintf(out, "},\n");
	}
	fprintf(out, "};\n");
	write_wheels(out);
}
