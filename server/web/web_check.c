/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1/check: the native face.
 *
 * parse the body -> judge -> write the record -> write the answer. The answer leaves only when
 * the record is durable, which the dispatcher sees to. A block is a successful check: 200. */
#include "doorward/request.h"
#include "doorward/verdict.h"
#include "web_exchange.h"
#include "web_record.h"

#include <string.h>

static void refuse_body(struct web_exchange *exchange, enum status status, const struct error *err)
{
	switch (status_blame(status)) {
	case STATUS_BLAME_CALLER:
		break;
	case STATUS_BLAME_US:
	case STATUS_BLAME_NOBODY:
		web_exchange_refuse(exchange, WEB_PROBLEM_CANNOT_DECIDE,
		                    "There is not enough memory to judge this prompt.", NULL);
		return;
	}
	if (status == STATUS_JSON_MALFORMED)
		web_exchange_refuse(exchange, WEB_PROBLEM_INVALID_JSON,
		                    "The body cannot be read as JSON.", err);
	else if (status == STATUS_LIMIT_REACHED)
		web_exchange_refuse(exchange, WEB_PROBLEM_TOO_MANY_VALUES,
		                    "The body has more parts, or is nested deeper, than is judged.",
		                    err);
	else
		web_exchange_refuse(exchange, WEB_PROBLEM_INVALID_REQUEST,
		                    "The body is JSON, but not a request.", err);
}

static void refuse_check(struct web_exchange *exchange, enum status status)
{
	if (status == STATUS_NOT_FOUND)
		web_exchange_refuse(exchange, WEB_PROBLEM_UNKNOWN_POLICY,
		                    "The ruleset has no policy of this name.", NULL);
	else if (status == STATUS_LIMIT_REACHED)
		web_exchange_refuse(exchange, WEB_PROBLEM_TOO_MANY_VALUES,
		                    "The body has more fields than are judged.", NULL);
	else
		web_exchange_refuse(exchange, WEB_PROBLEM_CANNOT_DECIDE,
		                    "There is not enough memory to judge this prompt.", NULL);
}

/* The body may name the request, when no header did. */
static void take_request_id(struct web_exchange *exchange, const struct request *request)
{
	if (exchange->has_own_id || !web_trace_is_request_id(request->request_id))
		return;
	memcpy(exchange->request_id, request->request_id.ptr, request->request_id.len);
	exchange->request_id[request->request_id.len] = '\0';
}

static void put_answer(const struct web_exchange *exchange, const struct engine_verdict *verdict,
                       const struct audit_id *id, uint64_t timing_us, struct buffer *out)
{
	buffer_append_cstr(out, "{\"id\":\"");
	buffer_append_cstr(out, id->text);
	buffer_append_char(out, '"');
	verdict_write(verdict, out);
	web_caller_put(exchange, out);
	buffer_append_cstr(out, ",\"timing_us\":{\"total\":");
	buffer_append_u64(out, timing_us);
	buffer_append_cstr(out, "}}\n");
}

/* Does the policy that decided keep the text? */
static bool keeps_text(const struct ruleset *ruleset, const struct engine_verdict *verdict)
{
	const struct ruleset_policy *policy = ruleset_policy_find(ruleset, verdict->policy);

	return policy != NULL && ruleset_policy_stores_content(policy);
}

static void answer(struct web_exchange *exchange, const struct request *request,
                   const struct ruleset *ruleset, const struct engine_verdict *verdict,
                   uint64_t begin_us)
{
	struct web_server *server = exchange->worker->server;
	struct web_reply  *reply = &exchange->reply;
	uint64_t           timing_us = web_server_now_us() - begin_us;
	struct audit_id    id;
	enum status        status = STATUS_OK;

	audit_id_next(&server->ids, &id);
	web_caller_settle(exchange, verdict, id.text);
	put_answer(exchange, verdict, &id, timing_us, &reply->body);
	if (server->log != NULL) {
		const struct web_record what = {
			verdict, request, id.text, "native", timing_us, keeps_text(ruleset, verdict)
		};

		status = web_record_write(exchange, &what);
	}
	if (status != STATUS_OK || reply->body.failed) {
		web_exchange_refuse(exchange, WEB_PROBLEM_CANNOT_DECIDE,
		                    "There is not enough memory for the answer.", NULL);
		return;
	}
	reply->http = 200;
	reply->type = "application/json";
	web_count_verdict(exchange->worker->counters, verdict);
	web_stats_count(exchange->worker->stats, verdict, request->subject_account,
	                audit_clock_us(server->clock) / 1000000u);
}

static void judge(struct web_exchange *exchange, const struct request *request, uint64_t begin_us)
{
	struct web_worker           *worker = exchange->worker;
	const struct ruleset        *ruleset = ruleset_acquire(worker->reader);
	const struct engine_verdict *verdict = NULL;
	enum status                  status;

	if (ruleset == NULL) {
		web_exchange_refuse(exchange, WEB_PROBLEM_NO_RULESET,
		                    "No rules could be loaded so far; see /readyz?verbose.", NULL);
	} else {
		web_worker_measure(worker);
		status = engine_check(worker->engine, ruleset, &request->prompt, &verdict);
		if (status == STATUS_OK)
			answer(exchange, request, ruleset, verdict, begin_us);
		else
			refuse_check(exchange, status);
	}
	ruleset_release(worker->reader);
}

void web_check(struct web_exchange *exchange)
{
	struct engine_worker *engine = exchange->worker->engine;
	uint64_t              begin_us = web_server_now_us();
	struct error          err = { 0 };
	struct request        request;
	enum status           status;

	engine_worker_reset(engine);
	status = request_parse(buffer_slice(&exchange->body), engine_worker_arena(engine), &request,
	                       &err);
	if (status != STATUS_OK) {
		refuse_body(exchange, status, &err);
		return;
	}
	take_request_id(exchange, &request);
	if (request.prompt.explain && !web_caller_may_explain(exchange)) {
		web_exchange_refuse(exchange, WEB_PROBLEM_ACCESS_NOT_ENABLED,
		                    "explain needs a caller who may see every view of a prompt.",
		                    NULL);
		return;
	}
	if (web_caller_admit(exchange, &request))
		judge(exchange, &request, begin_us);
}
