/* SPDX-License-Identifier: Apache-2.0 */
/* Hooks that carry no body, and hooks that carry the client's own.
 *
 *     GET /v1/authz          nginx auth_request, Caddy: key, limits and strikes, and no text at all
 *     ANY /ext-authz/...     Envoy, Traefik, APISIX: the client's method, path and body behind the
 *                            prefix; 200 allows, anything else is what the client gets
 *
 * A body that was cut, that is missing where there should be one, or that nobody can read is never
 * allowed: the answers are 413, 403 and 415. */
#include "base_json.h"
#include "web_face.h"
#include "web_gate.h"
#include "web_json.h"

#include <string.h>

/* ---- without a body ---- */

/* Counted like any request: the hook stands for the call that follows. */
static bool admit(struct web_exchange *exchange, struct web_fault *fault)
{
	struct request nothing = { 0 };

	if (!web_caller_admit(exchange, &nothing, fault))
		return false;
	exchange->caller.ticket.is_counted = true;
	return true;
}

static void allow_unjudged(struct web_exchange *exchange)
{
	web_exchange_header(exchange, "x-doorward-coverage", "none");
	if (exchange->caller.who.holder != NULL)
		web_exchange_header(exchange, "x-doorward-key", "%s", exchange->caller.who.id.text);
	exchange->reply.http = 200;
	exchange->reply.type = "text/plain";
}

/* auth_request makes a 500 of everything but 2xx, 401 and 403. */
static void refuse(struct web_exchange *exchange, const struct web_fault *fault)
{
	struct web_fault told = *fault;

	for (size_t i = 0; i < exchange->head.argument_count; i++)
		if (web_head_is(exchange->head.arguments[i].name, "deny_status") &&
		    slice_equal_cstr(exchange->head.arguments[i].value, "403") &&
		    fault->http != 401)
			told.http = 403;
	web_exchange_refuse_fault(exchange, &told, NULL);
}

void web_authz(struct web_exchange *exchange)
{
	struct web_fault fault;

	if (admit(exchange, &fault))
		allow_unjudged(exchange);
	else
		refuse(exchange, &fault);
}

/* ---- with one ---- */

static bool is_bodiless(struct slice method)
{
	static const char *const methods[] = { "GET", "HEAD", "OPTIONS", "DELETE", "TRACE" };

	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
		if (slice_equal_cstr(method, methods[i]))
			return true;
	return false;
}

/* Traefik and APISIX ask with GET, and without the body, unless they are told otherwise: what the
 * client sent is in X-Forwarded-Method. It is not trusted to allow anything. */
static bool may_lack_body(const struct web_head *head)
{
	for (size_t i = 0; i < head->header_count; i++)
		if (web_head_is(head->headers[i].name, "x-forwarded-method") &&
		    !is_bodiless(slice_trim(head->headers[i].value)))
			return false;
	return is_bodiless(head->method);
}

static bool is_number_above(struct slice text, size_t most)
{
	uint64_t number = 0;

	if (text.len == 0 || text.len > 18)
		return true;
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return true;
		number = number * 10 + (uint64_t)(text.ptr[i] - '0');
	}
	return number > most;
}

/* Did the gateway send less than its client? Envoy says so; others are told to say how much there
 * was. Every such header counts: one of them may be the client's own. */
static bool is_cut(const struct web_exchange *exchange)
{
	for (size_t i = 0; i < exchange->head.header_count; i++) {
		const struct web_pair *header = &exchange->head.headers[i];
		struct slice           value = slice_trim(header->value);

		if (web_head_is(header->name, "x-envoy-auth-partial-body") &&
		    !web_head_is(value, "false"))
			return true;
		if (web_head_is(header->name, "x-doorward-body-bytes") &&
		    is_number_above(value, exchange->body.len))
			return true;
	}
	return false;
}

static void write_answer(struct web_exchange *exchange, const struct web_outcome *outcome,
                         void *context)
{
	const struct engine_verdict *verdict = outcome->verdict;
	const struct engine_finding *reason = web_face_reason(verdict);
	struct buffer               *out = &exchange->reply.body;

	(void)context;
	web_face_headers(exchange, outcome);
	exchange->reply.type = "application/json";
	exchange->reply.http = verdict->decision >= ENGINE_MASK ? 403 : 200;
	if (exchange->reply.http == 200)
		return;
	buffer_append_cstr(out, "{\"error\":{");
	json_write_key(out, "message");
	json_write_string(out, slice_from_cstr(reason != NULL ? ruleset_rule_message(reason->rule)
	                                                      : "The request could not be wholly "
	                                                        "inspected."));
	buffer_append_cstr(out, ",\"type\":\"content_policy\",\"code\":\"content_blocked\","
	                        "\"verdict\":\"");
	buffer_append_cstr(out, outcome->id);
	buffer_append_cstr(out, "\"}}\n");
}

/* A body with two types is read as one of them here, and as the other behind the gateway. */
static enum status read_body(struct web_exchange *exchange, struct arena *arena,
                             struct engine_field *field, struct request *request, struct error *err)
{
	const struct web_pair *type = web_head_find(&exchange->head, "content-type");
	struct slice           body = buffer_slice(&exchange->body);

	if (type == NULL || web_head_count(&exchange->head, "content-type") > 1)
		return STATUS_NOT_ENCODED;
	if (web_gate_is_json(type->value))
		return request_parse_client(body, arena, request, err);
	if (!web_gate_is_plain(type->value))
		return STATUS_NOT_ENCODED;
	*field = (struct engine_field){ .name = SLICE_LIT("body"), .text = body };
	*request = (struct request){
		.prompt = { .fields = field, .field_count = 1, .decoders = ENGINE_DECODE_ALL }
	};
	return STATUS_OK;
}

static void judge(struct web_exchange *exchange)
{
	struct engine_worker *engine = exchange->worker->engine;
	struct engine_field   field;
	struct request        request;
	struct web_fault      fault;
	struct error          err = { 0 };
	enum status           status;

	engine_worker_reset(engine);
	status = read_body(exchange, engine_worker_arena(engine), &field, &request, &err);
	if (status == STATUS_NOT_ENCODED) {
		web_exchange_refuse(
			exchange, WEB_PROBLEM_UNSUPPORTED_TYPE,
			"A body is JSON or text/plain, in UTF-8: another cannot be judged.", NULL);
		return;
	}
	if (status != STATUS_OK) {
		fault = web_face_unreadable(status);
		web_exchange_refuse_fault(exchange, &fault, &err);
		return;
	}
	if (!web_face_judge(exchange, "ext-authz", &request, write_answer, NULL, &fault))
		web_exchange_refuse_fault(exchange, &fault, NULL);
}

void web_ext_authz(struct web_exchange *exchange)
{
	struct web_fault fault;

	if (is_cut(exchange)) {
		web_exchange_refuse(exchange, WEB_PROBLEM_BODY_TOO_LARGE,
		                    "The body arrived cut, and a cut body is not a checked one.",
		                    NULL);
	} else if (exchange->body.len > 0) {
		judge(exchange);
	} else if (!may_lack_body(&exchange->head)) {
		web_exchange_refuse(exchange, WEB_PROBLEM_NO_BODY,
		                    "There is no body to judge: let the gateway send it.", NULL);
	} else if (admit(exchange, &fault)) {
		allow_unjudged(exchange);
	} else {
		web_exchange_refuse_fault(exchange, &fault, NULL);
	}
}
