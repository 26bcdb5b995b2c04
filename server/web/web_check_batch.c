/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1/check/batch: {"items":[…]}, each a native request, answered in order.
 *
 *     {"results":[{"id":"vd_…","decision":"allow",…},{"error":{"code":"rate_limited",…}},…]}
 *
 * Each item is counted, charged and recorded by itself, and one that cannot be judged is an error
 * in its place: the others are not lost. */
#include "base_json.h"
#include "web_face.h"

#include <stdlib.h>

#define ITEMS_MAX 256u

struct items {
	struct slice bodies[ITEMS_MAX];
	size_t       count;
};

static enum status shape_fault(const struct json_reader *reader, struct error *err,
                               const char *message)
{
	unsigned line, column;

	json_position(reader->body, reader->token_offset, &line, &column);
	return error_set(err, STATUS_REQUEST_INVALID, NULL, line, column, "%s", message);
}

static enum status read_list(struct json_reader *reader, struct items *items, struct error *err)
{
	enum json_token token;
	enum status     status;

	while ((status = json_next(reader, &token)) == STATUS_OK && token != JSON_ARRAY_END) {
		size_t start = reader->token_offset;

		if (items->count == ITEMS_MAX)
			return shape_fault(reader, err, "a batch has at most 256 items");
		status = json_skip(reader, token);
		if (status != STATUS_OK)
			return status;
		items->bodies[items->count++] = slice_range(reader->body, start, reader->offset);
	}
	return status;
}

static enum status read_items(struct slice body, struct arena *arena, struct items *items,
                              struct error *err)
{
	struct json_reader reader;
	enum json_token    token;
	enum status        status;

	json_reader_init(&reader, body, arena, err);
	status = json_next(&reader, &token);
	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN)
		return shape_fault(&reader, err, "the body must be an object with \"items\"");
	if (status == STATUS_OK)
		status = json_next(&reader, &token);
	if (status == STATUS_OK && (token != JSON_KEY || !json_raw_is(&reader, SLICE_LIT("items"))))
		return shape_fault(&reader, err, "the one member is \"items\"");
	if (status == STATUS_OK)
		status = json_next(&reader, &token);
	if (status == STATUS_OK && token != JSON_ARRAY_BEGIN)
		return shape_fault(&reader, err, "\"items\" is a list of requests");
	if (status == STATUS_OK)
		status = read_list(&reader, items, err);
	if (status == STATUS_OK)
		status = json_next(&reader, &token);
	if (status == STATUS_OK && token != JSON_OBJECT_END)
		return shape_fault(&reader, err, "the one member is \"items\"");
	if (status == STATUS_OK)
		status = json_next(&reader, &token);
	if (status == STATUS_OK && items->count == 0)
		return shape_fault(&reader, err, "\"items\" is empty");
	return status;
}

static void put_error(struct web_exchange *exchange, const struct web_fault *fault,
                      const struct error *err)
{
	struct buffer *out = &exchange->reply.body;

	buffer_append_cstr(out, "{\"error\":{");
	json_write_key(out, "code");
	json_write_string(out, slice_from_cstr(fault->code));
	json_write_key(out, "detail");
	json_write_string(out,
	                  slice_from_cstr(err->message[0] != '\0' ? err->message : fault->detail));
	json_write_key(out, "status");
	buffer_append_u64(out, fault->http);
	buffer_append_cstr(out, "}}");
}

static void write_item(struct web_exchange *exchange, const struct web_outcome *outcome,
                       void *context)
{
	(void)context;
	web_face_put_native(exchange, outcome);
}

/* A verdict, or an error in its place. */
static void judge_item(struct web_exchange *exchange, struct slice body)
{
	struct engine_worker *engine = exchange->worker->engine;
	struct web_fault      fault;
	struct error          err = { 0 };
	struct request        request;
	enum status           status;

	engine_worker_reset(engine);
	exchange->reply.header_count = 0;
	status = request_parse(body, engine_worker_arena(engine), &request, &err);
	if (status != STATUS_OK) {
		fault = web_face_unreadable(status);
		put_error(exchange, &fault, &err);
		return;
	}
	if (request.prompt.explain && !web_caller_may_explain(exchange)) {
		fault = web_face_fault(WEB_PROBLEM_ACCESS_NOT_ENABLED,
		                       "explain needs a caller who may see every view.");
		put_error(exchange, &fault, &err);
	} else if (!web_face_judge(exchange, "native", &request, write_item, NULL, &fault)) {
		put_error(exchange, &fault, &err);
	}
	web_caller_end(exchange);
}

void web_check_batch(struct web_exchange *exchange)
{
	struct engine_worker *engine = exchange->worker->engine;
	struct items         *items = malloc(sizeof *items);
	struct error          err = { 0 };
	struct web_fault      fault;
	enum status           status = STATUS_NO_MEMORY;

	engine_worker_reset(engine);
	if (items != NULL) {
		items->count = 0;
		status = read_items(buffer_slice(&exchange->body), engine_worker_arena(engine),
		                    items, &err);
	}
	if (status != STATUS_OK) {
		fault = web_face_unreadable(status);
		web_exchange_refuse_fault(exchange, &fault, &err);
		free(items);
		return;
	}
	buffer_append_cstr(&exchange->reply.body, "{\"results\":[");
	for (size_t i = 0; i < items->count; i++) {
		if (i > 0)
			buffer_append_char(&exchange->reply.body, ',');
		judge_item(exchange, items->bodies[i]);
	}
	buffer_append_cstr(&exchange->reply.body, "]}\n");
	exchange->reply.http = 200;
	exchange->reply.type = "application/json";
	free(items);
}
