/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_clock.h"

#include <time.h>

#define SLEW_SHARE 10u /* approach the machine's time by 1 s in this many */
#define DAY_S      86400

static uint64_t read_clock(clockid_t id, uint64_t per_s, uint64_t ns_per_unit)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (uint64_t)now.tv_sec * per_s + (uint64_t)now.tv_nsec / ns_per_unit;
}

static uint64_t system_steady_ns(void *context)
{
	(void)context;
	return read_clock(CLOCK_BOOTTIME, 1000000000u, 1);
}

static uint64_t system_wall_us(void *context)
{
	(void)context;
	return read_clock(CLOCK_REALTIME, 1000000u, 1000);
}

struct keys_clock_source keys_clock_system(void)
{
	return (struct keys_clock_source){ system_steady_ns, system_wall_us, NULL };
}

void keys_clock_init(struct keys_clock *clock, struct keys_clock_source source)
{
	*clock = (struct keys_clock){ .source = source };
	clock->steady_ns = source.steady_ns(source.context);
	clock->wall_us = source.wall_us(source.context);
}

static uint64_t approach(uint64_t from, uint64_t to, uint64_t most)
{
	if (to > from)
		return from + (to - from < most ? to - from : most);
	return from - (from - to < most ? from - to : most);
}

struct keys_now keys_clock_tick(struct keys_clock *clock, int offset_s)
{
	uint64_t steady_ns = clock->source.steady_ns(clock->source.context);
	uint64_t machine_us = clock->source.wall_us(clock->source.context);
	uint64_t passed_us = steady_ns > clock->steady_ns ? (steady_ns - clock->steady_ns) / 1000u
	                                                  : 0;

	clock->wall_us = approach(clock->wall_us + passed_us, machine_us, passed_us / SLEW_SHARE);
	/* Whole microseconds were taken: the rest counts the next time. */
	clock->steady_ns += passed_us * 1000u;
	return (struct keys_now){
		.steady_ns = clock->steady_ns,
		.wall_us = clock->wall_us,
		.day = keys_clock_day(clock->wall_us, offset_s),
		.day_left_s = keys_clock_day_left_s(clock->wall_us, offset_s),
	};
}

int64_t keys_clock_day(uint64_t wall_us, int offset_s)
{
	int64_t seconds = (int64_t)(wall_us / 1000000u) + offset_s;

	return seconds >= 0 ? seconds / DAY_S : (seconds - DAY_S + 1) / DAY_S;
}

uint32_t keys_clock_day_left_s(uint64_t wall_us, int offset_s)
{
	int64_t end = (keys_clock_day(wall_us, offset_s) + 1) * DAY_S - offset_s;

	return (uint32_t)(end - (int64_t)(wall_us / 1000000u));
}
