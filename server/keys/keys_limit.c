/* SPDX-License-Identifier: Apache-2.0 */
#include "keys_limit.h"

#include <assert.h>

#define SECOND_NS 1000000000u
#define MINUTE_NS (60u * (uint64_t)SECOND_NS)

const char *keys_limit_name(enum keys_limit limit)
{
	static const char *const names[] = {
		[KEYS_LIMIT_NONE] = "",
		[KEYS_LIMIT_CONCURRENT] = "concurrent",
		[KEYS_LIMIT_DAY] = "perday",
		[KEYS_LIMIT_MINUTE] = "permin",
	};

	return names[limit];
}

static uint32_t seconds_up(uint64_t ns)
{
	uint64_t seconds = (ns + SECOND_NS - 1) / SECOND_NS;

	return seconds > 0 ? (uint32_t)seconds : 1;
}

/* How far the schedule runs ahead of now. */
static uint64_t ahead_ns(const struct keys_usage *usage, const struct keys_now *now)
{
	return usage->arrival_ns > now->steady_ns ? usage->arrival_ns - now->steady_ns : 0;
}

/* A day that is not the one counted begins at 0. */
static uint32_t used_today(const struct keys_usage *usage, const struct keys_now *now)
{
	return usage->day == now->day ? usage->today : 0;
}

static bool minute_refuses(const struct keys_usage *usage, const struct keys_limits *limits,
                           const struct keys_now *now, uint32_t *wait_s)
{
	uint64_t after;

	if (limits->per_minute == KEYS_UNLIMITED)
		return false;
	if (limits->per_minute == 0) {
		*wait_s = 60;
		return true;
	}
	after = ahead_ns(usage, now) + MINUTE_NS / limits->per_minute;
	if (after <= MINUTE_NS)
		return false;
	*wait_s = seconds_up(after - MINUTE_NS);
	return true;
}

enum keys_limit keys_limit_test(const struct keys_usage *usage, const struct keys_limits *limits,
                                const struct keys_now *now, uint32_t *wait_s)
{
	uint32_t minute_wait_s = 0;

	if (limits->per_day != KEYS_UNLIMITED && used_today(usage, now) >= limits->per_day) {
		*wait_s = now->day_left_s;
		return KEYS_LIMIT_DAY;
	}
	if (minute_refuses(usage, limits, now, &minute_wait_s)) {
		*wait_s = minute_wait_s;
		return KEYS_LIMIT_MINUTE;
	}
	if (limits->concurrent != KEYS_UNLIMITED && usage->running >= limits->concurrent) {
		*wait_s = 1;
		return KEYS_LIMIT_CONCURRENT;
	}
	*wait_s = 0;
	return KEYS_LIMIT_NONE;
}

void keys_limit_take(struct keys_usage *usage, const struct keys_limits *limits,
                     const struct keys_now *now)
{
	if (limits->per_minute != KEYS_UNLIMITED && limits->per_minute > 0)
		usage->arrival_ns = now->steady_ns + ahead_ns(usage, now) +
		                    MINUTE_NS / limits->per_minute;
	usage->today = used_today(usage, now) + 1;
	usage->day = now->day;
	usage->running++;
}

void keys_limit_end(struct keys_usage *usage, int64_t day, bool counted)
{
	assert(usage->running > 0);
	usage->running--;
	if (!counted)
		keys_limit_give_back(usage, day);
}

void keys_limit_give_back(struct keys_usage *usage, int64_t day)
{
	if (usage->day == day && usage->today > 0)
		usage->today--;
}

uint32_t keys_limit_left_minute(const struct keys_usage *usage, const struct keys_limits *limits,
                                const struct keys_now *now, uint32_t *wait_s)
{
	uint64_t ahead = ahead_ns(usage, now);

	*wait_s = ahead > 0 ? seconds_up(ahead) : 0;
	if (limits->per_minute == KEYS_UNLIMITED || limits->per_minute == 0)
		return limits->per_minute;
	if (ahead >= MINUTE_NS)
		return 0;
	return (uint32_t)((MINUTE_NS - ahead) / (MINUTE_NS / limits->per_minute));
}

uint32_t keys_limit_left_day(const struct keys_usage *usage, const struct keys_limits *limits,
                             const struct keys_now *now)
{
	uint32_t used = used_today(usage, now);

	if (limits->per_day == KEYS_UNLIMITED)
		return KEYS_UNLIMITED;
	return used < limits->per_day ? limits->per_day - used : 0;
}
