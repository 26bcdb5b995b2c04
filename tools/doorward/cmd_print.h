/* SPDX-License-Identifier: Apache-2.0 */
/* What the program says: complaints, tables, colour and progress. Colour and progress
 * appear on a terminal only; NO_COLOR switches colour off. */
#ifndef CMD_PRINT_H
#define CMD_PRINT_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* "doorward: ..." and a newline, on standard error. */
void cmd_complain(const char *format, ...) PRINTF_FORMAT(1, 2);

/* "doorward: file:line:column: message", on standard error. An error without a message says
 * the text of its status. */
void cmd_complain_error(const struct error *err);

/* Writes and empties the buffer. False, with a complaint, when the buffer had failed; what the
 * stream itself lost shows in cmd_finish(). */
bool cmd_emit(struct buffer *buffer, FILE *out);

/* At the end of the program: `exit_code`, or CMD_FAILED when standard output could not be
 * written. */
int cmd_finish(int exit_code);

enum cmd_colour { CMD_PLAIN, CMD_BOLD, CMD_RED, CMD_YELLOW, CMD_GREEN, CMD_DIM };

/* The sequence that begins a colour on `out`, and the one that ends any; "" when `out` shows none.
 * Static. */
const char *cmd_colour_begin(FILE *out, enum cmd_colour colour);
const char *cmd_colour_end(FILE *out);

/* A table: cells by rows, as wide as their longest cell. */
#define CMD_COLUMNS_MAX 10

struct cmd_table {
	const char   *columns; /* a letter a column: "l" left, "r" right */
	struct buffer cells;   /* each ends in NUL */
	size_t        count;
	size_t        widths[CMD_COLUMNS_MAX];
};

void cmd_table_open(struct cmd_table *table, const char *columns);
void cmd_table_cell(struct cmd_table *table, const char *format, ...) PRINTF_FORMAT(2, 3);
/* Prints it, the first row in bold, and frees it. Trailing blanks are left out. */
void cmd_table_close(struct cmd_table *table, FILE *out);

/* One line on a terminal that tells how far long work has come; silent elsewhere. */
struct cmd_progress {
	bool        shown;
	const char *what;        /* is counted: "lines" unless changed */
	uint64_t    total_bytes; /* 0: unknown */
	uint64_t    last_ms;
};

void cmd_progress_open(struct cmd_progress *progress, uint64_t total_bytes);
void cmd_progress_step(struct cmd_progress *progress, uint64_t bytes, uint64_t lines);
void cmd_progress_close(struct cmd_progress *progress);

/* Milliseconds of a clock that never runs backwards. */
uint64_t cmd_now_ms(void);

#endif
