/* SPDX-License-Identifier: Apache-2.0 */
/* The native answer, member by member: what is written for a prompt, to the byte (the
 * revision is cut out), that it is JSON, and what a person sees. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base_json.h"
#include "doorward/engine.h"
#include "doorward/verdict.h"

#include <stdio.h>
#include <string.h>

static const char rules[] =
	"schema: 1\ncategory: weapons.conventional\nowner: test\nrules:\n"
	"  - id: t.pipe\n    title: t\n    severity: critical\n    action: block\n    mode: "
	"enforce\n"
	"    when: pipe bomb\n    message: Not here.\n"
	"    tests: { block: [a, b], pass: [c, d] }\n"
	"  - id: t.shadow\n    title: t\n    severity: low\n    action: flag\n    mode: shadow\n"
	"    when: nail bomb\n    message: Not \"here\".\n"
	"    tests: { block: [a, b], pass: [c, d] }\n"
	"  - id: t.token\n    title: t\n    severity: high\n    action: mask\n    mode: enforce\n"
	"    category: privacy.secret\n    when: { regex: 'tok_[a-z]{4}' }\n    message: A token.\n"
	"    tests: { block: [a, b], pass: [c, d] }\n";

#define FACTS(bytes, views)                                                                        \
	"\"complete\":true,\"coverage\":{\"bytes\":" bytes ",\"inspected\":" bytes                 \
	",\"decoded\":0,\"views\":" views                                                          \
	",\"depth\":0,\"budget_hit\":false},\"policy\":\"default\","
#define PART(start, end)                                                                           \
	"\"field\":\"prompt\",\"span\":{\"start\":" start ",\"end\":" end "},\"span_utf16\":{"     \
	"\"start\":" start ",\"end\":" end "},\"exact\":true,\"chain\":[]"

struct row {
	const char *when;
	const char *text;
	bool        explain;
	const char *json;
};

static const struct row rows[] = {
	{ "nothing found", "a cat", false,
	  "{\"decision\":\"allow\"," FACTS(
		  "5", "1") "\"score\":0,\"threshold\":5,\"categories\":[],"
	                    "\"findings\":[],\"signals\":[],\"evasion\":false,\"masked\":null}" },
	{ "a block", "a pipe bomb", false,
	  "{\"decision\":\"block\"," FACTS(
		  "11", "1") "\"score\":5,\"threshold\":5,\"categories\":[{"
	                     "\"code\":\"weapons.conventional\",\"severity\":\"critical\","
	                     "\"score\":5}],\"findings\":[{"
	                     "\"rule\":\"t.pipe\",\"category\":\"weapons.conventional\","
	                     "\"severity\":\"critical\","
	                     "\"action\":\"block\",\"mode\":\"enforce\"," PART(
				     "2", "11") ",\"parts\":[{" PART("2",
	                                                             "11") "}],\"message\":\"Not "
	                                                                   "here.\"}],\"signals\":["
	                                                                   "],\"evasion\":false,"
	                                                                   "\"masked\":null}" },
	{ "a shadow rule", "nail bomb", false,
	  "{\"decision\":\"allow\",\"would\":{\"decision\":\"flag\",\"rules\":[\"t.shadow\"]}"
	  "," FACTS("9", "1") "\"score\":0,\"threshold\":5,\"categories\":[],\"findings\":[{"
	                      "\"rule\":\"t.shadow\",\"category\":\"weapons.conventional\","
	                      "\"severity\":\"low\","
	                      "\"action\":\"flag\",\"mode\":\"shadow\"," PART(
				      "0",
				      "9") ",\"parts\":[{" PART("0",
	                                                        "9") "}],\"message\":\"Not "
	                                                             "\\\"here\\\".\"}],"
	                                                             "\"signals\":[],\"evasion\":"
	                                                             "false,\"masked\":null}" },
	{ "a mask", "\"tok_abcd\"", false,
	  "{\"decision\":\"mask\"," FACTS(
		  "10", "1") "\"score\":0,\"threshold\":5,\"categories\":[{"
	                     "\"code\":\"privacy.secret\",\"severity\":\"high\",\"score\":0}],"
	                     "\"findings\":[{"
	                     "\"rule\":\"t.token\",\"category\":\"privacy.secret\",\"severity\":"
	                     "\"high\",\"action\":\"mask\","
	                     "\"mode\":\"enforce\"," PART("1", "9") ",\"parts\":[{" PART(
				     "1", "9") "}],\"message\":\"A "
	                                       "token.\"}],\"signals\":[],\"evasion\":false,"
	                                       "\"masked\":\"\\\"[masked]\\\"\","
	                                       "\"masked_fields\":[{\"name\":\"prompt\",\"text\":"
	                                       "\"\\\"[masked]\\\"\"}]}" },
	{ "every view", "A cat", true,
	  "{\"decision\":\"allow\"," FACTS(
		  "5", "1") "\"score\":0,\"threshold\":5,\"categories\":[],"
	                    "\"findings\":[],\"signals\":[],\"evasion\":false,\"masked\":null,"
	                    "\"views\":[{\"id\":0,"
	                    "\"parent\":0,\"field\":\"prompt\",\"kind\":\"as_sent\",\"chain\":["
	                    "\"caseless\"],"
	                    "\"text\":\"A cat\",\"folded\":\" a cat \",\"rules\":[]}]}" },
};

static struct ruleset       *ruleset;
static struct engine_worker *worker;

static int open_fixture(void **state)
{
	const struct ruleset_source source = { "t.yaml", { rules, sizeof rules - 1 } };
	struct error                err = { 0 };

	(void)state;
	if (ruleset_load_sources(&source, 1, &ruleset, &err) != STATUS_OK) {
		fprintf(stderr, "%u:%u: %s\n", err.line, err.column, err.message);
		return -1;
	}
	return engine_worker_open(&worker) == STATUS_OK ? 0 : -1;
}

static int close_fixture(void **state)
{
	(void)state;
	engine_worker_close(&worker);
	ruleset_close(&ruleset);
	return 0;
}

static const struct engine_verdict *judge(const char *text, bool explain)
{
	static struct engine_field   field;
	const struct engine_verdict *verdict;
	struct engine_prompt         prompt = { .fields = &field,
		                                .field_count = 1,
		                                .explain = explain,
		                                .decoders = ENGINE_DECODE_ALL };

	field = (struct engine_field){ .name = SLICE_LIT("prompt"), .text = slice_from_cstr(text) };
	engine_worker_reset(worker);
	assert_int_equal(engine_check(worker, ruleset, &prompt, &verdict), STATUS_OK);
	return verdict;
}

/* Takes "revision":"sha256:...", out of the answer. */
static void cut_revision(struct slice answer, struct buffer *rest)
{
	const struct slice key = SLICE_LIT("\"revision\":\"sha256:");
	size_t             at = slice_find(answer, key, 0);

	assert_true(at != SIZE_MAX);
	buffer_append(rest, slice_range(answer, 0, at));
	buffer_append(rest, slice_from(answer, at + key.len + 64 + 2));
}

static void assert_is_json(struct slice text)
{
	struct json_reader reader;
	enum json_token    token = JSON_NULL;
	struct arena       arena;

	assert_true(arena_open(&arena, 1 << 20));
	json_reader_init(&reader, text, &arena, NULL);
	while (token != JSON_END)
		assert_int_equal(json_next(&reader, &token), STATUS_OK);
	arena_close(&arena);
}

static void writes(void **state)
{
	const struct row *row = *state;
	struct buffer     answer;
	struct buffer     rest;

	buffer_init_heap(&answer);
	buffer_init_heap(&rest);
	buffer_append_char(&answer, '{');
	verdict_write(judge(row->text, row->explain), &answer);
	buffer_append_char(&answer, '}');
	assert_false(answer.failed);
	assert_is_json(buffer_slice(&answer));
	cut_revision(buffer_slice(&answer), &rest);
	buffer_append_char(&rest, '\0');
	assert_string_equal(rest.ptr, row->json);
	buffer_free(&answer);
	buffer_free(&rest);
}

static void prints_no_control_characters(void **state)
{
	struct buffer out;

	(void)state;
	buffer_init_heap(&out);
	verdict_print(judge("a \x1b[0m pipe bomb\xc2\x9b tok_abcd", true), &out);
	assert_true(slice_find(buffer_slice(&out), SLICE_LIT("t.pipe"), 0) != SIZE_MAX);
	assert_true(slice_find(buffer_slice(&out), SLICE_LIT("\x1b"), 0) == SIZE_MAX);
	assert_true(slice_find(buffer_slice(&out), SLICE_LIT("\xc2\x9b"), 0) == SIZE_MAX);
	buffer_free(&out);
}

#define COUNT(table) (sizeof table / sizeof table[0])

int main(void)
{
	struct CMUnitTest tests[COUNT(rows) + 1] = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].when,
			                        .test_func = writes,
			                        .initial_state = (void *)(uintptr_t)&rows[i] };
	tests[COUNT(rows)] = (struct CMUnitTest)cmocka_unit_test(prints_no_control_characters);
	return cmocka_run_group_tests_name("scan_verdict", tests, open_fixture, close_fixture);
}
