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
	uint16_t places[DECODE_CUT_LETTERS + 2 * DECODE_WORD_MAX]; /* of letter i in the text */
	bool     parts[DECODE_CUT_LETTERS + 2 * DECODE_WORD_MAX];  /* a word ends before it */
	bool     kept[DECODE_CUT_LETTERS + 2 * DECODE_WORD_MAX];   /* the gap before it stays */
	size_t   letters;
};

/* Reads a text again; false when it does not read better. */
bool decode_cut_read(const struct decode_input *input, struct decode_cut_reading *reading);

#endif
