/* SPDX-License-Identifier: Apache-2.0 */
#include "base_error.h"
#include "test_base_rows.h"

struct print_row {
	const char *label;
	const char *file;
	unsigned    line;
	unsigned    column;
	const char *printed;
};

static const struct print_row print_rows[] = {
	{ "prints file, line and column", "rules/a.yaml", 14, 9, "rules/a.yaml:14:9: wrong" },
	{ "leaves out an unknown column", "rules/a.yaml", 14, 0, "rules/a.yaml:14: wrong" },
	{ "leaves out an unknown line", "rules/a.yaml", 0, 9, "rules/a.yaml: wrong" },
	{ "leaves out an unknown file", NULL, 14, 9, "14:9: wrong" },
	{ "prints the message alone", NULL, 0, 0, "wrong" },
};

static void prints(void **state)
{
	const struct print_row *row = *state;
	struct error            err = { 0 };
	char                    memory[128];
	struct buffer           out;

	assert_int_equal(
		error_set(&err, STATUS_IO, row->file, row->line, row->column, "%s", "wrong"),
		STATUS_IO);
	buffer_init_fixed(&out, memory, sizeof memory);
	error_print(&err, &out);
	assert_true(slice_equal_cstr(buffer_slice(&out), row->printed));
}

static void keeps_the_first_fault(void **state)
{
	struct error err = { 0 };

	(void)state;
	assert_int_equal(error_set(&err, STATUS_IO, "a", 1, 2, "first"), STATUS_IO);
	assert_int_equal(error_set(&err, STATUS_CORRUPT, "b", 3, 4, "second"), STATUS_CORRUPT);
	assert_int_equal(err.status, STATUS_IO);
	assert_string_equal(err.file, "a");
	assert_string_equal(err.message, "first");
	assert_int_equal(error_set(NULL, STATUS_IO, "a", 1, 2, "nobody listens"), STATUS_IO);
}

static void cuts_between_characters(void **state)
{
	struct error err = { 0 };
	char         text[1000];
	size_t       len;

	(void)state;
	/* "x" and then two-byte characters: the cut would fall inside one. */
	text[0] = 'x';
	for (size_t i = 1; i + 1 < sizeof text; i += 2)
		memcpy(text + i, "\xC3\xA9", 2);
	text[sizeof text - 1] = '\0';
	assert_int_equal(error_set(&err, STATUS_IO, text, 1, 1, "%s", text), STATUS_IO);
	len = strlen(err.message);
	assert_true(len > 300 && len % 2 == 1);
	assert_int_equal((unsigned char)err.message[len - 1], 0xA9);
	len = strlen(err.file);
	assert_true(len > 200 && len % 2 == 1);
}

struct nearest_row {
	const char *label;
	const char *word;
	const char *nearest;
};

static const struct nearest_row nearest_rows[] = {
	{ "a letter replaced", "sevarity", "severity" },
	{ "a letter left out", "severty", "severity" },
	{ "a letter too many", "severrity", "severity" },
	{ "two neighbours swapped", "seevrity", "severity" },
	{ "one swap in a short word", "hwen", "when" },
	{ "the nearer of two", "moda", "mode" },
	{ "the first of two that are as near", "tist", "test" },
	{ "the same word", "when", "when" },
	{ "nothing within a third", "colour", NULL },
	{ "nothing for a short word", "xy", NULL },
	{ "nothing for an empty word", "", NULL },
	{ "nothing for a word of 100 letters",
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	  NULL },
};

static void suggests(void **state)
{
	static const char *const names[] = { "severity", "mode", "when", "test", "title", "tests" };
	const struct nearest_row *row = *state;
	const char               *nearest = error_nearest(row->word, strlen(row->word), names,
	                                                  sizeof names / sizeof names[0]);

	if (row->nearest == NULL)
		assert_null(nearest);
	else
		assert_string_equal(nearest, row->nearest);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, prints, print_rows);
	rows_add_one(&rows, "keeps the first fault", keeps_the_first_fault);
	rows_add_one(&rows, "cuts a long text between characters", cuts_between_characters);
	ROWS_ADD(&rows, suggests, nearest_rows);
	return rows_run(&rows, "error");
}
