/* SPDX-License-Identifier: Apache-2.0 */
/* Is every word of this text known? Ordinary prose must be told in a few nanoseconds a word:
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

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is every word of a folded ASCII text (text_fold.h) of two letters or more in the lexicon?
 * A number is no word, and neither is what begins and ends with a digit. False, too, where a
 * word of one or two letters begins with l, which may stand for I: look closer. */
bool text_quick_knows(const struct text_lexicon *lexicon, struct slice folded);

/* The words of a folded text, one after the other. */
struct text_quick_walk {
	struct slice folded;
	size_t       block;   /* where the next block begins */
	uint64_t     changes; /* in the one before it, those that are left */
	uint64_t     before;  /* does it end with a letter? */
};

/* The next word of a walk that begins with { .folded = text }; false when there is none. */
bool text_quick_next(struct text_quick_walk *walk, size_t *start, size_t *end);

/* text_lexicon_rank() of folded[start, end), sooner where it is a common word. */
enum text_word_rank text_quick_rank(const struct text_lexicon *lexicon, struct slice folded,
                                    size_t start, size_t end);

#endif
