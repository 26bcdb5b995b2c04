/* SPDX-License-Identifier: Apache-2.0 */
#include "base_status.h"
#include "test_base_rows.h"

static void names_every_status(void **state)
{
	(void)state;
	for (unsigned i = 0; i < STATUS_COUNT; i++) {
		assert_true(strlen(status_name((enum status)i)) > 0);
		assert_true(strlen(status_text((enum status)i)) > 0);
		for (unsigned j = 0; j < i; j++)
			assert_string_not_equal(status_name((enum status)i),
			                        status_name((enum status)j));
	}
}

static void says_who_is_to_blame(void **state)
{
	(void)state;
	assert_int_equal(STATUS_OK, 0);
	assert_string_equal(status_name(STATUS_RULE_MALFORMED), "RULE_MALFORMED");
	assert_string_equal(status_text(STATUS_RULE_MALFORMED), "rule file is not valid");
	assert_int_equal(status_blame(STATUS_OK), STATUS_BLAME_NOBODY);
	assert_int_equal(status_blame(STATUS_JSON_MALFORMED), STATUS_BLAME_CALLER);
	assert_int_equal(status_blame(STATUS_NO_MEMORY), STATUS_BLAME_US);
}

static void ask_for_no_status(void)
{
	(void)status_name(STATUS_COUNT);
}

static void dies_on_a_status_outside_the_table(void **state)
{
	(void)state;
	assert_true(dies(ask_for_no_status));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_every_status),
		cmocka_unit_test(says_who_is_to_blame),
		cmocka_unit_test(dies_on_a_status_outside_the_table),
	};

	return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
