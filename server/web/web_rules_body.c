/* SPDX-License-Identifier: Apache-2.0 */
/* The members that are not of a native request are read here and blanked, with one comma each, so
 * that the reader of requests, which is strict, sees a request and says places as they are:
 *
 *     {"prompt":"x","rules_text":"schema: 1","policy":"p"}
 *     {"prompt":"x",                         "policy":"p"} */
#include "web_rules_body.h"

#include "base_json.h"

#include <string.h>

struct body {
	struct json_reader     reader;
	char                  *copy;
	struct web_rules_body *parts;
	struct error          *err;
};

static enum status fault(struct body *body, const char *message)
{
	unsigned line, column;

	json_position(body->reader.body, body->reader.token_offset, &line, &column);
	return error_set(body->err, STATUS_REQUEST_INVALID, NULL, line, column, "%s", message);
}

static enum status read_string(struct body *body, enum json_token token, struct slice *text)
{
	if (token != JSON_STRING)
		return fault(body, "a text is needed");
	return json_string_decode(&body->reader, text, NULL);
}

static enum status read_ids(struct body *body, enum json_token token)
{
	struct web_rules_body *parts = body->parts;
	enum status            status = STATUS_OK;

	if (token != JSON_ARRAY_BEGIN)
		return fault(body, "rules is a list of ids");
	while (status == STATUS_OK) {
		status = json_next(&body->reader, &token);
		if (status != STATUS_OK || token == JSON_ARRAY_END)
			break;
		if (parts->asked_count == WEB_RULES_ASKED_MAX)
			return fault(body, "rules has more than 64 ids");
		status = read_string(body, token, &parts->asked[parts->asked_count++]);
	}
	return status;
}

/* The value of the member whose key was read. *ours: it is none of a native request. */
static enum status read_value(struct body *body, bool *ours)
{
	struct json_reader    *reader = &body->reader;
	struct web_rules_body *parts = body->parts;
	bool                   is_text = json_raw_is(reader, SLICE_LIT("rules_text"));
	bool                   is_file = json_raw_is(reader, SLICE_LIT("rules_file"));
	bool                   is_alone = json_raw_is(reader, SLICE_LIT("rules_alone"));
	bool                   is_asked = json_raw_is(reader, SLICE_LIT("rules"));
	enum json_token        token;
	enum status            status = json_next(reader, &token);

	*ours = is_text || is_file || is_alone || is_asked;
	if (status != STATUS_OK)
		return status;
	if (is_text) {
		parts->has_text = true;
		return read_string(body, token, &parts->text.text);
	}
	if (is_file)
		return read_string(body, token, &parts->text.name);
	if (is_asked)
		return read_ids(body, token);
	if (!is_alone)
		return json_skip(reader, token);
	if (token != JSON_TRUE && token != JSON_FALSE)
		return fault(body, "rules_alone is true or false");
	parts->text.alone = token == JSON_TRUE;
	return STATUS_OK;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Newlines stay, so that lines are counted alike. */
static void blank(char *bytes, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++)
		if (bytes[i] != '\n')
			bytes[i] = ' ';
}

static void blank_member(struct body *body, size_t start, size_t end)
{
	size_t len = body->reader.body.len;
	size_t at = end;

	blank(body->copy, start, end);
	while (at < len && is_blank(body->copy[at]))
		at++;
	if (at < len && body->copy[at] == ',') {
		body->copy[at] = ' ';
		return;
	}
	for (at = start; at > 0 && is_blank(body->copy[at - 1]);)
		at--;
	if (at > 0 && body->copy[at - 1] == ',')
		body->copy[at - 1] = ' ';
}

static enum status read_members(struct body *body)
{
	struct json_reader *reader = &body->reader;
	enum json_token     token;
	enum status         status = json_next(reader, &token);

	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN)
		return fault(body, "a request is an object");
	while (status == STATUS_OK) {
		size_t start;
		bool   ours = false;

		status = json_next(reader, &token);
		if (status != STATUS_OK || token == JSON_OBJECT_END)
			break;
		start = reader->token_offset;
		status = read_value(body, &ours);
		if (status == STATUS_OK && ours)
			blank_member(body, start, reader->offset);
	}
	if (status == STATUS_OK)
		status = json_next(reader, &token);
	return status;
}

enum status web_rules_body_read(struct slice text, struct arena *arena,
                                struct web_rules_body *parts, struct error *err)
{
	struct body body = { .parts = parts, .err = err };
	enum status status;

	*parts = (struct web_rules_body){ 0 };
	body.copy = ARENA_ARRAY(arena, text.len, char);
	if (body.copy == NULL)
		return STATUS_NO_MEMORY;
	if (text.len > 0)
		memcpy(body.copy, text.ptr, text.len);
	json_reader_init(&body.reader, text, arena, err);
	status = read_members(&body);
	parts->request = (struct slice){ body.copy, text.len };
	if (status == STATUS_OK && !parts->has_text &&
	    (parts->text.name.len > 0 || parts->text.alone))
		return error_set(err, STATUS_REQUEST_INVALID, NULL, 0, 0,
		                 "rules_file and rules_alone need rules_text");
	return status;
}
