/* SPDX-License-Identifier: Apache-2.0 */
#include "web_json.h"

#include "base_json.h"

enum status web_json_check(struct slice body, struct arena *arena, struct error *err)
{
	struct json_reader reader;
	enum json_token    token;
	enum status        status;

	json_reader_init(&reader, body, arena, err);
	status = json_next(&reader, &token);
	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN)
		return error_set(err, STATUS_REQUEST_INVALID, NULL, 1, 1,
		                 "the body must be a JSON object");
	while (status == STATUS_OK && token != JSON_END)
		status = json_next(&reader, &token);
	return status;
}

struct slice web_json_get(struct slice object, const char *key, struct arena *arena)
{
	struct json_reader reader;
	enum json_token    token;

	json_reader_init(&reader, object, arena, NULL);
	if (json_next(&reader, &token) != STATUS_OK || token != JSON_OBJECT_BEGIN)
		return SLICE_NONE;
	while (json_next(&reader, &token) == STATUS_OK && token == JSON_KEY) {
		bool   is_wanted = json_raw_is(&reader, slice_from_cstr(key));
		size_t start;

		if (json_next(&reader, &token) != STATUS_OK)
			break;
		start = reader.token_offset;
		if (json_skip(&reader, token) != STATUS_OK)
			break;
		if (is_wanted)
			return slice_range(object, start, reader.offset);
	}
	return SLICE_NONE;
}

bool web_json_string(struct slice value, struct arena *arena, struct slice *text, bool *replaced)
{
	struct json_reader reader;
	enum json_token    token;

	json_reader_init(&reader, value, arena, NULL);
	return value.len > 0 && json_next(&reader, &token) == STATUS_OK && token == JSON_STRING &&
	       json_string_decode(&reader, text, replaced) == STATUS_OK;
}

struct slice web_json_text(struct slice object, const char *key, struct arena *arena)
{
	struct slice text = SLICE_NONE;
	bool         replaced = false;

	if (!web_json_string(web_json_get(object, key, arena), arena, &text, &replaced))
		return SLICE_NONE;
	return text;
}

bool web_json_is_true(struct slice object, const char *key, struct arena *arena)
{
	return slice_equal_cstr(web_json_get(object, key, arena), "true");
}

static bool is_between(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',' || c == '[';
}

bool web_json_item(struct slice list, size_t *offset, struct slice *item, struct arena *arena)
{
	struct json_reader reader;
	enum json_token    token;
	size_t             at = *offset;

	if (list.len == 0 || list.ptr[0] != '[')
		return false;
	if (at == 0)
		at = 1;
	while (at < list.len && is_between(list.ptr[at]) && list.ptr[at] != '[')
		at++;
	if (at >= list.len || list.ptr[at] == ']')
		return false;
	json_reader_init(&reader, slice_from(list, at), arena, NULL);
	if (json_next(&reader, &token) != STATUS_OK || json_skip(&reader, token) != STATUS_OK)
		return false;
	*item = slice_range(list, at, at + reader.offset);
	*offset = at + reader.offset;
	return true;
}

struct slice web_json_masked(const struct engine_verdict *verdict, size_t field)
{
	for (size_t i = 0; i < verdict->masked_count; i++)
		if (verdict->masked[i].field == field)
			return verdict->masked[i].text;
	return verdict->fields[field].text;
}

void web_json_put_masked(struct slice body, const struct request *request,
                         const struct engine_verdict *verdict, struct buffer *out)
{
	const char *at = body.ptr;

	for (size_t i = 0; i < verdict->masked_count; i++) {
		const struct engine_masked *masked = &verdict->masked[i];
		const struct slice         *source = &request->sources[masked->field];

		/* Fields are masked in their order, which is that of the body. */
		if (source->ptr < at)
			continue;
		buffer_append(out, (struct slice){ at, (size_t)(source->ptr - at) });
		json_write_string(out, masked->text);
		at = source->ptr + source->len;
	}
	buffer_append(out, (struct slice){ at, (size_t)(body.ptr + body.len - at) });
}
