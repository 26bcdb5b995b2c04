/* SPDX-License-Identifier: Apache-2.0 */
/* The figures of a rule as JSON, the same from the routes and from `rules list --stats`. */
#ifndef WEB_STATS_WRITE_H
#define WEB_STATS_WRITE_H

#include "base_buffer.h"
#include "web_stats.h"

#include <stdint.h>

/* Appends "stats":{"enforce":{...},"shadow":{...}}, each {"hits","decided","alone","alone_share",
 * "keys","last_hit","mean_cost_us","looks_measured"}. */
void web_stats_write(const struct web_stats *stats, const char *rule, struct buffer *out);

/* Appends "name":"2026-01-31T23:59:59Z", or null for 0 (seconds since 1970). */
void web_time_write(struct buffer *out, const char *name, uint64_t time_s);

#endif
