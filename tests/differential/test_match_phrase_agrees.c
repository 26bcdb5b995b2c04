/* SPDX-License-Identifier: Apache-2.0 */
/* Random phrases over random texts:
 * - the linear walk and backtracking over the finished graph find what a walk over the
 *   parts it was built from finds, empty edges and all;
 * - whenever a phrase matches, one of its literals stands in the text;
 * - both backends report the same literals.
 * Words are made of two letters, so that they are prefixes, suffixes and parts of each
 * other; characters that are words of their own stand with and without spaces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "match_backend.h"
#include "match_phrase.h"
#include "test_match_random.h"

#define ROUNDS          3000
#define TEXTS_PER_ROUND 5
#define TEXT_WORDS_MAX  24
#define DEPTH_MAX       3

#define PARTS_MAX 4000

/* What the builder was told. */
struct parts {
	struct {
		uint32_t          from;
		bool              empty;
		struct match_edge edge;
	} edges[PARTS_MAX];
	size_t   edge_count;
	uint32_t ends[2];
};

struct trial {
	struct test_random      random;
	struct parts            parts;
	struct arena            arena;
	struct arena            scaffolding;
	struct match_vocabulary vocabulary;
	struct match_phrase     phrase;
	struct match_literals   literals;
	struct match_phrase     needing; /* the phrase with the words it needs */
	struct match_database  *databases[2];
	struct match_scratch   *scratches[2];
	unsigned                lacked; /* texts that were told to hold no match without a search */
};

static const struct match_backend *const backends[] = { &match_hyperscan, &match_naive };

static void add_edge(struct trial *trial, struct match_phrase_builder *builder, uint32_t from,
                     const struct match_edge *edge)
{
	match_phrase_edge(builder, from, edge);
	assert_true(trial->parts.edge_count < PARTS_MAX);
	trial->parts.edges[trial->parts.edge_count].from = from;
	trial->parts.edges[trial->parts.edge_count].empty = false;
	trial->parts.edges[trial->parts.edge_count++].edge = *edge;
}

static void add_empty(struct trial *trial, struct match_phrase_builder *builder, uint32_t from,
                      uint32_t to)
{
	match_phrase_empty_edge(builder, from, to);
	assert_true(trial->parts.edge_count < PARTS_MAX);
	trial->parts.edges[trial->parts.edge_count].from = from;
	trial->parts.edges[trial->parts.edge_count].empty = true;
	trial->parts.edges[trial->parts.edge_count++].edge = (struct match_edge){ .to = to };
}

static uint32_t below(struct trial *trial, uint32_t limit)
{
	return test_random_below(&trial->random, limit);
}

/* ---- random words, phrases and texts ---- */

static struct slice letters_random(struct trial *trial, char text[8])
{
	size_t len = 1 + below(trial, 3);

	for (size_t i = 0; i < len; i++)
		text[i] = below(trial, 2) == 0 ? 'a' : 'b';
	return (struct slice){ text, len };
}

static struct slice solo_random(struct trial *trial)
{
	static const struct slice solos[] = { SLICE_INIT("炸"), SLICE_INIT("弹"), SLICE_INIT("ร") };

	return solos[below(trial, 3)];
}

static void edge_random(struct trial *trial, struct match_phrase_builder *builder, uint32_t from,
                        uint32_t to)
{
	char              text[8];
	const uint32_t    dice = below(trial, 12);
	struct match_edge edge = { .kind = MATCH_EDGE_WORD, .to = to };

	if (dice < 3)
		edge.kind = MATCH_EDGE_PREFIX + dice;
	else if (dice == 3)
		edge.kind = MATCH_EDGE_ANY;
	edge.text = dice == 11 || (dice < 3 && below(trial, 6) == 0) ? solo_random(trial)
	                                                             : letters_random(trial, text);
	edge.text = arena_copy(&trial->scaffolding, edge.text);
	if (edge.kind == MATCH_EDGE_WORD)
		assert_int_equal(match_vocabulary_add(&trial->vocabulary, edge.text, &edge.word),
		                 STATUS_OK);
	add_edge(trial, builder, from, &edge);
}

/* The phrase language's parts, joined with empty edges. Returns the node at the end. */
static uint32_t sequence_random(struct trial *trial, struct match_phrase_builder *builder,
                                uint32_t from, int depth)
{
	const uint32_t parts = 1 + below(trial, 3);

	for (uint32_t i = 0; i < parts; i++) {
		uint32_t to = match_phrase_node(builder);
		uint32_t dice = depth == 0 ? 0 : below(trial, 8);

		if (dice < 4) {
			edge_random(trial, builder, from, to);
		} else if (dice < 6) { /* {choice|choice} */
			for (uint32_t c = 1 + below(trial, 3); c > 0; c--) {
				uint32_t start = match_phrase_node(builder);

				add_empty(trial, builder, from, start);
				add_empty(trial, builder,
				          sequence_random(trial, builder, start, depth - 1), to);
			}
		} else if (dice == 6) { /* [option] */
			add_empty(trial, builder, sequence_random(trial, builder, from, depth - 1),
			          to);
			add_empty(trial, builder, from, to);
		} else { /* <0..3> */
			uint32_t at = from;

			add_empty(trial, builder, from, to);
			for (uint32_t g = below(trial, 4); g > 0; g--) {
				uint32_t          next = match_phrase_node(builder);
				struct match_edge gap = { .kind = MATCH_EDGE_ANY, .to = next };

				add_edge(trial, builder, at, &gap);
				add_empty(trial, builder, next, to);
				at = next;
			}
		}
		from = to;
	}
	return from;
}

/* Any edges anywhere, rings included: more than the phrase language can say. */
static void tangle_random(struct trial *trial, struct match_phrase_builder *builder)
{
	const uint32_t nodes = 2 + below(trial, 5);

	for (uint32_t i = 1; i < nodes; i++)
		match_phrase_node(builder);
	for (uint32_t i = 1 + below(trial, 10); i > 0; i--) {
		uint32_t from = below(trial, nodes);
		uint32_t to = below(trial, nodes);

		if (below(trial, 4) == 0)
			add_empty(trial, builder, from, to);
		else
			edge_random(trial, builder, from, to);
	}
	trial->parts.ends[0] = below(trial, nodes);
	trial->parts.ends[1] = nodes - 1;
}

static enum status phrase_random(struct trial *trial)
{
	struct match_phrase_builder *builder = NULL;

	assert_int_equal(match_phrase_begin(&trial->scaffolding, &builder), STATUS_OK);
	trial->parts.edge_count = 0;
	if (below(trial, 3) == 0)
		tangle_random(trial, builder);
	else
		trial->parts.ends[0] = trial->parts.ends[1] = sequence_random(trial, builder, 0,
		                                                              DEPTH_MAX);
	match_phrase_accept(builder, trial->parts.ends[0]);
	match_phrase_accept(builder, trial->parts.ends[1]);
	return match_phrase_finish(builder, &trial->arena, &trial->phrase);
}

/* A folded text: a space at both ends, and between letters and solo characters. */
static struct slice text_random(struct trial *trial, char *text)
{
	size_t len = 0;
	bool   may_join = false;

	for (uint32_t words = below(trial, TEXT_WORDS_MAX + 1); words > 0; words--) {
		const bool   solo = below(trial, 4) == 0;
		char         letters[8];
		struct slice word = solo ? solo_random(trial) : letters_random(trial, letters);

		if (!(solo && may_join && below(trial, 2) == 0))
			text[len++] = ' ';
		memcpy(text + len, word.ptr, word.len);
		len += word.len;
		may_join = solo;
	}
	text[len++] = ' ';
	return (struct slice){ text, len };
}

/* ---- the reference: a walk over the parts ---- */

static bool part_takes(const struct match_edge *edge, const struct match_text *text, size_t at)
{
	struct slice word = text_words_at(&text->words, at);

	return edge->kind == MATCH_EDGE_ANY ||
	       (edge->kind == MATCH_EDGE_WORD && slice_equal(word, edge->text)) ||
	       (edge->kind == MATCH_EDGE_PREFIX && slice_starts_with(word, edge->text)) ||
	       (edge->kind == MATCH_EDGE_SUFFIX && slice_ends_with(word, edge->text)) ||
	       (edge->kind == MATCH_EDGE_INFIX && slice_find(word, edge->text, 0) != SIZE_MAX);
}

static void empties_follow(const struct parts *parts, bool *alive)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (size_t i = 0; i < parts->edge_count; i++) {
			if (!parts->edges[i].empty || !alive[parts->edges[i].from] ||
			    alive[parts->edges[i].edge.to])
				continue;
			changed = alive[parts->edges[i].edge.to] = true;
		}
	}
}

/* Marks in starts[end] the latest start + 1 of what ends there. */
static void walk_from(const struct parts *parts, const struct match_text *text, uint32_t start,
                      uint32_t *starts)
{
	static bool alive[2][PARTS_MAX * 2];

	memset(alive[0], 0, sizeof alive[0]);
	alive[0][0] = true;
	for (size_t at = start; at < text->words.count; at++) {
		const bool *now = alive[0];
		bool       *next = alive[1];

		empties_follow(parts, alive[0]);
		memset(next, 0, sizeof alive[1]);
		for (size_t i = 0; i < parts->edge_count; i++) {
			if (!parts->edges[i].empty && now[parts->edges[i].from] &&
			    part_takes(&parts->edges[i].edge, text, at))
				next[parts->edges[i].edge.to] = true;
		}
		empties_follow(parts, next);
		if (next[parts->ends[0]] || next[parts->ends[1]])
			starts[at] = start + 1;
		memcpy(alive[0], next, sizeof alive[0]);
	}
}

static void check_against_parts(const struct trial *trial, const struct match_text *text,
                                const struct match_spans *found)
{
	uint32_t starts[TEXT_WORDS_MAX] = { 0 };
	uint32_t latest = 0;
	size_t   count = 0;

	for (uint32_t start = 0; start < text->words.count; start++)
		walk_from(&trial->parts, text, start, starts);
	for (uint32_t last = 0; last < text->words.count; last++) {
		if (starts[last] <= latest)
			continue;
		latest = starts[last];
		assert_true(count < found->count);
		assert_int_equal(found->spans[count].first, latest - 1);
		assert_int_equal(found->spans[count].last, last);
		count++;
	}
	assert_int_equal(count, found->count);
}

/* ---- what must hold ---- */

static double rarity(struct slice word)
{
	return word.len == 1 ? 2.0 : word.len == 2 ? 0.2 : 0.0;
}

static void databases_open(struct trial *trial)
{
	assert_int_equal(match_phrase_literals(&trial->phrase, &trial->vocabulary, rarity,
	                                       &trial->arena, &trial->literals),
	                 STATUS_OK);
	assert_true(trial->literals.count > 0);
	trial->needing = trial->phrase;
	assert_int_equal(match_phrase_need(&trial->needing, &trial->vocabulary, &trial->literals,
	                                   &trial->arena),
	                 STATUS_OK);
	for (size_t b = 0; b < 2; b++) {
		assert_int_equal(backends[b]->compile(trial->literals.literals,
		                                      trial->literals.count, &trial->databases[b],
		                                      NULL),
		                 STATUS_OK);
		assert_int_equal(
			backends[b]->scratch_fit(trial->databases[b], &trial->scratches[b]),
			STATUS_OK);
	}
}

static void note_hit(void *context, uint32_t literal)
{
	unsigned char *hits = context;

	hits[literal]++;
}

/* Scans with both, compares, and says whether anything was reported. */
static bool literals_occur(struct trial *trial, struct slice text)
{
	unsigned char *hits[2];
	bool           any = false;

	for (size_t b = 0; b < 2; b++) {
		hits[b] = arena_alloc_zero(&trial->arena, trial->literals.count, 1);
		assert_non_null(hits[b]);
		assert_int_equal(backends[b]->scan(trial->databases[b], trial->scratches[b], text,
		                                   note_hit, hits[b]),
		                 STATUS_OK);
	}
	assert_memory_equal(hits[0], hits[1], trial->literals.count);
	for (size_t i = 0; i < trial->literals.count; i++)
		any = any || hits[0][i] > 0;
	return any;
}

static void assert_same(const struct match_spans *found, const struct match_spans *expected)
{
	assert_false(found->uncertain);
	assert_int_equal(found->count, expected->count);
	for (size_t i = 0; i < found->count; i++) {
		assert_int_equal(found->spans[i].first, expected->spans[i].first);
		assert_int_equal(found->spans[i].last, expected->spans[i].last);
	}
}

/* A search for the first few finds the first few. */
static void check_first(struct trial *trial, const struct match_text *text,
                        const struct match_spans *expected)
{
	const size_t       most = 1 + below(trial, (uint32_t)expected->count);
	uint64_t           steps = UINT64_MAX;
	struct match_spans all = *expected;
	struct match_spans first;

	all.count = most;
	assert_int_equal(
		match_phrase_find(&trial->needing, text, &trial->arena, most, &steps, &first),
		STATUS_OK);
	assert_same(&first, &all);
}

/* What is found behind a match is what a whole search finds there. */
static void check_rest(struct trial *trial, const struct match_text *text,
                       const struct match_spans *expected)
{
	const size_t       known = 1 + below(trial, (uint32_t)expected->count);
	uint64_t           steps = UINT64_MAX;
	struct match_spans rest = *expected;
	struct match_spans found;

	rest.spans += known;
	rest.count -= known;
	assert_int_equal(match_phrase_find_more(&trial->needing, text, &trial->arena,
	                                        expected->spans[known - 1], SIZE_MAX, &steps,
	                                        &found),
	                 STATUS_OK);
	assert_same(&found, &rest);
}

/* A text that has a match lacks nothing that matches hold, and has it near what they need. */
static bool check_lacks(struct trial *trial, const struct match_text *text, bool matches)
{
	const struct match_needed *needed = &trial->needing.needed;
	const uint32_t             count = (uint32_t)text->words.count;
	uint32_t                   places[TEXT_WORDS_MAX * 8];
	struct match_places        known = { places, 0 };
	uint64_t                   steps = 0;

	if (needed->word_count + needed->text_count > 0)
		(void)match_text_mark(text, needed, 0, count, &steps);
	for (size_t at = match_text_marked(text, 0); at < count;
	     at = match_text_marked(text, at + 1))
		places[known.count++] = (uint32_t)at;
	match_text_unmark(text);

	const bool lacks = match_phrase_lacks(&trial->needing, text, NULL);
	const bool lacks_near = match_phrase_lacks(&trial->needing, text, &known);

	assert_false(matches && lacks);
	assert_false(matches && known.count > 0 && lacks_near);
	return lacks || lacks_near;
}

static bool text_try(struct trial *trial, char *memory)
{
	struct match_text  text;
	struct match_spans found;
	struct match_spans passing;
	struct match_spans expected;
	uint64_t           steps = UINT64_MAX;
	struct slice       folded = text_random(trial, memory);

	assert_int_equal(match_text_init(&text, &trial->vocabulary, folded, &trial->arena),
	                 STATUS_OK);
	assert_int_equal(match_phrase_find_naive(&trial->phrase, &text, &trial->arena, &expected),
	                 STATUS_OK);
	assert_int_equal(
		match_phrase_find(&trial->phrase, &text, &trial->arena, SIZE_MAX, &steps, &found),
		STATUS_OK);
	assert_same(&found, &expected);
	steps = UINT64_MAX;
	assert_int_equal(match_phrase_find(&trial->needing, &text, &trial->arena, SIZE_MAX, &steps,
	                                   &passing),
	                 STATUS_OK);
	assert_same(&passing, &expected);
	if (expected.count > 0) {
		check_first(trial, &text, &expected);
		check_rest(trial, &text, &expected);
	}
	trial->lacked += check_lacks(trial, &text, expected.count > 0);
	check_against_parts(trial, &text, &found);
	bool occurs = literals_occur(trial, folded);
	assert_true(occurs || found.count == 0);
	return found.count > 0;
}

static void walk_and_backtracking_and_literals_agree(void **state)
{
	static struct trial trial = { .random = { 417 } };
	char                text[TEXT_WORDS_MAX * 8 + 8];
	unsigned            accepted = 0;
	unsigned            matched = 0;

	(void)state;
	assert_true(arena_open(&trial.arena, 64 << 20));
	assert_true(arena_open(&trial.scaffolding, 64 << 20));
	for (int round = 0; round < ROUNDS; round++) {
		arena_reset(&trial.arena);
		arena_reset(&trial.scaffolding);
		assert_int_equal(match_vocabulary_init(&trial.vocabulary, &trial.arena), STATUS_OK);
		enum status status = phrase_random(&trial);
		assert_true(status == STATUS_OK || status == STATUS_RULE_MALFORMED);
		if (status != STATUS_OK)
			continue;
		accepted++;
		databases_open(&trial);
		for (int i = 0; i < TEXTS_PER_ROUND; i++)
			matched += text_try(&trial, text);
		for (size_t b = 0; b < 2; b++)
			backends[b]->close(&trial.databases[b]);
	}
	/* The random input has to be worth something. */
	assert_true(accepted > ROUNDS / 2);
	assert_true(matched > accepted);
	assert_true(trial.lacked > accepted);
	for (size_t b = 0; b < 2; b++)
		backends[b]->scratch_close(&trial.scratches[b]);
	arena_close(&trial.arena);
	arena_close(&trial.scaffolding);
}

/* Thousands of literals that are parts of each other, over longer texts. */
static void backends_agree_on_many_literals(void **state)
{
	static struct trial trial = { .random = { 90210 } };
	struct slice        literals[1500];
	char                text[4096];

	(void)state;
	assert_true(arena_open(&trial.arena, 64 << 20));
	for (size_t i = 0; i < 1500; i++) {
		char   bytes[16];
		size_t len = 1 + below(&trial, 12);

		for (size_t k = 0; k < len; k++)
			bytes[k] = (char)(below(&trial, 6) == 0 ? ' '
			                                        : 'a' + (int)below(&trial, 3));
		literals[i] = arena_copy(&trial.arena, (struct slice){ bytes, len });
	}
	trial.literals = (struct match_literals){ .literals = literals, .count = 1500 };
	for (size_t b = 0; b < 2; b++) {
		assert_int_equal(backends[b]->compile(literals, 1500, &trial.databases[b], NULL),
		                 STATUS_OK);
		assert_int_equal(backends[b]->scratch_fit(trial.databases[b], &trial.scratches[b]),
		                 STATUS_OK);
	}
	for (int round = 0; round < 200; round++) {
		size_t len = below(&trial, round % 2 == 0 ? 60 : sizeof text);

		for (size_t k = 0; k < len; k++)
			text[k] = (char)(below(&trial, 6) == 0 ? ' ' : 'a' + (int)below(&trial, 3));
		literals_occur(&trial, (struct slice){ text, len });
	}
	for (size_t b = 0; b < 2; b++) {
		backends[b]->close(&trial.databases[b]);
		backends[b]->scratch_close(&trial.scratches[b]);
	}
	arena_close(&trial.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walk_and_backtracking_and_literals_agree),
		cmocka_unit_test(backends_agree_on_many_literals),
	};

	return cmocka_run_group_tests_name("match_phrase agrees", tests, NULL, NULL);
}
