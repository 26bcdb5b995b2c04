/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_rules.h"

#include "cmd_engine.h"
#include "cmd_options.h"
#include "cmd_parts.h"
#include "cmd_print.h"

#include <stdio.h>
#include <string.h>

static const struct cmd_part parts[] = {
	{ "lint", cmd_rules_lint },       { "test", cmd_rules_test },
	{ "list", cmd_rules_list },       { "show", cmd_rules_show },
	{ "explain", cmd_rules_explain }, { "snapshot", cmd_rules_snapshot },
};

static const char about[] = "Works on a folder of rule files, without a server.\n"
			    "\n"
			    "  lint      find faults and doubtful places in rule files\n"
			    "  test      run the tests that stand in the rule files\n"
			    "  list      one line a rule\n"
			    "  show      all about a rule\n"
			    "  explain   a rule in plain words, and what it makes of a text\n"
			    "  snapshot  compile into one file, which --rules takes everywhere\n";

static const char example[] = "  doorward rules lint\n"
			      "  doorward rules list weapons\n";

int cmd_rules(int count, char **words)
{
	const struct cmd_usage usage = {
		.synopsis = "rules lint|test|list|show|explain|snapshot [OPTIONS]",
		.about = about,
		.example = example
	};

	return cmd_parts_run("rules", &usage, parts, sizeof parts / sizeof parts[0], count, words);
}

bool cmd_rules_read(const struct cmd_usage *usage, struct cmd_rules_options *options,
                    struct cmd_words *words, int *exit_code)
{
	const struct cmd_option rows[] = {
		{ "rules", "DIR", .text = &options->rules, .help = CMD_RULES_HELP },
		{ "json", NULL, .flag = &options->json, .help = "print JSON, one object a line" },
		{ "no-cache", NULL, .flag = &cmd_no_cache, .help = CMD_CACHE_HELP },
	};
	struct cmd_usage with_options = *usage;

	with_options.options = rows;
	with_options.option_count = sizeof rows / sizeof rows[0];
	return cmd_options_read(&with_options, words, exit_code);
}

bool cmd_rules_file_is(const char *path, const char *word)
{
	size_t path_len = strlen(path);
	size_t word_len = strlen(word);

	if (word_len > 2 && strncmp(word, "./", 2) == 0)
		return cmd_rules_file_is(path, word + 2);
	if (word_len == 0)
		return false;
	if (word_len > path_len)
		return word[word_len - path_len - 1] == '/' &&
		       strcmp(word + word_len - path_len, path) == 0;
	if (strcmp(path + path_len - word_len, word) != 0)
		return false;
	return path_len == word_len || path[path_len - word_len - 1] == '/';
}

bool cmd_rules_file_asked(const char *path, const struct cmd_words *words)
{
	for (int i = 0; i < words->count; i++)
		if (cmd_rules_file_is(path, words->words[i]))
			return true;
	return words->count == 0;
}

/* "weapons/a.yaml:3:9: message" into its parts. What is not of this form stays a message. */
static void failure_parse(struct slice line, const char *folder, struct error *failure)
{
	char text[sizeof failure->file + sizeof failure->message];
	int  behind = 0;

	*failure = (struct error){ .status = STATUS_RULE_TEST_FAILED };
	snprintf(text, sizeof text, "%.*s", SLICE_ARG(line));
	if (sscanf(text, "%255[^:]:%u:%u: %n", failure->file, &failure->line, &failure->column,
	           &behind) < 3)
		failure->file[0] = '\0';
	snprintf(failure->message, sizeof failure->message, "%s", text + behind);
	cmd_rules_place(folder, failure);
}

enum status cmd_rules_selftest(const struct ruleset *ruleset, const char *folder,
                               cmd_rules_failure *report, void *context)
{
	struct buffer failures;
	struct error  err = { 0 };

	buffer_init_heap(&failures);
	enum status status = engine_selftest(ruleset, &err, &failures);
	if (status != STATUS_OK && status != STATUS_RULE_TEST_FAILED) {
		err.status = status;
		cmd_complain_error(&err);
	}
	struct slice text = buffer_slice(&failures);
	while (status == STATUS_RULE_TEST_FAILED && text.len > 0) {
		size_t end = slice_find(text, SLICE_LIT("\n"), 0);
		size_t len = end == SIZE_MAX ? text.len : end;

		failure_parse(slice_range(text, 0, len), folder, &err);
		report(context, &err);
		text = slice_from(text, end == SIZE_MAX ? len : len + 1);
	}
	buffer_free(&failures);
	return status;
}

bool cmd_rules_leads_to(const char *word, struct slice name)
{
	size_t len = strlen(word);

	return slice_starts_with(name, (struct slice){ word, len }) &&
	       (name.len == len || name.ptr[len] == '.');
}

bool cmd_rules_is(const struct ruleset_rule *rule, const char *word)
{
	struct slice category = slice_from_cstr(ruleset_category_code(ruleset_rule_category(rule)));

	return cmd_rules_leads_to(word, slice_from_cstr(ruleset_rule_id(rule))) ||
	       cmd_rules_leads_to(word, category) ||
	       cmd_rules_file_is(ruleset_rule_file(rule), word);
}

bool cmd_rules_any(const struct ruleset_rule *rule, const struct cmd_words *words)
{
	for (int i = 0; i < words->count; i++)
		if (cmd_rules_is(rule, words->words[i]))
			return true;
	return words->count == 0;
}
