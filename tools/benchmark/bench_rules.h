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

/* Appends the rules [first, first + count) for other matchers, one a line: a regex of what RE2,
 * PCRE2, Hyperscan, YARA and Python all read, caseless. Where the rule is a tree (near, any,
 * exceptions), the regex is the plainest form of it, in one order and without exceptions. */
void bench_rules_write_regexes(const struct bench_rules *rules, size_t first, size_t count,
                               struct buffer *out);

/* Appends, for each of these rules, a line with a sentence that it and its regex find. */
void bench_rules_write_hits(const struct bench_rules *rules, size_t first, size_t count,
                            struct buffer *out);

#endif
