/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_log.h"

#include "audit_content.h"
#include "audit_keeper.h"
#include "audit_store.h"

#include <sodium.h>
#include <stdlib.h>

struct audit_log {
	struct audit_folder   folder;
	struct audit_signer   signer;
	struct audit_hash_key hash_key;
	struct audit_writer   writer;
	struct audit_keeper   keeper;
};

static void release(struct audit_log *log)
{
	audit_signer_reset(&log->signer);
	sodium_memzero(&log->hash_key, sizeof log->hash_key);
	audit_folder_close(&log->folder);
	free(log);
}

enum status audit_log_open(const char *data, const struct audit_options *options,
                           struct audit_log **log, struct error *err)
{
	struct audit_log *fresh = calloc(1, sizeof *fresh);
	enum status       status;

	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for the log");
	status = audit_folder_open(data, &fresh->folder, err);
	if (status == STATUS_OK)
		status = audit_folder_secret(&fresh->folder, "hash.key", fresh->hash_key.bytes,
		                             err);
	if (status == STATUS_OK)
		status = audit_signer_open(&fresh->folder, &fresh->signer, err);
	if (status == STATUS_OK)
		status = audit_writer_open(&fresh->writer, options, &fresh->folder, &fresh->signer,
		                           err);
	if (status == STATUS_OK) {
		status = audit_keeper_open(&fresh->keeper, &fresh->writer, &fresh->hash_key, err);
		if (status != STATUS_OK) {
			audit_writer_stop(&fresh->writer);
			audit_writer_close(&fresh->writer);
		}
	}
	if (status != STATUS_OK) {
		release(fresh);
		return status;
	}
	*log = fresh;
	return STATUS_OK;
}

void audit_log_stop(struct audit_log *log)
{
	audit_writer_stop(&log->writer);
}

void audit_log_close(struct audit_log **log)
{
	if (*log == NULL)
		return;
	audit_keeper_close(&(*log)->keeper);
	audit_writer_close(&(*log)->writer);
	release(*log);
	*log = NULL;
}

bool audit_log_answers_later(const struct audit_log *log)
{
	return log->writer.options.mode != AUDIT_ASYNC;
}

enum status audit_log_submit(struct audit_log *log, const struct audit_parcel *parcel)
{
	struct audit_writer *writer = &log->writer;
	struct audit_parcel  given = *parcel;
	enum status          status = STATUS_IO;

	if (!audit_log_answers_later(log))
		given.ticket = NULL;
	if (audit_log_is_writable(log))
		status = audit_queue_put(&writer->queue, &given);
	if (status != STATUS_OK)
		atomic_fetch_add(&writer->counters.unwritten, 1);
	return status;
}

size_t audit_log_bytes_max(const struct audit_log *log)
{
	return log->writer.queue.batch_bytes / 8 * 7;
}

size_t audit_log_content_max(const struct audit_log *log)
{
	size_t fitting = log->writer.queue.batch_bytes / 2;

	return fitting < AUDIT_CONTENT_BYTES_MAX ? fitting : AUDIT_CONTENT_BYTES_MAX;
}

bool audit_log_is_writable(const struct audit_log *log)
{
	uint64_t since = atomic_load_explicit(&log->writer.storing_since_us, memory_order_relaxed);

	if (since != 0 && audit_store_now_us() > since + AUDIT_HANG_US)
		return false;
	return atomic_load_explicit(&log->writer.is_writable, memory_order_acquire);
}

void audit_log_count_dropped(struct audit_log *log)
{
	atomic_fetch_add_explicit(&log->writer.counters.dropped, 1, memory_order_relaxed);
}

void audit_log_count_unwritten(struct audit_log *log)
{
	atomic_fetch_add_explicit(&log->writer.counters.unwritten, 1, memory_order_relaxed);
}

const char *audit_log_data(const struct audit_log *log)
{
	return log->folder.data;
}

const char *audit_log_node(const struct audit_log *log)
{
	return log->folder.node;
}

const struct audit_hash_key *audit_log_hash_key(const struct audit_log *log)
{
	return &log->hash_key;
}

void audit_log_figures(struct audit_log *log, struct audit_figures *figures)
{
	struct audit_counters *counters = &log->writer.counters;

	*figures = (struct audit_figures){ .records = counters->records,
		                           .dropped = counters->dropped,
		                           .backlog = audit_queue_backlog(&log->writer.queue),
		                           .retentions = log->keeper.rounds,
		                           .content_lost = counters->content_lost,
		                           .checkpoints = counters->checkpoints,
		                           .failures = counters->failures,
		                           .syncs = counters->syncs,
		                           .sync_us = counters->sync_us };
	for (unsigned i = 0; i < AUDIT_SYNC_BUCKETS; i++)
		figures->sync_buckets[i] = counters->sync_buckets[i];
}
