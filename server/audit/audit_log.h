/* SPDX-License-Identifier: Apache-2.0 */
/* The log as the rest of the server sees it: open it on a data folder, hand records over, be
 * told when they are durable.
 *
 *     audit_encode(&record, &body);
 *     status = audit_log_submit(log, &parcel);      parcel.ticket->done() is called later
 *
 * A request is answered only after its ticket said STATUS_OK. */
#ifndef AUDIT_LOG_H
#define AUDIT_LOG_H

#include "audit_figures.h"
#include "audit_hash.h"
#include "audit_queue.h"
#include "audit_writer.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>

struct audit_log;

/* Creates, locks and recovers the folder. STATUS_OK; STATUS_IO, STATUS_CORRUPT,
 * STATUS_NO_MEMORY with err. */
MUST_CHECK enum status audit_log_open(const char *data, const struct audit_options *options,
                                      struct audit_log **log, struct error *err);

/* Writes what is queued, calls every ticket and signs the head. Records that are handed over
 * later are refused. Call it once. */
void audit_log_stop(struct audit_log *log);

/* After audit_log_stop(), when no thread uses the log any more: gives the folder's lock back. */
void audit_log_close(struct audit_log **log);

/* Hands a record over, and the text that is to be sealed in it. With a ticket in modes `each` and
 * `group`, the ticket is called once, later, on another thread. In mode `async`, or without a
 * ticket, nobody is called. STATUS_OK; STATUS_IO when the log cannot be written;
 * STATUS_LIMIT_REACHED when the queue is full: in both the ticket is not called. Any thread. */
MUST_CHECK enum status audit_log_submit(struct audit_log *log, const struct audit_parcel *parcel);

/* Packed texts above this are not kept: they would not fit into the queue. */
size_t audit_log_content_max(const struct audit_log *log);

/* Records and texts of one request above this, together, would not fit into the queue even when it
 * is empty. */
size_t audit_log_bytes_max(const struct audit_log *log);

/* Does audit_log_submit() call tickets in this mode? */
bool audit_log_answers_later(const struct audit_log *log);

/* Any thread; cheap. */
bool audit_log_is_writable(const struct audit_log *log);
/* A prompt was decided without a record. */
void audit_log_count_dropped(struct audit_log *log);
/* A prompt was refused since the log could not be written. */
void audit_log_count_unwritten(struct audit_log *log);

const char                  *audit_log_data(const struct audit_log *log); /* the folder */
const char                  *audit_log_node(const struct audit_log *log);
const struct audit_hash_key *audit_log_hash_key(const struct audit_log *log);
void audit_log_figures(struct audit_log *log, struct audit_figures *figures);

#endif
