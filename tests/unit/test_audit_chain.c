/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_chain.h"
#include "test_base_rows.h"

#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
/* printf 'doorward-record-v1\n{"seq":1,"a":1,"prev":"000...0"}' | sha256sum, and so on. */
#define HASH1 "2f86f57282aa765b88fcb8b8d47e98ebc04b18c3a2a12f2af3d1b278e195a44e"
#define HASH2 "309808d42e0581503f43a162afdfd208fb31d673a27607f7c92b153e5d18fa10"

static void links_two_records(void **state)
{
	struct audit_head head = { 0 };
	struct buffer     out;

	(void)state;
	buffer_init_heap(&out);
	audit_chain_append(&head, SLICE_LIT("\"a\":1"), SLICE_NONE, &out);
	audit_chain_append(&head, SLICE_LIT("\"a\""), SLICE_LIT(":2"), &out);
	assert_int_equal(head.seq, 2);
	buffer_append_char(&out, '\0');
	assert_string_equal(out.ptr,
	                    "{\"seq\":1,\"a\":1,\"prev\":\"" ZEROS "\",\"hash\":\"" HASH1 "\"}\n"
	                    "{\"seq\":2,\"a\":2,\"prev\":\"" HASH1 "\",\"hash\":\"" HASH2 "\"}\n");
	buffer_free(&out);
}

struct row {
	const char  *label;
	struct slice line;
	bool         is_record;
	bool         is_intact;
};

static const struct row rows_of_lines[] = {
	{ "reads what was written",
	  SLICE_INIT("{\"seq\":1,\"a\":1,\"prev\":\"" ZEROS "\",\"hash\":\"" HASH1 "\"}"), true,
	  true },
	{ "sees a changed body",
	  SLICE_INIT("{\"seq\":1,\"a\":2,\"prev\":\"" ZEROS "\",\"hash\":\"" HASH1 "\"}"), true,
	  false },
	{ "sees a changed number",
	  SLICE_INIT("{\"seq\":2,\"a\":1,\"prev\":\"" ZEROS "\",\"hash\":\"" HASH1 "\"}"), true,
	  false },
	{ "sees a changed previous hash",
	  SLICE_INIT("{\"seq\":1,\"a\":1,\"prev\":\"" HASH1 "\",\"hash\":\"" HASH1 "\"}"), true,
	  false },
	{ "refuses an empty line", { 0 }, false, false },
	{ "refuses a line without hashes", SLICE_INIT("{\"seq\":1,\"a\":1}"), false, false },
	{ "refuses number 0",
	  SLICE_INIT("{\"seq\":0,\"a\":1,\"prev\":\"" ZEROS "\",\"hash\":\"" HASH1 "\"}"), false,
	  false },
	{ "refuses a number that overflows",
	  SLICE_INIT("{\"seq\":99999999999999999999,\"a\":1,\"prev\":\"" ZEROS
	             "\",\"hash\":\"" HASH1 "\"}"),
	  false, false },
	{ "refuses upper-case hex",
	  SLICE_INIT("{\"seq\":1,\"a\":1,\"prev\":\"A00000000000000000000000000000000000000000000"
	             "0000000000000000000\",\"hash\":\"" HASH1 "\"}"),
	  false, false },
	{ "refuses a torn line",
	  SLICE_INIT("{\"seq\":1,\"a\":1,\"prev\":\"" ZEROS "\",\"hash\":\"0123"), false, false },
	{ "refuses zeros", SLICE_INIT("\0\0\0\0\0\0\0\0\0\0"), false, false },
};

static void reads(void **state)
{
	const struct row *row = *state;
	struct audit_link link;

	assert_int_equal(audit_chain_read(row->line, &link), row->is_record);
	if (row->is_record)
		assert_int_equal(link.is_intact, row->is_intact);
}

static void gives_the_body_back(void **state)
{
	struct audit_link link;

	(void)state;
	assert_true(audit_chain_read(rows_of_lines[0].line, &link));
	assert_int_equal(link.seq, 1);
	assert_true(slice_equal_cstr(link.body, "\"a\":1"));
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "links two records", links_two_records);
	rows_add_one(&rows, "gives the body back", gives_the_body_back);
	ROWS_ADD(&rows, reads, rows_of_lines);
	return rows_run(&rows, "audit_chain");
}
