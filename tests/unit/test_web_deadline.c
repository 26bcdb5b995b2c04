/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "web_deadline.h"

#include <sys/socket.h>

static bool is_shut(int peer)
{
	char byte;

	return recv(peer, &byte, 1, MSG_DONTWAIT) == 0;
}

static void shuts_whoever_is_late(void **state)
{
	struct web_deadlines deadlines;
	struct web_deadline *late, *early, *free_one;
	int                  a[2], b[2], c[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, a), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, b), 0);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, c), 0);
	web_deadlines_init(&deadlines);
	late = web_deadline_open(&deadlines, a[0]);
	early = web_deadline_open(&deadlines, b[0]);
	free_one = web_deadline_open(&deadlines, c[0]);
	web_deadline_set(late, 1000);
	web_deadline_set(early, 2000);

	assert_int_equal(web_deadlines_enforce(&deadlines, 999), 0);
	assert_int_equal(web_deadlines_enforce(&deadlines, 1500), 1);
	assert_true(is_shut(a[1]));
	assert_false(is_shut(b[1]));
	assert_false(is_shut(c[1]));
	assert_int_equal(web_deadlines_enforce(&deadlines, 1500), 0);
	web_deadline_lift(early);
	assert_int_equal(web_deadlines_enforce(&deadlines, UINT64_MAX - 1), 0);

	web_deadline_close(&deadlines, &early);
	web_deadline_close(&deadlines, &late);
	web_deadline_close(&deadlines, &free_one);
	assert_null(late);
	assert_ptr_equal(deadlines.first.next, &deadlines.first);
	web_deadlines_reset(&deadlines);
	for (int i = 0; i < 2; i++) {
		close(a[i]);
		close(b[i]);
		close(c[i]);
	}
}

static void allows_none(void **state)
{
	(void)state;
	web_deadline_set(NULL, 1);
	web_deadline_lift(NULL);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "shuts whoever is late", shuts_whoever_is_late);
	rows_add_one(&rows, "allows a connection without one", allows_none);
	return rows_run(&rows, "web_deadline");
}
