/* SPDX-License-Identifier: Apache-2.0 */
/* One word written with digits and signs for letters, and the letters it is read as. */
#ifndef DECODE_LEET_H
#define DECODE_LEET_H

#include "base_arena.h"
#include "base_slice.h"
#include "decode_kind.h"
#include "text_lexicon.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DECODE_LEET_MAX 96u /* bytes of a token, and letters of a reading */

/* Letter i was drawn by token[ends[i - 1], ends[i]). */
struct decode_leet_reading {
	char     letters[DECODE_LEET_MAX];
	uint8_t  ends[DECODE_LEET_MAX];
	size_t   count;
	bool     known; /* it is a word, or one with letters repeated */
	uint32_t cost;  /* of a word: text_lexicon_cost(); of what is squeezed to one, more */
};

/* The best reading of a token that holds no space: the word that is cheapest to say, else
 * what is made of words without spaces, else whatever reads best. False when there is none,
 * or the token has nothing drawn in it. A bounded number of steps; `scratch` is left as it
 * was. */
bool decode_leet_read(const struct text_lexicon *lexicon, struct slice token, struct arena *scratch,
                      struct decode_leet_reading *reading);

/* The same for a token with one sign in the place of every vowel: "b*mb", "p--ple". */
bool decode_leet_read_masked(const struct text_lexicon *lexicon, struct slice token,
                             struct decode_leet_reading *reading);

/* Is a token, without punctuation around it, such a one? Not where it is a word without its
 * signs ("b-omb"). */
bool decode_leet_is_masked(const struct decode_input *input, struct slice token,
                           struct decode_leet_reading *reading);

#endif
