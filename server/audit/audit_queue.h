/* SPDX-License-Identifier: Apache-2.0 */
/* The bounded queue between request threads and the one writer: two byte arrays, one being
 * filled while the other is written. Handing a record over copies its bytes under a lock that
 * is never held during I/O. */
#ifndef AUDIT_QUEUE_H
#define AUDIT_QUEUE_H

#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Rung on the writer's thread behind the last ticket of a group that names it: a thread for which
 * sixty requests of the group wait is woken once. It lives longer than the log's thread. */
struct audit_bell {
	void (*ring)(struct audit_bell *bell); /* must not block */
	struct audit_bell *next_due;           /* the writer's */
	bool               is_due;
};

/* Somebody waits for a record. Owned by the waiter, untouched by the queue after `done`. */
struct audit_ticket {
	/* Called once on the writer's thread: STATUS_OK when the record is as durable as the
	 * mode promises, STATUS_IO when it is not written. Must not block. */
	void (*done)(struct audit_ticket *ticket, enum status status);
	void              *context;
	struct audit_bell *bell; /* may be NULL */
};

/* What is handed over. The bytes are copied. */
struct audit_parcel {
	struct slice         body;    /* what audit_encode() wrote */
	struct slice         content; /* what audit_content.h packed; empty: no text is kept */
	struct audit_ticket *ticket;  /* may be NULL */
};

struct audit_batch {
	char  *bytes;
	size_t used;
	size_t records;
};

struct audit_queue {
	pthread_mutex_t    lock;
	pthread_cond_t     filled;
	struct audit_batch batches[2];
	unsigned           filling; /* index of the one that takes records */
	size_t             batch_bytes;
	bool               is_awake; /* the writer is not waiting: no signal needed */
	size_t             wanted;   /* the writer waits for so many; 0: it does not */
	bool               is_closing;
	size_t             backlog;      /* handed over and not yet written */
	size_t             last_records; /* of the batch taken last */
	size_t             population;   /* records of the last group that everybody joined */
	unsigned           groups;
	uint64_t           taken_us; /* monotonic: when the batch at hand was taken; 0: none was */
	uint64_t           busy_us;  /* the writer had with it */
	bool               is_together; /* all are waited for, not half of them */
};

/* How long records that are there wait for others. */
struct audit_company {
	uint64_t us;         /* at most; 0: not at all */
	bool     is_awaited; /* requests wait for the group; else it is merely cheaper */
};

/* `bytes` in all, half of them a batch; address space until it is used. STATUS_NO_MEMORY. */
MUST_CHECK enum status audit_queue_open(struct audit_queue *queue, size_t bytes);
void                   audit_queue_close(struct audit_queue *queue);

/* STATUS_OK; STATUS_LIMIT_REACHED when the queue is full: the ticket is not called then. Any
 * thread. */
MUST_CHECK enum status audit_queue_put(struct audit_queue        *queue,
                                       const struct audit_parcel *parcel);

/* Waits up to `timeout_us` for records and takes them all, with those that join them in
 * company.us. NULL when the time passed without any. The batch is given back by the next call. The
 * writer's thread only. */
struct audit_batch *audit_queue_take(struct audit_queue *queue, uint64_t timeout_us,
                                     struct audit_company company);

/* The next record of a batch, borrowed from it; begin with *offset 0. False at the end. */
bool audit_batch_next(const struct audit_batch *batch, size_t *offset, struct audit_parcel *parcel);

/* Overwrites the texts in a batch: they are sealed, and not left behind in memory. */
void audit_batch_wipe(const struct audit_batch *batch);

/* `records` of the taken batch are dealt with. */
void audit_queue_settle(struct audit_queue *queue, size_t records);

size_t audit_queue_backlog(struct audit_queue *queue);

/* The writer wakes up and sees audit_queue_is_closing(). */
void audit_queue_shut(struct audit_queue *queue);
bool audit_queue_is_closing(struct audit_queue *queue);

#endif
