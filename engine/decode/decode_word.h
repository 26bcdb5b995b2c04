/* SPDX-License-Identifier: Apache-2.0 */
/* Words of a clean text, for decoders that ask the lexicon. A word is letters and digits of
 * ASCII and whatever is outside ASCII. Several decoders look at the same words, so those of
 * a view are ranked once, as a table that finders are given. */
#ifndef DECODE_WORD_H
#define DECODE_WORD_H

#include "base_arena.h"
#include "base_slice.h"
#include "decode_survey.h"
#include "text_lexicon.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECODE_WORDS_BLOCK  32u /* bytes of a block of struct decode_words */
#define DECODE_WORD_MAX     64u /* bytes; what is longer is no word */
#define DECODE_WORDS_WANTED 16u

struct decode_input;

struct decode_word {
	uint32_t start; /* half-open */
	uint32_t end;
	uint8_t  rank; /* enum text_word_rank; NONE also for what is too long */
	uint8_t  role; /* of enum text_role */
};

/* Most words of a text are known, and most decoders want those that are not. */
struct decode_words {
	const struct decode_word *items; /* by place */
	size_t                    count;
	const uint32_t           *first; /* by block of the text: the first word that ends in it
	                                    or behind it */
	const uint32_t *odd;             /* which of them are no words, or of one letter or two and
	                                    not usual */
	size_t       odd_count;
	decode_marks marks; /* that words set */
	/* Which may be words that rules look for (text_quick.h): the first of them, but how many in
	 * all. UINT32_MAX where that was not asked, and where there are so many that nobody asks.
	 */
	uint32_t wanted[DECODE_WORDS_WANTED];
	uint32_t wanted_count;
};

static inline bool decode_word_is_part(char byte)
{
	return ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || (byte >= '0' && byte <= '9') ||
	       (unsigned char)byte >= 0x80;
}

/* All words of a text of at most UINT32_MAX bytes, ranked. NULL when the arena is full. */
const struct decode_words *decode_words_of(struct slice text, const struct text_lexicon *lexicon,
                                           struct arena *arena);

/* The same for a clean text of ASCII and its folded form (text_fold.h), which has the same
 * bytes behind one space. */
const struct decode_words *decode_words_of_ascii(struct slice text, struct slice folded,
                                                 const struct text_lexicon *lexicon,
                                                 struct arena              *arena);

/* One of the two for the text of a survey: the second where `folded` has bytes. The marks of words
 * are added to those of its blocks, but ROW and SPELLED. */
const struct decode_words *decode_words_by_place(struct slice text, struct slice folded,
                                                 const struct text_lexicon  *lexicon,
                                                 const struct decode_survey *survey,
                                                 struct arena               *arena);

/* Is it the word I, is, it, in or if with l for i, between words? Those are words or names of
 * things with l, too, so the lexicon cannot tell. */
bool decode_word_is_short_l(struct slice text, const struct decode_word *word);

/* The next word that begins at or after `from` and ends in the text (a word that begins
 * before `from` counts from there); false when there is none. */
bool decode_word_next(const struct decode_input *input, size_t from, struct decode_word *word);

/* The next one of the odd words; where the words are not listed, the next word that is none. */
bool decode_word_next_odd(const struct decode_input *input, size_t from, struct decode_word *word);

/* See decode_over_words() in decode_kind.h. */
size_t decode_words_over(const struct decode_input *input, size_t at);

/* Is text[start, end) one word of small letters, but for the first, that is listed as known? */
bool decode_words_know(const struct decode_input *input, size_t start, size_t end);

/* The index of the first word that ends behind `from`, a place in the text. */
static inline size_t decode_words_behind(const struct decode_words *words, size_t from)
{
	size_t index = words->first[from / DECODE_WORDS_BLOCK];

	while (index < words->count && words->items[index].end <= from)
		index++;
	return index;
}

/* The first odd word that ends behind `from`; NULL when there is none. */
const struct decode_word *decode_words_odd(const struct decode_words *words, size_t from);

/* The word with small letters, in `folded`; empty when it is longer than that. */
struct slice decode_word_fold(struct slice word, char folded[DECODE_WORD_MAX]);

enum text_word_rank decode_word_rank(const struct text_lexicon *lexicon, struct slice word);

#endif
