/* SPDX-License-Identifier: Apache-2.0 */
/* POST /beta/litellm_basic_guardrail_api: LiteLLM's generic guardrail.
 *
 *     {"texts":["…"],"input_type":"request","tools":[…],"request_data":{…}}
 *     {"action":"NONE" | "BLOCKED" + "blocked_reason" | "GUARDRAIL_INTERVENED" + "texts"}
 *
 * `texts` are the first fields, so that a masked one goes back to its place: as many, in the same
 * order. Tools and their arguments are judged with them, but cannot go back: a mask in one blocks.
 * structured_messages say the same as `texts` once more and are read only where there are none.
 * Headers and e-mail addresses are not looked at. */
#include "base_json.h"
#include "web_face.h"
#include "web_json.h"

#include <stdio.h>
#include <string.h>

#define NAME_BYTES 32

struct guard {
	struct slice         body;
	struct arena        *arena;
	struct engine_field *fields;
	size_t               count, cap;
	size_t               text_count; /* the first fields are `texts` */
	bool                 has_known;  /* a member of the contract that may hold texts */
	bool                 has_failed;
};

/* ---- fields ---- */

static void add(struct guard *guard, const struct engine_field *field)
{
	size_t               cap = guard->cap > 0 ? guard->cap * 2 : 8;
	struct engine_field *grown = guard->fields;

	if (guard->count == guard->cap) {
		grown = arena_resize(guard->arena, guard->fields, guard->cap * sizeof *grown,
		                     cap * sizeof *grown);
		guard->has_failed = guard->has_failed || grown == NULL;
		if (grown == NULL)
			return;
		guard->fields = grown;
		guard->cap = cap;
	}
	grown[guard->count++] = *field;
}

/* Is the member a list or an object, or not there (*value is empty)? Anything else is a shape that
 * is not known, and might hold a text. */
static bool find_member(const struct guard *guard, const char *name, struct slice *value)
{
	*value = web_json_get(guard->body, name, guard->arena);
	if (slice_equal_cstr(*value, "null"))
		*value = SLICE_NONE;
	return value->len == 0 || value->ptr[0] == '[' || value->ptr[0] == '{';
}

/* False when `texts` is something else than a list of texts. */
static bool add_texts(struct guard *guard)
{
	struct slice list;
	struct slice item;
	size_t       offset = 0;

	if (!find_member(guard, "texts", &list) || (list.len > 0 && list.ptr[0] != '['))
		return false;
	guard->has_known = list.len > 0;
	while (web_json_item(list, &offset, &item, guard->arena)) {
		struct engine_field field = { 0 };
		char                name[NAME_BYTES];

		if (!web_json_string(item, guard->arena, &field.text, &field.replaced))
			return false;
		(void)snprintf(name, sizeof name, "texts[%zu]", guard->count);
		field.name = arena_copy(guard->arena, slice_from_cstr(name));
		add(guard, &field);
	}
	guard->text_count = guard->count;
	return true;
}

/* Every text below the member; that there may be none is no fault. */
static enum status add_member(struct guard *guard, const char *name)
{
	struct slice   value;
	struct request request;
	struct error   err = { 0 };
	enum status    status;

	if (!find_member(guard, name, &value))
		return STATUS_REQUEST_INVALID;
	if (value.len == 0)
		return STATUS_OK;
	guard->has_known = true;
	status = request_parse_client(value, guard->arena, &request, &err);
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	for (size_t i = 0; i < request.prompt.field_count && status == STATUS_OK; i++)
		add(guard, &request.prompt.fields[i]);
	return status;
}

static enum status read_guard(struct guard *guard)
{
	enum status status;

	if (!add_texts(guard))
		return STATUS_REQUEST_INVALID;
	status = add_member(guard, "tools");
	if (status == STATUS_OK)
		status = add_member(guard, "tool_calls");
	if (status == STATUS_OK && guard->text_count == 0)
		status = add_member(guard, "structured_messages");
	if (status == STATUS_OK && !guard->has_known &&
	    web_json_get(guard->body, "images", guard->arena).len == 0)
		return STATUS_REQUEST_INVALID;
	return status == STATUS_OK && guard->has_failed ? STATUS_NO_MEMORY : status;
}

/* A stable name of who asked, for strikes and the record. */
static void take_subject(struct guard *guard, struct request *request)
{
	struct slice data = web_json_get(guard->body, "request_data", guard->arena);

	request->subject_user = web_json_text(data, "user_api_key_end_user_id", guard->arena);
	if (request->subject_user.len == 0)
		request->subject_user = web_json_text(data, "user_api_key_hash", guard->arena);
	request->subject_account = web_json_text(data, "user_api_key_team_id", guard->arena);
}

/* ---- the answer ---- */

static void put_texts(const struct guard *guard, const struct engine_verdict *verdict,
                      struct buffer *out)
{
	buffer_append_cstr(out, ",\"texts\":[");
	for (size_t i = 0; i < guard->text_count; i++) {
		if (i > 0)
			buffer_append_char(out, ',');
		json_write_string(out, web_json_masked(verdict, i));
	}
	buffer_append_char(out, ']');
}

/* What is to be masked where LiteLLM takes nothing back is a block. */
static enum engine_decision decision_of(const struct guard          *guard,
                                        const struct engine_verdict *verdict)
{
	for (size_t i = 0; i < verdict->masked_count; i++)
		if (verdict->masked[i].field >= guard->text_count)
			return ENGINE_BLOCK;
	return verdict->decision;
}

static void write_answer(struct web_exchange *exchange, const struct web_outcome *outcome,
                         void *context)
{
	struct buffer               *out = &exchange->reply.body;
	const struct engine_finding *reason = web_face_reason(outcome->verdict);

	switch (decision_of(context, outcome->verdict)) {
	case ENGINE_ALLOW:
	case ENGINE_FLAG:
		buffer_append_cstr(out, "{\"action\":\"NONE\"");
		break;
	case ENGINE_MASK:
		buffer_append_cstr(out, "{\"action\":\"GUARDRAIL_INTERVENED\"");
		put_texts(context, outcome->verdict, out);
		break;
	case ENGINE_BLOCK:
		buffer_append_cstr(out, "{\"action\":\"BLOCKED\",\"blocked_reason\":");
		json_write_string(
			out,
			slice_from_cstr(reason != NULL
		                                ? ruleset_rule_message(reason->rule)
		                                : "The request could not be wholly inspected."));
		break;
	}
	buffer_append_cstr(out, "}\n");
	exchange->reply.http = 200;
	exchange->reply.type = "application/json";
	web_face_headers(exchange, outcome);
}

/* Nothing to judge is nothing to refuse: LiteLLM asks for every call, also of pictures alone. */
static void answer_empty(struct web_exchange *exchange)
{
	buffer_append_cstr(&exchange->reply.body, "{\"action\":\"NONE\"}\n");
	exchange->reply.http = 200;
	exchange->reply.type = "application/json";
	web_exchange_header(exchange, "x-doorward-coverage", "none");
}

void web_litellm(struct web_exchange *exchange)
{
	struct engine_worker *engine = exchange->worker->engine;
	struct guard          guard = { .body = buffer_slice(&exchange->body) };
	struct request        request = { .prompt = { .decoders = ENGINE_DECODE_ALL } };
	struct web_fault      fault;
	struct error          err = { 0 };
	enum status           status;

	engine_worker_reset(engine);
	guard.arena = engine_worker_arena(engine);
	status = web_json_check(guard.body, guard.arena, &err);
	if (status == STATUS_OK)
		status = read_guard(&guard);
	if (status != STATUS_OK) {
		fault = web_face_unreadable(status);
		web_exchange_refuse_fault(exchange, &fault, &err);
		return;
	}
	if (guard.count == 0) {
		answer_empty(exchange);
		return;
	}
	request.prompt.fields = guard.fields;
	request.prompt.field_count = guard.count;
	if (slice_equal_cstr(web_json_text(guard.body, "input_type", guard.arena), "response"))
		request.prompt.direction = ENGINE_OUTPUT;
	take_subject(&guard, &request);
	if (!web_face_judge(exchange, "litellm", &request, write_answer, &guard, &fault))
		web_exchange_refuse_fault(exchange, &fault, NULL);
}
