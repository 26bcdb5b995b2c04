/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_queue.h"
#include "test_base_rows.h"

#include <stdatomic.h>
#include <time.h>

static const struct audit_company alone = { 0 };

static enum status put(struct audit_queue *queue, const char *body, struct audit_ticket *ticket)
{
	return audit_queue_put(
		queue, &(struct audit_parcel){ .body = slice_from_cstr(body), .ticket = ticket });
}

static void gives_records_in_order(void **state)
{
	struct audit_queue  queue;
	struct audit_batch *batch;
	struct audit_ticket tickets[3] = { 0 };
	struct audit_parcel parcel = { SLICE_LIT("seventeen letters"), SLICE_LIT("a text"), NULL };
	size_t              offset = 0;

	(void)state;
	assert_int_equal(audit_queue_open(&queue, 1 << 20), STATUS_OK);
	assert_int_equal(put(&queue, "one", &tickets[0]), STATUS_OK);
	assert_int_equal(audit_queue_put(&queue, &parcel), STATUS_OK);
	assert_int_equal(put(&queue, "three", &tickets[2]), STATUS_OK);
	assert_int_equal(audit_queue_backlog(&queue), 3);

	batch = audit_queue_take(&queue, 1000, alone);
	assert_non_null(batch);
	assert_int_equal(batch->records, 3);
	assert_true(audit_batch_next(batch, &offset, &parcel));
	assert_true(slice_equal_cstr(parcel.body, "one") && parcel.ticket == &tickets[0]);
	assert_true(audit_batch_next(batch, &offset, &parcel));
	assert_true(slice_equal_cstr(parcel.body, "seventeen letters") && parcel.ticket == NULL);
	assert_true(slice_equal_cstr(parcel.content, "a text"));
	assert_true(audit_batch_next(batch, &offset, &parcel));
	assert_true(slice_equal_cstr(parcel.body, "three") && parcel.ticket == &tickets[2]);
	assert_false(audit_batch_next(batch, &offset, &parcel));

	audit_batch_wipe(batch);
	offset = 0;
	for (unsigned i = 0; i < 2; i++)
		assert_true(audit_batch_next(batch, &offset, &parcel));
	assert_true(slice_equal_cstr(parcel.body, "seventeen letters"));
	assert_true(slice_equal(parcel.content, SLICE_LIT("\0\0\0\0\0\0")));

	audit_queue_settle(&queue, 3);
	assert_int_equal(audit_queue_backlog(&queue), 0);
	assert_null(audit_queue_take(&queue, 1000, alone));
	audit_queue_close(&queue);
}

static void takes_while_one_is_written(void **state)
{
	struct audit_queue  queue;
	struct audit_batch *first, *second;

	(void)state;
	assert_int_equal(audit_queue_open(&queue, 1 << 20), STATUS_OK);
	assert_int_equal(put(&queue, "one", NULL), STATUS_OK);
	first = audit_queue_take(&queue, 1000, alone);
	assert_int_equal(put(&queue, "two", NULL), STATUS_OK);
	assert_int_equal(first->records, 1);
	second = audit_queue_take(&queue, 1000, alone);
	assert_ptr_not_equal(first, second);
	assert_int_equal(second->records, 1);
	audit_queue_close(&queue);
}

static void says_when_it_is_full(void **state)
{
	static const char         kilobyte[1000] = "";
	const struct audit_parcel parcel = { .body = { kilobyte, sizeof kilobyte } };
	struct audit_queue        queue;
	unsigned                  taken = 0;

	(void)state;
	assert_int_equal(audit_queue_open(&queue, 64 << 10), STATUS_OK);
	while (taken < 100 && audit_queue_put(&queue, &parcel) == STATUS_OK)
		taken++;
	assert_int_equal(taken, 32); /* 24 bytes of bookkeeping each */
	assert_non_null(audit_queue_take(&queue, 1000, alone));
	assert_int_equal(put(&queue, "one", NULL), STATUS_OK);
	audit_queue_close(&queue);
}

static void takes_nothing_once_shut(void **state)
{
	struct audit_queue queue;

	(void)state;
	assert_int_equal(audit_queue_open(&queue, 64 << 10), STATUS_OK);
	assert_int_equal(put(&queue, "one", NULL), STATUS_OK);
	audit_queue_shut(&queue);
	assert_int_equal(put(&queue, "two", NULL), STATUS_LIMIT_REACHED);
	assert_non_null(audit_queue_take(&queue, 1000000, alone));
	assert_null(audit_queue_take(&queue, 1000000, alone));
	audit_queue_close(&queue);
}

struct feeder {
	struct audit_queue *queue;
	atomic_bool         is_over;
};

static void *feed(void *context)
{
	const struct timespec pause = { .tv_nsec = 20000 };
	struct feeder        *feeder = context;

	while (!atomic_load(&feeder->is_over)) {
		assert_int_equal(put(feeder->queue, "one more", NULL), STATUS_OK);
		nanosleep(&pause, NULL);
	}
	return NULL;
}

/* Eight make a whole group. Then one comes after the other without end: four are enough. */
static void half_of_all_are_a_group(void **state)
{
	const struct audit_company company = { .us = 5000000, .is_awaited = true };
	struct audit_queue         queue;
	struct audit_batch        *batch;
	struct feeder              feeder = { .queue = &queue };
	pthread_t                  thread;

	(void)state;
	assert_int_equal(audit_queue_open(&queue, 64 << 20), STATUS_OK);
	for (unsigned i = 0; i < 8; i++)
		assert_int_equal(put(&queue, "one", NULL), STATUS_OK);
	assert_int_equal(audit_queue_take(&queue, 1000000, company)->records, 8);
	assert_int_equal(pthread_create(&thread, NULL, feed, &feeder), 0);
	batch = audit_queue_take(&queue, 5000000, company);
	assert_non_null(batch);
	assert_in_range(batch->records, 4, 2000); /* 5 s are 60,000 */
	atomic_store(&feeder.is_over, true);
	pthread_join(thread, NULL);
	audit_queue_close(&queue);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "gives records in order", gives_records_in_order);
	rows_add_one(&rows, "takes records while others are written", takes_while_one_is_written);
	rows_add_one(&rows, "says when it is full", says_when_it_is_full);
	rows_add_one(&rows, "half of all are a group", half_of_all_are_a_group);
	rows_add_one(&rows, "takes nothing once it is shut", takes_nothing_once_shut);
	return rows_run(&rows, "audit_queue");
}
