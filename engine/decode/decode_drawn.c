/* SPDX-License-Identifier: Apache-2.0 */
/* Letters drawn with other letters of the same alphabet:
 *
 *     vvithout     vv is drawn like w        without
 *     rnake        rn like m                 make
 *     clevelopers  cl like d                 developers
 *     LlCENSE      l like I                  license
 *     cill         c like k, for a rune that is both: kill
 *
 * No look-alike table can tell, for both are honest letters: the lexicon is asked. A
 * word that it does not know is read with such letters replaced, all of a kind first and
 * then one alone, and the first reading that a rule names, or else a common one, stands in its
 * place. Words of the lexicon ("modern", "clear") stay what they are, and a name ("Clint")
 * becomes another word only where a rule names that. */
#include "base_ascii.h"
#include "decode_kind.h"
#include "decode_word.h"

#include <string.h>

#define PLACES_MAX   16u
#define SINGLY_MAX   4u /* places of which all combinations are tried */
#define LETTERS_MIN  3u
#define LETTERS_MAX  32u
#define READINGS_MAX 32u

_Static_assert(PLACES_MAX <= 16, "a bit for each place");

struct drawing {
	char drawn[3]; /* small letters */
	char letter;
};

static const struct drawing drawings[] = {
	{ "rn", 'm' }, { "vv", 'w' }, { "cl", 'd' }, { "uu", 'w' },
	{ "l", 'i' },  { "i", 'l' },  { "c", 'k' },
};
#define PAIRS         0xFu /* of them: likelier than single letters */
#define DRAWING_COUNT (sizeof drawings / sizeof drawings[0])

struct place {
	uint8_t at;
	uint8_t drawing;
};

struct reading {
	char    letters[LETTERS_MAX];
	uint8_t ends[LETTERS_MAX]; /* letter i was drawn by word[ends[i - 1], ends[i]) */
	size_t  count;
};

static bool is_drawn_at(struct slice word, size_t at, const struct drawing *drawing)
{
	for (size_t i = 0; drawing->drawn[i] != '\0'; i++)
		if (at + i == word.len || word.ptr[at + i] != drawing->drawn[i])
			return false;
	return true;
}

/* Where something may be drawn; pairs come before single letters in the table. */
static size_t places_of(struct slice word, struct place places[PLACES_MAX], unsigned *kinds)
{
	size_t count = 0;

	*kinds = 0;
	for (size_t at = 0; at < word.len && count < PLACES_MAX; at++)
		for (unsigned i = 0; i < DRAWING_COUNT; i++) {
			if (!is_drawn_at(word, at, &drawings[i]))
				continue;
			places[count++] = (struct place){ (uint8_t)at, (uint8_t)i };
			*kinds |= 1u << i;
			break;
		}
	return count;
}

/* The word with the chosen places replaced. */
static void spell(struct slice word, const struct place *places, size_t count, unsigned chosen,
                  struct reading *reading)
{
	size_t next = 0;

	reading->count = 0;
	for (size_t at = 0; at < word.len;) {
		char   letter = word.ptr[at];
		size_t length = 1;

		while (next < count && places[next].at < at)
			next++;
		if (next < count && places[next].at == at && (chosen >> next & 1) != 0) {
			letter = drawings[places[next].drawing].letter;
			length = strlen(drawings[places[next].drawing].drawn);
		}
		at += length;
		reading->letters[reading->count] = letter;
		reading->ends[reading->count++] = (uint8_t)at;
	}
}

/* The places of the kinds in `kinds`, as a set. */
static unsigned places_in(const struct place *places, size_t count, unsigned kinds)
{
	unsigned chosen = 0;

	for (size_t i = 0; i < count; i++)
		chosen |= (kinds >> places[i].drawing & 1) << i;
	return chosen;
}

struct contest {
	const struct text_lexicon *lexicon;
	struct slice               word;
	struct place               places[PLACES_MAX];
	size_t                     place_count;
	enum text_word_rank        rank;
	struct reading            *best;
	unsigned                   tried;
	uint16_t                   chosen[READINGS_MAX]; /* so far */
};

/* The kinds, the places and their combinations meet. */
static bool is_tried(const struct contest *contest, unsigned chosen)
{
	for (unsigned i = 0; i < contest->tried; i++)
		if (contest->chosen[i] == chosen)
			return true;
	return false;
}

static void reading_try(struct contest *contest, unsigned chosen)
{
	struct reading      reading;
	enum text_word_rank rank;

	bool again;

	if (chosen == 0 || contest->tried >= READINGS_MAX)
		return;
	again = is_tried(contest, chosen);
	contest->chosen[contest->tried++] = (uint16_t)chosen;
	if (again)
		return;
	spell(contest->word, contest->places, contest->place_count, chosen, &reading);
	rank = text_lexicon_rank(contest->lexicon,
	                         (struct slice){ reading.letters, reading.count });
	if (rank > contest->rank) {
		contest->rank = rank;
		*contest->best = reading;
	}
}

/* No reading changes what stands before the first place. */
static bool may_be_read(const struct contest *contest)
{
	static const uint8_t looks[] = { 4, 7 };

	for (size_t i = 0; i < sizeof looks && contest->place_count > 0; i++)
		if (contest->places[0].at >= looks[i] &&
		    !text_lexicon_may_begin(contest->lexicon, contest->word.ptr, looks[i]))
			return false;
	return contest->place_count > 0;
}

/* The best reading of a folded word, or NONE. */
static enum text_word_rank read_folded(const struct text_lexicon *lexicon, struct slice word,
                                       struct reading *best)
{
	struct contest contest;
	unsigned       kinds;

	contest.lexicon = lexicon;
	contest.word = word;
	contest.best = best;
	contest.rank = TEXT_WORD_NONE;
	contest.tried = 0;
	contest.place_count = places_of(word, contest.places, &kinds);
	if (!may_be_read(&contest))
		return TEXT_WORD_NONE;
	reading_try(&contest, places_in(contest.places, contest.place_count, kinds & PAIRS));
	for (unsigned set = kinds; set != 0 && contest.rank != TEXT_WORD_NAMED;
	     set = (set - 1) & kinds)
		reading_try(&contest, places_in(contest.places, contest.place_count, set));
	for (size_t i = 0; i < contest.place_count && contest.rank != TEXT_WORD_NAMED; i++)
		reading_try(&contest, 1u << i);
	if (contest.place_count <= SINGLY_MAX)
		for (unsigned chosen = (1u << contest.place_count) - 1;
		     chosen != 0 && contest.rank != TEXT_WORD_NAMED; chosen--)
			reading_try(&contest, chosen);
	return contest.rank;
}

static bool is_all_letters(struct slice word)
{
	for (size_t i = 0; i < word.len; i++)
		if (!ascii_is_letter(word.ptr[i]))
			return false;
	return true;
}

/* One capital and then small letters: a name, or the first word of a sentence. */
static bool is_capitalised(struct slice word)
{
	return word.ptr[0] >= 'A' && word.ptr[0] <= 'Z' && word.ptr[1] >= 'a' &&
	       word.ptr[word.len - 1] >= 'a';
}

static bool read_word(const struct decode_input *input, struct slice word, struct reading *reading)
{
	char                memory[DECODE_WORD_MAX];
	struct slice        folded;
	enum text_word_rank rank;

	if (word.len < LETTERS_MIN || word.len > LETTERS_MAX || !is_all_letters(word))
		return false;
	folded = decode_word_fold(word, memory);
	rank = read_folded(input->lexicon, folded, reading);
	return rank == TEXT_WORD_NAMED ||
	       (rank == TEXT_WORD_COMMON && !is_capitalised(word) &&
	        (reading->count >= LETTERS_MIN || reading->count < word.len)); /* "vve" */
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct decode_word word;
	struct reading     reading;

	for (size_t at = from; decode_word_next_odd(input, at, &word); at = word.end) {
		*run = (struct decode_run){ word.start, word.end, word.end };
		if (decode_word_is_short_l(input->text, &word) ||
		    (word.rank == TEXT_WORD_NONE &&
		     read_word(input, slice_range(input->text, word.start, word.end), &reading)))
			return true;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations drawn = TEXT_OPERATION_BIT(drawn);
	struct reading        reading = { "i", { 1, 2 }, input->text.len };
	size_t                start = 0;

	if (input->text.len == 2)
		reading.letters[1] = (char)(input->text.ptr[1] | 0x20);
	else if (input->text.len != 1 && !read_word(input, input->text, &reading))
		return false;
	for (size_t i = 0; i < reading.count; i++) {
		size_t end = reading.ends[i];
		bool   same = end - start == 1 &&
		            (input->text.ptr[start] | 0x20) == reading.letters[i];

		if (same)
			decode_sink_copy(sink, input->text, start, end);
		else
			decode_sink_put(sink, (struct slice){ &reading.letters[i], 1 }, start, end,
			                drawn, drawn);
		start = end;
	}
	return true;
}

const struct decode_kind decode_drawn = { .name = "drawn",
	                                  .operation = TEXT_OPERATION_drawn,
	                                  .signal = "bypass.encoding/drawn",
	                                  .pass = DECODE_PASS_WORDING,
	                                  .needs = DECODE_MARK_UNKNOWN,
	                                  .find = find,
	                                  .decode = decode };
