/* SPDX-License-Identifier: Apache-2.0 */
/* What the operator's log says of a load. */
#ifndef APP_RELOAD_LOG_H
#define APP_RELOAD_LOG_H

#include "doorward/ruleset.h"
#include "web_reload.h"

/* "rules_loaded", "rules_unchanged" or "rules_refused"; `figures` of what was loaded. */
void app_reload_log(const struct web_reload_attempt *attempt,
                    const struct ruleset_figures    *figures);

#endif
