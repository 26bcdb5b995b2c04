/* SPDX-License-Identifier: Apache-2.0 */
/* plans.yaml, prices.yaml and strikes.yaml: what is shipped, and what a broken file is told. */
#include "keys_plan.h"
#include "keys_price.h"
#include "keys_strike.h"
#include "test_base_rows.h"

static void shipped_plans(void **state)
{
	struct keys_plans       plans;
	struct error            err = { 0 };
	const struct keys_plan *plan;

	(void)state;
	assert_int_equal(keys_plans_read(NULL, &plans, &err), STATUS_OK);
	assert_int_equal(plans.count, 4);
	assert_int_equal(plans.zone_s, 0);
	plan = keys_plan_find(&plans, SLICE_LIT("scale"));
	assert_non_null(plan);
	assert_int_equal(plan->per_minute, 300);
	assert_int_equal(plan->per_day, 10000);
	assert_int_equal(keys_plan_account(plan).concurrent, 50);
	assert_int_equal(keys_plan_key(plan).per_minute, KEYS_UNLIMITED);
	assert_true(keys_plan_find(&plans, SLICE_LIT("enterprise"))->is_custom);
	assert_null(keys_plan_find(&plans, SLICE_LIT("gold")));
}

static void shipped_prices(void **state)
{
	struct keys_prices prices;
	struct error       err = { 0 };
	keys_amount        cost;

	(void)state;
	assert_int_equal(keys_prices_read(NULL, &prices, &err), STATUS_OK);
	assert_int_equal(
		keys_price_of(&prices, SLICE_LIT("translation"), 3 * KEYS_AMOUNT_ONE, &cost),
		STATUS_OK);
	assert_int_equal(cost, 1500000);
	assert_int_equal(keys_price_of(&prices, SLICE_LIT("chat"), KEYS_AMOUNT_ONE, &cost),
	                 STATUS_OK);
	assert_int_equal(cost, 0);
	prices.refuses_unlisted = true;
	assert_int_equal(keys_price_of(&prices, SLICE_LIT("chat"), KEYS_AMOUNT_ONE, &cost),
	                 STATUS_NOT_FOUND);
}

static void shipped_strikes(void **state)
{
	static struct keys_strike_policy policy;
	struct error                     err = { 0 };

	(void)state;
	assert_int_equal(keys_strikes_read(NULL, &policy, &err), STATUS_OK);
	assert_int_equal(policy.up_to, KEYS_WARN);
	assert_int_equal(policy.step_count, 4);
	assert_int_equal(policy.steps[1].share_percent, 10);
	assert_int_equal(policy.steps[3].rung, KEYS_REVOKE);
	assert_int_equal(policy.distinct_s, 86400);
}

enum which { PLANS, PRICES, STRIKES };

struct broken_row {
	const char *label;
	enum which  which;
	const char *text;
	unsigned    line, column;
	const char *message;
};

static const struct broken_row broken_rows[] = {
	{ "a plan without a limit a day", PLANS, "schema: 1\nplans:\n  a:\n    per_minute: 3\n", 3,
	  3, "plan \"a\" needs per_minute and per_day (or custom: true)" },
	{ "a misspelt limit", PLANS, "schema: 1\nplans:\n  a:\n    per_minte: 3\n", 4, 5,
	  "a plan has no \"per_minte\"; did you mean \"per_minute\"?" },
	{ "a limit that is no number", PLANS,
	  "schema: 1\nplans:\n  a:\n    per_minute: many\n    per_day: 1\n", 4, 17,
	  "a number from 0 to 1000000000 is expected, or \"unlimited\"" },
	{ "a custom plan with limits", PLANS,
	  "schema: 1\nplans:\n  a:\n    custom: true\n    per_day: 1\n", 3, 3,
	  "a custom plan has no limits of its own: each account brings them" },
	{ "a zone with a name", PLANS,
	  "schema: 1\ntime_zone: Europe/Berlin\nplans:\n  a: {custom: true}\n", 2, 12,
	  "a time zone is \"UTC\" or a fixed offset such as \"+02:00\": a day that daylight saving "
	  "makes longer would be another quota" },
	{ "no plans", PLANS, "schema: 1\n", 1, 1, "plans.yaml needs \"plans\"" },
	{ "a plan's name with a space", PLANS, "schema: 1\nplans:\n  a b: {custom: true}\n", 3, 3,
	  "a plan's name is 1 to 32 of a-z, 0-9, '-' and '_'" },
	{ "another schema", PLANS, "schema: 2\nplans: {}\n", 1, 9, "this program reads schema 1" },
	{ "a price with seven places", PRICES,
	  "schema: 1\noperations:\n  a: {unit: s, credits: 0.1234567}\n", 3, 25,
	  "an amount is expected, with at most six places: 2 or 0.5" },
	{ "an operation without unit", PRICES, "schema: 1\noperations:\n  a: {credits: 1}\n", 3, 6,
	  "an operation needs \"unit\"" },
	{ "unlisted operations may be free", PRICES, "schema: 1\nunlisted: maybe\noperations: {}\n",
	  2, 11, "free or refuse is expected" },
	{ "rungs that fall", STRIKES,
	  "schema: 1\ndistinct: 1d\nhalf_life: 1d\nup_to: warn\nweights: {evasion: 1}\nladder:\n"
	  "  - {at: 5, do: warn}\n  - {at: 3, do: revoke}\n",
	  8, 5, "rungs rise: more strikes, a harder consequence" },
	{ "a suspension without end", STRIKES,
	  "schema: 1\ndistinct: 1d\nhalf_life: 1d\nup_to: warn\nweights: {evasion: 1}\nladder:\n"
	  "  - {at: 5, do: suspend}\n",
	  7, 5, "throttle and suspend need \"for\", and only they have it" },
	{ "a throttle without share", STRIKES,
	  "schema: 1\ndistinct: 1d\nhalf_life: 1d\nup_to: warn\nweights: {evasion: 1}\nladder:\n"
	  "  - {at: 5, do: throttle, for: 1h}\n",
	  7, 5, "throttle needs \"share\", and only it has it" },
	{ "a consequence nobody knows", STRIKES,
	  "schema: 1\ndistinct: 1d\nhalf_life: 1d\nup_to: shout\nweights: {}\nladder: []\n", 4, 8,
	  "a rung is warn, throttle, suspend or revoke (\"up_to\" may be none)" },
	{ "a duration without unit", STRIKES,
	  "schema: 1\ndistinct: 24\nhalf_life: 1d\nup_to: warn\nweights: {}\nladder: []\n", 2, 11,
	  "a duration is expected: 90s, 15m, 24h or 7d" },
};

static void is_told(void **state)
{
	const struct broken_row         *row = *state;
	static struct keys_strike_policy policy;
	static struct keys_plans         plans;
	static struct keys_prices        prices;
	struct slice                     text = slice_from_cstr(row->text);
	struct error                     err = { 0 };
	enum status                      status = STATUS_OK;

	switch (row->which) {
	case PLANS:
		status = keys_plans_parse(text, "file.yaml", &plans, &err);
		break;
	case PRICES:
		status = keys_prices_parse(text, "file.yaml", &prices, &err);
		break;
	case STRIKES:
		status = keys_strikes_parse(text, "file.yaml", &policy, &err);
		break;
	}
	assert_int_equal(status, STATUS_CONFIG_INVALID);
	assert_string_equal(err.message, row->message);
	assert_string_equal(err.file, "file.yaml");
	assert_int_equal(err.line, row->line);
	assert_int_equal(err.column, row->column);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "the shipped plans", shipped_plans);
	rows_add_one(&rows, "the shipped prices", shipped_prices);
	rows_add_one(&rows, "the shipped strike policy", shipped_strikes);
	ROWS_ADD(&rows, is_told, broken_rows);
	return rows_run(&rows, "keys_files");
}
