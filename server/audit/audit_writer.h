/* SPDX-License-Identifier: Apache-2.0 */
/* The one thread that writes records: it gives them their number and hash, writes a group
 * with one call, syncs it once, and then lets the requests of the group go. */
#ifndef AUDIT_WRITER_H
#define AUDIT_WRITER_H

#include "audit_checkpoint.h"
#include "audit_clock.h"
#include "audit_figures.h"
#include "audit_folder.h"
#include "audit_queue.h"
#include "audit_recover.h"
#include "audit_vault.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_status.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum audit_mode {
	AUDIT_EACH,  /* every record is synced by itself */
	AUDIT_GROUP, /* records that arrive together are synced together */
	AUDIT_ASYNC  /* answers do not wait; written soon, synced within AUDIT_ASYNC_WINDOW_US */
};

#define AUDIT_ASYNC_WINDOW_US 50000u
/* A write or sync that takes this long hangs: the log counts as not writable until it ends, so
 * that new requests are refused at once and do not pile up behind it. */
#define AUDIT_HANG_US 3000000u

/* Something an operator should know: "audit_failed", "the disk is full". Writer's thread. */
typedef void audit_event(void *context, const char *event, const char *detail);

struct audit_options {
	enum audit_mode    mode;
	uint64_t           group_wait_us;
	uint64_t           queue_bytes;
	uint64_t           segment_bytes;
	uint64_t           segment_s;         /* a segment is closed after this long; 0: never */
	bool               may_pack;          /* closed segments are compressed */
	bool               may_index;         /* records go into the index */
	uint64_t           keep_days;         /* closed segments older than this go; 0: they stay */
	uint64_t           keep_content_days; /* the same for kept texts */
	uint64_t           checkpoint_records;
	uint64_t           checkpoint_s;
	struct audit_clock clock;
	audit_event       *event; /* may be NULL */
	void              *context;
};

struct audit_counters {
	_Atomic uint64_t records, dropped, checkpoints, failures, unwritten;
	_Atomic uint64_t content_lost; /* recorded without the text that the policy keeps */
	_Atomic uint64_t syncs, sync_us, sync_buckets[AUDIT_SYNC_BUCKETS];
};

struct audit_writer {
	struct audit_options       options;
	const struct audit_folder *folder;
	const struct audit_signer *signer;
	struct audit_queue         queue;
	pthread_t                  thread;
	atomic_bool                is_writable;
	_Atomic uint64_t      storing_since_us; /* monotonic; 0: no write or sync is going on */
	struct audit_counters counters;
	_Atomic uint64_t      open_segment; /* first number of the one being written */
	_Atomic uint64_t      written_seq;  /* records up to here count */

	/* The rest is the writer thread's own. */
	struct audit_segment segment;
	struct audit_tip     tip;        /* at the last record that counts */
	uint64_t             good_bytes; /* of the segment, up to that record */
	uint64_t             begun_us;   /* monotonic: when the segment was begun or opened */
	bool                 is_dirty;   /* written and not synced (async) */
	uint64_t             dirty_since_us;
	uint64_t             signed_seq;
	uint64_t             signed_at_us;
	int                  checkpoint_fd;
	uint64_t             checkpoint_bytes; /* of whole checkpoints */
	struct buffer        lines;
	struct audit_tip     next;   /* the tip when `lines` are written */
	struct buffer        sealed; /* the text of the record at hand */
	struct audit_vault  *vault;
	struct audit_bell   *due; /* to be rung behind this group */
};

/* Recovers the log and starts the thread. STATUS_OK, STATUS_IO, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status audit_writer_open(struct audit_writer        *writer,
                                         const struct audit_options *options,
                                         const struct audit_folder  *folder,
                                         const struct audit_signer *signer, struct error *err);

/* Writes what is queued, signs the head, ends the thread. Every ticket is called; the queue
 * takes no more records. */
void audit_writer_stop(struct audit_writer *writer);

/* After audit_writer_stop(), and when nobody hands records over any more. */
void audit_writer_close(struct audit_writer *writer);

#endif
