/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1/backtest: what the rules would have decided over the log with a file that is not saved.
 *
 *     {"rules_text": "schema: 1 ...", "rules_file": "weapons/new.yaml", "since": "7d", "samples":
 * 5} 202 {"id":"bt_...","state":"running",...}
 *
 * GET /v1/backtest/{id}: how far it is, and its report, which is that of `doorward backtest --json`
 * without texts. */
#include "audit_clock.h"
#include "base_json.h"
#include "replay.h"
#include "web_backtests.h"
#include "web_rules.h"
#include "web_rules_body.h"

#include <string.h>

#define ACCEPTED         202u
#define SAMPLES_STANDARD 3u
#define SINCE_CHARS      40u

struct asked {
	struct slice since;
	uint64_t     samples;
};

static enum status read_member(struct json_reader *reader, struct asked *asked, struct error *err)
{
	bool            is_since = json_raw_is(reader, SLICE_LIT("since"));
	bool            is_samples = json_raw_is(reader, SLICE_LIT("samples"));
	enum json_token token;
	enum status     status = json_next(reader, &token);

	if (status != STATUS_OK)
		return status;
	if (is_since && token == JSON_STRING)
		return json_string_decode(reader, &asked->since, NULL);
	if (is_samples && token == JSON_NUMBER && json_number_u64(reader, &asked->samples) &&
	    asked->samples <= WEB_BACKTEST_SAMPLES_MAX)
		return STATUS_OK;
	return error_set(err, STATUS_REQUEST_INVALID, NULL, 0, 0,
	                 "known are rules_text, rules_file, rules_alone, since (\"7d\", a day or "
	                 "a time) and samples (a number up to %u)",
	                 WEB_BACKTEST_SAMPLES_MAX);
}

static enum status read_asked(struct slice body, struct arena *arena, struct asked *asked,
                              struct error *err)
{
	struct json_reader reader;
	enum json_token    token;
	enum status        status;

	json_reader_init(&reader, body, arena, err);
	status = json_next(&reader, &token);
	while (status == STATUS_OK) {
		status = json_next(&reader, &token);
		if (status != STATUS_OK || token == JSON_OBJECT_END)
			break;
		status = read_member(&reader, asked, err);
	}
	return status;
}

static enum status read_since(struct slice since, struct audit_clock clock, uint64_t *since_us,
                              struct error *err)
{
	char text[SINCE_CHARS];

	if (since.len == 0)
		return STATUS_OK;
	if (since.len < sizeof text) {
		memcpy(text, since.ptr, since.len);
		text[since.len] = '\0';
		if (strlen(text) == since.len &&
		    replay_since(text, audit_clock_us(clock), since_us))
			return STATUS_OK;
	}
	return error_set(err, STATUS_REQUEST_INVALID, NULL, 0, 0,
	                 "since is a while (\"90m\", \"24h\", \"7d\"), a day or a time");
}

static enum status read_order(struct web_exchange *exchange, struct web_backtest_order *order,
                              struct error *err)
{
	struct arena         *arena = engine_worker_arena(exchange->worker->engine);
	struct web_rules_body parts;
	struct asked          asked = { .samples = SAMPLES_STANDARD };
	enum status status = web_rules_body_read(buffer_slice(&exchange->body), arena, &parts, err);

	if (status == STATUS_OK && (!parts.has_text || parts.asked_count > 0))
		status = error_set(err, STATUS_REQUEST_INVALID, NULL, 0, 0,
		                   "a backtest needs rules_text, and takes no list of rules");
	if (status == STATUS_OK)
		status = web_trial_check(&parts.text, err);
	if (status == STATUS_OK)
		status = read_asked(parts.request, arena, &asked, err);
	*order = (struct web_backtest_order){ .text = parts.text,
		                              .samples = (size_t)asked.samples };
	if (status == STATUS_OK)
		status = read_since(asked.since, exchange->worker->server->clock, &order->since_us,
		                    err);
	return status;
}

void web_backtest_start(struct web_exchange *exchange)
{
	struct web_server        *server = exchange->worker->server;
	struct web_backtest_order order;
	struct error              err = { 0 };
	char                      id[WEB_BACKTEST_ID_CHARS];
	enum status               status;

	engine_worker_reset(exchange->worker->engine);
	status = read_order(exchange, &order, &err);
	if (status != STATUS_OK) {
		web_rules_refuse(exchange, status, &err);
		return;
	}
	if (server->log == NULL || server->backtests == NULL) {
		web_exchange_refuse(exchange, WEB_PROBLEM_AUDIT_UNAVAILABLE,
		                    "This server keeps no records to look at.", NULL);
		return;
	}
	status = web_backtests_start(server->backtests, &order, id);
	if (status == STATUS_LIMIT_REACHED) {
		web_exchange_refuse(exchange, WEB_PROBLEM_BUSY,
		                    "Another backtest is running; one is at a time.", NULL);
		return;
	}
	if (status != STATUS_OK) {
		web_rules_refuse(exchange, status, NULL);
		return;
	}
	(void)web_backtests_show(server->backtests, slice_from_cstr(id), &exchange->reply.body);
	web_rules_answer(exchange);
	exchange->reply.http = ACCEPTED;
}

void web_backtest_get(struct web_exchange *exchange)
{
	struct web_server *server = exchange->worker->server;

	if (server->backtests == NULL ||
	    !web_backtests_show(server->backtests, exchange->parameter, &exchange->reply.body))
		web_exchange_refuse(exchange, WEB_PROBLEM_NOT_FOUND,
		                    "No backtest of this id is kept.", NULL);
	else
		web_rules_answer(exchange);
}
