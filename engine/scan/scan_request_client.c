/* SPDX-License-Identifier: Apache-2.0 */
/* The body of a client of some other API, as a gateway passes it on: chat completions, responses,
 * messages, pictures, video, speech, or a shape that nobody here has seen. One rule reads them
 * all: every string is a field, named by its path, and so is a key that reads like a sentence.
 *
 *     {"model":"m","input":[{"role":"user","content":"hi"}],"negative_prompt":"rain"}
 *     input[0].content   "hi"
 *     negative_prompt    "rain", negative
 *
 * Not judged are labels (one word under "model", "role", "type", "id", ...) and the addresses and
 * data of pictures and sound. Numbers where a prompt is expected are a prompt in tokens: nobody can
 * judge those, so they are refused. */
#include "scan_request.h"

#include <stdio.h>
#include <string.h>

#define PATH_BYTES  200u
#define LABEL_BYTES 64u

static const char *const label_keys[] = {
	"model",       "role",          "type",          "id",
	"object",      "user",          "size",          "quality",
	"voice",       "format",        "media_type",    "mime_type",
	"detail",      "tool_call_id",  "call_id",       "response_format",
	"tool_choice", "finish_reason", "stop_reason",   "encoding_format",
	"status",      "aspect_ratio",  "resolution",    "scheduler",
	"sampler",     "service_tier",  "output_format", "background",
};
static const char *const media_keys[] = { "url",       "image_url", "audio_url", "video_url",
	                                  "image",     "audio",     "video",     "data",
	                                  "b64_json",  "file_data", "file_id",   "mask",
	                                  "init_image" };
static const char *const media_starts[] = { "data:image/", "data:audio/", "data:video/", "http://",
	                                    "https://",    "gs://",       "s3://",       "file-" };
static const char *const negative_keys[] = { "negative_prompt", "negativePrompt",
	                                     "negative_prompts", "negative" };
/* Where a list of numbers would be a text in tokens. */
static const char *const prompt_keys[] = { "prompt", "input", "inputs", "text", "texts" };

struct level {
	size_t       path_len; /* before what stands inside */
	struct slice key;      /* of an object: the last one */
	bool         is_array;
	bool         is_negative;
	bool         is_prompt; /* the value of one of prompt_keys, or in it */
	size_t       index;
};

struct walk {
	struct scan_request *parse;
	struct level         levels[JSON_DEPTH_MAX];
	struct slice        *sources; /* of the fields, as many as there is room for */
	size_t               source_cap;
	size_t               depth; /* open objects and arrays */
	char                 path[PATH_BYTES];
	size_t               path_len;
};

#define IS_ONE_OF(text, names) is_one_of(text, names, sizeof(names) / sizeof(names)[0])

static bool is_one_of(struct slice text, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slice_equal_cstr(text, names[i]))
			return true;
	return false;
}

/* ---- the path ---- */

static void path_append(struct walk *walk, const char *format, struct slice text, size_t number)
{
	size_t room = PATH_BYTES - walk->path_len;
	int    len = format[0] == '[' ? snprintf(walk->path + walk->path_len, room, "[%zu]", number)
	                              : snprintf(walk->path + walk->path_len, room, "%s%.*s", format,
	                                         (int)(text.len < 60 ? text.len : 60),
                                              text.len > 0 ? text.ptr : "");

	if (len > 0)
		walk->path_len += (size_t)len < room ? (size_t)len : room - 1;
}

/* The path of the value that comes next. */
static void path_of_value(struct walk *walk)
{
	struct level *level = &walk->levels[walk->depth - 1];

	walk->path_len = level->path_len;
	walk->path[walk->path_len] = '\0';
	if (level->is_array)
		path_append(walk, "[", SLICE_NONE, level->index++);
	else
		path_append(walk, walk->path_len > 0 ? "." : "", level->key, 0);
}

/* ---- strings ---- */

/* The string that was just read becomes a field of the present path. */
static enum status add(struct walk *walk, struct slice text, bool replaced,
                       enum engine_polarity polarity)
{
	struct scan_request *parse = walk->parse;
	enum status          status = scan_request_add(parse, walk->path, text, replaced, polarity);
	struct slice        *grown = walk->sources;

	if (status == STATUS_OK && walk->source_cap < parse->field_cap) {
		grown = arena_resize(parse->arena, walk->sources, walk->source_cap * sizeof *grown,
		                     parse->field_cap * sizeof *grown);
		if (grown == NULL)
			return STATUS_NO_MEMORY;
		walk->sources = grown;
		walk->source_cap = parse->field_cap;
	}
	if (status == STATUS_OK)
		grown[parse->field_count - 1] = slice_range(
			parse->reader.body, parse->reader.token_offset, parse->reader.offset);
	parse->has_text = true;
	return status;
}

/* One word, not a sentence. */
static bool is_label(struct slice text)
{
	return text.len <= LABEL_BYTES && slice_find(text, SLICE_LIT(" "), 0) == SIZE_MAX;
}

static bool has_blank(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] == ' ' || text.ptr[i] == '\n' || text.ptr[i] == '\t')
			return true;
	return false;
}

/* The address or the data of a picture or a sound. */
static bool is_media(struct slice key, struct slice text)
{
	if (!IS_ONE_OF(key, media_keys) || has_blank(text))
		return false;
	for (size_t i = 0; i < sizeof media_starts / sizeof media_starts[0]; i++)
		if (slice_starts_with(text, slice_from_cstr(media_starts[i])))
			return true;
	return slice_equal_cstr(key, "b64_json");
}

static struct slice key_of(const struct walk *walk)
{
	for (size_t i = walk->depth; i > 0; i--)
		if (!walk->levels[i - 1].is_array)
			return walk->levels[i - 1].key;
	return SLICE_NONE;
}

static enum status add_value(struct walk *walk)
{
	struct scan_request *parse = walk->parse;
	const struct level  *level = &walk->levels[walk->depth - 1];
	struct slice         key = key_of(walk);
	struct slice         text;
	bool                 replaced = false;
	enum status          status = json_string_decode(&parse->reader, &text, &replaced);
	bool                 is_negative = level->is_negative ||
	                   (!level->is_array && IS_ONE_OF(key, negative_keys));

	if (status != STATUS_OK || (IS_ONE_OF(key, label_keys) && is_label(text)) ||
	    is_media(key, text))
		return status;
	return add(walk, text, replaced, is_negative ? ENGINE_NEGATIVE : ENGINE_POSITIVE);
}

/* A key is a name, unless it is a sentence. */
static enum status add_key(struct walk *walk)
{
	struct scan_request *parse = walk->parse;
	struct level        *level = &walk->levels[walk->depth - 1];
	bool                 replaced = false;
	enum status          status = json_string_decode(&parse->reader, &level->key, &replaced);

	if (status != STATUS_OK || is_label(level->key))
		return status;
	walk->path_len = level->path_len;
	walk->path[walk->path_len] = '\0';
	path_append(walk, walk->path_len > 0 ? ".key" : "key", SLICE_NONE, 0);
	return add(walk, level->key, replaced, ENGINE_POSITIVE);
}

/* ---- the walk ---- */

static enum status enter(struct walk *walk, bool is_array)
{
	struct level inside = { .is_array = is_array };

	if (walk->depth == JSON_DEPTH_MAX)
		return STATUS_LIMIT_REACHED;
	if (walk->depth > 0) {
		const struct level *outside = &walk->levels[walk->depth - 1];

		inside.is_negative = outside->is_negative ||
		                     (!outside->is_array && IS_ONE_OF(outside->key, negative_keys));
		inside.is_prompt = outside->is_array ? outside->is_prompt
		                                     : IS_ONE_OF(outside->key, prompt_keys);
	}
	inside.path_len = walk->path_len;
	walk->levels[walk->depth++] = inside;
	return STATUS_OK;
}

static enum status value(struct walk *walk, enum json_token token)
{
	const struct level *level = walk->depth > 0 ? &walk->levels[walk->depth - 1] : NULL;

	if (level != NULL)
		path_of_value(walk);
	switch (token) {
	case JSON_OBJECT_BEGIN:
	case JSON_ARRAY_BEGIN:
		return enter(walk, token == JSON_ARRAY_BEGIN);
	case JSON_STRING:
		return add_value(walk);
	case JSON_NUMBER:
		if (level->is_array && level->is_prompt)
			return scan_request_fault(walk->parse,
			                          "\"%s\" is a text in tokens, which cannot be "
			                          "judged: send the text",
			                          walk->path);
		return STATUS_OK;
	case JSON_OBJECT_END:
	case JSON_ARRAY_END:
	case JSON_KEY:
	case JSON_TRUE:
	case JSON_FALSE:
	case JSON_NULL:
	case JSON_END:
		break;
	}
	return STATUS_OK;
}

static enum status step(struct walk *walk, enum json_token token)
{
	if (token == JSON_KEY)
		return add_key(walk);
	if (token == JSON_OBJECT_END || token == JSON_ARRAY_END) {
		walk->depth--;
		return STATUS_OK;
	}
	return value(walk, token);
}

static enum status walk_body(struct scan_request *parse)
{
	struct walk     walk = { .parse = parse };
	enum json_token token;
	enum status     status = json_next(&parse->reader, &token);

	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN && token != JSON_ARRAY_BEGIN)
		return scan_request_fault(parse, "the body must be a JSON object");
	while (status == STATUS_OK && token != JSON_END) {
		status = step(&walk, token);
		if (status == STATUS_OK)
			status = json_next(&parse->reader, &token);
	}
	parse->request->sources = walk.sources;
	if (status == STATUS_OK && !parse->has_text)
		return error_set(parse->err, STATUS_NOT_FOUND, NULL, 1, 1,
		                 "there is no text in the body");
	return status;
}

enum status request_parse_client(struct slice body, struct arena *arena, struct request *request,
                                 struct error *err)
{
	struct scan_request parse = { .arena = arena, .request = request, .err = err };
	enum status         status;

	*request = (struct request){ .prompt = { .decoders = ENGINE_DECODE_ALL } };
	json_reader_init(&parse.reader, body, arena, err);
	status = walk_body(&parse);
	request->prompt.fields = parse.fields;
	request->prompt.field_count = parse.field_count;
	return status;
}
