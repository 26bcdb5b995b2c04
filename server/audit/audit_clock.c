/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_clock.h"

#include <assert.h>
#include <time.h>

static uint64_t system_now(void *context)
{
	struct timespec now;

	(void)context;
	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

struct audit_clock audit_clock_system(void)
{
	return (struct audit_clock){ .now_us = system_now };
}

uint64_t audit_clock_us(struct audit_clock clock)
{
	return clock.now_us(clock.context);
}

static void put_digits(char *at, unsigned value, int width)
{
	for (int i = width - 1; i >= 0; i--) {
		at[i] = (char)('0' + value % 10);
		value /= 10;
	}
}

void audit_clock_format(uint64_t time_us, char text[AUDIT_TIME_CHARS + 1])
{
	static const char shape[AUDIT_TIME_CHARS + 1] = "0000-00-00T00:00:00.000000Z";
	time_t            seconds = (time_t)(time_us / 1000000u);
	struct tm         day;
	const struct tm  *known = gmtime_r(&seconds, &day);

	assert(known != NULL);
	(void)known; /* a build without asserts needs the call all the same */
	for (int i = 0; i <= AUDIT_TIME_CHARS; i++)
		text[i] = shape[i];
	put_digits(text, (unsigned)(day.tm_year + 1900), 4);
	put_digits(text + 5, (unsigned)(day.tm_mon + 1), 2);
	put_digits(text + 8, (unsigned)day.tm_mday, 2);
	put_digits(text + 11, (unsigned)day.tm_hour, 2);
	put_digits(text + 14, (unsigned)day.tm_min, 2);
	put_digits(text + 17, (unsigned)day.tm_sec, 2);
	put_digits(text + 20, (unsigned)(time_us % 1000000u), 6);
}
