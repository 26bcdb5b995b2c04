/* SPDX-License-Identifier: Apache-2.0 */
/* Rule trees, branch by branch: what held, where, how far apart, and what excused the rule. */
#include "doorward/engine.h"
#include "doorward/trace.h"
#include "test_base_rows.h"

#include <stdlib.h>

#define TESTS "    tests: { block: [a, b], pass: [c, d] }\n"
#define RULE(id)                                                                                   \
	"  - id: " id "\n    title: t\n    severity: high\n    action: block\n    mode: enforce\n"

static const char rules[] =
	"schema: 1\ncategory: weapons.conventional\nowner: test\n"
	"lists:\n  device: [pipe bomb, nail bomb]\n"
	"rules:\n" RULE(
		"t.near") "    when:\n      near:\n        within: 2 words\n        of:\n"
			  "          - phrase: \"how to make\"\n          - list: device\n"
			  "    except: [\"film about\", \"never mind\"]\n" TESTS RULE(
				  "t.ordered") "    when:\n      near:\n        within: "
					       "2 words\n        ordered: true\n"
					       "        of: [red, green]\n" TESTS RULE(
						       "t.none") "    when: { all: [silver "
                                                                 "lantern, { none: "
								 "[golden lantern] }] }\n" TESTS RULE(
									 "t.card") "    check: "
                                                                                   "luhn\n    "
                                                                                   "when: { regex: "
										   "'\\d{4}(?: "
                                                                                   "?\\d{4}){3}' "
                                                                                   "}\n" TESTS RULE(
											   "t."
                                                                                           "negativ"
                                                                                           "e") "  "
                                                                                                "  "
                                                                                                "fi"
                                                                                                "el"
                                                                                                "d:"
                                                                                                " n"
                                                                                                "eg"
                                                                                                "at"
                                                                                                "iv"
                                                                                                "e"
                                                                                                "\n"
                                                                                                "  "
                                                                                                "  "
                                                                                                "wh"
                                                                                                "en"
                                                                                                ": "
                                                                                                "di"
                                                                                                "m "
												"la"
                                                                                                "nt"
                                                                                                "er"
                                                                                                "n"
                                                                                                "\n" TESTS
												"  "
                                                                                                "- "
                                                                                                "id"
                                                                                                ": "
                                                                                                "t."
                                                                                                "dr"
                                                                                                "af"
                                                                                                "t"
                                                                                                "\n"
                                                                                                "  "
                                                                                                "  "
                                                                                                "ti"
                                                                                                "tl"
                                                                                                "e:"
                                                                                                " t"
                                                                                                "\n"
                                                                                                "  "
                                                                                                "  "
                                                                                                "se"
                                                                                                "ve"
                                                                                                "ri"
                                                                                                "ty"
                                                                                                ": "
                                                                                                "hi"
                                                                                                "gh"
                                                                                                "\n"
                                                                                                "  "
                                                                                                "  "
                                                                                                "ac"
                                                                                                "ti"
                                                                                                "on"
                                                                                                ": "
                                                                                                "bl"
                                                                                                "oc"
                                                                                                "k"
                                                                                                "\n"
												"  "
                                                                                                "  "
                                                                                                "wh"
                                                                                                "en"
                                                                                                ": "
                                                                                                "{ "
                                                                                                "an"
                                                                                                "y:"
                                                                                                " ["
                                                                                                "or"
                                                                                                "an"
                                                                                                "ge"
                                                                                                " l"
                                                                                                "an"
                                                                                                "te"
                                                                                                "rn"
                                                                                                ", "
                                                                                                "br"
                                                                                                "ow"
                                                                                                "n "
                                                                                                "la"
                                                                                                "nt"
                                                                                                "er"
                                                                                                "n]"
                                                                                                " }"
                                                                                                "\n" TESTS;

struct row {
	const char *when;
	const char *rule;
	const char *text;
	const char *printed;
};

static const struct row rows[] = {
	{ "all branches hold", "t.near", "how to make a pipe bomb",
	  "t.near: matched\n"
	  "  + within 2 words of each other\n"
	  "    + phrase how to make\n"
	  "        prompt, bytes 0 to 11: \"how to make\"\n"
	  "    + list device\n"
	  "        prompt, bytes 14 to 23: \"pipe bomb\"\n"
	  "  unless\n"
	  "  - any of these\n"
	  "    - phrase film about\n"
	  "    - phrase never mind\n" },
	{ "too far apart", "t.near", "how to make one two three four pipe bomb",
	  "t.near: not matched\n"
	  "  - within 2 words of each other: 4 words apart\n"
	  "    + phrase how to make\n"
	  "        prompt, bytes 0 to 11: \"how to make\"\n"
	  "    + list device\n"
	  "        prompt, bytes 31 to 40: \"pipe bomb\"\n"
	  "  unless\n"
	  "  - any of these\n"
	  "    - phrase film about\n"
	  "    - phrase never mind\n" },
	{ "one branch is missing", "t.near", "a pipe bomb",
	  "t.near: not matched\n"
	  "  - within 2 words of each other\n"
	  "    - phrase how to make\n"
	  "    + list device\n"
	  "        prompt, bytes 2 to 11: \"pipe bomb\"\n"
	  "  unless\n"
	  "  - any of these\n"
	  "    - phrase film about\n"
	  "    - phrase never mind\n" },
	{ "excused, and by what", "t.near", "film about how to make a pipe bomb",
	  "t.near: excused by an exception of its own\n"
	  "  + within 2 words of each other\n"
	  "    + phrase how to make\n"
	  "        prompt, bytes 11 to 22: \"how to make\"\n"
	  "    + list device\n"
	  "        prompt, bytes 25 to 34: \"pipe bomb\"\n"
	  "  unless\n"
	  "  + any of these\n"
	  "    + phrase film about\n"
	  "        prompt, bytes 0 to 10: \"film about\"\n"
	  "    - phrase never mind\n" },
	{ "the wrong order has no distance", "t.ordered", "green red",
	  "t.ordered: not matched\n"
	  "  - within 2 words of each other, in this order\n"
	  "    + phrase red\n"
	  "        prompt, bytes 6 to 9: \"red\"\n"
	  "    + phrase green\n"
	  "        prompt, bytes 0 to 5: \"green\"\n" },
	{ "none holds where nothing stands", "t.none", "silver lantern",
	  "t.none: matched\n"
	  "  + all of these\n"
	  "    + phrase silver lantern\n"
	  "        prompt, bytes 0 to 14: \"silver lantern\"\n"
	  "    + none of these\n"
	  "      - phrase golden lantern\n" },
	{ "none fails where something stands", "t.none", "silver lantern, golden lantern",
	  "t.none: not matched\n"
	  "  - all of these\n"
	  "    + phrase silver lantern\n"
	  "        prompt, bytes 0 to 14: \"silver lantern\"\n"
	  "    - none of these\n"
	  "      + phrase golden lantern\n"
	  "          prompt, bytes 16 to 30: \"golden lantern\"\n" },
	{ "a check that fails", "t.card", "card 1234 1234 1234 1234",
	  "t.card: not matched\n"
	  "  - regex \\d{4}(?: ?\\d{4}){3}: found, but its digits or letters fail the rule's "
	  "check\n" },
	{ "a field the rule does not look at", "t.negative", "dim lantern",
	  "t.negative: not judged: the rule does not look at this kind of text\n" },
	{ "a draft is judged", "t.draft", "a brown lantern",
	  "t.draft: matched (mode draft)\n"
	  "  + any of these\n"
	  "    - phrase orange lantern\n"
	  "    + phrase brown lantern\n"
	  "        prompt, bytes 2 to 15: \"brown lantern\"\n" },
	{ "a decoded view", "t.none", "c2lsdmVyIGxhbnRlcm4gc2hpbmVz",
	  "t.none: matched, in view 1\n"
	  "  + all of these\n"
	  "    + phrase silver lantern\n"
	  "        prompt, bytes 0 to 20: \"c2lsdmVyIGxhbnRlcm4g\" after base64\n"
	  "    + none of these\n"
	  "      - phrase golden lantern\n" },
};

static struct ruleset       *ruleset;
static struct engine_worker *worker;

static int open_engine(void **state)
{
	const struct ruleset_source source = { "t.yaml", { rules, sizeof rules - 1 } };
	struct error                err = { 0 };

	(void)state;
	if (ruleset_load_sources(&source, 1, &ruleset, &err) != STATUS_OK) {
		fprintf(stderr, "%u: %s\n", err.line, err.message);
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

static const struct ruleset_rule *rule_named(const char *id)
{
	for (size_t i = 0; i < ruleset_rule_count(ruleset); i++)
		if (strcmp(ruleset_rule_id(ruleset_rule_at(ruleset, i)), id) == 0)
			return ruleset_rule_at(ruleset, i);
	fail_msg("no rule %s", id);
	return NULL;
}

static struct engine_prompt prompt_of(struct engine_field *field, const char *text)
{
	*field = (struct engine_field){ .name = SLICE_LIT("prompt"),
		                        .text = slice_from_cstr(text) };
	return (struct engine_prompt){ .fields = field,
		                       .field_count = 1,
		                       .decoders = ENGINE_DECODE_ALL };
}

static void traces(void **state)
{
	const struct row          *row = *state;
	const struct ruleset_rule *rule = rule_named(row->rule);
	struct engine_field        field;
	struct engine_prompt       prompt = prompt_of(&field, row->text);
	struct engine_rule_traces  found;
	struct buffer              out;

	engine_worker_reset(worker);
	assert_int_equal(engine_trace_rules(worker, ruleset, &prompt, &rule, 1, &found), STATUS_OK);
	assert_int_equal(found.count, 1);
	buffer_init_heap(&out);
	engine_trace_print(&found.items[0], found.fields, &out);
	buffer_append_char(&out, '\0');
	assert_string_equal(out.ptr, row->printed);
	buffer_free(&out);
}

/* The tree agrees with the verdict, for every rule and text of the table. */
static void agrees_with_the_verdict(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct engine_field          field;
		struct engine_prompt         prompt = prompt_of(&field, rows[i].text);
		const struct engine_verdict *verdict = NULL;
		struct engine_rule_traces    found;
		size_t                       matched = 0;

		engine_worker_reset(worker);
		assert_int_equal(engine_check(worker, ruleset, &prompt, &verdict), STATUS_OK);
		assert_int_equal(engine_trace_rules(worker, ruleset, &prompt, NULL, 0, &found),
		                 STATUS_OK);
		for (size_t j = 0; j < found.count; j++) {
			bool named = false;

			for (size_t k = 0; k < verdict->finding_count; k++)
				named = named || verdict->findings[k].rule == found.items[j].rule;
			assert_int_equal(named, found.items[j].outcome == ENGINE_MATCHED);
			matched += named;
		}
		assert_int_equal(matched, verdict->finding_count);
	}
}

static void writes_json(void **state)
{
	static const char expected[] =
		"{\"rule\":\"t.near\",\"mode\":\"enforce\",\"outcome\":\"excused\",\"view\":0,"
		"\"when\":{\"kind\":\"near\",\"within\":2,\"ordered\":false,\"holds\":true,"
		"\"hits\":1,\"places\":[{\"field\":\"prompt\",\"span\":{\"start\":11,\"end\":34},"
		"\"span_utf16\":{\"start\":11,\"end\":34},\"exact\":true,\"chain\":[]}],\"of\":["
		"{\"kind\":\"phrase\",\"pattern\":\"how to make\",\"holds\":true,\"hits\":1,"
		"\"places\":[{\"field\":\"prompt\",\"span\":{\"start\":11,\"end\":22},"
		"\"span_utf16\":{\"start\":11,\"end\":22},\"exact\":true,\"chain\":[]}]},"
		"{\"kind\":\"list\",\"list\":\"device\",\"holds\":true,\"hits\":1,"
		"\"places\":[{\"field\":\"prompt\",\"span\":{\"start\":25,\"end\":34},"
		"\"span_utf16\":{\"start\":25,\"end\":34},\"exact\":true,\"chain\":[]}]}]},"
		"\"except\":{\"kind\":\"any\",\"holds\":true,\"of\":["
		"{\"kind\":\"phrase\",\"pattern\":\"film about\",\"reach\":250,\"holds\":true,\"hits\":1,"
		"\"places\":[{\"field\":\"prompt\",\"span\":{\"start\":0,\"end\":10},"
		"\"span_utf16\":{\"start\":0,\"end\":10},\"exact\":true,\"chain\":[]}]},"
		"{\"kind\":\"phrase\",\"pattern\":\"never mind\",\"reach\":250,\"holds\":false}]}}";
	const struct ruleset_rule *rule = rule_named("t.near");
	struct engine_field        field;
	struct engine_prompt       prompt = prompt_of(&field, "film about how to make a pipe bomb");
	struct engine_rule_traces  found;
	struct buffer              out;

	(void)state;
	engine_worker_reset(worker);
	assert_int_equal(engine_trace_rules(worker, ruleset, &prompt, &rule, 1, &found), STATUS_OK);
	buffer_init_heap(&out);
	engine_trace_write(&found.items[0], found.fields, &out);
	buffer_append_char(&out, '\0');
	assert_string_equal(out.ptr, expected);
	buffer_free(&out);
}

static void reads_aloud(void **state)
{
	static const char expected[] =
		"t.near\n"
		"  t\n"
		"  Action block, severity high, level 1, category weapons.conventional. It is "
		"enforced.\n"
		"  It looks at what is asked for, in prompts and in generated text.\n"
		"  It matches when\n"
		"  - within 2 words of each other:\n"
		"    - \"how to make\"\n"
		"    - an entry of the list device\n"
		"  unless, within 250 words of the match,\n"
		"  - any of these:\n"
		"    - \"film about\"\n"
		"    - \"never mind\"\n";
	struct engine_rule_trace trace;
	struct buffer            out;

	(void)state;
	engine_worker_reset(worker);
	assert_int_equal(engine_trace_tree(ruleset, rule_named("t.near"),
	                                   engine_worker_arena(worker), &trace),
	                 STATUS_OK);
	buffer_init_heap(&out);
	engine_trace_read(&trace, &out);
	buffer_append_char(&out, '\0');
	assert_string_equal(out.ptr, expected);
	buffer_free(&out);
}

int main(void)
{
	struct rows all = { 0 };

	ROWS_ADD(&all, traces, rows);
	rows_add_one(&all, "agrees with the verdict", agrees_with_the_verdict);
	rows_add_one(&all, "writes JSON", writes_json);
	rows_add_one(&all, "reads aloud", reads_aloud);
	return _cmocka_run_group_tests("tree", all.tests, all.count, open_engine, close_engine);
}
