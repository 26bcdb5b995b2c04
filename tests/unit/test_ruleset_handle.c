/* SPDX-License-Identifier: Apache-2.0 */
/* Publish, acquire, release: one thread's view, then readers against a publisher. */
#include "test_ruleset_support.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

static const char text[] = RULE_FILE("", "enforce", "    when: pipe bomb\n");

static void nothing_is_there_before_the_first_publish(void **state)
{
	struct ruleset_handle *handle;
	struct ruleset_reader *reader;

	(void)state;
	assert_int_equal(ruleset_handle_open(&handle), STATUS_OK);
	assert_int_equal(ruleset_reader_open(handle, &reader), STATUS_OK);
	assert_null(ruleset_acquire(reader));
	ruleset_release(reader);
	ruleset_reader_close(&reader);
	assert_null(reader);
	ruleset_handle_close(&handle);
	assert_null(handle);
	ruleset_handle_close(&handle);
	ruleset_reader_close(&reader);
}

static void the_published_one_is_acquired(void **state)
{
	struct ruleset        *first = support_load_text(text);
	struct ruleset        *second = support_load_text(text);
	const struct ruleset  *first_seen = first;
	const struct ruleset  *second_seen = second;
	struct ruleset_handle *handle;
	struct ruleset_reader *reader;

	(void)state;
	assert_int_equal(ruleset_handle_open(&handle), STATUS_OK);
	assert_int_equal(ruleset_reader_open(handle, &reader), STATUS_OK);
	ruleset_publish(handle, &first);
	assert_null(first);
	assert_ptr_equal(ruleset_acquire(reader), first_seen);
	ruleset_release(reader);
	ruleset_publish(handle, &second);
	assert_ptr_equal(ruleset_acquire(reader), second_seen);
	ruleset_release(reader);
	ruleset_reader_close(&reader);
	ruleset_handle_close(&handle);
}

struct waiter {
	struct ruleset_handle *handle;
	struct ruleset        *next;
	atomic_bool            done;
};

static void *publish_one(void *argument)
{
	struct waiter *waiter = argument;

	ruleset_publish(waiter->handle, &waiter->next);
	atomic_store(&waiter->done, true);
	return NULL;
}

static void publishing_waits_for_a_reader(void **state)
{
	struct ruleset        *first = support_load_text(text);
	struct waiter          waiter = { .next = support_load_text(text) };
	const struct ruleset  *second_seen = waiter.next;
	const struct timespec  pause = { .tv_nsec = 20 * 1000 * 1000 };
	struct ruleset_reader *holder;
	struct ruleset_reader *other;
	const struct ruleset  *held;
	const struct ruleset  *seen = NULL;
	pthread_t              thread;

	(void)state;
	assert_int_equal(ruleset_handle_open(&waiter.handle), STATUS_OK);
	assert_int_equal(ruleset_reader_open(waiter.handle, &holder), STATUS_OK);
	ruleset_publish(waiter.handle, &first);
	held = ruleset_acquire(holder);
	assert_int_equal(pthread_create(&thread, NULL, publish_one, &waiter), 0);
	/* Meanwhile others may come, and see the new one as soon as its thread has run. */
	assert_int_equal(ruleset_reader_open(waiter.handle, &other), STATUS_OK);
	for (int i = 0; i < 1000 && seen != second_seen; i++) {
		(void)nanosleep(&pause, NULL);
		seen = ruleset_acquire(other);
		ruleset_release(other);
	}
	assert_ptr_equal(seen, second_seen);
	assert_false(atomic_load(&waiter.done));
	assert_int_equal(ruleset_rule_count(held), 1);
	ruleset_reader_close(&other);
	ruleset_release(holder);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_true(atomic_load(&waiter.done));
	ruleset_reader_close(&holder);
	ruleset_handle_close(&waiter.handle);
}

enum { READERS = 3, PUBLISHES = 60 };

struct race {
	struct ruleset_handle *handle;
	pthread_barrier_t      begun; /* every reader has read once */
	atomic_bool            stop;
};

/* Reads through to the end of the ruleset: a closed one is unmapped. */
static bool read_once(struct ruleset_reader *reader)
{
	const struct ruleset *ruleset = ruleset_acquire(reader);
	const char           *id = ruleset_rule_id(ruleset_rule_at(ruleset, 0));
	bool                  sound = strcmp(id, "weapons.test.one") == 0;

	ruleset_release(reader);
	return sound;
}

static void *read_on(void *argument)
{
	struct race           *race = argument;
	struct ruleset_reader *reader;
	bool                   sound;

	if (ruleset_reader_open(race->handle, &reader) != STATUS_OK)
		abort();
	sound = read_once(reader);
	(void)pthread_barrier_wait(&race->begun);
	while (sound && !atomic_load(&race->stop)) {
		sound = read_once(reader);
		sched_yield();
	}
	ruleset_reader_close(&reader);
	return sound ? NULL : argument;
}

static void readers_race_a_publisher(void **state)
{
	struct race     race = { 0 };
	struct ruleset *ruleset = support_load_text(text);
	pthread_t       threads[READERS];
	void           *failed;

	(void)state;
	assert_int_equal(pthread_barrier_init(&race.begun, NULL, READERS + 1), 0);
	assert_int_equal(ruleset_handle_open(&race.handle), STATUS_OK);
	ruleset_publish(race.handle, &ruleset);
	for (size_t i = 0; i < READERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_on, &race), 0);
	(void)pthread_barrier_wait(&race.begun);
	for (size_t i = 0; i < PUBLISHES; i++) {
		ruleset = support_load_text(text);
		ruleset_publish(race.handle, &ruleset);
	}
	atomic_store(&race.stop, true);
	for (size_t i = 0; i < READERS; i++) {
		assert_int_equal(pthread_join(threads[i], &failed), 0);
		assert_null(failed);
	}
	ruleset_handle_close(&race.handle);
	assert_int_equal(pthread_barrier_destroy(&race.begun), 0);
}

int main(void)
{
	static struct rows rows;

	rows_add_one(&rows, "nothing is there before the first publish",
	             nothing_is_there_before_the_first_publish);
	rows_add_one(&rows, "the published one is acquired", the_published_one_is_acquired);
	rows_add_one(&rows, "publishing waits for a reader", publishing_waits_for_a_reader);
	rows_add_one(&rows, "readers race a publisher", readers_race_a_publisher);
	return rows_run(&rows, "ruleset_handle");
}
