/* SPDX-License-Identifier: Apache-2.0 */
/* What rules/README.md says is true: each ```yaml block that begins with "schema: 1" loads as
 * a rule file whose own tests pass, each that begins with "# policies/" as a policy, and each row
 * of the phrase table matches what it says. The tables' keys are those of the JSON Schemas.
 * The rule that the page leads to is held against the sentences of tests/cases/readme_rule, which
 * were written before it. */
#include "doorward/engine.h"

#include "test_ruleset_support.h"

#define README "rules/README.md"

static struct slice readme_text(void)
{
	static char  *text;
	static size_t length;

	if (text == NULL)
		text = support_read(README, &length);
	return (struct slice){ text, length };
}

/* ---- blocks ---- */

/* The next ```yaml block at or after *at; false when there is none. */
static bool block_next(struct slice text, size_t *at, struct slice *block)
{
	size_t begin = slice_find(text, SLICE_LIT("```yaml\n"), *at);
	size_t end;

	if (begin == SIZE_MAX)
		return false;
	begin += strlen("```yaml\n");
	end = slice_find(text, SLICE_LIT("```"), begin);
	assert_true(end != SIZE_MAX);
	*block = slice_range(text, begin, end);
	*at = end + 3;
	return true;
}

static void rule_files_load(void **state)
{
	struct error err = { 0 };
	struct slice block;
	size_t       count = 0;
	size_t       at = 0;

	(void)state;
	while (block_next(readme_text(), &at, &block)) {
		const struct ruleset_source source = { "example.yaml", block };
		struct ruleset             *ruleset;

		if (!slice_starts_with(block, SLICE_LIT("schema: 1")))
			continue;
		ruleset = support_load(&source, 1);
		if (engine_selftest(ruleset, &err, NULL) != STATUS_OK)
			fail_msg("%u: %s", err.line, err.message);
		ruleset_close(&ruleset);
		count++;
	}
	assert_int_equal(count, 8);
}

static void policies_load(void **state)
{
	static const struct ruleset_source rule = {
		"rules.yaml",
		SLICE_INIT(RULE_FILE("", "enforce", "    when: pipe bomb\n")),
	};
	struct slice block;
	size_t       count = 0;
	size_t       at = 0;

	(void)state;
	while (block_next(readme_text(), &at, &block)) {
		const char *name = slice_starts_with(block, SLICE_LIT("# policies/acme"))
		                           ? "policies/acme.yaml"
		                           : "policies/strict.yaml";
		const struct ruleset_source sources[] = { rule, { name, block } };
		struct ruleset             *ruleset;

		if (!slice_starts_with(block, SLICE_LIT("# policies/")))
			continue;
		ruleset = support_load(sources, 2);
		assert_int_equal(ruleset_policy_count(ruleset), 2);
		ruleset_close(&ruleset);
		count++;
	}
	assert_int_equal(count, 2);
}

/* ---- the rule that the page leads to ---- */

#define LED_TO       "deception.fraud.fake_invoice"
#define LED_TO_CASES "tests/cases/readme_rule/"

static struct slice led_to(void)
{
	struct slice block;
	size_t       at = 0;

	while (block_next(readme_text(), &at, &block))
		if (slice_find(block, SLICE_LIT(LED_TO), 0) != SIZE_MAX)
			return block;
	fail_msg("%s is not in %s", LED_TO, README);
	return SLICE_NONE;
}

static void the_case_is_the_rule_as_written(void **state)
{
	size_t length;
	char  *text = support_read(LED_TO_CASES "rule.yaml", &length);

	(void)state;
	assert_true(slice_equal((struct slice){ text, length }, led_to()));
	free(text);
}

static void match_note(void *context, size_t rule)
{
	assert_int_equal(rule, 0);
	*(bool *)context = true;
}

/* Every line of the file that is no comment matches the rule, or none does. */
static void sentences_match(const struct ruleset *ruleset, const char *path, bool expected)
{
	size_t                length;
	char                 *text = support_read(path, &length);
	struct slice          rest = { text, length };
	struct engine_worker *worker = NULL;
	size_t                count = 0;

	assert_int_equal(engine_worker_open(&worker), STATUS_OK);
	while (rest.len > 0) {
		size_t       end = slice_find(rest, SLICE_LIT("\n"), 0);
		struct slice line = slice_range(rest, 0, end == SIZE_MAX ? rest.len : end);
		bool         matched = false;

		rest = slice_from(rest, end == SIZE_MAX ? rest.len : end + 1);
		if (line.len == 0 || line.ptr[0] == '#')
			continue;
		engine_worker_reset(worker);
		assert_int_equal(engine_matches(worker, ruleset, line, match_note, &matched),
		                 STATUS_OK);
		if (matched != expected)
			fail_msg("\"%.*s\" %s", SLICE_ARG(line),
			         expected ? "does not match" : "matches");
		count++;
	}
	assert_int_equal(count, 15);
	engine_worker_close(&worker);
	free(text);
}

static void the_rule_does_what_it_was_written_for(void **state)
{
	const struct ruleset_source source = { "rule.yaml", led_to() };
	struct ruleset             *ruleset = support_load(&source, 1);

	(void)state;
	sentences_match(ruleset, LED_TO_CASES "ask.txt", true);
	sentences_match(ruleset, LED_TO_CASES "neighbour.txt", false);
	ruleset_close(&ruleset);
}

/* Policy people need no regex: none stands before the last section. */
static void regexes_come_last(void **state)
{
	struct slice text = readme_text();
	size_t       last = slice_find(text, SLICE_LIT("\n## Regexes\n"), 0);

	(void)state;
	assert_true(last != SIZE_MAX);
	assert_true(slice_find(text, SLICE_LIT("\n## "), last + 1) == SIZE_MAX);
	assert_true(slice_find(text, SLICE_LIT("regex: '"), 0) > last);
	assert_true(slice_find(text, SLICE_LIT("regex: \""), 0) > last);
}

/* ---- the phrase table ---- */

/* The next cell of a table's row, without "\|" escapes and backquotes. */
static bool cell_next(struct slice *row, char *cell, size_t bytes)
{
	size_t length = 0;
	size_t i = 0;

	for (; i < row->len && row->ptr[i] != '|'; i++) {
		if (row->ptr[i] == '\\' && i + 1 < row->len)
			i++;
		if (row->ptr[i] != '`' && length + 1 < bytes)
			cell[length++] = row->ptr[i];
	}
	cell[length] = '\0';
	if (i == row->len)
		return false;
	*row = slice_from(*row, i + 1);
	return true;
}

static void texts_occur(const struct ruleset *ruleset, const char *texts, bool expected)
{
	struct slice rest = slice_from_cstr(texts);

	while (rest.len > 0) {
		size_t       end = slice_find(rest, SLICE_LIT(";"), 0);
		struct slice text = slice_range(rest, 0, end == SIZE_MAX ? rest.len : end);

		if (support_occurs(ruleset, &ruleset->atoms[0], slice_trim(text)) != expected)
			fail_msg("\"%.*s\" %s", SLICE_ARG(text),
			         expected ? "does not match" : "matches");
		rest = slice_from(rest, end == SIZE_MAX ? rest.len : end + 1);
	}
}

static void phrase_row_holds(struct slice row)
{
	char            phrase[128];
	char            matches[256];
	char            others[256];
	char            text[1024];
	struct ruleset *ruleset;

	row = slice_from(row, 1);
	assert_true(cell_next(&row, phrase, sizeof phrase));
	assert_true(cell_next(&row, matches, sizeof matches));
	assert_true(cell_next(&row, others, sizeof others));
	print_message("    %s\n", phrase);
	(void)snprintf(text, sizeof text, RULE_FILE("", "enforce", "    when: \"%s\"\n"), phrase);
	ruleset = support_load_text(text);
	texts_occur(ruleset, matches, true);
	texts_occur(ruleset, others, false);
	ruleset_close(&ruleset);
}

static void the_phrase_table_holds(void **state)
{
	struct slice text = readme_text();
	size_t       at = slice_find(text, SLICE_LIT("| phrase | matches |"), 0);
	size_t       count = 0;

	(void)state;
	assert_true(at != SIZE_MAX);
	for (;;) {
		size_t       end = slice_find(text, SLICE_LIT("\n"), at);
		struct slice row = slice_range(text, at, end);

		if (!slice_starts_with(row, SLICE_LIT("|")))
			break;
		if (slice_starts_with(row, SLICE_LIT("| `"))) {
			phrase_row_holds(row);
			count++;
		}
		at = end + 1;
	}
	assert_true(count >= 14);
}

/* ---- the schemas ---- */

struct schema_row {
	const char *label;
	const char *schema;
	const char *heading; /* of the README's part that names the keys */
};

static const struct schema_row schema_rows[] = {
	{ "each key of a rule is in the schema", "rules/schema/rule.schema.json", "Of a rule:" },
	{ "each key of a file is in the schema", "rules/schema/rule.schema.json", "Of a file:" },
};

static void keys_are_in_the_schema(void **state)
{
	const struct schema_row *row = *state;
	struct slice             text = readme_text();
	size_t                   at = slice_find(text, slice_from_cstr(row->heading), 0);
	size_t end = slice_find(text, SLICE_LIT("\n\n"), at + strlen(row->heading) + 2);
	size_t length;
	char  *schema = support_read(row->schema, &length);
	size_t count = 0;

	assert_true(at != SIZE_MAX);
	while ((at = slice_find(text, SLICE_LIT("\n| `"), at)) < end) {
		size_t close = slice_find(text, SLICE_LIT("`"), at + 4);
		char   key[64];

		(void)snprintf(key, sizeof key, "\"%.*s\": {", (int)(close - at - 4),
		               text.ptr + at + 4);
		if (strstr(schema, key) == NULL)
			fail_msg("%s is not in %s", key, row->schema);
		at = close;
		count++;
	}
	assert_true(count >= 6);
	free(schema);
}

int main(void)
{
	static struct rows rows;

	rows_add_one(&rows, "each rule file of the README loads", rule_files_load);
	rows_add_one(&rows, "each policy of the README loads", policies_load);
	rows_add_one(&rows, "tests/cases holds the rule as it is written",
	             the_case_is_the_rule_as_written);
	rows_add_one(&rows, "the rule catches fifteen ways of asking, and no neighbour",
	             the_rule_does_what_it_was_written_for);
	rows_add_one(&rows, "no regex stands before the last section", regexes_come_last);
	rows_add_one(&rows, "each row of the phrase table holds", the_phrase_table_holds);
	ROWS_ADD(&rows, keys_are_in_the_schema, schema_rows);
	return rows_run(&rows, "ruleset_readme");
}
