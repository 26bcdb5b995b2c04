/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1/rules/test: what a prompt gets, and why, branch by branch.
 *
 *     {"prompt": "...", "rules_text": "schema: 1 ...", "rules_file": "weapons/new.yaml",
 *      "rules_alone": false, "rules": ["weapons.explosives.build"]}
 *
 * The prompt is a native request. Without "rules_text" the rules that decide now judge it; with it,
 * the folder as it would be with that file, or that file alone. Traced are the rules that are
 * named, else those of the text, else those that came near. Runs on the thread of jobs; the rules
 * that decide are never touched, no record is written and nothing is counted. */
#include "base_json.h"
#include "doorward/request.h"
#include "doorward/trace.h"
#include "doorward/verdict.h"
#include "web_jobs.h"
#include "web_rules.h"
#include "web_rules_body.h"

#include <string.h>

#define PROMPT_BYTES_MAX (64u * 1024u)
#define PATTERNS_MAX     512u
#define ID_SHOWN_MAX     100u

struct trying {
	struct web_exchange         *exchange;
	struct web_bench            *bench;
	struct web_rules_body        parts;
	struct request               request;
	const struct ruleset        *ruleset;
	const struct ruleset_rule  **rules;
	size_t                       rule_count;
	const struct engine_verdict *verdict;
	struct engine_rule_traces    traces;
};

/* ---- reading and judging ---- */

static enum status check_size(const struct engine_prompt *prompt, struct error *err)
{
	size_t bytes = 0;

	for (size_t i = 0; i < prompt->field_count; i++)
		bytes += prompt->fields[i].text.len;
	if (bytes > PROMPT_BYTES_MAX)
		return error_set(err, STATUS_LIMIT_REACHED, NULL, 0, 0,
		                 "a prompt that is tried may have %u bytes", PROMPT_BYTES_MAX);
	return STATUS_OK;
}

static enum status read_body(struct trying *trying, struct error *err)
{
	struct arena *arena = engine_worker_arena(trying->bench->engine);
	enum status   status = web_rules_body_read(buffer_slice(&trying->exchange->body), arena,
	                                           &trying->parts, err);

	if (status == STATUS_OK)
		status = request_parse(trying->parts.request, arena, &trying->request, err);
	if (status == STATUS_OK)
		status = check_size(&trying->request.prompt, err);
	trying->request.prompt.explain = true;
	return status;
}

static bool is_asked(const struct trying *trying, const struct ruleset_rule *rule, const char *file)
{
	for (size_t i = 0; i < trying->parts.asked_count; i++)
		if (slice_equal_cstr(trying->parts.asked[i], ruleset_rule_id(rule)))
			return true;
	return trying->parts.asked_count == 0 && trying->parts.has_text &&
	       strcmp(ruleset_rule_file(rule), file) == 0;
}

/* Is each id that was asked for among the rules that were picked? */
static enum status asked_check(const struct trying *trying, struct error *err)
{
	for (size_t i = 0; i < trying->parts.asked_count; i++) {
		const struct slice id = trying->parts.asked[i];
		bool               found = false;

		for (size_t j = 0; j < trying->rule_count && !found; j++)
			found = slice_equal_cstr(id, ruleset_rule_id(trying->rules[j]));
		if (!found)
			return error_set(err, STATUS_REQUEST_INVALID, NULL, 0, 0,
			                 "\"%.*s\" in \"rules\" is no rule's id",
			                 (int)(id.len < ID_SHOWN_MAX ? id.len : ID_SHOWN_MAX),
			                 id.ptr);
	}
	return STATUS_OK;
}

static enum status pick_rules(struct trying *trying, struct error *err)
{
	char   file[WEB_TRIAL_NAME_BYTES_MAX + 1];
	size_t total = ruleset_rule_count(trying->ruleset);

	trying->rules = ARENA_ARRAY(engine_worker_arena(trying->bench->engine),
	                            ENGINE_RULE_TRACES_MAX, const struct ruleset_rule *);
	if (trying->rules == NULL)
		return STATUS_NO_MEMORY;
	web_trial_name(&trying->parts.text, file);
	for (size_t i = 0; i < total && trying->rule_count < ENGINE_RULE_TRACES_MAX; i++) {
		const struct ruleset_rule *rule = ruleset_rule_at(trying->ruleset, i);

		if (is_asked(trying, rule, file))
			trying->rules[trying->rule_count++] = rule;
	}
	return asked_check(trying, err);
}

static enum status judge(struct trying *trying, struct error *err)
{
	struct engine_worker       *engine = trying->bench->engine;
	const struct engine_prompt *prompt = &trying->request.prompt;
	enum status                 status = pick_rules(trying, err);

	if (status == STATUS_OK)
		status = engine_check(engine, trying->ruleset, prompt, &trying->verdict);
	if (status == STATUS_OK)
		status = engine_trace_rules(engine, trying->ruleset, prompt, trying->rules,
		                            trying->rule_count, &trying->traces);
	return status;
}

/* ---- answering ---- */

static void put_text(struct buffer *out, const char *name, struct slice value)
{
	json_write_key(out, name);
	json_write_string(out, value);
}

/* The inline tests of the text that failed, a line each; those of other files are not its. */
static void put_failures(const struct trying *trying, struct buffer *out)
{
	char         file[WEB_TRIAL_NAME_BYTES_MAX + 1];
	struct slice text = buffer_slice(&trying->bench->trial.failures);
	size_t       written = 0;

	json_write_key(out, "failed_tests");
	if (!trying->parts.has_text) {
		buffer_append_cstr(out, "null");
		return;
	}
	web_trial_name(&trying->parts.text, file);
	buffer_append_char(out, '[');
	while (text.len > 0) {
		size_t       end = slice_find(text, SLICE_LIT("\n"), 0);
		size_t       len = end == SIZE_MAX ? text.len : end;
		struct slice line = slice_range(text, 0, len);

		if (slice_starts_with(line, slice_from_cstr(file))) {
			buffer_append_cstr(out, written++ > 0 ? "," : "");
			json_write_string(out, line);
		}
		text = slice_from(text, end == SIZE_MAX ? len : len + 1);
	}
	buffer_append_char(out, ']');
}

static void put_pattern(const struct trying *trying, const struct engine_node *node,
                        struct buffer *out)
{
	static const char *const kinds[] = { [ENGINE_NODE_PHRASE] = "phrase",
		                             [ENGINE_NODE_LIST] = "list",
		                             [ENGINE_NODE_REGEX] = "regex" };

	buffer_append_char(out, '{');
	put_text(out, "kind", slice_from_cstr(kinds[node->kind]));
	put_text(out, "pattern", node->source);
	json_write_key(out, "places");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < node->part_count; i++) {
		const struct engine_part *part = &node->parts[i];

		buffer_append_cstr(out, i > 0 ? ",{" : "{");
		put_text(out, "field", trying->traces.fields[part->field].name);
		buffer_append_format(out, ",\"span\":{\"start\":%zu,\"end\":%zu}}",
		                     part->span.start, part->span.end);
	}
	buffer_append_cstr(out, "]}");
}

struct patterns {
	const struct engine_node *seen[PATTERNS_MAX];
	size_t                    count;
};

static bool take_pattern(struct patterns *patterns, const struct engine_node *node)
{
	if (node->kind < ENGINE_NODE_PHRASE || !node->holds || patterns->count == PATTERNS_MAX)
		return false;
	for (size_t i = 0; i < patterns->count; i++)
		if (patterns->seen[i]->kind == node->kind &&
		    slice_equal(patterns->seen[i]->source, node->source))
			return false;
	patterns->seen[patterns->count++] = node;
	return true;
}

/* Every pattern that occurs, once. */
static void put_patterns(const struct trying *trying, struct buffer *out)
{
	struct patterns patterns = { .count = 0 };

	json_write_key(out, "patterns");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < trying->traces.count; i++) {
		const struct engine_rule_trace *trace = &trying->traces.items[i];

		for (size_t j = 0; j < trace->when_count + trace->except_count; j++) {
			const struct engine_node *node =
				j < trace->when_count ? &trace->when[j]
						      : &trace->except[j - trace->when_count];

			if (!take_pattern(&patterns, node))
				continue;
			buffer_append_cstr(out, patterns.count > 1 ? "," : "");
			put_pattern(trying, node, out);
		}
	}
	buffer_append_char(out, ']');
}

static void answer(const struct trying *trying)
{
	struct buffer *out = &trying->exchange->reply.body;

	buffer_append_char(out, '{');
	json_write_key(out, "unsaved");
	buffer_append_cstr(out, trying->parts.has_text ? "true" : "false");
	buffer_append_cstr(out, ",\"verdict\":{");
	verdict_write(trying->verdict, out);
	buffer_append_char(out, '}');
	put_failures(trying, out);
	put_patterns(trying, out);
	json_write_key(out, "rules");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < trying->traces.count; i++) {
		buffer_append_cstr(out, i > 0 ? "," : "");
		engine_trace_write(&trying->traces.items[i], trying->traces.fields, out);
	}
	buffer_append_char(out, ']');
	json_write_key(out, "compile_us");
	buffer_append_u64(out, trying->parts.has_text ? trying->bench->trial.compile_us : 0);
	buffer_append_char(out, '}');
	web_rules_answer(trying->exchange);
}

static void judge_and_answer(struct trying *trying)
{
	struct error err = { 0 };
	enum status  status = judge(trying, &err);

	if (status == STATUS_OK)
		answer(trying);
	else
		web_rules_refuse(trying->exchange, status, &err);
}

/* ---- which rules ---- */

static void try_live(struct trying *trying)
{
	trying->ruleset = ruleset_acquire(trying->bench->reader);
	if (trying->ruleset == NULL)
		web_exchange_refuse(trying->exchange, WEB_PROBLEM_NO_RULESET,
		                    "No rules could be loaded so far; see /v1/rules/status.", NULL);
	else
		judge_and_answer(trying);
	ruleset_release(trying->bench->reader);
}

static void try_text(struct trying *trying)
{
	const char  *folder = trying->exchange->worker->server->rules_folder;
	struct error err = { 0 };
	enum status  status = web_trial_make(&trying->bench->trial, folder, &trying->parts.text,
	                                     &err);

	trying->ruleset = trying->bench->trial.ruleset;
	if (status == STATUS_OK)
		judge_and_answer(trying);
	else if (status_blame(status) == STATUS_BLAME_CALLER || status == STATUS_NO_MEMORY)
		web_rules_refuse(trying->exchange, status, &err);
	else
		web_exchange_refuse(trying->exchange, WEB_PROBLEM_INVALID_RULES,
		                    "The rules with this text do not load; errors says where.",
		                    &err);
}

/* On the thread of jobs. */
static void try_prompt(struct web_exchange *exchange)
{
	struct trying trying = { .exchange = exchange,
		                 .bench = web_jobs_bench(exchange->worker->server->jobs) };
	struct error  err = { 0 };
	enum status   status;

	engine_worker_reset(trying.bench->engine);
	status = read_body(&trying, &err);
	if (status != STATUS_OK)
		web_rules_refuse(exchange, status, &err);
	else if (trying.parts.has_text)
		try_text(&trying);
	else
		try_live(&trying);
}

void web_rules_test(struct web_exchange *exchange)
{
	exchange->later = try_prompt;
}
