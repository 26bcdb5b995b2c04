/* SPDX-License-Identifier: Apache-2.0 */
/* What `rules test --mutate` finds: which changes there are, and that each has the outcome that
 * deleting the part in the file has. */
#include "doorward/engine.h"
#include "doorward/mutate.h"

#include "test_ruleset_support.h"

#include <stdio.h>
#include <unistd.h>

#define FOUND_BYTES 1024

#define LISTS "lists: {tool: [axe, hatchet], place: [shed, barn]}\n"
#define HEAD                                                                                       \
	"schema: 1\ncategory: profanity\nowner: t\n" LISTS                                         \
	"rules:\n  - {id: t.a, title: t, severity: low, action: flag, mode: enforce,\n"
#define RULE_WITH(conditions, tests) HEAD "     " conditions ",\n     tests: " tests "}\n"

struct row {
	const char *label;
	const char *conditions;
	const char *tests;
	const char *changes; /* of each: "kind dropped", and "!" behind it when it is noticed */
};

static const struct row mutate_rows[] = {
	{ "a phrase alone can lose nothing", "when: big axe",
	  "{block: [big axe, a big axe], pass: [b, c]}", "" },
	{ "branches of any", "when: {any: [axe, saw]}", "{block: [an axe, the axe], pass: [b, c]}",
	  "branch axe!,branch saw" },
	{ "branches of all", "when: {all: [axe, saw]}",
	  "{block: [axe and saw, saw axe], pass: [an axe, the axe]}", "branch axe,branch saw!" },
	{ "near that keeps one branch is that branch",
	  "when: {near: {within: 2 words, of: [axe, saw]}}",
	  "{block: [axe and saw, saw axe], pass: [an axe, b]}", "branch axe,branch saw!" },
	{ "near that keeps two", "when: {near: {within: 2 words, of: [axe, saw, nail]}}",
	  "{block: [axe saw nail, saw nail axe], pass: [axe saw, b]}",
	  "branch axe,branch saw,branch nail!" },
	{ "a branch of one is its branch", "when: {all: [axe, any: [saw]]}",
	  "{block: [axe and saw, saw axe], pass: [axe, b]}", "branch axe,branch any!" },
	{ "none goes with its one branch", "when: {all: [axe, none: [toy]]}",
	  "{block: [axe, an axe], pass: [toy axe, b]}", "branch none!" },
	{ "without axe it would hold anywhere", "when: {all: [axe, none: [toy, game]]}",
	  "{block: [axe, an axe], pass: [toy axe, b]}", "branch none!,branch toy!,branch game" },
	{ "exceptions", "when: axe, except: [toy, {all: [game, film]}]",
	  "{block: [axe, an axe], pass: [axe in a film game, b]}", "exception toy,exception all!" },
	{ "the only exception", "when: axe, except: toy",
	  "{block: [axe, an axe], pass: [toy axe, b]}", "exception toy!" },
	{ "how far an exception reaches",
	  "when: axe, except: [{phrase: toy, within: 2 words}, game]",
	  "{block: [toy b c d axe, an axe], pass: [toy axe, axe game]}",
	  "exception toy!,exception game!,reach toy!" },
	{ "how far all of them do",
	  "when: axe, except: [toy, game, {phrase: film, within: text}], except_within: 2 words",
	  "{block: [toy b c d axe, an axe], pass: [toy axe, axe game]}",
	  "exception toy!,exception game!,exception film,reach 2 words!,reach film" },
	{ "a list that is the condition", "when: {list: tool}",
	  "{block: [axe, an axe], pass: [b, c]}", "list tool!" },
	{ "lists inside phrases, in when and in except",
	  "when: '@tool in the @place', except: ['toy @tool']",
	  "{block: [axe in the shed, hatchet in the barn], pass: [b, c]}",
	  "exception toy @tool,list tool!,list place!" },
	{ "an emptied list hides no neighbour", "when: {any: ['@tool', '@place', saw]}",
	  "{block: [a saw, an axe], pass: [b, c]}",
	  "branch @tool!,branch @place,branch saw!,list tool!,list place" },
};

static const char *kind_names[] = { "exception", "branch", "reach", "list" };

static void change_write(void *context, const struct mutate_change *change)
{
	char *text = context;

	assert_string_equal(ruleset_rule_id(change->rule), "t.a");
	assert_true(change->line > 5 && change->column > 1);
	(void)snprintf(text + strlen(text), FOUND_BYTES - strlen(text), "%s%s %.*s%s",
	               text[0] == '\0' ? "" : ",", kind_names[change->kind],
	               SLICE_ARG(change->dropped), change->noticed ? "!" : "");
}

static bool every_rule(void *context, const struct ruleset_rule *rule)
{
	(void)context;
	(void)rule;
	return true;
}

static bool no_rule(void *context, const struct ruleset_rule *rule)
{
	(void)context;
	(void)rule;
	return false;
}

static enum status mutate(const char *text, mutate_wanted *wanted, char *found, struct error *err)
{
	char        folder[] = "/tmp/doorward-mutate-XXXXXX";
	char        path[64];
	FILE       *file;
	enum status status;

	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof path, "%s/rules.yaml", folder);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	found[0] = '\0';
	status = engine_mutate(folder, wanted, change_write, found, err);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
	return status;
}

static void changes_are_tried(void **state)
{
	const struct row *row = *state;
	struct error      err = { 0 };
	char              found[FOUND_BYTES];
	char              text[2048];

	(void)snprintf(text, sizeof text, RULE_WITH("%s", "%s"), row->conditions, row->tests);
	if (mutate(text, every_rule, found, &err) != STATUS_OK)
		fail_msg("%u: %s", err.line, err.message);
	assert_string_equal(found, row->changes);
}

/* ---- the same as deleting it ---- */

struct deleted_row {
	const char *label;
	const char *conditions;
	const char *deleted[6]; /* the conditions without each part, in the order of the changes */
};

static const struct deleted_row deleted_rows[] = {
	{ "any",
	  "when: {any: [axe, '@place', {all: [saw, nail]}]}",
	  { "when: {any: ['@place', {all: [saw, nail]}]}", "when: {any: [axe, {all: [saw, nail]}]}",
	    "when: {any: [axe, '@place']}", "when: {any: [axe, '@place', {all: [nail]}]}",
	    "when: {any: [axe, '@place', {all: [saw]}]}",
	    "when: {any: [axe, nowhere, {all: [saw, nail]}]}" } },
	{ "near",
	  "when: {near: {within: 3 words, ordered: true, of: [{any: [axe, saw]}, shed]}}",
	  { "when: shed",
	    "when: {near: {within: 3 words, ordered: true, of: [{any: [saw]}, shed]}}",
	    "when: {near: {within: 3 words, ordered: true, of: [{any: [axe]}, shed]}}",
	    "when: {any: [axe, saw]}" } },
	{ "exceptions",
	  "when: axe, except: [shed, nail, {all: [saw, film]}]",
	  { "when: axe, except: [nail, {all: [saw, film]}]",
	    "when: axe, except: [shed, {all: [saw, film]}]", "when: axe, except: [shed, nail]" } },
};

static const char *const probes[] = { "axe",           "a shed",        "axe nail saw",
	                              "saw and nail",  "nail",          "saw",
	                              "shed then axe", "axe then shed", "saw in the shed",
	                              "axe saw film",  "axe film",      "nothing" };

#define PROBES (sizeof probes / sizeof probes[0])

static bool matches(const char *conditions, const char *probe)
{
	char         text[2048];
	struct error err = { 0 };

	(void)snprintf(text, sizeof text, RULE_WITH("%s", "{block: [%s, %s], pass: [qq, rr]}"),
	               conditions, probe, probe);
	struct ruleset *ruleset = support_load_text(text);
	enum status     status = engine_selftest(ruleset, &err, NULL);
	ruleset_close(&ruleset);
	return status == STATUS_OK;
}

/* A change is noticed by the test `probe` if and only if deleting the part in the file changes
 * what the rule makes of it. */
static void a_change_is_a_deletion(void **state)
{
	const struct deleted_row *row = *state;
	struct error              err = { 0 };
	char                      found[FOUND_BYTES];
	char                      text[2048];

	for (size_t i = 0; i < PROBES; i++) {
		const bool  before = matches(row->conditions, probes[i]);
		const char *change = found;

		(void)snprintf(text, sizeof text,
		               before ? RULE_WITH("%s", "{block: [%s, %s], pass: [qq, rr]}")
		                      : RULE_WITH("%s", "{block: [%s, %s], pass: [%s, %s]}"),
		               row->conditions, before ? probes[i] : "axe",
		               before ? probes[i] : "axe", probes[i], probes[i]);
		if (!before && mutate(text, every_rule, found, &err) == STATUS_RULE_TEST_FAILED)
			continue; /* a plain "axe" is no match of this rule */
		assert_int_equal(mutate(text, every_rule, found, &err), STATUS_OK);
		for (size_t j = 0; j < 6 && row->deleted[j] != NULL; j++) {
			const char *end = strchr(change, ',');
			const bool  noticed = end != NULL ? end[-1] == '!'
			                                  : change[strlen(change) - 1] == '!';
			const bool  after = matches(row->deleted[j], probes[i]);
			const bool  axe = before || matches(row->deleted[j], "axe");

			if (noticed != (after != before || !axe))
				fail_msg("%s on \"%s\"", row->deleted[j], probes[i]);
			change = end != NULL ? end + 1 : "";
		}
	}
}

static void a_rule_that_fails_as_it_is(void **state)
{
	struct error err = { 0 };
	char         found[FOUND_BYTES];

	(void)state;
	assert_int_equal(
		mutate(RULE_WITH("when: {any: [axe, saw]}", "{block: [an axe, b], pass: [c, d]}"),
	               every_rule, found, &err),
		STATUS_RULE_TEST_FAILED);
	assert_string_equal(err.message, "rule \"t.a\" fails this test as it is");
	assert_int_equal(err.line, 8);
	assert_string_equal(found, "");
}

static void only_wanted_rules(void **state)
{
	struct error err = { 0 };
	char         found[FOUND_BYTES];

	(void)state;
	assert_int_equal(
		mutate(RULE_WITH("when: {any: [axe, saw]}", "{block: [an axe, saw], pass: [c, d]}"),
	               no_rule, found, &err),
		STATUS_OK);
	assert_string_equal(found, "");
}

static void a_fault_of_the_load(void **state)
{
	struct error err = { 0 };
	char         found[FOUND_BYTES];

	(void)state;
	assert_int_equal(mutate(RULE_WITH("when: {list: tools}", "{block: [a, b], pass: [c, d]}"),
	                        every_rule, found, &err),
	                 STATUS_RULE_MALFORMED);
	assert_non_null(strstr(err.message, "did you mean \"tool\"?"));
}

int main(void)
{
	static struct rows rows;

	ROWS_ADD(&rows, changes_are_tried, mutate_rows);
	ROWS_ADD(&rows, a_change_is_a_deletion, deleted_rows);
	rows_add_one(&rows, "a rule that fails as it is", a_rule_that_fails_as_it_is);
	rows_add_one(&rows, "only the rules that are wanted", only_wanted_rules);
	rows_add_one(&rows, "a fault of the load", a_fault_of_the_load);
	return rows_run(&rows, "scan_mutate");
}
