/* SPDX-License-Identifier: Apache-2.0 */
/* Loading rules off the request path, in a thread of its own. */
#ifndef APP_RELOAD_H
#define APP_RELOAD_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "doorward/engine.h"
#include "doorward/ruleset.h"
#include "web_reload.h"
#include "web_server.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app_reload;

struct app_reload_options {
	const char            *folder; /* or a file of compiled rules; borrowed */
	const char            *cache;  /* folder of compiled rules, borrowed; NULL: none */
	struct ruleset_handle *rules;
	struct web_reloads    *figures;
};

/* Starts the thread, which loads the rules at once and then whenever it is asked to.
 * STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status app_reload_open(const struct app_reload_options *options,
                                       struct app_reload **reload, struct error *err);

/* Waits for a load that is running; those who wait for one that will not come are told. */
void app_reload_close(struct app_reload **reload);

/* The functions of struct web_reloader, which see. Any thread. */
uint64_t app_reload_request(struct app_reload *reload, enum web_reload_cause cause, bool force);
bool     app_reload_wait(struct app_reload *reload, uint64_t number, uint64_t timeout_ms,
                         struct web_reload_attempt *attempt);
void     app_reload_status(struct app_reload *reload, struct web_reload_status *status);

/* The three as a table for routes; valid until app_reload_close(). */
struct web_reloader app_reload_reloader(struct app_reload *reload);

/* Is a set of `fresh` rules acceptable in the place of `current` ones? An empty one, or one that
 * lost more than half, is most likely a folder that is just being written. */
bool app_reload_is_plausible(size_t current, size_t fresh);

#endif
