/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_lines.h"
#include "test_base_rows.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { LINE_COUNT = 60000, PATH_BYTES = 64 };

struct row {
	const char *label;
	size_t      threads;
};

static const struct row rows[] = {
	{ "one thread keeps the order", 1 },
	{ "two threads keep the order", 2 },
	{ "many threads keep the order", 16 },
};

struct seen {
	atomic_int   busy[CMD_THREADS_MAX]; /* 1 while that thread handles a line */
	atomic_ulong lines;
};

/* Repeats the line. Some take long, so that slots finish out of order. */
static void repeat(void *context, size_t thread, const struct cmd_line *line, struct buffer *out)
{
	struct seen *seen = context;

	assert_int_equal(atomic_exchange(&seen->busy[thread], 1), 0);
	for (volatile int i = 0; i < (line->number % 5000 == 1 ? 2000000 : 0); i++)
		;
	buffer_append(out, line->text);
	buffer_append_char(out, '\n');
	atomic_fetch_add(&seen->lines, 1);
	atomic_store(&seen->busy[thread], 0);
}

static FILE *lines_make(char path[PATH_BYTES])
{
	FILE *file;

	snprintf(path, PATH_BYTES, P_tmpdir "/lines-XXXXXX");
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	file = fdopen(fd, "w+");
	assert_non_null(file);
	for (int i = 0; i < LINE_COUNT; i++)
		fprintf(file, "line number %d, of some length\n", i);
	assert_int_equal(fflush(file), 0);
	return file;
}

static void keeps_order(void **state)
{
	const struct row  *row = *state;
	char               path[PATH_BYTES];
	const char        *paths[] = { path };
	FILE              *in = lines_make(path);
	FILE              *out = tmpfile();
	static struct seen seen;
	struct error       err = { 0 };
	char               expected[64];
	char               got[64];

	memset(&seen, 0, sizeof seen);
	assert_non_null(out);
	const struct cmd_lines lines = { .paths = paths,
		                         .path_count = 1,
		                         .threads = row->threads,
		                         .handle = repeat,
		                         .context = &seen,
		                         .out = out };
	assert_int_equal(cmd_lines_run(&lines, &err), STATUS_OK);
	assert_int_equal(atomic_load(&seen.lines), LINE_COUNT);

	rewind(in);
	rewind(out);
	while (fgets(expected, sizeof expected, in) != NULL) {
		assert_non_null(fgets(got, sizeof got, out));
		assert_string_equal(got, expected);
	}
	assert_null(fgets(got, sizeof got, out));
	fclose(in);
	fclose(out);
	unlink(path);
}

static void missing_file(void **state)
{
	char               path[PATH_BYTES];
	const char        *paths[] = { path, "no-such-file" };
	static struct seen seen;
	struct error       err = { 0 };
	FILE              *in = lines_make(path);

	(void)state;
	memset(&seen, 0, sizeof seen);
	const struct cmd_lines lines = {
		.paths = paths, .path_count = 2, .threads = 3, .handle = repeat, .context = &seen
	};
	assert_int_equal(cmd_lines_run(&lines, &err), STATUS_IO);
	assert_string_equal(err.file, "no-such-file");
	assert_int_equal(atomic_load(&seen.lines), LINE_COUNT);
	fclose(in);
	unlink(path);
}

static void threads_asked(void **state)
{
	(void)state;
	assert_int_equal(cmd_threads(3), 3);
	assert_int_equal(cmd_threads(100000), CMD_THREADS_MAX);
	assert_true(cmd_threads(0) >= 1);
}

int main(void)
{
	struct rows all = { 0 };

	ROWS_ADD(&all, keeps_order, rows);
	rows_add_one(&all, "a missing file ends the run after the lines before it", missing_file);
	rows_add_one(&all, "the number of threads is capped", threads_asked);
	return rows_run(&all, "cmd_lines");
}
