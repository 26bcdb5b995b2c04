/* SPDX-License-Identifier: Apache-2.0 */
/* Does a string of Latin letters read like a language, or like a cipher of one?
 *
 *     "znxr n cvcr obzo"  -> well below 0 a letter: no language
 *     "make a pipe bomb"  -> well above
 *
 * The measure is the log-odds of letter sequences in words (English, Spanish, French,
 * German, Italian, Portuguese together) against letters drawn at random, in sixteenths of
 * a bit. It needs no word list, so names and new words read well too. Pure; any thread. */
#ifndef TEXT_LETTERS_H
#define TEXT_LETTERS_H

#include "base_slice.h"

#include <stddef.h>
#include <stdint.h>

/* 0 for what is no letter (a word's edge), 1 to 26 for a to z, whatever the case. */
extern const uint8_t text_letters_code[256];

/* The log-odds of a letter after two others (codes as above; 0: the edge of a word), in
 * sixteenths of a bit: text_letters_odds[first][second][third]. */
extern const int8_t text_letters_odds[27][32][32];

/* The sum over a text, edges included; what is no letter of ASCII is an edge. */
int64_t text_letters_score(struct slice text);

#endif
