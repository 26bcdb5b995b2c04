/* SPDX-License-Identifier: Apache-2.0 */
/* From parts with empty edges to a graph without.
 *
 *     "[a] pipe bomb* [kit]"   0 -a-> 1 -pipe-> 2 -bomb*-> 3 -kit-> 4, empty 0 -> 1, 3 -> 4
 *     finished                 0 -a-> 1   0 -pipe-> 2   1 -pipe-> 2   2 -bomb*-> 3 accepts
 *
 * A node takes over the edges of every node it reaches by empty edges; only nodes
 * that some word edge leads to are kept, found by a walk from the start. Nodes that
 * reach no end go, lest their words be taken for literals.
 *
 * Nothing leads on from an end: a match that went on would hold the one that ends
 * there, and only tight matches are asked for. So all ends are alike and become one, and
 * a list of 10,000 words has two nodes.
 *
 * Chains of optional parts make edges grow with the square of their length: edges
 * and steps have caps, and a phrase above them is refused. */
#include "match_phrase.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define NODES_MAX 200000u
#define EDGES_MAX 1000000u
#define STEPS_MAX 50000000u
#define NONE      UINT32_MAX

struct part_node {
	uint32_t first_edge; /* NONE: no edge */
	uint32_t first_empty;
	uint32_t kept;    /* its number among the kept, or NONE */
	uint32_t closure; /* the last closure that visited it */
	bool     accepts;
};

struct part_edge {
	struct match_edge edge;
	uint32_t          next;
};

struct part_empty {
	uint32_t to;
	uint32_t next;
};

struct match_phrase_builder {
	struct arena      *arena;
	struct part_node  *nodes;
	struct part_edge  *edges;
	struct part_empty *empties;
	uint32_t           node_count;
	uint32_t           edge_count;
	uint32_t           empty_count;
	enum status        status; /* the first fault; reported by finish() */
};

/* ---- parts ---- */

/* Room for one more item; arrays double when their count is a power of two. */
static void *room_for(struct match_phrase_builder *builder, void *items, uint32_t count,
                      size_t size)
{
	if (builder->status != STATUS_OK)
		return NULL;
	if (count > 0 && (count & (count - 1)) != 0)
		return items;
	void *grown = arena_resize(builder->arena, items, count * size,
	                           (count == 0 ? 1 : (size_t)count * 2) * size);
	if (grown == NULL)
		builder->status = STATUS_NO_MEMORY;
	return grown;
}

enum status match_phrase_begin(struct arena *arena, struct match_phrase_builder **builder)
{
	*builder = ARENA_NEW(arena, struct match_phrase_builder);
	if (*builder == NULL)
		return STATUS_NO_MEMORY;
	(*builder)->arena = arena;
	return match_phrase_node(*builder) == 0 ? STATUS_OK : STATUS_NO_MEMORY;
}

uint32_t match_phrase_node(struct match_phrase_builder *builder)
{
	if (builder->status == STATUS_OK && builder->node_count == NODES_MAX)
		builder->status = STATUS_LIMIT_REACHED;
	struct part_node *nodes = room_for(builder, builder->nodes, builder->node_count,
	                                   sizeof *nodes);
	if (nodes == NULL)
		return MATCH_NODE_NONE;
	builder->nodes = nodes;
	nodes[builder->node_count] =
		(struct part_node){ .first_edge = NONE, .first_empty = NONE, .kept = NONE };
	return builder->node_count++;
}

void match_phrase_edge(struct match_phrase_builder *builder, uint32_t from,
                       const struct match_edge *edge)
{
	if (from == MATCH_NODE_NONE || edge->to == MATCH_NODE_NONE)
		return;
	assert(from < builder->node_count);
	assert(edge->to < builder->node_count);
	assert(edge->kind != MATCH_EDGE_WORD || edge->word != MATCH_WORD_UNKNOWN);
	if (builder->status == STATUS_OK && builder->edge_count == EDGES_MAX)
		builder->status = STATUS_LIMIT_REACHED;
	struct part_edge *edges = room_for(builder, builder->edges, builder->edge_count,
	                                   sizeof *edges);
	if (edges == NULL)
		return;
	builder->edges = edges;
	struct part_edge *added = &edges[builder->edge_count];
	*added = (struct part_edge){ .edge = *edge, .next = builder->nodes[from].first_edge };
	if (edge->kind != MATCH_EDGE_WORD && edge->text.len == 0)
		added->edge.kind = MATCH_EDGE_ANY;
	if (added->edge.kind == MATCH_EDGE_WORD || added->edge.kind == MATCH_EDGE_ANY)
		added->edge.text = SLICE_NONE;
	if (added->edge.kind != MATCH_EDGE_WORD)
		added->edge.word = MATCH_WORD_UNKNOWN;
	builder->nodes[from].first_edge = builder->edge_count++;
}

void match_phrase_empty_edge(struct match_phrase_builder *builder, uint32_t from, uint32_t to)
{
	if (from == MATCH_NODE_NONE || to == MATCH_NODE_NONE || from == to)
		return;
	assert(from < builder->node_count);
	assert(to < builder->node_count);
	if (builder->status == STATUS_OK && builder->empty_count == EDGES_MAX)
		builder->status = STATUS_LIMIT_REACHED;
	struct part_empty *empties = room_for(builder, builder->empties, builder->empty_count,
	                                      sizeof *empties);
	if (empties == NULL)
		return;
	builder->empties = empties;
	empties[builder->empty_count] =
		(struct part_empty){ .to = to, .next = builder->nodes[from].first_empty };
	builder->nodes[from].first_empty = builder->empty_count++;
}

void match_phrase_accept(struct match_phrase_builder *builder, uint32_t node)
{
	if (node == MATCH_NODE_NONE)
		return;
	assert(node < builder->node_count);
	builder->nodes[node].accepts = true;
}

/* ---- finishing: the scaffolding ---- */

struct kept_node {
	uint32_t part;       /* the part node it grows from */
	uint32_t first_edge; /* in plan->edges; `to` counts kept nodes */
	uint32_t edge_count;
	uint32_t number; /* in the finished phrase, or NONE */
	bool     accepts;
	bool     alive; /* reaches an end */
};

struct plan {
	struct match_phrase_builder *builder;
	struct kept_node            *nodes;
	uint32_t                     node_count;
	struct match_edge           *edges;
	uint32_t                     edge_count;
	uint32_t                    *stack; /* room for every part node */
	uint64_t                     steps;
};

static uint32_t node_keep(struct plan *plan, uint32_t part)
{
	struct part_node *node = &plan->builder->nodes[part];

	if (node->kept == NONE) {
		node->kept = plan->node_count++;
		plan->nodes[node->kept] = (struct kept_node){ .part = part, .number = NONE };
	}
	return node->kept;
}

static void edges_take(struct plan *plan, struct kept_node *kept, uint32_t part)
{
	struct match_phrase_builder *builder = plan->builder;

	for (uint32_t i = builder->nodes[part].first_edge; i != NONE; i = builder->edges[i].next) {
		if (builder->status == STATUS_OK && plan->edge_count == EDGES_MAX)
			builder->status = STATUS_LIMIT_REACHED;
		struct match_edge *edges = room_for(builder, plan->edges, plan->edge_count,
		                                    sizeof *edges);
		if (edges == NULL)
			return;
		plan->edges = edges;
		edges[plan->edge_count] = builder->edges[i].edge;
		edges[plan->edge_count].to = node_keep(plan, builder->edges[i].edge.to);
		plan->edge_count++;
		kept->edge_count++;
	}
}

/* Takes over the edges of everything the node reaches by empty edges, unless an end is
 * among it. */
static void node_close(struct plan *plan, struct kept_node *kept, uint32_t closure)
{
	struct part_node *nodes = plan->builder->nodes;
	uint32_t         *reached = plan->stack;
	uint32_t          count = 0;

	kept->first_edge = plan->edge_count;
	reached[count++] = kept->part;
	nodes[kept->part].closure = closure;
	for (uint32_t head = 0; head < count; head++) {
		kept->accepts = kept->accepts || nodes[reached[head]].accepts;
		for (uint32_t i = nodes[reached[head]].first_empty; i != NONE;
		     i = plan->builder->empties[i].next) {
			uint32_t to = plan->builder->empties[i].to;

			plan->steps++;
			if (nodes[to].closure != closure) {
				nodes[to].closure = closure;
				reached[count++] = to;
			}
		}
	}
	for (uint32_t i = 0; i < count && !kept->accepts; i++)
		edges_take(plan, kept, reached[i]);
}

static enum status plan_close(struct plan *plan)
{
	node_keep(plan, 0);
	for (uint32_t i = 0; i < plan->node_count; i++) {
		node_close(plan, &plan->nodes[i], i + 1);
		if (plan->steps > STEPS_MAX)
			plan->builder->status = STATUS_LIMIT_REACHED;
		if (plan->builder->status != STATUS_OK)
			return plan->builder->status;
	}
	return STATUS_OK;
}

/* Every end becomes the first of them. */
static void ends_join(struct plan *plan)
{
	uint32_t end = NONE;

	for (uint32_t i = 0; i < plan->edge_count; i++) {
		if (!plan->nodes[plan->edges[i].to].accepts)
			continue;
		if (end == NONE)
			end = plan->edges[i].to;
		plan->edges[i].to = end;
	}
}

/* Marks what reaches an end, over the edges reversed: `heads[n]` begins the list of edges
 * into n, `links[e]` continues it, `sources[e]` is where e comes from. */
static enum status plan_prune(struct plan *plan)
{
	struct arena *arena = plan->builder->arena;
	uint32_t     *heads = ARENA_ARRAY(arena, plan->node_count, uint32_t);
	uint32_t     *links = ARENA_ARRAY(arena, plan->edge_count, uint32_t);
	uint32_t     *sources = ARENA_ARRAY(arena, plan->edge_count, uint32_t);
	uint32_t      depth = 0;

	if (heads == NULL || links == NULL || sources == NULL)
		return STATUS_NO_MEMORY;
	memset(heads, 0xFF, plan->node_count * sizeof *heads);
	for (uint32_t n = 0; n < plan->node_count; n++) {
		struct kept_node *node = &plan->nodes[n];

		for (uint32_t e = node->first_edge; e < node->first_edge + node->edge_count; e++) {
			sources[e] = n;
			links[e] = heads[plan->edges[e].to];
			heads[plan->edges[e].to] = e;
		}
		if (node->accepts) {
			node->alive = true;
			plan->stack[depth++] = n;
		}
	}
	while (depth > 0) {
		for (uint32_t e = heads[plan->stack[--depth]]; e != NONE; e = links[e]) {
			if (plan->nodes[sources[e]].alive)
				continue;
			plan->nodes[sources[e]].alive = true;
			plan->stack[depth++] = sources[e];
		}
	}
	return STATUS_OK;
}

/* ---- finishing: the phrase ---- */

static int compare_u32(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int compare_backwards(struct slice a, struct slice b)
{
	for (size_t i = 1; i <= a.len && i <= b.len; i++) {
		int order = (unsigned char)a.ptr[a.len - i] - (unsigned char)b.ptr[b.len - i];

		if (order != 0)
			return order;
	}
	return (a.len > b.len) - (a.len < b.len);
}

static int compare_edges(const void *left, const void *right)
{
	const struct match_edge *a = left;
	const struct match_edge *b = right;
	int                      order = compare_u32(a->kind, b->kind);

	if (order == 0)
		order = compare_u32(a->word, b->word);
	if (order == 0)
		order = a->kind == MATCH_EDGE_SUFFIX ? compare_backwards(a->text, b->text)
		                                     : slice_compare(a->text, b->text);
	return order != 0 ? order : compare_u32(a->to, b->to);
}

static void edges_count(struct match_phrase *phrase, struct match_node *node)
{
	for (uint32_t i = node->first_edge; i < node->first_edge + node->edge_count; i++) {
		node->word_edge_count += phrase->edges[i].kind == MATCH_EDGE_WORD;
		node->prefix_edge_count += phrase->edges[i].kind == MATCH_EDGE_PREFIX;
		node->suffix_edge_count += phrase->edges[i].kind == MATCH_EDGE_SUFFIX;
	}
}

/* The living edges of one node, sorted, each once, with their texts copied. */
static void node_write(const struct plan *plan, const struct kept_node *kept,
                       struct match_phrase *phrase, struct arena *arena)
{
	struct match_edge *edges = &phrase->edges[phrase->edge_count];
	uint32_t           count = 0;
	uint32_t           unique = 0;

	for (uint32_t i = kept->first_edge; i < kept->first_edge + kept->edge_count; i++) {
		uint32_t to = plan->nodes[plan->edges[i].to].number;

		if (to == NONE)
			continue;
		edges[count] = plan->edges[i];
		edges[count++].to = to;
	}
	if (count > 0)
		qsort(edges, count, sizeof *edges, compare_edges);
	for (uint32_t i = 0; i < count; i++) {
		if (i > 0 && compare_edges(&edges[unique - 1], &edges[i]) == 0)
			continue;
		edges[unique] = edges[i];
		edges[unique].text = arena_copy(arena, edges[i].text);
		unique++;
	}
	struct match_node *node = &phrase->nodes[kept->number];
	*node = (struct match_node){ .first_edge = phrase->edge_count,
		                     .edge_count = unique,
		                     .accepts = kept->accepts };
	edges_count(phrase, node);
	phrase->edge_count += unique;
}

/* How many edges come into each node. */
static void edges_count_in(const struct match_phrase *phrase, uint32_t *count_in)
{
	for (uint32_t i = 0; i < phrase->edge_count; i++)
		count_in[phrase->edges[i].to]++;
}

/* The longest paths, by taking nodes in an order in which all edges lead onwards (Kahn,
 * CACM 5(11), 1962). A graph with a cycle has no such order, and no bound. */
static enum status reach_find(struct match_phrase *phrase, struct arena *scratch)
{
	const uint32_t nodes = phrase->node_count;
	uint32_t      *count_in = arena_alloc_zero(scratch, nodes, sizeof *count_in);
	uint32_t      *longest = arena_alloc_zero(scratch, nodes, sizeof *longest);
	uint32_t      *order = ARENA_ARRAY(scratch, nodes, uint32_t);
	uint32_t       taken = 0;
	uint32_t       ready = 0;

	if (count_in == NULL || longest == NULL || order == NULL)
		return STATUS_NO_MEMORY;
	edges_count_in(phrase, count_in);
	for (uint32_t i = 0; i < nodes; i++)
		if (count_in[i] == 0)
			order[ready++] = i;
	for (; taken < ready; taken++) {
		const struct match_node *node = &phrase->nodes[order[taken]];

		for (uint32_t e = node->first_edge; e < node->first_edge + node->edge_count; e++) {
			uint32_t to = phrase->edges[e].to;

			if (longest[order[taken]] + 1 > longest[to])
				longest[to] = longest[order[taken]] + 1;
			if (--count_in[to] == 0)
				order[ready++] = to;
		}
		if (longest[order[taken]] > phrase->reach)
			phrase->reach = longest[order[taken]];
	}
	if (taken < nodes)
		phrase->reach = UINT32_MAX;
	for (uint32_t i = 0; i < nodes; i++)
		phrase->nodes[i].depth = taken < nodes ? UINT32_MAX : longest[i];
	return STATUS_OK;
}

/* The bits by which the walk tells at once that a word leads nowhere. */
static void word_bits_set(struct match_phrase *phrase)
{
	for (uint32_t i = 0; i < phrase->node_count; i++) {
		struct match_node *node = &phrase->nodes[i];

		if (node->edge_count > node->word_edge_count)
			node->words = UINT64_MAX;
		for (uint32_t e = 0; e < node->word_edge_count; e++)
			node->words |= (uint64_t)1 << phrase->edges[node->first_edge + e].word % 64;
	}
	for (uint32_t e = 0; e < phrase->nodes[0].word_edge_count; e++) {
		const uint32_t word = phrase->edges[phrase->nodes[0].first_edge + e].word;

		phrase->start_words[word / 64 % 4] |= (uint64_t)1 << word % 64;
	}
}

/* The walk reads a number and an end a step: kept apart, eight edges lie in a cache line. */
static enum status edges_pack(struct match_phrase *phrase, struct arena *arena)
{
	phrase->edge_words = ARENA_ARRAY(arena, phrase->edge_count, uint32_t);
	phrase->edge_ends = ARENA_ARRAY(arena, phrase->edge_count, uint32_t);
	if (phrase->edge_words == NULL || phrase->edge_ends == NULL)
		return STATUS_NO_MEMORY;
	for (uint32_t i = 0; i < phrase->edge_count; i++) {
		phrase->edge_words[i] = phrase->edges[i].word;
		phrase->edge_ends[i] = phrase->edges[i].to;
	}
	return STATUS_OK;
}

static enum status phrase_write(struct plan *plan, struct arena *arena, struct match_phrase *phrase)
{
	bool *entered = arena_alloc_zero(plan->builder->arena, plan->node_count, sizeof *entered);
	struct match_phrase made = { 0 };

	if (entered == NULL)
		return STATUS_NO_MEMORY;
	entered[0] = true;
	for (uint32_t i = 0; i < plan->edge_count; i++)
		entered[plan->edges[i].to] = true;
	for (uint32_t i = 0; i < plan->node_count; i++) {
		if (plan->nodes[i].alive && entered[i])
			plan->nodes[i].number = made.node_count++;
	}
	made.nodes = ARENA_ARRAY(arena, made.node_count, struct match_node);
	made.edges = ARENA_ARRAY(arena, plan->edge_count, struct match_edge);
	if (made.nodes == NULL || made.edges == NULL)
		return STATUS_NO_MEMORY;
	for (uint32_t i = 0; i < plan->node_count; i++) {
		if (plan->nodes[i].number != NONE)
			node_write(plan, &plan->nodes[i], &made, arena);
	}
	if (arena->overflowed)
		return STATUS_NO_MEMORY;
	if (edges_pack(&made, arena) != STATUS_OK)
		return STATUS_NO_MEMORY;
	word_bits_set(&made);
	*phrase = made;
	return reach_find(phrase, plan->builder->arena);
}

/* Is there an end that the start reaches over nothing but ANY edges? */
static bool plan_accepts_gaps(struct plan *plan)
{
	uint32_t depth = 0;
	bool    *seen = arena_alloc_zero(plan->builder->arena, plan->node_count, sizeof *seen);

	if (seen == NULL)
		return false; /* the arena's overflow fails the finish */
	plan->stack[depth++] = 0;
	seen[0] = true;
	while (depth > 0) {
		const struct kept_node *node = &plan->nodes[plan->stack[--depth]];

		if (node->accepts)
			return true;
		for (uint32_t e = node->first_edge; e < node->first_edge + node->edge_count; e++) {
			uint32_t to = plan->edges[e].to;

			if (plan->edges[e].kind != MATCH_EDGE_ANY || seen[to])
				continue;
			seen[to] = true;
			plan->stack[depth++] = to;
		}
	}
	return false;
}

enum status match_phrase_finish(struct match_phrase_builder *builder, struct arena *arena,
                                struct match_phrase *phrase)
{
	struct plan plan = { .builder = builder };

	if (builder->status != STATUS_OK)
		return builder->status;
	plan.nodes = ARENA_ARRAY(builder->arena, builder->node_count, struct kept_node);
	plan.stack = ARENA_ARRAY(builder->arena, builder->node_count, uint32_t);
	if (plan.nodes == NULL || plan.stack == NULL)
		return STATUS_NO_MEMORY;
	enum status status = plan_close(&plan);
	if (status != STATUS_OK)
		return status;
	ends_join(&plan);
	status = plan_prune(&plan);
	if (status != STATUS_OK)
		return status;
	if (!plan.nodes[0].alive || plan_accepts_gaps(&plan))
		return STATUS_RULE_MALFORMED;
	return builder->arena->overflowed ? STATUS_NO_MEMORY : phrase_write(&plan, arena, phrase);
}
