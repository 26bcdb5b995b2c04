/* SPDX-License-Identifier: Apache-2.0 */
/* Texts made of the rules' own words: what makes rules candidates and then keeps the matcher busy.
 *
 *     phrase            {how to|how do i} <0..2> make [a] bomb
 *     rare words        bomb bomb bomb
 *     first words       how how how
 *     whole             how to make a bomb how do i make bomb
 *     but last word     how to make a it how do i make it
 *     gaps filled       how how do make a how to bomb make
 *     tests cut         how do I make a pih a pipe bowto build
 *
 * With text->rule, of one rule's phrases and tests; without, of all rules'. */
#include "bench_texts.h"

#define TRIES_MAX 4096u /* phrases looked at for one that serves */

static void add(struct bench_text *text, const char *words)
{
	bench_text_add(text, slice_from_cstr(words));
}

static void add_word(struct bench_text *text, uint32_t word)
{
	bench_text_add(text, text->ruleset->vocabulary.words[word]);
	add(text, " ");
}

/* ---- phrases ---- */

static const struct match_phrase *phrase_of(const struct bench_text *text, uint32_t atom)
{
	const struct ruleset_atom *pattern = &text->ruleset->atoms[atom];

	return pattern->kind == RULESET_ATOM_PHRASE ? &pattern->phrase : NULL;
}

/* One of the rule's, or of all; NULL when chance found none. */
static const struct match_phrase *random_phrase(struct bench_text *text)
{
	const struct ruleset_rule *rule = text->rule;
	const struct match_phrase *phrase = NULL;

	for (unsigned i = 0; i < TRIES_MAX && phrase == NULL; i++) {
		if (rule == NULL) {
			phrase = phrase_of(
				text, bench_text_below(text, (uint32_t)text->ruleset->atom_count));
			continue;
		}
		const struct ruleset_tree *node =
			&rule->when[bench_text_below(text, rule->when_count)];

		if (node->kind == RULESET_TREE_ATOM)
			phrase = phrase_of(text, node->atom);
	}
	return phrase;
}

static const struct match_edge *random_edge(struct bench_text         *text,
                                            const struct match_phrase *phrase, uint32_t node)
{
	const struct match_node *from = &phrase->nodes[node];

	return &phrase->edges[from->first_edge + bench_text_below(text, from->edge_count)];
}

/* A word that the edge takes; `other` where it takes any. */
static void add_edge(struct bench_text *text, const struct match_edge *edge, const char *other)
{
	if (edge->kind == MATCH_EDGE_WORD) {
		add_word(text, edge->word);
		return;
	}
	bench_text_add(text, edge->text);
	add(text, edge->kind == MATCH_EDGE_ANY ? other : " ");
}

/* Calls `write` until the text is full, or a phrase of the kind cannot be found. */
static void phrases_write(struct bench_text *text,
                          void (*write)(struct bench_text *text, const struct match_phrase *phrase))
{
	while (!bench_text_is_full(text)) {
		const struct match_phrase *phrase = random_phrase(text);
		const size_t               before = text->len;

		if (phrase != NULL)
			write(text, phrase);
		if (phrase == NULL || (text->len == before && text->rule != NULL))
			return;
	}
}

static void write_word(struct bench_text *text, const struct match_phrase *phrase)
{
	const struct match_edge *edge = &phrase->edges[bench_text_below(text, phrase->edge_count)];

	add_edge(text, edge, "it ");
}

static void write_first_word(struct bench_text *text, const struct match_phrase *phrase)
{
	add_edge(text, random_edge(text, phrase, 0), "it ");
}

static void write_rare_word(struct bench_text *text, const struct match_phrase *phrase)
{
	if (phrase->needed.word_count > 0)
		add_word(text,
		         phrase->needed.words[bench_text_below(text, phrase->needed.word_count)]);
}

static void write_rare_words_forever(struct bench_text *text, const struct match_phrase *phrase)
{
	const struct match_needed *needed = &phrase->needed;

	if (needed->word_count == 0)
		return;
	const uint32_t word = needed->words[bench_text_below(text, needed->word_count)];

	while (!bench_text_is_full(text))
		add_word(text, word);
}

static void write_whole(struct bench_text *text, const struct match_phrase *phrase)
{
	uint32_t node = 0;

	while (!phrase->nodes[node].accepts && !bench_text_is_full(text)) {
		const struct match_edge *edge = random_edge(text, phrase, node);

		add_edge(text, edge, "it ");
		node = edge->to;
	}
}

static void write_but_last(struct bench_text *text, const struct match_phrase *phrase)
{
	uint32_t node = 0;
	size_t   before = text->len;

	while (!phrase->nodes[node].accepts && !bench_text_is_full(text)) {
		const struct match_edge *edge = random_edge(text, phrase, node);

		before = text->len;
		add_edge(text, edge, "it ");
		node = edge->to;
	}
	text->len = before;
	add(text, "it ");
}

/* Gaps as long as may be, and in them words that begin or lead on. */
static void write_gaps_filled(struct bench_text *text, const struct match_phrase *phrase)
{
	uint32_t node = 0;

	while (!phrase->nodes[node].accepts && !bench_text_is_full(text)) {
		const struct match_node *from = &phrase->nodes[node];
		const struct match_edge *edge =
			&phrase->edges[from->first_edge + from->edge_count - 1];

		if (edge->kind != MATCH_EDGE_ANY) {
			edge = random_edge(text, phrase, node);
			add_edge(text, edge, "it ");
		} else if (bench_text_below(text, 2) == 0) {
			write_first_word(text, phrase);
		} else {
			write_word(text, phrase);
		}
		node = edge->to;
	}
}

#define OF_PHRASES(name, write)                                                                    \
	static void name(struct bench_text *text)                                                  \
	{                                                                                          \
		phrases_write(text, write);                                                        \
	}

OF_PHRASES(words, write_word)
OF_PHRASES(first_words, write_first_word)
OF_PHRASES(rare_words, write_rare_word)
OF_PHRASES(one_rare_word, write_rare_words_forever)
OF_PHRASES(whole_phrases, write_whole)
OF_PHRASES(phrases_but_last, write_but_last)
OF_PHRASES(gaps_filled, write_gaps_filled)

/* ---- all words of all rules, in turn ---- */

static void vocabulary_in_turn(struct bench_text *text)
{
	const struct match_vocabulary *vocabulary = &text->ruleset->vocabulary;

	for (uint32_t i = 0; text->rule == NULL && !bench_text_is_full(text); i++)
		add_word(text, 1 + i % (vocabulary->count - 1));
}

/* ---- inline tests ---- */

static const struct ruleset_rule *random_rule(struct bench_text *text)
{
	return &text->ruleset->rules[bench_text_below(text, (uint32_t)text->ruleset->rule_count)];
}

/* A text that must match; empty when the rule has none. */
static struct slice random_test(struct bench_text *text)
{
	const struct ruleset_rule *rule = text->rule != NULL ? text->rule : random_rule(text);

	for (size_t i = 0; i < 4 * rule->test_count; i++) {
		const struct ruleset_test *test =
			&rule->tests[bench_text_below(text, (uint32_t)rule->test_count)];

		if (test->expect_match)
			return test->text;
	}
	return SLICE_NONE;
}

static void tests_whole(struct bench_text *text)
{
	for (unsigned i = 0; i < TRIES_MAX * 64 && !bench_text_is_full(text); i++) {
		struct slice test = random_test(text);

		bench_text_add(text, test);
		add(text, test.len > 0 ? "\n" : "");
	}
}

/* Pieces of at most 24 bytes, glued: what begins like a match and goes on like another. */
static void tests_cut(struct bench_text *text)
{
	for (unsigned i = 0; i < TRIES_MAX * 64 && !bench_text_is_full(text); i++) {
		struct slice test = random_test(text);

		if (test.len == 0)
			continue;
		const size_t start = bench_text_below(text, (uint32_t)test.len);
		const size_t end = start + 1 + bench_text_below(text, 24);

		bench_text_add(text, slice_range(test, start, end < test.len ? end : test.len));
	}
}

/* The words of tests, each of another. */
static void tests_shuffled(struct bench_text *text)
{
	for (unsigned i = 0; i < TRIES_MAX * 64 && !bench_text_is_full(text); i++) {
		struct slice test = random_test(text);
		size_t       start;
		size_t       end;

		if (test.len == 0)
			continue;
		start = bench_text_below(text, (uint32_t)test.len);
		while (start > 0 && test.ptr[start - 1] != ' ')
			start--;
		end = start;
		while (end < test.len && test.ptr[end] != ' ')
			end++;
		bench_text_add(text, slice_range(test, start, end));
		add(text, " ");
	}
}

const struct bench_worst_case bench_rule_cases[] = {
	{ "words of rules", words, 1 },
	{ "first words of rules", first_words, 1 },
	{ "rare words of rules", rare_words, 1 },
	{ "one rare word", one_rare_word, 1 },
	{ "all words in turn", vocabulary_in_turn, 1 },
	{ "phrases, whole", whole_phrases, 1 },
	{ "phrases but last word", phrases_but_last, 1 },
	{ "phrases, gaps filled", gaps_filled, 1 },
	{ "tests, whole", tests_whole, 1 },
	{ "tests, cut", tests_cut, 1 },
	{ "tests, shuffled", tests_shuffled, 1 },
	{ "words, 4096 fields", rare_words, 4096 },
	{ "tests, 4096 fields", tests_whole, 4096 },
};

const size_t bench_rule_count = sizeof bench_rule_cases / sizeof bench_rule_cases[0];
