/* SPDX-License-Identifier: Apache-2.0 */
#include "base_slice.h"
#include "test_base_rows.h"

static struct slice text(const char *cstr)
{
	return slice_from_cstr(cstr);
}

struct compare_row {
	const char  *label;
	struct slice a;
	struct slice b;
	int          order;
};

static const struct compare_row compare_rows[] = {
	{ "two empty slices are equal whatever their pointers", SLICE_INIT(""), { 0 }, 0 },
	{ "the same bytes are equal", SLICE_INIT("abc"), SLICE_INIT("abc"), 0 },
	{ "a prefix sorts first", SLICE_INIT("ab"), SLICE_INIT("abc"), -1 },
	{ "bytes compare unsigned", SLICE_INIT("\xff"), SLICE_INIT("a"), 1 },
	{ "bytes behind a NUL count", SLICE_INIT("a\0b"), SLICE_INIT("a\0c"), -1 },
};

static int sign(int value)
{
	return (value > 0) - (value < 0);
}

static void compares(void **state)
{
	const struct compare_row *row = *state;

	assert_int_equal(sign(slice_compare(row->a, row->b)), row->order);
	assert_int_equal(sign(slice_compare(row->b, row->a)), -row->order);
	assert_int_equal(slice_equal(row->a, row->b), row->order == 0);
}

struct find_row {
	const char  *label;
	struct slice whole;
	struct slice needle;
	size_t       from;
	size_t       offset;
};

static const struct find_row find_rows[] = {
	{ "finds at the start", SLICE_INIT("abcabc"), SLICE_INIT("abc"), 0, 0 },
	{ "finds at or after from", SLICE_INIT("abcabc"), SLICE_INIT("abc"), 1, 3 },
	{ "finds across a NUL", SLICE_INIT("x\0yz"), SLICE_INIT("\0y"), 0, 1 },
	{ "finds an empty needle at from", SLICE_INIT("abc"), SLICE_INIT(""), 3, 3 },
	{ "finds an empty needle in nothing", { 0 }, { 0 }, 0, 0 },
	{ "finds nothing past the end", SLICE_INIT("abc"), SLICE_INIT(""), 4, SIZE_MAX },
	{ "finds no needle that is longer", SLICE_INIT("ab"), SLICE_INIT("abc"), 0, SIZE_MAX },
	{ "finds no needle cut off by the end", SLICE_INIT("xxab"), SLICE_INIT("abc"), 0,
	  SIZE_MAX },
	{ "finds nothing in nothing", { 0 }, SLICE_INIT("a"), 0, SIZE_MAX },
};

static void finds(void **state)
{
	const struct find_row *row = *state;

	assert_int_equal(slice_find(row->whole, row->needle, row->from), row->offset);
}

struct trim_row {
	const char  *label;
	struct slice before;
	struct slice after;
};

static const struct trim_row trim_rows[] = {
	{ "trims both ends", SLICE_INIT(" \t a b \r\n"), SLICE_INIT("a b") },
	{ "trims all of it", SLICE_INIT(" \n "), SLICE_INIT("") },
	{ "trims nothing", SLICE_INIT("a"), SLICE_INIT("a") },
	{ "trims an empty slice", { 0 }, { 0 } },
	{ "keeps a no-break space", SLICE_INIT("\xC2\xA0"), SLICE_INIT("\xC2\xA0") },
};

static void trims(void **state)
{
	const struct trim_row *row = *state;

	assert_true(slice_equal(slice_trim(row->before), row->after));
}

static void cuts_ranges(void **state)
{
	struct slice whole = text("abcdef");

	(void)state;
	assert_true(slice_equal_cstr(slice_range(whole, 2, 4), "cd"));
	assert_true(slice_equal_cstr(slice_from(whole, 4), "ef"));
	assert_int_equal(slice_from(whole, 6).len, 0);
	assert_int_equal(slice_range(SLICE_NONE, 0, 0).len, 0);
	assert_true(slice_starts_with(whole, text("abc")));
	assert_true(slice_starts_with(whole, SLICE_NONE));
	assert_false(slice_starts_with(text("ab"), text("abc")));
	assert_true(slice_ends_with(whole, text("def")));
	assert_false(slice_ends_with(whole, text("de")));
	assert_int_equal(slice_from_cstr(NULL).len, 0);
}

static void range_past_the_end(void)
{
	(void)slice_range(text("abc"), 1, 4);
}

static void range_turned_round(void)
{
	(void)slice_range(text("abc"), 2, 1);
}

static void dies_on_a_bad_range(void **state)
{
	(void)state;
	assert_true(dies(range_past_the_end));
	assert_true(dies(range_turned_round));
}

static void hashes(void **state)
{
	(void)state;
	assert_true(slice_hash(text("abc")) == slice_hash(text("abc")));
	assert_true(slice_hash(text("abc")) != slice_hash(text("abd")));
	assert_true(slice_hash(SLICE_NONE) == slice_hash(SLICE_LIT("")));
	assert_true(slice_hash(SLICE_LIT("a\0b")) != slice_hash(SLICE_LIT("a\0c")));
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, compares, compare_rows);
	ROWS_ADD(&rows, finds, find_rows);
	ROWS_ADD(&rows, trims, trim_rows);
	rows_add_one(&rows, "cuts ranges, prefixes and suffixes", cuts_ranges);
	rows_add_one(&rows, "dies on a bad range", dies_on_a_bad_range);
	rows_add_one(&rows, "hashes all bytes", hashes);
	return rows_run(&rows, "slice");
}
