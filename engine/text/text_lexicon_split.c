/* SPDX-License-Identifier: Apache-2.0 */
/* Letters without spaces to words, by the cheapest path over the letters.
 *
 *     h o w d o i m a k e ...
 *     `-how-'`do´i`-make-'          8 + 7 + 9 + 11 bits: the path taken
 *     `-howdoi-'                    no word: a price for the run and for each letter
 *
 * A word costs what it takes to say it: -log2 of its share of running text. Where the share
 * is not known (nobody counted "gelignite") long words are dear by a fixed price, short
 * ones by more, for lists are full of short words that nobody writes. best[i] is the
 * cheapest path to letter i; at each letter all words that begin there are tried, up to 24
 * letters, ended early where no word begins with the four letters. */
#include "text_lexicon_table.h"

#include <string.h>

#define WORD_LETTERS_MAX 24u
#define LETTERS_MAX      (TEXT_SPLIT_MAX * WORD_LETTERS_MAX) /* bytes that are looked at */
#define COST_NONE        UINT32_MAX

/* Costs in sixteenths of a bit. */
#define BITS(bits)     ((uint32_t)((bits)*16))
#define UNKNOWN_RUN    BITS(13)
#define UNKNOWN_LETTER BITS(4.5)

static const uint32_t tier_cost[TEXT_COMMON_TIERS] = { BITS(5.3),  BITS(7.3),  BITS(9),
	                                               BITS(10.6), BITS(11.7), BITS(13) };
/* By letters, the last for all that are longer. */
static const uint32_t plain_cost[] = { 0,        BITS(30),   BITS(24), BITS(19.5),
	                               BITS(18), BITS(17.5), BITS(17), BITS(16.5) };
static const uint32_t rare_cost[] = { 0,        BITS(30), BITS(26), BITS(22),
	                              BITS(21), BITS(20), BITS(19), BITS(18.5) };
static const uint32_t named_cost[] = { 0,          BITS(20), BITS(18), BITS(15.5),
	                               BITS(14.5), BITS(14), BITS(14), BITS(13.5) };

/* How the cheapest path to a place came there. */
struct step {
	uint32_t cost;
	uint16_t from;
	uint8_t  rank; /* of the word, enum text_word_rank */
};

/* The same for paths whose last run is no word and may go on. */
struct run {
	uint32_t cost;
	uint16_t from;
};

struct splitter {
	const struct text_lexicon *lexicon;
	struct slice               letters;
	struct step               *best;
	struct run                *runs;
};

static uint32_t by_length(const uint32_t costs[8], unsigned letters)
{
	return costs[letters < 7 ? letters : 7];
}

static uint32_t common_cost(unsigned class, unsigned letters)
{
	if (class < TEXT_COMMON_TIERS)
		return tier_cost[class];
	if (class == TEXT_COMMON_PLAIN)
		return by_length(plain_cost, letters);
	return class == TEXT_COMMON_RARE ? by_length(rare_cost, letters) : COST_NONE;
}

/* `common`, `named`: whether it may be a word of that kind. */
static inline uint32_t word_cost(const struct text_lexicon *lexicon, struct slice word,
                                 unsigned letters, uint64_t mixed, bool common, bool named)
{
	uint32_t cost = common ? common_cost(text_common_class(mixed), letters) : COST_NONE;
	uint32_t own = by_length(named_cost, letters);

	if (named && own < cost && text_lexicon_named(lexicon, word, mixed) != NULL)
		cost = own;
	return cost;
}

uint32_t text_lexicon_cost(const struct text_lexicon *lexicon, struct slice word)
{
	uint64_t mixed = text_common_mix(text_lexicon_hash(word));
	unsigned letters = 0;

	for (size_t i = 0; i < word.len; i++)
		letters += text_lexicon_is_start(word.ptr[i]);
	if (letters == 0 || letters > WORD_LETTERS_MAX)
		return COST_NONE;
	return word_cost(lexicon, word, letters, mixed, true, true);
}

bool text_lexicon_may_begin(const struct text_lexicon *lexicon, const char *letters, size_t count)
{
	uint64_t mixed;

	if (count != TEXT_COMMON_BEGIN && count != TEXT_COMMON_BEGIN_LONG)
		return true;
	mixed = text_common_mix(text_lexicon_hash((struct slice){ letters, count }));
	return text_common_begins(mixed) || text_lexicon_begins(lexicon, mixed);
}

static void step_take(struct step *to, uint32_t cost, size_t from, enum text_word_rank rank)
{
	if (cost >= to->cost)
		return;
	*to = (struct step){ .cost = cost, .from = (uint16_t)from, .rank = (uint8_t)rank };
}

/* One letter more that is in no word. */
static void unknown_try(struct splitter *splitter, size_t start, size_t end)
{
	uint32_t    enter = splitter->best[start].cost + UNKNOWN_RUN;
	struct run *from = &splitter->runs[start];
	struct run *to = &splitter->runs[end];

	if (from->cost < enter)
		*to = *from;
	else
		*to = (struct run){ .cost = enter, .from = (uint16_t)start };
	to->cost += UNKNOWN_LETTER;
	step_take(&splitter->best[end], to->cost, to->from, TEXT_WORD_NONE);
}

/* The word from start to end, if it is one. `common`, `named`: whether it may be. */
static void word_try(struct splitter *splitter, size_t start, size_t end, unsigned letters,
                     uint64_t mixed, bool common, bool named)
{
	struct slice        word = slice_range(splitter->letters, start, end);
	enum text_word_rank rank = TEXT_WORD_NONE;
	uint32_t            cost = COST_NONE;

	if (common) {
		cost = common_cost(text_common_class(mixed), letters);
		rank = TEXT_WORD_COMMON;
	}
	if (named && text_lexicon_named(splitter->lexicon, word, mixed) != NULL) {
		uint32_t own = by_length(named_cost, letters);

		cost = cost < own ? cost : own;
		rank = TEXT_WORD_NAMED;
	}
	if (cost != COST_NONE)
		step_take(&splitter->best[end], splitter->best[start].cost + cost, start, rank);
}

static void words_try(struct splitter *splitter, size_t start)
{
	struct slice letters = splitter->letters;
	uint64_t     hash = 0;
	uint64_t     mixed;
	unsigned     count = 0;
	bool         common = true;
	bool         named = true;

	for (size_t at = start; at < letters.len && (common || named);) {
		hash = text_common_step(hash, (unsigned char)letters.ptr[at++]);
		mixed = text_common_mix(hash);
		if (at - start == TEXT_COMMON_BEGIN || at - start == TEXT_COMMON_BEGIN_LONG) {
			named = named && text_lexicon_begins(splitter->lexicon, mixed);
			common = common && text_common_begins(mixed);
		}
		if (at < letters.len && !text_lexicon_is_start(letters.ptr[at]))
			continue;
		if (++count > WORD_LETTERS_MAX)
			return;
		if (count == 1)
			unknown_try(splitter, start, at);
		word_try(splitter, start, at, count, mixed, common, named);
	}
}

size_t text_lexicon_words_at(const struct text_lexicon *lexicon, struct slice letters,
                             struct text_lexicon_start words[TEXT_LEXICON_STARTS])
{
	uint64_t hash = 0;
	unsigned letter = 0;
	size_t   count = 0;
	bool     common = true;
	bool     named = true;

	for (size_t at = 0; at < letters.len && (common || named);) {
		uint64_t mixed;
		uint32_t cost;

		hash = text_common_step(hash, (unsigned char)letters.ptr[at++]);
		mixed = text_common_mix(hash);
		if (at == TEXT_COMMON_BEGIN || at == TEXT_COMMON_BEGIN_LONG) {
			named = named && text_lexicon_begins(lexicon, mixed);
			common = common && text_common_begins(mixed);
		}
		if (at < letters.len && !text_lexicon_is_start(letters.ptr[at]))
			continue;
		if (++letter > WORD_LETTERS_MAX)
			break;
		cost = word_cost(lexicon, slice_range(letters, 0, at), letter, mixed, common,
		                 named);
		if (cost != COST_NONE)
			words[count++] = (struct text_lexicon_start){ (uint32_t)at, cost };
	}
	return count;
}

static bool splitter_open(struct splitter *splitter, struct arena *arena)
{
	size_t places = splitter->letters.len + 1;

	splitter->best = ARENA_ARRAY(arena, places, struct step);
	splitter->runs = ARENA_ARRAY(arena, places, struct run);
	if (splitter->best == NULL || splitter->runs == NULL)
		return false;
	for (size_t i = 0; i < places; i++) {
		splitter->best[i] = (struct step){ .cost = COST_NONE };
		splitter->runs[i] = (struct run){ .cost = COST_NONE };
	}
	splitter->best[0].cost = 0;
	return true;
}

/* The best path, read from its end; turned round, and cut at TEXT_SPLIT_MAX words. */
static void path_read(const struct splitter *splitter, struct text_split *split)
{
	size_t words = 0;
	size_t skip;

	*split = (struct text_split){ 0 };
	for (size_t at = splitter->letters.len; at > 0; at = splitter->best[at].from)
		words++;
	skip = words > TEXT_SPLIT_MAX ? words - TEXT_SPLIT_MAX : 0;
	split->count = words - skip;
	for (size_t at = splitter->letters.len; at > 0; at = splitter->best[at].from) {
		const struct step *step = &splitter->best[at];

		words--;
		if (words >= split->count)
			continue;
		split->ends[words] = (uint32_t)at;
		split->known += step->rank != TEXT_WORD_NONE ? at - step->from : 0;
		split->named += step->rank == TEXT_WORD_NAMED ? at - step->from : 0;
	}
}

bool text_lexicon_split(const struct text_lexicon *lexicon, struct slice letters,
                        struct arena *arena, struct text_split *split)
{
	struct splitter splitter = { .lexicon = lexicon, .letters = letters };

	if (letters.len > LETTERS_MAX) {
		size_t end = LETTERS_MAX;

		while (end > 0 && !text_lexicon_is_start(letters.ptr[end]))
			end--;
		splitter.letters = slice_range(letters, 0, end);
	}
	if (!splitter_open(&splitter, arena))
		return false;
	for (size_t start = 0; start < splitter.letters.len; start++) {
		if (splitter.best[start].cost != COST_NONE)
			words_try(&splitter, start);
	}
	path_read(&splitter, split);
	return true;
}
