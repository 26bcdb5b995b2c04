/* SPDX-License-Identifier: Apache-2.0 */
/* Loading rules off the request path, in a thread of its own. */
#ifndef APP_RELOAD_H
#define APP_RELOAD_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "doorward/ruleset.h"
#include "doorward/engine.h"
#include "web_server.h"

#include <stdbool.h>
#include <stddef.h>

struct app_reload;

/* Starts the thread, which loads `folder` (borrowed) at once and then whenever it is asked to.
 * STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status app_reload_open(const char *folder, struct ruleset_handle *rules,
                                       struct web_reloads *figures, struct app_reload **reload,
                                       struct error *err);

/* Asks for a load; while one runs, for one more after it. Never waits. */
void app_reload_ask(struct app_reload *reload);

/* Waits for a load that is running. */
void app_reload_close(struct app_reload **reload);

/* Is a set of `fresh` rules acceptable in the place of `current` ones? An empty one, or one that
 * lost more than half, is most likely a folder that is just being written. */
bool app_reload_is_plausible(size_t current, size_t fresh);

#endif
