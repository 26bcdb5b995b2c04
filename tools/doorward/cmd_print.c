/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_print.h"

#include "cmd.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PROGRESS_STEP_MS 200

void cmd_complain(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("doorward: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
}

void cmd_complain_error(const struct error *err)
{
	struct buffer text;

	buffer_init_heap(&text);
	error_print(err, &text);
	if (err->message[0] == '\0')
		buffer_append_cstr(&text, status_text(err->status));
	cmd_complain("%.*s", SLICE_ARG(buffer_slice(&text)));
	buffer_free(&text);
}

bool cmd_emit(struct buffer *buffer, FILE *out)
{
	if (buffer->failed) {
		cmd_complain("%s", status_text(STATUS_NO_MEMORY));
		return false;
	}
	fwrite(buffer->ptr, 1, buffer->len, out);
	buffer_clear(buffer);
	return true;
}

int cmd_finish(int exit_code)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return exit_code;
	cmd_complain("standard output could not be written: %s", strerror(errno));
	return CMD_FAILED;
}

static bool colour_shown(FILE *out)
{
	const char *refused = getenv("NO_COLOR");
	const char *terminal = getenv("TERM");

	if (refused != NULL && refused[0] != '\0')
		return false;
	if (terminal == NULL || strcmp(terminal, "dumb") == 0)
		return false;
	return isatty(fileno(out)) == 1;
}

const char *cmd_colour_begin(FILE *out, enum cmd_colour colour)
{
	static const char *const sequences[] = {
		[CMD_PLAIN] = "",          [CMD_BOLD] = "\033[1m",   [CMD_RED] = "\033[31m",
		[CMD_YELLOW] = "\033[33m", [CMD_GREEN] = "\033[32m", [CMD_DIM] = "\033[2m",
	};

	return colour_shown(out) ? sequences[colour] : "";
}

const char *cmd_colour_end(FILE *out)
{
	return colour_shown(out) ? "\033[0m" : "";
}

/* Columns on a screen: every byte that begins a character. */
static size_t shown_width(const char *text)
{
	size_t width = 0;

	for (; *text != '\0'; text++)
		width += ((unsigned char)*text & 0xC0) != 0x80;
	return width;
}

void cmd_table_open(struct cmd_table *table, const char *columns)
{
	assert(strlen(columns) <= CMD_COLUMNS_MAX);
	*table = (struct cmd_table){ .columns = columns };
	buffer_init_heap(&table->cells);
}

void cmd_table_cell(struct cmd_table *table, const char *format, ...)
{
	char    text[512];
	va_list arguments;
	size_t  column = table->count++ % strlen(table->columns);

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);

	buffer_append(&table->cells, (struct slice){ text, strlen(text) + 1 });
	if (shown_width(text) > table->widths[column])
		table->widths[column] = shown_width(text);
}

static void cell_print(const struct cmd_table *table, size_t column, const char *cell, FILE *out)
{
	bool last = table->columns[column + 1] == '\0';
	int  pad = (int)(table->widths[column] - shown_width(cell));

	if (table->columns[column] == 'r')
		fprintf(out, "%*s%s", pad, "", cell);
	else
		fprintf(out, "%s%*s", cell, last ? 0 : pad, "");
	fputs(last ? "\n" : "  ", out);
}

void cmd_table_close(struct cmd_table *table, FILE *out)
{
	size_t      columns = strlen(table->columns);
	const char *cell = table->cells.ptr;

	assert(table->count % columns == 0);
	for (size_t i = 0; i < table->count && !table->cells.failed; i++) {
		if (i == 0)
			fputs(cmd_colour_begin(out, CMD_BOLD), out);
		if (i == columns)
			fputs(cmd_colour_end(out), out);
		cell_print(table, i % columns, cell, out);
		cell += strlen(cell) + 1;
	}
	if (table->count == columns)
		fputs(cmd_colour_end(out), out);
	buffer_free(&table->cells);
}

uint64_t cmd_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void cmd_progress_open(struct cmd_progress *progress, uint64_t total_bytes)
{
	*progress = (struct cmd_progress){ .shown = isatty(STDERR_FILENO) == 1,
		                           .what = "lines",
		                           .total_bytes = total_bytes,
		                           .last_ms = cmd_now_ms() };
}

void cmd_progress_step(struct cmd_progress *progress, uint64_t bytes, uint64_t lines)
{
	if (!progress->shown || cmd_now_ms() - progress->last_ms < PROGRESS_STEP_MS)
		return;
	progress->last_ms = cmd_now_ms();
	fprintf(stderr, "\r\033[K%llu %s", (unsigned long long)lines, progress->what);
	if (progress->total_bytes > 0)
		fprintf(stderr, "  %llu %%",
		        (unsigned long long)(bytes * 100 / progress->total_bytes));
	fflush(stderr);
}

void cmd_progress_close(struct cmd_progress *progress)
{
	if (progress->shown)
		fputs("\r\033[K", stderr);
}
