/* SPDX-License-Identifier: Apache-2.0 */
/* GET /v1/rules/status: which rules decide, and how the last attempt to load others went. */
#include "base_json.h"
#include "web_rules.h"
#include "web_rules_attempt.h"
#include "web_stats_write.h"

static void put_number(struct buffer *out, const char *name, uint64_t value)
{
	json_write_key(out, name);
	buffer_append_u64(out, value);
}

static void put_truth(struct buffer *out, const char *name, bool value)
{
	json_write_key(out, name);
	buffer_append_cstr(out, value ? "true" : "false");
}

void web_rules_put_attempt(struct buffer *out, const char *name,
                           const struct web_reload_attempt *attempt)
{
	json_write_key(out, name);
	if (attempt->number == 0) {
		buffer_append_cstr(out, "null");
		return;
	}
	buffer_append_char(out, '{');
	put_number(out, "number", attempt->number);
	web_rules_put_text(out, "cause", web_reload_cause_name(attempt->cause));
	web_rules_put_text(out, "result", web_reload_result_name(attempt->result));
	put_truth(out, "forced", attempt->forced);
	put_truth(out, "cached", attempt->cached);
	web_time_write(out, "at", attempt->at_s);
	put_number(out, "duration_us", attempt->duration_us);
	put_number(out, "rules", attempt->rules);
	put_number(out, "tests", attempt->tests);
	web_rules_put_text(out, "revision", attempt->revision);
	web_rules_put_fault(out, "fault", &attempt->fault);
	buffer_append_char(out, '}');
}

static void put_counts(struct buffer *out, const struct ruleset *ruleset)
{
	struct ruleset_figures figures;

	json_write_key(out, "counts");
	if (ruleset == NULL) {
		buffer_append_cstr(out, "null");
		return;
	}
	ruleset_figures(ruleset, &figures);
	buffer_append_char(out, '{');
	put_number(out, "rules", figures.rules);
	put_number(out, "enforce", figures.enforce);
	put_number(out, "shadow", figures.shadow);
	put_number(out, "draft", figures.draft);
	put_number(out, "tests", figures.tests);
	put_number(out, "policies", figures.policies);
	put_number(out, "files", figures.files);
	put_number(out, "regexes", figures.regexes);
	put_number(out, "literals", figures.literals);
	buffer_append_char(out, '}');
}

static void put_reloads(struct buffer *out, const struct web_reloads *reloads)
{
	json_write_key(out, "reloads");
	buffer_append_char(out, '{');
	put_number(out, "loaded", atomic_load(&reloads->successes));
	put_number(out, "unchanged", atomic_load(&reloads->unchanged));
	put_number(out, "refused", atomic_load(&reloads->failures));
	buffer_append_char(out, '}');
}

void web_rules_status(struct web_exchange *exchange)
{
	struct web_worker       *worker = exchange->worker;
	struct web_server       *server = worker->server;
	struct buffer           *out = &exchange->reply.body;
	struct web_reload_status status = { 0 };
	const struct ruleset    *ruleset = ruleset_acquire(worker->reader);

	if (server->reloader.status != NULL)
		server->reloader.status(server->reloader.context, &status);
	buffer_append_char(out, '{');
	web_rules_put_text(out, "revision", ruleset != NULL ? ruleset_revision(ruleset) : "");
	web_time_write(out, "loaded_at", status.loaded_at_s);
	put_counts(out, ruleset);
	put_truth(out, "is_loading", status.is_running);
	json_write_key(out, "watch");
	buffer_append_char(out, '{');
	put_truth(out, "on", server->rules_watched > 0);
	put_number(out, "folders", server->rules_watched);
	buffer_append_char(out, '}');
	web_rules_put_attempt(out, "last", &status.last);
	put_reloads(out, &server->reloads);
	web_time_write(out, "stats_since", server->stats_since_s);
	buffer_append_char(out, '}');
	ruleset_release(worker->reader);
	web_rules_answer(exchange);
}
