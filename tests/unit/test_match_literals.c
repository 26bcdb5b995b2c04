/* SPDX-License-Identifier: Apache-2.0 */
/* Which literals a phrase is reduced to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "test_match_graph.h"

struct row {
	const char *when;
	const char *graph;
	const char *literals; /* sorted, between bars */
};

static const struct row rows[] = {
	{ "a word stands between spaces", "0-bomb-1 !1", "| bomb |" },
	{ "a prefix begins a word", "0-bomb*-1 !1", "| bomb|" },
	{ "a suffix ends a word", "0-*bomb-1 !1", "|bomb |" },
	{ "an infix has no spaces", "0-*bomb*-1 !1", "|bomb|" },
	{ "a character of a script without spaces has none", "0-弹-1 !1", "|弹|" },
	{ "nor has a wildcard of one", "0-弹*-1 !1", "|弹|" },
	{ "the rare word of a row", "0-how-1 1-to-2 2-bomb-3 !3", "| bomb |" },
	{ "one word in the place of two choices", "0-how-1 0-what-1 1-bomb-2 !2", "| bomb |" },
	{ "all choices when they are rarer than what follows", "0-pipe-1 0-nail-1 1-the-2 !2",
	  "| nail | pipe |" },
	{ "an optional word is none to go by", "0-a-1 0--1 1-nail-2 2--3 2-x-3 3-the-4 !4",
	  "| nail |" },
	{ "a gap is none to go by", "0-?-1 1-the-2 2-?-3 !3", "| the |" },
	{ "an end before the rare word needs the common one", "0-the-1 !1 1-bomb-2 !2", "| the |" },
	{ "a word on two paths is given once", "0-bomb-1 1-a-2 0-bomb-3 3-the-2 !2", "| bomb |" },
	{ "a long prefix rather than a short one", "0-b*-1 1-bomba*-2 !2", "| bomba|" },
	{ "a word rather than its prefix", "0-bomb*-1 1-nail-2 !2", "| nail |" },
	{ "characters are not joined", "0-炸-1 1-弹-2 !2", "|炸|" },
	{ "a loop", "0-very-1 1-very-1 1-bad-2 !2", "| bad |" },
};

/* Common words as hits per text. */
static double rarity(struct slice word)
{
	static const char *const common[] = { "the", "a", "how", "to", "what", "弹" };

	for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
		if (slice_equal_cstr(word, common[i]))
			return 1.0;
	}
	return slice_equal_cstr(word, "very") ? 0.1 : 0.0;
}

static int compare_slices(const void *a, const void *b)
{
	return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

static void literals_print(const struct match_literals *literals, char *text, size_t size)
{
	size_t len = (size_t)snprintf(text, size, "|");

	qsort(literals->literals, literals->count, sizeof *literals->literals, compare_slices);
	for (size_t i = 0; i < literals->count; i++)
		len += (size_t)snprintf(text + len, size - len, "%.*s|",
		                        SLICE_ARG(literals->literals[i]));
}

static void chooses(void **state)
{
	const struct row     *row = *state;
	struct test_graph     graph;
	struct match_literals literals;
	char                  text[256];

	assert_int_equal(test_graph_open(&graph, row->graph), STATUS_OK);
	assert_int_equal(match_phrase_literals(&graph.phrase, &graph.vocabulary, rarity,
	                                       &graph.arena, &literals),
	                 STATUS_OK);
	literals_print(&literals, text, sizeof text);
	assert_string_equal(text, row->literals);
	assert_true(literals.cost > 0);
	test_graph_close(&graph);
}

static void needs_no_rarity(void **state)
{
	struct test_graph     graph;
	struct match_literals literals;

	(void)state;
	assert_int_equal(test_graph_open(&graph, "0-the-1 1-bomb-2 !2"), STATUS_OK);
	assert_int_equal(match_phrase_literals(&graph.phrase, &graph.vocabulary, NULL, &graph.arena,
	                                       &literals),
	                 STATUS_OK);
	assert_int_equal(literals.count, 1);
	test_graph_close(&graph);
}

/* A list of lines "w<i> [gap] end": above the cap for flows one end is taken, whole. */
static void a_long_list(struct test_graph *graph, uint32_t lines, bool gap_at_end)
{
	struct match_phrase_builder *builder = NULL;

	assert_int_equal(test_graph_open(graph, "0-x-1 !1"), STATUS_OK);
	assert_int_equal(match_phrase_begin(&graph->scaffolding, &builder), STATUS_OK);
	for (uint32_t i = 0; i < lines; i++) {
		char     word[16];
		uint32_t middle = match_phrase_node(builder);

		snprintf(word, sizeof word, "w%u", i);
		struct match_edge edge = test_graph_edge(graph, word, middle);
		match_phrase_edge(builder, 0, &edge);
		if (gap_at_end) {
			edge = test_graph_edge(graph, "?", match_phrase_node(builder));
			match_phrase_edge(builder, middle, &edge);
			middle = edge.to;
		}
		edge = test_graph_edge(graph, "tail", match_phrase_node(builder));
		match_phrase_edge(builder, middle, &edge);
		match_phrase_accept(builder, edge.to);
	}
	assert_int_equal(match_phrase_finish(builder, &graph->arena, &graph->phrase), STATUS_OK);
}

static void long_lists_take_one_end(void **state)
{
	static const uint32_t lines[] = { 1, 5000, 15000 };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		for (int gap = 0; gap < 2; gap++) {
			struct test_graph     graph;
			struct match_literals literals;

			a_long_list(&graph, lines[i], gap != 0);
			assert_int_equal(match_phrase_literals(&graph.phrase, &graph.vocabulary,
			                                       NULL, &graph.arena, &literals),
			                 STATUS_OK);
			assert_true(literals.count == 1 || literals.count == lines[i]);
			/* Every line costs as much as the tail, on the paths and at the end. */
			assert_true(lines[i] == 15000 || lines[i] == literals.count ||
			            slice_equal_cstr(literals.literals[0], " tail "));
			test_graph_close(&graph);
		}
	}
}

int main(void)
{
	const size_t      count = sizeof rows / sizeof rows[0];
	struct CMUnitTest tests[sizeof rows / sizeof rows[0] + 2] = { 0 };

	for (size_t i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].when,
			                        .test_func = chooses,
			                        .initial_state = (void *)(uintptr_t)&rows[i] };
	tests[count] = (struct CMUnitTest)cmocka_unit_test(needs_no_rarity);
	tests[count + 1] = (struct CMUnitTest)cmocka_unit_test(long_lists_take_one_end);
	return cmocka_run_group_tests_name("match_phrase_literals", tests, NULL, NULL);
}
