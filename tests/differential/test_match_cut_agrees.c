/* SPDX-License-Identifier: Apache-2.0 */
/* The cheapest cut by flow against all ways to part the nodes, on small random graphs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "match_cut.h"
#include "test_match_random.h"

#define ROUNDS    20000
#define NODES_MAX 9
#define EDGES_MAX 30

/* Does a path lead from the start to the end when the edges in `cut` are gone? */
static bool connects(const struct match_cut_graph *graph, uint32_t cut)
{
	bool reached[NODES_MAX] = { true };
	bool changed = true;

	while (changed) {
		changed = false;
		for (uint32_t i = 0; i < graph->edge_count; i++) {
			const struct match_cut_edge *edge = &graph->edges[i];

			if ((cut >> i & 1) == 0 && reached[edge->from] && !reached[edge->to])
				changed = reached[edge->to] = true;
		}
	}
	return reached[graph->node_count - 1];
}

static int64_t price_of(const struct match_cut_graph *graph, uint32_t cut)
{
	int64_t price = 0;

	for (uint32_t i = 0; i < graph->edge_count; i++)
		price += (cut >> i & 1) != 0 ? graph->edges[i].capacity : 0;
	return price;
}

/* A cheapest cut is what leads out of some set of nodes that holds the start and not the
 * end: tries all of them. */
static int64_t cheapest_by_trial(const struct match_cut_graph *graph)
{
	int64_t best = INT64_MAX;

	for (uint32_t side = 1; side < 1u << (graph->node_count - 1); side += 2) {
		int64_t price = 0;

		for (uint32_t i = 0; i < graph->edge_count; i++) {
			const struct match_cut_edge *edge = &graph->edges[i];

			if ((side >> edge->from & 1) != 0 && (side >> edge->to & 1) == 0)
				price += edge->capacity;
		}
		best = price < best ? price : best;
	}
	return best;
}

static void flow_finds_the_cheapest_cut(void **state)
{
	struct test_random random = { 20240607 };
	struct arena       arena = { 0 };

	(void)state;
	assert_true(arena_open(&arena, 1 << 20));
	for (int round = 0; round < ROUNDS; round++) {
		struct match_cut_edge  edges[EDGES_MAX];
		bool                   chosen[EDGES_MAX];
		struct match_cut_graph graph = { edges, 1 + test_random_below(&random, EDGES_MAX),
			                         2 + test_random_below(&random, NODES_MAX - 1) };
		uint32_t               cut = 0;

		for (uint32_t i = 0; i < graph.edge_count; i++)
			edges[i] = (struct match_cut_edge){
				test_random_below(&random, graph.node_count),
				test_random_below(&random, graph.node_count),
				test_random_below(&random, 8) == 0
					? 1000000
					: 1 + test_random_below(&random, 9)
			};
		assert_int_equal(match_cut(&graph, &arena, chosen), STATUS_OK);
		assert_int_equal(arena.used_bytes, 0);
		for (uint32_t i = 0; i < graph.edge_count; i++)
			cut |= (uint32_t)chosen[i] << i;
		assert_false(connects(&graph, cut));
		assert_int_equal(price_of(&graph, cut), cheapest_by_trial(&graph));
	}
	arena_close(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flow_finds_the_cheapest_cut),
	};

	return cmocka_run_group_tests_name("match_cut agrees with trial", tests, NULL, NULL);
}
