/* SPDX-License-Identifier: Apache-2.0 */
/* The thread that looks after what is written, off the path of requests: it packs closed segments
 * and fills the index. It runs when nobody else needs the processor (SCHED_IDLE), and never writes
 * to the segment that the writer has open. */
#ifndef AUDIT_KEEPER_H
#define AUDIT_KEEPER_H

#include "audit_index.h"
#include "audit_retain.h"
#include "audit_writer.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct audit_keeper {
	struct audit_writer *writer;
	struct audit_retain  retain;
	uint64_t             retain_us; /* monotonic: when retention is due */
	_Atomic uint64_t     rounds;    /* of retention, whatever came of them */
	pthread_t            thread;
	pthread_mutex_t      lock;
	pthread_cond_t       stop;
	bool                 is_stopping;
	uint64_t             packed_up_to; /* segments before this one are packed */
	uint64_t             retry_us;     /* monotonic: not before this */
	struct audit_index  *index;        /* NULL: cannot be opened now */
	uint64_t             indexed_seq;  /* of our node */
	uint64_t             index_retry_us;
};

/* After audit_writer_open(). STATUS_OK, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status audit_keeper_open(struct audit_keeper *keeper, struct audit_writer *writer,
                                         const struct audit_hash_key *hash_key, struct error *err);

/* Ends the thread; what it is at is finished or left as it was. */
void audit_keeper_close(struct audit_keeper *keeper);

#endif
