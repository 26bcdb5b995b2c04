/* SPDX-License-Identifier: Apache-2.0 */
/* Phrase graphs as text, for tables of tests:
 *
 *     "0-how-1 1-to-2 2-?-3 2--3 3-bomb*-4 !4"
 *
 * from-word-to, by number; `?` is any word, `x*` `*x` `*x*` are wildcards, nothing
 * is an empty edge, `!4` says that 4 accepts. */
#ifndef TEST_MATCH_GRAPH_H
#define TEST_MATCH_GRAPH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "match_phrase.h"

struct test_graph {
	struct arena            arena;
	struct arena            scaffolding;
	struct match_vocabulary vocabulary;
	struct match_phrase     phrase;
};

static inline struct match_edge test_graph_edge(struct test_graph *graph, const char *word,
                                                uint32_t to)
{
	struct match_edge edge = { .kind = MATCH_EDGE_WORD, .to = to };
	size_t            len = strlen(word);
	const int         front = len > 1 && word[0] == '*';
	const int         back = len > 1 && word[len - 1] == '*';

	if (strcmp(word, "?") == 0) {
		edge.kind = MATCH_EDGE_ANY;
		return edge;
	}
	edge.text = arena_copy(&graph->arena,
	                       (struct slice){ word + front, len - (size_t)front - (size_t)back });
	if (front || back)
		edge.kind = front && back ? MATCH_EDGE_INFIX
		            : front       ? MATCH_EDGE_SUFFIX
		                          : MATCH_EDGE_PREFIX;
	else if (match_vocabulary_add(&graph->vocabulary, edge.text, &edge.word) != STATUS_OK)
		abort();
	return edge;
}

static inline void test_graph_item(struct test_graph *graph, struct match_phrase_builder *builder,
                                   char *item, uint32_t *nodes)
{
	if (item[0] == '!') {
		uint32_t node = (uint32_t)strtoul(item + 1, NULL, 10);

		while (*nodes <= node)
			*nodes = match_phrase_node(builder) + 1;
		match_phrase_accept(builder, node);
		return;
	}
	char    *word = strchr(item, '-') + 1;
	char    *last = strrchr(item, '-');
	uint32_t from = (uint32_t)strtoul(item, NULL, 10);
	uint32_t to = (uint32_t)strtoul(last + 1, NULL, 10);

	*last = '\0';
	while (*nodes <= from || *nodes <= to)
		*nodes = match_phrase_node(builder) + 1;
	if (word > last || *word == '\0') {
		match_phrase_empty_edge(builder, from, to);
		return;
	}
	struct match_edge edge = test_graph_edge(graph, word, to);
	match_phrase_edge(builder, from, &edge);
}

/* The status of match_phrase_finish(). */
static inline enum status test_graph_open(struct test_graph *graph, const char *spec)
{
	struct match_phrase_builder *builder = NULL;
	uint32_t                     nodes = 1;
	char                         text[512];
	char                        *rest = NULL;

	*graph = (struct test_graph){ 0 };
	if (!arena_open(&graph->arena, 64 << 20) || !arena_open(&graph->scaffolding, 64 << 20) ||
	    match_vocabulary_init(&graph->vocabulary, &graph->arena) != STATUS_OK ||
	    match_phrase_begin(&graph->scaffolding, &builder) != STATUS_OK)
		abort();
	snprintf(text, sizeof text, "%s", spec);
	for (char *item = strtok_r(text, " ", &rest); item != NULL;
	     item = strtok_r(NULL, " ", &rest))
		test_graph_item(graph, builder, item, &nodes);
	enum status status = match_phrase_finish(builder, &graph->arena, &graph->phrase);
	arena_reset(&graph->scaffolding);
	return status;
}

static inline void test_graph_close(struct test_graph *graph)
{
	arena_close(&graph->arena);
	arena_close(&graph->scaffolding);
}

#endif
