/* SPDX-License-Identifier: Apache-2.0 */
/* One pointer to the current ruleset, replaced while others read it: hazard pointers.
 *
 *     worker                               publisher
 *     holds = current                      old = exchange(current, new)
 *     current still the same? use it       wait until no reader holds `old`
 *     ...                                  close old
 *     holds = NULL
 *
 * Invariant: a ruleset that some reader holds, and that the reader saw to be current after
 * it wrote `holds`, is not closed. Both sides use sequentially consistent order: either the
 * publisher's look at `holds` sees the reader, or the reader's second look at `current` sees
 * the new one and tries again. A reader writes only its own cache line.
 *
 * Two locks: one for publishers, one for the list of readers. The latter is never held
 * while waiting, so readers may come and go during a publish. */
#include "doorward/ruleset.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#define CACHE_LINE_BYTES 64
#define PUBLISH_WAIT_NS  100000

struct ruleset_reader {
	_Alignas(CACHE_LINE_BYTES) _Atomic(const struct ruleset *) holds;
	_Alignas(CACHE_LINE_BYTES) struct ruleset_handle *handle;
	struct ruleset_reader *next;
};

struct ruleset_handle {
	_Alignas(CACHE_LINE_BYTES) _Atomic(struct ruleset *) current;
	_Alignas(CACHE_LINE_BYTES) pthread_mutex_t publishing;
	pthread_mutex_t        listing;
	struct ruleset_reader *readers;
};

static void lock(pthread_mutex_t *mutex)
{
	int failed = pthread_mutex_lock(mutex);

	assert(failed == 0);
	(void)failed;
}

static void unlock(pthread_mutex_t *mutex)
{
	int failed = pthread_mutex_unlock(mutex);

	assert(failed == 0);
	(void)failed;
}

enum status ruleset_handle_open(struct ruleset_handle **handle)
{
	struct ruleset_handle *opened = aligned_alloc(CACHE_LINE_BYTES, sizeof *opened);

	*handle = NULL;
	if (opened == NULL)
		return STATUS_NO_MEMORY;
	atomic_init(&opened->current, NULL);
	opened->readers = NULL;
	if (pthread_mutex_init(&opened->publishing, NULL) != 0) {
		free(opened);
		return STATUS_NO_MEMORY;
	}
	if (pthread_mutex_init(&opened->listing, NULL) != 0) {
		pthread_mutex_destroy(&opened->publishing);
		free(opened);
		return STATUS_NO_MEMORY;
	}
	*handle = opened;
	return STATUS_OK;
}

void ruleset_handle_close(struct ruleset_handle **handle)
{
	struct ruleset *last;

	if (*handle == NULL)
		return;
	assert((*handle)->readers == NULL);
	last = atomic_load(&(*handle)->current);
	ruleset_close(&last);
	pthread_mutex_destroy(&(*handle)->publishing);
	pthread_mutex_destroy(&(*handle)->listing);
	free(*handle);
	*handle = NULL;
}

enum status ruleset_reader_open(struct ruleset_handle *handle, struct ruleset_reader **reader)
{
	struct ruleset_reader *opened = aligned_alloc(CACHE_LINE_BYTES, sizeof *opened);

	*reader = NULL;
	if (opened == NULL)
		return STATUS_NO_MEMORY;
	atomic_init(&opened->holds, NULL);
	opened->handle = handle;
	lock(&handle->listing);
	opened->next = handle->readers;
	handle->readers = opened;
	unlock(&handle->listing);
	*reader = opened;
	return STATUS_OK;
}

void ruleset_reader_close(struct ruleset_reader **reader)
{
	struct ruleset_reader  *closed = *reader;
	struct ruleset_reader **link;

	if (closed == NULL)
		return;
	assert(atomic_load(&closed->holds) == NULL);
	lock(&closed->handle->listing);
	link = &closed->handle->readers;
	while (*link != closed)
		link = &(*link)->next;
	*link = closed->next;
	unlock(&closed->handle->listing);
	free(closed);
	*reader = NULL;
}

static bool is_held(struct ruleset_handle *handle, const struct ruleset *ruleset)
{
	bool held = false;

	lock(&handle->listing);
	for (struct ruleset_reader *reader = handle->readers; reader != NULL; reader = reader->next)
		held = held || atomic_load(&reader->holds) == ruleset;
	unlock(&handle->listing);
	return held;
}

void ruleset_publish(struct ruleset_handle *handle, struct ruleset **ruleset)
{
	const struct timespec pause = { .tv_nsec = PUBLISH_WAIT_NS };
	struct ruleset       *old;

	lock(&handle->publishing);
	old = atomic_exchange(&handle->current, *ruleset);
	*ruleset = NULL;
	while (old != NULL && is_held(handle, old))
		(void)nanosleep(&pause, NULL);
	ruleset_close(&old);
	unlock(&handle->publishing);
}

const struct ruleset *ruleset_acquire(struct ruleset_reader *reader)
{
	const struct ruleset *seen = atomic_load(&reader->handle->current);
	const struct ruleset *again;

	assert(atomic_load_explicit(&reader->holds, memory_order_relaxed) == NULL);
	for (;;) {
		atomic_store(&reader->holds, seen);
		again = atomic_load(&reader->handle->current);
		if (again == seen)
			return seen;
		seen = again;
	}
}

void ruleset_release(struct ruleset_reader *reader)
{
	atomic_store_explicit(&reader->holds, NULL, memory_order_release);
}
