/* SPDX-License-Identifier: Apache-2.0 */
/* Dinic's maximum flow, and from it the minimum cut.
 *
 *     0 -how:90-> 1 -to:200-> 2 -make:60-> 3 -bomb:1-> end      cut: bomb, price 1
 *
 * Each edge carries at most its price; when no more flows from the start to the
 * end, the edges that lead out of the part still reachable from the start are full,
 * separate the two, and cost as much as flows: no cheaper set can separate them.
 *
 * An edge i is the arcs 2i (forth) and 2i + 1 (back, empty at first); what flows over
 * one becomes room on the other. Each phase numbers the nodes by distance and then
 * pushes paths along rising numbers until none is left, each node remembering which
 * of its arcs are done with. */
#include "match_cut.h"

#include <string.h>

#define NONE UINT32_MAX

struct flow {
	const struct match_cut_graph *graph;
	int64_t                      *room;  /* [arc]: what may still flow */
	uint32_t                     *arcs;  /* arcs by the node they leave */
	uint32_t                     *first; /* [node], and one more: its first position in arcs */
	uint32_t                     *current; /* [node]: its next arc to try in this phase */
	uint32_t                     *level;   /* [node]: distance from the start, or NONE */
	uint32_t                     *queue;   /* nodes; in a push: the arcs of the path */
};

static uint32_t arc_from(const struct flow *flow, uint32_t arc)
{
	const struct match_cut_edge *edge = &flow->graph->edges[arc / 2];

	return arc % 2 == 0 ? edge->from : edge->to;
}

static uint32_t arc_to(const struct flow *flow, uint32_t arc)
{
	return arc_from(flow, arc ^ 1u);
}

static bool flow_open(struct flow *flow, const struct match_cut_graph *graph, struct arena *arena)
{
	const uint32_t nodes = graph->node_count;
	const uint32_t arcs = graph->edge_count * 2;

	flow->graph = graph;
	flow->room = arena_alloc_zero(arena, arcs, sizeof *flow->room);
	flow->arcs = ARENA_ARRAY(arena, arcs, uint32_t);
	flow->first = arena_alloc_zero(arena, nodes + 1, sizeof *flow->first);
	flow->current = ARENA_ARRAY(arena, nodes, uint32_t);
	flow->level = ARENA_ARRAY(arena, nodes, uint32_t);
	flow->queue = ARENA_ARRAY(arena, nodes, uint32_t);
	return flow->room != NULL && flow->arcs != NULL && flow->first != NULL &&
	       flow->current != NULL && flow->level != NULL && flow->queue != NULL;
}

static void flow_fill(struct flow *flow)
{
	const uint32_t nodes = flow->graph->node_count;
	const uint32_t arcs = flow->graph->edge_count * 2;

	for (uint32_t arc = 0; arc < arcs; arc++)
		flow->first[arc_from(flow, arc) + 1]++;
	for (uint32_t node = 0; node < nodes; node++)
		flow->first[node + 1] += flow->first[node];
	memcpy(flow->current, flow->first, nodes * sizeof *flow->current);
	for (uint32_t arc = 0; arc < arcs; arc++)
		flow->arcs[flow->current[arc_from(flow, arc)]++] = arc;
	for (uint32_t edge = 0; edge < flow->graph->edge_count; edge++)
		flow->room[edge * 2] = flow->graph->edges[edge].capacity;
}

/* Distances from the start over arcs with room; false when the end is cut off. */
static bool levels_find(struct flow *flow)
{
	const uint32_t nodes = flow->graph->node_count;
	uint32_t       head = 0;
	uint32_t       tail = 0;

	memset(flow->level, 0xFF, nodes * sizeof *flow->level);
	flow->level[0] = 0;
	flow->queue[tail++] = 0;
	while (head < tail) {
		uint32_t node = flow->queue[head++];

		for (uint32_t i = flow->first[node]; i < flow->first[node + 1]; i++) {
			uint32_t to = arc_to(flow, flow->arcs[i]);

			if (flow->room[flow->arcs[i]] == 0 || flow->level[to] != NONE)
				continue;
			flow->level[to] = flow->level[node] + 1;
			flow->queue[tail++] = to;
		}
	}
	return flow->level[nodes - 1] != NONE;
}

/* The next arc of `node` that leads one level on, or NONE. */
static uint32_t arc_onward(struct flow *flow, uint32_t node)
{
	for (; flow->current[node] < flow->first[node + 1]; flow->current[node]++) {
		uint32_t arc = flow->arcs[flow->current[node]];

		if (flow->room[arc] > 0 && flow->level[arc_to(flow, arc)] == flow->level[node] + 1)
			return arc;
	}
	return NONE;
}

/* Sends what the narrowest arc of a path allows; returns how much of the path, from its
 * beginning, still has room. */
static uint32_t path_push(struct flow *flow, const uint32_t *path, uint32_t length)
{
	int64_t  amount = INT64_MAX;
	uint32_t keep = length;

	for (uint32_t i = 0; i < length; i++)
		amount = flow->room[path[i]] < amount ? flow->room[path[i]] : amount;
	for (uint32_t i = length; i-- > 0;) {
		flow->room[path[i]] -= amount;
		flow->room[path[i] ^ 1u] += amount;
		if (flow->room[path[i]] == 0)
			keep = i;
	}
	return keep;
}

static void phase_push(struct flow *flow)
{
	const uint32_t end = flow->graph->node_count - 1;
	uint32_t      *path = flow->queue;
	uint32_t       length = 0;
	uint32_t       node = 0;

	memcpy(flow->current, flow->first, flow->graph->node_count * sizeof *flow->current);
	for (;;) {
		uint32_t arc = node == end ? NONE : arc_onward(flow, node);

		if (arc != NONE) {
			path[length++] = arc;
			node = arc_to(flow, arc);
			continue;
		}
		if (node == end) {
			length = path_push(flow, path, length);
		} else if (length == 0) {
			return;
		} else {
			length--;
			flow->current[arc_from(flow, path[length])]++;
		}
		node = length == 0 ? 0 : arc_to(flow, path[length - 1]);
	}
}

enum status match_cut(const struct match_cut_graph *graph, struct arena *arena, bool *chosen)
{
	const size_t mark = arena_mark(arena);
	struct flow  flow = { 0 };

	if (!flow_open(&flow, graph, arena))
		return STATUS_NO_MEMORY;
	flow_fill(&flow);
	while (levels_find(&flow))
		phase_push(&flow);
	for (uint32_t i = 0; i < graph->edge_count; i++)
		chosen[i] = flow.level[graph->edges[i].from] != NONE &&
		            flow.level[graph->edges[i].to] == NONE;
	arena_rewind(arena, mark);
	return STATUS_OK;
}
