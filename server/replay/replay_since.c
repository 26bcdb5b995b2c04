/* SPDX-License-Identifier: Apache-2.0 */
#include "replay.h"

#include "audit_clock.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MEMBER ",\"time\":\""

static bool read_while(const char *text, uint64_t *us)
{
	char              *end = NULL;
	unsigned long long number;

	errno = 0;
	number = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || errno != 0 || number > 1000000 || end[0] == '\0' ||
	    end[1] != '\0')
		return false;
	switch (end[0]) {
	case 'm':
		*us = (uint64_t)number * 60u * 1000000u;
		return true;
	case 'h':
		*us = (uint64_t)number * 3600u * 1000000u;
		return true;
	case 'd':
		*us = (uint64_t)number * 86400u * 1000000u;
		return true;
	default:
		return false;
	}
}

bool replay_since(const char *text, uint64_t now_us, uint64_t *since_us)
{
	char     day[sizeof "2026-01-31T00:00:00Z"];
	uint64_t ago;

	if (read_while(text, &ago)) {
		*since_us = ago < now_us ? now_us - ago : 0;
		return true;
	}
	if (strlen(text) == sizeof "2026-01-31" - 1) {
		snprintf(day, sizeof day, "%sT00:00:00Z", text);
		text = day;
	}
	return audit_clock_parse(slice_from_cstr(text), since_us);
}

/* Times of records are of one form, so that they sort as texts; the time stands behind the number.
 * A line without one is no verdict of ours: whoever reads it says so. */
bool replay_is_since(struct slice line, uint64_t since_us)
{
	char   since[AUDIT_TIME_CHARS + 1];
	size_t at = slice_find(line, SLICE_LIT(MEMBER), 0);

	if (since_us == 0 || at == SIZE_MAX || line.len - at < sizeof MEMBER - 1 + AUDIT_TIME_CHARS)
		return true;
	audit_clock_format(since_us, since);
	return memcmp(line.ptr + at + sizeof MEMBER - 1, since, AUDIT_TIME_CHARS) >= 0;
}
