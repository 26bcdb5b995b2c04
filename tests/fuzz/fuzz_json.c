/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a JSON body: the reader ends, its tokens lie in the body, a fault has a
 * place in it, and skipping the value accepts exactly what reading it accepts. */
#include "base_json.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct json_reader *reader, struct buffer *out)
{
	struct json_reader again;
	enum json_token    token = JSON_NULL;
	struct slice       text;
	struct slice       back;
	bool               replaced;

	if (json_string_decode(reader, &text, &replaced) != STATUS_OK)
		return;
	assert(json_raw_is(reader, text));
	buffer_clear(out);
	json_write_string_ascii(out, text);
	json_reader_init(&again, buffer_slice(out), reader->arena, NULL);
	if (json_next(&again, &token) != STATUS_OK ||
	    json_string_decode(&again, &back, NULL) != STATUS_OK)
		assert(reader->arena->overflowed);
}

static void check_token(struct json_reader *reader, enum json_token token, struct buffer *out)
{
	uint64_t value;

	assert(reader->offset <= reader->body.len);
	assert(reader->token_offset <= reader->offset);
	if (token == JSON_KEY || token == JSON_STRING)
		check_text(reader, out);
	if (token == JSON_NUMBER && json_number_u64(reader, &value))
		assert(json_number_double(reader) >= 0);
}

static bool read_all(struct slice body, struct arena *arena)
{
	struct error       err = { 0 };
	struct json_reader reader;
	enum json_token    token = JSON_NULL;
	enum status        status;
	struct buffer      out;

	buffer_init_heap(&out);
	json_reader_init(&reader, body, arena, &err);
	while ((status = json_next(&reader, &token)) == STATUS_OK && token != JSON_END)
		check_token(&reader, token, &out);
	buffer_free(&out);
	assert(err.status == status);
	assert(status == STATUS_OK || (err.line >= 1 && err.column >= 1));
	assert(status == STATUS_OK || json_next(&reader, &token) == status);
	return status == STATUS_OK;
}

static bool skip_all(struct slice body, struct arena *arena)
{
	struct json_reader reader;
	enum json_token    token = JSON_NULL;

	json_reader_init(&reader, body, arena, NULL);
	return json_next(&reader, &token) == STATUS_OK && json_skip(&reader, token) == STATUS_OK &&
	       json_next(&reader, &token) == STATUS_OK && token == JSON_END;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice body = { (const char *)data, size };
	struct arena arena;
	bool         accepted;

	if (!arena_open(&arena, 32u * 1024 * 1024))
		return 0;
	accepted = read_all(body, &arena);
	if (!arena.overflowed) {
		arena_reset(&arena);
		assert(skip_all(body, &arena) == accepted);
	}
	arena_close(&arena);
	return 0;
}
