/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_queue.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

/* One pause while a group arrives. */
#define PAUSE_US 200u
/* In one of so many groups the clients are counted. */
#define CENSUS_EVERY 32u

/* What stands before each record's bytes in a batch. */
struct entry {
	struct audit_ticket *ticket;
	size_t               body_len;
	size_t               content_len;
};

/* Entries are aligned, so that they may be read in place. */
static size_t entry_bytes(const struct entry *entry)
{
	return sizeof *entry + ((entry->body_len + entry->content_len + 7) & ~(size_t)7);
}

static char *reserve(size_t bytes)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
	                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED)
		return NULL;
	/* Texts pass through here: none belongs into a core dump. */
	madvise(memory, bytes, MADV_DONTDUMP);
	return memory;
}

enum status audit_queue_open(struct audit_queue *queue, size_t bytes)
{
	pthread_condattr_t monotonic;

	*queue = (struct audit_queue){ .batch_bytes = bytes / 2 };
	for (int i = 0; i < 2; i++) {
		queue->batches[i].bytes = reserve(queue->batch_bytes);
		if (queue->batches[i].bytes == NULL) {
			if (i == 1)
				munmap(queue->batches[0].bytes, queue->batch_bytes);
			return STATUS_NO_MEMORY;
		}
	}
	pthread_mutex_init(&queue->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&queue->filled, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return STATUS_OK;
}

void audit_queue_close(struct audit_queue *queue)
{
	for (int i = 0; i < 2; i++)
		munmap(queue->batches[i].bytes, queue->batch_bytes);
	pthread_cond_destroy(&queue->filled);
	pthread_mutex_destroy(&queue->lock);
}

static void copy(char *to, const struct entry *entry, const struct audit_parcel *parcel)
{
	memcpy(to, entry, sizeof *entry);
	to += sizeof *entry;
	memcpy(to, parcel->body.ptr, parcel->body.len);
	if (parcel->content.len > 0)
		memcpy(to + parcel->body.len, parcel->content.ptr, parcel->content.len);
}

/* Is this what the writer pauses for? Told once. */
static bool is_enough(struct audit_queue *queue, const struct audit_batch *batch)
{
	if (queue->wanted == 0 ||
	    (batch->records < queue->wanted && batch->used <= queue->batch_bytes / 2))
		return false;
	queue->wanted = 0;
	return true;
}

enum status audit_queue_put(struct audit_queue *queue, const struct audit_parcel *parcel)
{
	struct entry entry = { parcel->ticket, parcel->body.len, parcel->content.len };
	size_t       bytes = entry_bytes(&entry);
	enum status  status = STATUS_LIMIT_REACHED;
	bool         must_wake = false;

	pthread_mutex_lock(&queue->lock);
	struct audit_batch *batch = &queue->batches[queue->filling];
	if (!queue->is_closing && bytes <= queue->batch_bytes - batch->used) {
		copy(batch->bytes + batch->used, &entry, parcel);
		batch->used += bytes;
		batch->records++;
		queue->backlog++;
		must_wake = !queue->is_awake || is_enough(queue, batch);
		queue->is_awake = true;
		status = STATUS_OK;
	}
	pthread_mutex_unlock(&queue->lock);
	if (must_wake)
		pthread_cond_signal(&queue->filled);
	return status;
}

static uint64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

static struct timespec deadline_in(uint64_t us)
{
	struct timespec at;
	uint64_t        nanoseconds;

	clock_gettime(CLOCK_MONOTONIC, &at);
	nanoseconds = (uint64_t)at.tv_nsec + us % 1000000u * 1000u;
	at.tv_sec += (time_t)(us / 1000000u + nanoseconds / 1000000000u);
	at.tv_nsec = (long)(nanoseconds % 1000000000u);
	return at;
}

/* With the lock held; returns with it held. */
static void wait_for_records(struct audit_queue *queue, uint64_t timeout_us)
{
	struct timespec deadline = deadline_in(timeout_us);

	while (queue->batches[queue->filling].records == 0 && !queue->is_closing) {
		queue->is_awake = false;
		if (pthread_cond_timedwait(&queue->filled, &queue->lock, &deadline) == ETIMEDOUT)
			break;
	}
	queue->is_awake = true;
}

/* With the lock held, which is given away meanwhile: until `wanted` records are there. */
static void pause_for(struct audit_queue *queue, uint64_t us, size_t wanted)
{
	struct timespec deadline = deadline_in(us);

	queue->wanted = wanted;
	pthread_cond_timedwait(&queue->filled, &queue->lock, &deadline);
	queue->wanted = 0;
}

static bool is_crowded(const struct audit_queue *queue, const struct audit_batch *batch)
{
	return queue->is_closing || batch->used > queue->batch_bytes / 2;
}

/* While fewer than `wanted` are there, and each pause brings somebody. */
static void gather(struct audit_queue *queue, uint64_t company_us, size_t wanted)
{
	const struct audit_batch *batch = &queue->batches[queue->filling];
	size_t                    seen = 0;

	for (uint64_t waited = 0; waited < company_us && batch->records > seen &&
	                          batch->records < wanted && !is_crowded(queue, batch);
	     waited += PAUSE_US) {
		seen = batch->records;
		pause_for(queue, company_us - waited < PAUSE_US ? company_us - waited : PAUSE_US,
		          wanted);
	}
}

/* A client that was answered comes back with its next request, so a group that waits for all of
 * them leaves nobody to be judged while it is synced. Half of them is better: while one half is
 * synced, the other is judged. Unless a sync takes so long that all could be judged in the time:
 * then each should carry as many as there are. How many those are, and how long they take to come,
 * is found out now and then. Whoever was alone last time is alone now, and does not wait. */
static void wait_for_company(struct audit_queue *queue, uint64_t company_us)
{
	const struct audit_batch *batch = &queue->batches[queue->filling];
	uint64_t                  begun_us = now_us(), coming_us;

	if (queue->last_records < 2 && batch->records < 2)
		return;
	if (queue->groups++ % CENSUS_EVERY == 0) {
		gather(queue, company_us, SIZE_MAX);
		queue->population = batch->records;
		coming_us = now_us() - begun_us;
		coming_us -= coming_us > PAUSE_US ? PAUSE_US : coming_us;
		queue->is_together = queue->busy_us >
		                     (queue->is_together ? coming_us : 2 * coming_us);
		return;
	}
	gather(queue, company_us, queue->is_together ? queue->population : queue->population / 2);
	if (batch->records > queue->population)
		queue->population = batch->records;
}

struct audit_batch *audit_queue_take(struct audit_queue *queue, uint64_t timeout_us,
                                     struct audit_company company)
{
	struct audit_batch *taken = NULL;

	pthread_mutex_lock(&queue->lock);
	queue->busy_us = queue->taken_us > 0 ? now_us() - queue->taken_us : 0;
	wait_for_records(queue, timeout_us);
	if (queue->batches[queue->filling].records > 0) {
		if (company.us > 0 && company.is_awaited)
			wait_for_company(queue, company.us);
		else if (company.us > 0 && !queue->is_closing)
			pause_for(queue, company.us, SIZE_MAX);
		taken = &queue->batches[queue->filling];
		queue->last_records = taken->records;
		queue->taken_us = now_us();
		queue->filling = 1 - queue->filling;
		queue->batches[queue->filling].used = 0;
		queue->batches[queue->filling].records = 0;
	}
	pthread_mutex_unlock(&queue->lock);
	return taken;
}

bool audit_batch_next(const struct audit_batch *batch, size_t *offset, struct audit_parcel *parcel)
{
	const char  *at = batch->bytes + *offset;
	struct entry entry;

	if (*offset == batch->used)
		return false;
	assert(*offset + sizeof entry <= batch->used);
	memcpy(&entry, at, sizeof entry);
	at += sizeof entry;
	*parcel = (struct audit_parcel){ .body = { at, entry.body_len },
		                         .content = { at + entry.body_len, entry.content_len },
		                         .ticket = entry.ticket };
	*offset += entry_bytes(&entry);
	return true;
}

void audit_batch_wipe(const struct audit_batch *batch)
{
	struct entry entry;

	for (size_t at = 0; at < batch->used; at += entry_bytes(&entry)) {
		memcpy(&entry, batch->bytes + at, sizeof entry);
		if (entry.content_len > 0)
			explicit_bzero(batch->bytes + at + sizeof entry + entry.body_len,
			               entry.content_len);
	}
}

void audit_queue_settle(struct audit_queue *queue, size_t records)
{
	pthread_mutex_lock(&queue->lock);
	assert(queue->backlog >= records);
	queue->backlog -= records;
	pthread_mutex_unlock(&queue->lock);
}

size_t audit_queue_backlog(struct audit_queue *queue)
{
	size_t backlog;

	pthread_mutex_lock(&queue->lock);
	backlog = queue->backlog;
	pthread_mutex_unlock(&queue->lock);
	return backlog;
}

void audit_queue_shut(struct audit_queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->is_closing = true;
	pthread_mutex_unlock(&queue->lock);
	pthread_cond_signal(&queue->filled);
}

bool audit_queue_is_closing(struct audit_queue *queue)
{
	bool is_closing;

	pthread_mutex_lock(&queue->lock);
	is_closing = queue->is_closing;
	pthread_mutex_unlock(&queue->lock);
	return is_closing;
}
