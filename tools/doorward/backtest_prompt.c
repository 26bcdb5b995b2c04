/* SPDX-License-Identifier: Apache-2.0 */
/* One line of a corpus, one record of a log: judged or decided by both rulesets. */
#include "backtest.h"

#include "audit_content.h"
#include "audit_entry.h"
#include "doorward/request.h"

#include <stdio.h>

/* ---- a line of the corpus ---- */

static enum status row_read(struct slice line, bool benign, struct arena *arena,
                            struct engine_prompt *prompt, struct backtest_place *place,
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
		place->id = row.id;
		place->label = (int)row.label;
		return STATUS_OK;
	}
	if (status == STATUS_NO_MEMORY)
		return status;
	status = request_parse_line(line, arena, &request, err);
	*prompt = request.prompt;
	prompt->explain = false;
	place->id = request.id;
	return status;
}

static enum status both_judge(struct backtest *backtest, size_t thread,
                              struct engine_prompt *prompt, struct backtest_place *place)
{
	struct backtest_side old, fresh;
	enum status          status;

	if (prompt->field_count > 0)
		place->text = prompt->fields[0].text;
	cmd_engine_prepare(&backtest->old, prompt);
	status = backtest_judge(&backtest->old, thread, prompt, &old);
	if (status == STATUS_OK)
		status = backtest_judge(&backtest->fresh, thread, prompt, &fresh);
	if (status == STATUS_OK)
		backtest_tally_add(&backtest->tallies[thread], place, &old, &fresh);
	return status;
}

static void reset(struct backtest *backtest, size_t thread)
{
	engine_worker_reset(backtest->old.workers[thread]);
	engine_worker_reset(backtest->fresh.workers[thread]);
}

void backtest_row_handle(void *context, size_t thread, const struct cmd_line *line,
                         struct buffer *out)
{
	struct backtest        *backtest = context;
	const struct eval_file *file = &backtest->files.items[line->source];
	struct arena           *arena = engine_worker_arena(backtest->old.workers[thread]);
	struct backtest_place   place = {
		  .source = line->source, .number = line->number, .file = file->path, .label = -1
	};
	struct engine_prompt prompt = { 0 };
	struct error         err = { 0 };
	enum status          status = STATUS_LIMIT_REACHED;

	(void)out;
	reset(backtest, thread);
	if (!line->too_long)
		status = row_read(line->text, file->benign, arena, &prompt, &place, &err);
	if (status == STATUS_OK)
		status = both_judge(backtest, thread, &prompt, &place);
	if (status == STATUS_OK) {
		backtest->tallies[thread].corpus++;
		return;
	}
	err.status = status;
	if (status == STATUS_NOT_FOUND)
		snprintf(err.message, sizeof err.message,
		         "its policy is not among the old rules' or the new ones'");
	backtest_tally_fault(&backtest->tallies[thread], file->path, line->number, &err);
}

/* ---- a record ---- */

static enum status record_judge(struct backtest *backtest, size_t thread,
                                const struct audit_content_record *record,
                                struct backtest_place             *place)
{
	const struct audit_entry *entry = record->entry;
	struct arena             *arena = engine_worker_arena(backtest->old.workers[thread]);
	struct engine_field *fields = ARENA_ARRAY(arena, record->field_count, struct engine_field);
	struct engine_prompt prompt = { .fields = fields,
		                        .field_count = record->field_count,
		                        .policy = entry->policy };
	enum status          status;

	if (fields == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < record->field_count; i++)
		fields[i] = (struct engine_field){ .name = record->fields[i].name,
			                           .text = record->fields[i].text,
			                           .polarity = record->fields[i].is_negative
			                                               ? ENGINE_NEGATIVE
			                                               : ENGINE_POSITIVE };
	if (slice_equal_cstr(entry->direction, "output"))
		prompt.direction = ENGINE_OUTPUT;
	status = both_judge(backtest, thread, &prompt, place);
	backtest->tallies[thread].log_text += status == STATUS_OK;
	return status;
}

static enum status record_decide(struct backtest *backtest, size_t thread,
                                 const struct audit_content_record *record,
                                 struct backtest_place             *place)
{
	const struct audit_entry *entry = record->entry;
	struct backtest_tally    *tally = &backtest->tallies[thread];
	struct slice        *ids = ARENA_ARRAY(engine_worker_arena(backtest->old.workers[thread]),
	                                       entry->finding_count, struct slice);
	struct backtest_side old, fresh;
	enum status          status;

	if (ids == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < entry->finding_count; i++)
		ids[i] = entry->findings[i].rule;
	status = backtest_decide(&backtest->old, &backtest->old_rules, thread, entry->policy, ids,
	                         entry->finding_count, entry->complete, &old);
	if (status == STATUS_OK)
		status = backtest_decide(&backtest->fresh, &backtest->fresh_rules, thread,
		                         entry->policy, ids, entry->finding_count, entry->complete,
		                         &fresh);
	if (status != STATUS_OK)
		return status;
	tally->log_findings++;
	tally->log_gone += record->kept == AUDIT_KEPT_GONE;
	backtest_tally_add(tally, place, &old, &fresh);
	return STATUS_OK;
}

static enum status record_handle(struct backtest *backtest, size_t thread, struct slice line,
                                 struct backtest_place *place)
{
	struct arena               *arena = engine_worker_arena(backtest->fresh.workers[thread]);
	struct audit_entry          entry;
	struct audit_content_record record = { .entry = &entry };
	enum status                 status = audit_entry_read(line, arena, &entry);

	/* The log's own records are no verdicts. */
	if (status != STATUS_OK || entry.decision.len == 0)
		return status;
	place->id = entry.id;
	place->time = entry.time;
	status = audit_content_read(backtest->vaults[thread], arena, &record);
	if (status != STATUS_OK)
		return status;
	if (record.kept == AUDIT_KEPT_TEXT)
		return record_judge(backtest, thread, &record, place);
	return record_decide(backtest, thread, &record, place);
}

void backtest_record_handle(void *context, size_t thread, const struct cmd_line *line,
                            struct buffer *out)
{
	struct backtest      *backtest = context;
	struct backtest_place place = { .source = SIZE_MAX, .number = line->number, .label = -1 };
	struct error          err = { 0 };

	(void)out;
	reset(backtest, thread);
	err.status = record_handle(backtest, thread, line->text, &place);
	if (err.status == STATUS_NOT_FOUND)
		snprintf(err.message, sizeof err.message,
		         "its policy is not among the old rules' or the new ones'");
	if (err.status != STATUS_OK)
		backtest_tally_fault(&backtest->tallies[thread], "record", line->number, &err);
}
