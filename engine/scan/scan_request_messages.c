/* SPDX-License-Identifier: Apache-2.0 */
/* Chat messages, in the shapes that gateways pass on:
 *
 *   { "role": "user", "content": "text" }
 *   { "role": "user", "content": [ {"type": "text", "text": "..."}, {"type": "image_url", ...} ] }
 *   { "role": "assistant", "content": null, "tool_calls": [ {"function": {"arguments": "{...}"}} ]
 * }
 *
 * Members of a message are other people's schemas: what is known to carry no text is
 * skipped, and of a content part of an unknown type every string is judged, so that no
 * shape lets a text through unread. A part's "type" may stand behind its text,
 * therefore a part is passed over once (which checks its JSON) and then read. */
#include "scan_request.h"

#include <stdio.h>
#include <string.h>

#define NAME_BYTES 200

/* Types of parts that carry pictures, sound or files and no text of the user's. */
static const char *const media_types[] = { "image_url",   "input_image", "image",
	                                   "input_audio", "audio",       "video_url",
	                                   "video",       "input_file",  "file" };

/* The bytes of the value whose first token was just read; the reader stands behind. */
static enum status take_value(struct scan_request *parse, enum json_token first,
                              struct slice *value)
{
	size_t      start = parse->reader.token_offset;
	enum status status = json_skip(&parse->reader, first);

	if (status == STATUS_OK)
		*value = slice_range(parse->reader.body, start, parse->reader.offset);
	return status;
}

/* ---- one part, read from its own bytes ---- */

static bool is_media(struct slice type)
{
	for (size_t i = 0; i < sizeof media_types / sizeof media_types[0]; i++)
		if (slice_equal_cstr(type, media_types[i]))
			return true;
	return false;
}

/* The string under `key` of the object, "" when there is none. */
static enum status member_string(struct scan_request *parse, struct slice object, const char *key,
                                 struct slice *text)
{
	struct json_reader reader;
	enum json_token    token;
	bool               replaced;
	enum status        status;

	*text = SLICE_NONE;
	json_reader_init(&reader, object, parse->arena, NULL);
	status = json_next(&reader, &token);
	while (status == STATUS_OK) {
		bool wanted;

		status = json_next(&reader, &token);
		if (status != STATUS_OK || token == JSON_OBJECT_END)
			break;
		wanted = json_raw_is(&reader, slice_from_cstr(key));
		status = json_next(&reader, &token);
		if (status != STATUS_OK)
			break;
		if (wanted && token == JSON_STRING)
			return json_string_decode(&reader, text, &replaced);
		status = json_skip(&reader, token);
	}
	return status;
}

/* Every string value anywhere in `value`; `name` and the nearest key make its name.
 * Strings under "type" and "role" are no texts. */
static enum status add_strings(struct scan_request *parse, struct slice value, const char *name)
{
	struct json_reader reader;
	enum json_token    token;
	char               full[NAME_BYTES + 130];
	struct slice       key = SLICE_NONE;
	enum status        status;

	json_reader_init(&reader, value, parse->arena, NULL);
	for (status = json_next(&reader, &token); status == STATUS_OK && token != JSON_END;
	     status = json_next(&reader, &token)) {
		struct slice text;
		bool         replaced = false;

		if (token == JSON_KEY)
			key = reader.raw;
		if (token != JSON_STRING || slice_equal_cstr(key, "type") ||
		    slice_equal_cstr(key, "role"))
			continue;
		status = json_string_decode(&reader, &text, &replaced);
		if (status != STATUS_OK)
			return status;
		if (key.len > 0)
			snprintf(full, sizeof full, "%s.%.*s", name,
			         (int)(key.len < 80 ? key.len : 80), key.ptr);
		else
			snprintf(full, sizeof full, "%s", name);
		status = scan_request_add(parse, full, text, replaced, ENGINE_POSITIVE);
		if (status != STATUS_OK)
			return status;
	}
	return status;
}

static enum status read_part(struct scan_request *parse, struct slice part, const char *name)
{
	struct slice type;
	enum status  status = member_string(parse, part, "type", &type);

	if (status != STATUS_OK)
		return status;
	/* A picture's caption or alternative text is still a text. */
	if (is_media(type)) {
		struct slice text;
		char         full[NAME_BYTES + 40];

		status = member_string(parse, part, "text", &text);
		if (status != STATUS_OK || text.len == 0)
			return status;
		snprintf(full, sizeof full, "%s.text", name);
		return scan_request_add(parse, full, text, false, ENGINE_POSITIVE);
	}
	return add_strings(parse, part, name);
}

/* ---- content and tool calls ---- */

static enum status read_parts(struct scan_request *parse, const char *name)
{
	for (size_t index = 0;; index++) {
		enum json_token token;
		struct slice    part;
		char            part_name[NAME_BYTES + 30];
		enum status     status = json_next(&parse->reader, &token);

		if (status != STATUS_OK || token == JSON_ARRAY_END)
			return status;
		snprintf(part_name, sizeof part_name, "%s[%zu]", name, index);
		status = take_value(parse, token, &part);
		if (status == STATUS_OK)
			status = token == JSON_OBJECT_BEGIN ? read_part(parse, part, part_name)
			                                    : add_strings(parse, part, part_name);
		if (status != STATUS_OK)
			return status;
	}
}

static enum status read_content(struct scan_request *parse, size_t index)
{
	enum json_token token;
	struct slice    text;
	char            name[NAME_BYTES];
	bool            replaced = false;
	enum status     status = json_next(&parse->reader, &token);

	if (status != STATUS_OK || token == JSON_NULL)
		return status;
	snprintf(name, sizeof name, "messages[%zu].content", index);
	if (token == JSON_ARRAY_BEGIN)
		return read_parts(parse, name);
	if (token != JSON_STRING)
		return scan_request_fault(parse, "%s must be a string, null or an array of parts",
		                          name);
	status = json_string_decode(&parse->reader, &text, &replaced);
	if (status != STATUS_OK)
		return status;
	return scan_request_add(parse, name, text, replaced, ENGINE_POSITIVE);
}

static enum status read_tool_calls(struct scan_request *parse, size_t index)
{
	enum json_token token;
	struct slice    calls;
	char            name[NAME_BYTES];
	enum status     status = json_next(&parse->reader, &token);

	if (status != STATUS_OK || token == JSON_NULL)
		return status;
	snprintf(name, sizeof name, "messages[%zu].tool_calls", index);
	status = take_value(parse, token, &calls);
	return status == STATUS_OK ? add_strings(parse, calls, name) : status;
}

static enum status skip_value(struct scan_request *parse)
{
	enum json_token token;
	enum status     status = json_next(&parse->reader, &token);

	return status == STATUS_OK ? json_skip(&parse->reader, token) : status;
}

static enum status read_message(struct scan_request *parse, size_t index)
{
	for (;;) {
		enum json_token token;
		enum status     status = json_next(&parse->reader, &token);

		if (status != STATUS_OK || token == JSON_OBJECT_END)
			return status;
		if (json_raw_is(&parse->reader, SLICE_LIT("content")))
			status = read_content(parse, index);
		else if (json_raw_is(&parse->reader, SLICE_LIT("tool_calls")))
			status = read_tool_calls(parse, index);
		else
			status = skip_value(parse);
		if (status != STATUS_OK)
			return status;
	}
}

enum status scan_request_messages(struct scan_request *parse)
{
	enum json_token token;
	enum status     status = json_next(&parse->reader, &token);

	if (status != STATUS_OK || token == JSON_NULL)
		return status;
	if (token != JSON_ARRAY_BEGIN)
		return scan_request_fault(parse, "member \"messages\" must be an array");
	for (size_t index = 0;; index++) {
		status = json_next(&parse->reader, &token);
		if (status != STATUS_OK || token == JSON_ARRAY_END)
			return status;
		if (token != JSON_OBJECT_BEGIN)
			return scan_request_fault(parse, "messages[%zu] must be an object", index);
		parse->has_text = true;
		status = read_message(parse, index);
		if (status != STATUS_OK)
			return status;
	}
}
