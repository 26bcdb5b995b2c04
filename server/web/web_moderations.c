/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1/moderations: what OpenAI's clients send and read.
 *
 *     input: "text"              one result
 *     input: ["one", "two"]      a result each, in order, counted and recorded by itself
 *     input: [{"type":"text","text":"…"}, {"type":"image_url",…}]      one result for all
 *
 * All 13 keys stand in all three maps, because typed clients parse them as required. Pictures are
 * not judged: the applied types say "text", and a header says so. What we know beyond that shape is
 * in one more key, "doorward". */
#include "base_json.h"
#include "web_face.h"
#include "web_json.h"

#include <string.h>

#define INPUTS_MAX 256u

static const char *const keys[] = {
	"harassment",
	"harassment/threatening",
	"hate",
	"hate/threatening",
	"illicit",
	"illicit/violent",
	"self-harm",
	"self-harm/instructions",
	"self-harm/intent",
	"sexual",
	"sexual/minors",
	"violence",
	"violence/graphic",
};

#define KEY_COUNT (sizeof keys / sizeof keys[0])

struct moderations {
	struct slice  model;
	struct buffer native; /* the second list, while the first is written */
	size_t        count;
};

/* ---- errors ---- */

static const char *error_type(unsigned http)
{
	switch (http) {
	case 401:
		return "authentication_error";
	case 402:
	case 403:
		return "permission_error";
	case 429:
		return "rate_limit_error";
	case 500:
	case 503:
		return "server_error";
	default:
		return "invalid_request_error";
	}
}

void web_openai_refuse(struct web_exchange *exchange, const struct web_fault *fault,
                       const struct error *err)
{
	struct buffer *out = &exchange->reply.body;
	const char *message = err != NULL && err->message[0] != '\0' ? err->message : fault->detail;

	buffer_append_cstr(out, "{\"error\":{");
	json_write_key(out, "message");
	json_write_string(out, slice_from_cstr(message));
	json_write_key(out, "type");
	json_write_string(out, slice_from_cstr(error_type(fault->http)));
	json_write_key(out, "code");
	json_write_string(out, slice_from_cstr(fault->code));
	buffer_append_cstr(out, ",\"param\":null}}\n");
	exchange->reply.type = "application/json";
	/* Its clients try again by themselves, and need not where the day is over. */
	if (fault->violated != NULL && strcmp(fault->violated, "perday") == 0)
		web_exchange_header(exchange, "x-should-retry", "false");
}

/* ---- one result ---- */

static bool has_key(uint16_t category, const char *key)
{
	for (const char *const *code = ruleset_category_codes(category, RULESET_OPENAI);
	     *code != NULL; code++)
		if (strcmp(*code, key) == 0)
			return true;
	return false;
}

/* Did a finding of this key take part in a mask or a block? */
static bool is_flagged(const struct engine_verdict *verdict, const char *key)
{
	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct engine_finding *finding = &verdict->findings[i];

		if (finding->decides && verdict->decision >= ENGINE_MASK &&
		    has_key(ruleset_rule_category(finding->rule), key))
			return true;
	}
	return false;
}

/* No probability, but in its range and order: the severity of what was found, and at least 0.8 for
 * what decided. In hundredths. */
static unsigned score(const struct engine_verdict *verdict, const char *key, bool flagged)
{
	static const unsigned by_severity[] = { 20, 40, 60, 75 };
	unsigned              highest = flagged ? 80 : 0;

	for (size_t i = 0; i < verdict->category_count; i++) {
		const struct engine_category *category = &verdict->categories[i];
		unsigned value = by_severity[category->severity] + (flagged ? 20 : 0);

		if (has_key(category->category, key) && value > highest)
			highest = value;
	}
	return highest;
}

static void put_maps(const struct engine_verdict *verdict, struct buffer *out)
{
	buffer_append_cstr(out, ",\"categories\":{");
	for (size_t i = 0; i < KEY_COUNT; i++)
		buffer_append_format(out, "%s\"%s\":%s", i > 0 ? "," : "", keys[i],
		                     is_flagged(verdict, keys[i]) ? "true" : "false");
	buffer_append_cstr(out, "},\"category_scores\":{");
	for (size_t i = 0; i < KEY_COUNT; i++) {
		unsigned value = score(verdict, keys[i], is_flagged(verdict, keys[i]));

		buffer_append_format(out, "%s\"%s\":%u.%02u", i > 0 ? "," : "", keys[i],
		                     value / 100, value % 100);
	}
	buffer_append_cstr(out, "},\"category_applied_input_types\":{");
	for (size_t i = 0; i < KEY_COUNT; i++)
		buffer_append_format(out, "%s\"%s\":[\"text\"]", i > 0 ? "," : "", keys[i]);
	buffer_append_cstr(out, "}}");
}

static void put_native(struct web_exchange *exchange, const struct web_outcome *outcome,
                       struct moderations *all)
{
	struct buffer answer = exchange->reply.body;

	exchange->reply.body = all->native;
	if (all->count > 0)
		buffer_append_char(&exchange->reply.body, ',');
	web_face_put_native(exchange, outcome);
	all->native = exchange->reply.body;
	exchange->reply.body = answer;
}

static void write_result(struct web_exchange *exchange, const struct web_outcome *outcome,
                         void *context)
{
	struct moderations *all = context;
	struct buffer      *out = &exchange->reply.body;

	if (all->count == 0) {
		buffer_append_cstr(out, "{\"id\":\"modr-");
		buffer_append_cstr(out, outcome->id + 3);
		buffer_append_cstr(out, "\",\"model\":");
		json_write_string(out, all->model.len > 0 ? all->model
		                                          : SLICE_LIT("omni-moderation-latest"));
		buffer_append_cstr(out, ",\"results\":[");
	} else {
		buffer_append_char(out, ',');
	}
	buffer_append_cstr(out, "{\"flagged\":");
	buffer_append_cstr(out, outcome->verdict->decision >= ENGINE_MASK ? "true" : "false");
	put_maps(outcome->verdict, out);
	put_native(exchange, outcome, all);
	all->count++;
}

/* ---- inputs ---- */

static void begin(struct request *request, const struct engine_field *fields, size_t count)
{
	*request = (struct request){
		.prompt = { .fields = fields, .field_count = count, .decoders = ENGINE_DECODE_ALL }
	};
}

static bool judge_text(struct web_exchange *exchange, struct slice value, struct moderations *all,
                       struct web_fault *fault)
{
	struct engine_worker *engine = exchange->worker->engine;
	struct engine_field   field = { .name = SLICE_LIT("input") };
	struct request        request;
	bool                  is_good;

	engine_worker_reset(engine);
	if (!web_json_string(value, engine_worker_arena(engine), &field.text, &field.replaced)) {
		*fault = web_face_fault(
			WEB_PROBLEM_INVALID_REQUEST,
			"\"input\" is a text, a list of texts, or a list of parts.");
		return false;
	}
	begin(&request, &field, 1);
	is_good = web_face_judge(exchange, "openai", &request, write_result, all, fault);
	web_caller_end(exchange);
	return is_good;
}

/* Parts: every text in them, whatever their type. */
static bool judge_parts(struct web_exchange *exchange, struct slice list, struct moderations *all,
                        struct web_fault *fault)
{
	struct engine_worker *engine = exchange->worker->engine;
	struct error          err = { 0 };
	struct request        request;
	enum status           status;

	engine_worker_reset(engine);
	status = request_parse_client(list, engine_worker_arena(engine), &request, &err);
	if (status != STATUS_OK) {
		*fault = web_face_unreadable(status);
		if (status == STATUS_NOT_FOUND)
			fault->detail =
				"There is no text in \"input\", and pictures are not judged.";
		return false;
	}
	return web_face_judge(exchange, "openai", &request, write_result, all, fault);
}

static bool is_all_texts(struct slice list, struct arena *arena, size_t *count)
{
	struct slice item;
	size_t       offset = 0;
	bool         is_all = true;

	for (*count = 0; web_json_item(list, &offset, &item, arena); ++*count)
		is_all = is_all && item.ptr[0] == '"';
	return is_all;
}

static bool judge_list(struct web_exchange *exchange, struct slice list, struct moderations *all,
                       struct web_fault *fault)
{
	struct engine_worker *engine = exchange->worker->engine;
	struct slice          item;
	size_t                offset = 0, count;

	if (!is_all_texts(list, engine_worker_arena(engine), &count))
		return judge_parts(exchange, list, all, fault);
	if (count == 0 || count > INPUTS_MAX) {
		*fault = web_face_fault(WEB_PROBLEM_TOO_MANY_VALUES,
		                        "\"input\" takes 1 to 256 texts.");
		return false;
	}
	for (;;) {
		engine_worker_reset(engine);
		if (!web_json_item(list, &offset, &item, engine_worker_arena(engine)))
			return true;
		exchange->reply.header_count = 0;
		if (!judge_text(exchange, item, all, fault))
			return false;
	}
}

static bool judge(struct web_exchange *exchange, struct moderations *all, struct web_fault *fault,
                  struct error *err)
{
	struct arena *arena = engine_worker_arena(exchange->worker->engine);
	struct slice  body = buffer_slice(&exchange->body);
	struct slice  input;
	enum status   status = web_json_check(body, arena, err);

	if (status != STATUS_OK) {
		*fault = web_face_unreadable(status);
		return false;
	}
	/* The model's name is needed when the arena is another prompt's. */
	all->model = web_json_get(body, "model", arena);
	if (all->model.len >= 2 && all->model.ptr[0] == '"' &&
	    memchr(all->model.ptr, '\\', all->model.len) == NULL)
		all->model = slice_range(all->model, 1, all->model.len - 1);
	else
		all->model = SLICE_NONE;
	input = web_json_get(body, "input", arena);
	if (input.len > 0 && input.ptr[0] == '[')
		return judge_list(exchange, input, all, fault);
	return judge_text(exchange, input, all, fault);
}

void web_moderations(struct web_exchange *exchange)
{
	struct moderations all = { 0 };
	struct web_fault   fault;
	struct error       err = { 0 };
	struct buffer     *out = &exchange->reply.body;

	engine_worker_reset(exchange->worker->engine);
	buffer_init_heap(&all.native);
	if (judge(exchange, &all, &fault, &err)) {
		buffer_append_cstr(out, "],\"doorward\":[");
		buffer_append(out, buffer_slice(&all.native));
		buffer_append_cstr(out, "]}\n");
		out->failed = out->failed || all.native.failed;
		exchange->reply.http = 200;
		exchange->reply.type = "application/json";
		web_exchange_header(exchange, "x-doorward-judged", "text");
	} else {
		web_exchange_refuse_rest(exchange, &fault, &err);
	}
	buffer_free(&all.native);
}
