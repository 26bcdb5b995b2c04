/* SPDX-License-Identifier: Apache-2.0 */
/* Which matches an exception takes back: those it stands near, in texts where a number is so many
 * other words ("axe 250 toy"). */
#include "base_buffer.h"
#include "doorward/engine.h"
#include "doorward/trace.h"
#include "test_base_rows.h"

#include <stdlib.h>

#define HEAD                                                                                       \
	"schema: 1\ncategory: profanity\nowner: t\nrules:\n"                                       \
	"  - {id: t.a, title: t, severity: low, action: flag, mode: enforce,\n     "

struct row {
	const char *label;
	const char *conditions;
	const char *text;
	const char *matches; /* the words at which they begin */
};

#define DEFAULT "when: axe, except: [toy]"
#define THREE   "when: axe, except: [toy], except_within: 3 words"
#define WHOLE   "when: axe, except: [{phrase: toy, within: text}]"
#define ALL_OF  "when: {all: [axe, saw]}, except: [toy], except_within: 3 words"
#define NEAR    "when: {near: {within: 1 word, of: [axe, saw]}}, except: [toy], except_within: 3 words"
#define GROUP   "when: axe, except: [{all: [toy, {none: [real]}], within: 3 words}]"

static const struct row rows[] = {
	{ "beside it", DEFAULT, "toy axe", "" },
	{ "250 words before", DEFAULT, "toy 250 axe", "" },
	{ "251 words before", DEFAULT, "toy 251 axe", "252" },
	{ "250 words behind", DEFAULT, "axe 250 toy", "" },
	{ "251 words behind", DEFAULT, "axe 251 toy", "0" },
	{ "as far as the rule says", THREE, "toy 3 axe", "" },
	{ "one word farther", THREE, "toy 4 axe", "5" },
	{ "no words", "when: axe, except: [{phrase: toy, within: 0 words}]", "toy axe 1 toy", "" },
	{ "no words, and one between", "when: axe, except: [{phrase: toy, within: 0}]",
	  "toy 1 axe 1 toy", "2" },
	{ "a word of the match", "when: axe of steel, except: [{phrase: of, within: 0 words}]",
	  "axe of steel", "" },
	{ "the whole text", WHOLE, "axe 900 toy", "" },
	{ "one says the text, the rule says words",
	  "when: axe, except: [{phrase: toy, within: text}, game], except_within: 3 words",
	  "axe 5 game 900 axe", "0 907" },
	{ "one says words, the rule says the text",
	  "when: axe, except: [{phrase: toy, within: 3 words}, game], except_within: text",
	  "toy 5 axe", "6" },
	{ "the rule says the text",
	  "when: axe, except: [{phrase: toy, within: 3 words}, game], except_within: text",
	  "axe 900 game", "" },
	{ "one of two matches", THREE, "toy axe 9 axe", "11" },
	{ "the other of two", THREE, "axe 9 axe toy", "0" },
	{ "both, each by its own", THREE, "toy axe 9 axe toy", "" },
	{ "between two", THREE, "axe 3 toy 3 axe", "" },
	{ "longer before shorter",
	  "when: axe, except: ['toy <0..20> box', toy], except_within: 3 words",
	  "toy 2 toy 9 box 2 axe", "" },
	{ "all of two: one is covered everywhere", ALL_OF, "toy axe 9 saw", "" },
	{ "all of two: the first is covered", ALL_OF, "toy axe 9 saw 9 axe", "21 11" },
	{ "a window", NEAR, "axe 1 saw 3 toy", "" },
	{ "a window farther off", NEAR, "axe 1 saw 4 toy", "0" },
	{ "the second window", NEAR, "toy axe saw 9 saw axe", "12" },
	{ "any: each branch", "when: {any: [axe, saw]}, except: [toy], except_within: 3 words",
	  "toy axe 9 saw 1 axe toy", "" },
	{ "any: one branch", "when: {any: [axe, saw]}, except: [toy], except_within: 3 words",
	  "toy axe 9 saw", "11" },
	{ "what must not occur has no exceptions",
	  "when: {all: [axe, none: [saw]]}, except: [toy], except_within: 3 words", "axe 9 toy saw",
	  "" },
	{ "a group of exceptions", GROUP, "toy axe", "" },
	{ "a group that does not hold there", GROUP, "real toy axe", "2" },
	{ "a group that does not hold elsewhere", GROUP, "real 20 toy axe", "" },
	{ "a window as an exception",
	  "when: axe, except: [{near: {within: 2 words, of: [toy, box]}, within: 3 words}]",
	  "box 1 toy 3 axe 9 box 3 toy 3 axe", "24" },
	{ "a regex", "when: {regex: 'a\\d+'}, except: [toy], except_within: 3 words", "toy a1 9 a2",
	  "11" },
	{ "a short text", DEFAULT, "toy 50 axe", "" },
	{ "behind seventeen that are covered", THREE,
	  "toy axe axe axe axe toy axe axe axe axe toy axe axe axe axe toy axe axe axe axe toy axe "
	  "axe"
	  " 9 axe",
	  "32" },
};

static struct engine_worker *worker;

/* A number becomes so many words. */
static void expand(const char *text, struct buffer *out)
{
	for (const char *at = text; *at != '\0';) {
		const size_t length = strcspn(at, " ");
		const char  *last = at + length;
		char        *end;
		const long   count = strtol(at, &end, 10);

		for (long i = 0; end == last && i < count; i++)
			buffer_append_cstr(out, i > 0 ? " lorem" : "lorem");
		if (end != last)
			buffer_append(out, (struct slice){ at, length });
		if (*last == ' ')
			buffer_append_char(out, ' ');
		at = *last == ' ' ? last + 1 : last;
	}
}

static size_t words_before(struct slice text, size_t offset)
{
	size_t count = 0;

	for (size_t i = 0; i < offset; i++)
		count += text.ptr[i] == ' ';
	return count;
}

static struct ruleset *load(const char *conditions)
{
	char                  text[1024];
	struct ruleset_source source = { "t.yaml", { text, 0 } };
	struct ruleset       *ruleset = NULL;
	struct error          err = { 0 };

	(void)snprintf(text, sizeof text, HEAD "%s,\n     tests: {block: [a, b], pass: [c, d]}}\n",
	               conditions);
	source.text.len = strlen(text);
	if (ruleset_load_sources(&source, 1, &ruleset, &err) != STATUS_OK)
		fail_msg("%u: %s", err.line, err.message);
	return ruleset;
}

static const struct engine_verdict *judge(const struct ruleset *ruleset, struct slice text,
                                          struct engine_rule_traces *traces)
{
	static struct engine_field   field; /* traces name it */
	const struct engine_prompt   prompt = { .fields = &field, .field_count = 1 };
	const struct ruleset_rule   *rule = ruleset_rule_at(ruleset, 0);
	const struct engine_verdict *verdict = NULL;

	field = (struct engine_field){ .name = SLICE_LIT("prompt"), .text = text };
	engine_worker_reset(worker);
	assert_int_equal(engine_check(worker, ruleset, &prompt, &verdict), STATUS_OK);
	assert_int_equal(engine_trace_rules(worker, ruleset, &prompt, &rule, 1, traces), STATUS_OK);
	return verdict;
}

static void covers(void **state)
{
	const struct row            *row = *state;
	struct ruleset              *ruleset = load(row->conditions);
	struct engine_rule_traces    traces;
	const struct engine_verdict *verdict;
	struct buffer                text;
	struct buffer                found;

	buffer_init_heap(&text);
	buffer_init_heap(&found);
	expand(row->text, &text);
	verdict = judge(ruleset, buffer_slice(&text), &traces);
	for (size_t i = 0; i < verdict->finding_count; i++)
		for (size_t j = 0; j < verdict->findings[i].part_count; j++)
			buffer_append_format(
				&found, "%s%zu", found.len > 0 ? " " : "",
				words_before(buffer_slice(&text),
			                     verdict->findings[i].parts[j].span.start));
	buffer_append_char(&found, '\0');
	assert_string_equal(found.ptr, row->matches);
	assert_int_equal(traces.items[0].outcome == ENGINE_MATCHED, row->matches[0] != '\0');
	buffer_free(&found);
	buffer_free(&text);
	ruleset_close(&ruleset);
}

/* Thousands of covered matches, and then one that is not. */
static void looks_on_behind_covered_ones(void **state)
{
	static const char *const     whens[] = { THREE, NEAR, ALL_OF };
	struct engine_rule_traces    traces;
	const struct engine_verdict *verdict;

	(void)state;
	for (size_t i = 0; i < sizeof whens / sizeof whens[0]; i++) {
		struct ruleset *ruleset = load(whens[i]);
		struct buffer   text;

		buffer_init_heap(&text);
		for (size_t word = 0; word < 3000; word++)
			buffer_append_cstr(&text, "axe saw toy ");
		assert_int_equal(judge(ruleset, buffer_slice(&text), &traces)->finding_count, 0);
		assert_int_equal(traces.items[0].outcome, ENGINE_EXCUSED);
		buffer_append_cstr(&text, "lorem lorem lorem lorem axe saw");
		verdict = judge(ruleset, buffer_slice(&text), &traces);
		assert_int_equal(verdict->finding_count, 1);
		assert_int_equal(verdict->findings[0].parts[0].span.start, 3000 * 12 + 24);
		buffer_free(&text);
		ruleset_close(&ruleset);
	}
}

/* Another field is another text. */
static void keeps_to_its_field(void **state)
{
	const struct engine_field fields[] = {
		{ .name = SLICE_LIT("title"), .text = SLICE_LIT("a toy for children") },
		{ .name = SLICE_LIT("prompt"), .text = SLICE_LIT("the axe") },
	};
	const struct engine_prompt   prompt = { .fields = fields, .field_count = 2 };
	const struct engine_verdict *verdict = NULL;
	struct ruleset              *ruleset = load(WHOLE);

	(void)state;
	engine_worker_reset(worker);
	assert_int_equal(engine_check(worker, ruleset, &prompt, &verdict), STATUS_OK);
	assert_int_equal(verdict->finding_count, 1);
	ruleset_close(&ruleset);
}

/* `explain` says how far away one is that does not count. */
static void says_how_far_away(void **state)
{
	static const char         printed[] = "t.a: matched\n"
					      "  + phrase axe\n"
					      "      prompt, bytes 0 to 3: \"axe\"\n"
					      "  unless\n"
					      "  - any of these\n"
					      "    - phrase toy: 5 words from the match, and it reaches 3\n"
					      "        prompt, bytes 14 to 17: \"toy\"\n";
	struct engine_rule_traces traces;
	struct ruleset           *ruleset = load(THREE);
	struct buffer             out;

	(void)state;
	buffer_init_heap(&out);
	(void)judge(ruleset, SLICE_LIT("axe b c d e f toy"), &traces);
	engine_trace_print(&traces.items[0], traces.fields, &out);
	buffer_append_char(&out, '\0');
	assert_string_equal(out.ptr, printed);
	out.len = 0;
	engine_trace_write(&traces.items[0], traces.fields, &out);
	buffer_append_char(&out, '\0');
	assert_non_null(
		strstr(out.ptr, "\"pattern\":\"toy\",\"reach\":3,\"holds\":false,\"away\":5"));
	buffer_free(&out);
	ruleset_close(&ruleset);
}

static int open_worker(void **state)
{
	(void)state;
	return engine_worker_open(&worker) == STATUS_OK ? 0 : -1;
}

static int close_worker(void **state)
{
	(void)state;
	engine_worker_close(&worker);
	return 0;
}

int main(void)
{
	struct rows all = { 0 };

	ROWS_ADD(&all, covers, rows);
	rows_add_one(&all, "looks on behind covered ones", looks_on_behind_covered_ones);
	rows_add_one(&all, "keeps to its field", keeps_to_its_field);
	rows_add_one(&all, "says how far away", says_how_far_away);
	return _cmocka_run_group_tests("except", all.tests, all.count, open_worker, close_worker);
}
