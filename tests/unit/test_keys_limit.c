/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_limit.h"
#include "test_base_rows.h"

#define SECOND_NS 1000000000u

static const struct keys_limits free_plan = { 10, 100, 50 };

/* One request that begins and ends at once. */
static enum keys_limit request(struct keys_usage *usage, const struct keys_limits *limits,
                               const struct keys_now *now, uint32_t *wait_s)
{
	enum keys_limit refused = keys_limit_test(usage, limits, now, wait_s);

	if (refused == KEYS_LIMIT_NONE) {
		keys_limit_take(usage, limits, now);
		keys_limit_end(usage, now->day, true);
	}
	return refused;
}

static void the_limit_is_the_burst(void **state)
{
	struct keys_usage usage = { 0 };
	struct keys_now now = { .steady_ns = 5 * (uint64_t)SECOND_NS, .day = 3, .day_left_s = 70 };
	uint32_t        wait_s;

	(void)state;
	for (unsigned i = 0; i < 10; i++) {
		assert_int_equal(keys_limit_left_minute(&usage, &free_plan, &now, &wait_s), 10 - i);
		assert_int_equal(request(&usage, &free_plan, &now, &wait_s), KEYS_LIMIT_NONE);
	}
	assert_int_equal(request(&usage, &free_plan, &now, &wait_s), KEYS_LIMIT_MINUTE);
	assert_int_equal(wait_s, 6);
	assert_int_equal(keys_limit_left_minute(&usage, &free_plan, &now, &wait_s), 0);
	assert_int_equal(wait_s, 60);
	/* What a limit refuses costs nothing. */
	now.steady_ns += 6 * (uint64_t)SECOND_NS - 1;
	assert_int_equal(request(&usage, &free_plan, &now, &wait_s), KEYS_LIMIT_MINUTE);
	assert_int_equal(wait_s, 1);
	now.steady_ns += 1;
	assert_int_equal(request(&usage, &free_plan, &now, &wait_s), KEYS_LIMIT_NONE);
	assert_int_equal(request(&usage, &free_plan, &now, &wait_s), KEYS_LIMIT_MINUTE);
	assert_int_equal(keys_limit_left_day(&usage, &free_plan, &now), 89);
}

/* Whoever follows the wait is never refused again, and the rate is the limit's. */
static void following_the_wait_gives_the_rate(void **state)
{
	const struct keys_limits limits = { 60, KEYS_UNLIMITED, 50 };
	struct keys_usage        usage = { 0 };
	struct keys_now          now = { .day = 1, .day_left_s = 1000 };
	unsigned                 passed = 0;

	(void)state;
	for (unsigned second = 0; second < 600; second++) {
		uint32_t wait_s;

		now.steady_ns = second * (uint64_t)SECOND_NS;
		while (request(&usage, &limits, &now, &wait_s) == KEYS_LIMIT_NONE)
			passed++;
		assert_int_equal(wait_s, 1);
	}
	assert_int_equal(passed, 60 + 599);
}

static void a_day_ends(void **state)
{
	const struct keys_limits limits = { KEYS_UNLIMITED, 3, 50 };
	struct keys_usage        usage = { 0 };
	struct keys_now          now = { .day = 7, .day_left_s = 1234 };
	uint32_t                 wait_s;

	(void)state;
	for (unsigned i = 0; i < 3; i++)
		assert_int_equal(request(&usage, &limits, &now, &wait_s), KEYS_LIMIT_NONE);
	assert_int_equal(request(&usage, &limits, &now, &wait_s), KEYS_LIMIT_DAY);
	assert_int_equal(wait_s, 1234);
	now.day = 8;
	assert_int_equal(keys_limit_left_day(&usage, &limits, &now), 3);
	assert_int_equal(request(&usage, &limits, &now, &wait_s), KEYS_LIMIT_NONE);
}

static void a_request_without_verdict_is_given_back_to_its_day(void **state)
{
	const struct keys_limits limits = { KEYS_UNLIMITED, 2, 50 };
	struct keys_usage        usage = { 0 };
	struct keys_now          now = { .day = 7, .day_left_s = 10 };

	(void)state;
	keys_limit_take(&usage, &limits, &now);
	keys_limit_end(&usage, 7, false);
	assert_int_equal(keys_limit_left_day(&usage, &limits, &now), 2);
	/* It began yesterday: today's count is not touched. */
	keys_limit_take(&usage, &limits, &now);
	now.day = 8;
	keys_limit_take(&usage, &limits, &now);
	keys_limit_end(&usage, 7, false);
	assert_int_equal(keys_limit_left_day(&usage, &limits, &now), 1);
}

static void counts_what_runs_at_once(void **state)
{
	const struct keys_limits limits = { KEYS_UNLIMITED, KEYS_UNLIMITED, 2 };
	struct keys_usage        usage = { 0 };
	struct keys_now          now = { .day = 1, .day_left_s = 10 };
	uint32_t                 wait_s;

	(void)state;
	keys_limit_take(&usage, &limits, &now);
	keys_limit_take(&usage, &limits, &now);
	assert_int_equal(keys_limit_test(&usage, &limits, &now, &wait_s), KEYS_LIMIT_CONCURRENT);
	assert_int_equal(wait_s, 1);
	keys_limit_end(&usage, 1, true);
	assert_int_equal(keys_limit_test(&usage, &limits, &now, &wait_s), KEYS_LIMIT_NONE);
}

static void the_longest_wait_is_named(void **state)
{
	const struct keys_limits limits = { 1, 1, 1 };
	struct keys_usage        usage = { 0 };
	struct keys_now          now = { .day = 1, .day_left_s = 5000 };
	uint32_t                 wait_s;

	(void)state;
	keys_limit_take(&usage, &limits, &now);
	assert_int_equal(keys_limit_test(&usage, &limits, &now, &wait_s), KEYS_LIMIT_DAY);
	assert_int_equal(wait_s, 5000);
}

static void zero_lets_nothing_pass(void **state)
{
	const struct keys_limits limits = { 0, KEYS_UNLIMITED, 50 };
	struct keys_usage        usage = { 0 };
	struct keys_now          now = { .day = 1, .day_left_s = 5000 };
	uint32_t                 wait_s;

	(void)state;
	assert_int_equal(keys_limit_test(&usage, &limits, &now, &wait_s), KEYS_LIMIT_MINUTE);
	assert_int_equal(keys_limit_left_minute(&usage, &limits, &now, &wait_s), 0);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "the limit is the burst", the_limit_is_the_burst);
	rows_add_one(&rows, "following the wait gives the rate", following_the_wait_gives_the_rate);
	rows_add_one(&rows, "a day ends", a_day_ends);
	rows_add_one(&rows, "a request without verdict is given back to its day",
	             a_request_without_verdict_is_given_back_to_its_day);
	rows_add_one(&rows, "counts what runs at once", counts_what_runs_at_once);
	rows_add_one(&rows, "the longest wait is named", the_longest_wait_is_named);
	rows_add_one(&rows, "zero lets nothing pass", zero_lets_nothing_pass);
	return rows_run(&rows, "keys_limit");
}
