/* SPDX-License-Identifier: Apache-2.0 */
/* Internal: the cheapest set of edges without which no path leads from the start
 * of a graph to its end. */
#ifndef MATCH_CUT_H
#define MATCH_CUT_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_status.h"

#include <stdbool.h>
#include <stdint.h>

#define MATCH_CUT_NEVER (INT64_MAX / 4) /* the capacity of an edge that must not be cut */

struct match_cut_edge {
	uint32_t from;
	uint32_t to;
	int64_t  capacity; /* its price, >= 1 */
};

struct match_cut_graph {
	const struct match_cut_edge *edges;
	uint32_t                     edge_count;
	uint32_t                     node_count; /* node 0 is the start, the last one the end */
};

/* Sets chosen[i] for the edges of a cheapest cut and clears the others; the sum of
 * prices is below MATCH_CUT_NEVER where such a cut exists. The arena holds the
 * scaffolding, which is rewound. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status match_cut(const struct match_cut_graph *graph, struct arena *arena,
                                 bool *chosen);

#endif
