/* SPDX-License-Identifier: Apache-2.0 */
/* Deciding from rules that are known to have matched is deciding as when they match: for every text
 * below, under every policy, and for rules that changed since. */
#include "doorward/engine.h"
#include "test_base_rows.h"

#define TESTS "    tests: { block: [a, b], pass: [c, d] }\n"
#define RULE(id, category, level, severity, action, mode, when)                                    \
	"  - id: t." id "\n    category: " category "\n    level: " level                          \
	"\n    title: t\n    severity: " severity "\n    action: " action "\n    mode: " mode      \
	"\n    when: " when "\n" TESTS

static const char rules[] = "schema: 1\ncategory: weapons.conventional\nowner: test\nrules:\n" RULE(
	"block", "weapons.conventional", "1", "high", "block", "enforce",
	"red lantern") RULE("flag", "hate.speech", "1", "low", "flag", "enforce", "green lantern")
	RULE("mask", "privacy.secret", "1", "low", "mask", "enforce", "blue lantern") RULE(
		"weak_one", "violence.threat", "1", "high", "signal", "enforce", "weak one")
		RULE("weak_two", "violence.threat", "2", "high", "signal", "enforce", "weak two")
			RULE("level4", "weapons.conventional", "4", "high", "block", "enforce",
                             "grey lantern") RULE("shadow", "weapons.conventional", "1", "high",
                                                  "block", "shadow", "dim lantern")
				RULE("relaxed", "violence.graphic", "1", "high", "block", "enforce",
                                     "dark lantern");

static const char strict[] = "schema: 1\nlevel: 4\nthreshold: 3\n";
static const char mild[] = "schema: 1\ncategories: { violence.graphic: flag, hate: allow }\n";

static const char *const policies[] = { "default", "strict", "mild" };

struct row {
	const char *text;
	const char *decides; /* under the default policy: the rules whose action is the decision */
};

static const struct row rows[] = {
	{ "nothing", "" },
	{ "red lantern", "t.block" },
	{ "green lantern", "t.flag" },
	{ "blue lantern", "t.mask" },
	{ "green lantern, blue lantern", "t.mask" },
	{ "red lantern, green lantern, blue lantern", "t.block" },
	{ "weak one", "" },
	{ "weak one, weak two", "" },
	{ "grey lantern", "" },
	{ "grey lantern, weak one, weak two", "" },
	{ "dim lantern", "" },
	{ "dim lantern, green lantern", "t.flag" },
	{ "dark lantern, green lantern", NULL },
};

static struct ruleset       *ruleset;
static struct engine_worker *worker;

static int open_engine(void **state)
{
	const struct ruleset_source sources[] = {
		{ "t.yaml", { rules, sizeof rules - 1 } },
		{ "policies/strict.yaml", { strict, sizeof strict - 1 } },
		{ "policies/mild.yaml", { mild, sizeof mild - 1 } },
	};
	struct error err = { 0 };

	(void)state;
	if (ruleset_load_sources(sources, 3, &ruleset, &err) != STATUS_OK) {
		fprintf(stderr, "%s:%u: %s\n", err.file, err.line, err.message);
		return -1;
	}
	return engine_worker_open(&worker) == STATUS_OK ? 0 : -1;
}

static int close_engine(void **state)
{
	(void)state;
	engine_worker_close(&worker);
	ruleset_close(&ruleset);
	return 0;
}

/* The rules that match, each as often as it does. */
static size_t match(const char *text, const char *policy, const struct ruleset_rule **found,
                    enum engine_decision *decision)
{
	const struct engine_field    field = { .name = SLICE_LIT("prompt"),
		                               .text = slice_from_cstr(text) };
	const struct engine_prompt   prompt = { .fields = &field,
		                                .field_count = 1,
		                                .policy = slice_from_cstr(policy),
		                                .decoders = ENGINE_DECODE_ALL };
	const struct engine_verdict *verdict = NULL;

	engine_worker_reset(worker);
	assert_int_equal(engine_check(worker, ruleset, &prompt, &verdict), STATUS_OK);
	for (size_t i = 0; i < verdict->finding_count; i++)
		found[i] = verdict->findings[i].rule;
	*decision = verdict->decision;
	return verdict->finding_count;
}

static void decides_as_a_check_does(void **state)
{
	const struct row *row = *state;

	for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
		const struct ruleset_rule *found[64];
		enum engine_decision       checked, decided;
		size_t                     count = match(row->text, policies[i], found, &checked);

		assert_int_equal(engine_decide(worker, ruleset, slice_from_cstr(policies[i]), found,
		                               count, true, &decided, NULL),
		                 STATUS_OK);
		assert_int_equal(decided, checked);
	}
}

static void names_who_decides(void **state)
{
	const struct row          *row = *state;
	const struct ruleset_rule *found[64];
	enum engine_decision       decision;
	bool                       decides[64];
	char                       names[200] = "";
	struct buffer              out;
	size_t                     count = match(row->text, "default", found, &decision);

	assert_int_equal(
		engine_decide(worker, ruleset, SLICE_NONE, found, count, true, &decision, decides),
		STATUS_OK);
	buffer_init_fixed(&out, names, sizeof names - 1);
	for (size_t i = 0; i < count; i++)
		if (decides[i])
			buffer_append_cstr(&out, ruleset_rule_id(found[i]));
	if (row->decides != NULL)
		assert_string_equal(names, row->decides);
}

static void an_incomplete_look_is_blocked(void **state)
{
	enum engine_decision decision;

	(void)state;
	engine_worker_reset(worker);
	assert_int_equal(
		engine_decide(worker, ruleset, SLICE_NONE, NULL, 0, false, &decision, NULL),
		STATUS_OK);
	assert_int_equal(decision, ENGINE_BLOCK);
}

static void an_unknown_policy_is_said(void **state)
{
	enum engine_decision decision;

	(void)state;
	engine_worker_reset(worker);
	assert_int_equal(
		engine_decide(worker, ruleset, SLICE_LIT("none"), NULL, 0, true, &decision, NULL),
		STATUS_NOT_FOUND);
	assert_int_equal(engine_decide(worker, ruleset, SLICE_NONE, NULL,
	                               ENGINE_DECIDE_RULES_MAX + 1, true, &decision, NULL),
	                 STATUS_LIMIT_REACHED);
}

int main(void)
{
	struct rows all = { 0 };

	ROWS_ADD(&all, decides_as_a_check_does, rows);
	ROWS_ADD(&all, names_who_decides, rows);
	rows_add_one(&all, "an incomplete look is blocked", an_incomplete_look_is_blocked);
	rows_add_one(&all, "an unknown policy is said", an_unknown_policy_is_said);
	return _cmocka_run_group_tests("decide", all.tests, all.count, open_engine, close_engine);
}
