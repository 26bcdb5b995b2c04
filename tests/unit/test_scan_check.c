/* SPDX-License-Identifier: Apache-2.0 */
/* Checks on what a regex matched. The numbers are published test numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scan_check.h"

struct row {
	const char        *when;
	enum ruleset_check check;
	const char        *text;
	bool               passes;
};

static const struct row rows[] = {
	{ "no check", RULESET_CHECK_NONE, "x", true },
	{ "a card number", RULESET_CHECK_LUHN, "4111111111111111", true },
	{ "a card number with spaces", RULESET_CHECK_LUHN, "4111 1111 1111 1111", true },
	{ "a card number, last digit wrong", RULESET_CHECK_LUHN, "4111111111111112", false },
	{ "fifteen digits", RULESET_CHECK_LUHN, "378282246310005", true },
	{ "all zeros", RULESET_CHECK_LUHN, "0000000000000000", false },
	{ "eleven digits", RULESET_CHECK_LUHN, "79927398713", false },
	{ "an IBAN", RULESET_CHECK_IBAN, "GB82 WEST 1234 5698 7654 32", true },
	{ "an IBAN in small letters", RULESET_CHECK_IBAN, "de89370400440532013000", true },
	{ "an IBAN, one digit wrong", RULESET_CHECK_IBAN, "GB82 WEST 1234 5698 7654 33", false },
	{ "too short for an IBAN", RULESET_CHECK_IBAN, "GB82WEST", false },
	{ "a random token", RULESET_CHECK_ENTROPY, "key = q7Zp2Lw9Xc4VbN8m", true },
	{ "a repeated letter", RULESET_CHECK_ENTROPY, "key = aaaaaaaaaaaaaaaaaaaa", false },
	{ "a short token", RULESET_CHECK_ENTROPY, "key = q7Zp2Lw9", false },
};

static void passes(void **state)
{
	const struct row *row = *state;

	assert_int_equal(scan_check_passes(row->check, slice_from_cstr(row->text)), row->passes);
}

int main(void)
{
	struct CMUnitTest tests[sizeof rows / sizeof rows[0]] = { 0 };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].when,
			                        .test_func = passes,
			                        .initial_state = (void *)(uintptr_t)&rows[i] };
	return cmocka_run_group_tests_name("scan_check", tests, NULL, NULL);
}
