/* SPDX-License-Identifier: Apache-2.0 */
/* What one text in its frame comes to, and when a form is as good as the plain text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gate.h"

#include <string.h>

#define HEAD "schema: 1\ncategory: weapons.conventional\nowner: test\nrules:\n"
#define RULE(id, action, when)                                                                     \
	"  - id: " id "\n    title: t\n    severity: high\n    action: " action                    \
	"\n    mode: enforce\n    when: " when "\n    tests: { block: [a, b], pass: [c, d] }\n"

static const char rules[] = HEAD RULE("t.bomb", "block", "pipe bomb")
	RULE("t.nail", "block", "nail bomb") RULE("t.signal", "signal", "fuse wire")
		RULE("t.negative", "block", "glass bomb\n    field: negative");

static struct ruleset   *ruleset;
static struct gate_judge judge;

static int open_fixture(void **state)
{
	const struct ruleset_source source = { "t.yaml", { rules, sizeof rules - 1 } };
	struct error                err = { 0 };

	(void)state;
	if (ruleset_load_sources(&source, 1, &ruleset, &err) != STATUS_OK ||
	    engine_worker_open(&judge.worker) != STATUS_OK) {
		print_message("%u:%u: %s\n", err.line, err.column, err.message);
		return -1;
	}
	judge.ruleset = ruleset;
	return 0;
}

static int close_fixture(void **state)
{
	(void)state;
	engine_worker_close(&judge.worker);
	ruleset_close(&ruleset);
	return 0;
}

static const struct ruleset_rule *rule_find(const char *id)
{
	for (size_t i = 0; i < ruleset_rule_count(ruleset); i++)
		if (strcmp(ruleset_rule_id(ruleset_rule_at(ruleset, i)), id) == 0)
			return ruleset_rule_at(ruleset, i);
	fail_msg("no rule %s", id);
	return NULL;
}

static const struct {
	const char          *when;
	const char          *rule;
	const char          *before;
	const char          *payload;
	const char          *after;
	enum engine_decision decision;
	bool                 found;
	bool                 category;
	bool                 right;
} texts[] = {
	{ "a rule is found, and gone without its span", "t.bomb", "", "a pipe bomb", "",
	  ENGINE_BLOCK, true, true, true },
	{ "every place of the rule is cut out", "t.bomb", "Read: ", "pipe bomb, pipe bomb", " ok",
	  ENGINE_BLOCK, true, true, true },
	{ "base64 in prose", "t.bomb", "Read: ", "YSBwaXBlIGJvbWIgYW5kIGFsbCB0aGF0", " ok",
	  ENGINE_BLOCK, true, true, true },
	{ "a span that begins in the prose is wrong", "t.bomb", "pipe ", "bomb", "", ENGINE_BLOCK,
	  true, true, false },
	{ "a span that ends in the prose is wrong", "t.bomb", "", "a pipe", " bomb", ENGINE_BLOCK,
	  true, true, false },
	{ "a place in the prose is none of the payload's", "t.bomb", "pipe bomb: ", "pipe bomb", "",
	  ENGINE_BLOCK, true, true, false },
	{ "another rule of the category", "t.bomb", "", "a nail bomb", "", ENGINE_BLOCK, false,
	  true, false },
	{ "nothing", "t.bomb", "", "a bath bomb", "", ENGINE_ALLOW, false, false, false },
	{ "a signal is found, and allowed", "t.signal", "", "the fuse wire", "", ENGINE_ALLOW, true,
	  true, true },
	{ "a rule about negative fields is asked there", "t.negative", "", "no glass bomb", "",
	  ENGINE_BLOCK, true, true, true },
};

static void judges(void **state)
{
	const size_t            row = (size_t)(uintptr_t)*state;
	const struct gate_frame frame = { texts[row].before, texts[row].after };
	struct gate_outcome     outcome;

	assert_int_equal(gate_judge_text(&judge, rule_find(texts[row].rule),
	                                 slice_from_cstr(texts[row].payload), &frame, &outcome),
	                 STATUS_OK);
	assert_int_equal(outcome.decision, texts[row].decision);
	assert_true(outcome.complete);
	assert_int_equal(outcome.rule, texts[row].found);
	assert_int_equal(outcome.category, texts[row].category);
	assert_int_equal(outcome.right, texts[row].right);
}

/* ---- kept ---- */

static const struct gate_outcome block = {
	.decision = ENGINE_BLOCK, .complete = true, .rule = true, .category = true
};
static const struct gate_outcome signal_only = {
	.decision = ENGINE_ALLOW, .complete = true, .rule = true, .category = true
};

static const struct {
	const char                *when;
	const struct gate_outcome *plain;
	struct gate_outcome        form;
	bool                       kept;
} outcomes[] = {
	{ "the same", &block, { ENGINE_BLOCK, true, true, true, false }, true },
	{ "the same, by another rule", &block, { ENGINE_BLOCK, true, false, false, false }, true },
	{ "the same, given up", &block, { ENGINE_BLOCK, false, false, false, false }, false },
	{ "the same, found and then given up",
	  &block,
	  { ENGINE_BLOCK, false, true, true, false },
	  true },
	{ "weaker", &block, { ENGINE_FLAG, true, true, true, false }, false },
	{ "allowed", &block, { ENGINE_ALLOW, true, false, false, false }, false },
	{ "a signal found", &signal_only, { ENGINE_ALLOW, true, true, true, false }, true },
	{ "a signal lost", &signal_only, { ENGINE_ALLOW, true, false, true, false }, false },
	{ "a signal that blocks", &signal_only, { ENGINE_BLOCK, true, true, true, false }, false },
};

static void keeps(void **state)
{
	const size_t row = (size_t)(uintptr_t)*state;

	assert_int_equal(gate_outcome_kept(outcomes[row].plain, &outcomes[row].form),
	                 outcomes[row].kept);
}

#define COUNT(table) (sizeof table / sizeof table[0])

int main(void)
{
	struct CMUnitTest tests[COUNT(texts) + COUNT(outcomes)] = { 0 };
	size_t            count = 0;

	for (size_t i = 0; i < COUNT(texts); i++)
		tests[count++] = (struct CMUnitTest){ .name = texts[i].when,
			                              .test_func = judges,
			                              .initial_state = (void *)(uintptr_t)i };
	for (size_t i = 0; i < COUNT(outcomes); i++)
		tests[count++] = (struct CMUnitTest){ .name = outcomes[i].when,
			                              .test_func = keeps,
			                              .initial_state = (void *)(uintptr_t)i };
	return cmocka_run_group_tests_name("gate_judge", tests, open_fixture, close_fixture);
}
