/* SPDX-License-Identifier: Apache-2.0 */
/* The table of common words; its form is engine/text/text_common.h. */
#ifndef GEN_COMMON_H
#define GEN_COMMON_H

#include "gen_words.h"

#include <stdio.h>

/* Sorts `words`. */
void gen_common_write(struct gen_words *words, FILE *out);

#endif
