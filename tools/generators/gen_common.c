/* SPDX-License-Identifier: Apache-2.0 */
/* The most usual words come first: where a line is full or two words share a fingerprint,
 * what comes later is left out or answers like the first. */
#include "gen_common.h"

#include "text_common.h"
#include "text_quick_table.h"

#include <stdlib.h>
#include <string.h>

/* The longest words taken from a list. The Spanish one holds few inflected forms, so it has
 * room for longer words. */
static const unsigned length_max[GEN_LANGUAGES] = {
	[GEN_EN] = GEN_WORD_MAX,
	[GEN_ES] = 8,
	[GEN_FR] = 6,
	[GEN_DE] = 6,
	[GEN_IT] = 6,
	[GEN_PT] = 5,
};

static struct text_common_row rows[TEXT_COMMON_LINES];
static uint64_t               beginnings[TEXT_COMMON_BEGIN_BITS / 64];
static uint32_t               quick[TEXT_QUICK_LINES][TEXT_QUICK_CELLS];

#define DROPPED_MAX 4 /* letters of the longest entry under "drop" */

/* Rates at which a tier begins, in 1,000 words of a text that is most likely English. */
static const double tier_floor[TEXT_COMMON_TIERS] = { 15, 4, 1.2, 0.5, 0.2, 0 };

static unsigned class_of(const struct gen_word *word)
{
	double   rate = word->rate;
	unsigned tier = 0;

	if (rate == 0)
		return word->language == GEN_EN && !word->misread ? TEXT_COMMON_PLAIN
		                                                  : TEXT_COMMON_RARE;
	if (word->language != GEN_EN)
		rate /= word->length <= 2 ? 64 : 24;
	while (rate < tier_floor[tier])
		tier++;
	return tier;
}

/* By class, then the short ones first, then by letters: a total order. */
static int compare(const void *left, const void *right)
{
	const struct gen_word *a = left;
	const struct gen_word *b = right;

	if (a->dropped != b->dropped)
		return a->dropped ? 1 : -1;
	if (class_of(a) != class_of(b))
		return class_of(a) < class_of(b) ? -1 : 1;
	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return strcmp(a->text, b->text);
}

static uint64_t hash_of(const struct gen_word *word, unsigned letters)
{
	uint64_t hash = 0;

	for (unsigned i = 0; i < letters; i++)
		hash = text_common_step(hash, (unsigned char)word->text[i]);
	return text_common_mix(hash);
}

static void beginning_set(const struct gen_word *word, unsigned letters)
{
	uint32_t bit;

	if (word->length < letters)
		return;
	bit = (uint32_t)(hash_of(word, letters) >> 20) % TEXT_COMMON_BEGIN_BITS;
	beginnings[bit / 64] |= (uint64_t)1 << bit % 64;
}

/* The word among those that are known at once; where its line is full it is left out. */
static void quick_insert(const struct gen_word *word)
{
	uint64_t halves[2] = { 0 };
	uint64_t hash;

	if (word->length > TEXT_QUICK_BYTES)
		return;
	for (unsigned i = 0; i < word->length; i++)
		halves[i / 8] |= (uint64_t)(unsigned char)word->text[i] << 8 * (i % 8);
	hash = text_quick_hash(halves[0], halves[1]);
	for (unsigned i = 0; i < TEXT_QUICK_CELLS; i++) {
		uint32_t *cell = &quick[text_quick_line(hash)][i];

		if (*cell == 0) {
			*cell = text_quick_tag(hash);
			return;
		}
	}
}

enum inserted { INSERTED, INSERTED_BEFORE, INSERTED_NOT };

static enum inserted insert(const struct gen_word *word)
{
	uint64_t                mixed = hash_of(word, word->length);
	struct text_common_row *row;
	uint16_t                lower;

	row = &rows[text_common_line(mixed)];
	lower = text_common_lower(mixed);
	for (unsigned i = 0; i < TEXT_COMMON_CELLS; i++) {
		if (row->lower[i] == lower)
			return (row->upper[i] ^ text_common_upper(mixed, 0)) <= 7 ? INSERTED_BEFORE
			                                                          : INSERTED_NOT;
		if (row->lower[i] != 0)
			continue;
		row->lower[i] = lower;
		row->upper[i] = text_common_upper(mixed, class_of(word));
		beginning_set(word, TEXT_COMMON_BEGIN);
		beginning_set(word, TEXT_COMMON_BEGIN_LONG);
		quick_insert(word);
		return INSERTED;
	}
	return INSERTED_NOT;
}

static bool is_dropped(const struct gen_words *words, const struct gen_word *word)
{
	if (word->rate > 0 || word->length > DROPPED_MAX)
		return false;
	for (size_t i = words->count; i-- > 0 && words->words[i].dropped;) {
		if (strcmp(words->words[i].text, word->text) == 0)
			return true;
	}
	return false;
}

static void table_fill(struct gen_words *words)
{
	size_t counts[3] = { 0 };

	qsort(words->words, words->count, sizeof *words->words, compare);
	for (size_t i = 0; i < words->count && !words->words[i].dropped; i++) {
		const struct gen_word *word = &words->words[i];

		if (word->rate == 0 && word->length > length_max[word->language])
			continue;
		if (is_dropped(words, word))
			continue;
		counts[insert(word)]++;
	}
	if (getenv("GEN_LEXICON_VERBOSE") != NULL)
		fprintf(stderr, "%zu words, %zu left out\n", counts[INSERTED],
		        counts[INSERTED_NOT]);
}

static void quick_write(FILE *out)
{
	fprintf(out, "\n_Alignas(64) const uint32_t "
	             "text_quick_cells[TEXT_QUICK_LINES][TEXT_QUICK_CELLS] = {\n");
	for (size_t i = 0; i < TEXT_QUICK_LINES; i++) {
		fprintf(out, "{");
		for (size_t cell = 0; cell < TEXT_QUICK_CELLS; cell++)
			fprintf(out, "%uu,", quick[i][cell]);
		fprintf(out, "},%s", i % 4 == 3 ? "\n" : "");
	}
	fprintf(out, "};\n");
}

void gen_common_write(struct gen_words *words, FILE *out)
{
	table_fill(words);
	fprintf(out, "_Alignas(64) const struct text_common_row "
	             "text_common_rows[TEXT_COMMON_LINES] = {\n");
	for (size_t i = 0; i < TEXT_COMMON_LINES; i++) {
		fprintf(out, "{{");
		for (size_t cell = 0; cell < TEXT_COMMON_CELLS; cell++)
			fprintf(out, "%u,", rows[i].lower[cell]);
		fprintf(out, "},{");
		for (size_t cell = 0; cell < TEXT_COMMON_CELLS; cell++)
			fprintf(out, "%u,", rows[i].upper[cell]);
		fprintf(out, "},0},\n");
	}
	fprintf(out, "};\n\nconst uint64_t "
	             "text_common_beginnings[TEXT_COMMON_BEGIN_BITS / 64] = {\n");
	for (size_t i = 0; i < TEXT_COMMON_BEGIN_BITS / 64; i++)
		fprintf(out, "0x%llx,%s", (unsigned long long)beginnings[i],
		        i % 8 == 7 ? "\n" : "");
	fprintf(out, "};\n");
	quick_write(out);
}
