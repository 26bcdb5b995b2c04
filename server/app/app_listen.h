/* SPDX-License-Identifier: Apache-2.0 */
/* The addresses of the server: those of the configuration, or the sockets that systemd opened. */
#ifndef APP_LISTEN_H
#define APP_LISTEN_H

#include "app_config.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "web_listener.h"
#include "web_server.h"

#include <stddef.h>

#define APP_LISTENERS_MAX 2

struct app_listeners {
	struct web_listener *all[APP_LISTENERS_MAX]; /* for gateways; for management, if apart */
	size_t               count;
};

/* Opens the sockets, with as many connections as there can be descriptors, and says in the server
 * whether callers need a key. Nothing is accepted yet. STATUS_OK, or a fault with err. */
MUST_CHECK enum status app_listen_open(struct app_listeners    *listeners,
                                       const struct app_config *config, struct web_server *server,
                                       struct error *err);
/* Accepts, and logs each address. STATUS_IO. */
MUST_CHECK enum status app_listen_start(struct app_listeners *listeners, struct error *err);

/* web_listener_stop() and web_listener_close() of each. */
void app_listen_stop(struct app_listeners *listeners);
void app_listen_close(struct app_listeners *listeners);

#endif
