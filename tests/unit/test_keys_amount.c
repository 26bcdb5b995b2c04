/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_amount.h"
#include "test_base_rows.h"

struct read_row {
	const char *label;
	const char *text;
	keys_amount amount; /* -1: refused */
	const char *printed;
};

static const struct read_row read_rows[] = {
	{ "a whole number", "12", 12000000, "12" },
	{ "nothing", "0", 0, "0" },
	{ "a half", "0.5", 500000, "0.5" },
	{ "six places", "3.000001", 3000001, "3.000001" },
	{ "a millionth", "0.000001", 1, "0.000001" },
	{ "zeros inside are kept", "10.0501", 10050100, "10.0501" },
	{ "zeros at the end are dropped", "1.500000", 1500000, "1.5" },
	{ "the most", "1000000000", KEYS_AMOUNT_MAX, "1000000000" },
	{ "above the most", "1000000001", -1, NULL },
	{ "a number without end", "99999999999999999999999999999999", -1, NULL },
	{ "seven places", "0.1234567", -1, NULL },
	{ "a sign", "-1", -1, NULL },
	{ "an exponent", "1e3", -1, NULL },
	{ "no digit before the point", ".5", -1, NULL },
	{ "no digit behind the point", "5.", -1, NULL },
	{ "two points", "1.2.3", -1, NULL },
	{ "nothing at all", "", -1, NULL },
	{ "a space", "1 ", -1, NULL },
};

static void reads(void **state)
{
	const struct read_row *row = *state;
	keys_amount            amount = -7;
	char                   text[KEYS_AMOUNT_CHARS];

	if (row->amount < 0) {
		assert_false(keys_amount_read(slice_from_cstr(row->text), &amount));
		return;
	}
	assert_true(keys_amount_read(slice_from_cstr(row->text), &amount));
	assert_int_equal(amount, row->amount);
	assert_string_equal(keys_amount_print(amount, text), row->printed);
}

struct times_row {
	const char *label;
	keys_amount price, quantity, product; /* -1: too large */
};

static const struct times_row times_rows[] = {
	{ "one credit a second for 12 seconds", 1000000, 12000000, 12000000 },
	{ "half a credit for 12.25", 500000, 12250000, 6125000 },
	{ "a tenth for a third is rounded up", 100000, 333333, 33334 },
	{ "a fraction of a millionth is never free", 1, 1, 1 },
	{ "free stays free", 0, KEYS_AMOUNT_MAX, 0 },
	{ "nothing costs nothing", 1000000, 0, 0 },
	{ "the most times one", KEYS_AMOUNT_MAX, 1000000, KEYS_AMOUNT_MAX },
	{ "the most times two is too large", KEYS_AMOUNT_MAX, 2000000, -1 },
	{ "the most times the most is too large", KEYS_AMOUNT_MAX, KEYS_AMOUNT_MAX, -1 },
};

static void multiplies(void **state)
{
	const struct times_row *row = *state;
	keys_amount             product = -7;

	if (row->product < 0) {
		assert_false(keys_amount_times(row->price, row->quantity, &product));
		return;
	}
	assert_true(keys_amount_times(row->price, row->quantity, &product));
	assert_int_equal(product, row->product);
}

static void prints_debts(void **state)
{
	char text[KEYS_AMOUNT_CHARS];

	(void)state;
	assert_string_equal(keys_amount_print(-6125000, text), "-6.125");
	assert_string_equal(keys_amount_print(-KEYS_AMOUNT_MAX, text), "-1000000000");
	assert_string_equal(keys_amount_print(-1, text), "-0.000001");
	assert_string_equal(keys_amount_print(INT64_MAX, text), "9223372036854.775807");
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, reads, read_rows);
	ROWS_ADD(&rows, multiplies, times_rows);
	rows_add_one(&rows, "prints debts", prints_debts);
	return rows_run(&rows, "keys_amount");
}
