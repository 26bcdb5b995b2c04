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

/* Reads the file into *fresh, for free() or web_board_show(). `before` (may be NULL) is what
 * callers were told until now: nothing in it is brought forward. STATUS_OK; STATUS_IO,
 * STATUS_YAML_MALFORMED, STATUS_CONFIG_INVALID, STATUS_NO_MEMORY with file, line and column, and
 * *fresh is NULL. */
MUST_CHECK enum status app_announce_read(const char *path, const struct web_announcements *before,
                                         struct web_announcements **fresh, struct error *err);

#endif
