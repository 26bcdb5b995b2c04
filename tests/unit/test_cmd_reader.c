/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_reader.h"
#include "test_base_rows.h"

#include <stdlib.h>

enum { LINES_MAX = 8, PATH_BYTES = 64 };

/* A file with these bytes; the caller removes it. */
static void file_make(char path[PATH_BYTES], const char *bytes, size_t len)
{
	snprintf(path, PATH_BYTES, P_tmpdir "/reader-XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	while (len > 0) {
		ssize_t wrote = write(fd, bytes, len);

		assert_true(wrote > 0);
		bytes += wrote;
		len -= (size_t)wrote;
	}
	close(fd);
}

struct row {
	const char  *label;
	struct slice file;
	const char  *lines[LINES_MAX];
	uint64_t     numbers[LINES_MAX];
};

static const struct row rows[] = {
	{ "an empty file has no line", SLICE_INIT(""), { NULL }, { 0 } },
	{ "a line needs no end", SLICE_INIT("a"), { "a" }, { 1 } },
	{ "each line has its number", SLICE_INIT("a\nb\n"), { "a", "b" }, { 1, 2 } },
	{ "blank lines are left out but counted",
	  SLICE_INIT("\na\n  \n\nb"),
	  { "a", "b" },
	  { 2, 5 } },
	{ "CR LF ends a line", SLICE_INIT("a\r\nb\r\n"), { "a", "b" }, { 1, 2 } },
	{ "a byte order mark at the beginning is no text",
	  SLICE_INIT("\xEF\xBB\xBF"
	             "a\n"),
	  { "a" },
	  { 1 } },
	{ "a byte order mark elsewhere is text",
	  SLICE_INIT("a\n\xEF\xBB\xBF"
	             "b\n"),
	  { "a", "\xEF\xBB\xBF"
	         "b" },
	  { 1, 2 } },
};

static void splits(void **state)
{
	const struct row *row = *state;
	char              path[PATH_BYTES];
	const char       *paths[] = { path };
	struct cmd_reader reader;
	struct cmd_batch  batch;
	struct error      err = { 0 };
	size_t            seen = 0;

	file_make(path, row->file.ptr, row->file.len);
	cmd_batch_init(&batch);
	cmd_reader_open(&reader, paths, 1);
	while (cmd_reader_next(&reader, &batch, &err) == STATUS_OK) {
		for (size_t i = 0; i < batch.count; i++, seen++) {
			assert_non_null(row->lines[seen]);
			assert_true(slice_equal_cstr(batch.lines[i].text, row->lines[seen]));
			assert_int_equal(batch.lines[i].number, row->numbers[seen]);
			assert_false(batch.lines[i].too_long);
		}
	}
	assert_int_equal(err.status, STATUS_OK);
	assert_null(row->lines[seen]);
	cmd_reader_close(&reader);
	cmd_batch_free(&batch);
	unlink(path);
}

/* A line of `len` letters between two short ones. */
static void long_line_check(size_t len, bool too_long)
{
	char              path[PATH_BYTES];
	const char       *paths[] = { path };
	char             *bytes = malloc(len + 4);
	struct cmd_reader reader;
	struct cmd_batch  batch;
	struct error      err = { 0 };
	uint64_t          number = 0;

	assert_non_null(bytes);
	memset(bytes, 'x', len + 4);
	memcpy(bytes, "a\n", 2);
	memcpy(bytes + len + 2, "\nb", 2);
	file_make(path, bytes, len + 4);

	cmd_batch_init(&batch);
	cmd_reader_open(&reader, paths, 1);
	while (cmd_reader_next(&reader, &batch, &err) == STATUS_OK) {
		for (size_t i = 0; i < batch.count; i++) {
			const struct cmd_line *line = &batch.lines[i];

			assert_int_equal(line->number, ++number);
			assert_int_equal(line->too_long, number == 2 && too_long);
			if (number != 2)
				assert_true(slice_equal_cstr(line->text, number == 1 ? "a" : "b"));
			else if (!too_long)
				assert_int_equal(line->text.len, len);
		}
	}
	assert_int_equal(number, 3);
	assert_true(batch.text.cap <= (size_t)3 * CMD_LINE_BYTES_MAX);
	cmd_reader_close(&reader);
	cmd_batch_free(&batch);
	free(bytes);
	unlink(path);
}

static void longest_line(void **state)
{
	(void)state;
	long_line_check(CMD_LINE_BYTES_MAX - 1, false);
}

static void line_too_long(void **state)
{
	(void)state;
	long_line_check((size_t)CMD_LINE_BYTES_MAX * 4, true);
}

static void missing_file(void **state)
{
	const char       *paths[] = { "no-such-file.jsonl" };
	struct cmd_reader reader;
	struct cmd_batch  batch;
	struct error      err = { 0 };

	(void)state;
	cmd_batch_init(&batch);
	cmd_reader_open(&reader, paths, 1);
	assert_int_equal(cmd_reader_next(&reader, &batch, &err), STATUS_IO);
	assert_string_equal(err.file, "no-such-file.jsonl");
	cmd_reader_close(&reader);
	cmd_batch_free(&batch);
}

static void two_files(void **state)
{
	char              first[PATH_BYTES];
	char              second[PATH_BYTES];
	const char       *paths[] = { first, second };
	struct cmd_reader reader;
	struct cmd_batch  batch;
	struct error      err = { 0 };

	(void)state;
	file_make(first, "a\nb", 3);
	file_make(second, "c\n", 2);
	cmd_batch_init(&batch);
	cmd_reader_open(&reader, paths, 2);
	size_t seen = 0;
	while (cmd_reader_next(&reader, &batch, &err) == STATUS_OK) {
		for (size_t i = 0; i < batch.count; i++, seen++) {
			assert_int_equal(batch.lines[i].source, seen < 2 ? 0 : 1);
			assert_int_equal(batch.lines[i].number, seen < 2 ? seen + 1 : 1);
		}
	}
	assert_int_equal(seen, 3);
	cmd_reader_close(&reader);
	cmd_batch_free(&batch);
	unlink(first);
	unlink(second);
}

int main(void)
{
	struct rows all = { 0 };

	ROWS_ADD(&all, splits, rows);
	rows_add_one(&all, "the longest line allowed is whole", longest_line);
	rows_add_one(&all, "a longer one is given up in bounded memory", line_too_long);
	rows_add_one(&all, "a missing file is named", missing_file);
	rows_add_one(&all, "lines are numbered in each file", two_files);
	return rows_run(&all, "cmd_reader");
}
