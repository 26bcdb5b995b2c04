/* SPDX-License-Identifier: Apache-2.0 */
/* The file of announcements (the option "announcements"):
 *
 *     schema: 1
 *     endings:
 *       - route: /check                       or `version: v1`
 *         announced: 2026-06-01               when callers were told
 *         deprecated: 2026-07-01              without it, at once
 *         sunset: 2026-12-31                  60 days after `announced` at the earliest
 *         information: https://example.org/changes
 *         successor: /v1/check
 *     maintenance:
 *       - start: 2026-11-02T22:00:00Z
 *         end: 2026-11-02T23:30:00Z
 *         text: The log moves to other disks; verdicts may be slow.
 *
 * A date is the beginning of that day in UTC. */
#ifndef APP_ANNOUNCE_H
#define APP_ANNOUNCE_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "web_announce.h"

struct app_announce {
	struct web_announcements *all; /* what was read last, and behind it what was before */
};

/* Reads the file and puts it in front of what was read before. A fault leaves all as it is.
 * STATUS_OK; STATUS_IO, STATUS_YAML_MALFORMED, STATUS_CONFIG_INVALID, STATUS_NO_MEMORY with file,
 * line and column. */
MUST_CHECK enum status app_announce_read(struct app_announce *announce, const char *path,
                                         struct error *err);
/* No request may be running. */
void app_announce_close(struct app_announce *announce);

#endif
