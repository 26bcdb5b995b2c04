/* SPDX-License-Identifier: Apache-2.0 */
/* What small words may be, told in the same look that tells whether a word is known:
 *
 *     "the"    prose is held together with it
 *     "bravo"  a letter, spelled
 *     "of"     a usual word of two letters ("ek" is one of lists only)
 *
 * A few decoders look for words in an order, of a kind, or for the want of some. Prose has none
 * of what they look for, and with roles that is seen without asking each of them. */
#ifndef TEXT_ROLE_H
#define TEXT_ROLE_H

#include <stdint.h>

enum text_role {
	TEXT_ROLE_HOLDS = 1 << 3,   /* prose is held together with it */
	TEXT_ROLE_SPELLS = 1 << 4,  /* it stands for a letter or a number */
	TEXT_ROLE_USUAL_2 = 1 << 5, /* of two letters, and usual: text_lexicon_cost() below
	                               TEXT_ROLE_USUAL_COST */
};

#define TEXT_ROLE_USUAL_COST (20u * 16)

#endif
