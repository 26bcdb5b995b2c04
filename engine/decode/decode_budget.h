/* SPDX-License-Identifier: Apache-2.0 */
/* What one prompt may spend on expansion, counted in work and never in time, over
 * all its fields. When something runs out, expansion ends, `hit` says so and the
 * policy decides what an incompletely inspected prompt gets. */
#ifndef DECODE_BUDGET_H
#define DECODE_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

struct decode_budget {
	uint64_t depth;      /* decodings in a row */
	uint64_t bytes;      /* decoded bytes left */
	uint64_t candidates; /* encoded runs left */
	uint64_t views;      /* derived views left */
	uint64_t guesses;    /* bytes left for the passes that go by how a text reads. When they are
	                        spent, those passes stay out and `cut` says so and not `hit`: what was
	                        not    guessed at was inspected as it stands. A long text is read so    as
	                        sent and once decoded, not in every mixture. */
	bool hit;
	bool cut; /* a pass that guesses stayed out, or ended early */
};

#endif
