/* SPDX-License-Identifier: Apache-2.0 */
#include "app_reload.h"
#include "test_base_rows.h"

struct row {
	const char *label;
	size_t      current;
	size_t      fresh;
	bool        is_plausible;
};

static const struct row rows_of_counts[] = {
	{ "takes a first set", 0, 1, true },          { "refuses an empty first set", 0, 0, false },
	{ "takes as many", 100, 100, true },          { "takes half", 100, 50, true },
	{ "refuses less than half", 100, 49, false }, { "refuses none", 100, 0, false },
	{ "takes one of three", 3, 1, true },         { "takes many more", 1, 1000, true },
};

static void weighs(void **state)
{
	const struct row *row = *state;

	assert_int_equal(app_reload_is_plausible(row->current, row->fresh), row->is_plausible);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, weighs, rows_of_counts);
	return rows_run(&rows, "app_reload");
}
