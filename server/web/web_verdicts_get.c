/* SPDX-License-Identifier: Apache-2.0 */
/* GET /v1/verdicts, /v1/verdicts/stats, /v1/verdicts/{id}: the same answers as doorward audit query
 * and doorward audit stats, from the same functions. On the thread of jobs: checks do not wait. */
#include "audit_answer.h"
#include "web_jobs.h"
#include "web_verdicts.h"

#include <stdio.h>

/* False: it is refused. */
static bool has_log(struct web_exchange *exchange)
{
	if (exchange->worker->server->log != NULL)
		return true;
	web_exchange_refuse(exchange, WEB_PROBLEM_NOT_FOUND,
	                    "No records are kept: audit.mode is off.", NULL);
	return false;
}

static void refuse(struct web_exchange *exchange, enum status status, const struct error *err)
{
	if (status == STATUS_LIMIT_REACHED)
		web_exchange_refuse(exchange, WEB_PROBLEM_TOO_MANY_VALUES, err->message, NULL);
	else
		web_exchange_refuse(exchange, WEB_PROBLEM_AUDIT_UNAVAILABLE,
		                    "The log cannot be read now.", NULL);
}

bool web_verdicts_query(struct web_exchange *exchange, struct arena *arena, const char *except,
                        struct audit_query *query)
{
	char detail[AUDIT_QUERY_WHY_CHARS + 64], why[AUDIT_QUERY_WHY_CHARS];

	audit_query_init(query);
	for (size_t i = 0; i < exchange->head.argument_count; i++) {
		const struct web_pair *pair = &exchange->head.arguments[i];
		struct slice           value;

		if (except != NULL && slice_equal_cstr(pair->name, except))
			continue;
		if (!web_query_unescape(pair->value, arena, &value)) {
			web_exchange_refuse(exchange, WEB_PROBLEM_INVALID_REQUEST,
			                    "A value behind \"?\" is not escaped well.", NULL);
			return false;
		}
		if (audit_query_set(query, pair->name, value, why) == STATUS_OK)
			continue;
		snprintf(detail, sizeof detail, "%.*s: %s",
		         pair->name.len < 40 ? (int)pair->name.len : 40,
		         pair->name.len > 0 ? pair->name.ptr : "", why);
		web_exchange_refuse(exchange, WEB_PROBLEM_INVALID_REQUEST, detail, NULL);
		return false;
	}
	return true;
}

typedef enum status answer_with(const char *data, const struct audit_query *query,
                                struct buffer *out, struct error *err);

/* On the thread of jobs. */
static void answer(struct web_exchange *exchange, answer_with *with)
{
	struct web_server    *server = exchange->worker->server;
	struct engine_worker *engine = web_jobs_bench(server->jobs)->engine;
	struct audit_query    query;
	struct error          err = { 0 };
	enum status           status;

	engine_worker_reset(engine);
	if (!web_verdicts_query(exchange, engine_worker_arena(engine), NULL, &query))
		return;
	status = with(audit_log_data(server->log), &query, &exchange->reply.body, &err);
	if (status != STATUS_OK) {
		refuse(exchange, status, &err);
		return;
	}
	exchange->reply.http = 200;
	exchange->reply.type = "application/json";
}

static void answer_page(struct web_exchange *exchange)
{
	answer(exchange, audit_answer_page);
}

static void answer_stats(struct web_exchange *exchange)
{
	answer(exchange, audit_answer_stats);
}

static bool take_record(void *context, const struct audit_entry *entry, struct slice line)
{
	struct buffer *out = context;

	(void)entry;
	buffer_append(out, line);
	buffer_append_char(out, '\n');
	return false;
}

/* On the thread of jobs. */
static void answer_one(struct web_exchange *exchange)
{
	struct audit_search *search = NULL;
	struct audit_query   query;
	struct error         err = { 0 };
	char                 next[AUDIT_CURSOR_CHARS + 1], why[AUDIT_QUERY_WHY_CHARS];
	bool                 has_more;
	enum status          status;

	audit_query_init(&query);
	status = audit_query_set(&query, SLICE_LIT("id"), exchange->parameter, why);
	if (status == STATUS_OK)
		status = audit_search_open(audit_log_data(exchange->worker->server->log), &query,
		                           &search, &err);
	if (status == STATUS_OK)
		status = audit_search_page(search, take_record, &exchange->reply.body, next,
		                           &has_more, &err);
	audit_search_close(&search);
	if (status != STATUS_OK || exchange->reply.body.failed) {
		refuse(exchange, STATUS_IO, &err);
	} else if (exchange->reply.body.len == 0) {
		web_exchange_refuse(exchange, WEB_PROBLEM_NOT_FOUND,
		                    "There is no verdict with this id, or it was not kept.", NULL);
	} else {
		exchange->reply.http = 200;
		exchange->reply.type = "application/json";
	}
}

void web_verdicts_list(struct web_exchange *exchange)
{
	if (has_log(exchange))
		exchange->later = answer_page;
}

void web_verdicts_stats(struct web_exchange *exchange)
{
	if (has_log(exchange))
		exchange->later = answer_stats;
}

void web_verdicts_get(struct web_exchange *exchange)
{
	if (has_log(exchange))
		exchange->later = answer_one;
}
