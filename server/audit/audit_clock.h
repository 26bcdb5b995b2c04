/* SPDX-License-Identifier: Apache-2.0 */
/* The time of day behind a function, so that tests can say what time it is. */
#ifndef AUDIT_CLOCK_H
#define AUDIT_CLOCK_H

#include "base_slice.h"

#include <stdbool.h>
#include <stdint.h>

/* Microseconds since 1970 in UTC. Any thread. */
typedef uint64_t audit_clock_now(void *context);

struct audit_clock {
	audit_clock_now *now_us;
	void            *context;
};

/* CLOCK_REALTIME. */
struct audit_clock audit_clock_system(void);

uint64_t audit_clock_us(struct audit_clock clock);

#define AUDIT_TIME_CHARS 27

/* "2026-01-31T23:59:59.000001Z" and a NUL. */
void audit_clock_format(uint64_t time_us, char text[AUDIT_TIME_CHARS + 1]);

/* The same back: exactly that form, or with a shorter or no fraction. False for anything else. */
bool audit_clock_parse(struct slice text, uint64_t *time_us);

#endif
