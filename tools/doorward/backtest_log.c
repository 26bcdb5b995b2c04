/* SPDX-License-Identifier: Apache-2.0 */
#include "backtest.h"

#include "audit_clock.h"
#include "audit_reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BATCH_BYTES ((size_t)256 * 1024)
#define MEMBER      ",\"time\":\""

struct backtest_log {
	struct audit_reader *reader;
	char                 since[AUDIT_TIME_CHARS + 1]; /* "": from the beginning */
};

enum status backtest_log_open(const char *data, uint64_t since_us, struct backtest_log **log,
                              struct error *err)
{
	struct backtest_log *fresh = calloc(1, sizeof *fresh);
	enum status          status;

	*log = fresh;
	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to read the log");
	if (since_us > 0)
		audit_clock_format(since_us, fresh->since);
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

/* Times of records are of one form, so that they sort as texts; the time stands behind the number.
 * A line without one is no verdict of ours: whoever reads it says so. */
static bool is_recent(const struct backtest_log *log, struct slice line)
{
	size_t at = slice_find(line, SLICE_LIT(MEMBER), 0);
	size_t len = strlen(log->since);

	if (len == 0 || at == SIZE_MAX || line.len - at < sizeof MEMBER - 1 + len)
		return true;
	at += sizeof MEMBER - 1;
	return memcmp(line.ptr + at, log->since, len) >= 0;
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
		if (status == STATUS_OK && is_recent(log, line))
			status = add_line(batch, line, place.seq);
	}
	place_lines(batch);
	if (status == STATUS_NO_MEMORY)
		return error_set(err, status, NULL, 0, 0, "no memory for a batch of records");
	return status == STATUS_END && batch->count > 0 ? STATUS_OK : status;
}

/* ---- times ---- */

static bool read_while(const char *text, uint64_t *us)
{
	char              *end = NULL;
	unsigned long long number;

	errno = 0;
	number = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || errno != 0 || number > 1000000 || end[0] == '\0' ||
	    end[1] != '\0')
		return false;
	switch (end[0]) {
	case 'm':
		*us = (uint64_t)number * 60u * 1000000u;
		return true;
	case 'h':
		*us = (uint64_t)number * 3600u * 1000000u;
		return true;
	case 'd':
		*us = (uint64_t)number * 86400u * 1000000u;
		return true;
	default:
		return false;
	}
}

bool backtest_since(const char *text, uint64_t now_us, uint64_t *since_us)
{
	char     day[sizeof "2026-01-31T00:00:00Z"];
	uint64_t ago;

	if (read_while(text, &ago)) {
		*since_us = ago < now_us ? now_us - ago : 0;
		return true;
	}
	if (strlen(text) == sizeof "2026-01-31" - 1) {
		snprintf(day, sizeof day, "%sT00:00:00Z", text);
		text = day;
	}
	return audit_clock_parse(slice_from_cstr(text), since_us);
}
