/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of a table as cmocka tests: one test a row, named by the row's label, which is
 * the row's first member.
 *
 *     struct rows rows = { 0 };
 *     ROWS_ADD(&rows, trims, trim_rows);
 *     return rows_run(&rows, "slice"); */
#ifndef TEST_BASE_ROWS_H
#define TEST_BASE_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <assert.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ROWS_MAX = 512 };

struct rows {
	struct CMUnitTest tests[ROWS_MAX];
	size_t            count;
};

static inline void rows_add(struct rows *rows, CMUnitTestFunction test, const void *table,
                            size_t count, size_t stride)
{
	assert(rows->count + count <= ROWS_MAX);
	for (size_t i = 0; i < count; i++) {
		const char *row = (const char *)table + i * stride;
		const char *label;

		memcpy(&label, row, sizeof label);
		rows->tests[rows->count++] = (struct CMUnitTest){
			.name = label,
			.test_func = test,
			.initial_state = (void *)(uintptr_t)row,
		};
	}
}

#define ROWS_ADD(rows, test, table)                                                                \
	rows_add((rows), (test), (table), sizeof(table) / sizeof(table)[0], sizeof(table)[0])

static inline void rows_add_one(struct rows *rows, const char *name, CMUnitTestFunction test)
{
	assert(rows->count < ROWS_MAX);
	rows->tests[rows->count++] = (struct CMUnitTest){ .name = name, .test_func = test };
}

static inline int rows_run(struct rows *rows, const char *group)
{
	return _cmocka_run_group_tests(group, rows->tests, rows->count, NULL, NULL);
}

/* Does `function` end in a failed assertion? Tried in a child, so that the test goes on. */
static inline bool dies(void (*function)(void))
{
	int   status = 0;
	pid_t child = fork();

	if (child == 0) {
		/* The assertion's own message is no news here. */
		if (freopen("/dev/null", "w", stderr) == NULL)
			_exit(2);
		function();
		_exit(0);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

#endif
