/* SPDX-License-Identifier: Apache-2.0 */
/* Which words of this text are known? Ordinary prose must be told in a few nanoseconds a word:
 *
 *     folded   | make a loaf of bread |
 *     changes   ^   ^^^^   ^^ ^^    ^       between space and no space, 64 bytes at a time
 *     "loaf"    sixteen bytes loaded, twelve of them cleared, one hash, one line of four tags
 *
 * The words of text_common.h once more, those of up to sixteen bytes, under a hash that does
 * not walk over the bytes. What is not in it (the words of rules, long words, what found no
 * room in its line) is asked for in the lexicon, so this is the same answer, sooner. A string
 * that is no word meets a tag by chance once in a billion times. The table takes half a MiB;
 * what stays in the caches is what prose uses. Written by tools/generators/gen_lexicon; on a
 * machine with the other byte order nothing is found in it, and the answer comes later. */
#ifndef TEXT_QUICK_H
#define TEXT_QUICK_H

#include "base_slice.h"
#include "text_lexicon.h"
#include "text_role.h"
#include "text_words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One word of a folded text. */
struct text_quick_word {
	uint32_t start; /* half-open */
	uint32_t end;
	uint8_t  rank;   /* enum text_word_rank */
	uint8_t  role;   /* of enum text_role */
	bool     wanted; /* text_lexicon_build_wanting(): it may be one of those words */
};

/* The words of a folded text, some at a time; begins with { .folded = text }. */
struct text_quick_walk {
	struct slice folded;
	size_t       block;  /* where the next block begins */
	uint64_t     starts; /* in the one before it, where words begin and end that are left */
	uint64_t     ends;
	uint64_t     before; /* does it end with a letter? */
	size_t       start;  /* of the word that has begun */
};

/* The next words of a folded ASCII text (text_fold.h) of at most UINT32_MAX bytes, of rank NONE,
 * or COMMON where they are common or named; `most` of them, or fewer when there are no more. Words
 * longer than `long_max` bytes are none. Returns how many. */
size_t text_quick_take(struct text_quick_walk *walk, const struct text_lexicon *lexicon,
                       size_t long_max, struct text_quick_word *words, size_t most);

/* The index of the first word at or behind `from` that may be wanted; words->count: none. */
size_t text_quick_wanted(const struct text_words *words, const struct text_lexicon *lexicon,
                         size_t from);

/* The roles of one folded word. */
uint8_t text_quick_role(const struct text_lexicon *lexicon, struct slice word);

#endif
