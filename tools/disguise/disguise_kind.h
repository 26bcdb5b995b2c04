/* SPDX-License-Identifier: Apache-2.0 */
/* What the encoders' files share: their functions, declared from disguise_kind.def,
 * and the tests for what they accept. Private to tools/disguise. */
#ifndef DISGUISE_KIND_H
#define DISGUISE_KIND_H

#include "base_buffer.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stdint.h>

#define DISGUISE(name, family, exact_span, encode, accepts)                                        \
	void disguise_##encode(struct slice plain, uint64_t seed, struct buffer *out);
#include "disguise_kind.def"
#undef DISGUISE

/* Not empty. */
bool disguise_accepts_any(struct slice plain);

/* Two letters side by side: ASCII letters or anything above ASCII. */
bool disguise_accepts_letters(struct slice plain);

/* A character of U+0021 to U+007E. */
bool disguise_accepts_printable(struct slice plain);

/* A letter that has a look-alike. */
bool disguise_accepts_lookalike(struct slice plain);

bool disguise_is_letter(char byte);

/* The next number of a seed's sequence, 0 to bound - 1; always 0 for seed 0. */
uint32_t disguise_pick(uint64_t *seed, uint32_t bound);

#endif
