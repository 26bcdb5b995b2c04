/* SPDX-License-Identifier: Apache-2.0 */
/* Words with letters repeated: "booomb", "piipee", "hhooww". */
#ifndef DECODE_SQUEEZE_H
#define DECODE_SQUEEZE_H

#include "decode_word.h"

/* The word that `word` is with letters repeated, in `memory`, small: a word that a rule
 * names first, then a common one. Each stretch of one letter may stand for the letter or
 * for two of it. Empty when no letter is repeated, or no word comes out. */
struct slice decode_squeeze(const struct text_lexicon *lexicon, struct slice word,
                            char memory[DECODE_WORD_MAX]);

#endif
