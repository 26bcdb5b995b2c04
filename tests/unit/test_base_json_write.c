/* SPDX-License-Identifier: Apache-2.0 */
#include "base_json.h"
#include "test_base_rows.h"

struct row {
	const char  *label;
	struct slice text;
	const char  *utf8;
	const char  *ascii;
};

static const struct row write_rows[] = {
	{ "nothing", { 0 }, "\"\"", "\"\"" },
	{ "plain text", SLICE_INIT("a cat/dog"), "\"a cat/dog\"", "\"a cat/dog\"" },
	{ "quotes and backslashes", SLICE_INIT("\"\\\""), "\"\\\"\\\\\\\"\"", "\"\\\"\\\\\\\"\"" },
	{ "control characters", SLICE_INIT("\0\t\n\r\x1F\x7F"),
	  "\"\\u0000\\t\\n\\r\\u001f\\u007f\"", "\"\\u0000\\t\\n\\r\\u001f\\u007f\"" },
	{ "two bytes", SLICE_INIT("\xC3\xA9"), "\"\xC3\xA9\"", "\"\\u00e9\"" },
	{ "four bytes", SLICE_INIT("\xF0\x9F\x98\x80"), "\"\xF0\x9F\x98\x80\"",
	  "\"\\ud83d\\ude00\"" },
	{ "a byte that is no UTF-8", SLICE_INIT("a\xFFz"), "\"a\xEF\xBF\xBDz\"", "\"a\\ufffdz\"" },
	{ "a sequence cut off, byte by byte", SLICE_INIT("\xE2\x82"),
	  "\"\xEF\xBF\xBD\xEF\xBF\xBD\"", "\"\\ufffd\\ufffd\"" },
};

static void writes(void **state)
{
	const struct row *row = *state;
	struct buffer     out;

	buffer_init_heap(&out);
	json_write_string(&out, row->text);
	assert_true(slice_equal_cstr(buffer_slice(&out), row->utf8));
	buffer_clear(&out);
	json_write_string_ascii(&out, row->text);
	assert_true(slice_equal_cstr(buffer_slice(&out), row->ascii));
	buffer_free(&out);
}

/* One byte among others, in a text of `length` bytes. */
static void escapes_at(struct buffer *out, char one, size_t length, size_t at)
{
	char   text[24], alone[16];
	size_t len;

	buffer_clear(out);
	json_write_string_ascii(out, (struct slice){ &one, 1 });
	len = out->len - 2;
	memcpy(alone, out->ptr + 1, len);
	memset(text, ((unsigned char)one + at) % 2 ? 'a' : '~', length);
	text[at] = one;
	buffer_clear(out);
	json_write_string_ascii(out, (struct slice){ text, length });
	assert_int_equal(out->len, length + 1 + len);
	assert_memory_equal(out->ptr + 1, text, at);
	assert_memory_equal(out->ptr + 1 + at, alone, len);
	assert_memory_equal(out->ptr + 1 + at + len, text + at + 1, length - at - 1);
}

/* Four and eight bytes are looked at together: what is to be escaped is seen at each place of texts
 * of each length, whatever stands around it. */
static void escapes_each_byte_at_each_place(void **state)
{
	struct buffer out;

	(void)state;
	buffer_init_heap(&out);
	for (unsigned byte = 0; byte < 256; byte++)
		for (size_t length = 1; length <= 24; length++)
			for (size_t at = 0; at < length; at++)
				escapes_at(&out, (char)byte, length, at);
	buffer_free(&out);
}

static void writes_commas_where_needed(void **state)
{
	struct buffer out;

	(void)state;
	buffer_init_heap(&out);
	buffer_append_char(&out, '{');
	json_write_key(&out, "a");
	buffer_append_char(&out, '{');
	json_write_key(&out, "b");
	buffer_append_cstr(&out, "1}");
	json_write_key(&out, "c");
	buffer_append_cstr(&out, "2}");
	assert_true(slice_equal_cstr(buffer_slice(&out), "{\"a\":{\"b\":1},\"c\":2}"));
	buffer_free(&out);
}

/* What the writer writes, the reader reads back. */
static void reads_back(void **state)
{
	struct arena  arena;
	struct buffer out;
	uint64_t      random = 20240607;

	(void)state;
	assert_true(arena_open(&arena, 1024 * 1024));
	buffer_init_heap(&out);
	for (unsigned round = 0; round < 2000; round++) {
		char               text[40];
		size_t             len = round % sizeof text;
		struct json_reader reader;
		enum json_token    token = JSON_NULL;
		struct slice       again = SLICE_NONE;

		for (size_t i = 0; i < len; i++) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			text[i] = (char)(random >> 57);
		}
		arena_reset(&arena);
		buffer_clear(&out);
		if (round % 2 == 0)
			json_write_string(&out, (struct slice){ text, len });
		else
			json_write_string_ascii(&out, (struct slice){ text, len });
		json_reader_init(&reader, buffer_slice(&out), &arena, NULL);
		assert_int_equal(json_next(&reader, &token), STATUS_OK);
		assert_int_equal(json_string_decode(&reader, &again, NULL), STATUS_OK);
		assert_true(slice_equal(again, (struct slice){ text, len }));
	}
	buffer_free(&out);
	arena_close(&arena);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, writes, write_rows);
	rows_add_one(&rows, "escapes each byte at each place", escapes_each_byte_at_each_place);
	rows_add_one(&rows, "writes commas where needed", writes_commas_where_needed);
	rows_add_one(&rows, "writes what the reader reads back", reads_back);
	return rows_run(&rows, "json_write");
}
