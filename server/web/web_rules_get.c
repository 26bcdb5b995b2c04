/* SPDX-License-Identifier: Apache-2.0 */
/* GET /v1/rules/{id}: all about a rule, its tree, and the same in plain words. */
#include "base_json.h"
#include "doorward/trace.h"
#include "web_rules.h"
#include "web_stats_write.h"

static const struct ruleset_rule *find(const struct ruleset *ruleset, struct slice id)
{
	for (size_t i = 0; i < ruleset_rule_count(ruleset); i++)
		if (slice_equal_cstr(id, ruleset_rule_id(ruleset_rule_at(ruleset, i))))
			return ruleset_rule_at(ruleset, i);
	return NULL;
}

static void put_tests(const struct ruleset_rule *rule, bool expect_match, struct buffer *out)
{
	const struct ruleset_test *tests;
	size_t                     count = ruleset_rule_tests(rule, &tests);

	json_write_key(out, expect_match ? "block" : "pass");
	buffer_append_char(out, '[');
	for (size_t i = 0, written = 0; i < count; i++) {
		if (tests[i].expect_match != expect_match)
			continue;
		buffer_append_cstr(out, written++ > 0 ? "," : "");
		json_write_string(out, tests[i].text);
	}
	buffer_append_char(out, ']');
}

static void put_words(const struct engine_rule_trace *trace, struct arena *arena,
                      struct buffer *out)
{
	struct buffer words;

	buffer_init_arena(&words, arena);
	engine_trace_read(trace, &words);
	json_write_key(out, "reads");
	json_write_string(out, buffer_slice(&words));
	out->failed = out->failed || words.failed;
}

static void answer(struct web_exchange *exchange, const struct ruleset *ruleset,
                   const struct ruleset_rule *rule)
{
	struct web_server       *server = exchange->worker->server;
	struct arena            *arena = engine_worker_arena(exchange->worker->engine);
	struct buffer           *out = &exchange->reply.body;
	struct web_stats        *stats = web_server_stats(server);
	struct engine_rule_trace trace;

	if (stats == NULL || engine_trace_tree(ruleset, rule, arena, &trace) != STATUS_OK) {
		web_stats_close(&stats);
		web_rules_refuse(exchange, STATUS_NO_MEMORY, NULL);
		return;
	}
	buffer_append_char(out, '{');
	web_rules_put(rule, out);
	web_rules_put_text(out, "message", ruleset_rule_message(rule));
	web_rules_put_text(out, "description", ruleset_rule_description(rule));
	buffer_append_cstr(out, ",\"tests\":{");
	put_tests(rule, true, out);
	put_tests(rule, false, out);
	buffer_append_char(out, '}');
	web_stats_write(stats, ruleset_rule_id(rule), out);
	web_time_write(out, "stats_since", server->stats_since_s);
	put_words(&trace, arena, out);
	json_write_key(out, "tree");
	engine_trace_write(&trace, NULL, out);
	buffer_append_char(out, '}');
	web_stats_close(&stats);
	web_rules_answer(exchange);
}

void web_rules_get(struct web_exchange *exchange)
{
	struct web_worker         *worker = exchange->worker;
	const struct ruleset      *ruleset = ruleset_acquire(worker->reader);
	const struct ruleset_rule *rule = NULL;

	engine_worker_reset(worker->engine);
	if (ruleset != NULL)
		rule = find(ruleset, exchange->parameter);
	if (ruleset == NULL)
		web_exchange_refuse(exchange, WEB_PROBLEM_NO_RULESET,
		                    "No rules could be loaded so far; see /v1/rules/status.", NULL);
	else if (rule == NULL)
		web_exchange_refuse(exchange, WEB_PROBLEM_UNKNOWN_RULE,
		                    "No rule that is loaded has this id.", NULL);
	else
		answer(exchange, ruleset, rule);
	ruleset_release(worker->reader);
}
