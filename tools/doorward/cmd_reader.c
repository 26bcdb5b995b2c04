/* SPDX-License-Identifier: Apache-2.0 */
/* A batch is what one read() brought, up to its last line end; what is behind it waits
 * in `rest` for the next batch:
 *
 *     read 1   {"text":"a"}\n{"text":"b"}\n{"te       batch 1 = a, b      rest = {"te
 *     read 2   xt":"c"}\n                             batch 2 = c         rest = (empty)
 *
 * A line that outgrows CMD_LINE_BYTES_MAX is given up at once: it appears as a line that
 * is too long, and its bytes are dropped until the next line end. Memory is so bounded by
 * one line and one read, whatever the file. */
#include "cmd_reader.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_BYTES ((size_t)256 * 1024)

void cmd_batch_init(struct cmd_batch *batch)
{
	*batch = (struct cmd_batch){ 0 };
	buffer_init_heap(&batch->text);
}

void cmd_batch_free(struct cmd_batch *batch)
{
	buffer_free(&batch->text);
	free(batch->lines);
	*batch = (struct cmd_batch){ 0 };
}

void cmd_reader_open(struct cmd_reader *reader, const char *const *paths, size_t count)
{
	*reader = (struct cmd_reader){ .paths = paths, .path_count = count, .fd = -1 };
	buffer_init_heap(&reader->rest);
}

static void file_close(struct cmd_reader *reader)
{
	if (reader->fd > STDERR_FILENO)
		close(reader->fd);
	reader->fd = -1;
}

void cmd_reader_close(struct cmd_reader *reader)
{
	file_close(reader);
	buffer_free(&reader->rest);
}

static enum status file_open(struct cmd_reader *reader, struct error *err)
{
	const char *path = reader->paths[reader->source];

	reader->number = 0;
	reader->skipping = false;
	buffer_clear(&reader->rest);
	reader->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (reader->fd < 0)
		return error_set(err, STATUS_IO, path, 0, 0, "%s", strerror(errno));
	return STATUS_OK;
}

/* Appends one read to the batch's text. STATUS_END at the end of the file. */
static enum status chunk_read(struct cmd_reader *reader, struct cmd_batch *batch, struct error *err)
{
	char   *to = buffer_reserve(&batch->text, READ_BYTES);
	ssize_t got;

	if (to == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0,
		                 "no memory for a batch of lines");
	do
		got = read(reader->fd, to, READ_BYTES);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return error_set(err, STATUS_IO, reader->paths[reader->source], 0, 0, "%s",
		                 strerror(errno));
	batch->text.len += (size_t)got;
	reader->bytes += (uint64_t)got;
	return got == 0 ? STATUS_END : STATUS_OK;
}

static enum status line_add(struct cmd_reader *reader, struct cmd_batch *batch, struct slice text,
                            bool too_long)
{
	if (batch->count == batch->cap) {
		size_t           cap = batch->cap == 0 ? 256 : batch->cap * 2;
		struct cmd_line *lines = realloc(batch->lines, cap * sizeof *lines);

		if (lines == NULL)
			return STATUS_NO_MEMORY;
		batch->lines = lines;
		batch->cap = cap;
	}
	batch->lines[batch->count++] = (struct cmd_line){ .text = text,
		                                          .number = reader->number,
		                                          .source = reader->source,
		                                          .too_long = too_long };
	return STATUS_OK;
}

/* One whole line, its end taken off: counts it, and keeps it unless it is blank. */
static enum status line_take(struct cmd_reader *reader, struct cmd_batch *batch, struct slice text)
{
	reader->number++;
	reader->lines++;
	if (reader->number == 1 && slice_starts_with(text, SLICE_LIT("\xEF\xBB\xBF")))
		text = slice_from(text, 3);
	if (text.len > 0 && text.ptr[text.len - 1] == '\r')
		text.len--;
	return slice_trim(text).len == 0 ? STATUS_OK : line_add(reader, batch, text, false);
}

/* Cuts the text into lines. What follows the last line end goes to `rest`. */
static enum status text_split(struct cmd_reader *reader, struct cmd_batch *batch)
{
	struct slice text = buffer_slice(&batch->text);
	enum status  status = STATUS_OK;

	while (status == STATUS_OK && text.len > 0) {
		const char *end = memchr(text.ptr, '\n', text.len);

		if (end == NULL)
			break;
		size_t len = (size_t)(end - text.ptr);
		if (reader->skipping)
			reader->skipping = false;
		else
			status = line_take(reader, batch, slice_range(text, 0, len));
		text = slice_from(text, len + 1);
	}
	buffer_clear(&reader->rest);
	if (!reader->skipping)
		buffer_append(&reader->rest, text);
	return reader->rest.failed ? STATUS_NO_MEMORY : status;
}

/* The file has ended: what is left is a line without an end. */
static enum status file_finish(struct cmd_reader *reader, struct cmd_batch *batch)
{
	enum status status = STATUS_OK;

	if (!reader->skipping && batch->text.len > 0)
		status = line_take(reader, batch, buffer_slice(&batch->text));
	buffer_clear(&reader->rest);
	file_close(reader);
	reader->source++;
	return status;
}

static enum status rest_check(struct cmd_reader *reader, struct cmd_batch *batch)
{
	if (reader->rest.len <= CMD_LINE_BYTES_MAX)
		return STATUS_OK;
	reader->number++;
	reader->lines++;
	reader->skipping = true;
	buffer_clear(&reader->rest);
	return line_add(reader, batch, SLICE_NONE, true);
}

/* One read and what it brings. STATUS_OK also when no line was complete. */
static enum status step(struct cmd_reader *reader, struct cmd_batch *batch, struct error *err)
{
	enum status status = reader->fd < 0 ? file_open(reader, err) : STATUS_OK;

	if (status != STATUS_OK)
		return status;
	buffer_clear(&batch->text);
	batch->count = 0;
	buffer_append(&batch->text, buffer_slice(&reader->rest));

	status = chunk_read(reader, batch, err);
	if (status == STATUS_END)
		return file_finish(reader, batch);
	if (status == STATUS_OK)
		status = text_split(reader, batch);
	if (status == STATUS_OK)
		status = rest_check(reader, batch);
	return status;
}

enum status cmd_reader_next(struct cmd_reader *reader, struct cmd_batch *batch, struct error *err)
{
	enum status status = STATUS_OK;

	batch->count = 0;
	while (status == STATUS_OK && batch->count == 0) {
		if (reader->source == reader->path_count)
			return STATUS_END;
		status = step(reader, batch, err);
	}
	return status;
}

uint64_t cmd_reader_total(const char *const *paths, size_t count)
{
	uint64_t total = 0;

	for (size_t i = 0; i < count; i++) {
		struct stat about;

		if (stat(paths[i], &about) != 0 || !S_ISREG(about.st_mode))
			return 0;
		total += (uint64_t)about.st_size;
	}
	return total;
}
