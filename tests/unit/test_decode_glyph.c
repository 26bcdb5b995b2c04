/* SPDX-License-Identifier: Apache-2.0 */
/* Drawings of leet are looked up by their first byte, so their rows are in its order. */
#include "test_base_rows.h"

static const char *const drawings[] = {
#define GLYPH(drawn, letters) drawn,
#include "decode_glyph.def"
#undef GLYPH
};

static void test_order(void **state)
{
	(void)state;
	for (size_t i = 1; i < sizeof drawings / sizeof drawings[0]; i++)
		assert_true((unsigned char)drawings[i - 1][0] <= (unsigned char)drawings[i][0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_order) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
