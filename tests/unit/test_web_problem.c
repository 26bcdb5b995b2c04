/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "web_problem.h"

struct row {
	const char      *label;
	enum web_problem problem;
	struct error     err;
	const char      *document;
};

static const struct row rows_of_problems[] = {
	{ "says what is wrong",
	  WEB_PROBLEM_NOT_FOUND,
	  { 0 },
	  "{\"type\":\"urn:doorward:problem:not_found\",\"title\":\"There is nothing at this "
	  "path\",\"status\":404,\"detail\":\"A sentence.\",\"code\":\"not_found\","
	  "\"request_id\":\"r-1\"}\n" },
	{ "says where",
	  WEB_PROBLEM_INVALID_JSON,
	  { .status = STATUS_JSON_MALFORMED, .line = 3, .column = 14, .message = "a \"comma\"" },
	  "{\"type\":\"urn:doorward:problem:invalid_json\",\"title\":\"The body is not valid "
	  "JSON\",\"status\":400,\"detail\":\"A sentence.\",\"code\":\"invalid_json\","
	  "\"request_id\":\"r-1\",\"errors\":[{\"line\":3,\"column\":14,\"detail\":\"a "
	  "\\\"comma\\\"\"}]}\n" },
	{ "leaves out what is unknown",
	  WEB_PROBLEM_INVALID_REQUEST,
	  { .status = STATUS_REQUEST_INVALID, .message = "no prompt" },
	  "{\"type\":\"urn:doorward:problem:invalid_request\",\"title\":\"The body is not a valid "
	  "request\",\"status\":400,\"detail\":\"A sentence.\",\"code\":\"invalid_request\","
	  "\"request_id\":\"r-1\",\"errors\":[{\"detail\":\"no prompt\"}]}\n" },
};

static void writes(void **state)
{
	const struct row      *row = *state;
	const struct web_fault fault = { .http = web_problem_http(row->problem),
		                         .code = web_problem_code(row->problem),
		                         .title = web_problem_title(row->problem),
		                         .detail = "A sentence." };
	struct buffer          out;

	buffer_init_heap(&out);
	web_problem_write_fault(&fault, "r-1", &row->err, &out);
	buffer_append_char(&out, '\0');
	assert_string_equal(out.ptr, row->document);
	buffer_free(&out);
}

static void has_distinct_codes(void **state)
{
	(void)state;
	for (unsigned i = 0; i < WEB_PROBLEM_COUNT; i++) {
		unsigned http = web_problem_http((enum web_problem)i);

		assert_true(http >= 400 && http < 600);
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(web_problem_code((enum web_problem)i),
			                        web_problem_code((enum web_problem)j));
	}
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, writes, rows_of_problems);
	rows_add_one(&rows, "has distinct codes", has_distinct_codes);
	return rows_run(&rows, "web_problem");
}
