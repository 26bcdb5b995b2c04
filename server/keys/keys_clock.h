/* SPDX-License-Identifier: Apache-2.0 */
/* Two clocks for limits. Steps of the machine's time of day must neither lock a customer out
 * nor give a quota twice, so neither clock ever jumps:
 *
 *   steady   nanoseconds that only rise (CLOCK_BOOTTIME); limits a minute use it.
 *   day      the number of the calendar day in the plans' time zone. Its time of day begins as
 *            the machine's, goes on with the steady clock, and approaches the machine's by at most
 *            a tenth of the time that passes. After a step of one hour a day ends up to an
 *            hour early or late, once; it never ends twice. */
#ifndef KEYS_CLOCK_H
#define KEYS_CLOCK_H

#include <stdint.h>

/* Where the two raw clocks come from; tests have their own. Any thread. */
struct keys_clock_source {
	uint64_t (*steady_ns)(void *context);
	uint64_t (*wall_us)(void *context);
	void *context;
};

struct keys_clock {
	struct keys_clock_source source;
	uint64_t                 steady_ns; /* of the last tick */
	uint64_t                 wall_us;
};

/* What a limit needs to know of time. */
struct keys_now {
	uint64_t steady_ns;
	uint64_t wall_us;    /* since 1970 in UTC, slewed as said above */
	int64_t  day;        /* 0 is 1970-01-01 in the plans' time zone */
	uint32_t day_left_s; /* to its end, 1 or more */
};

struct keys_clock_source keys_clock_system(void);

void keys_clock_init(struct keys_clock *clock, struct keys_clock_source source);

/* Moves the time of day on. One owner calls it, every 10 ms to every few seconds (what is left of
 * a tenth in very short steps is lost). `offset_s` is the time zone, east of Greenwich. */
struct keys_now keys_clock_tick(struct keys_clock *clock, int offset_s);

int64_t  keys_clock_day(uint64_t wall_us, int offset_s);
uint32_t keys_clock_day_left_s(uint64_t wall_us, int offset_s);

#endif
