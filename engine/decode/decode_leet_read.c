/* SPDX-License-Identifier: Apache-2.0 */
/* A token has many readings: the drawings in it are known, but 1 is i or l, 7 is t or l, and
 * strokes can be cut in several ways.
 *
 *     p1|>3     p, {i l}, {d p}, e     pide plde pipe plpe     "pipe"
 *     |312      b 12, b i 2, l e r ... "br", "biz"
 *
 * Each place of the token has edges, a drawing and a letter each. The paths over them are
 * walked depth first, given up where no word begins so, and up to a number of steps; the
 * word that is cheapest to say wins. Where no path is a word, the plainest readings (longest
 * drawings first) are tried for words with letters repeated ("b000mb") and for words joined
 * together. */
#include "decode_leet.h"

#include "base_ascii.h"
#include "decode_squeeze.h"
#include "text_letters.h"

#include <string.h>

#define STEPS_MAX    2000u
#define EDGES_MAX    8u
#define READINGS_MAX 32u
#define JOINED_MIN   10u
#define SCORE_JOINED (-16)      /* sixteenths of a bit a letter: below it no language */
#define SCORE_KNOWN  64         /* what a letter in a known word is worth beside that */
#define STROKE_COST  (2u * 16)  /* of a sign that draws a letter by itself, ... */
#define SQUEEZE_COST (20u * 16) /* ... of letters repeated */

struct glyph {
	const char *drawn;
	const char *letters;
};

static const struct glyph glyphs[] = {
#define GLYPH(drawn, letters) { drawn, letters },
#include "decode_glyph.def"
#undef GLYPH
};

/* From a place of the token to another, by one letter. */
struct edge {
	uint8_t length;
	char    letter;
	bool    drawn;
};

struct lattice {
	struct edge edges[DECODE_LEET_MAX][EDGES_MAX]; /* longest drawings first */
	uint8_t     counts[DECODE_LEET_MAX];
	size_t      length;
	bool        drawn;
};

static void add_edges(struct lattice *lattice, size_t at, const char *letters, size_t length,
                      bool drawn)
{
	for (; *letters != '\0' && lattice->counts[at] < EDGES_MAX; letters++) {
		lattice->edges[at][lattice->counts[at]++] = (struct edge){ (uint8_t)length,
			                                                   *letters, drawn };
		lattice->drawn = lattice->drawn || (drawn && length == 1);
	}
}

#define GLYPH_COUNT (sizeof glyphs / sizeof glyphs[0])

/* The first drawing that begins with the byte, or with one behind it in order. */
static size_t first_glyph(char byte)
{
	size_t low = 0;
	size_t high = GLYPH_COUNT;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if ((unsigned char)glyphs[middle].drawn[0] < (unsigned char)byte)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Of the letters only these begin a drawing: "vv", "ph". */
static bool begins_glyph(char byte)
{
	const char small = (char)(byte | 0x20);

	return small == 'v' || small == 'p' || small < 'a' || small > 'z';
}

static void add_glyphs(struct lattice *lattice, struct slice token, size_t at)
{
	if (!begins_glyph(token.ptr[at]))
		return;
	for (size_t i = first_glyph(token.ptr[at]);
	     i < GLYPH_COUNT && glyphs[i].drawn[0] == token.ptr[at]; i++) {
		const size_t length = strlen(glyphs[i].drawn);

		if (length > token.len - at || memcmp(token.ptr + at, glyphs[i].drawn, length) != 0)
			continue;
		add_edges(lattice, at, glyphs[i].letters, length, true);
		lattice->drawn = lattice->drawn || !ascii_is_letter(token.ptr[at]);
	}
}

static void add_itself(struct lattice *lattice, struct slice token, size_t at)
{
	const char letter[2] = { (char)(token.ptr[at] | 0x20), '\0' };

	if (ascii_is_letter(token.ptr[at]))
		add_edges(lattice, at, letter, 1, false);
}

/* The farthest place that an edge from `at` leads to. */
static size_t reach_of(const struct lattice *lattice, size_t at)
{
	size_t most = 0;

	for (size_t i = 0; i < lattice->counts[at]; i++)
		if (lattice->edges[at][i].length > most)
			most = lattice->edges[at][i].length;
	return at + most;
}

/* False where nothing is drawn, or no path leads over a sign. */
static bool lattice_of(struct slice token, struct lattice *lattice)
{
	size_t reached = 0;

	lattice->length = token.len;
	lattice->drawn = false;
	memset(lattice->counts, 0, sizeof lattice->counts);
	for (size_t at = 0; at < token.len && at <= reached; at++) {
		size_t far;

		add_glyphs(lattice, token, at);
		add_itself(lattice, token, at);
		far = reach_of(lattice, at);
		reached = far > reached ? far : reached;
	}
	return lattice->drawn && reached == token.len;
}

/* ---- words ---- */

/* A path over the lattice, as far as it goes. */
struct walk {
	const struct text_lexicon  *lexicon;
	const struct lattice       *lattice;
	struct decode_leet_reading *best;
	char                        letters[DECODE_LEET_MAX];
	uint8_t                     places[DECODE_LEET_MAX + 1]; /* in the token */
	uint8_t                     next[DECODE_LEET_MAX + 1];   /* edge to try, from there */
	uint32_t                    strokes[DECODE_LEET_MAX + 1];
	size_t                      count;
};

static void walk_end(struct walk *walk)
{
	uint32_t cost = text_lexicon_cost(walk->lexicon,
	                                  (struct slice){ walk->letters, walk->count });

	if (cost == UINT32_MAX || walk->count > DECODE_WORD_MAX ||
	    (walk->count == 1 && walk->letters[0] != 'a' && walk->letters[0] != 'i'))
		return;
	cost += walk->strokes[walk->count];
	if (walk->best->known && cost >= walk->best->cost)
		return;
	memcpy(walk->best->letters, walk->letters, walk->count);
	memcpy(walk->best->ends, walk->places + 1, walk->count);
	walk->best->count = walk->count;
	walk->best->known = true;
	walk->best->cost = cost;
}

/* One edge on; false when there is none left at this place. */
static bool walk_on(struct walk *walk)
{
	size_t             at = walk->places[walk->count];
	const struct edge *edge;

	if (at == walk->lattice->length || walk->next[walk->count] == walk->lattice->counts[at])
		return false;
	edge = &walk->lattice->edges[at][walk->next[walk->count]++];
	walk->letters[walk->count] = edge->letter;
	walk->strokes[walk->count + 1] = walk->strokes[walk->count] +
	                                 (edge->drawn && edge->length == 1 ? STROKE_COST : 0);
	walk->places[walk->count + 1] = (uint8_t)(at + edge->length);
	walk->next[walk->count + 1] = 0;
	walk->count++;
	return true;
}

static bool read_words(const struct text_lexicon *lexicon, const struct lattice *lattice,
                       struct decode_leet_reading *reading)
{
	struct walk walk = { .lexicon = lexicon, .lattice = lattice, .best = reading };

	for (size_t steps = 0; steps < STEPS_MAX; steps++) {
		if (walk_on(&walk)) {
			if (!text_lexicon_may_begin(lexicon, walk.letters, walk.count))
				walk.count--;
			else if (walk.places[walk.count] == lattice->length)
				walk_end(&walk);
			continue;
		}
		if (walk.count-- == 0)
			break;
	}
	return reading->known;
}

/* ---- what is no word ---- */

/* The plainest cut: what each letter may be. */
struct places {
	const struct edge *edges[DECODE_LEET_MAX];
	uint8_t            choices[DECODE_LEET_MAX];
	uint8_t            ends[DECODE_LEET_MAX];
	size_t             count;
};

static bool places_of(const struct lattice *lattice, struct places *places)
{
	places->count = 0;
	for (size_t at = 0; at < lattice->length;) {
		const struct edge *first = lattice->edges[at];
		uint8_t            choices = 0;

		while (choices < lattice->counts[at] && first[choices].length == first->length)
			choices++;
		if (choices == 0)
			return false;
		at += first->length;
		places->edges[places->count] = first;
		places->choices[places->count] = choices;
		places->ends[places->count++] = (uint8_t)at;
	}
	return true;
}

/* Reading number `number`: a digit of it for each place that has a choice. */
static bool spell(const struct places *places, size_t number, char *letters)
{
	for (size_t i = 0; i < places->count; i++) {
		letters[i] = places->edges[i][number % places->choices[i]].letter;
		number /= places->choices[i];
	}
	return number == 0;
}

static void take(const struct places *places, const char *letters,
                 struct decode_leet_reading *reading)
{
	memcpy(reading->letters, letters, places->count);
	memcpy(reading->ends, places->ends, places->count);
	reading->count = places->count;
}

/* How well letters read that are no word: by the words they are made of where they may be
 * several, joined. */
static int64_t score_of(const struct text_lexicon *lexicon, struct slice letters,
                        struct arena *scratch)
{
	int64_t           score = text_letters_score(letters);
	size_t            mark = arena_mark(scratch);
	struct text_split split;

	if (letters.len < JOINED_MIN || score < SCORE_JOINED * (int64_t)letters.len)
		return score;
	if (text_lexicon_split(lexicon, letters, scratch, &split))
		score += SCORE_KNOWN * (int64_t)split.known - SCORE_KNOWN * (int64_t)split.count;
	arena_rewind(scratch, mark);
	return score;
}

static bool read_squeezed(const struct text_lexicon *lexicon, const struct places *places,
                          const char *letters, struct decode_leet_reading *reading)
{
	char memory[DECODE_WORD_MAX];

	if (decode_squeeze(lexicon, (struct slice){ letters, places->count }, memory).len == 0)
		return false;
	take(places, letters, reading);
	reading->known = true;
	reading->cost = SQUEEZE_COST;
	return true;
}

static void read_plain(const struct text_lexicon *lexicon, const struct lattice *lattice,
                       struct arena *scratch, struct decode_leet_reading *reading)
{
	char          letters[DECODE_LEET_MAX];
	struct places places;
	int64_t       best = INT64_MIN;

	if (!places_of(lattice, &places))
		return;
	for (size_t number = 0; number < READINGS_MAX && spell(&places, number, letters);
	     number++) {
		int64_t score;

		if (read_squeezed(lexicon, &places, letters, reading))
			return;
		score = score_of(lexicon, (struct slice){ letters, places.count }, scratch);
		if (score <= best)
			continue;
		best = score;
		take(&places, letters, reading);
	}
}

bool decode_leet_read(const struct text_lexicon *lexicon, struct slice token, struct arena *scratch,
                      struct decode_leet_reading *reading)
{
	struct lattice lattice;

	reading->count = 0;
	reading->known = false;
	if (token.len > DECODE_LEET_MAX || !lattice_of(token, &lattice))
		return false;
	if (!read_words(lexicon, &lattice, reading))
		read_plain(lexicon, &lattice, scratch, reading);
	return reading->count > 0;
}

/* The one sign between the letters of a token; 0 where there are others, or digits. */
static char mask_of(struct slice token)
{
	char mask = '\0';

	for (size_t i = 0; i < token.len; i++) {
		if (ascii_is_letter(token.ptr[i]))
			continue;
		if (i == 0 || i + 1 == token.len || strchr("*#@_-.", token.ptr[i]) == NULL ||
		    (mask != '\0' && mask != token.ptr[i]))
			return '\0';
		mask = token.ptr[i];
	}
	return mask;
}

bool decode_leet_read_masked(const struct text_lexicon *lexicon, struct slice token,
                             struct decode_leet_reading *reading)
{
	struct lattice lattice;
	char           mask;

	reading->count = 0;
	reading->known = false;
	if (token.len > DECODE_WORD_MAX)
		return false;
	mask = mask_of(token);
	if (mask == '\0')
		return false;
	lattice.length = token.len;
	lattice.drawn = false;
	memset(lattice.counts, 0, sizeof lattice.counts);
	for (size_t at = 0; at < token.len; at++) {
		if (token.ptr[at] == mask)
			add_edges(&lattice, at, "aeiou", 1, true);
		else
			add_itself(&lattice, token, at);
	}
	return read_words(lexicon, &lattice, reading);
}
