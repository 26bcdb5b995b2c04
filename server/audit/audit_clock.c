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

static bool read_digits(struct slice text, size_t at, size_t width, unsigned *value)
{
	*value = 0;
	for (size_t i = at; i < at + width; i++) {
		if (i >= text.len || text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
		*value = *value * 10 + (unsigned)(text.ptr[i] - '0');
	}
	return true;
}

/* ".000001" up to the Z; without a dot it is 0. */
static bool read_fraction(struct slice text, size_t at, unsigned *us)
{
	unsigned scale = 100000;

	*us = 0;
	if (at + 1 == text.len)
		return true;
	if (text.ptr[at] != '.' || at + 2 == text.len || text.len - at > 8)
		return false;
	for (size_t i = at + 1; i + 1 < text.len; i++, scale /= 10) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
		*us += (unsigned)(text.ptr[i] - '0') * scale;
	}
	return true;
}

bool audit_clock_parse(struct slice text, uint64_t *time_us)
{
	unsigned  year, month, day, hour, minute, second, us;
	struct tm parts;
	time_t    seconds;

	if (text.len < 20 || text.ptr[4] != '-' || text.ptr[7] != '-' || text.ptr[10] != 'T' ||
	    text.ptr[13] != ':' || text.ptr[16] != ':' || text.ptr[text.len - 1] != 'Z' ||
	    !read_digits(text, 0, 4, &year) || !read_digits(text, 5, 2, &month) ||
	    !read_digits(text, 8, 2, &day) || !read_digits(text, 11, 2, &hour) ||
	    !read_digits(text, 14, 2, &minute) || !read_digits(text, 17, 2, &second) ||
	    !read_fraction(text, 19, &us))
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 ||
	    minute > 59 || second > 59)
		return false;
	parts = (struct tm){ .tm_year = (int)year - 1900,
		             .tm_mon = (int)month - 1,
		             .tm_mday = (int)day,
		             .tm_hour = (int)hour,
		             .tm_min = (int)minute,
		             .tm_sec = (int)second };
	seconds = timegm(&parts);
	if (parts.tm_mday != (int)day) /* a 31st of February was moved on */
		return false;
	*time_us = (uint64_t)seconds * 1000000u + us;
	return true;
}
