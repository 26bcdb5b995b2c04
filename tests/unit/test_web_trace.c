/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "web_trace.h"

#define TRACE "4bf92f3577b34da6a3ce929d0e0e4736"
#define X16   "xxxxxxxxxxxxxxxx"
#define X128  X16 X16 X16 X16 X16 X16 X16 X16

struct row {
	const char  *label;
	struct slice text;
	bool         is_good;
};

static const struct row rows_of_request_ids[] = {
	{ "takes letters, digits and . _ -", SLICE_INIT("aZ09._-"), true },
	{ "takes 128 characters", SLICE_INIT(X128), true },
	{ "refuses 129", SLICE_INIT(X128 "x"), false },
	{ "refuses none", { 0 }, false },
	{ "refuses a space", SLICE_INIT("a b"), false },
	{ "refuses a quote", SLICE_INIT("a\"b"), false },
	{ "refuses a newline", SLICE_INIT("a\nb"), false },
	{ "refuses bytes above ASCII", SLICE_INIT("caf\xC3\xA9"), false },
	{ "refuses NUL", SLICE_INIT("a\0b"), false },
};

static void takes_request_ids(void **state)
{
	const struct row *row = *state;

	assert_int_equal(web_trace_is_request_id(row->text), row->is_good);
}

static const struct row rows_of_parents[] = {
	{ "takes version 00", SLICE_INIT("00-" TRACE "-00f067aa0ba902b7-01"), true },
	{ "takes a later version with more behind",
	  SLICE_INIT("cc-" TRACE "-00f067aa0ba902b7-01-what"), true },
	{ "refuses more behind version 00", SLICE_INIT("00-" TRACE "-00f067aa0ba902b7-01-what"),
	  false },
	{ "refuses version ff", SLICE_INIT("ff-" TRACE "-00f067aa0ba902b7-01"), false },
	{ "refuses upper case",
	  SLICE_INIT("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"), false },
	{ "refuses a trace of zeros",
	  SLICE_INIT("00-00000000000000000000000000000000-00f067aa0ba902b7-01"), false },
	{ "refuses a parent of zeros", SLICE_INIT("00-" TRACE "-0000000000000000-01"), false },
	{ "refuses a short one", SLICE_INIT("00-" TRACE "-00f067aa0ba902b7-0"), false },
	{ "refuses nothing at all", { 0 }, false },
};

static void takes_parents(void **state)
{
	const struct row *row = *state;

	assert_true(slice_equal_cstr(web_trace_id(row->text), row->is_good ? TRACE : ""));
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, takes_request_ids, rows_of_request_ids);
	ROWS_ADD(&rows, takes_parents, rows_of_parents);
	return rows_run(&rows, "web_trace");
}
