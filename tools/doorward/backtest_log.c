/* SPDX-License-Identifier: Apache-2.0 */
#include "backtest.h"

#include "audit_reader.h"

#include <stdlib.h>

#define BATCH_BYTES ((size_t)256 * 1024)

struct backtest_log {
	struct audit_reader *reader;
	uint64_t             since_us;
};

enum status backtest_log_open(const char *data, uint64_t since_us, struct backtest_log **log,
                              struct error *err)
{
	struct backtest_log *fresh = calloc(1, sizeof *fresh);
	enum status          status;

	*log = fresh;
	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to read the log");
	fresh->since_us = since_us;
	status = audit_reader_open(data, &fresh->reader, err);
	if (status != STATUS_OK)
		backtest_log_close(log);
	return status;
}

void backtest_log_close(struct backtest_log **log)
{
	if (*log == NULL)
		return;
	audit_reader_close(&(*log)->reader);
	free(*log);
	*log = NULL;
}

static enum status add_line(struct cmd_batch *batch, struct slice line, uint64_t number)
{
	if (batch->count == batch->cap) {
		size_t           cap = batch->cap == 0 ? 256 : batch->cap * 2;
		struct cmd_line *lines = realloc(batch->lines, cap * sizeof *lines);

		if (lines == NULL)
			return STATUS_NO_MEMORY;
		batch->lines = lines;
		batch->cap = cap;
	}
	/* The text's bytes may still move: place_lines() sets the pointer. */
	batch->lines[batch->count++] = (struct cmd_line){ .text = { NULL, line.len },
		                                          .number = number,
		                                          .source = SIZE_MAX };
	buffer_append(&batch->text, line);
	return batch->text.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static void place_lines(struct cmd_batch *batch)
{
	size_t at = 0;

	for (size_t i = 0; i < batch->count; i++) {
		batch->lines[i].text.ptr = batch->text.ptr + at;
		at += batch->lines[i].text.len;
	}
}

enum status backtest_log_next(struct backtest_log *log, struct cmd_batch *batch, struct error *err)
{
	struct audit_place place;
	struct slice       line;
	enum status        status = STATUS_OK;

	buffer_clear(&batch->text);
	batch->count = 0;
	while (status == STATUS_OK && batch->text.len < BATCH_BYTES) {
		status = audit_reader_next(log->reader, &line, &place, err);
		if (status == STATUS_OK && replay_is_since(line, log->since_us))
			status = add_line(batch, line, place.seq);
	}
	place_lines(batch);
	if (status == STATUS_NO_MEMORY)
		return error_set(err, status, NULL, 0, 0, "no memory for a batch of records");
	return status == STATUS_END && batch->count > 0 ? STATUS_OK : status;
}
