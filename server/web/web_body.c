/* SPDX-License-Identifier: Apache-2.0 */
#include "web_body.h"

#include "base_buffer.h"
#include "base_json.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct body {
	struct json_reader reader;
	struct arena      *arena;
	struct error      *err;
};

static enum status fault(struct body *body, const char *name, const char *expected)
{
	unsigned line, column;

	json_position(body->reader.body, body->reader.token_offset, &line, &column);
	return error_set(body->err, STATUS_REQUEST_INVALID, NULL, line, column,
	                 "member \"%s\" must be %s", name, expected);
}

static enum status keep(struct body *body, const char *name, struct slice text, const char **target)
{
	char *copy = ARENA_ARRAY(body->arena, text.len + 1, char);

	if (copy == NULL)
		return STATUS_NO_MEMORY;
	if (memchr(text.len > 0 ? text.ptr : "", '\0', text.len) != NULL)
		return fault(body, name, "a text without U+0000");
	if (text.len > 0)
		memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	*target = copy;
	return STATUS_OK;
}

static enum status read_text(struct body *body, const char *name, enum json_token token,
                             const char **target)
{
	struct slice text;
	enum status  status;

	if (token != JSON_STRING)
		return fault(body, name, "a text");
	status = json_string_decode(&body->reader, &text, NULL);
	return status == STATUS_OK ? keep(body, name, text, target) : status;
}

static enum status read_items(struct body *body, const char *name, char separator,
                              struct buffer *joined)
{
	enum json_token token;
	enum status     status;

	while ((status = json_next(&body->reader, &token)) == STATUS_OK &&
	       token != JSON_ARRAY_END) {
		struct slice text;

		if (token != JSON_STRING)
			return fault(body, name, "a list of texts");
		status = json_string_decode(&body->reader, &text, NULL);
		if (status != STATUS_OK)
			return status;
		if (joined->len > 0)
			buffer_append_char(joined, separator);
		buffer_append(joined, text);
	}
	return status;
}

static enum status read_list(struct body *body, const char *name, enum json_token token,
                             char separator, const char **target)
{
	struct buffer joined;
	enum status   status;

	if (token == JSON_STRING)
		return read_text(body, name, token, target);
	if (token != JSON_ARRAY_BEGIN)
		return fault(body, name, "a list of texts");
	buffer_init_arena(&joined, body->arena);
	status = read_items(body, name, separator, &joined);
	if (status == STATUS_OK && joined.failed)
		status = STATUS_NO_MEMORY;
	return status == STATUS_OK ? keep(body, name, buffer_slice(&joined), target) : status;
}

static enum status read_value(struct body *body, const struct web_member *member, void *target)
{
	enum json_token token;
	enum status     status = json_next(&body->reader, &token);

	if (status != STATUS_OK)
		return status;
	switch (member->kind) {
	case WEB_TEXT:
		return read_text(body, member->name, token, target);
	case WEB_NUMBER:
		if (token == JSON_NUMBER && json_number_u64(&body->reader, target))
			return STATUS_OK;
		return fault(body, member->name, "a whole number, 0 or more");
	case WEB_SWITCH:
		if (token != JSON_TRUE && token != JSON_FALSE)
			return fault(body, member->name, "true or false");
		*(bool *)target = token == JSON_TRUE;
		return STATUS_OK;
	case WEB_COMMAS:
		return read_list(body, member->name, token, ',', target);
	case WEB_BLANKS:
		return read_list(body, member->name, token, ' ', target);
	case WEB_AMOUNT:
		if (token == JSON_NUMBER)
			return keep(body, member->name,
			            slice_range(body->reader.body, body->reader.token_offset,
			                        body->reader.offset),
			            target);
		return read_text(body, member->name, token, target);
	}
	return STATUS_OK;
}

static enum status unknown(struct body *body, const struct web_member *members, size_t count)
{
	const char  *names[WEB_MEMBERS_MAX];
	const char  *nearest;
	struct slice key;
	unsigned     line, column;
	enum status  status = json_string_decode(&body->reader, &key, NULL);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < count; i++)
		names[i] = members[i].name;
	nearest = error_nearest(key.ptr, key.len, names, count);
	json_position(body->reader.body, body->reader.token_offset, &line, &column);
	if (nearest == NULL)
		return error_set(body->err, STATUS_REQUEST_INVALID, NULL, line, column,
		                 "there is no such member");
	return error_set(body->err, STATUS_REQUEST_INVALID, NULL, line, column,
	                 "there is no such member; did you mean \"%s\"?", nearest);
}

static enum status read_member(struct body *body, const struct web_member *members, size_t count,
                               void *target)
{
	for (size_t i = 0; i < count; i++)
		if (json_raw_is(&body->reader, slice_from_cstr(members[i].name)))
			return read_value(body, &members[i], (char *)target + members[i].offset);
	return unknown(body, members, count);
}

enum status web_body_read(struct slice text, struct arena *arena, const struct web_member *members,
                          size_t count, void *target, struct error *err)
{
	struct body     body = { .arena = arena, .err = err };
	enum json_token token;
	enum status     status;

	json_reader_init(&body.reader, text, arena, err);
	status = json_next(&body.reader, &token);
	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN)
		return error_set(err, STATUS_REQUEST_INVALID, NULL, 1, 1, "an object is needed");
	while (status == STATUS_OK) {
		status = json_next(&body.reader, &token);
		if (status != STATUS_OK || token == JSON_OBJECT_END)
			break;
		status = read_member(&body, members, count, target);
	}
	if (status == STATUS_OK)
		status = json_next(&body.reader, &token);
	return status;
}
