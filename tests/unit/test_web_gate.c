/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "web_gate.h"

#define HEADERS_MAX 5

struct row {
	const char     *label;
	bool            is_http_10;
	struct web_pair headers[HEADERS_MAX];
	int             problem; /* -1: let through */
};

#define HEADER(name, value)                                                                        \
	{                                                                                          \
		SLICE_INIT(name), SLICE_INIT(value)                                                \
	}
#define HOST HEADER("Host", "localhost")

static const struct row rows_of_heads[] = {
	{ "lets an ordinary head through",
	  false,
	  { HOST, HEADER("Content-Length", "12"), HEADER("Accept", "*/*") },
	  -1 },
	{ "lets chunked through", false, { HOST, HEADER("Transfer-Encoding", "chunked") }, -1 },
	{ "lets a tab in a value through", false, { HOST, HEADER("X-A", "a\tb") }, -1 },
	{ "lets bytes above ASCII through", false, { HOST, HEADER("X-A", "caf\xC3\xA9") }, -1 },
	{ "lets HTTP/1.0 go without Host", true, { HEADER("Accept", "*/*") }, -1 },
	{ "refuses HTTP/1.1 without Host",
	  false,
	  { HEADER("Accept", "*/*") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses two Hosts",
	  false,
	  { HOST, HEADER("host", "other") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses two Content-Lengths",
	  false,
	  { HOST, HEADER("Content-Length", "5"), HEADER("content-length", "6") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses two equal Content-Lengths",
	  false,
	  { HOST, HEADER("Content-Length", "5"), HEADER("Content-Length", "5") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses a list of Content-Lengths",
	  false,
	  { HOST, HEADER("Content-Length", "5, 5") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses Content-Length beside Transfer-Encoding",
	  false,
	  { HOST, HEADER("Content-Length", "5"), HEADER("Transfer-Encoding", "chunked") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses two Transfer-Encodings",
	  false,
	  { HOST, HEADER("Transfer-Encoding", "chunked"), HEADER("Transfer-Encoding", "identity") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses another Transfer-Encoding",
	  false,
	  { HOST, HEADER("Transfer-Encoding", "gzip, chunked") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses an obfuscated Transfer-Encoding",
	  false,
	  { HOST, HEADER("Transfer-Encoding", "xchunked") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses chunked in HTTP/1.0",
	  true,
	  { HOST, HEADER("Transfer-Encoding", "chunked") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses a negative Content-Length",
	  false,
	  { HOST, HEADER("Content-Length", "-1") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses a signed Content-Length",
	  false,
	  { HOST, HEADER("Content-Length", "+2") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses a hexadecimal Content-Length",
	  false,
	  { HOST, HEADER("Content-Length", "0x2") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses an empty Content-Length",
	  false,
	  { HOST, HEADER("Content-Length", "") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses a Content-Length that overflows",
	  false,
	  { HOST, HEADER("Content-Length", "99999999999999999999") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses a NUL in a value",
	  false,
	  { HOST, HEADER("X-A", "a\0b") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses a CR in a value",
	  false,
	  { HOST, HEADER("X-A", "a\rb") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses DEL in a value",
	  false,
	  { HOST, HEADER("X-A", "a\x7F") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses a space behind a name",
	  false,
	  { HOST, HEADER("Content-Length ", "5") },
	  WEB_PROBLEM_MALFORMED_HEAD },
	{ "refuses a NUL in a name",
	  false,
	  { HOST, HEADER("X\0A", "5") },
	  WEB_PROBLEM_MALFORMED_HEAD },
};

static void make_head(const struct web_pair *headers, bool is_http_10, struct web_head *head)
{
	*head = (struct web_head){ .method = SLICE_INIT("POST"),
		                   .path = SLICE_INIT("/v1/check"),
		                   .is_http_10 = is_http_10 };
	for (size_t i = 0; i < HEADERS_MAX && headers[i].name.len > 0; i++)
		head->headers[head->header_count++] = headers[i];
}

static void looks_at_heads(void **state)
{
	const struct row  *row = *state;
	struct web_refusal refusal = { 0 };
	struct web_head    head;
	bool               passes;

	make_head(row->headers, row->is_http_10, &head);
	passes = web_gate_head(&head, &refusal);
	assert_int_equal(passes, row->problem < 0);
	if (!passes) {
		assert_int_equal(refusal.problem, row->problem);
		assert_non_null(refusal.detail);
	}
}

#define JSON HEADER("Content-Type", "application/json")

static const struct row rows_of_bodies[] = {
	{ "takes JSON", false, { JSON }, -1 },
	{ "takes JSON with a charset",
	  false,
	  { HEADER("content-type", "Application/JSON; charset=UTF-8") },
	  -1 },
	{ "takes JSON with a quoted charset",
	  false,
	  { HEADER("content-type", "application/json;charset=\"utf-8\"") },
	  -1 },
	{ "takes identity", false, { JSON, HEADER("Content-Encoding", "identity") }, -1 },
	{ "takes a body at the limit", false, { JSON, HEADER("Content-Length", "1000") }, -1 },
	{ "refuses one byte more",
	  false,
	  { JSON, HEADER("Content-Length", "1001") },
	  WEB_PROBLEM_BODY_TOO_LARGE },
	{ "refuses gzip",
	  false,
	  { JSON, HEADER("Content-Encoding", "gzip") },
	  WEB_PROBLEM_UNSUPPORTED_ENCODING },
	{ "refuses identity and gzip",
	  false,
	  { JSON, HEADER("Content-Encoding", "identity"), HEADER("Content-Encoding", "gzip") },
	  WEB_PROBLEM_UNSUPPORTED_ENCODING },
	{ "refuses a body without a type",
	  false,
	  { HEADER("Accept", "*/*") },
	  WEB_PROBLEM_UNSUPPORTED_TYPE },
	{ "refuses a form",
	  false,
	  { HEADER("Content-Type", "application/x-www-form-urlencoded") },
	  WEB_PROBLEM_UNSUPPORTED_TYPE },
	{ "refuses another charset",
	  false,
	  { HEADER("Content-Type", "application/json; charset=utf-16") },
	  WEB_PROBLEM_UNSUPPORTED_TYPE },
	{ "refuses a type that only begins so",
	  false,
	  { HEADER("Content-Type", "application/json-seq") },
	  WEB_PROBLEM_UNSUPPORTED_TYPE },
	{ "refuses two types", false, { JSON, JSON }, WEB_PROBLEM_UNSUPPORTED_TYPE },
};

static void looks_at_bodies(void **state)
{
	const struct row  *row = *state;
	struct web_refusal refusal = { 0 };
	struct web_head    head;
	bool               passes;

	make_head(row->headers, false, &head);
	passes = web_gate_body(&head, true, 1000, &refusal);
	assert_int_equal(passes, row->problem < 0);
	if (!passes)
		assert_int_equal(refusal.problem, row->problem);
}

static void refuses_too_many_headers(void **state)
{
	struct web_head    head = { .has_too_many = true };
	struct web_refusal refusal;

	(void)state;
	assert_false(web_gate_head(&head, &refusal));
	assert_int_equal(refusal.problem, WEB_PROBLEM_TOO_MANY_HEADERS);
}

static void refuses_control_bytes_in_the_path(void **state)
{
	static const struct web_pair headers[HEADERS_MAX] = { HOST };
	struct web_head              head;
	struct web_refusal           refusal;

	(void)state;
	make_head(headers, false, &head);
	head.path = SLICE_LIT("/v1/\x01");
	assert_false(web_gate_head(&head, &refusal));
}

/* Eight bytes are looked at together: each control character is seen at each place, and no other
 * byte is taken for one. */
static void sees_each_control_byte_at_each_place(void **state)
{
	static const struct web_pair headers[HEADERS_MAX] = { HOST };
	struct web_head              head;
	struct web_refusal           refusal;
	char                         path[20];

	(void)state;
	make_head(headers, false, &head);
	for (unsigned byte = 0; byte < 256; byte++) {
		bool is_control = (byte < 0x20 && byte != '\t') || byte == 0x7F;

		for (size_t at = 0; at < sizeof path; at++) {
			memset(path, at % 2 ? ' ' : '\xFF', sizeof path);
			path[at] = (char)byte;
			head.path = (struct slice){ path, sizeof path };
			assert_int_equal(web_gate_head(&head, &refusal), !is_control);
		}
	}
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, looks_at_heads, rows_of_heads);
	ROWS_ADD(&rows, looks_at_bodies, rows_of_bodies);
	rows_add_one(&rows, "refuses too many headers", refuses_too_many_headers);
	rows_add_one(&rows, "refuses control bytes in the path", refuses_control_bytes_in_the_path);
	rows_add_one(&rows, "sees each control byte at each place",
	             sees_each_control_byte_at_each_place);
	return rows_run(&rows, "web_gate");
}
