/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward backtest`: two rulesets over corpora and logs, on all cores (server/replay). */
#ifndef BACKTEST_H
#define BACKTEST_H

#include "audit_vault.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "cmd_engine.h"
#include "cmd_lines.h"
#include "cmd_reader.h"
#include "eval.h"
#include "replay.h"

#include <stdint.h>
#include <stdio.h>

#define BACKTEST_SAMPLES_MAX 1000u

struct backtest_options;
struct backtest_log;

/* All that the handlers of lines share. What is an array has a cell a thread. */
struct backtest {
	const struct backtest_options *options; /* of cmd_backtest.c */
	struct cmd_engine              old;
	struct cmd_engine              fresh;
	struct replay_rules            old_rules;
	struct replay_rules            fresh_rules;
	struct eval_files              files;
	struct backtest_log           *log;
	struct audit_vault            *vaults[CMD_THREADS_MAX]; /* NULL: no text was ever kept */
	struct replay_tally            tallies[CMD_THREADS_MAX];
	struct replay                  replays[CMD_THREADS_MAX];
};

/* cmd_line_handles with a struct backtest as context: a line of backtest->files, a record. */
void backtest_row_handle(void *context, size_t thread, const struct cmd_line *line,
                         struct buffer *out);
void backtest_record_handle(void *context, size_t thread, const struct cmd_line *line,
                            struct buffer *out);

/* Lines of records in batches, for cmd_lines. `since_us`: records from this time on. STATUS_OK, or
 * as audit_reader_open(). */
MUST_CHECK enum status backtest_log_open(const char *data, uint64_t since_us,
                                         struct backtest_log **log, struct error *err);
void                   backtest_log_close(struct backtest_log **log);
/* A cmd_lines_source, with the log as context: line numbers are the records' numbers. */
MUST_CHECK enum status backtest_log_next(struct backtest_log *log, struct cmd_batch *batch,
                                         struct error *err);

void backtest_print(const struct replay_report *report, FILE *out);

#endif
