/* SPDX-License-Identifier: Apache-2.0 */
/* A text's words as numbers, and the places of each number in a row:
 *
 *     text     how  do  i  make  a  bomb  or  a  pipe  bomb
 *     bomb     5 9          make  3          pipe  8
 *
 * Phrases go from the places of the words they need, so what a phrase costs depends on how
 * often those occur and not on how long the text is. Most places are passed over even then:
 * "pipe" may stand before "bomb" and "a" may not, which the numbers beside a place tell at once
 * (the words of a phrase that may stand there are 64 bits, by number % 64).
 *
 * `runs` is left as it was found in memory where the bit in `present` is not set: a text of
 * ten words clears no table of ten thousand. Marks have a second level, a bit a block, so that
 * looking for the few marks of a long text, and clearing them, costs next to nothing. */
#include "match_phrase.h"

#include "text_vector.h"

#include <assert.h>
#include <string.h>

#define PLACES_A_STEP      4u  /* looked at, that cost as much as a step of the walk */
#define PART_BYTES_A_PLACE 64u /* searched for a part of a word, as much as one place */
#define PLACES_A_PART      16u
#define PART_BLOCK         256u /* bytes looked through at once */

/* Words by their first bytes, in texts of many words: for parts that begin a word. */
#define BUCKET_BYTES     4u
#define BUCKET_BITS      12u
#define BUCKETS          (1u << BUCKET_BITS)
#define BUCKET_WORDS_MIN 2048u

static bool text_open(struct match_text *text, struct arena *arena)
{
	const struct match_vocabulary *vocabulary = text->vocabulary;
	const size_t                   count = text->words.count;
	const size_t                   blocks = count / 64 + 1;

	text->ids = ARENA_ARRAY(arena, count, uint32_t);
	text->places = ARENA_ARRAY(arena, count, uint32_t);
	text->runs = ARENA_ARRAY(arena, vocabulary->count, struct match_run);
	text->present = arena_alloc_zero(arena, vocabulary->count / 64 + 1, sizeof *text->present);
	text->marks = arena_alloc_zero(arena, blocks, sizeof *text->marks);
	text->marked = arena_alloc_zero(arena, blocks / 64 + 1, sizeof *text->marked);
	return text->ids != NULL && text->places != NULL && text->runs != NULL &&
	       text->present != NULL && text->marks != NULL && text->marked != NULL;
}

/* Numbers the words and counts how often each number occurs. */
static void words_count(struct match_text *text)
{
	match_vocabulary_find_all(text->vocabulary, &text->words, text->ids);
	for (size_t i = 0; i < text->words.count; i++) {
		const uint32_t id = text->ids[i];

		if (id == MATCH_WORD_UNKNOWN)
			continue;
		if (match_text_has(text, id)) {
			text->runs[id].count++;
			continue;
		}
		text->runs[id].count = 1;
		text->present[id / 64] |= (uint64_t)1 << id % 64;
	}
}

/* Gives each number its part of `places`, and fills it. */
static void places_fill(struct match_text *text, uint32_t vocabulary_count)
{
	uint32_t next = 0;

	for (uint32_t block = 0; block <= vocabulary_count / 64; block++)
		for (uint64_t bits = text->present[block]; bits != 0; bits &= bits - 1) {
			struct match_run *run =
				&text->runs[block * 64 + (uint32_t)__builtin_ctzll(bits)];

			run->first = next;
			next += run->count;
			run->count = 0;
		}
	for (size_t i = 0; i < text->words.count; i++)
		if (text->ids[i] != MATCH_WORD_UNKNOWN) {
			struct match_run *run = &text->runs[text->ids[i]];

			text->places[run->first + run->count++] = (uint32_t)i;
		}
}

void match_text_open(struct match_text *text, const struct match_vocabulary *vocabulary,
                     struct slice folded)
{
	*text = (struct match_text){ .words.folded = folded, .vocabulary = vocabulary };
}

enum status match_text_split(struct match_text *text, struct arena *arena)
{
	if (text->split)
		return STATUS_OK;
	text->split = true;
	return text_words_split(text->words.folded, arena, &text->words);
}

enum status match_text_number(struct match_text *text, struct arena *arena)
{
	enum status status = match_text_split(text, arena);

	if (status != STATUS_OK || text->ids != NULL)
		return status;
	assert(text->words.count <= UINT32_MAX);
	if (!text_open(text, arena)) {
		text->ids = NULL;
		return STATUS_NO_MEMORY;
	}
	words_count(text);
	places_fill(text, text->vocabulary->count);
	return STATUS_OK;
}

enum status match_text_init(struct match_text *text, const struct match_vocabulary *vocabulary,
                            struct slice folded, struct arena *arena)
{
	match_text_open(text, vocabulary, folded);
	return match_text_number(text, arena);
}

/* ---- how words begin ---- */

static uint32_t bucket_of(const char *bytes)
{
	uint32_t begin;

	memcpy(&begin, bytes, BUCKET_BYTES);
	return begin * UINT32_C(2654435761) >> (32 - BUCKET_BITS);
}

/* The bucket of a word; of the last few of a text, which are too short, none. */
static bool word_bucket(const struct text_words *words, size_t index, uint32_t *bucket)
{
	const uint32_t start = words->words[index].start;

	if (words->folded.len - start < BUCKET_BYTES)
		return false;
	*bucket = bucket_of(words->folded.ptr + start);
	return true;
}

enum status match_text_begin(struct match_text *text, struct arena *arena)
{
	const size_t count = text->words.count;
	uint32_t    *ends;
	uint32_t     bucket;

	if (text->buckets != NULL || count < BUCKET_WORDS_MIN)
		return STATUS_OK;
	ends = arena_alloc_zero(arena, BUCKETS + 1, sizeof *ends);
	text->beginnings = ARENA_ARRAY(arena, count, uint32_t);
	if (ends == NULL || text->beginnings == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		if (word_bucket(&text->words, i, &bucket))
			ends[bucket]++;
	for (uint32_t i = 1; i <= BUCKETS; i++)
		ends[i] += ends[i - 1];
	/* Backwards, so that each bucket rises, and its end becomes its beginning. */
	for (size_t i = count; i-- > 0;)
		if (word_bucket(&text->words, i, &bucket))
			text->beginnings[--ends[bucket]] = (uint32_t)i;
	text->buckets = ends;
	return STATUS_OK;
}

/* ---- marks ---- */

static void mark(const struct match_text *text, uint32_t place)
{
	text->marks[place / 64] |= (uint64_t)1 << place % 64;
	text->marked[place / 4096] |= (uint64_t)1 << place / 64 % 64;
}

/* What a search has marked, and what it looked at. */
struct marking {
	const struct match_text   *text;
	const struct match_needed *needed;
	uint32_t                   from;
	uint32_t                   to;
	uint64_t                   marked;
	uint64_t                   seen;
};

/* The first of the rising places that is not before `from`. */
static uint32_t place_from(const uint32_t *places, uint32_t count, uint32_t from)
{
	uint32_t low = 0;
	uint32_t high = from > 0 ? count : 0;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (places[middle] < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void mark_places(struct marking *marking, uint32_t word, const struct match_sides *sides)
{
	const struct match_text *text = marking->text;
	const struct match_run   run = text->runs[word];
	const uint32_t          *places = text->places + run.first;

	for (uint32_t i = place_from(places, run.count, marking->from);
	     i < run.count && places[i] < marking->to; i++) {
		marking->seen++;
		if (match_text_fits(text, places[i], sides)) {
			mark(text, places[i]);
			marking->marked++;
		}
	}
}

/* The needed word `index`, if it occurs; its number is `word`. */
static void mark_word(struct marking *marking, uint32_t index, uint32_t word)
{
	static const struct match_sides any = { UINT64_MAX, UINT64_MAX };
	const struct match_sides       *sides = &any;

	if (marking->needed->sides != NULL)
		sides = &marking->needed->sides[index];
	mark_places(marking, word, sides);
}

static void mark_set(struct marking *marking)
{
	const struct match_words *set = &marking->needed->set;
	const uint64_t           *present = marking->text->present + set->first;

	for (uint32_t block = 0; block < set->count; block++)
		for (uint64_t both = set->blocks[block] & present[block]; both != 0;
		     both &= both - 1) {
			const uint64_t below = (both & -both) - 1;
			uint32_t       index = 0;

			if (set->ranks != NULL)
				index = set->ranks[block] +
				        (uint32_t)__builtin_popcountll(set->blocks[block] & below);
			mark_word(marking, index,
			          (set->first + block) * 64 + (uint32_t)__builtin_ctzll(both));
		}
}

/* The first word at or after `low` that ends behind `offset`. */
static size_t word_behind(const struct text_words *words, size_t low, size_t offset)
{
	size_t high = words->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (words->words[middle].end <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Bytes [at, at + PART_BLOCK) begin a part here and there, for all that two of its bytes tell.
 * Plain loops, so that compilers make vector code of them: memmem() takes ten times as long. */
VECTORISED static bool block_may_begin(const char *at, size_t first, size_t last, char first_byte,
                                       char last_byte)
{
	unsigned char found = 0;

	for (size_t i = 0; i < PART_BLOCK; i++)
		found |= (unsigned char)((at[i + first] == first_byte) &
		                         (at[i + last] == last_byte));
	return found != 0;
}

/* As slice_find(); the part is not empty. */
static size_t part_find(struct slice folded, struct slice part, size_t from)
{
	const size_t last = part.len - 1;
	const size_t first = part.ptr[0] == ' ' && part.len > 1 ? 1 : 0;

	for (; from + PART_BLOCK + last <= folded.len; from += PART_BLOCK) {
		size_t found;

		if (!block_may_begin(folded.ptr + from, first, last, part.ptr[first],
		                     part.ptr[last]))
			continue;
		found = slice_find(slice_range(folded, from, from + PART_BLOCK + last), part, 0);
		if (found != SIZE_MAX)
			return from + found;
	}
	return slice_find(folded, part, from);
}

/* The words that hold a part, which may begin with the space before them. */
static void mark_part_anywhere(struct marking *marking, struct slice part)
{
	const struct text_words *words = &marking->text->words;
	size_t                   word = marking->from;
	size_t                   at = word > 0 ? words->words[word - 1].end : 0;

	/* A part may reach into the next words, where each character is one. */
	const size_t       behind = marking->to < words->count
	                                    ? words->words[marking->to].start + part.len
	                                    : words->folded.len;
	const size_t       end = behind < words->folded.len ? behind : words->folded.len;
	const struct slice folded = slice_range(words->folded, 0, end);

	marking->seen += (end - at) / PART_BYTES_A_PLACE;
	for (at = part_find(folded, part, at); at != SIZE_MAX;
	     at = part_find(folded, part, words->words[word].end)) {
		word = word_behind(words, word, at + (part.ptr[0] == ' '));
		mark(marking->text, (uint32_t)word);
		marking->seen += PLACES_A_PART;
		marking->marked++;
	}
}

static void mark_beginning(struct marking *marking, struct slice beginning)
{
	const struct match_text *text = marking->text;
	const uint32_t           bucket = bucket_of(beginning.ptr);
	const uint32_t          *places = text->beginnings + text->buckets[bucket];
	const uint32_t           count = text->buckets[bucket + 1] - text->buckets[bucket];

	for (uint32_t i = place_from(places, count, marking->from);
	     i < count && places[i] < marking->to; i++) {
		const struct slice rest = slice_from(text->words.folded,
		                                     text->words.words[places[i]].start);

		marking->seen++;
		if (slice_starts_with(rest, beginning)) {
			mark(text, places[i]);
			marking->marked++;
		}
	}
}

static void mark_part(struct marking *marking, struct slice part)
{
	const bool begins = part.ptr[0] == ' ' && part.len > BUCKET_BYTES;

	if (begins && marking->text->buckets != NULL)
		mark_beginning(marking, slice_from(part, 1));
	else
		mark_part_anywhere(marking, part);
}

uint64_t match_text_mark(const struct match_text *text, const struct match_needed *needed,
                         uint32_t from, uint32_t to, uint64_t *steps)
{
	struct marking marking = { .text = text, .needed = needed, .from = from, .to = to };

	if (needed->set.blocks != NULL)
		mark_set(&marking);
	for (uint32_t i = 0; needed->set.blocks == NULL && i < needed->word_count; i++)
		if (match_text_has(text, needed->words[i]))
			mark_word(&marking, i, needed->words[i]);
	for (uint32_t i = 0; i < needed->text_count && from < to; i++)
		mark_part(&marking, needed->texts[i]);
	*steps += marking.seen / PLACES_A_STEP;
	return marking.marked;
}

/* The first block at or after `from` that has marks; SIZE_MAX when there is none. */
static size_t block_marked(const struct match_text *text, size_t from)
{
	const size_t groups = text->words.count / 4096 + 1;
	size_t       group = from / 64;
	uint64_t     bits;

	if (group >= groups)
		return SIZE_MAX;
	bits = text->marked[group] & UINT64_MAX << from % 64;
	while (bits == 0) {
		if (++group == groups)
			return SIZE_MAX;
		bits = text->marked[group];
	}
	return group * 64 + (size_t)__builtin_ctzll(bits);
}

size_t match_text_marked(const struct match_text *text, size_t from)
{
	size_t   block = from / 64;
	uint64_t marks;

	if (from >= text->words.count)
		return text->words.count;
	marks = text->marks[block] & UINT64_MAX << from % 64;
	if (marks == 0) {
		block = block_marked(text, block + 1);
		if (block == SIZE_MAX)
			return text->words.count;
		marks = text->marks[block];
	}
	return block * 64 + (size_t)__builtin_ctzll(marks);
}

void match_text_unmark(const struct match_text *text)
{
	for (size_t block = block_marked(text, 0); block != SIZE_MAX;
	     block = block_marked(text, block + 1))
		text->marks[block] = 0;
	for (size_t group = 0; group <= text->words.count / 4096; group++)
		text->marked[group] = 0;
}
