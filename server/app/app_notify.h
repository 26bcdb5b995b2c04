/* SPDX-License-Identifier: Apache-2.0 */
/* What systemd is told (sd_notify(3)); without $NOTIFY_SOCKET nothing is.
 *
 *     READY=1        the first load of the rules is over, whether they were good or not: the routes
 *                    answer, and /readyz says which
 *     RELOADING=1    SIGHUP came; READY=1 when the load that it asked for is over
 *     WATCHDOG=1     twice in WatchdogSec=, as long as the locks that every request takes can be
 * had STOPPING=1     the drain begins, and how long it may take STATUS=        one line for
 * `systemctl status`
 *
 * All on the main thread. */
#ifndef APP_NOTIFY_H
#define APP_NOTIFY_H

#include "app_reload.h"
#include "web_server.h"

#include <stdbool.h>
#include <stdint.h>

struct app_notify {
	bool     is_on;
	bool     is_busy; /* READY=1 is still to be said: when attempt `awaited` has ended */
	uint64_t awaited;
	uint64_t watchdog_us; /* between two messages; 0: nobody watches */
	uint64_t next_us;     /* monotonic */
};

/* READY=1 will be said when load 1 has ended. */
void app_notify_open(struct app_notify *notify);

/* A load was asked for, with this number. */
void app_notify_reloading(struct app_notify *notify, uint64_t number);

/* Says what there is to say, and gives the milliseconds until it wants to be called again; 0: it
 * does not. */
unsigned app_notify_tick(struct app_notify *notify, struct app_reload *reload,
                         const struct web_server *server);

void app_notify_stopping(struct app_notify *notify, uint64_t seconds);

#endif
