/* SPDX-License-Identifier: Apache-2.0 */
#include "base_json.h"
#include "test_base_rows.h"

enum { ARENA_BYTES = 16 * 1024 * 1024 };

static struct arena arena;

/* The tokens of a body as one line: {k("a")#(1)} and so on; at a fault the line ends
 * with its place and message. */
static struct slice trace(struct slice body, struct buffer *out)
{
	static const char *const signs[] = {
		"{", "}", "[", "]", "k", "s", "#", "T", "F", "N", "."
	};
	struct error       err = { 0 };
	struct json_reader reader;
	enum json_token    token = JSON_NULL;
	enum status        status;

	json_reader_init(&reader, body, &arena, &err);
	while ((status = json_next(&reader, &token)) == STATUS_OK) {
		struct slice text = reader.raw;

		buffer_append_cstr(out, signs[token]);
		if (token == JSON_END)
			return buffer_slice(out);
		if (token == JSON_KEY || token == JSON_STRING)
			assert_int_equal(json_string_decode(&reader, &text, NULL), STATUS_OK);
		if (token == JSON_KEY || token == JSON_STRING || token == JSON_NUMBER) {
			buffer_append_char(out, '(');
			buffer_append(out, text);
			buffer_append_char(out, ')');
		}
	}
	assert_int_equal(err.status, status);
	assert_int_equal(json_next(&reader, &token), status);
	buffer_append_char(out, ' ');
	error_print(&err, out);
	return buffer_slice(out);
}

struct row {
	const char  *label;
	struct slice body;
	struct slice tokens;
};

static const struct row read_rows[] = {
	{ "a word", SLICE_INIT(" true "), SLICE_INIT("T.") },
	{ "every kind of value", SLICE_INIT("[true,false,null,0,\"\",{},[]]"),
	  SLICE_INIT("[TFN#(0)s(){}[]].") },
	{ "an object", SLICE_INIT("{ \"a\" : 1 ,\n\t\"b\":[{\"c\":\"d\"}] }"),
	  SLICE_INIT("{k(a)#(1)k(b)[{k(c)s(d)}]}.") },
	{ "numbers", SLICE_INIT("[-0,1.5,1e9,1E+9,2.5e-3,12345678901234567890]"),
	  SLICE_INIT("[#(-0)#(1.5)#(1e9)#(1E+9)#(2.5e-3)#(12345678901234567890)].") },
	{ "escapes", SLICE_INIT("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\""),
	  SLICE_INIT("s(\"\\/\b\f\n\r\t\xC3\xA9\xE2\x82\xAC).") },
	{ "a surrogate pair", SLICE_INIT("\"x\\ud83d\\ude00y\""),
	  SLICE_INIT("s(x\xF0\x9F\x98\x80y).") },
	{ "NUL in a string", SLICE_INIT("\"a\\u0000b\""), SLICE_INIT("s(a\0b).") },
	{ "a lone high surrogate", SLICE_INIT("\"a\\ud800\""), SLICE_INIT("s(a\xEF\xBF\xBD).") },
	{ "a lone low surrogate", SLICE_INIT("\"\\udc00b\""),
	  SLICE_INIT("s(\xEF\xBF\xBD"
	             "b).") },
	{ "two high surrogates", SLICE_INIT("\"\\ud800\\ud83d\\ude00\""),
	  SLICE_INIT("s(\xEF\xBF\xBD\xF0\x9F\x98\x80).") },
	{ "bytes that are no UTF-8 as they are", SLICE_INIT("\"a\xFF\xC0z\""),
	  SLICE_INIT("s(a\xFF\xC0z).") },
	{ "DEL in a string", SLICE_INIT("\"\x7F\""), SLICE_INIT("s(\x7F).") },
	{ "one key in two objects", SLICE_INIT("{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":2}]}"),
	  SLICE_INIT("{k(a){k(a)#(1)}k(b)[{k(a)#(1)}{k(a)#(2)}]}.") },
	{ "an empty key", SLICE_INIT("{\"\":1}"), SLICE_INIT("{k()#(1)}.") },

	{ "refuses nothing", SLICE_INIT(""),
	  SLICE_INIT(" 1:1: expected a value but the body ends") },
	{ "refuses spaces alone", SLICE_INIT(" \n "),
	  SLICE_INIT(" 2:2: expected a value but the body ends") },
	{ "refuses bytes behind the value", SLICE_INIT("{} x"),
	  SLICE_INIT("{} 1:4: expected the end of the body but found 'x'") },
	{ "refuses a second value", SLICE_INIT("1 2"),
	  SLICE_INIT("#(1) 1:3: expected the end of the body but found '2'") },
	{ "refuses a key that stands twice", SLICE_INIT("{\"a\":1,\n \"a\":2}"),
	  SLICE_INIT("{k(a)#(1) 2:2: this key stands twice in one object") },
	{ "refuses a key that stands twice in disguise", SLICE_INIT("{\"a\":1,\"\\u0061\":2}"),
	  SLICE_INIT("{k(a)#(1) 1:8: this key stands twice in one object") },
	{ "refuses a comma before ]", SLICE_INIT("[1,]"),
	  SLICE_INIT("[#(1) 1:4: expected a value but found ']'") },
	{ "refuses a comma before }", SLICE_INIT("{\"a\":1,}"),
	  SLICE_INIT("{k(a)#(1) 1:8: expected a key in quotes but found '}'") },
	{ "refuses a comma first", SLICE_INIT("[,1]"),
	  SLICE_INIT("[ 1:2: expected a value but found ','") },
	{ "refuses a missing comma", SLICE_INIT("[1 2]"),
	  SLICE_INIT("[#(1) 1:4: expected ',' or ']' but found '2'") },
	{ "refuses a missing colon", SLICE_INIT("{\"a\" 1}"),
	  SLICE_INIT("{k(a) 1:6: expected ':' but found '1'") },
	{ "refuses a missing value", SLICE_INIT("{\"a\":}"),
	  SLICE_INIT("{k(a) 1:6: expected a value but found '}'") },
	{ "refuses the wrong bracket", SLICE_INIT("[1}"),
	  SLICE_INIT("[#(1) 1:3: expected ',' or ']' but found '}'") },
	{ "refuses a bracket alone", SLICE_INIT("]"),
	  SLICE_INIT(" 1:1: expected a value but found ']'") },
	{ "refuses an open object", SLICE_INIT("{\"a\":1"),
	  SLICE_INIT("{k(a)#(1) 1:7: expected ',' or '}' but the body ends") },
	{ "refuses a key without quotes", SLICE_INIT("{a:1}"),
	  SLICE_INIT("{ 1:2: expected a key in quotes but found 'a'") },
	{ "refuses half a word", SLICE_INIT("[tru]"),
	  SLICE_INIT("[ 1:2: expected a value but found 't'") },
	{ "refuses a word that goes on", SLICE_INIT("[trueish]"),
	  SLICE_INIT("[T 1:6: expected ',' or ']' but found 'i'") },
	{ "refuses an open string", SLICE_INIT("[\"abc]"),
	  SLICE_INIT("[ 1:2: this string has no closing quote") },
	{ "refuses a string that ends in a backslash", SLICE_INIT("\"abc\\"),
	  SLICE_INIT(" 1:5: this escape is none of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX") },
	{ "refuses an unknown escape", SLICE_INIT("\"\\x41\""),
	  SLICE_INIT(" 1:2: this escape is none of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX") },
	{ "refuses an escaped NUL byte", SLICE_INIT("\"\\\0\""),
	  SLICE_INIT(" 1:2: this escape is none of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX") },
	{ "refuses three hex digits", SLICE_INIT("\"\\u00e\""),
	  SLICE_INIT(" 1:2: this escape is none of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX") },
	{ "refuses a newline in a string", SLICE_INIT("\"0123456789abcdefgh\ni\""),
	  SLICE_INIT(" 1:20: a control character in a string must be escaped") },
	{ "refuses a NUL in a string", SLICE_INIT("\"\0\""),
	  SLICE_INIT(" 1:2: a control character in a string must be escaped") },
	{ "refuses a byte order mark", SLICE_INIT("\xEF\xBB\xBF{}"),
	  SLICE_INIT(" 1:1: expected a value but found the byte 0xEF") },
	{ "refuses a needless 0", SLICE_INIT("[01]"),
	  SLICE_INIT("[ 1:2: a number must not begin with a needless 0") },
	{ "refuses a plus", SLICE_INIT("[+1]"),
	  SLICE_INIT("[ 1:2: expected a value but found '+'") },
	{ "refuses a minus alone", SLICE_INIT("[-]"),
	  SLICE_INIT("[ 1:3: expected a digit but found ']'") },
	{ "refuses a point at the end", SLICE_INIT("[1.]"),
	  SLICE_INIT("[ 1:4: expected a digit after the point but found ']'") },
	{ "refuses a point first", SLICE_INIT("[.5]"),
	  SLICE_INIT("[ 1:2: expected a value but found '.'") },
	{ "refuses an empty exponent", SLICE_INIT("[1e+]"),
	  SLICE_INIT("[ 1:5: expected a digit of the exponent but found ']'") },
	{ "refuses a hex number", SLICE_INIT("[0x10]"),
	  SLICE_INIT("[#(0) 1:3: expected ',' or ']' but found 'x'") },
	{ "refuses NaN", SLICE_INIT("NaN"), SLICE_INIT(" 1:1: expected a value but found 'N'") },
	{ "refuses a comment", SLICE_INIT("[1/**/]"),
	  SLICE_INIT("[#(1) 1:3: expected ',' or ']' but found '/'") },
	{ "counts columns in bytes", SLICE_INIT("[\"\xC3\xA9\" x]"),
	  SLICE_INIT("[s(\xC3\xA9) 1:7: expected ',' or ']' but found 'x'") },
};

static void reads(void **state)
{
	const struct row *row = *state;
	struct buffer     out;
	struct slice      got;

	arena_reset(&arena);
	buffer_init_heap(&out);
	got = trace(row->body, &out);
	if (!slice_equal(got, row->tokens))
		fail_msg("got %.*s", SLICE_ARG(got));
	buffer_free(&out);
}

/* A string in which one special byte stands at every offset: the 16-byte steps and
 * the tail behind them must agree. */
static void ends_strings_at_any_offset(void **state)
{
	char body[80];

	(void)state;
	for (size_t len = 0; len < 70; len++) {
		struct json_reader reader;
		enum json_token    token = JSON_NULL;

		memset(body, 'a', sizeof body);
		body[0] = '"';
		body[1 + len] = '"';
		arena_reset(&arena);
		json_reader_init(&reader, (struct slice){ body, len + 2 }, &arena, NULL);
		assert_int_equal(json_next(&reader, &token), STATUS_OK);
		assert_int_equal(reader.raw.len, len);
		assert_int_equal(json_next(&reader, &token), STATUS_OK);
		assert_int_equal(token, JSON_END);
		for (unsigned byte = 0; byte < 256; byte++) {
			bool fine = byte >= 0x20 && byte != '"' && byte != '\\';

			if (len == 0)
				break;
			body[len] = (char)byte;
			json_reader_init(&reader, (struct slice){ body, len + 2 }, &arena, NULL);
			if (fine != (json_next(&reader, &token) == STATUS_OK &&
			             reader.raw.len == len) &&
			    byte != '"')
				fail_msg("byte 0x%02X at %zu", byte, len);
		}
	}
}

static enum status read_to_end(struct json_reader *reader)
{
	enum json_token token = JSON_NULL;
	enum status     status = STATUS_OK;

	while (status == STATUS_OK && token != JSON_END)
		status = json_next(reader, &token);
	return status;
}

static void limits_depth(void **state)
{
	char               body[2 * JSON_DEPTH_MAX + 2];
	struct json_reader reader;
	struct error       err = { 0 };

	(void)state;
	for (size_t depth = JSON_DEPTH_MAX; depth <= JSON_DEPTH_MAX + 1; depth++) {
		memset(body, '[', depth);
		memset(body + depth, ']', depth);
		arena_reset(&arena);
		json_reader_init(&reader, (struct slice){ body, 2 * depth }, &arena, &err);
		assert_int_equal(read_to_end(&reader),
		                 depth == JSON_DEPTH_MAX ? STATUS_OK : STATUS_LIMIT_REACHED);
	}
	assert_int_equal(err.column, JSON_DEPTH_MAX + 1);
	assert_int_equal(read_to_end(&reader), STATUS_LIMIT_REACHED);
}

static void limits_values(void **state)
{
	for (size_t values = JSON_VALUES_MAX - 2; values <= JSON_VALUES_MAX - 1; values++) {
		struct json_reader reader;
		struct buffer      body;

		(void)state;
		buffer_init_heap(&body);
		buffer_append_char(&body, '[');
		for (size_t i = 0; i < values; i++)
			buffer_append_cstr(&body, i == 0 ? "1" : ",1");
		buffer_append_char(&body, ']');
		arena_reset(&arena);
		json_reader_init(&reader, buffer_slice(&body), &arena, NULL);
		assert_int_equal(read_to_end(&reader),
		                 values == JSON_VALUES_MAX - 2 ? STATUS_OK : STATUS_LIMIT_REACHED);
		buffer_free(&body);
	}
}

static void says_when_memory_is_full(void **state)
{
	struct arena       small;
	struct json_reader reader;
	struct error       err = { 0 };

	(void)state;
	assert_true(arena_open(&small, 64));
	json_reader_init(&reader, SLICE_LIT("{\"a\":1}"), &small, &err);
	assert_int_equal(read_to_end(&reader), STATUS_NO_MEMORY);
	assert_int_equal(err.status, STATUS_NO_MEMORY);
	arena_close(&small);
}

static void skips(void **state)
{
	struct json_reader reader;
	enum json_token    token = JSON_NULL;

	(void)state;
	arena_reset(&arena);
	json_reader_init(&reader, SLICE_LIT("{\"a\":{\"b\":[1,{}]},\"c\":2,\"d\":[}"), &arena,
	                 NULL);
	assert_int_equal(json_next(&reader, &token), STATUS_OK);
	assert_int_equal(json_next(&reader, &token), STATUS_OK);
	assert_int_equal(json_next(&reader, &token), STATUS_OK);
	assert_int_equal(json_skip(&reader, token), STATUS_OK);
	assert_int_equal(json_next(&reader, &token), STATUS_OK);
	assert_true(json_raw_is(&reader, SLICE_LIT("c")));
	assert_int_equal(json_next(&reader, &token), STATUS_OK);
	assert_int_equal(json_skip(&reader, token), STATUS_OK);
	assert_int_equal(json_next(&reader, &token), STATUS_OK);
	assert_true(json_raw_is(&reader, SLICE_LIT("d")));
	assert_int_equal(json_next(&reader, &token), STATUS_OK);
	assert_int_equal(json_skip(&reader, token), STATUS_JSON_MALFORMED);
}

struct name_row {
	const char  *label;
	struct slice body;
	struct slice name;
	bool         is;
};

static const struct name_row name_rows[] = {
	{ "knows a name", SLICE_INIT("\"prompt\""), SLICE_INIT("prompt"), true },
	{ "knows a name with escapes", SLICE_INIT("\"pr\\u006fmp\\u0074\""), SLICE_INIT("prompt"),
	  true },
	{ "knows a name with a newline", SLICE_INIT("\"a\\nb\""), SLICE_INIT("a\nb"), true },
	{ "knows an empty name", SLICE_INIT("\"\""), SLICE_INIT(""), true },
	{ "tells a longer name apart", SLICE_INIT("\"prompts\""), SLICE_INIT("prompt"), false },
	{ "tells a shorter name with escapes apart", SLICE_INIT("\"pr\\u006fmp\""),
	  SLICE_INIT("prompt"), false },
	{ "tells a longer name with escapes apart", SLICE_INIT("\"prompt\\u0073\""),
	  SLICE_INIT("prompt"), false },
};

static void knows_names(void **state)
{
	const struct name_row *row = *state;
	struct json_reader     reader;
	enum json_token        token = JSON_NULL;

	arena_reset(&arena);
	json_reader_init(&reader, row->body, &arena, NULL);
	assert_int_equal(json_next(&reader, &token), STATUS_OK);
	assert_int_equal(json_raw_is(&reader, row->name), row->is);
}

static void says_when_it_replaced(void **state)
{
	struct json_reader reader;
	enum json_token    token = JSON_NULL;
	struct slice       text;
	bool               replaced = true;

	(void)state;
	arena_reset(&arena);
	json_reader_init(&reader, SLICE_LIT("[\"a\\n\",\"\\ud800\"]"), &arena, NULL);
	assert_int_equal(json_next(&reader, &token), STATUS_OK);
	assert_int_equal(json_next(&reader, &token), STATUS_OK);
	assert_int_equal(json_string_decode(&reader, &text, &replaced), STATUS_OK);
	assert_false(replaced);
	assert_int_equal(json_next(&reader, &token), STATUS_OK);
	assert_int_equal(json_string_decode(&reader, &text, &replaced), STATUS_OK);
	assert_true(replaced);
}

struct number_row {
	const char *label;
	const char *body;
	bool        fits;
	uint64_t    value;
	double      as_double;
};

static const struct number_row number_rows[] = {
	{ "0 is an integer", "0", true, 0, 0 },
	{ "the largest integer", "18446744073709551615", true, UINT64_MAX, 18446744073709551615.0 },
	{ "one above the largest is none", "18446744073709551616", false, 0,
	  18446744073709551616.0 },
	{ "a sign is none", "-1", false, 0, -1 },
	{ "a fraction is none", "1.0", false, 0, 1 },
	{ "an exponent is none", "1e2", false, 0, 100 },
	{ "a long fraction",
	  "0.10000000000000000000000000000000000000000000000000000000000000000000000000000", false,
	  0, 0.1 },
};

static void reads_numbers(void **state)
{
	const struct number_row *row = *state;
	struct json_reader       reader;
	enum json_token          token = JSON_NULL;
	uint64_t                 value = 0;

	arena_reset(&arena);
	json_reader_init(&reader, slice_from_cstr(row->body), &arena, NULL);
	assert_int_equal(json_next(&reader, &token), STATUS_OK);
	assert_int_equal(json_number_u64(&reader, &value), row->fits);
	assert_true(value == row->value);
	assert_true(json_number_double(&reader) == row->as_double);
}

int main(void)
{
	struct rows rows = { 0 };
	int         failed;

	if (!arena_open(&arena, ARENA_BYTES))
		return 1;
	ROWS_ADD(&rows, reads, read_rows);
	rows_add_one(&rows, "ends strings at any offset", ends_strings_at_any_offset);
	rows_add_one(&rows, "limits depth", limits_depth);
	rows_add_one(&rows, "limits values", limits_values);
	rows_add_one(&rows, "says when memory is full", says_when_memory_is_full);
	rows_add_one(&rows, "skips a value", skips);
	ROWS_ADD(&rows, knows_names, name_rows);
	rows_add_one(&rows, "says when it replaced a surrogate", says_when_it_replaced);
	ROWS_ADD(&rows, reads_numbers, number_rows);
	failed = rows_run(&rows, "json_read");
	arena_close(&arena);
	return failed;
}
