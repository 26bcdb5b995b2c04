/* SPDX-License-Identifier: Apache-2.0 */
/* How the writer's lines reach the disk, and what happens when they do not. Writer's thread
 * only. */
#ifndef AUDIT_STORE_H
#define AUDIT_STORE_H

#include "audit_record.h"
#include "audit_writer.h"

#include <stddef.h>
#include <stdint.h>

/* Appends writer->lines and, unless the mode is async, syncs; then the tip is writer->next. On
 * failure the log is no longer writable and the segment is given up. */
MUST_CHECK enum status audit_store_lines(struct audit_writer *writer);

/* Syncs what async mode left. */
void audit_store_flush(struct audit_writer *writer);

/* A segment was begun or opened: those before it are closed for good. */
void audit_store_publish(struct audit_writer *writer);

/* Begins a new segment when this one is full; with `for_age`, when it is old. */
void audit_store_rotate(struct audit_writer *writer, bool for_age);

/* Signs the head when it was not signed yet. */
void audit_store_sign(struct audit_writer *writer);

/* Tries to make a failed log writable: a new segment that begins with a recovery record. */
void audit_store_resume(struct audit_writer *writer);

/* The log's own record about a recovery: what was cut, what was not written. */
MUST_CHECK enum status audit_store_recovery(struct audit_writer     *writer,
                                            const struct audit_size *sizes, size_t count);

uint64_t audit_store_now_us(void); /* monotonic */

#endif
