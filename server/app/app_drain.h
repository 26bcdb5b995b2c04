/* SPDX-License-Identifier: Apache-2.0 */
/* The ordered stop: nobody who was accepted is left without an answer. */
#ifndef APP_DRAIN_H
#define APP_DRAIN_H

#include "web_listener.h"
#include "web_server.h"

#include <stddef.h>
#include <stdint.h>

struct app_drain {
	struct web_server    *server;
	struct web_listener **listeners;
	size_t                listener_count;
	uint64_t              delay_s;   /* readyz fails, everything is still served */
	uint64_t              timeout_s; /* for requests in flight after that */
};

/* readyz fails -> delay -> no new connections -> requests in flight end -> the log is stopped ->
 * the listeners are stopped. Returns the number of requests that were given up. */
uint64_t app_drain(const struct app_drain *drain);

#endif
