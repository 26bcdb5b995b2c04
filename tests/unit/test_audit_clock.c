/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_clock.h"
#include "test_base_rows.h"

#include <string.h>
#include <time.h>

struct row {
	const char *label;
	const char *text;
	bool        is_time;
	uint64_t    time_us;
};

static const struct row rows_of_times[] = {
	{ "reads what is written", "2026-01-02T03:04:05.000006Z", true, 1767323045000006u },
	{ "reads a time without a fraction", "1970-01-01T00:00:01Z", true, 1000000 },
	{ "reads a short fraction", "1970-01-01T00:00:00.5Z", true, 500000 },
	{ "reads a leap day", "2024-02-29T00:00:00Z", true, 1709164800000000u },
	{ "refuses a day that is none", "2026-02-29T00:00:00Z", false, 0 },
	{ "refuses a month that is none", "2026-13-01T00:00:00Z", false, 0 },
	{ "refuses a time without a zone", "2026-01-02T03:04:05.000006", false, 0 },
	{ "refuses another zone", "2026-01-02T03:04:05+01:00", false, 0 },
	{ "refuses an empty fraction", "2026-01-02T03:04:05.Z", false, 0 },
	{ "refuses nanoseconds", "2026-01-02T03:04:05.1234567Z", false, 0 },
	{ "refuses a year before 1970", "1969-12-31T23:59:59Z", false, 0 },
	{ "refuses other text", "yesterday at noon, more or less", false, 0 },
};

static void parses(void **state)
{
	const struct row *row = *state;
	uint64_t          time_us = 0;

	assert_int_equal(audit_clock_parse(slice_from_cstr(row->text), &time_us), row->is_time);
	assert_int_equal(time_us, row->time_us);
}

static void parses_what_it_formats(void **state)
{
	char     text[AUDIT_TIME_CHARS + 1];
	uint64_t again;

	(void)state;
	for (uint64_t time_us = 0; time_us < 4000000000000000u; time_us += 98765432109876u) {
		audit_clock_format(time_us, text);
		assert_true(audit_clock_parse(slice_from_cstr(text), &again));
		assert_int_equal(again, time_us);
	}
}

/* Beside the C library's calendar: each day of nine hundred years, and its last second. */
static void formats_as_the_c_library_does(void **state)
{
	char text[AUDIT_TIME_CHARS + 1], expected[AUDIT_TIME_CHARS + 1];

	(void)state;
	for (uint64_t day = 0; day < 330000; day++) {
		time_t    seconds = (time_t)(day * 86400 + (day % 2 ? 86399 : day % 86400));
		struct tm parts;

		assert_non_null(gmtime_r(&seconds, &parts));
		strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%S.000007Z", &parts);
		audit_clock_format((uint64_t)seconds * 1000000u + 7, text);
		assert_string_equal(text, expected);
	}
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, parses, rows_of_times);
	rows_add_one(&rows, "parses what it formats", parses_what_it_formats);
	rows_add_one(&rows, "formats as the C library does", formats_as_the_c_library_does);
	return rows_run(&rows, "audit_clock");
}
