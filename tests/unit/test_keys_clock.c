/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_clock.h"
#include "test_base_rows.h"

#define HOUR_S 3600u
#define DAY_S  86400u

static uint64_t steady_s, wall_s;

static uint64_t steady(void *context)
{
	(void)context;
	return steady_s * 1000000000u;
}

static uint64_t wall(void *context)
{
	(void)context;
	return wall_s * 1000000u;
}

static void begin(struct keys_clock *clock, uint64_t at_s)
{
	steady_s = 1000;
	wall_s = at_s;
	keys_clock_init(clock, (struct keys_clock_source){ steady, wall, NULL });
}

/* Seconds pass, one tick each ten; how often does the day's number change? */
static unsigned pass(struct keys_clock *clock, uint64_t seconds, int64_t *day)
{
	unsigned changes = 0;

	for (uint64_t i = 0; i < seconds; i += 10) {
		struct keys_now now;

		steady_s += 10;
		wall_s += 10;
		now = keys_clock_tick(clock, 0);
		assert_true(now.day >= *day);
		changes += now.day != *day;
		*day = now.day;
	}
	return changes;
}

static void keeps_the_time_of_day(void **state)
{
	struct keys_clock clock;
	int64_t           day = 100;

	(void)state;
	begin(&clock, 100 * DAY_S + 7);
	assert_int_equal(pass(&clock, 5 * DAY_S, &day), 5);
	assert_int_equal(clock.wall_us / 1000000u, wall_s);
}

struct step_row {
	const char *label;
	int64_t     step_s;
	uint64_t    begin_s; /* in day 100 */
};

static const struct step_row step_rows[] = {
	{ "an hour forward before midnight", HOUR_S, 23 * HOUR_S + 1800 },
	{ "an hour back after midnight", -(int64_t)HOUR_S, 600 },
	{ "a day forward", DAY_S, 12 * HOUR_S },
	{ "a day back", -(int64_t)DAY_S, 12 * HOUR_S },
	{ "a year forward", 365 * (int64_t)DAY_S, 12 * HOUR_S },
};

/* Over ten days on the steady clock, days end as often as they should, give or take what a
 * tenth of the time can catch up, and never backwards (pass() sees to that). */
static void no_step_ends_a_day_twice(void **state)
{
	const struct step_row *row = *state;
	struct keys_clock      clock;
	int64_t                day = 100;
	unsigned               changes;

	begin(&clock, 100 * DAY_S + row->begin_s);
	wall_s = (uint64_t)((int64_t)wall_s + row->step_s);
	changes = pass(&clock, HOUR_S, &day);
	assert_true(changes <= 1);
	changes += pass(&clock, 10 * DAY_S - HOUR_S, &day);
	assert_true(changes >= 9 && changes <= 11);
}

struct zone_row {
	const char *label;
	uint64_t    wall_us;
	int         offset_s;
	int64_t     day;
	uint32_t    left_s;
};

static const struct zone_row zone_rows[] = {
	{ "the first second", 0, 0, 0, DAY_S },
	{ "the last second", (uint64_t)(DAY_S - 1) * 1000000u, 0, 0, 1 },
	{ "the last microsecond", (uint64_t)DAY_S * 1000000u - 1, 0, 0, 1 },
	{ "two hours east, the day began before", (uint64_t)(22 * HOUR_S) * 1000000u, 2 * HOUR_S, 1,
	  DAY_S },
	{ "west of Greenwich it is still yesterday", 0, -(int)HOUR_S, -1, HOUR_S },
};

static void knows_days(void **state)
{
	const struct zone_row *row = *state;

	assert_int_equal(keys_clock_day(row->wall_us, row->offset_s), row->day);
	assert_int_equal(keys_clock_day_left_s(row->wall_us, row->offset_s), row->left_s);
}

static void the_system_clock_runs(void **state)
{
	struct keys_clock clock;
	struct keys_now   now;

	(void)state;
	keys_clock_init(&clock, keys_clock_system());
	now = keys_clock_tick(&clock, 0);
	assert_true(now.steady_ns > 0);
	assert_true(now.day > 20000); /* after 2024 */
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "keeps the time of day", keeps_the_time_of_day);
	ROWS_ADD(&rows, no_step_ends_a_day_twice, step_rows);
	ROWS_ADD(&rows, knows_days, zone_rows);
	rows_add_one(&rows, "the system's clock runs", the_system_clock_runs);
	return rows_run(&rows, "keys_clock");
}
