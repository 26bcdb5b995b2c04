/* SPDX-License-Identifier: Apache-2.0 */
/* Batches of lines go round a ring. The calling thread reads into the next free slot,
 * workers take slots in order, and whoever finishes the oldest slot writes it and all
 * finished slots behind it:
 *
 *     slot          0        1        2        3        4
 *                written   done     busy     filled   free
 *                          ^written          ^taken   ^read
 *
 * written <= taken <= read <= written + slots, so memory is bounded and output is in
 * order without sorting. A slot is touched by one thread at a time: by the reader before
 * `read` passes it, by one worker between `taken` and `done`, by the writer after it. */
#include "cmd_lines.h"

#include "cmd_print.h"

#include <assert.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

struct slot {
	struct cmd_batch batch;
	struct buffer    out;
	bool             done;
};

struct ring {
	const struct cmd_lines *lines;
	pthread_mutex_t         lock;
	pthread_cond_t          changed;
	struct slot            *slots;
	size_t                  slot_count;
	uint64_t                read;     /* batches filled */
	uint64_t                taken;    /* batches given to a worker */
	uint64_t                written;  /* batches written and free again */
	bool                    writing;  /* a thread is writing */
	bool                    finished; /* no more batches will be filled */
	bool                    failed;   /* an output buffer had no memory */
};

struct worker {
	struct ring *ring;
	size_t       index;
	pthread_t    thread;
};

static struct slot *slot_at(struct ring *ring, uint64_t number)
{
	return &ring->slots[number % ring->slot_count];
}

static void slot_handle(const struct cmd_lines *lines, size_t thread, struct slot *slot)
{
	buffer_clear(&slot->out);
	for (size_t i = 0; i < slot->batch.count; i++) {
		lines->handle(lines->context, thread, &slot->batch.lines[i], &slot->out);
		if (lines->out == NULL)
			buffer_clear(&slot->out);
	}
}

/* Writes what is finished, oldest first. The lock is held on entry and on return. */
static void slots_write(struct ring *ring)
{
	FILE *out = ring->lines->out;

	if (ring->writing)
		return;
	ring->writing = true;
	while (ring->written < ring->read && slot_at(ring, ring->written)->done) {
		struct slot *slot = slot_at(ring, ring->written);

		pthread_mutex_unlock(&ring->lock);
		bool failed = slot->out.failed;
		if (out != NULL && !failed) {
			fwrite(slot->out.ptr, 1, slot->out.len, out);
			fflush(out);
		}
		pthread_mutex_lock(&ring->lock);

		slot->done = false;
		ring->failed = ring->failed || failed;
		ring->written++;
		pthread_cond_broadcast(&ring->changed);
	}
	ring->writing = false;
}

static void *worker_run(void *argument)
{
	const struct worker *worker = argument;
	struct ring         *ring = worker->ring;

	pthread_mutex_lock(&ring->lock);
	for (;;) {
		while (ring->taken == ring->read && !ring->finished)
			pthread_cond_wait(&ring->changed, &ring->lock);
		if (ring->taken == ring->read)
			break;
		struct slot *slot = slot_at(ring, ring->taken++);
		pthread_mutex_unlock(&ring->lock);

		slot_handle(ring->lines, worker->index, slot);

		pthread_mutex_lock(&ring->lock);
		slot->done = true;
		slots_write(ring);
	}
	pthread_mutex_unlock(&ring->lock);
	return NULL;
}

/* Reads until the end or a fault, which it returns. */
static enum status batches_read(struct ring *ring, struct cmd_reader *reader, struct error *err)
{
	struct cmd_progress progress;
	enum status         status = STATUS_OK;

	cmd_progress_open(&progress, cmd_reader_total(reader->paths, reader->path_count));
	while (status == STATUS_OK) {
		pthread_mutex_lock(&ring->lock);
		while (ring->read - ring->written == ring->slot_count)
			pthread_cond_wait(&ring->changed, &ring->lock);
		struct slot *slot = slot_at(ring, ring->read);
		pthread_mutex_unlock(&ring->lock);

		status = ring->lines->source != NULL
		                 ? ring->lines->source(ring->lines->context, &slot->batch, err)
		                 : cmd_reader_next(reader, &slot->batch, err);
		if (status != STATUS_OK)
			break;
		cmd_progress_step(&progress, reader->bytes, reader->lines);

		pthread_mutex_lock(&ring->lock);
		ring->read++;
		pthread_cond_broadcast(&ring->changed);
		pthread_mutex_unlock(&ring->lock);
	}
	cmd_progress_close(&progress);
	return status == STATUS_END ? STATUS_OK : status;
}

static size_t workers_start(struct ring *ring, struct worker *workers)
{
	size_t started = 0;

	for (; started < ring->lines->threads; started++) {
		workers[started] = (struct worker){ .ring = ring, .index = started };
		if (pthread_create(&workers[started].thread, NULL, worker_run, &workers[started]) !=
		    0)
			break;
	}
	return started;
}

static void workers_join(struct ring *ring, struct worker *workers, size_t count)
{
	pthread_mutex_lock(&ring->lock);
	ring->finished = true;
	pthread_cond_broadcast(&ring->changed);
	pthread_mutex_unlock(&ring->lock);
	for (size_t i = 0; i < count; i++)
		pthread_join(workers[i].thread, NULL);
}

static enum status ring_run(struct ring *ring, struct error *err)
{
	struct worker     workers[CMD_THREADS_MAX];
	struct cmd_reader reader;
	size_t            started = workers_start(ring, workers);
	enum status       status;

	if (started == 0)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no thread could be started");
	cmd_reader_open(&reader, ring->lines->paths, ring->lines->path_count);
	status = batches_read(ring, &reader, err);
	workers_join(ring, workers, started);
	cmd_reader_close(&reader);

	if (status == STATUS_OK && ring->failed)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for the output");
	return status;
}

enum status cmd_lines_run(const struct cmd_lines *lines, struct error *err)
{
	struct ring ring = { .lines = lines, .slot_count = lines->threads * 2 + 2 };
	enum status status;

	assert(lines->threads >= 1);
	assert(lines->threads <= CMD_THREADS_MAX);
	ring.slots = calloc(ring.slot_count, sizeof *ring.slots);
	if (ring.slots == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for the threads");
	for (size_t i = 0; i < ring.slot_count; i++) {
		cmd_batch_init(&ring.slots[i].batch);
		buffer_init_heap(&ring.slots[i].out);
	}
	pthread_mutex_init(&ring.lock, NULL);
	pthread_cond_init(&ring.changed, NULL);

	status = ring_run(&ring, err);

	pthread_cond_destroy(&ring.changed);
	pthread_mutex_destroy(&ring.lock);
	for (size_t i = 0; i < ring.slot_count; i++) {
		cmd_batch_free(&ring.slots[i].batch);
		buffer_free(&ring.slots[i].out);
	}
	free(ring.slots);
	return status;
}

size_t cmd_threads(uint64_t asked)
{
	cpu_set_t cores;
	size_t    count = 1;

	if (asked > 0)
		count = (size_t)(asked < CMD_THREADS_MAX ? asked : CMD_THREADS_MAX);
	else if (sched_getaffinity(0, sizeof cores, &cores) == 0)
		count = (size_t)CPU_COUNT(&cores);
	return count < CMD_THREADS_MAX ? count : CMD_THREADS_MAX;
}
