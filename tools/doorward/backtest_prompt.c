/* SPDX-License-Identifier: Apache-2.0 */
/* One line of a corpus, one record of a log, for replay. */
#include "backtest.h"

#include "doorward/request.h"

#include <stdio.h>

static void fault_add(struct backtest *backtest, size_t thread, const char *place, uint64_t number,
                      struct error *err)
{
	if (err->status == STATUS_NOT_FOUND)
		snprintf(err->message, sizeof err->message,
		         "its policy is not among the old rules' or the new ones'");
	replay_tally_fault(&backtest->tallies[thread], place, number, err);
}

/* A labelled row, or else a native request. */
static enum status row_read(struct slice line, bool benign, struct arena *arena,
                            struct engine_prompt *prompt, struct replay_place *place,
                            struct error *err)
{
	struct engine_field *fields = ARENA_ARRAY(arena, 2, struct engine_field);
	struct eval_row      row;
	struct request       request = { 0 };
	enum status          status = eval_row_parse(line, benign, arena, &row, NULL);

	if (fields == NULL)
		return STATUS_NO_MEMORY;
	if (status == STATUS_OK) {
		fields[0] = (struct engine_field){ .name = SLICE_LIT("prompt"),
			                           .text = row.text,
			                           .replaced = row.replaced };
		fields[1] = (struct engine_field){ .name = SLICE_LIT("negative_prompt"),
			                           .text = row.negative,
			                           .polarity = ENGINE_NEGATIVE };
		*prompt = (struct engine_prompt){ .fields = fields,
			                          .field_count = row.negative.len > 0 ? 2 : 1 };
		place->label = (enum replay_label)row.label;
		return STATUS_OK;
	}
	if (status == STATUS_NO_MEMORY)
		return status;
	status = request_parse_line(line, arena, &request, err);
	*prompt = request.prompt;
	prompt->explain = false;
	return status;
}

void backtest_row_handle(void *context, size_t thread, const struct cmd_line *line,
                         struct buffer *out)
{
	struct backtest        *backtest = context;
	const struct eval_file *file = &backtest->files.items[line->source];
	struct arena           *arena = engine_worker_arena(backtest->old.workers[thread]);
	struct replay_place     place = { .source = line->source,
		                          .number = line->number,
		                          .file = file->path,
		                          .label = REPLAY_NO_LABEL };
	struct engine_prompt    prompt = { 0 };
	struct error            err = { 0 };
	enum status             status = STATUS_LIMIT_REACHED;

	(void)out;
	replay_reset(&backtest->replays[thread]);
	if (!line->too_long)
		status = row_read(line->text, file->benign, arena, &prompt, &place, &err);
	if (status == STATUS_OK) {
		cmd_engine_prepare(&backtest->old, &prompt);
		status = replay_prompt(&backtest->replays[thread], &prompt, &place);
	}
	backtest->tallies[thread].corpus += status == STATUS_OK;
	err.status = status;
	if (status != STATUS_OK)
		fault_add(backtest, thread, file->path, line->number, &err);
}

void backtest_record_handle(void *context, size_t thread, const struct cmd_line *line,
                            struct buffer *out)
{
	struct backtest *backtest = context;
	struct error     err = { 0 };

	(void)out;
	replay_reset(&backtest->replays[thread]);
	err.status = replay_line(&backtest->replays[thread], backtest->vaults[thread], line->text);
	if (err.status != STATUS_OK)
		fault_add(backtest, thread, "record", line->number, &err);
}
