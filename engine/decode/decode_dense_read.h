/* SPDX-License-Identifier: Apache-2.0 */
/* The digits of one dense alphabet, and bytes from them; decode_dense.c searches with it. */
#ifndef DECODE_DENSE_READ_H
#define DECODE_DENSE_READ_H

#include "decode_dense.h"

/* What a character is that is no digit. */
enum { DENSE_PADDING = 64, DENSE_SPACE = -2, DENSE_NONE = -1 };

/* The value of each ASCII character in an alphabet, or one of those above. */
struct dense_values {
	signed char of[128];
};

void dense_values_set(struct dense_values *values, const struct dense_alphabet *alphabet);

static inline int dense_value_of(const struct dense_values *values, char byte)
{
	return (unsigned char)byte < 0x80 ? values->of[(unsigned char)byte] : DENSE_NONE;
}

/* Reads all of `chars`, which lie at `start` in the run; the bytes go to `sink` as of
 * `operation`. False for a character of another alphabet or where there is no more room. */
bool dense_read_with(const struct dense_alphabet *alphabet, const struct dense_values *values,
                     text_operations operation, struct slice chars, size_t start,
                     struct decode_sink *sink);

#endif
