/* SPDX-License-Identifier: Apache-2.0 */
/* Forms to shares, shares to a verdict: by what is asked, or by a baseline. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gate.h"

#include <string.h>

static const char rules[] = "schema: 1\ncategory: weapons.conventional\nowner: test\nrules:\n"
			    "  - id: t.bomb\n    title: t\n    severity: high\n    action: block\n"
			    "    mode: enforce\n    when: bomb\n"
			    "    tests: { block: [a, b], pass: [c, d] }\n";

static const struct gate_outcome found = { ENGINE_BLOCK, true, true, true, true };
static const struct gate_outcome wrong = { ENGINE_BLOCK, true, true, true, false };
static const struct gate_outcome given_up = { ENGINE_BLOCK, false, false, false, false };
static const struct gate_outcome lost = { ENGINE_ALLOW, true, false, false, false };

static struct ruleset   *ruleset;
static struct gate_tally tally;

static int open_fixture(void **state)
{
	const struct ruleset_source source = { "t.yaml", { rules, sizeof rules - 1 } };
	struct error                err = { 0 };

	(void)state;
	if (ruleset_load_sources(&source, 1, &ruleset, &err) != STATUS_OK)
		return -1;
	return gate_tally_open(&tally, ruleset, 2) == STATUS_OK ? 0 : -1;
}

static int close_fixture(void **state)
{
	(void)state;
	gate_tally_close(&tally);
	ruleset_close(&ruleset);
	return 0;
}

static size_t row_find(const char *name)
{
	for (size_t i = 0; i < tally.row_count; i++)
		if (strcmp(tally.rows[i].name, name) == 0)
			return i;
	fail_msg("no row %s", name);
	return 0;
}

static void add(const char *row, size_t count, const struct gate_outcome *form)
{
	const struct gate_stack stack = {
		.steps = { disguise_find("base64"), disguise_find("hex") }, .count = 2
	};

	for (size_t i = 0; i < count; i++)
		assert_int_equal(gate_tally_add(&tally, row_find(row), 0, &stack, 1,
		                                SLICE_LIT("a\xCF b\x1b\xC2\x9B c"), &found, form),
		                 STATUS_OK);
}

static bool report_is_good(bool compared)
{
	struct gate_report report = { .tally = &tally, .compared = compared };
	bool               good;

	assert_int_equal(gate_report_open(&report, &tally), STATUS_OK);
	good = report.good;
	gate_report_close(&report);
	return good;
}

static void all_kept_is_good(void **state)
{
	(void)state;
	add("base64", 10, &found);
	assert_true(report_is_good(false));
	assert_true(report_is_good(true));
	assert_int_equal(tally.rows[row_find("base64")].counts.right, 10);
	assert_int_equal(tally.lost_count, 0);
}

static void one_lost_of_what_a_table_undoes_is_bad(void **state)
{
	(void)state;
	add("base64", 9999, &found);
	add("base64", 1, &lost);
	assert_false(report_is_good(false));
	assert_int_equal(tally.rules[0].worst, row_find("base64"));
	assert_int_equal(tally.rules[0].worst_lost, 1);
}

static void stacks_may_lose_three_of_a_hundred(void **state)
{
	(void)state;
	add(GATE_STACKS, 97, &found);
	add(GATE_STACKS, 3, &lost);
	assert_true(report_is_good(false));
	add(GATE_STACKS, 1, &lost);
	assert_false(report_is_good(false));
}

static void a_span_in_a_hundred_may_be_wrong(void **state)
{
	(void)state;
	add("base64", 99, &found);
	add("base64", 1, &wrong);
	assert_true(report_is_good(false));
	add("base64", 1, &wrong);
	assert_false(report_is_good(false));
}

static void a_family_is_held_together(void **state)
{
	struct gate_report report = { .tally = &tally };

	(void)state;
	add("base64", 5, &found);
	add("hex", 5, &found);
	add("hex", 1, &lost);
	assert_int_equal(gate_report_open(&report, &tally), STATUS_OK);
	assert_int_equal(report.group_count, 1);
	assert_int_equal(report.groups[0].disguises, 2);
	assert_int_equal(report.groups[0].counts.forms, 11);
	assert_int_equal(report.total.kept, 10);
	assert_true(report.groups[0].short_of_threshold);
	gate_report_close(&report);
}

static void a_baseline_excuses_what_was_lost_before(void **state)
{
	struct gate_row *row = &tally.rows[row_find("base64")];

	(void)state;
	add("base64", 9, &found);
	add("base64", 1, &lost);
	assert_false(report_is_good(true));
	row->kept_floor = 0.9;
	assert_true(report_is_good(true));
	assert_false(report_is_good(false));
	row->kept_floor = 0.91;
	assert_false(report_is_good(true));
}

static void lost_forms_are_kept_readable_and_few(void **state)
{
	(void)state;
	add("base64", 3, &lost);
	assert_int_equal(tally.lost_count, 2);
	assert_string_equal(tally.lost[0].steps, "base64 > hex");
	assert_string_equal(tally.lost[0].text, "a\\xCF b   c");
	assert_string_equal(tally.lost[0].what, "weaker decision");
	add("hex", 1, &wrong);
	add("octal", 1, &given_up);
	assert_string_equal(tally.lost[3].what, "not wholly inspected");
	assert_string_equal(tally.lost[2].what, "wrong span");
}

static void a_share_of_nothing_is_whole(void **state)
{
	(void)state;
	assert_true(gate_share(0, 0) >= 1.0);
	assert_true(gate_share(1, 4) < 0.26 && gate_share(1, 4) > 0.24);
	assert_true(report_is_good(false));
}

static void families_and_disguises_have_names(void **state)
{
	(void)state;
	assert_true(gate_family_known("transport"));
	assert_true(gate_family_known("base64"));
	assert_true(gate_family_known(GATE_STACKS));
	assert_false(gate_family_known("tranport"));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(all_kept_is_good),
		TEST(one_lost_of_what_a_table_undoes_is_bad),
		TEST(stacks_may_lose_three_of_a_hundred),
		TEST(a_span_in_a_hundred_may_be_wrong),
		TEST(a_family_is_held_together),
		TEST(a_baseline_excuses_what_was_lost_before),
		TEST(lost_forms_are_kept_readable_and_few),
		TEST(a_share_of_nothing_is_whole),
		TEST(families_and_disguises_have_names),
	};

	return cmocka_run_group_tests_name("gate_tally", tests, NULL, NULL);
}
