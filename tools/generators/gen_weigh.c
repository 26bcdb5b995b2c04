/* SPDX-License-Identifier: Apache-2.0 */
/* What the lists do not say of English words, from one another:
 *
 *     attacks   attack is usual, so this is too, less so
 *     asocial   social is a word, and "a social" is what is meant more often
 *     getaway   so are get and away, both more usual
 */
#include "gen_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORM_SHARE    0.25 /* of a form, of the rate of its base */
#define FORM_RATE_MAX 0.4
#define FORM_RATE_MIN 0.02
#define BASE_MIN      3u /* letters */
#define MISREAD_MIN   4u /* letters behind the a */
#define PAIR_RATE_MIN 0.7

/* `changes`: the base may lose an e or double its last letter before the ending. */
static const struct {
	const char *text;
	bool        changes;
} endings[] = {
	{ "s", false },   { "es", false }, { "d", false }, { "ed", true },  { "ing", true },
	{ "ings", true }, { "ly", false }, { "er", true }, { "ers", true },
};

struct index {
	struct gen_word **words; /* English, by text, the one with the highest rate first */
	size_t            count;
};

static int compare(const void *left, const void *right)
{
	const struct gen_word *a = *(struct gen_word *const *)left;
	const struct gen_word *b = *(struct gen_word *const *)right;
	int                    order = strcmp(a->text, b->text);

	return order != 0 ? order : (a->rate < b->rate) - (a->rate > b->rate);
}

/* The rate of an English word; 0 when it is only listed, -1 when it is no word. */
static double rate_of(const struct index *index, const char *text)
{
	size_t low = 0;
	size_t high = index->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(index->words[middle]->text, text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == index->count || strcmp(index->words[low]->text, text) != 0)
		return -1;
	return index->words[low]->rate;
}

/* "making": mak, make; "running": runn, runne, run. The highest rate. */
static double base_rate(const struct index *index, const struct gen_word *word, size_t length,
                        bool changes)
{
	char   base[GEN_WORD_MAX + 2];
	double rate;
	double other;

	memcpy(base, word->text, length);
	base[length] = '\0';
	rate = rate_of(index, base);
	if (!changes)
		return rate;
	if (base[length - 1] == base[length - 2] && length > BASE_MIN) {
		base[length - 1] = '\0';
		other = rate_of(index, base);
		rate = other > rate ? other : rate;
		base[length - 1] = base[length - 2];
	}
	memcpy(base + length, "e", 2);
	other = rate_of(index, base);
	return other > rate ? other : rate;
}

static double form_rate(const struct index *index, const struct gen_word *word)
{
	double best = 0;

	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		size_t ending = strlen(endings[i].text);
		double rate;

		if (word->length < BASE_MIN + ending ||
		    strcmp(word->text + word->length - ending, endings[i].text) != 0)
			continue;
		rate = base_rate(index, word, word->length - ending, endings[i].changes) *
		       FORM_SHARE;
		best = rate > best ? rate : best;
	}
	return best > FORM_RATE_MAX ? FORM_RATE_MAX : best < FORM_RATE_MIN ? 0 : best;
}

static bool is_usual_pair(const struct index *index, const struct gen_word *word, size_t length)
{
	char first[GEN_WORD_MAX + 1];

	memcpy(first, word->text, length);
	first[length] = '\0';
	return rate_of(index, first) >= PAIR_RATE_MIN &&
	       rate_of(index, word->text + length) >= PAIR_RATE_MIN;
}

static bool is_misread(const struct index *index, const struct gen_word *word)
{
	if (word->text[0] == 'a' && word->length > MISREAD_MIN &&
	    rate_of(index, word->text + 1) >= 0)
		return true;
	for (size_t length = 2; length + 2 <= word->length; length++) {
		if (is_usual_pair(index, word, length))
			return true;
	}
	return false;
}

static bool index_make(struct gen_words *words, struct index *index)
{
	index->words = malloc(words->count * sizeof(struct gen_word *));
	if (index->words == NULL) {
		fprintf(stderr, "gen_lexicon: out of memory\n");
		return false;
	}
	for (size_t i = 0; i < words->count; i++) {
		if (words->words[i].language == GEN_EN && !words->words[i].dropped)
			index->words[index->count++] = &words->words[i];
	}
	qsort(index->words, index->count, sizeof(struct gen_word *), compare);
	return true;
}

bool gen_words_weigh(struct gen_words *words)
{
	struct index index = { 0 };
	double      *rates;

	if (!index_make(words, &index))
		return false;
	rates = calloc(index.count + 1, sizeof *rates);
	for (size_t i = 0; rates != NULL && i < index.count; i++) {
		rates[i] = index.words[i]->rate;
		if (rates[i] == 0)
			rates[i] = form_rate(&index, index.words[i]);
		if (rates[i] == 0)
			index.words[i]->misread = is_misread(&index, index.words[i]);
	}
	for (size_t i = 0; rates != NULL && i < index.count; i++)
		index.words[i]->rate = rates[i];
	free(index.words);
	free(rates);
	return rates != NULL;
}
