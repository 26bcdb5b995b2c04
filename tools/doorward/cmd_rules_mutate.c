/* SPDX-License-Identifier: Apache-2.0 */
/* `rules test --mutate`: what could be lost from a rule without any of its tests noticing.
 *
 *     rules/weapons/explosives.yaml:61:15: rule "weapons.bomb.build": no test fails without the
 *     exception "bomb squad"
 */
#include "cmd_rules.h"

#include "base_json.h"
#include "cmd_engine.h"
#include "cmd_options.h"
#include "cmd_print.h"
#include "doorward/mutate.h"

#include <stdio.h>
#include <string.h>

#define ASKED_PERCENT     95
#define DROPPED_CHARS_MAX 70

struct mutation {
	const struct cmd_rules_test_options *options;
	const char                          *folder;
	size_t                               rules;
	size_t                               changes;
	size_t                               noticed;
};

static bool is_wanted(void *context, const struct ruleset_rule *rule)
{
	struct mutation *run = context;
	struct error     place = { 0 };

	if (run->options->rule != NULL && !cmd_rules_is(rule, run->options->rule))
		return false;
	(void)snprintf(place.file, sizeof place.file, "%s", ruleset_rule_file(rule));
	cmd_rules_place(run->folder, &place);
	if (!cmd_rules_file_asked(place.file, &run->options->files))
		return false;
	run->rules++;
	return true;
}

static const char *kind_name(enum mutate_kind kind)
{
	static const char *const names[] = {
		[MUTATE_EXCEPTION] = "exception",
		[MUTATE_BRANCH] = "branch",
		[MUTATE_REACH] = "reach",
		[MUTATE_LIST] = "list",
	};

	return names[kind];
}

/* "{make|build} a bo...", cut between characters. */
static struct slice shown(struct slice dropped)
{
	size_t end = dropped.len;

	if (end > DROPPED_CHARS_MAX)
		end = DROPPED_CHARS_MAX;
	while (end < dropped.len && end > 0 && ((unsigned char)dropped.ptr[end] & 0xC0) == 0x80)
		end--;
	return slice_range(dropped, 0, end);
}

static void change_text(const struct mutate_change *change, struct buffer *text)
{
	const struct slice dropped = shown(change->dropped);

	buffer_append_format(text, "no test fails without the %s \"%.*s%s\"",
	                     kind_name(change->kind), SLICE_ARG(dropped),
	                     dropped.len < change->dropped.len ? "..." : "");
}

static void change_print(const struct error *place, const struct mutate_change *change,
                         struct buffer *out)
{
	buffer_append_format(out, "%s:%u:%u: rule \"%s\": ", place->file, place->line,
	                     place->column, ruleset_rule_id(change->rule));
	change_text(change, out);
	buffer_append_char(out, '\n');
}

static void change_json(const struct error *place, const struct mutate_change *change,
                        struct buffer *out)
{
	buffer_append_cstr(out, "{\"rule\":");
	json_write_string(out, slice_from_cstr(ruleset_rule_id(change->rule)));
	json_write_key(out, "file");
	json_write_string(out, slice_from_cstr(place->file));
	buffer_append_format(out,
	                     ",\"line\":%u,\"column\":%u,\"kind\":\"%s\",\"dropped\":", place->line,
	                     place->column, kind_name(change->kind));
	json_write_string(out, change->dropped);
	buffer_append_cstr(out, "}\n");
}

static void change_take(void *context, const struct mutate_change *change)
{
	struct mutation *run = context;
	struct error     place = { .line = change->line, .column = change->column };
	struct buffer    out;

	run->changes++;
	run->noticed += change->noticed ? 1 : 0;
	if (change->noticed)
		return;
	(void)snprintf(place.file, sizeof place.file, "%s", ruleset_rule_file(change->rule));
	cmd_rules_place(run->folder, &place);
	buffer_init_heap(&out);
	if (run->options->json)
		change_json(&place, change, &out);
	else
		change_print(&place, change, &out);
	cmd_emit(&out, stdout);
	buffer_free(&out);
}

static void sum_print(const struct mutation *run)
{
	const double share = run->changes == 0
	                             ? 100.0
	                             : 100.0 * (double)run->noticed / (double)run->changes;

	if (run->options->json)
		printf("{\"changes\":%zu,\"noticed\":%zu,\"percent\":%.2f,\"asked\":%d}\n",
		       run->changes, run->noticed, share, ASKED_PERCENT);
	else
		printf("%zu of %zu changes make a test fail: %.2f %%; %d %% are asked\n",
		       run->noticed, run->changes, share, ASKED_PERCENT);
}

/* A rule of which nothing can be left out is fine; one that is not there is not. */
static bool rule_is_there(const struct cmd_rules_test_options *options, int *exit_code)
{
	struct ruleset *ruleset = NULL;
	bool            found = false;

	*exit_code = cmd_ruleset_load(options->engine.rules, false, &ruleset);
	if (*exit_code != CMD_GOOD)
		return false;
	for (size_t i = 0; i < ruleset_rule_count(ruleset) && !found; i++)
		found = cmd_rules_is(ruleset_rule_at(ruleset, i), options->rule);
	if (!found)
		*exit_code = cmd_rules_unknown(ruleset, options->rule);
	ruleset_close(&ruleset);
	return found;
}

int cmd_rules_mutate(const struct cmd_rules_test_options *options)
{
	struct mutation run = { .options = options,
		                .folder = cmd_rules_folder(options->engine.rules) };
	struct error    err = { 0 };
	int             exit_code;

	if (engine_mutate(run.folder, is_wanted, change_take, &run, &err) != STATUS_OK) {
		cmd_rules_place(run.folder, &err);
		cmd_complain_error(&err);
		return CMD_FAILED;
	}
	if (run.rules == 0 && options->rule != NULL && !rule_is_there(options, &exit_code))
		return exit_code;
	sum_print(&run);
	return run.noticed * 100 >= run.changes * ASKED_PERCENT ? CMD_GOOD : CMD_BAD;
}
