/* SPDX-License-Identifier: Apache-2.0 */
/* The native request: which bodies give which fields, and what is said of the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "doorward/request.h"

#include <string.h>

struct row {
	const char *when;
	const char *body;
	const char *fields; /* name=text;name=text, "-" before a negative one */
};

static const struct row rows[] = {
	{ "a prompt", "{\"prompt\":\"a b\"}", "prompt=a b;" },
	{ "a prompt with a negative one", "{\"negative_prompt\":\"x\",\"prompt\":\"y\"}",
	  "-negative_prompt=x;prompt=y;" },
	{ "a null negative prompt", "{\"negative_prompt\":null,\"prompt\":\"y\"}", "prompt=y;" },
	{ "the short form", "{\"id\":7,\"text\":\"t\"}", "text=t;" },
	{ "escapes", "{\"prompt\":\"a\\u0062\\n\"}", "prompt=ab\n;" },
	{ "fields",
	  "{\"fields\":[{\"name\":\"caption\",\"text\":\"c\",\"polarity\":\"negative\"},{\"text\":"
	  "\"d\"}]}",
	  "-caption=c;fields[1]=d;" },
	{ "messages with strings",
	  "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":"
	  "\"u\"}]}",
	  "messages[0].content=s;messages[1].content=u;" },
	{ "messages with parts",
	  "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"t\",\"type\":\"text\"},"
	  "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:x\"}}]}]}",
	  "messages[0].content[0].text=t;" },
	{ "a part of an unknown type is read whole",
	  "{\"messages\":[{\"content\":[{\"type\":\"new\",\"body\":{\"deep\":\"d\"}}]}]}",
	  "messages[0].content[0].deep=d;" },
	{ "a caption of a picture is read",
	  "{\"messages\":[{\"content\":[{\"type\":\"image\",\"text\":\"c\"}]}]}",
	  "messages[0].content[0].text=c;" },
	{ "a plain string as a part", "{\"messages\":[{\"content\":[\"p\"]}]}",
	  "messages[0].content[0]=p;" },
	{ "tool calls",
	  "{\"messages\":[{\"content\":null,\"tool_calls\":[{\"type\":\"function\",\"function\":"
	  "{\"name\":\"f\",\"arguments\":\"{}\"}}]}]}",
	  "messages[0].tool_calls.name=f;messages[0].tool_calls.arguments={};" },
	{ "members of a message that hold no text",
	  "{\"messages\":[{\"role\":\"user\",\"id\":\"m1\",\"weight\":[1,{\"a\":2}],\"content\":"
	  "\"u\"}]}",
	  "messages[0].content=u;" },
	{ "the other members of a message are read",
	  "{\"messages\":[{\"parts\":[{\"text\":\"p\"}],\"refusal\":\"r\",\"name\":null}]}",
	  "messages[0].parts.text=p;messages[0].refusal=r;" },
	{ "a label that is a sentence is a text",
	  "{\"messages\":[{\"content\":[{\"type\":\"a b\",\"text\":\"t\"}]}]}",
	  "messages[0].content[0].type=a b;messages[0].content[0].text=t;" },
	{ "a string behind an object that ends with its type",
	  "{\"messages\":[{\"content\":[{\"c\":[{\"type\":\"text\"},\"s\"]}]}]}",
	  "messages[0].content[0].type=s;" },
	{ "a key that is a sentence",
	  "{\"messages\":[{\"content\":[{\"type\":\"tool_use\",\"input\":{\"a b\":1}}]}]}",
	  "messages[0].content[0].key=a b;" },
	{ "the data of a picture is no text, all else is",
	  "{\"messages\":[{\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\","
	  "\"data\":"
	  "\"AA\"},\"alt\":\"c\"}]}]}",
	  "messages[0].content[0].alt=c;" },
	{ "a file is read",
	  "{\"messages\":[{\"content\":[{\"type\":\"file\",\"file\":{\"file_data\":\"d\"}}]}]}",
	  "messages[0].content[0].file_data=d;" },
	{ "an empty prompt", "{\"prompt\":\"\"}", "prompt=;" },
};

static void append(char *out, size_t cap, struct slice text)
{
	size_t len = strlen(out);

	assert_true(len + text.len < cap);
	memcpy(out + len, text.ptr, text.len);
	out[len + text.len] = '\0';
}

static void reads(void **state)
{
	const struct row *row = *state;
	struct arena      arena;
	struct request    request;
	struct error      err = { 0 };
	char              got[1000] = "";

	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(request_parse(slice_from_cstr(row->body), &arena, &request, &err),
	                 STATUS_OK);
	for (size_t i = 0; i < request.prompt.field_count; i++) {
		const struct engine_field *field = &request.prompt.fields[i];

		if (field->polarity == ENGINE_NEGATIVE)
			append(got, sizeof got, SLICE_LIT("-"));
		append(got, sizeof got, field->name);
		append(got, sizeof got, SLICE_LIT("="));
		if (field->text.len > 0)
			append(got, sizeof got, field->text);
		append(got, sizeof got, SLICE_LIT(";"));
	}
	assert_string_equal(got, row->fields);
	arena_close(&arena);
}

struct fault_row {
	const char *when;
	const char *body;
	enum status status;
	unsigned    line;
	unsigned    column;
	const char *message; /* a part of it; NULL: any */
};

static const struct fault_row fault_rows[] = {
	{ "not an object", "[1]", STATUS_REQUEST_INVALID, 1, 1, "must be a JSON object" },
	{ "nothing to judge", "{\"policy\":\"x\"}", STATUS_REQUEST_INVALID, 1, 1,
	  "nothing to judge" },
	{ "only a negative prompt", "{\"negative_prompt\":\"x\"}", STATUS_REQUEST_INVALID, 1, 1,
	  "nothing to judge" },
	{ "no messages", "{\"messages\":[]}", STATUS_REQUEST_INVALID, 1, 1, "nothing to judge" },
	{ "a misspelt member", "{\n \"promt\":\"x\"}", STATUS_REQUEST_INVALID, 2, 2,
	  "did you mean \"prompt\"?" },
	{ "a number for a prompt", "{\"prompt\":7}", STATUS_REQUEST_INVALID, 1, 11,
	  "must be a string" },
	{ "a number for a content", "{\"messages\":[{\"content\":7}]}", STATUS_REQUEST_INVALID, 1,
	  25, "must be a string, null or an array" },
	{ "a wrong direction", "{\"prompt\":\"x\",\"direction\":\"up\"}", STATUS_REQUEST_INVALID, 1,
	  27, "\"input\" or \"output\"" },
	{ "a negative quantity", "{\"prompt\":\"x\",\"quantity\":-1}", STATUS_REQUEST_INVALID, 1,
	  26, "must not be negative" },
	{ "an endless quantity", "{\"prompt\":\"x\",\"quantity\":1e999}", STATUS_REQUEST_INVALID, 1,
	  26, "too large" },
	{ "a field without text", "{\"fields\":[{\"name\":\"a\"}]}", STATUS_REQUEST_INVALID, 1, 23,
	  "has no \"text\"" },
	{ "a duplicate key", "{\"prompt\":\"a\",\"prompt\":\"b\"}", STATUS_JSON_MALFORMED, 1, 15,
	  NULL },
	{ "a duplicate key in a part",
	  "{\"messages\":[{\"content\":[{\"text\":\"a\",\"text\":\"b\"}]}]}", STATUS_JSON_MALFORMED,
	  1, 38, NULL },
	{ "bytes behind the body", "{\"prompt\":\"a\"} x", STATUS_JSON_MALFORMED, 1, 16, NULL },
	{ "a cut body", "{\"prompt\":\"a", STATUS_JSON_MALFORMED, 1, 0, NULL },
	{ "an empty body", "", STATUS_JSON_MALFORMED, 1, 0, NULL },
};

static void refuses(void **state)
{
	const struct fault_row *row = *state;
	struct arena            arena;
	struct request          request;
	struct error            err = { 0 };

	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(request_parse(slice_from_cstr(row->body), &arena, &request, &err),
	                 row->status);
	assert_int_equal(err.line, row->line);
	if (row->column != 0)
		assert_int_equal(err.column, row->column);
	if (row->message != NULL && strstr(err.message, row->message) == NULL)
		fail_msg("message is: %s", err.message);
	arena_close(&arena);
}

struct line_row {
	const char *when;
	const char *line;
	enum status status;
};

static const struct line_row line_rows[] = {
	{ "a labelled line", "{\"id\":\"a\",\"text\":\"t\",\"label\":\"benign\",\"more\":[1,{}]}",
	  STATUS_OK },
	{ "labels before the text", "{\"label\":\"benign\",\"text\":\"t\"}", STATUS_OK },
	{ "a misspelt member without text", "{\"promt\":\"x\",\"policy\":\"y\"}",
	  STATUS_REQUEST_INVALID },
	{ "a foreign member beside a prompt", "{\"prompt\":\"x\",\"label\":\"benign\"}",
	  STATUS_REQUEST_INVALID },
	{ "a foreign member that is no JSON", "{\"text\":\"t\",\"label\":}",
	  STATUS_JSON_MALFORMED },
};

static void reads_a_line(void **state)
{
	const struct line_row *row = *state;
	struct arena           arena;
	struct request         request;
	struct error           err = { 0 };

	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(request_parse_line(slice_from_cstr(row->line), &arena, &request, &err),
	                 row->status);
	assert_int_equal(err.status, row->status);
	if (row->status == STATUS_OK)
		assert_true(slice_equal_cstr(request.prompt.fields[0].text, "t"));
	arena_close(&arena);
}

#define COUNT(table) (sizeof table / sizeof table[0])

int main(void)
{
	struct CMUnitTest tests[COUNT(rows) + COUNT(fault_rows) + COUNT(line_rows)] = { 0 };
	size_t            count = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		tests[count++] =
			(struct CMUnitTest){ .name = rows[i].when,
			                     .test_func = reads,
			                     .initial_state = (void *)(uintptr_t)&rows[i] };
	for (size_t i = 0; i < COUNT(fault_rows); i++)
		tests[count++] =
			(struct CMUnitTest){ .name = fault_rows[i].when,
			                     .test_func = refuses,
			                     .initial_state = (void *)(uintptr_t)&fault_rows[i] };
	for (size_t i = 0; i < COUNT(line_rows); i++)
		tests[count++] =
			(struct CMUnitTest){ .name = line_rows[i].when,
			                     .test_func = reads_a_line,
			                     .initial_state = (void *)(uintptr_t)&line_rows[i] };
	return cmocka_run_group_tests_name("scan_request", tests, NULL, NULL);
}
