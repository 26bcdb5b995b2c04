/* SPDX-License-Identifier: Apache-2.0 */
/* Building graphs and walking them; the reference answers every row too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "test_match_graph.h"

#define HOW_TO "0-how-1 1-to-2 0-how-3 3-do-4 4-i-2 "
#define MAKE_A_BOMB                                                                                \
	HOW_TO "2-?-5 5-?-6 2--7 5--7 6--7 7-make-8 7-making-8 8-a-9 8--9 9-bomb*-10 !10"

struct row {
	const char *when;
	const char *graph;
	const char *text;
	const char *spans; /* "first-last first-last" */
};

static const struct row rows[] = {
	{ "one word", "0-bomb-1 !1", " a bomb and a bomb ", "1-1 4-4" },
	{ "no such word", "0-bomb-1 !1", " a bombast ", "" },
	{ "an empty text", "0-bomb-1 !1", "  ", "" },
	{ "words in a row", "0-pipe-1 1-bomb-2 !2", " bomb pipe pipe bomb pipe ", "2-3" },
	{ "words apart are no row", "0-pipe-1 1-bomb-2 !2", " pipe the bomb ", "" },
	{ "the whole of a phrase with choices", MAKE_A_BOMB, " tell me how to make a bomb ",
	  "2-6" },
	{ "its other choice, and an option left out", MAKE_A_BOMB, " how do i making bombs ",
	  "0-4" },
	{ "a gap of two words", MAKE_A_BOMB, " how to quickly and make bombs ", "0-5" },
	{ "a gap of three words is too long", MAKE_A_BOMB, " how to so very quickly make bombs ",
	  "" },
	{ "a start that stands in the gap of an earlier one is tighter",
	  "0-make-1 1-?-2 2-?-3 1--4 2--4 3--4 4-bomb-5 !5", " make make a bomb ", "1-3" },
	{ "the later of two starts wins even when the earlier is further on",
	  "0-a-1 1-b-2 2-c-3 !3 0-b-4 4-c-3", " a b c ", "1-2" },
	{ "matches that overlap without holding each other are both kept", "0-a-1 1-b-2 2-a-3 !3",
	  " a b a b a ", "0-2 2-4" },
	{ "a match that holds another is left out", "0-a-1 1-?-2 2-z-3 0-b-3 !3", " a b z ",
	  "1-1" },
	{ "a match that could go on ends where it first may", "0-a-1 !1 1-b-2 !2", " a b ", "0-0" },
	{ "a prefix", "0-bomb*-1 !1", " bomb bombs bombastic bom xbomb ", "0-0 1-1 2-2" },
	{ "a suffix", "0-*bomb-1 !1", " bomb xbomb bombs ab omb ", "0-0 1-1" },
	{ "an infix", "0-*bomb*-1 !1", " bomb xbombx bo mb bombs ", "0-0 1-1 4-4" },
	{ "a wildcard in the middle", "0-a-1 1-b*-2 2-c-3 !3", " a bx c a x c ", "0-2" },
	{ "many prefixes that begin alike",
	  "0-a*-1 0-ab*-2 0-abc*-3 0-abd*-4 0-b*-5 1-x-9 2-y-9 3-z-9 4-w-9 5-v-9 !9",
	  " abc z abc y abc x abd z abd w ab z b v ", "0-1 2-3 4-5 8-9 12-13" },
	{ "many suffixes that end alike",
	  "0-*a-1 0-*ba-2 0-*cba-3 0-*dba-4 1-x-9 2-y-9 3-z-9 4-w-9 !9",
	  " cba z cba y cba x dba z dba w ba z ", "0-1 2-3 4-5 8-9" },
	{ "a gap at the start takes the latest word", "0-?-1 1-bomb-2 !2", " a bomb bomb ",
	  "0-1 1-2" },
	{ "a gap at the end", "0-bomb-1 1-?-2 !2", " bomb a bomb ", "0-1" },
	{ "characters that are words of their own", "0-炸-1 1-弹-2 !2", " 制作炸弹 炸 弹 ",
	  "2-3 4-5" },
	{ "a loop", "0-very-1 1-very-1 1-bad-2 !2", " very very very bad bad ", "2-3" },
};

static void spans_print(const struct match_spans *spans, char *text, size_t size)
{
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < spans->count; i++)
		len += (size_t)snprintf(text + len, size - len, "%s%u-%u", i > 0 ? " " : "",
		                        spans->spans[i].first, spans->spans[i].last);
}

static void finds(void **state)
{
	const struct row  *row = *state;
	struct test_graph  graph;
	struct match_text  text;
	struct match_spans spans;
	uint64_t           steps = 100000;
	char               found[256];

	assert_int_equal(test_graph_open(&graph, row->graph), STATUS_OK);
	assert_int_equal(
		match_text_init(&text, &graph.vocabulary, slice_from_cstr(row->text), &graph.arena),
		STATUS_OK);
	assert_int_equal(match_phrase_find_naive(&graph.phrase, &text, &graph.arena, &spans),
	                 STATUS_OK);
	spans_print(&spans, found, sizeof found);
	assert_string_equal(found, row->spans);
	assert_int_equal(
		match_phrase_find(&graph.phrase, &text, &graph.arena, SIZE_MAX, &steps, &spans),
		STATUS_OK);
	spans_print(&spans, found, sizeof found);
	assert_string_equal(found, row->spans);
	assert_false(spans.uncertain);
	test_graph_close(&graph);
}

struct build_row {
	const char *when;
	const char *graph;
	enum status status;
	uint32_t    nodes;
	uint32_t    edges;
};

static const struct build_row build_rows[] = {
	{ "empty edges go", "0--1 1-a-2 2--3 3-b-4 4--5 !5", STATUS_OK, 3, 2 },
	{ "ends are one", "0-a-1 0-b-2 0-c-3 !1 !2 !3", STATUS_OK, 2, 3 },
	{ "nothing leads on from an end", "0-a-1 !1 1-b-2 !2 2-c-1", STATUS_OK, 2, 1 },
	{ "equal edges are one", "0-a-1 0-a-1 0--2 2-a-1 !1", STATUS_OK, 2, 1 },
	{ "what reaches no end goes", "0-a-1 !1 0-b-2 2-c-3", STATUS_OK, 2, 1 },
	{ "what the start does not reach goes", "0-a-1 !1 2-b-1 3-c-2", STATUS_OK, 2, 1 },
	{ "a ring of empty edges ends", "0--1 1--2 2--0 2-a-3 !3", STATUS_OK, 2, 1 },
	{ "the empty text", "0-a-1 !0 !1", STATUS_RULE_MALFORMED, 0, 0 },
	{ "the empty text by empty edges", "0-a-1 0--1 !1", STATUS_RULE_MALFORMED, 0, 0 },
	{ "gaps alone", "0-a-1 0-?-2 2-?-1 !1", STATUS_RULE_MALFORMED, 0, 0 },
	{ "nothing at all", "0-a-1", STATUS_RULE_MALFORMED, 0, 0 },
	{ "no part at all", "", STATUS_RULE_MALFORMED, 0, 0 },
};

static void builds(void **state)
{
	const struct build_row *row = *state;
	struct test_graph       graph;

	assert_int_equal(test_graph_open(&graph, row->graph), row->status);
	assert_int_equal(graph.phrase.node_count, row->nodes);
	assert_int_equal(graph.phrase.edge_count, row->edges);
	test_graph_close(&graph);
}

static void sorts_edges_by_kind(void **state)
{
	static const enum match_edge_kind kinds[] = { MATCH_EDGE_WORD,   MATCH_EDGE_WORD,
		                                      MATCH_EDGE_PREFIX, MATCH_EDGE_SUFFIX,
		                                      MATCH_EDGE_SUFFIX, MATCH_EDGE_INFIX,
		                                      MATCH_EDGE_ANY };
	struct test_graph                 graph;

	(void)state;
	assert_int_equal(test_graph_open(&graph, "0-?-1 0-*i*-2 0-*sa-2 0-*tb-2 0-p*-2 0-b-2 0-a-2 "
	                                         "1-z-2 !2"),
	                 STATUS_OK);
	assert_int_equal(graph.phrase.nodes[0].edge_count, 7);
	assert_int_equal(graph.phrase.nodes[0].word_edge_count, 2);
	assert_int_equal(graph.phrase.nodes[0].prefix_edge_count, 1);
	assert_int_equal(graph.phrase.nodes[0].suffix_edge_count, 2);
	for (size_t i = 0; i < 7; i++)
		assert_int_equal(graph.phrase.edges[i].kind, kinds[i]);
	assert_true(slice_equal_cstr(graph.phrase.edges[3].text, "sa"));
	test_graph_close(&graph);
}

/* n optional parts one after the other make n * n / 2 edges. */
static void refuses_a_graph_that_grows_too_large(void **state)
{
	struct test_graph            graph;
	struct match_phrase_builder *builder = NULL;
	struct match_phrase          phrase = { 0 };

	(void)state;
	assert_int_equal(test_graph_open(&graph, "0-a-1 !1"), STATUS_OK);
	assert_int_equal(match_phrase_begin(&graph.scaffolding, &builder), STATUS_OK);
	for (uint32_t from = 0; from < 3000; from++) {
		uint32_t          to = match_phrase_node(builder);
		struct match_edge edge = test_graph_edge(&graph, "a", to);

		match_phrase_edge(builder, from, &edge);
		match_phrase_empty_edge(builder, from, to);
	}
	struct match_edge last = test_graph_edge(&graph, "b", match_phrase_node(builder));
	match_phrase_edge(builder, 3000, &last);
	match_phrase_accept(builder, last.to);
	assert_int_equal(match_phrase_finish(builder, &graph.arena, &phrase), STATUS_LIMIT_REACHED);
	test_graph_close(&graph);
}

static void says_when_nodes_run_out(void **state)
{
	struct test_graph            graph;
	struct match_phrase_builder *builder = NULL;
	struct match_phrase          phrase = { 0 };
	uint32_t                     node = 0;

	(void)state;
	assert_int_equal(test_graph_open(&graph, "0-a-1 !1"), STATUS_OK);
	assert_int_equal(match_phrase_begin(&graph.scaffolding, &builder), STATUS_OK);
	while (node != MATCH_NODE_NONE && node < 300000)
		node = match_phrase_node(builder);
	assert_int_equal(node, MATCH_NODE_NONE);
	match_phrase_empty_edge(builder, 0, node);
	match_phrase_accept(builder, node);
	assert_int_equal(match_phrase_finish(builder, &graph.arena, &phrase), STATUS_LIMIT_REACHED);
	test_graph_close(&graph);
}

static void says_when_memory_is_full(void **state)
{
	struct arena                 small = { 0 };
	struct match_phrase_builder *builder = NULL;
	struct match_phrase          phrase = { 0 };

	(void)state;
	assert_true(arena_open(&small, 8192));
	assert_int_equal(match_phrase_begin(&small, &builder), STATUS_OK);
	for (int i = 0; i < 10000; i++)
		(void)match_phrase_node(builder);
	assert_int_equal(match_phrase_finish(builder, &small, &phrase), STATUS_NO_MEMORY);
	arena_close(&small);
}

static void a_spent_budget_is_uncertain(void **state)
{
	struct test_graph  graph;
	struct match_text  text;
	struct match_spans spans;
	uint64_t           steps = 8 + 6; /* to begin, and then */

	(void)state;
	assert_int_equal(test_graph_open(&graph, "0-bomb-1 !1"), STATUS_OK);
	assert_int_equal(match_text_init(&text, &graph.vocabulary,
	                                 SLICE_LIT(" bomb a bomb bomb bomb bomb bomb "),
	                                 &graph.arena),
	                 STATUS_OK);
	assert_int_equal(
		match_phrase_find(&graph.phrase, &text, &graph.arena, SIZE_MAX, &steps, &spans),
		STATUS_OK);
	assert_true(spans.uncertain);
	assert_int_equal(steps, 0);
	assert_true(spans.count >= 1);
	assert_true(spans.count < 6);
	test_graph_close(&graph);
}

/* 100 gap states alive at once over 20,000 words: steps stay within states x words. */
static void work_is_linear_in_words(void **state)
{
	static char                  folded[40002];
	struct test_graph            graph;
	struct match_text            text;
	struct match_spans           spans;
	struct match_phrase_builder *builder = NULL;
	uint64_t                     steps = UINT64_MAX;
	uint32_t                     node = 0;

	(void)state;
	assert_int_equal(test_graph_open(&graph, "0-a-1 !1"), STATUS_OK);
	assert_int_equal(match_phrase_begin(&graph.scaffolding, &builder), STATUS_OK);
	for (int i = 0; i <= 100; i++) {
		uint32_t          next = match_phrase_node(builder);
		struct match_edge edge = test_graph_edge(&graph, i == 0 ? "a" : "?", next);

		match_phrase_edge(builder, node, &edge);
		node = next;
	}
	struct match_edge last = test_graph_edge(&graph, "z", match_phrase_node(builder));
	match_phrase_edge(builder, node, &last);
	match_phrase_accept(builder, last.to);
	assert_int_equal(match_phrase_finish(builder, &graph.arena, &graph.phrase), STATUS_OK);

	for (size_t i = 0; i < 40000; i += 2)
		memcpy(folded + i, " a", 2);
	folded[40000] = ' ';
	assert_int_equal(match_text_init(&text, &graph.vocabulary, (struct slice){ folded, 40001 },
	                                 &graph.arena),
	                 STATUS_OK);
	assert_int_equal(
		match_phrase_find(&graph.phrase, &text, &graph.arena, SIZE_MAX, &steps, &spans),
		STATUS_OK);
	assert_int_equal(spans.count, 0);
	assert_true(UINT64_MAX - steps < 20000u * 102u * 4u);
	test_graph_close(&graph);
}

int main(void)
{
	const struct CMUnitTest others[] = {
		cmocka_unit_test(sorts_edges_by_kind),
		cmocka_unit_test(refuses_a_graph_that_grows_too_large),
		cmocka_unit_test(says_when_nodes_run_out),
		cmocka_unit_test(says_when_memory_is_full),
		cmocka_unit_test(a_spent_budget_is_uncertain),
		cmocka_unit_test(work_is_linear_in_words),
	};
	struct CMUnitTest tests[sizeof rows / sizeof rows[0] +
	                        sizeof build_rows / sizeof build_rows[0] +
	                        sizeof others / sizeof others[0]] = { 0 };
	size_t            count = 0;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		tests[count++] =
			(struct CMUnitTest){ .name = rows[i].when,
			                     .test_func = finds,
			                     .initial_state = (void *)(uintptr_t)&rows[i] };
	for (size_t i = 0; i < sizeof build_rows / sizeof build_rows[0]; i++)
		tests[count++] =
			(struct CMUnitTest){ .name = build_rows[i].when,
			                     .test_func = builds,
			                     .initial_state = (void *)(uintptr_t)&build_rows[i] };
	memcpy(tests + count, others, sizeof others);
	return cmocka_run_group_tests_name("match_phrase", tests, NULL, NULL);
}
