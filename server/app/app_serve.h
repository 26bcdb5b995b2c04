/* SPDX-License-Identifier: Apache-2.0 */
/* The server as a whole: from a configuration to a clean exit. */
#ifndef APP_SERVE_H
#define APP_SERVE_H

#include "app_config.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

/* Serves until SIGTERM or SIGINT, then drains. Blocks SIGTERM, SIGINT, SIGHUP and SIGPIPE in
 * the calling thread and handles them itself: SIGHUP loads the rules again, a second
 * SIGTERM ends the process at once. Writes one JSON log line an event to stderr, never a
 * prompt; the line {"msg":"listening","address":...} says the port that was given for 0.
 *
 * STATUS_OK after a clean drain; STATUS_CONFIG_INVALID for an address that is refused;
 * STATUS_IO for a port in use, a locked or unwritable data folder; STATUS_NO_MEMORY. Bad
 * rules are no fault: the server runs, is not ready, and answers 503 until a reload
 * succeeds. Call it once, from the main thread, before others are started. */
MUST_CHECK enum status app_serve(const struct app_config *config, struct error *err);

#endif
