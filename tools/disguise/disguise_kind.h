/* SPDX-License-Identifier: Apache-2.0 */
/* What the encoders' files share: their functions, declared from disguise_kind.def,
 * and the tests for what they accept. Private to tools/disguise. */
#ifndef DISGUISE_KIND_H
#define DISGUISE_KIND_H

#include "base_buffer.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stdint.h>

#define DISGUISE(name, family, grade, keeps_bytes, exact_span, encode, accepts)                    \
	void disguise_##encode(struct slice plain, uint64_t seed, struct buffer *out);
#include "disguise_kind.def"
#undef DISGUISE

/* Not empty. */
bool disguise_accepts_any(struct slice plain);

/* Not empty, well-formed UTF-8 and without NUL: characters can be counted. */
bool disguise_accepts_utf8(struct slice plain);

/* Two letters side by side: ASCII letters or anything above ASCII. */
bool disguise_accepts_letters(struct slice plain);

/* A character of U+0021 to U+007E. */
bool disguise_accepts_printable(struct slice plain);

/* Four characters or more, all printable ASCII or line ends, and half of them letters
 * or spaces. */
bool disguise_accepts_ascii(struct slice plain);

/* Not empty and of 88 bytes at most: the work grows with the square. */
bool disguise_accepts_base58(struct slice plain);

/* A letter that has a look-alike. */
bool disguise_accepts_lookalike(struct slice plain);

bool disguise_is_letter(char byte);

/* The next number of a seed's sequence, 0 to bound - 1; always 0 for seed 0. */
uint32_t disguise_pick(uint64_t *seed, uint32_t bound);

#endif
