/* SPDX-License-Identifier: Apache-2.0 */
/* Which strings of letters are words? Disguises that only smear the letters (spaces
 * between them, none between words, digits for letters, a typing error) have no syntax
 * to recognise: they are undone where the result is made of words.
 *
 *     "pipe"   NAMED    a rule asks for it
 *     "make"   COMMON   a word of English
 *     "xqpip"  NONE
 *
 * Two sources: the words that the rules name, given when a ruleset is loaded, and the
 * common words of English and of five more languages (text_common.h). All
 * words are in folded form (text_fold.h): ASCII small letters and digits, letters of
 * other scripts as they are. Immutable after building; any thread. */
#ifndef TEXT_LEXICON_H
#define TEXT_LEXICON_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum text_word_rank {
	TEXT_WORD_NONE,
	TEXT_WORD_COMMON, /* of a language; of fewer than three letters only the usual ones */
	TEXT_WORD_NAMED   /* a rule names it */
};

struct text_lexicon;

/* A lexicon of the common words and `named` (each a folded word; wildcards are given as
 * the text they begin or end with; duplicates are fine). The bytes are copied into
 * `arena`: about 75 bytes a word, and 5 to 11 bytes a letter of words of eight letters and
 * more for repair; 11 MiB for 100,000 words. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status text_lexicon_build(const struct slice *named, size_t count,
                                          struct arena *arena, const struct text_lexicon **lexicon);

struct text_lexicon_words {
	const struct slice *words;
	size_t              count;
};

/* Two folded words that some rule names one right behind the other. */
struct text_lexicon_pair {
	struct slice first;
	struct slice second;
};

#define TEXT_PAIR_PART_MIN 3u  /* bytes of either */
#define TEXT_PAIR_MAX      30u /* of both */

/* The same with the words that make a text worth a closer look: text_quick.h tells whether one of
 * them may be there; and with `pairs` for text_lexicon_pair(), of which those outside the bounds
 * above are left out. Neither is kept. */
MUST_CHECK enum status text_lexicon_build_wanting(struct text_lexicon_words       named,
                                                  struct text_lexicon_words       wanted,
                                                  const struct text_lexicon_pair *pairs,
                                                  size_t pair_count, struct arena *arena,
                                                  const struct text_lexicon **lexicon);

/* One hash and a look into a table or two, whatever the word. */
enum text_word_rank text_lexicon_rank(const struct text_lexicon *lexicon, struct slice word);

/* Where the second word begins in a pair that is written as one word, "pipebomb": a place in
 * `word`; 0 when it is no pair. */
size_t text_lexicon_pair(const struct text_lexicon *lexicon, struct slice word);

/* How dear a word is to say, in sixteenths of a bit: the usual words of running text the
 * least, then what rules name, then what only lists know. UINT32_MAX for what is no word. */
uint32_t text_lexicon_cost(const struct text_lexicon *lexicon, struct slice word);

/* False when no word, longer or not, begins with the first `count` bytes of `letters`. Only
 * four and seven bytes are ever denied, and wrong once in ten times not even those. */
bool text_lexicon_may_begin(const struct text_lexicon *lexicon, const char *letters, size_t count);

/* The named word of eight letters or more that `word` is one typing error away from: a
 * letter too many, too few, another one, or two neighbours swapped. Empty when `word` is
 * itself a word, when there is none, or when there are several; of forms of one word
 * ("explosive", "explosives") it is the shortest. Letters are code points. Borrowed from
 * the lexicon. A few look-ups a letter. */
struct slice text_lexicon_repair(const struct text_lexicon *lexicon, struct slice word);

/* The named word of four letters or more of which `word` has the first letter, the last one and,
 * between them, the others in another order; of several the likeliest. Empty when there is none
 * or when `word` is itself a word. Borrowed from the lexicon. A look-up or two. */
struct slice text_lexicon_unscramble(const struct text_lexicon *lexicon, struct slice word);

#define TEXT_LEXICON_STARTS 24u

struct text_lexicon_start {
	uint32_t bytes;
	uint32_t cost; /* see text_lexicon_cost() */
};

/* All words that `letters` begin with, the short ones first; returns how many. One look into a
 * table a letter, mostly of four letters. */
size_t text_lexicon_words_at(const struct text_lexicon *lexicon, struct slice letters,
                             struct text_lexicon_start words[TEXT_LEXICON_STARTS]);

/* The most words that one split gives. */
#define TEXT_SPLIT_MAX 256u

struct text_split {
	uint32_t ends[TEXT_SPLIT_MAX]; /* where each word ends, in bytes of the letters */
	size_t   count;
	size_t   known; /* bytes that are in known words */
	size_t   named; /* of them, in words that rules name */
};

/* The likeliest way to read letters without spaces as words ("howdoimakeapipebomb": how
 * do i make a pipe bomb): frequent and long words first, strings that are no word at a
 * price a letter. `letters` is folded text without spaces; what is behind
 * TEXT_SPLIT_MAX words is left out. Linear in the letters (words have a bounded length),
 * with scratch from `arena` that the caller may rewind. False when the arena is full. */
bool text_lexicon_split(const struct text_lexicon *lexicon, struct slice letters,
                        struct arena *arena, struct text_split *split);

#endif
