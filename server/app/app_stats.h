/* SPDX-License-Identifier: Apache-2.0 */
/* Keeps the statistics of rules over a restart: reads DATA/rules.stats at the start, writes it once
 * a minute and at the end. Without a log (audit.mode off) nobody holds the data folder's lock, and
 * nothing is kept. */
#ifndef APP_STATS_H
#define APP_STATS_H

#include "base_attr.h"
#include "base_status.h"
#include "web_server.h"

struct app_stats;

/* Before requests come; `data` is borrowed. A file that cannot be read is said in the log and put
 * aside: statistics are no reason not to serve. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status app_stats_open(const char *data, struct web_server *server,
                                      struct app_stats **stats);

/* Writes the file. While the workers are still there, and no request runs any more. */
void app_stats_close(struct app_stats **stats);

#endif
