/* SPDX-License-Identifier: Apache-2.0 */
/* A repeatable source of random numbers (xorshift64*). */
#ifndef TEST_MATCH_RANDOM_H
#define TEST_MATCH_RANDOM_H

#include <stdint.h>

struct test_random {
	uint64_t state; /* the seed, never 0 */
};

/* From 0 to below - 1. */
static inline uint32_t test_random_below(struct test_random *random, uint32_t below)
{
	random->state ^= random->state >> 12;
	random->state ^= random->state << 25;
	random->state ^= random->state >> 27;
	return (uint32_t)((random->state * 0x2545F4914F6CDD1DULL) >> 33) % below;
}

#endif
