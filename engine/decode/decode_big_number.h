/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes that are the digits of one large number in another base: base58, base62, base36.
 * The last eight bytes need no large number, only arithmetic that wraps around, and they
 * refuse nearly every token at the cost of a multiplication a character. */
#ifndef DECODE_BIG_NUMBER_H
#define DECODE_BIG_NUMBER_H

#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>

/* The work grows with the square: a longer token is left alone. */
#define DECODE_BIG_CHARS_MAX 1024u

struct decode_big_base {
	const char *digits; /* in order of value; as many as the base */
};

/* May the number that `token` spells end in text? False also for a character that is no
 * digit. */
bool decode_big_may_be_text(const struct decode_big_base *base, struct slice token);

/* The number's bytes, most significant first; `token` is all digits and not longer than
 * DECODE_BIG_CHARS_MAX. Returns how many. */
size_t decode_big_convert(const struct decode_big_base *base, struct slice token,
                          char bytes[DECODE_BIG_CHARS_MAX]);

#endif
