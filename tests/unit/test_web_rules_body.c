/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "web_rules_body.h"

struct row {
	const char *label;
	const char *body;
	enum status status;
	const char *request; /* NULL: not looked at */
	const char *text;    /* "rules_text"; NULL: none */
	size_t      asked;
};

static const struct row body_rows[] = {
	{ "nothing of ours", "{\"prompt\":\"x\"}", STATUS_OK, "{\"prompt\":\"x\"}", NULL, 0 },
	{ "first", "{\"rules_text\":\"t\",\"prompt\":\"x\"}", STATUS_OK,
	  "{                 \"prompt\":\"x\"}", "t", 0 },
	{ "in the middle", "{\"a\":1,\"rules_text\":\"t\",\"b\":2}", STATUS_OK,
	  "{\"a\":1,                 \"b\":2}", "t", 0 },
	{ "last", "{\"a\":1,\"rules_text\":\"t\"}", STATUS_OK, "{\"a\":1                 }", "t",
	  0 },
	{ "alone", "{\"rules_text\":\"t\"}", STATUS_OK, "{                }", "t", 0 },
	{ "two in a row at the end", "{\"a\":1,\"rules_text\":\"t\",\"rules\":[\"i\"]}", STATUS_OK,
	  "{\"a\":1                               }", "t", 1 },
	{ "blanks and lines stay", "{\"a\":1 ,\n \"rules_text\" : \"t\"\n}", STATUS_OK,
	  "{\"a\":1  \n                   \n}", "t", 0 },
	{ "only at the top", "{\"x\":{\"rules_text\":\"t\"}}", STATUS_OK,
	  "{\"x\":{\"rules_text\":\"t\"}}", NULL, 0 },
	{ "an escaped text", "{\"rules_text\":\"a\\nb\"}", STATUS_OK, NULL, "a\nb", 0 },
	{ "an empty list of rules", "{\"rules\":[]}", STATUS_OK, NULL, NULL, 0 },
	{ "no object", "[1]", STATUS_REQUEST_INVALID, NULL, NULL, 0 },
	{ "a number for a text", "{\"rules_text\":1}", STATUS_REQUEST_INVALID, NULL, NULL, 0 },
	{ "a text for a switch", "{\"rules_text\":\"t\",\"rules_alone\":\"x\"}",
	  STATUS_REQUEST_INVALID, NULL, NULL, 0 },
	{ "a number for an id", "{\"rules\":[1]}", STATUS_REQUEST_INVALID, NULL, NULL, 0 },
	{ "a file without a text", "{\"rules_file\":\"a.yaml\"}", STATUS_REQUEST_INVALID, NULL,
	  NULL, 0 },
	{ "alone without a text", "{\"rules_alone\":true}", STATUS_REQUEST_INVALID, NULL, NULL, 0 },
	{ "no JSON", "{\"prompt\":}", STATUS_JSON_MALFORMED, NULL, NULL, 0 },
	{ "more behind it", "{} x", STATUS_JSON_MALFORMED, NULL, NULL, 0 },
	{ "empty", "", STATUS_JSON_MALFORMED, NULL, NULL, 0 },
};

static void reads(void **state)
{
	const struct row     *row = *state;
	struct web_rules_body parts;
	struct error          err = { 0 };
	struct arena          arena;

	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(web_rules_body_read(slice_from_cstr(row->body), &arena, &parts, &err),
	                 row->status);
	if (row->status == STATUS_OK) {
		assert_int_equal(parts.has_text, row->text != NULL);
		assert_int_equal(parts.asked_count, row->asked);
		assert_int_equal(parts.request.len, strlen(row->body));
		if (row->text != NULL)
			assert_true(slice_equal_cstr(parts.text.text, row->text));
	} else {
		assert_int_not_equal(err.status, STATUS_OK);
	}
	if (row->request != NULL)
		assert_true(slice_equal_cstr(parts.request, row->request));
	arena_close(&arena);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, reads, body_rows);
	return rows_run(&rows, "web_rules_body");
}
