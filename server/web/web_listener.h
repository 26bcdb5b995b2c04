/* SPDX-License-Identifier: Apache-2.0 */
/* Listening, reading, writing: the one place that knows libmicrohttpd.
 *
 * Each worker is a libmicrohttpd daemon with one loop (web_loop.h); all share a listening socket.
 * So a handler always runs on its worker's thread, which owns an engine worker and a ruleset
 * reader, and needs no lock. A request that waits for its record is held: the thread goes on with
 * others, and answers it when the log has told the loop. */
#ifndef WEB_LISTENER_H
#define WEB_LISTENER_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "web_address.h"
#include "web_server.h"

#include <stdint.h>

struct web_listener;
struct web_tls;

struct web_listener_options {
	struct web_address address;
	unsigned           areas;   /* bits of enum web_area */
	unsigned           threads; /* 1 or more */
	uint64_t           connections_max;
	int                inherited_fd; /* a socket that listens already; -1: one is opened */
	struct web_tls    *tls;          /* NULL: plain; never on a unix socket */
};

/* Opens the socket and registers the workers with the server; nothing is accepted yet. STATUS_OK,
 * STATUS_IO, STATUS_NO_MEMORY, STATUS_LIMIT_REACHED with err. */
MUST_CHECK enum status web_listener_open(struct web_server                 *server,
                                         const struct web_listener_options *options,
                                         struct web_listener **listener, struct error *err);

/* Starts accepting. All listeners are opened before the first is started. STATUS_IO. */
MUST_CHECK enum status web_listener_start(struct web_listener *listener, struct error *err);

/* The address with the port that was given. */
void web_listener_name(const struct web_listener *listener, char text[WEB_ADDRESS_CHARS]);

/* No new connections; those that are open go on. */
void web_listener_quiesce(struct web_listener *listener);

/* Closes all connections and ends the threads. No request may be waiting for its record: the
 * log is stopped before. All listeners are stopped before the first is closed, because each
 * may be asked for the counters of all. */
void web_listener_stop(struct web_listener *listener);

/* After web_listener_stop(): frees it and its workers. */
void web_listener_close(struct web_listener **listener);

#endif
