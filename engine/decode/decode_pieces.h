/* SPDX-License-Identifier: Apache-2.0 */
/* Are pieces of text to be joined, or do they stand in a list? What crosses a joint tells: a
 * word of which a part is none ("pi" "pe") was cut; two words ("red" "blue") were not. */
#ifndef DECODE_PIECES_H
#define DECODE_PIECES_H

#include "base_slice.h"
#include "text_lexicon.h"

#include <stdbool.h>
#include <stddef.h>

#define DECODE_PIECES_WORD_MAX 32u

/* The word that the eye is in, across joints. Begins with a lexicon and zeros. */
struct decode_pieces {
	const struct text_lexicon *lexicon;
	char                       word[DECODE_PIECES_WORD_MAX];
	size_t                     length; /* may be more than there is room for */
	size_t                     part;   /* where its last part begins */
	bool                       cut;    /* it has parts ... */
	bool                       odd;    /* ... of which one is no word */
	size_t                     pieces;
	size_t                     letters; /* pieces of one byte */
	size_t                     spaced;  /* pieces that begin or end with a space */
	size_t                     good;    /* words that were cut */
	size_t                     known;   /* the same, and those whose parts are words, too */
	size_t                     bad;     /* joints that make no word */
};

/* The next piece, in order. Linear. */
void decode_pieces_add(struct decode_pieces *judge, struct slice text);

/* After the last: were words cut, or are spaces in the pieces, or is each a letter? */
bool decode_pieces_end(struct decode_pieces *judge);

/* After the last: were at least so many words cut, and few joints make no word? */
bool decode_pieces_cut(struct decode_pieces *judge, size_t least);

/* The same of pieces that are all of one length, where a part may be a word by chance: asked after
 * the last, and after decode_pieces_cut(). */
bool decode_pieces_even(const struct decode_pieces *judge, size_t least);

#endif
