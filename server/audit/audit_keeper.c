/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_keeper.h"

#include "audit_pack.h"
#include "audit_store.h"
#include "base_arena.h"

#include <sched.h>
#include <time.h>

#define PAUSE_MS   250
#define RETRY_US   60000000u
#define LIST_BYTES (16u << 20)
#define RETAIN_US  3600000000u
#define BATCH      2000u /* records indexed as one transaction */

static bool is_stopping(struct audit_keeper *keeper)
{
	bool is;

	pthread_mutex_lock(&keeper->lock);
	is = keeper->is_stopping;
	pthread_mutex_unlock(&keeper->lock);
	return is;
}

static void tell(const struct audit_keeper *keeper, const char *event, const struct error *err)
{
	const struct audit_options *options = &keeper->writer->options;

	if (options->event != NULL)
		options->event(options->context, event, err->message);
}

static enum status pack_listed(struct audit_keeper *keeper, struct arena *arena, uint64_t open_seq,
                               struct error *err)
{
	const char                 *folder = keeper->writer->folder->segments;
	struct audit_segment_entry *entries = NULL;
	size_t                      count = 0;
	enum status                 status = audit_segment_list(folder, arena, &entries, &count);

	if (status != STATUS_OK)
		return error_set(err, status, folder, 0, 0, "cannot list the segments");
	for (size_t i = 0; i < count && status == STATUS_OK && !is_stopping(keeper); i++)
		if (!entries[i].is_packed && entries[i].first_seq < open_seq)
			status = audit_pack_segment(folder, entries[i].first_seq, err);
	return status;
}

/* Packs what was closed since the last time. */
static void pack(struct audit_keeper *keeper)
{
	uint64_t     open_seq = atomic_load(&keeper->writer->open_segment);
	struct arena arena;
	struct error err = { 0 };
	enum status  status;

	if (!keeper->writer->options.may_pack || keeper->packed_up_to == open_seq ||
	    audit_store_now_us() < keeper->retry_us || !arena_open(&arena, LIST_BYTES))
		return;
	status = pack_listed(keeper, &arena, open_seq, &err);
	arena_close(&arena);
	if (status == STATUS_OK) {
		keeper->packed_up_to = open_seq;
		return;
	}
	tell(keeper, "audit_pack_failed", &err);
	keeper->retry_us = audit_store_now_us() + RETRY_US;
}

/* Until there is no more, or somebody wants the thread to end. */
static void fill_index(struct audit_keeper *keeper)
{
	const struct audit_index_limit limit = { keeper->writer->folder->node,
		                                 atomic_load(&keeper->writer->written_seq) };
	struct error                   err = { 0 };
	enum status                    status = STATUS_OK;
	uint64_t                       count = 1;

	if (!keeper->writer->options.may_index || keeper->indexed_seq == limit.seq ||
	    audit_store_now_us() < keeper->index_retry_us)
		return;
	if (keeper->index == NULL)
		status = audit_index_open(keeper->writer->folder->data, &keeper->index, &err);
	while (status == STATUS_OK && count > 0 && !is_stopping(keeper))
		status = audit_index_fill(keeper->index, &limit, BATCH, &count, &err);
	if (status == STATUS_OK) {
		keeper->indexed_seq = count == 0 ? limit.seq : 0;
		return;
	}
	tell(keeper, "audit_index_failed", &err);
	audit_index_close(&keeper->index);
	keeper->index_retry_us = audit_store_now_us() + RETRY_US;
}

/* What is too old goes once an hour; requests are looked for each time. */
static void retain(struct audit_keeper *keeper)
{
	uint64_t     now_us = audit_store_now_us();
	struct error err = { 0 };

	keeper->retain.index = keeper->index;
	if (audit_retain_requests(&keeper->retain, &err) != STATUS_OK)
		tell(keeper, "audit_erasure_failed", &err);
	if (now_us < keeper->retain_us)
		return;
	keeper->retain_us = now_us + RETAIN_US;
	if (audit_retain_run(&keeper->retain, &err) != STATUS_OK)
		tell(keeper, "audit_retention_failed", &err);
	atomic_fetch_add(&keeper->rounds, 1);
}

static void wait_a_little(struct audit_keeper *keeper)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_nsec += PAUSE_MS * 1000000L;
	if (at.tv_nsec >= 1000000000L) {
		at.tv_nsec -= 1000000000L;
		at.tv_sec++;
	}
	pthread_mutex_lock(&keeper->lock);
	if (!keeper->is_stopping)
		pthread_cond_timedwait(&keeper->stop, &keeper->lock, &at);
	pthread_mutex_unlock(&keeper->lock);
}

static void *run(void *context)
{
	struct audit_keeper     *keeper = context;
	const struct sched_param any = { 0 };

	pthread_setschedparam(pthread_self(), SCHED_IDLE, &any);
	while (!is_stopping(keeper)) {
		fill_index(keeper);
		pack(keeper);
		retain(keeper);
		wait_a_little(keeper);
	}
	return NULL;
}

enum status audit_keeper_open(struct audit_keeper *keeper, struct audit_writer *writer,
                              const struct audit_hash_key *hash_key, struct error *err)
{
	pthread_condattr_t monotonic;

	*keeper = (struct audit_keeper){ .writer = writer,
		                         .retain = { .writer = writer, .hash_key = hash_key } };
	pthread_mutex_init(&keeper->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&keeper->stop, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (pthread_create(&keeper->thread, NULL, run, keeper) == 0)
		return STATUS_OK;
	pthread_cond_destroy(&keeper->stop);
	pthread_mutex_destroy(&keeper->lock);
	return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "cannot start a thread");
}

void audit_keeper_close(struct audit_keeper *keeper)
{
	pthread_mutex_lock(&keeper->lock);
	keeper->is_stopping = true;
	pthread_mutex_unlock(&keeper->lock);
	pthread_cond_signal(&keeper->stop);
	pthread_join(keeper->thread, NULL);
	audit_index_close(&keeper->index);
	pthread_cond_destroy(&keeper->stop);
	pthread_mutex_destroy(&keeper->lock);
}
