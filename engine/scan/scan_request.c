/* SPDX-License-Identifier: Apache-2.0 */
/* The native request: one pass over the body, members by a table, texts borrowed from
 * the body where they hold no escape. */
#include "scan_request.h"

#include "base_limits.h"

#include <math.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum status scan_request_fault(struct scan_request *parse, const char *format, ...)
{
	char     message[300];
	unsigned line;
	unsigned column;
	va_list  arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	json_position(parse->reader.body, parse->reader.token_offset, &line, &column);
	return error_set(parse->err, STATUS_REQUEST_INVALID, NULL, line, column, "%s", message);
}

enum status scan_request_add(struct scan_request *parse, const char *name, struct slice text,
                             bool replaced, enum engine_polarity polarity)
{
	if (parse->field_count == LIMIT_FIELDS_MAX)
		return error_set(parse->err, STATUS_LIMIT_REACHED, NULL, 0, 0,
		                 "more than %u texts in one request", LIMIT_FIELDS_MAX);
	if (parse->field_count == parse->field_cap) {
		size_t               cap = parse->field_cap == 0 ? 8 : parse->field_cap * 2;
		struct engine_field *grown = arena_resize(parse->arena, parse->fields,
		                                          parse->field_cap * sizeof *grown,
		                                          cap * sizeof *grown);

		if (grown == NULL)
			return STATUS_NO_MEMORY;
		parse->fields = grown;
		parse->field_cap = cap;
	}
	parse->fields[parse->field_count++] =
		(struct engine_field){ .name = arena_copy(parse->arena, slice_from_cstr(name)),
		                       .text = text,
		                       .polarity = polarity,
		                       .replaced = replaced };
	return parse->arena->overflowed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status scan_request_string(struct scan_request *parse, const char *member, struct slice *text,
                                bool *replaced, bool *present)
{
	enum json_token token;
	enum status     status = json_next(&parse->reader, &token);

	*present = false;
	if (status != STATUS_OK || token == JSON_NULL)
		return status;
	if (token != JSON_STRING)
		return scan_request_fault(parse, "member \"%s\" must be a string", member);
	*present = true;
	return json_string_decode(&parse->reader, text, replaced);
}

/* ---- members ---- */

static enum status read_text(struct scan_request *parse, const char *name,
                             enum engine_polarity polarity)
{
	struct slice text;
	bool         replaced = false;
	bool         present;
	enum status  status = scan_request_string(parse, name, &text, &replaced, &present);

	if (status != STATUS_OK || !present)
		return status;
	parse->has_text = parse->has_text || polarity == ENGINE_POSITIVE;
	return scan_request_add(parse, name, text, replaced, polarity);
}

static enum status read_prompt(struct scan_request *parse)
{
	return read_text(parse, "prompt", ENGINE_POSITIVE);
}

static enum status read_short_text(struct scan_request *parse)
{
	parse->is_short = true;
	return read_text(parse, "text", ENGINE_POSITIVE);
}

static enum status read_negative_prompt(struct scan_request *parse)
{
	return read_text(parse, "negative_prompt", ENGINE_NEGATIVE);
}

static enum status read_optional(struct scan_request *parse, const char *member,
                                 struct slice *value)
{
	bool replaced = false;
	bool present;

	return scan_request_string(parse, member, value, &replaced, &present);
}

static enum status read_policy(struct scan_request *parse)
{
	return read_optional(parse, "policy", &parse->request->prompt.policy);
}

static enum status read_operation(struct scan_request *parse)
{
	return read_optional(parse, "operation", &parse->request->operation);
}

static enum status read_request_id(struct scan_request *parse)
{
	return read_optional(parse, "request_id", &parse->request->request_id);
}

static enum status read_direction(struct scan_request *parse)
{
	struct slice value = SLICE_LIT("input");
	enum status  status = read_optional(parse, "direction", &value);

	if (status != STATUS_OK)
		return status;
	if (slice_equal_cstr(value, "output"))
		parse->request->prompt.direction = ENGINE_OUTPUT;
	else if (!slice_equal_cstr(value, "input"))
		return scan_request_fault(parse,
		                          "member \"direction\" must be \"input\" or \"output\"");
	return STATUS_OK;
}

static enum status read_explain(struct scan_request *parse)
{
	enum json_token token;
	enum status     status = json_next(&parse->reader, &token);

	if (status != STATUS_OK)
		return status;
	if (token != JSON_TRUE && token != JSON_FALSE)
		return scan_request_fault(parse, "member \"explain\" must be true or false");
	parse->request->prompt.explain = token == JSON_TRUE;
	return STATUS_OK;
}

static enum status read_quantity(struct scan_request *parse)
{
	enum json_token token;
	enum status     status = json_next(&parse->reader, &token);

	if (status != STATUS_OK || token == JSON_NULL)
		return status;
	if (token != JSON_NUMBER)
		return scan_request_fault(parse, "member \"quantity\" must be a number");
	parse->request->quantity = json_number_double(&parse->reader);
	if (!isfinite(parse->request->quantity))
		return scan_request_fault(parse, "member \"quantity\" is too large");
	if (parse->request->quantity < 0)
		return scan_request_fault(parse, "member \"quantity\" must not be negative");
	return STATUS_OK;
}

static enum status read_id(struct scan_request *parse)
{
	enum json_token token;
	bool            replaced;
	enum status     status = json_next(&parse->reader, &token);

	if (status != STATUS_OK || token == JSON_NULL)
		return status;
	if (token == JSON_STRING)
		return json_string_decode(&parse->reader, &parse->request->id, &replaced);
	if (token != JSON_NUMBER)
		return scan_request_fault(parse, "member \"id\" must be a string or a number");
	parse->request->id = parse->reader.raw;
	return STATUS_OK;
}

/* ---- objects by a table ---- */

struct member {
	const char *name;
	enum status (*read)(struct scan_request *parse);
};

#define MEMBERS_MAX 16

static enum status unknown_fault(struct scan_request *parse, const struct member *members,
                                 size_t count)
{
	const char  *names[MEMBERS_MAX];
	const char  *nearest;
	struct slice name = parse->reader.raw;

	for (size_t i = 0; i < count; i++)
		names[i] = members[i].name;
	nearest = error_nearest(name.ptr, name.len, names, count);
	if (nearest != NULL)
		return scan_request_fault(parse, "unknown member \"%.*s\"; did you mean \"%s\"?",
		                          (int)(name.len < 80 ? name.len : 80), name.ptr, nearest);
	return scan_request_fault(parse, "unknown member \"%.*s\"",
	                          (int)(name.len < 80 ? name.len : 80), name.ptr);
}

/* In a line of JSONL the fault waits: beside "text" it is a label or a source. */
static enum status unknown_member(struct scan_request *parse, const struct member *members,
                                  size_t count)
{
	struct error   *err = parse->err;
	enum json_token token;
	enum status     status;

	if (!parse->is_line)
		return unknown_fault(parse, members, count);
	if (parse->unknown.status == STATUS_OK) {
		parse->err = &parse->unknown;
		status = unknown_fault(parse, members, count);
		parse->err = err;
		(void)status;
	}
	status = json_next(&parse->reader, &token);
	return status == STATUS_OK ? json_skip(&parse->reader, token) : status;
}

/* The members of an object whose beginning was read. */
static enum status read_members(struct scan_request *parse, const struct member *members,
                                size_t count)
{
	for (;;) {
		enum json_token token;
		size_t          i = 0;
		enum status     status = json_next(&parse->reader, &token);

		if (status != STATUS_OK || token == JSON_OBJECT_END)
			return status;
		while (i < count && !json_raw_is(&parse->reader, slice_from_cstr(members[i].name)))
			i++;
		status = i < count ? members[i].read(parse) : unknown_member(parse, members, count);
		if (status != STATUS_OK)
			return status;
	}
}

static enum status read_subject_key(struct scan_request *parse)
{
	return read_optional(parse, "subject.key", &parse->request->subject_key);
}

static enum status read_subject_account(struct scan_request *parse)
{
	return read_optional(parse, "subject.account", &parse->request->subject_account);
}

static enum status read_subject_user(struct scan_request *parse)
{
	return read_optional(parse, "subject.user", &parse->request->subject_user);
}

static enum status read_subject(struct scan_request *parse)
{
	static const struct member members[] = { { "key", read_subject_key },
		                                 { "account", read_subject_account },
		                                 { "user", read_subject_user } };
	enum json_token            token;
	enum status                status = json_next(&parse->reader, &token);

	if (status != STATUS_OK || token == JSON_NULL)
		return status;
	if (token != JSON_OBJECT_BEGIN)
		return scan_request_fault(parse, "member \"subject\" must be an object");
	return read_members(parse, members, sizeof members / sizeof members[0]);
}

/* ---- fields ---- */

struct field_members {
	struct slice         name;
	struct slice         text;
	enum engine_polarity polarity;
	bool                 replaced;
	bool                 has_text;
};

static enum status read_field_member(struct scan_request *parse, struct field_members *field)
{
	struct slice value = SLICE_NONE;
	bool         present;
	enum status  status;

	if (json_raw_is(&parse->reader, SLICE_LIT("name"))) {
		bool ignored = false;

		return scan_request_string(parse, "name", &field->name, &ignored, &present);
	}
	if (json_raw_is(&parse->reader, SLICE_LIT("text")))
		return scan_request_string(parse, "text", &field->text, &field->replaced,
		                           &field->has_text);
	if (!json_raw_is(&parse->reader, SLICE_LIT("polarity")))
		return scan_request_fault(
			parse, "unknown member in \"fields\"; known are name, text, polarity");
	status = read_optional(parse, "polarity", &value);
	if (status != STATUS_OK)
		return status;
	if (slice_equal_cstr(value, "negative"))
		field->polarity = ENGINE_NEGATIVE;
	else if (value.len > 0 && !slice_equal_cstr(value, "positive"))
		return scan_request_fault(
			parse, "member \"polarity\" must be \"positive\" or \"negative\"");
	return STATUS_OK;
}

static enum status read_field(struct scan_request *parse, size_t index)
{
	struct field_members field = { .polarity = ENGINE_POSITIVE };
	char                 name[300];

	for (;;) {
		enum json_token token;
		enum status     status = json_next(&parse->reader, &token);

		if (status != STATUS_OK)
			return status;
		if (token == JSON_OBJECT_END)
			break;
		status = read_field_member(parse, &field);
		if (status != STATUS_OK)
			return status;
	}
	if (!field.has_text)
		return scan_request_fault(parse, "fields[%zu] has no \"text\"", index);
	if (field.name.len > 0 && field.name.len < sizeof name)
		snprintf(name, sizeof name, "%.*s", SLICE_ARG(field.name));
	else
		snprintf(name, sizeof name, "fields[%zu]", index);
	parse->has_text = true;
	return scan_request_add(parse, name, field.text, field.replaced, field.polarity);
}

static enum status read_fields(struct scan_request *parse)
{
	enum json_token token;
	enum status     status = json_next(&parse->reader, &token);

	if (status != STATUS_OK || token == JSON_NULL)
		return status;
	if (token != JSON_ARRAY_BEGIN)
		return scan_request_fault(parse, "member \"fields\" must be an array");
	for (size_t index = 0;; index++) {
		status = json_next(&parse->reader, &token);
		if (status != STATUS_OK || token == JSON_ARRAY_END)
			return status;
		if (token != JSON_OBJECT_BEGIN)
			return scan_request_fault(parse, "fields[%zu] must be an object", index);
		status = read_field(parse, index);
		if (status != STATUS_OK)
			return status;
	}
}

/* ---- the whole ---- */

static const struct member members[] = {
	{ "prompt", read_prompt },
	{ "negative_prompt", read_negative_prompt },
	{ "messages", scan_request_messages },
	{ "fields", read_fields },
	{ "text", read_short_text },
	{ "direction", read_direction },
	{ "policy", read_policy },
	{ "subject", read_subject },
	{ "operation", read_operation },
	{ "quantity", read_quantity },
	{ "request_id", read_request_id },
	{ "id", read_id },
	{ "explain", read_explain },
};

static enum status read_body(struct scan_request *parse)
{
	enum json_token token;
	enum status     status = json_next(&parse->reader, &token);

	if (status != STATUS_OK)
		return status;
	if (token != JSON_OBJECT_BEGIN)
		return scan_request_fault(parse, "the body must be a JSON object");
	status = read_members(parse, members, sizeof members / sizeof members[0]);
	if (status != STATUS_OK)
		return status;
	status = json_next(&parse->reader, &token);
	if (status != STATUS_OK)
		return status;
	if (parse->unknown.status != STATUS_OK && !parse->is_short)
		return error_set(parse->err, parse->unknown.status, NULL, parse->unknown.line,
		                 parse->unknown.column, "%s", parse->unknown.message);
	if (!parse->has_text)
		return error_set(parse->err, STATUS_REQUEST_INVALID, NULL, 1, 1,
		                 "nothing to judge: one of \"prompt\", \"messages\", \"fields\" "
		                 "or \"text\" is needed");
	return STATUS_OK;
}

static enum status parse_all(struct scan_request *parse, struct slice body)
{
	enum status status;

	*parse->request = (struct request){ .prompt = { .decoders = ENGINE_DECODE_ALL } };
	json_reader_init(&parse->reader, body, parse->arena, parse->err);
	status = read_body(parse);
	if (status == STATUS_NO_MEMORY)
		return error_set(parse->err, status, NULL, 0, 0,
		                 "not enough memory for this request");
	parse->request->prompt.fields = parse->fields;
	parse->request->prompt.field_count = parse->field_count;
	return status;
}

enum status request_parse(struct slice body, struct arena *arena, struct request *request,
                          struct error *err)
{
	struct scan_request parse = { .arena = arena, .request = request, .err = err };

	return parse_all(&parse, body);
}

enum status request_parse_line(struct slice line, struct arena *arena, struct request *request,
                               struct error *err)
{
	struct scan_request parse = {
		.arena = arena, .request = request, .err = err, .is_line = true
	};

	return parse_all(&parse, line);
}
