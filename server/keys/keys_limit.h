/* SPDX-License-Identifier: Apache-2.0 */
/* How many requests a key or an account may make.
 *
 *   a minute   GCRA (ITU-T I.371, the virtual scheduling form) with the limit as burst: with 10 a
 *              minute ten pass at once, then one every six seconds
 *   a day      a count that begins at 0 when the day's number changes
 *   at once    requests that began and did not end
 *
 *     refused = keys_limit_test(&usage, &limits, &now, &wait_s);
 *     if (refused == KEYS_LIMIT_NONE) keys_limit_take(&usage, &limits, &now);
 *     ...
 *     keys_limit_end(&usage, now.day, counted);
 *
 * Testing changes nothing, so that a request which the account's limit refuses costs the key
 * nothing. Pure; the caller holds the lock of what `usage` belongs to. */
#ifndef KEYS_LIMIT_H
#define KEYS_LIMIT_H

#include "keys_clock.h"

#include <stdbool.h>
#include <stdint.h>

#define KEYS_UNLIMITED UINT32_MAX

struct keys_limits {
	uint32_t per_minute; /* KEYS_UNLIMITED: no limit; 0: none may pass */
	uint32_t per_day;
	uint32_t concurrent;
};

struct keys_usage {
	uint64_t arrival_ns; /* GCRA's theoretical arrival time, steady */
	int64_t  day;        /* of `today` */
	uint32_t today;
	uint32_t running;
};

enum keys_limit { KEYS_LIMIT_NONE, KEYS_LIMIT_CONCURRENT, KEYS_LIMIT_DAY, KEYS_LIMIT_MINUTE };

/* Which limit refuses one more request now, and in how many seconds it would not (1 or more;
 * 1 for KEYS_LIMIT_CONCURRENT, where nobody knows). Of several, the one that lasts longest. */
enum keys_limit keys_limit_test(const struct keys_usage *usage, const struct keys_limits *limits,
                                const struct keys_now *now, uint32_t *wait_s);

/* One request begins; keys_limit_test() said yes. */
void keys_limit_take(struct keys_usage *usage, const struct keys_limits *limits,
                     const struct keys_now *now);

/* A request that began on `day` ended. When it was not answered by a verdict (`counted` false: a
 * malformed body, our own fault) that day gets it back; the minute does not. */
void keys_limit_end(struct keys_usage *usage, int64_t day, bool counted);

/* The same of a request that was counted and ended: `day` gets it back. */
void keys_limit_give_back(struct keys_usage *usage, int64_t day);

/* Requests left; KEYS_UNLIMITED without a limit. *wait_s: seconds until the minute's are all
 * there again. */
uint32_t keys_limit_left_minute(const struct keys_usage *usage, const struct keys_limits *limits,
                                const struct keys_now *now, uint32_t *wait_s);
uint32_t keys_limit_left_day(const struct keys_usage *usage, const struct keys_limits *limits,
                             const struct keys_now *now);

/* "permin", "perday", "concurrent": names of RateLimit-Policy items. Static. */
const char *keys_limit_name(enum keys_limit limit);

#endif
