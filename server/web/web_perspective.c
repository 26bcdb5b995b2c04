/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1alpha1/comments:analyze: for clients of Perspective, whose service ends on 2026-12-31.
 *
 *     {"comment":{"text":"…"},"requestedAttributes":{"TOXICITY":{}},"spanAnnotations":true}
 *     {"attributeScores":{"TOXICITY":{"summaryScore":{"value":0.95,"type":"PROBABILITY"}}}}
 *
 * There is no decision in this shape, only scores: those of the categories that name the attribute
 * in the category table. They are no probabilities, but lie in their range and order. Every
 * attribute that was asked for is answered, and no other. */
#include "base_json.h"
#include "web_face.h"
#include "web_json.h"

#include <string.h>

void web_google_refuse(struct web_exchange *exchange, const struct web_fault *fault,
                       const struct error *err)
{
	struct buffer *out = &exchange->reply.body;
	const char *message = err != NULL && err->message[0] != '\0' ? err->message : fault->detail;

	buffer_append_format(out, "{\"error\":{\"code\":%u", fault->http);
	json_write_key(out, "message");
	json_write_string(out, slice_from_cstr(message));
	json_write_key(out, "status");
	json_write_string(out, slice_from_cstr(fault->code));
	buffer_append_cstr(out, "}}\n");
	exchange->reply.type = "application/json";
}

static bool has_attribute(uint16_t category, struct slice attribute)
{
	for (const char *const *code = ruleset_category_codes(category, RULESET_PERSPECTIVE);
	     *code != NULL; code++)
		if (slice_equal_cstr(attribute, *code))
			return true;
	return false;
}

/* In hundredths. */
static unsigned score_of(const struct engine_finding *finding)
{
	static const unsigned by_severity[] = { 30, 50, 70, 80 };
	unsigned              value = by_severity[ruleset_rule_severity(finding->rule)];

	return finding->decides ? value + 15 : value;
}

static bool is_about(const struct engine_finding *finding, struct slice attribute)
{
	return has_attribute(ruleset_rule_category(finding->rule), attribute);
}

static unsigned summary(const struct engine_verdict *verdict, struct slice attribute)
{
	unsigned highest = 0;

	for (size_t i = 0; i < verdict->finding_count; i++)
		if (is_about(&verdict->findings[i], attribute) &&
		    score_of(&verdict->findings[i]) > highest)
			highest = score_of(&verdict->findings[i]);
	return highest;
}

/* Begin and end are in UTF-16 units, as clients of that service count. */
static void put_spans(const struct engine_verdict *verdict, struct slice attribute,
                      struct buffer *out)
{
	bool is_first = true;

	buffer_append_cstr(out, ",\"spanScores\":[");
	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct engine_finding *finding = &verdict->findings[i];
		unsigned                     value = score_of(finding);

		for (size_t j = 0; j < finding->part_count && is_about(finding, attribute); j++) {
			const struct engine_span *span = &finding->parts[j].span;

			buffer_append_format(out,
			                     "%s{\"begin\":%zu,\"end\":%zu,\"score\":{\"value\":"
			                     "%u.%02u,\"type\":\"PROBABILITY\"}}",
			                     is_first ? "" : ",", span->utf16_start,
			                     span->utf16_end, value / 100, value % 100);
			is_first = false;
		}
	}
	buffer_append_char(out, ']');
}

struct analysis {
	struct slice  body;
	struct arena *arena;
	struct slice  attributes; /* the object whose keys were asked for */
	bool          has_spans;
};

static void put_attribute(const struct analysis *analysis, const struct engine_verdict *verdict,
                          struct slice attribute, bool is_first, struct buffer *out)
{
	unsigned value = summary(verdict, attribute);

	buffer_append_cstr(out, is_first ? "" : ",");
	json_write_string(out, attribute);
	buffer_append_format(out, ":{\"summaryScore\":{\"value\":%u.%02u,\"type\":\"PROBABILITY\"}",
	                     value / 100, value % 100);
	if (analysis->has_spans)
		put_spans(verdict, attribute, out);
	buffer_append_char(out, '}');
}

static void put_attributes(const struct analysis *analysis, const struct engine_verdict *verdict,
                           struct buffer *out)
{
	struct json_reader reader;
	enum json_token    token;
	bool               is_first = true;

	json_reader_init(&reader, analysis->attributes, analysis->arena, NULL);
	if (json_next(&reader, &token) != STATUS_OK || token != JSON_OBJECT_BEGIN)
		return;
	while (json_next(&reader, &token) == STATUS_OK && token == JSON_KEY) {
		struct slice attribute;

		if (json_string_decode(&reader, &attribute, NULL) != STATUS_OK)
			return;
		put_attribute(analysis, verdict, attribute, is_first, out);
		is_first = false;
		if (json_next(&reader, &token) != STATUS_OK ||
		    json_skip(&reader, token) != STATUS_OK)
			return;
	}
}

static void write_answer(struct web_exchange *exchange, const struct web_outcome *outcome,
                         void *context)
{
	const struct analysis *analysis = context;
	struct slice           token = web_json_get(analysis->body, "clientToken", analysis->arena);
	struct slice   languages = web_json_get(analysis->body, "languages", analysis->arena);
	struct buffer *out = &exchange->reply.body;

	buffer_append_cstr(out, "{\"attributeScores\":{");
	put_attributes(analysis, outcome->verdict, out);
	buffer_append_cstr(out, "},\"languages\":");
	buffer_append(out,
	              languages.len > 0 && languages.ptr[0] == '[' ? languages : SLICE_LIT("[]"));
	buffer_append_cstr(out, ",\"detectedLanguages\":[]");
	if (token.len > 0 && token.ptr[0] == '"') {
		json_write_key(out, "clientToken");
		buffer_append(out, token);
	}
	buffer_append_cstr(out, "}\n");
	exchange->reply.http = 200;
	exchange->reply.type = "application/json";
	web_face_headers(exchange, outcome);
}

void web_perspective(struct web_exchange *exchange)
{
	struct engine_worker *engine = exchange->worker->engine;
	struct analysis       analysis = { .body = buffer_slice(&exchange->body) };
	struct engine_field   field = { .name = SLICE_LIT("comment") };
	struct request        request = {
		       .prompt = { .fields = &field, .field_count = 1, .decoders = ENGINE_DECODE_ALL }
	};
	struct web_fault fault;
	struct error     err = { 0 };
	enum status      status;

	engine_worker_reset(engine);
	analysis.arena = engine_worker_arena(engine);
	status = web_json_check(analysis.body, analysis.arena, &err);
	if (status == STATUS_OK &&
	    !web_json_string(web_json_get(web_json_get(analysis.body, "comment", analysis.arena),
	                                  "text", analysis.arena),
	                     analysis.arena, &field.text, &field.replaced))
		status = error_set(&err, STATUS_REQUEST_INVALID, NULL, 1, 1,
		                   "comment.text is the text to judge");
	if (status != STATUS_OK) {
		fault = web_face_unreadable(status);
		web_exchange_refuse_fault(exchange, &fault, &err);
		return;
	}
	analysis.attributes = web_json_get(analysis.body, "requestedAttributes", analysis.arena);
	analysis.has_spans = web_json_is_true(analysis.body, "spanAnnotations", analysis.arena);
	if (!web_face_judge(exchange, "perspective", &request, write_answer, &analysis, &fault))
		web_exchange_refuse_fault(exchange, &fault, NULL);
}
