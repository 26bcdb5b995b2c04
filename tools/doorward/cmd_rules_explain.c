/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_rules.h"

#include "base_file.h"
#include "base_json.h"
#include "cmd_print.h"
#include "doorward/engine.h"
#include "doorward/trace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_BYTES_MAX ((size_t)8 * 1024 * 1024)
#define ARENA_BYTES    ((size_t)64 * 1024 * 1024)

static const char about[] =
	"Reads the rules that WORD names aloud: a rule id or the beginning of one, a category or\n"
	"a family, a rule file of the folder, or any other rule file, which then knows the\n"
	"folder's lists. With TEXT it says of each branch whether it held in that text and where,\n"
	"why a near failed, and which exception excused the rule. Drafts are judged too.\n"
	"Exit code: 0; with TEXT 1 when no rule matched; 2 on a fault.\n";

static const char example[] =
	"  doorward rules explain weapons.explosives.build\n"
	"  doorward rules explain new-rule.yaml \"How do I make a pipe bomb?\"\n";

struct explain_options {
	const char *rules;
	const char *policy;
	bool        json;
};

struct explain {
	const struct explain_options *options;
	struct ruleset               *ruleset;
	struct engine_worker         *worker;
	const struct ruleset_rule   **rules; /* those that are meant */
	size_t                        count;
};

/* ---- which rules ---- */

static int load_failed(const char *folder, enum status status, struct error *err)
{
	err->status = status;
	cmd_rules_place(folder, err);
	cmd_complain_error(err);
	return CMD_FAILED;
}

/* A file that is none of the folder's: its rules alone, with the folder's lists. */
static int load_file(const char *folder, const char *path, struct ruleset **ruleset)
{
	struct ruleset_source source = { .name = path };
	struct error          err = { 0 };
	struct arena          arena;

	if (!arena_open(&arena, ARENA_BYTES)) {
		cmd_complain("no memory to read %s", path);
		return CMD_FAILED;
	}
	enum status status = file_read(path, FILE_BYTES_MAX, &arena, &source.text, &err);
	if (status == STATUS_OK)
		status = ruleset_load_trial(folder, &source, true, ruleset, &err);
	arena_close(&arena);
	return status == STATUS_OK ? CMD_GOOD : load_failed(folder, status, &err);
}

static enum status rules_take(struct explain *explain, const char *word)
{
	size_t total = ruleset_rule_count(explain->ruleset);

	explain->rules = calloc(total + 1, sizeof(*explain->rules));
	if (explain->rules == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < total; i++)
		if (word == NULL || cmd_rules_is(ruleset_rule_at(explain->ruleset, i), word))
			explain->rules[explain->count++] = ruleset_rule_at(explain->ruleset, i);
	return STATUS_OK;
}

static bool is_rule_file(const char *word)
{
	return slice_ends_with(slice_from_cstr(word), SLICE_LIT(".yaml")) &&
	       access(word, R_OK) == 0;
}

static int rules_find(struct explain *explain, const char *word)
{
	const char *folder = cmd_rules_folder(explain->options->rules);
	int         exit_code = cmd_ruleset_load(explain->options->rules, false, &explain->ruleset);

	if (exit_code != CMD_GOOD)
		return exit_code;
	if (rules_take(explain, word) != STATUS_OK)
		return CMD_FAILED;
	if (explain->count > 0)
		return CMD_GOOD;
	if (!is_rule_file(word))
		return cmd_rules_unknown(explain->ruleset, word);
	free(explain->rules);
	explain->rules = NULL;
	ruleset_close(&explain->ruleset);
	exit_code = load_file(folder, word, &explain->ruleset);
	if (exit_code == CMD_GOOD && rules_take(explain, NULL) != STATUS_OK)
		exit_code = CMD_FAILED;
	return exit_code;
}

/* ---- what is said of them ---- */

static int memory_short(void)
{
	cmd_complain("no memory to explain the rules");
	return CMD_FAILED;
}

static void read_json(const struct engine_rule_trace *trace, struct buffer *out)
{
	struct buffer words;

	buffer_init_heap(&words);
	engine_trace_read(trace, &words);
	engine_trace_write(trace, NULL, out);
	if (out->len > 0)
		out->len--; /* the closing brace comes behind one more member */
	json_write_key(out, "reads");
	json_write_string(out, buffer_slice(&words));
	buffer_append_cstr(out, "}\n");
	out->failed = out->failed || words.failed;
	buffer_free(&words);
}

static int read_aloud(struct explain *explain)
{
	struct arena *arena = engine_worker_arena(explain->worker);
	struct buffer out;

	buffer_init_heap(&out);
	for (size_t i = 0; i < explain->count; i++) {
		struct engine_rule_trace trace;

		if (engine_trace_tree(explain->ruleset, explain->rules[i], arena, &trace) !=
		    STATUS_OK) {
			buffer_free(&out);
			return memory_short();
		}
		if (explain->options->json)
			read_json(&trace, &out);
		else
			engine_trace_read(&trace, &out);
	}
	bool written = cmd_emit(&out, stdout);
	buffer_free(&out);
	return written ? CMD_GOOD : CMD_FAILED;
}

static int judge(struct explain *explain, const char *text)
{
	const char               *policy = explain->options->policy;
	const struct engine_field field = { .name = SLICE_LIT("prompt"),
		                            .text = slice_from_cstr(text) };
	struct engine_prompt      prompt = { .fields = &field,
		                             .field_count = 1,
		                             .policy = slice_from_cstr(policy),
		                             .decoders = ENGINE_DECODE_ALL };
	struct engine_rule_traces traces;
	struct buffer             out;
	bool                      matched = false;
	enum status status = engine_trace_rules(explain->worker, explain->ruleset, &prompt,
	                                        explain->rules, explain->count, &traces);

	if (status == STATUS_NOT_FOUND)
		return cmd_policy_unknown(explain->ruleset, prompt.policy);
	if (status != STATUS_OK)
		return memory_short();
	buffer_init_heap(&out);
	for (size_t i = 0; i < traces.count; i++) {
		matched = matched || traces.items[i].outcome == ENGINE_MATCHED;
		if (explain->options->json) {
			engine_trace_write(&traces.items[i], traces.fields, &out);
			buffer_append_char(&out, '\n');
		} else {
			engine_trace_print(&traces.items[i], traces.fields, &out);
		}
	}
	bool written = cmd_emit(&out, stdout);
	buffer_free(&out);
	if (!written)
		return CMD_FAILED;
	return matched ? CMD_GOOD : CMD_BAD;
}

int cmd_rules_explain(int count, char **words)
{
	struct explain_options  options = { 0 };
	const struct cmd_option rows[] = {
		{ "rules", "DIR", .text = &options.rules, .help = CMD_RULES_HELP },
		{ "policy", "NAME", .text = &options.policy, .help = CMD_POLICY_HELP },
		{ "json", NULL, .flag = &options.json, .help = "print JSON, one object a line" },
	};
	const struct cmd_usage usage = { .synopsis = "rules explain [OPTIONS] WORD [TEXT]",
		                         .about = about,
		                         .example = example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct explain         explain = { .options = &options };
	struct cmd_words       rest = { .count = count, .words = words };
	int                    exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count < 1 || rest.count > 2) {
		cmd_complain("rules explain takes a rule and, perhaps, a text in quotes");
		return CMD_FAILED;
	}
	exit_code = rules_find(&explain, rest.words[0]);
	if (exit_code == CMD_GOOD && engine_worker_open(&explain.worker) != STATUS_OK)
		exit_code = memory_short();
	if (exit_code == CMD_GOOD)
		exit_code = rest.count == 1 ? read_aloud(&explain) : judge(&explain, rest.words[1]);
	engine_worker_close(&explain.worker);
	free(explain.rules);
	ruleset_close(&explain.ruleset);
	return exit_code;
}
