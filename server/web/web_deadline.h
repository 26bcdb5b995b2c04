/* SPDX-License-Identifier: Apache-2.0 */
/* Absolute deadlines of connections. An idle timeout is not enough: a client that sends one byte
 * a second is never idle. Each connection has a time by which its present step must be
 * finished; whoever is late has its socket shut down. */
#ifndef WEB_DEADLINE_H
#define WEB_DEADLINE_H

#include "base_attr.h"
#include "base_status.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

struct web_deadline {
	_Atomic uint64_t     at_us; /* monotonic; UINT64_MAX: none */
	int                  fd;
	struct web_deadline *next;
	struct web_deadline *previous;
};

struct web_deadlines {
	pthread_mutex_t     lock;  /* of the list, and of each fd in it */
	struct web_deadline first; /* head of the ring */
};

void web_deadlines_init(struct web_deadlines *deadlines);
void web_deadlines_reset(struct web_deadlines *deadlines);

/* A connection begins. NULL when there is no memory: it has no deadline then. */
struct web_deadline *web_deadline_open(struct web_deadlines *deadlines, int fd);
/* Before the socket is closed: its number may be another connection's at once. */
void web_deadline_close(struct web_deadlines *deadlines, struct web_deadline **deadline);

/* Any thread; NULL is allowed. */
void web_deadline_set(struct web_deadline *deadline, uint64_t at_us);
void web_deadline_lift(struct web_deadline *deadline);

/* Shuts down all sockets that are late. Returns how many. Any thread. */
unsigned web_deadlines_enforce(struct web_deadlines *deadlines, uint64_t now_us);

#endif
