/* SPDX-License-Identifier: Apache-2.0 */
/* The event loop of a worker: libmicrohttpd's connections, and the requests that wait for their
 * record.
 *
 *     the loop's thread                       the log's thread
 *     web_loop_hold(), record handed over
 *     other requests ...                      writes and syncs a group
 *     other requests ...                      each ticket: the exchange is put on a list
 *     wakes up                             <- the bell, once a group: the list is handed over
 *     web_loop_run() lets go who is on it
 *     the library calls the handler again, which sends the answer
 *
 * libmicrohttpd's own way is to suspend the connection and to resume it from the log's thread:
 * four calls of the kernel a request, and a switch of threads for each. A handler that has
 * not answered is called again whenever the loop turns, so those few that wait need not be
 * suspended; above WEB_LOOP_HELD_MAX they are, because each turn asks all of them. */
#ifndef WEB_LOOP_H
#define WEB_LOOP_H

#include "audit_queue.h"
#include "base_attr.h"
#include "base_status.h"
#include "web_exchange.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#define WEB_LOOP_HELD_MAX 128u

struct MHD_Daemon;

struct web_loop {
	struct audit_bell            bell;
	struct MHD_Daemon           *daemon; /* started without a thread; the owner stops it */
	pthread_t                    thread;
	bool                         is_running;
	atomic_bool                  is_closing;
	int                          epoll_fd, bell_fd;
	bool                         is_busy;  /* a body is arriving: the next piece may be there */
	int                          look_ms;  /* how long held requests are left alone */
	unsigned                     held;     /* waiting and not suspended */
	struct web_exchange         *arriving; /* the log's thread's, until the bell is rung */
	struct web_exchange *_Atomic recorded;
};

/* STATUS_IO when there are no descriptors or no thread. */
MUST_CHECK enum status web_loop_start(struct web_loop *loop, struct MHD_Daemon *daemon);

/* Ends the thread and lets go whoever waits; the log must be stopped. Harmless when it did not
 * start. */
void web_loop_stop(struct web_loop *loop);

/* On the loop's thread: exchange->ticket is to be called by the log, and until the loop saw that,
 * exchange->is_held. */
void web_loop_hold(struct web_loop *loop, struct web_exchange *exchange);

/* The log did not take it: it need not wait. */
void web_loop_let_go(struct web_loop *loop, struct web_exchange *exchange);

/* Its connection is gone. False while the log has its ticket: then the loop calls web_loop_lost().
 */
bool web_loop_may_close(struct web_exchange *exchange);

/* The owner's: an exchange whose connection went before its record was written. */
void web_loop_lost(struct web_exchange *exchange);

#endif
