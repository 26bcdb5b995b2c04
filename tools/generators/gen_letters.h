/* SPDX-License-Identifier: Apache-2.0 */
/* The letter table: log-odds of letter trigrams with word edges. */
#ifndef GEN_LETTERS_H
#define GEN_LETTERS_H

#include "gen_words.h"

#include <stdio.h>

void gen_letters_write(const struct gen_words *words, FILE *out);

#endif
