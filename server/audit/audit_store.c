/* SPDX-License-Identifier: Apache-2.0 */
/* A failed write or sync is never tried again on the same file.
 *
 * After fdatasync() failed, the kernel has marked the pages clean: a second call would
 * succeed and the bytes would be gone. So the segment is cut back to its last good record
 * and closed, the requests of the group are refused, and the log stays unwritable until a
 * new segment has taken a recovery record, synced. The chain goes on from the last record
 * that was acknowledged; should the cut itself have failed, the lines behind it are known
 * to audit_verify() as superseded, because the next segment's name says where it begins. */
#include "audit_store.h"

#include "audit_content.h"
#include "audit_encode.h"
#include "audit_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

uint64_t audit_store_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

static void tell(const struct audit_writer *writer, const char *event, const char *detail)
{
	if (writer->options.event != NULL)
		writer->options.event(writer->options.context, event, detail);
}

static void count(_Atomic uint64_t *counter, uint64_t by)
{
	atomic_fetch_add_explicit(counter, by, memory_order_relaxed);
}

static enum status fail(struct audit_writer *writer, const char *what)
{
	char detail[AUDIT_PATH_BYTES + 128];

	snprintf(detail, sizeof detail, "%.32s %s: %.64s", what, writer->segment.path,
	         strerror(errno));
	atomic_store(&writer->is_writable, false);
	writer->is_dirty = false;
	count(&writer->counters.failures, 1);
	tell(writer, "audit_failed", detail);
	return STATUS_IO;
}

static void count_sync(struct audit_writer *writer, uint64_t us)
{
	unsigned bucket = 0;

	while (bucket < AUDIT_SYNC_BUCKETS && us > audit_figures_bound_us(bucket))
		bucket++;
	count(&writer->counters.syncs, 1);
	count(&writer->counters.sync_us, us);
	if (bucket < AUDIT_SYNC_BUCKETS)
		count(&writer->counters.sync_buckets[bucket], 1);
}

static enum status sync_segment(struct audit_writer *writer)
{
	uint64_t    begin = audit_store_now_us();
	enum status status = audit_segment_sync(&writer->segment);

	if (status == STATUS_OK && !audit_segment_is_ours(&writer->segment)) {
		errno = ESTALE;
		status = STATUS_IO;
	}
	count_sync(writer, audit_store_now_us() - begin);
	return status;
}

/* writer->lines, as durably as the mode promises. */
static enum status store(struct audit_writer *writer)
{
	if (writer->lines.failed) {
		errno = ENOMEM;
		return fail(writer, "no memory to write");
	}
	if (audit_segment_append(&writer->segment, buffer_slice(&writer->lines)) != STATUS_OK)
		return fail(writer, "cannot write");
	if (writer->options.mode != AUDIT_ASYNC)
		return sync_segment(writer) == STATUS_OK ? STATUS_OK : fail(writer, "cannot sync");
	if (!writer->is_dirty) {
		writer->is_dirty = true;
		writer->dirty_since_us = audit_store_now_us();
	}
	return STATUS_OK;
}

enum status audit_store_lines(struct audit_writer *writer)
{
	uint64_t    records = writer->next.head.seq - writer->tip.head.seq;
	enum status status;

	atomic_store(&writer->storing_since_us, audit_store_now_us());
	status = store(writer);
	atomic_store(&writer->storing_since_us, 0);
	if (status != STATUS_OK)
		return status;
	writer->tip = writer->next;
	writer->good_bytes = writer->segment.bytes;
	atomic_store(&writer->written_seq, writer->tip.head.seq);
	count(&writer->counters.records, records);
	return STATUS_OK;
}

void audit_store_flush(struct audit_writer *writer)
{
	if (!writer->is_dirty)
		return;
	writer->is_dirty = false;
	atomic_store(&writer->storing_since_us, audit_store_now_us());
	if (sync_segment(writer) != STATUS_OK)
		(void)fail(writer, "cannot sync");
	atomic_store(&writer->storing_since_us, 0);
}

void audit_store_sign(struct audit_writer *writer)
{
	char          memory[1024];
	struct buffer note;

	audit_store_flush(writer);
	if (!atomic_load(&writer->is_writable) ||
	    (writer->tip.head.seq == writer->signed_seq && writer->signed_at_us != 0))
		return;
	buffer_init_fixed(&note, memory, sizeof memory);
	audit_checkpoint_write(writer->signer, &writer->tip, &note);
	writer->signed_at_us = audit_store_now_us();
	if (note.failed ||
	    audit_file_write(writer->checkpoint_fd, buffer_slice(&note)) != STATUS_OK ||
	    fdatasync(writer->checkpoint_fd) != 0) {
		tell(writer, "checkpoint_failed", strerror(errno));
		/* Half a note would spoil the one behind it. */
		if (ftruncate(writer->checkpoint_fd, (off_t)writer->checkpoint_bytes) != 0)
			tell(writer, "checkpoint_cut_failed", strerror(errno));
		return;
	}
	writer->checkpoint_bytes += note.len;
	writer->signed_seq = writer->tip.head.seq;
	count(&writer->counters.checkpoints, 1);
	audit_tip_save(writer->folder->segments, &writer->tip);
	audit_head_save(writer->folder->data, buffer_slice(&note));
}

/* A file of this name is what a try before this one left: no record in it was acknowledged, because
 * its first would be the one behind the tip. */
static enum status begin_segment(struct audit_writer *writer)
{
	uint64_t    first_seq = writer->tip.head.seq + 1;
	const char *folder = writer->folder->segments;

	if (audit_segment_create(folder, first_seq, &writer->segment) != STATUS_OK &&
	    (errno != EEXIST || unlink(writer->segment.path) != 0 ||
	     audit_segment_create(folder, first_seq, &writer->segment) != STATUS_OK))
		return STATUS_IO;
	writer->good_bytes = 0;
	audit_store_publish(writer);
	return STATUS_OK;
}

void audit_store_publish(struct audit_writer *writer)
{
	writer->begun_us = audit_store_now_us();
	atomic_store(&writer->open_segment, writer->segment.first_seq);
}

static bool is_old(const struct audit_writer *writer)
{
	return writer->options.segment_s > 0 && writer->segment.bytes > 0 &&
	       audit_store_now_us() - writer->begun_us >= writer->options.segment_s * 1000000u;
}

void audit_store_rotate(struct audit_writer *writer, bool for_age)
{
	bool is_due = for_age ? is_old(writer)
	                      : writer->segment.bytes >= writer->options.segment_bytes;

	if (!is_due || !atomic_load(&writer->is_writable))
		return;
	audit_store_sign(writer);
	if (!atomic_load(&writer->is_writable))
		return;
	audit_segment_close(&writer->segment);
	if (begin_segment(writer) != STATUS_OK)
		(void)fail(writer, "cannot begin");
}

enum status audit_store_recovery(struct audit_writer *writer, const struct audit_size *sizes,
                                 size_t size_count)
{
	struct audit_record record = { .time_us = audit_clock_us(writer->options.clock),
		                       .node = writer->folder->node,
		                       .face = "audit.recovery",
		                       .sizes = sizes,
		                       .size_count = size_count };
	char                memory[1024];
	struct buffer       body;
	struct audit_head   head = writer->tip.head;

	buffer_init_fixed(&body, memory, sizeof memory);
	audit_encode(&record, &body);
	buffer_clear(&writer->lines);
	audit_chain_append(&head, buffer_slice(&body), SLICE_LIT(AUDIT_CONTENT_NONE),
	                   &writer->lines);
	if (audit_segment_append(&writer->segment, buffer_slice(&writer->lines)) != STATUS_OK ||
	    sync_segment(writer) != STATUS_OK)
		return STATUS_IO;
	audit_tip_add(&writer->tip, &head);
	writer->good_bytes = writer->segment.bytes;
	atomic_store(&writer->written_seq, writer->tip.head.seq);
	count(&writer->counters.records, 1);
	return STATUS_OK;
}

/* Cuts what was not acknowledged and closes the file. False when a file without any good
 * record is in the way of the new one, which has the same name. */
static bool give_up_segment(struct audit_writer *writer)
{
	if (writer->segment.fd >= 0) {
		if (audit_segment_cut(&writer->segment, writer->good_bytes) != STATUS_OK)
			tell(writer, "audit_cut_failed", strerror(errno));
		audit_segment_close(&writer->segment);
	}
	return writer->good_bytes > 0 || unlink(writer->segment.path) == 0 || errno == ENOENT;
}

void audit_store_resume(struct audit_writer *writer)
{
	struct audit_size lost = { .name = "unwritten",
		                   .value = atomic_load(&writer->counters.unwritten) };

	if (!give_up_segment(writer) || begin_segment(writer) != STATUS_OK)
		return;
	if (audit_store_recovery(writer, &lost, 1) != STATUS_OK) {
		/* good_bytes is 0: the next try removes this file first. */
		return;
	}
	atomic_fetch_sub(&writer->counters.unwritten, lost.value);
	atomic_store(&writer->is_writable, true);
	tell(writer, "audit_recovered", writer->segment.path);
	audit_store_sign(writer);
}
