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

/* The same by how far apart the letters are, which a shift of the alphabet leaves as it is:
 *
 *     "or", "be", "ps"    3 places on (mod 26) from the first to the second
 *
 * A row is for two distances, of a letter from the one before it, times 27 and added; 26 is said of
 * an edge before the first or behind the last. The last row is for a letter behind an edge. Its
 * items are by the last letter from 0, and once more from 26: behind item `a` follow what each
 * shift of the letters makes of "a". */
#define TEXT_LETTERS_ALPHABET 26u
#define TEXT_LETTERS_WHEELS   (27u * 27 + 1)
extern const int8_t text_letters_wheels[TEXT_LETTERS_WHEELS][64];

#define TEXT_LETTERS_SHIFTED_MAX 256u

/* The scores of at most TEXT_LETTERS_SHIFTED_MAX letters and edges (codes as above) with all
 * letters so many places on: what text_letters_score() gives for each of those texts, in a few
 * instructions a letter for all of them. */
void text_letters_score_shifted(const uint8_t *codes, size_t count,
                                int16_t scores[TEXT_LETTERS_ALPHABET]);

/* The sum over a text, edges included; what is no letter of ASCII is an edge. */
int64_t text_letters_score(struct slice text);

#endif
