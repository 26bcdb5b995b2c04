/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_strike.h"
#include "test_base_rows.h"

#define HOUR 3600u
#define DAY  86400u

static struct keys_strike_policy policy;
static const uint64_t            begin_s = 1700000000u;

static void use_shipped(enum keys_rung up_to)
{
	struct error err = { 0 };

	assert_int_equal(keys_strikes_read(NULL, &policy, &err), STATUS_OK);
	policy.up_to = up_to;
}

static struct keys_evidence evasion(uint64_t body)
{
	return (struct keys_evidence){ .is_evasive = true, .body = body };
}

static struct keys_strike_outcome strike(struct keys_strikes *strikes, uint64_t body,
                                         uint64_t now_s)
{
	struct keys_evidence evidence = evasion(body);

	return keys_strike_add(&policy, strikes, &evidence, now_s);
}

struct weight_row {
	const char *label;
	bool        is_evasive;
	const char *categories[3];
	uint32_t    milli;
};

static const struct weight_row weight_rows[] = {
	{ "nothing weighs nothing", false, { NULL }, 0 },
	{ "a block without disguise is no strike", false, { "weapons.cbrn" }, 0 },
	{ "a disguise is one", true, { "weapons.cbrn" }, 1000 },
	{ "a jailbreak is one", false, { "bypass.jailbreak" }, 1000 },
	{ "the heaviest counts, once", true, { "bypass.jailbreak", "minors.sexual" }, 3000 },
	{ "a longer name is another category", false, { "minors.sexuality" }, 0 },
};

static void weighs(void **state)
{
	const struct weight_row *row = *state;
	struct keys_evidence     evidence = { .is_evasive = row->is_evasive,
		                              .categories = row->categories };

	use_shipped(KEYS_WARN);
	while (row->categories[evidence.category_count] != NULL)
		evidence.category_count++;
	assert_int_equal(keys_strike_weight(&policy, &evidence), row->milli);
}

static void a_family_stands_for_its_categories(void **state)
{
	const char *const    categories[] = { "weapons.cbrn" };
	struct keys_evidence evidence = { .categories = categories, .category_count = 1 };

	(void)state;
	use_shipped(KEYS_WARN);
	policy.weights[0] = (struct keys_weight){ "weapons", 500 };
	assert_int_equal(keys_strike_weight(&policy, &evidence), 500);
}

static void a_retry_is_no_second_strike(void **state)
{
	struct keys_strikes strikes = { 0 };

	(void)state;
	use_shipped(KEYS_REVOKE);
	assert_int_equal(strike(&strikes, 7, begin_s).added_milli, 1000);
	for (unsigned i = 1; i < 50; i++)
		assert_int_equal(strike(&strikes, 7, begin_s + i).added_milli, 0);
	assert_int_equal(strikes.count, 1);
	assert_int_equal(strike(&strikes, 7, begin_s + DAY).added_milli, 1000);
}

static void points_fade_by_half(void **state)
{
	struct keys_strikes strikes = { 0 };

	(void)state;
	use_shipped(KEYS_WARN);
	(void)strike(&strikes, 1, begin_s);
	(void)strike(&strikes, 2, begin_s);
	assert_int_equal(keys_strike_points(&policy, &strikes, begin_s), 2000);
	assert_int_equal(keys_strike_points(&policy, &strikes, begin_s + 7 * DAY), 1000);
	assert_int_equal(keys_strike_points(&policy, &strikes, begin_s + 14 * DAY), 500);
	/* A clock that goes back gives nobody more. */
	assert_int_equal(keys_strike_points(&policy, &strikes, begin_s - DAY), 2000);
}

static void the_ladder_is_climbed(void **state)
{
	static const enum keys_rung expected[21] = {
		[3] = KEYS_WARN,     [4] = KEYS_WARN,     [5] = KEYS_WARN,     [6] = KEYS_THROTTLE,
		[7] = KEYS_THROTTLE, [8] = KEYS_THROTTLE, [9] = KEYS_THROTTLE, [10] = KEYS_SUSPEND,
		[11] = KEYS_SUSPEND, [12] = KEYS_SUSPEND, [13] = KEYS_SUSPEND, [14] = KEYS_SUSPEND,
		[15] = KEYS_SUSPEND, [16] = KEYS_SUSPEND, [17] = KEYS_SUSPEND, [18] = KEYS_SUSPEND,
		[19] = KEYS_SUSPEND, [20] = KEYS_REVOKE,
	};
	struct keys_strikes strikes = { 0 };

	(void)state;
	use_shipped(KEYS_REVOKE);
	for (unsigned i = 1; i <= 20; i++) {
		struct keys_strike_outcome outcome = strike(&strikes, i, begin_s);

		assert_int_equal(outcome.reached, expected[i]);
		assert_int_equal(keys_strike_held(&policy, &strikes, begin_s), expected[i]);
	}
	assert_int_equal(keys_strike_held(&policy, &strikes, begin_s + 4000 * (uint64_t)DAY),
	                 KEYS_REVOKE);
}

/* Though each is a little less than it was when the next one comes. */
static void strikes_of_an_afternoon_add_up(void **state)
{
	static const struct {
		uint64_t       apart_s;
		enum keys_rung third, sixth;
	} rows[] = {
		{ 1, KEYS_WARN, KEYS_THROTTLE },
		{ 60, KEYS_WARN, KEYS_THROTTLE },
		{ 3 * HOUR, KEYS_WARN, KEYS_WARN },
		{ DAY, KEYS_RUNG_NONE, KEYS_WARN },
	};

	(void)state;
	use_shipped(KEYS_REVOKE);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct keys_strikes strikes = { 0 };
		enum keys_rung      reached[7] = { 0 };

		for (unsigned k = 1; k <= 6; k++)
			reached[k] = strike(&strikes, k, begin_s + k * rows[i].apart_s).reached;
		assert_int_equal(reached[2], KEYS_RUNG_NONE);
		assert_int_equal(reached[3], rows[i].third);
		assert_int_equal(reached[6], rows[i].sixth);
	}
}

static void consequences_end_by_themselves(void **state)
{
	struct keys_strikes strikes = { 0 };

	(void)state;
	use_shipped(KEYS_REVOKE);
	for (unsigned i = 0; i < 6; i++)
		(void)strike(&strikes, i, begin_s);
	assert_int_equal(strikes.share_percent, 10);
	assert_int_equal(keys_strike_held(&policy, &strikes, begin_s + HOUR - 1), KEYS_THROTTLE);
	assert_int_equal(keys_strike_held(&policy, &strikes, begin_s + HOUR), KEYS_WARN);
	assert_int_equal(keys_strike_held(&policy, &strikes, begin_s + 30 * DAY), KEYS_RUNG_NONE);
}

static void as_shipped_only_a_warning_holds(void **state)
{
	struct keys_strikes        strikes = { 0 };
	struct keys_strike_outcome outcome = { 0 };

	(void)state;
	use_shipped(KEYS_WARN);
	for (unsigned i = 0; i < 40; i++)
		outcome = strike(&strikes, i, begin_s);
	assert_int_equal(outcome.reached, KEYS_REVOKE);
	assert_false(outcome.is_held);
	assert_int_equal(keys_strike_held(&policy, &strikes, begin_s), KEYS_WARN);
}

static void a_suspension_is_not_shortened_by_a_lower_rung(void **state)
{
	struct keys_strikes strikes = { 0 };

	(void)state;
	use_shipped(KEYS_REVOKE);
	for (unsigned i = 0; i < 10; i++)
		(void)strike(&strikes, i, begin_s);
	/* Points fade below the rung of suspension while it runs; a new strike throttles at most.
	 */
	strikes.milli = 6000;
	assert_int_equal(strike(&strikes, 100, begin_s + HOUR).reached, KEYS_THROTTLE);
	assert_int_equal(keys_strike_held(&policy, &strikes, begin_s + 23 * HOUR), KEYS_SUSPEND);
}

static void more_bodies_than_are_remembered_are_new_ones(void **state)
{
	struct keys_strikes strikes = { 0 };

	(void)state;
	use_shipped(KEYS_WARN);
	for (unsigned i = 0; i < KEYS_BODIES_MAX + 5; i++)
		assert_int_equal(strike(&strikes, i, begin_s + i).added_milli, 1000);
	assert_int_equal(strike(&strikes, KEYS_BODIES_MAX + 4, begin_s + 100).added_milli, 0);
	assert_int_equal(strikes.body_count, KEYS_BODIES_MAX);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, weighs, weight_rows);
	rows_add_one(&rows, "a family stands for its categories",
	             a_family_stands_for_its_categories);
	rows_add_one(&rows, "a retry is no second strike", a_retry_is_no_second_strike);
	rows_add_one(&rows, "points fade by half", points_fade_by_half);
	rows_add_one(&rows, "strikes of an afternoon add up", strikes_of_an_afternoon_add_up);
	rows_add_one(&rows, "the ladder is climbed", the_ladder_is_climbed);
	rows_add_one(&rows, "consequences end by themselves", consequences_end_by_themselves);
	rows_add_one(&rows, "as shipped only a warning holds", as_shipped_only_a_warning_holds);
	rows_add_one(&rows, "a suspension is not shortened by a lower rung",
	             a_suspension_is_not_shortened_by_a_lower_rung);
	rows_add_one(&rows, "more bodies than are remembered are new ones",
	             more_bodies_than_are_remembered_are_new_ones);
	return rows_run(&rows, "keys_strike");
}
