/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_clock.h"

#include <string.h>
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

struct day {
	unsigned year, month, day;
};

/* Of the Gregorian calendar, for days since 1970. Years begin in March here, so that the day that
 * may be missing is the last; 400 of them are 146,097 days, whatever they begin with. Every record
 * has a time, and gmtime_r() looks for the zone first: it takes ten times as long. */
static struct day day_of(uint64_t days)
{
	const uint64_t since = days + 719468; /* 1 March of the year 0 */
	const unsigned of_era = (unsigned)(since % 146097);
	const unsigned year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	const unsigned of_year = of_era - (365 * year + year / 4 - year / 100);
	const unsigned month = (5 * of_year + 2) / 153; /* from March */

	return (struct day){
		.year = (unsigned)(since / 146097) * 400 + year + (month >= 10 ? 1 : 0),
		.month = month < 10 ? month + 3 : month - 9,
		.day = of_year - (153 * month + 2) / 5 + 1,
	};
}

void audit_clock_format(uint64_t time_us, char text[AUDIT_TIME_CHARS + 1])
{
	static const char shape[AUDIT_TIME_CHARS + 1] = "0000-00-00T00:00:00.000000Z";
	const uint64_t    seconds = time_us / 1000000u;
	const struct day  day = day_of(seconds / 86400u);
	const unsigned    of_day = (unsigned)(seconds % 86400u);

	memcpy(text, shape, sizeof shape);
	put_digits(text, day.year, 4);
	put_digits(text + 5, day.month, 2);
	put_digits(text + 8, day.day, 2);
	put_digits(text + 11, of_day / 3600, 2);
	put_digits(text + 14, of_day / 60 % 60, 2);
	put_digits(text + 17, of_day % 60, 2);
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
