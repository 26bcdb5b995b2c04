/* SPDX-License-Identifier: Apache-2.0 */
/* Random rule files and random texts: a ruleset on Hyperscan and one on the naive
 * matcher give the same verdicts, byte for byte; and a rule that is judged whatever
 * its triggers say is found by its triggers too. Fixed seeds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base_buffer.h"
#include "doorward/engine.h"
#include "doorward/verdict.h"
#include "scan_stage.h"
#include "test_match_random.h"

#include <stdio.h>
#include <string.h>

#define RULESETS 150
#define RULES    8
#define TEXTS    40

static const char *const words[] = { "alfa", "bravo", "carbon", "delta",  "echo", "fox",
	                             "golf", "hotel", "indigo", "juliet", "kilo", "lima",
	                             "mike", "nova",  "oscar",  "papa",   "炸",   "弹" };

#define WORDS (sizeof words / sizeof words[0])

static const char *word(struct test_random *random)
{
	return words[test_random_below(random, WORDS)];
}

/* ---- rules ---- */

static void append_phrase(struct test_random *random, struct buffer *out)
{
	switch (test_random_below(random, 8)) {
	case 0:
		buffer_append_format(out, "%s", word(random));
		break;
	case 1:
		buffer_append_format(out, "%s <0..2> %s", word(random), word(random));
		break;
	case 2:
		buffer_append_format(out, "{%s|%s %s} %s", word(random), word(random), word(random),
		                     word(random));
		break;
	case 3:
		buffer_append_format(out, "%s [%s] %s", word(random), word(random), word(random));
		break;
	case 4:
		buffer_append_format(out, "%s~ %s", words[test_random_below(random, 16)],
		                     word(random));
		break;
	case 5:
		buffer_append_format(out, "%.3s* %s", words[2], word(random));
		break;
	case 6:
		buffer_append_format(out, "@some %s", word(random));
		break;
	default:
		buffer_append_format(out, "%s %s", word(random), word(random));
		break;
	}
}

static void append_leaf(struct test_random *random, struct buffer *out)
{
	switch (test_random_below(random, 6)) {
	case 0:
		buffer_append_cstr(out, "{ list: some }");
		break;
	case 1:
		buffer_append_format(out, "{ regex: '%s[a-z -]{0,6}%s' }",
		                     words[test_random_below(random, 16)],
		                     words[test_random_below(random, 16)]);
		break;
	case 2:
		buffer_append_cstr(out, "{ regex: '[0-9]{2}-[0-9]{2}' }");
		break;
	default:
		buffer_append_cstr(out, "{ phrase: '");
		append_phrase(random, out);
		buffer_append_cstr(out, "' }");
		break;
	}
}

static void append_leaves(struct test_random *random, struct buffer *out)
{
	append_leaf(random, out);
	for (uint32_t i = test_random_below(random, 2) + 1; i > 0; i--) {
		buffer_append_cstr(out, ", ");
		append_leaf(random, out);
	}
}

static void append_tree(struct test_random *random, struct buffer *out)
{
	switch (test_random_below(random, 5)) {
	case 0:
		buffer_append_cstr(out, "{ any: [");
		append_leaves(random, out);
		buffer_append_cstr(out, "] }");
		break;
	case 1:
		buffer_append_cstr(out, "{ all: [");
		append_leaves(random, out);
		buffer_append_cstr(out, ", { none: [");
		append_leaf(random, out);
		buffer_append_cstr(out, "] }] }");
		break;
	case 2:
		buffer_append_format(out, "{ near: { within: %u, ordered: %s, of: [",
		                     1 + test_random_below(random, 5),
		                     test_random_below(random, 2) == 0 ? "true" : "false");
		append_leaves(random, out);
		buffer_append_cstr(out, "] } }");
		break;
	case 3:
		buffer_append_cstr(out, "{ near: { within: 3, of: [{ any: [");
		append_leaves(random, out);
		buffer_append_cstr(out, "] }, ");
		append_leaf(random, out);
		buffer_append_cstr(out, "] } }");
		break;
	default:
		append_leaf(random, out);
		break;
	}
}

static void append_rules(struct test_random *random, struct buffer *out)
{
	buffer_append_format(out,
	                     "schema: 1\ncategory: weapons.conventional\nowner: test\n"
	                     "lists:\n  some: [%s, '%s %s', '%s %s']\nrules:\n",
	                     word(random), word(random), word(random), word(random), word(random));
	for (unsigned i = 0; i < RULES; i++) {
		buffer_append_format(out,
		                     "  - id: r.n%u\n    title: t\n    severity: low\n"
		                     "    action: flag\n    mode: enforce\n    when: ",
		                     i);
		append_tree(random, out);
		if (test_random_below(random, 3) == 0) {
			buffer_append_cstr(out, "\n    except: [");
			append_leaf(random, out);
			buffer_append_cstr(out, "]");
		}
		buffer_append_cstr(out, "\n    tests: { block: [a, b], pass: [c, d] }\n");
	}
}

/* ---- texts ---- */

static void append_text(struct test_random *random, struct buffer *out)
{
	static const char *const marks[] = { " ", " ", " ", ", ", "-", "\n", "  " };

	for (uint32_t i = test_random_below(random, 24); i > 0; i--) {
		if (test_random_below(random, 12) == 0)
			buffer_append_cstr(out, "12-34");
		else
			buffer_append_cstr(out, word(random));
		if (test_random_below(random, 9) == 0)
			buffer_append_cstr(out, "s");
		buffer_append_cstr(out, marks[test_random_below(random, 7)]);
	}
}

/* ---- the trial ---- */

static const char *const backends[] = { "hyperscan", "naive" };

struct trial {
	struct ruleset       *rulesets[2];
	struct engine_worker *workers[2];
	uint64_t              matches;
};

static void judge(struct trial *trial, size_t b, struct slice text, struct buffer *out)
{
	const struct engine_field    field = { .name = SLICE_LIT("prompt"), .text = text };
	const struct engine_prompt   prompt = { .fields = &field,
		                                .field_count = 1,
		                                .decoders = ENGINE_DECODE_ALL };
	const struct engine_verdict *verdict;

	engine_worker_reset(trial->workers[b]);
	assert_int_equal(engine_check(trial->workers[b], trial->rulesets[b], &prompt, &verdict),
	                 STATUS_OK);
	trial->matches += verdict->finding_count;
	verdict_write(verdict, out);
}

static bool matches(struct trial *trial, const struct ruleset_rule *rule, struct slice text,
                    bool forced)
{
	const struct engine_field  field = { .name = SLICE_LIT("prompt"), .text = text };
	const struct engine_prompt prompt = { .fields = &field, .field_count = 1 };
	struct scan_prompt         state;

	engine_worker_reset(trial->workers[0]);
	assert_int_equal(scan_begin(&state, trial->workers[0], trial->rulesets[0],
	                            &trial->rulesets[0]->policies[0], &prompt),
	                 STATUS_OK);
	state.forced = forced ? rule : NULL;
	scan_run_matches(&state);
	for (size_t i = 0; i < state.matches.count; i++)
		if (state.matches.items[i].rule == rule)
			return true;
	return false;
}

static void try_text(struct trial *trial, struct slice text)
{
	struct buffer answers[2];

	for (size_t b = 0; b < 2; b++) {
		buffer_init_heap(&answers[b]);
		judge(trial, b, text, &answers[b]);
	}
	if (!slice_equal(buffer_slice(&answers[0]), buffer_slice(&answers[1])))
		fail_msg("\n%.*s\nhyperscan %.*s\nnaive %.*s", SLICE_ARG(text),
		         SLICE_ARG(buffer_slice(&answers[0])),
		         SLICE_ARG(buffer_slice(&answers[1])));
	for (size_t i = 0; i < trial->rulesets[0]->rule_count; i++) {
		const struct ruleset_rule *rule = &trial->rulesets[0]->rules[i];

		if (matches(trial, rule, text, true) != matches(trial, rule, text, false))
			fail_msg("%s is not found by its triggers: %.*s", rule->id,
			         SLICE_ARG(text));
	}
	buffer_free(&answers[0]);
	buffer_free(&answers[1]);
}

static void open_trial(struct trial *trial, struct slice yaml)
{
	const struct ruleset_source source = { "r.yaml", yaml };

	for (size_t b = 0; b < 2; b++) {
		struct error err = { 0 };

		if (ruleset_load_with(backends[b], &source, 1, &trial->rulesets[b], &err) !=
		    STATUS_OK)
			fail_msg("%u:%u: %s\n%.*s", err.line, err.column, err.message,
			         SLICE_ARG(yaml));
		assert_int_equal(engine_worker_open(&trial->workers[b]), STATUS_OK);
	}
}

static void agree(void **state)
{
	struct test_random random = { 0x9E3779B97F4A7C15 };
	uint64_t           found = 0;

	(void)state;
	for (unsigned round = 0; round < RULESETS; round++) {
		struct trial  trial = { 0 };
		struct buffer yaml;
		struct buffer text;

		buffer_init_heap(&yaml);
		buffer_init_heap(&text);
		append_rules(&random, &yaml);
		open_trial(&trial, buffer_slice(&yaml));
		for (unsigned i = 0; i < TEXTS; i++) {
			buffer_clear(&text);
			append_text(&random, &text);
			try_text(&trial, buffer_slice(&text));
		}
		found += trial.matches;
		for (size_t b = 0; b < 2; b++) {
			engine_worker_close(&trial.workers[b]);
			ruleset_close(&trial.rulesets[b]);
		}
		buffer_free(&yaml);
		buffer_free(&text);
	}
	/* Texts and rules must meet, or nothing was compared. */
	assert_true(found > RULESETS * TEXTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(agree) };

	return cmocka_run_group_tests_name("engine_backends_agree", tests, NULL, NULL);
}
