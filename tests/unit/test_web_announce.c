/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "web_announce.h"

#include <stdlib.h>

static struct web_announcements *make(uint64_t start_s)
{
	struct web_announcements *made = calloc(1, sizeof *made);

	assert_non_null(made);
	made->window_count = 1;
	made->windows[0].start_s = start_s;
	return made;
}

/* What is freed too early or never is noticed by the sanitizers. */
static void what_is_held_stays(void **state)
{
	struct web_board                board;
	const struct web_announcements *first, *again, *second;

	(void)state;
	web_board_open(&board);
	assert_null(web_board_hold(&board));
	web_board_drop(&board, NULL);
	web_board_show(&board, make(1));
	first = web_board_hold(&board);
	again = web_board_hold(&board);
	assert_ptr_equal(first, again);
	web_board_drop(&board, again);
	web_board_show(&board, make(2));
	second = web_board_hold(&board);
	assert_int_equal(first->windows[0].start_s, 1);
	assert_int_equal(second->windows[0].start_s, 2);
	web_board_drop(&board, first);
	for (uint64_t i = 3; i < 100; i++)
		web_board_show(&board, make(i));
	web_board_drop(&board, second);
	web_board_show(&board, NULL);
	assert_null(web_board_hold(&board));
	web_board_show(&board, make(100));
	web_board_close(&board);
}

#define TURNS 20000

static void *reader(void *context)
{
	struct web_board *board = context;
	uint64_t          last = 0;

	for (unsigned i = 0; i < TURNS; i++) {
		const struct web_announcements *held = web_board_hold(board);

		if (held == NULL || held->windows[0].start_s < last)
			return NULL;
		last = held->windows[0].start_s;
		web_board_drop(board, held);
	}
	return board;
}

static void readers_never_see_what_is_gone(void **state)
{
	struct web_board board;
	pthread_t        threads[2];
	void            *done;

	(void)state;
	web_board_open(&board);
	web_board_show(&board, make(0));
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, reader, &board), 0);
	for (uint64_t i = 1; i < 2000; i++)
		web_board_show(&board, make(i));
	for (size_t i = 0; i < 2; i++) {
		pthread_join(threads[i], &done);
		assert_ptr_equal(done, &board);
	}
	web_board_close(&board);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "what is held stays", what_is_held_stays);
	rows_add_one(&rows, "readers never see what is gone", readers_never_see_what_is_gone);
	return rows_run(&rows, "web_announce");
}
