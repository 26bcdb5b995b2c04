/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_rules.h"

#include "base_json.h"
#include "cmd_engine.h"
#include "cmd_http.h"
#include "cmd_options.h"
#include "cmd_print.h"
#include "cmd_rules_stats.h"

#include <stdio.h>
#include <stdlib.h>

static const char list_about[] =
	"One line a rule: id, category, mode, level, action, severity. WORD is a rule id or the\n"
	"beginning of one, a category or a family, or a rule file; without any, all rules.\n"
	"With --stats, what a server counted, most hits first: prompts the rule matched (hits),\n"
	"those in which its action was the decision (decided), and no other rule's was (alone),\n"
	"distinct keys (about), the last hit, and microseconds a look takes (sampled). Hits in\n"
	"shadow are rows of their own.\n";

static const char list_example[] = "  doorward rules list weapons\n"
				   "  doorward rules list --json | jq -r .id\n"
				   "  doorward rules list --stats --data build/data weapons\n";

static const char show_about[] =
	"All about the rules that WORD names: a rule id or the beginning of one, a category or a\n"
	"family, or a rule file.\n"
	"Exit code: 0, or 2 when WORD names no rule.\n";

static const char show_example[] = "  doorward rules show weapons.explosives.build\n";

static const char *rule_category(const struct ruleset_rule *rule)
{
	return ruleset_category_code(ruleset_rule_category(rule));
}

static void member(struct buffer *out, const char *key, const char *value)
{
	json_write_key(out, key);
	json_write_string(out, slice_from_cstr(value));
}

void cmd_rules_head_json(const struct ruleset_rule *rule, struct buffer *out)
{
	buffer_append_char(out, '{');
	member(out, "id", ruleset_rule_id(rule));
	member(out, "category", rule_category(rule));
	member(out, "mode", ruleset_mode_name(ruleset_rule_mode(rule)));
	json_write_key(out, "level");
	buffer_append_u64(out, ruleset_rule_level(rule));
	member(out, "action", ruleset_action_name(ruleset_rule_action(rule)));
	member(out, "severity", ruleset_severity_name(ruleset_rule_severity(rule)));
	member(out, "title", ruleset_rule_title(rule));
	member(out, "file", ruleset_rule_file(rule));
	json_write_key(out, "line");
	buffer_append_u64(out, ruleset_rule_line(rule));
}

/* ---- list ---- */

static void list_json(const struct ruleset *ruleset, const struct cmd_words *words)
{
	struct buffer out;

	buffer_init_heap(&out);
	for (size_t i = 0; i < ruleset_rule_count(ruleset); i++) {
		const struct ruleset_rule *rule = ruleset_rule_at(ruleset, i);

		if (!cmd_rules_any(rule, words))
			continue;
		cmd_rules_head_json(rule, &out);
		buffer_append_cstr(&out, "}\n");
	}
	cmd_emit(&out, stdout);
	buffer_free(&out);
}

static void list_row(struct cmd_table *table, const struct ruleset_rule *rule)
{
	cmd_table_cell(table, "%s", ruleset_rule_id(rule));
	cmd_table_cell(table, "%s", rule_category(rule));
	cmd_table_cell(table, "%s", ruleset_mode_name(ruleset_rule_mode(rule)));
	cmd_table_cell(table, "%u", ruleset_rule_level(rule));
	cmd_table_cell(table, "%s", ruleset_action_name(ruleset_rule_action(rule)));
	cmd_table_cell(table, "%s", ruleset_severity_name(ruleset_rule_severity(rule)));
}

static void list_print(const struct ruleset *ruleset, const struct cmd_words *words)
{
	static const char *const heads[] = {
		"id", "category", "mode", "level", "action", "severity"
	};
	struct cmd_table table;

	cmd_table_open(&table, "lllrll");
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		cmd_table_cell(&table, "%s", heads[i]);
	for (size_t i = 0; i < ruleset_rule_count(ruleset); i++)
		if (cmd_rules_any(ruleset_rule_at(ruleset, i), words))
			list_row(&table, ruleset_rule_at(ruleset, i));
	cmd_table_close(&table, stdout);
}

int cmd_rules_list(int count, char **words)
{
	struct cmd_rules_stats_options options = { 0 };
	bool                           stats = false;
	const struct cmd_option        rows[] = {
		       { "rules", "DIR", .text = &options.rules, .help = CMD_RULES_HELP },
		       { "stats", NULL, .flag = &stats, .help = "with what a server counted" },
		       { "data", "DIR", .text = &options.data,
		         .help = "data folder of the server, for --stats" },
		       { "config", "FILE", .text = &options.config,
		         .help = "configuration that names the data folder" },
		       { "url", "URL", .text = &options.url, .help = CMD_URL_HELP },
		       { "json", NULL, .flag = &options.json, .help = "print JSON, one object a line" },
	};
	const struct cmd_usage usage = { .synopsis = "rules list [OPTIONS] [WORD…]",
		                         .about = list_about,
		                         .example = list_example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words       rest = { .count = count, .words = words };
	struct ruleset        *ruleset = NULL;
	int                    exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (stats)
		return cmd_rules_stats(&options, &rest);
	if (options.data != NULL || options.config != NULL || options.url != NULL) {
		cmd_complain("--data, --config and --url are for --stats");
		return CMD_FAILED;
	}
	exit_code = cmd_ruleset_load(options.rules, false, &ruleset);
	if (exit_code == CMD_GOOD && options.json)
		list_json(ruleset, &rest);
	else if (exit_code == CMD_GOOD)
		list_print(ruleset, &rest);
	ruleset_close(&ruleset);
	return exit_code;
}

/* ---- show ---- */

static void tests_json(const struct ruleset_rule *rule, bool expect_match, struct buffer *out)
{
	const struct ruleset_test *tests;
	size_t                     count = ruleset_rule_tests(rule, &tests);

	json_write_key(out, expect_match ? "block" : "pass");
	buffer_append_char(out, '[');
	for (size_t i = 0, written = 0; i < count; i++) {
		if (tests[i].expect_match != expect_match)
			continue;
		if (written++ > 0)
			buffer_append_char(out, ',');
		json_write_string(out, tests[i].text);
	}
	buffer_append_char(out, ']');
}

static void show_json(const struct ruleset_rule *rule, struct buffer *out)
{
	cmd_rules_head_json(rule, out);
	member(out, "owner", ruleset_rule_owner(rule));
	member(out, "message", ruleset_rule_message(rule));
	member(out, "description", ruleset_rule_description(rule));
	member(out, "expires", ruleset_rule_expires(rule));
	buffer_append_cstr(out, ",\"tests\":{");
	tests_json(rule, true, out);
	tests_json(rule, false, out);
	buffer_append_cstr(out, "}}\n");
}

static void line_if(struct buffer *out, const char *name, const char *value)
{
	if (value[0] != '\0')
		buffer_append_format(out, "  %-9s %s\n", name, value);
}

static void tests_text(const struct ruleset_rule *rule, bool expect_match, struct buffer *out)
{
	const struct ruleset_test *tests;
	size_t                     count = ruleset_rule_tests(rule, &tests);

	for (size_t i = 0; i < count; i++)
		if (tests[i].expect_match == expect_match)
			buffer_append_format(out, "  %-9s %.*s\n",
			                     expect_match ? "matches" : "passes",
			                     SLICE_ARG(tests[i].text));
}

static void show_text(const struct ruleset_rule *rule, struct buffer *out)
{
	buffer_append_format(out, "%s\n", ruleset_rule_id(rule));
	line_if(out, "title", ruleset_rule_title(rule));
	buffer_append_format(out, "  %-9s %s (%s)\n", "category", rule_category(rule),
	                     ruleset_category_title(ruleset_rule_category(rule)));
	buffer_append_format(out, "  %-9s %s, severity %s, level %u, mode %s\n", "action",
	                     ruleset_action_name(ruleset_rule_action(rule)),
	                     ruleset_severity_name(ruleset_rule_severity(rule)),
	                     ruleset_rule_level(rule), ruleset_mode_name(ruleset_rule_mode(rule)));
	if (ruleset_rule_is_exact(rule))
		line_if(out, "disguise", "transport: its meaning is its exact letters");
	line_if(out, "reason", ruleset_rule_exact_reason(rule));
	line_if(out, "message", ruleset_rule_message(rule));
	line_if(out, "about", ruleset_rule_description(rule));
	line_if(out, "owner", ruleset_rule_owner(rule));
	line_if(out, "expires", ruleset_rule_expires(rule));
	buffer_append_format(out, "  %-9s %s:%u\n", "file", ruleset_rule_file(rule),
	                     ruleset_rule_line(rule));
	tests_text(rule, true, out);
	tests_text(rule, false, out);
}

int cmd_rules_unknown(const struct ruleset *ruleset, const char *word)
{
	size_t       count = ruleset_rule_count(ruleset);
	const char **ids = calloc(count + 1, sizeof *ids);

	if (ids == NULL)
		count = 0;
	for (size_t i = 0; i < count; i++)
		ids[i] = ruleset_rule_id(ruleset_rule_at(ruleset, i));
	int exit_code = cmd_unknown("rule", word, ids, count);
	free(ids);
	return exit_code;
}

static int word_show(const struct ruleset *ruleset, const char *word, bool json)
{
	struct buffer out;
	size_t        shown = 0;

	buffer_init_heap(&out);
	for (size_t i = 0; i < ruleset_rule_count(ruleset); i++) {
		const struct ruleset_rule *rule = ruleset_rule_at(ruleset, i);

		if (!cmd_rules_is(rule, word))
			continue;
		if (json)
			show_json(rule, &out);
		else
			show_text(rule, &out);
		shown++;
	}
	bool written = cmd_emit(&out, stdout);
	buffer_free(&out);
	if (shown == 0)
		return cmd_rules_unknown(ruleset, word);
	return written ? CMD_GOOD : CMD_FAILED;
}

int cmd_rules_show(int count, char **words)
{
	const struct cmd_usage   usage = { .synopsis = "rules show [OPTIONS] WORD…",
		                           .about = show_about,
		                           .example = show_example };
	struct cmd_rules_options options = { 0 };
	struct cmd_words         rest = { .count = count, .words = words };
	struct ruleset          *ruleset = NULL;
	int                      exit_code;

	if (!cmd_rules_read(&usage, &options, &rest, &exit_code))
		return exit_code;
	if (rest.count == 0) {
		cmd_complain("rules show needs a rule id; doorward rules list has them");
		return CMD_FAILED;
	}
	exit_code = cmd_ruleset_load(options.rules, false, &ruleset);
	for (int i = 0; i < rest.count && exit_code == CMD_GOOD; i++)
		exit_code = word_show(ruleset, rest.words[i], options.json);
	ruleset_close(&ruleset);
	return exit_code;
}
