/* SPDX-License-Identifier: Apache-2.0 */
/* Rule files made by a seed, in the shapes of the shipped ones: for figures at 10,000 rules. */
#ifndef BENCH_RULES_H
#define BENCH_RULES_H

#include "base_buffer.h"

#include <stddef.h>
#include <stdint.h>

struct bench_rules {
	uint64_t seed;
	unsigned regex_percent; /* of the rules, how many are a regex; the others are phrases */
};

/* Appends a rule file with the rules [first, first + count), category "profanity", each with two
 * `block` and two `pass` tests that hold. Same arguments, same bytes. */
void bench_rules_write(const struct bench_rules *rules, size_t first, size_t count,
                       struct buffer *out);

#endif
