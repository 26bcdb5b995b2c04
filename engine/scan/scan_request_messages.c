/* SPDX-License-Identifier: Apache-2.0 */
/* Chat messages, in the shapes that gateways pass on:
 *
 *   { "role": "user", "content": "text" }
 *   { "role": "user", "content": [ {"type": "text", "text": "..."}, {"type": "image_url", ...} ] }
 *   { "role": "assistant", "content": null, "tool_calls": [ {"function": {"arguments": "{...}"}} ]
 * }
 *
 * Members of a message are other people's schemas: what is known to carry no text is
 * skipped, and of all else every string is judged, and every key that reads like a
 * sentence, so that no shape lets a text through unread. A part's "type" may stand
 * behind its text, therefore a part is passed over once (which checks its JSON) and then
 * read. */
#include "scan_request.h"

#include <stdio.h>
#include <string.h>

#define NAME_BYTES 200

/* Types of parts that carry pictures and sound, and where they carry them. */
static const char *const media_types[] = { "image_url", "input_image", "image",       "input_audio",
	                                   "audio",     "video_url",   "input_video", "video" };
static const char *const media_keys[] = { "url",      "data",    "image_url", "audio_url",
	                                  "b64_json", "file_id", "video_url" };

/* Where a word says what something is, or which. */
static const char *const label_keys[] = { "type",       "role",      "id",     "tool_call_id",
	                                  "media_type", "mime_type", "detail", "format" };

#define LABEL_BYTES            64
#define IS_ONE_OF(text, names) is_one_of(text, names, sizeof(names) / sizeof(names)[0])

static bool is_one_of(struct slice text, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_equal_cstr(text, names[i]))
			return true;
	return false;
}

/* One word, not a sentence. */
static bool is_label(struct slice text)
{
	return text.len <= LABEL_BYTES && slice_find(text, SLICE_LIT(" "), 0) == SIZE_MAX &&
	       slice_find(text, SLICE_LIT("\\"), 0) == SIZE_MAX;
}

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

/* The strings of a value, one by one. */
struct strings {
	struct json_reader reader;
	const char        *name;
	struct slice       key;       /* the last one */
	bool               is_member; /* the next value is the key's own */
	bool               is_media;  /* a part whose data is no text */
};

static bool is_silent(const struct strings *strings, struct slice text)
{
	if (!strings->is_member)
		return false;
	if (strings->is_media && IS_ONE_OF(strings->key, media_keys))
		return true;
	return IS_ONE_OF(strings->key, label_keys) && is_label(text);
}

/* The value's name and the nearest key make the name of the field. */
static enum status add_string(struct scan_request *parse, struct strings *strings, bool is_key)
{
	char         full[NAME_BYTES + 130];
	struct slice key = strings->key;
	struct slice text;
	bool         replaced = false;
	enum status  status = json_string_decode(&strings->reader, &text, &replaced);

	if (status != STATUS_OK || (is_key ? is_label(text) : is_silent(strings, text)))
		return status;
	if (key.len > 0 && !is_key)
		snprintf(full, sizeof full, "%s.%.*s", strings->name,
		         (int)(key.len < 80 ? key.len : 80), key.ptr);
	else
		snprintf(full, sizeof full, "%s%s", strings->name, is_key ? ".key" : "");
	return scan_request_add(parse, full, text, replaced, ENGINE_POSITIVE);
}

/* Every string anywhere in `value`. */
static enum status add_strings(struct scan_request *parse, struct slice value, const char *name,
                               bool is_media)
{
	struct strings  strings = { .name = name, .is_media = is_media };
	enum json_token token;
	enum status     status;

	json_reader_init(&strings.reader, value, parse->arena, NULL);
	for (status = json_next(&strings.reader, &token); status == STATUS_OK && token != JSON_END;
	     status = json_next(&strings.reader, &token)) {
		if (token == JSON_STRING || token == JSON_KEY)
			status = add_string(parse, &strings, token == JSON_KEY);
		if (status != STATUS_OK)
			return status;
		if (token == JSON_KEY)
			strings.key = strings.reader.raw;
		strings.is_member = token == JSON_KEY;
	}
	return status;
}

static enum status read_part(struct scan_request *parse, struct slice part, const char *name)
{
	struct slice type;
	enum status  status = member_string(parse, part, "type", &type);

	if (status != STATUS_OK)
		return status;
	return add_strings(parse, part, name, IS_ONE_OF(type, media_types));
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
			status = token == JSON_OBJECT_BEGIN
			                 ? read_part(parse, part, part_name)
			                 : add_strings(parse, part, part_name, false);
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

/* The member whose key was just read. */
static enum status read_other(struct scan_request *parse, size_t index)
{
	enum json_token token;
	struct slice    key = parse->reader.raw;
	struct slice    value;
	char            name[NAME_BYTES];
	enum status     status;

	snprintf(name, sizeof name, "messages[%zu].%.*s", index, (int)(key.len < 80 ? key.len : 80),
	         key.ptr);
	status = json_next(&parse->reader, &token);
	if (status != STATUS_OK || token == JSON_NULL)
		return status;
	status = take_value(parse, token, &value);
	if (status != STATUS_OK || (IS_ONE_OF(key, label_keys) && is_label(value)))
		return status;
	return add_strings(parse, value, name, false);
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
		else
			status = read_other(parse, index);
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
