/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1/check: the native face. */
#include "web_face.h"

#include <string.h>

/* The body may name the request, when no header did. */
static void take_request_id(struct web_exchange *exchange, const struct request *request)
{
	if (exchange->has_own_id || !web_trace_is_request_id(request->request_id))
		return;
	memcpy(exchange->request_id, request->request_id.ptr, request->request_id.len);
	exchange->request_id[request->request_id.len] = '\0';
}

static void write_answer(struct web_exchange *exchange, const struct web_outcome *outcome,
                         void *context)
{
	(void)context;
	web_face_put_native(exchange, outcome);
	buffer_append_char(&exchange->reply.body, '\n');
	exchange->reply.http = 200;
	exchange->reply.type = "application/json";
}

void web_check(struct web_exchange *exchange)
{
	struct engine_worker *engine = exchange->worker->engine;
	struct error          err = { 0 };
	struct web_fault      fault;
	struct request        request;
	enum status           status;

	engine_worker_reset(engine);
	status = request_parse(buffer_slice(&exchange->body), engine_worker_arena(engine), &request,
	                       &err);
	if (status != STATUS_OK) {
		fault = web_face_unreadable(status);
		web_exchange_refuse_fault(exchange, &fault, &err);
		return;
	}
	take_request_id(exchange, &request);
	if (request.prompt.explain && !web_caller_may_explain(exchange)) {
		web_exchange_refuse(exchange, WEB_PROBLEM_ACCESS_NOT_ENABLED,
		                    "explain needs a caller who may see every view of a prompt.",
		                    NULL);
		return;
	}
	if (!web_face_judge(exchange, "native", &request, write_answer, NULL, &fault))
		web_exchange_refuse_fault(exchange, &fault, NULL);
}
