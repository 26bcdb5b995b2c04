/* SPDX-License-Identifier: Apache-2.0 */
/* A token has many readings: the drawings in it are known, but 1 is i or l, 7 is t or l.
 *
 *     p1|>3     p, {i l}, {d p}, e     pide plde pipe plpe     "pipe": a rule names it
 *
 * Drawings of several signs are cut longest first; should no word come out, the token is
 * read once more sign by sign. All readings are tried where they are few; the first ones of
 * many. A reading counts as a word also when its letters are repeated ("b000mb"). */
#include "decode_leet.h"

#include "decode_squeeze.h"
#include "text_letters.h"

#include <string.h>

#define READINGS_MAX 32u
#define JOINED_MIN   10u
#define SCORE_JOINED (-16) /* sixteenths of a bit a letter: below it no language */
#define SCORE_KNOWN  64    /* what a letter in a known word is worth beside that */

struct glyph {
	const char *drawn;
	const char *letters;
};

static const struct glyph glyphs[] = {
#define GLYPH(drawn, letters) { drawn, letters },
#include "decode_glyph.def"
#undef GLYPH
};

/* The places of a token: what each letter of a reading may be. */
struct places {
	const char *choices[DECODE_LEET_MAX]; /* letters; NULL: `letters` holds the only one */
	char        letters[DECODE_LEET_MAX];
	uint8_t     ends[DECODE_LEET_MAX];
	size_t      count;
	bool        drawn;
};

static bool is_letter(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static const struct glyph *glyph_at(struct slice token, size_t at, bool singles)
{
	for (size_t i = 0; i < sizeof glyphs / sizeof glyphs[0]; i++) {
		size_t length = strlen(glyphs[i].drawn);

		if ((!singles || length == 1) && length <= token.len - at &&
		    memcmp(token.ptr + at, glyphs[i].drawn, length) == 0)
			return &glyphs[i];
	}
	return NULL;
}

/* Cuts the token; false when a byte of it draws nothing. */
static bool places_of(struct slice token, bool singles, struct places *places)
{
	places->count = 0;
	places->drawn = false;
	for (size_t at = 0; at < token.len;) {
		const struct glyph *glyph = NULL;
		size_t              length = 1;

		if (!is_letter(token.ptr[at])) {
			glyph = glyph_at(token, at, singles);
			if (glyph == NULL)
				return false;
			length = strlen(glyph->drawn);
		}
		places->choices[places->count] = glyph != NULL ? glyph->letters : NULL;
		places->letters[places->count] = (char)(token.ptr[at] | 0x20);
		places->drawn = places->drawn || glyph != NULL;
		at += length;
		places->ends[places->count++] = (uint8_t)at;
	}
	return places->drawn;
}

/* Reading number `number`: a digit of it for each place that has a choice. */
static bool spell(const struct places *places, size_t number, char *letters)
{
	for (size_t i = 0; i < places->count; i++) {
		size_t choices = places->choices[i] != NULL ? strlen(places->choices[i]) : 1;

		letters[i] = places->choices[i] != NULL ? places->choices[i][number % choices]
		                                        : places->letters[i];
		number /= choices;
	}
	return number == 0;
}

static enum text_word_rank rank_of(const struct text_lexicon *lexicon, struct slice letters)
{
	char                memory[DECODE_WORD_MAX];
	enum text_word_rank rank = decode_word_rank(lexicon, letters);
	struct slice        squeezed;

	if (rank != TEXT_WORD_NONE || letters.len > DECODE_WORD_MAX)
		return rank;
	squeezed = decode_squeeze(lexicon, letters, memory);
	return squeezed.len > 0 ? text_lexicon_rank(lexicon, squeezed) : TEXT_WORD_NONE;
}

static void take(const struct places *places, const char *letters, bool known,
                 struct decode_leet_reading *reading)
{
	memcpy(reading->letters, letters, places->count);
	memcpy(reading->ends, places->ends, places->count);
	reading->count = places->count;
	reading->known = known;
}

/* ---- the best ---- */

struct contest {
	const struct text_lexicon  *lexicon;
	struct arena               *scratch;
	enum text_word_rank         rank;
	int64_t                     score;
	struct decode_leet_reading *reading;
};

/* How well letters read that are no word: by the words they are made of where they may be
 * several, joined. */
static int64_t score_of(const struct contest *contest, struct slice letters)
{
	int64_t           score = text_letters_score(letters);
	size_t            mark = arena_mark(contest->scratch);
	struct text_split split;

	if (letters.len < JOINED_MIN || score < SCORE_JOINED * (int64_t)letters.len)
		return score;
	if (text_lexicon_split(contest->lexicon, letters, contest->scratch, &split))
		score += SCORE_KNOWN * (int64_t)split.known - SCORE_KNOWN * (int64_t)split.count;
	arena_rewind(contest->scratch, mark);
	return score;
}

static void read_places(struct contest *contest, const struct places *places)
{
	char letters[DECODE_LEET_MAX];

	for (size_t number = 0; number < READINGS_MAX && spell(places, number, letters); number++) {
		struct slice        word = { letters, places->count };
		enum text_word_rank rank = rank_of(contest->lexicon, word);
		int64_t             score;

		if (rank < contest->rank)
			continue;
		score = rank == TEXT_WORD_NONE ? score_of(contest, word) : text_letters_score(word);
		if (rank == contest->rank && score <= contest->score)
			continue;
		contest->rank = rank;
		contest->score = score;
		take(places, letters, rank != TEXT_WORD_NONE, contest->reading);
	}
}

bool decode_leet_read(const struct text_lexicon *lexicon, struct slice token, struct arena *scratch,
                      struct decode_leet_reading *reading)
{
	struct contest contest = { lexicon, scratch, TEXT_WORD_NONE, INT64_MIN, reading };
	struct places  places;

	reading->count = 0;
	if (token.len > DECODE_LEET_MAX)
		return false;
	for (int singles = 0; singles < 2 && contest.rank == TEXT_WORD_NONE; singles++)
		if (places_of(token, singles != 0, &places))
			read_places(&contest, &places);
	return reading->count > 0;
}
