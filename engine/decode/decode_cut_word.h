/* SPDX-License-Identifier: Apache-2.0 */
/* Pieces of words, and how they read without the gaps between them. */
#ifndef DECODE_CUT_WORD_H
#define DECODE_CUT_WORD_H

#include "decode_kind.h"
#include "decode_word.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECODE_CUT_LETTERS   400u /* bytes of letters read at once */
#define DECODE_CUT_PIECE_MAX 10u  /* bytes; a longer string that is no word is a name */

#define DECODE_CUT_LETTERS_MAX (DECODE_CUT_LETTERS + 2u * DECODE_WORD_MAX)

/* Sixteenths of a bit of words that language is made of; letters by chance: 75. */
#define DECODE_CUT_COST_A_LETTER 62

#define DECODE_CUT_SHORT      3u         /* letters; such a word must be usual, for lists are ... */
#define DECODE_CUT_SHORT_COST (20u * 16) /* ... full of others; see text_lexicon_cost() */

/* A word of the text, with what an apostrophe shortens: "don't" is one piece. */
struct decode_cut_piece {
	size_t start;
	size_t end;
	bool   odd;    /* short, and no word */
	bool   number; /* holds a digit: read with nothing else */
};

/* The next piece at or after `from`; false when there is none. */
bool decode_cut_next(const struct decode_input *input, size_t from, struct decode_cut_piece *piece);

/* May text[start, end), between two pieces, be a cut: one space, or signs inside a word, or
 * a sign at the end of a line? "esp. ICs" is two sentences. */
bool decode_cut_is_gap(struct slice text, size_t start, size_t end);

/* A hyphen and the end of a line, as in print. */
bool decode_cut_is_line_end(struct slice text, size_t start, size_t end);

/* Are the letters of text[start, end) one word; with `named`, one that rules name? */
bool decode_cut_makes_word(const struct decode_input *input, size_t start, size_t end, bool named);

/* The letters of a text, and what becomes of the gaps before them. */
struct decode_cut_reading {
	uint16_t places[DECODE_CUT_LETTERS_MAX]; /* of letter i in the text */
	bool     parts[DECODE_CUT_LETTERS_MAX];  /* a word ends before it */
	bool     kept[DECODE_CUT_LETTERS_MAX];   /* the gap before it stays */
	size_t   letters;
};

/* The letters of a text. */
struct decode_cut_letters {
	char   bytes[DECODE_CUT_LETTERS_MAX];  /* folded */
	bool   begins[DECODE_CUT_LETTERS_MAX]; /* a piece begins here ... */
	bool   odd[DECODE_CUT_LETTERS_MAX];    /* ... that is odd */
	bool   starts[DECODE_CUT_LETTERS_MAX]; /* a word starts here */
	bool   spaced[DECODE_CUT_LETTERS_MAX]; /* behind a space */
	bool   dotted[DECODE_CUT_LETTERS_MAX]; /* behind a full stop */
	size_t count;
	size_t signs; /* gaps without a space */
};

/* Is what costs so much a word that cut text is read as? One of a single letter is "a" or "i". */
static inline bool decode_cut_is_word(size_t bytes, char first, uint32_t cost)
{
	if (bytes == 1)
		return cost != UINT32_MAX && (first == 'a' || first == 'i');
	return bytes > DECODE_CUT_SHORT ? cost != UINT32_MAX : cost < DECODE_CUT_SHORT_COST;
}

/* False when no reading of the letters puts a word that stands over a gap for a piece that is
 * none, so that decode_cut_read() finds nothing. */
bool decode_cut_may_mend(const struct text_lexicon       *lexicon,
                         const struct decode_cut_letters *letters);

/* Reads a text again; false when it does not read better. `found`: it did before. */
bool decode_cut_read(const struct decode_input *input, bool found,
                     struct decode_cut_reading *reading);

#endif
