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
	{ "a CUIT", RULESET_CHECK_ID_AR, "20-05536168-2", true },
	{ "a CUIT, one digit wrong", RULESET_CHECK_ID_AR, "20-15536168-2", false },
	{ "a TFN", RULESET_CHECK_ID_AU, "TFN 123 456 782", true },
	{ "a TFN, one digit wrong", RULESET_CHECK_ID_AU, "TFN 124 456 782", false },
	{ "a national number of Belgium", RULESET_CHECK_ID_BE, "85.07.30-033 28", true },
	{ "a national number of Belgium, one digit wrong", RULESET_CHECK_ID_BE, "85.17.30-033 28",
	  false },
	{ "a CPF", RULESET_CHECK_ID_BR, "529.982.247-25", true },
	{ "a CPF, one digit wrong", RULESET_CHECK_ID_BR, "520.982.247-25", false },
	{ "a SIN", RULESET_CHECK_ID_CA, "046 454 286", true },
	{ "a SIN, one digit wrong", RULESET_CHECK_ID_CA, "047 454 286", false },
	{ "an AHV number", RULESET_CHECK_ID_CH, "756.9217.0769.85", true },
	{ "an AHV number, one digit wrong", RULESET_CHECK_ID_CH, "757.9217.0769.85", false },
	{ "a RUT", RULESET_CHECK_ID_CL, "12.531.909-2", true },
	{ "a RUT, one digit wrong", RULESET_CHECK_ID_CL, "12.631.909-2", false },
	{ "an identity card of China", RULESET_CHECK_ID_CN, "11010519491231002x", true },
	{ "an identity card of China, one digit wrong", RULESET_CHECK_ID_CN, "11110519491231002x",
	  false },
	{ "a Steuer-ID", RULESET_CHECK_ID_DE, "36 574 261 809", true },
	{ "a Steuer-ID, one digit wrong", RULESET_CHECK_ID_DE, "36 674 261 809", false },
	{ "a DNI", RULESET_CHECK_ID_ES, "12345678Z", true },
	{ "a DNI, one digit wrong", RULESET_CHECK_ID_ES, "12445678Z", false },
	{ "a HETU", RULESET_CHECK_ID_FI, "131052-308T", true },
	{ "a HETU, one digit wrong", RULESET_CHECK_ID_FI, "132052-308T", false },
	{ "a NIR", RULESET_CHECK_ID_FR, "2 95 10 99 126 111 93", true },
	{ "a NIR, one digit wrong", RULESET_CHECK_ID_FR, "2 96 10 99 126 111 93", false },
	{ "an NHS number", RULESET_CHECK_ID_GB, "NHS number 943 476 5919", true },
	{ "an NHS number, one digit wrong", RULESET_CHECK_ID_GB, "NHS number 944 476 5919", false },
	{ "an Aadhaar", RULESET_CHECK_ID_IN, "2341 2341 2346", true },
	{ "an Aadhaar, one digit wrong", RULESET_CHECK_ID_IN, "2351 2341 2346", false },
	{ "a codice fiscale", RULESET_CHECK_ID_IT, "RSSMRA85T10A562S", true },
	{ "a codice fiscale, one digit wrong", RULESET_CHECK_ID_IT, "RSSMRA85T20A562S", false },
	{ "an RRN", RULESET_CHECK_ID_KR, "971013-9019902", true },
	{ "an RRN, one digit wrong", RULESET_CHECK_ID_KR, "972013-9019902", false },
	{ "a CURP", RULESET_CHECK_ID_MX, "BOXW310820HNERXN09", true },
	{ "a CURP, one digit wrong", RULESET_CHECK_ID_MX, "BOXW311820HNERXN09", false },
	{ "a BSN", RULESET_CHECK_ID_NL, "111222333", true },
	{ "a BSN, one digit wrong", RULESET_CHECK_ID_NL, "112222333", false },
	{ "a PESEL", RULESET_CHECK_ID_PL, "44051401359", true },
	{ "a PESEL, one digit wrong", RULESET_CHECK_ID_PL, "44151401359", false },
	{ "a NIF", RULESET_CHECK_ID_PT, "123456789", true },
	{ "a NIF, one digit wrong", RULESET_CHECK_ID_PT, "124456789", false },
	{ "a CNP", RULESET_CHECK_ID_RO, "1630615123457", true },
	{ "a CNP, one digit wrong", RULESET_CHECK_ID_RO, "1640615123457", false },
	{ "a personnummer", RULESET_CHECK_ID_SE, "811218-9876", true },
	{ "a personnummer, one digit wrong", RULESET_CHECK_ID_SE, "812218-9876", false },
	{ "a T.C. Kimlik", RULESET_CHECK_ID_TR, "10000000146", true },
	{ "a T.C. Kimlik, one digit wrong", RULESET_CHECK_ID_TR, "10100000146", false },
	{ "a NIE", RULESET_CHECK_ID_ES, "X1234567L", true },
	{ "a NIR of Corsica", RULESET_CHECK_ID_FR, "2 53 07 2A 300 003 24", true },
	{ "a personnummer with the century", RULESET_CHECK_ID_SE, "19811218-9876", true },
	{ "born after 1999 in Belgium", RULESET_CHECK_ID_BE, "17.07.30-033 84", true },
	{ "one digit repeated", RULESET_CHECK_ID_BR, "111.111.111-11", false },
	{ "a Steuer-ID in which no digit is repeated", RULESET_CHECK_ID_DE, "01234567892", false },
	{ "a RUT that ends in K", RULESET_CHECK_ID_CL, "12345684-K", true },
	{ "a number too long", RULESET_CHECK_ID_NL, "1112223330", false },
	{ "no digits", RULESET_CHECK_ID_GB, "NHS number", false },
	{ "too short for a DNI", RULESET_CHECK_ID_ES, "1234567Z", false },
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
