/* SPDX-License-Identifier: Apache-2.0 */
/* How many of a text's words do rules name? Of scripts without statistics of letters this tells
 * whether it reads: where no word is named, no rule finds anything. */
#ifndef DECODE_NAMES_H
#define DECODE_NAMES_H

#include "base_slice.h"
#include "text_lexicon.h"

#include <stddef.h>

struct decode_names {
	size_t words;
	size_t letters; /* in them, endings left out */
};

/* Words that begin with what rules name: of three letters or more; of two in scripts that put
 * no spaces between words. Small letters. A look-up for each letter. */
struct decode_names decode_names_of(const struct text_lexicon *lexicon, struct slice text);

#endif
