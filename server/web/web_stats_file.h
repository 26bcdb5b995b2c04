/* SPDX-License-Identifier: Apache-2.0 */
/* The statistics of rules in a small file, so that they outlive the server:
 *
 *     {"rule_stats":1,"since":1795000000,"written":1795086400}
 *     {"rule":"weapons.explosives.build","mode":"enforce","hits":17,"decided":17,"alone":12,
 *      "last":1795086399,"cost_ns":81000,"looks":40,"keys":"..."}
 *
 * Times are seconds since 1970. "keys" has a character a register, '0' + its value. */
#ifndef WEB_STATS_FILE_H
#define WEB_STATS_FILE_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_status.h"
#include "web_stats.h"

#include <stdint.h>

#define WEB_STATS_FILE "rules.stats"

struct web_stats_times {
	uint64_t since_s; /* counting began */
	uint64_t written_s;
};

/* Reads DATA/rules.stats into a new table. STATUS_OK; STATUS_NOT_FOUND when there is none;
 * STATUS_IO, STATUS_CORRUPT with the line, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status web_stats_load(const char *data, struct web_stats **stats,
                                      struct web_stats_times *times, struct error *err);

/* Writes DATA/rules.stats whole or not at all. STATUS_OK; STATUS_IO, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status web_stats_save(const char *data, const struct web_stats *stats,
                                      const struct web_stats_times *times, struct error *err);

#endif
