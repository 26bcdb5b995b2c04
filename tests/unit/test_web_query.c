/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "web_query.h"

struct text_row {
	const char *label;
	const char *value;
	bool        good;
	const char *text;
};

static const struct text_row text_rows[] = {
	{ "plain", "shadow", true, "shadow" },
	{ "an escaped byte", "st%79le", true, "style" },
	{ "an escaped byte at the end", "styl%65", true, "style" },
	{ "upper and lower digits", "%4a%4A", true, "JJ" },
	{ "a plus is a blank", "a+b", true, "a b" },
	{ "an escaped plus is a plus", "a%2Bb", true, "a+b" },
	{ "an escape cut off", "a%4", false, "" },
	{ "an escape of one byte", "%", false, "" },
	{ "no digits", "%zz", false, "" },
	{ "empty", "", true, "" },
};

static void unescapes(void **state)
{
	const struct text_row *row = *state;
	struct web_head        head = { .argument_count = 1 };
	struct slice           text;
	struct arena           arena;

	head.arguments[0] = (struct web_pair){ SLICE_LIT("x"), slice_from_cstr(row->value) };
	assert_true(arena_open(&arena, 1 << 16));
	assert_int_equal(web_query_text(&head, "x", &arena, &text), row->good);
	if (row->good)
		assert_true(slice_equal_cstr(text, row->text));
	arena_close(&arena);
}

struct number_row {
	const char *label;
	const char *value; /* NULL: no such argument */
	bool        good;
	uint64_t    number;
};

static const struct number_row number_rows[] = {
	{ "inside", "7", true, 7 },       { "the least", "1", true, 1 },
	{ "the most", "500", true, 500 }, { "too little", "0", false, 0 },
	{ "too much", "501", false, 0 },  { "far too much", "18446744073709551617", false, 0 },
	{ "none", "", false, 0 },         { "a sign", "-1", false, 0 },
	{ "letters", "5x", false, 0 },    { "not there", NULL, true, 100 },
};

static void reads_numbers(void **state)
{
	const struct number_row *row = *state;
	struct web_head          head = { .argument_count = row->value != NULL ? 1 : 0 };
	uint64_t                 number = 100;

	head.arguments[0] = (struct web_pair){ SLICE_LIT("n"), slice_from_cstr(row->value) };
	assert_int_equal(web_query_number(&head, "n", 1, 500, &number), row->good);
	if (row->good)
		assert_int_equal(number, row->number);
}

static void knows_its_arguments(void **state)
{
	static const char *const names[] = { "a", "b" };
	struct web_head          head = { .argument_count = 2 };

	(void)state;
	head.arguments[0].name = SLICE_LIT("a");
	head.arguments[1].name = SLICE_LIT("b");
	assert_true(web_query_known(&head, names, 2));
	head.arguments[1].name = SLICE_LIT("a");
	assert_false(web_query_known(&head, names, 2));
	head.arguments[1].name = SLICE_LIT("c");
	assert_false(web_query_known(&head, names, 2));
	head.argument_count = 0;
	assert_true(web_query_known(&head, names, 2));
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, unescapes, text_rows);
	ROWS_ADD(&rows, reads_numbers, number_rows);
	rows_add_one(&rows, "knows its arguments", knows_its_arguments);
	return rows_run(&rows, "web_query");
}
