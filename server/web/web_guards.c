/* SPDX-License-Identifier: Apache-2.0 */
/* Guardrail webhooks of gateways that hold the client's request inside their own:
 *
 *     POST /webhooks/portkey       {"request":{"json":{…}},"eventType":"beforeRequestHook"}
 *                                  {"verdict":true,"data":{…}}
 *     POST /request, /response     agentgateway, kgateway: {"body":{"messages":[…]}}
 *                                  {"action":{"reason"}} | {"action":{"body","status_code"}}
 *
 * The inner request is read like any client's. A masked one goes back whole, with the masked texts
 * in their places. Portkey takes anything but a verdict for a pass, so there every refusal is a
 * verdict of false; agentgateway closes on errors by itself. */
#include "base_json.h"
#include "web_face.h"
#include "web_json.h"

#include <string.h>

static const char *reason_of(const struct engine_verdict *verdict)
{
	const struct engine_finding *reason = web_face_reason(verdict);

	return reason != NULL ? ruleset_rule_message(reason->rule)
	                      : "The request could not be wholly inspected.";
}

static void answer_json(struct web_exchange *exchange)
{
	exchange->reply.http = 200;
	exchange->reply.type = "application/json";
}

/* ---- reading ---- */

/* `inner`, the client's own object in the body, as one prompt. The rest of the body must be JSON,
 * too: what else stands in it was not looked at. */
static enum status read_inner(struct web_exchange *exchange, struct slice inner,
                              enum engine_direction direction, struct request *request,
                              struct error *err)
{
	struct arena *arena = engine_worker_arena(exchange->worker->engine);
	enum status   status = web_json_check(buffer_slice(&exchange->body), arena, err);

	if (status != STATUS_OK)
		return status;
	if (inner.len == 0 || (inner.ptr[0] != '{' && inner.ptr[0] != '['))
		return STATUS_REQUEST_INVALID;
	status = request_parse_client(inner, arena, request, err);
	request->prompt.direction = direction;
	return status;
}

/* ---- Portkey ---- */

static void put_verdict(struct buffer *out, bool passes, const char *code, const char *text)
{
	buffer_append_format(out, "{\"verdict\":%s,\"data\":{", passes ? "true" : "false");
	json_write_key(out, "decision");
	json_write_string(out, slice_from_cstr(code));
	if (text != NULL) {
		json_write_key(out, "explanation");
		json_write_string(out, slice_from_cstr(text));
	}
}

void web_portkey_refuse(struct web_exchange *exchange, const struct web_fault *fault,
                        const struct error *err)
{
	(void)err;
	put_verdict(&exchange->reply.body, false, fault->code, fault->detail);
	buffer_append_cstr(&exchange->reply.body, "}}\n");
	answer_json(exchange);
}

struct portkey {
	struct slice json;
	bool         is_answer;
};

static void write_portkey(struct web_exchange *exchange, const struct web_outcome *outcome,
                          void *context)
{
	const struct portkey        *hook = context;
	const struct engine_verdict *verdict = outcome->verdict;
	struct buffer               *out = &exchange->reply.body;
	bool                         is_block = verdict->decision == ENGINE_BLOCK;

	put_verdict(out, !is_block, engine_decision_name(verdict->decision),
	            is_block ? reason_of(verdict) : NULL);
	json_write_key(out, "id");
	json_write_string(out, slice_from_cstr(outcome->id));
	buffer_append_char(out, '}');
	if (verdict->decision == ENGINE_MASK) {
		buffer_append_format(out, ",\"transformedData\":{\"%s\":{\"json\":",
		                     hook->is_answer ? "response" : "request");
		web_json_put_masked(hook->json, outcome->request, verdict, out);
		buffer_append_cstr(out, "}}");
	}
	buffer_append_cstr(out, "}\n");
	answer_json(exchange);
	web_face_headers(exchange, outcome);
}

void web_portkey(struct web_exchange *exchange)
{
	struct engine_worker *engine = exchange->worker->engine;
	struct slice          body = buffer_slice(&exchange->body);
	struct portkey        hook = { 0 };
	struct request        request;
	struct web_fault      fault;
	struct error          err = { 0 };
	struct arena         *arena;
	enum status           status;

	engine_worker_reset(engine);
	arena = engine_worker_arena(engine);
	hook.is_answer = slice_equal_cstr(web_json_text(body, "eventType", arena),
	                                  "afterRequestHook");
	hook.json = web_json_get(web_json_get(body, hook.is_answer ? "response" : "request", arena),
	                         "json", arena);
	status = read_inner(exchange, hook.json, hook.is_answer ? ENGINE_OUTPUT : ENGINE_INPUT,
	                    &request, &err);
	if (status != STATUS_OK) {
		fault = web_face_unreadable(status);
		web_exchange_refuse_fault(exchange, &fault, &err);
	} else if (!web_face_judge(exchange, "portkey", &request, write_portkey, &hook, &fault)) {
		web_exchange_refuse_fault(exchange, &fault, NULL);
	}
}

/* ---- agentgateway, kgateway ---- */

/* The three answers are told apart by their shape: a pass has no "body", a reject a text and a
 * status, a mask an object. */
static void write_agent(struct web_exchange *exchange, const struct web_outcome *outcome,
                        void *context)
{
	const struct slice          *inner = context;
	const struct engine_verdict *verdict = outcome->verdict;
	struct buffer               *out = &exchange->reply.body;

	buffer_append_cstr(out, "{\"action\":{");
	if (verdict->decision == ENGINE_BLOCK) {
		json_write_key(out, "body");
		json_write_string(out, slice_from_cstr(reason_of(verdict)));
		buffer_append_cstr(out, ",\"status_code\":403");
	} else if (verdict->decision == ENGINE_MASK) {
		json_write_key(out, "body");
		web_json_put_masked(*inner, outcome->request, verdict, out);
	}
	json_write_key(out, "reason");
	json_write_string(out, slice_from_cstr(engine_decision_name(verdict->decision)));
	buffer_append_cstr(out, "}}\n");
	answer_json(exchange);
	web_face_headers(exchange, outcome);
}

static void judge_agent(struct web_exchange *exchange, enum engine_direction direction)
{
	struct engine_worker *engine = exchange->worker->engine;
	struct slice          body = buffer_slice(&exchange->body);
	struct slice          inner;
	struct request        request;
	struct web_fault      fault;
	struct error          err = { 0 };
	enum status           status;

	engine_worker_reset(engine);
	inner = web_json_get(body, "body", engine_worker_arena(engine));
	status = read_inner(exchange, inner, direction, &request, &err);
	if (status != STATUS_OK) {
		fault = web_face_unreadable(status);
		web_exchange_refuse_fault(exchange, &fault, &err);
	} else if (!web_face_judge(exchange, "agentgateway", &request, write_agent, &inner,
	                           &fault)) {
		web_exchange_refuse_fault(exchange, &fault, NULL);
	}
}

void web_agent_request(struct web_exchange *exchange)
{
	judge_agent(exchange, ENGINE_INPUT);
}

void web_agent_response(struct web_exchange *exchange)
{
	judge_agent(exchange, ENGINE_OUTPUT);
}
