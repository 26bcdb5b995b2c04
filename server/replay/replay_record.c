/* SPDX-License-Identifier: Apache-2.0 */
/* A prompt, or a record of one, on both sides. */
#include "replay.h"

#include "audit_entry.h"

void replay_reset(const struct replay *replay)
{
	engine_worker_reset(replay->old_worker);
	engine_worker_reset(replay->fresh_worker);
}

enum status replay_prompt(const struct replay *replay, const struct engine_prompt *prompt,
                          struct replay_place *place)
{
	struct replay_side old, fresh;
	enum status        status;

	if (place->text.len == 0 && replay->shows_text && prompt->field_count > 0)
		place->text = prompt->fields[0].text;
	status = replay_judge(replay->old_worker, replay->old->ruleset, prompt, &old);
	if (status == STATUS_OK)
		status = replay_judge(replay->fresh_worker, replay->fresh->ruleset, prompt, &fresh);
	if (status == STATUS_OK)
		replay_tally_add(replay->tally, place, &old, &fresh);
	return status;
}

static enum status judge_text(const struct replay               *replay,
                              const struct audit_content_record *record, struct replay_place *place)
{
	const struct audit_entry *entry = record->entry;
	struct arena             *arena = engine_worker_arena(replay->old_worker);
	struct engine_field *fields = ARENA_ARRAY(arena, record->field_count, struct engine_field);
	struct engine_prompt prompt = { .fields = fields,
		                        .field_count = record->field_count,
		                        .policy = entry->policy,
		                        .decoders = ENGINE_DECODE_ALL };
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
	status = replay_prompt(replay, &prompt, place);
	replay->tally->log_text += status == STATUS_OK;
	return status;
}

static enum status decide_findings(const struct replay               *replay,
                                   const struct audit_content_record *record,
                                   struct replay_place               *place)
{
	const struct audit_entry *entry = record->entry;
	struct arena             *arena = engine_worker_arena(replay->old_worker);
	struct slice             *ids = ARENA_ARRAY(arena, entry->finding_count, struct slice);
	struct replay_side        old, fresh;
	enum status               status;

	if (ids == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < entry->finding_count; i++)
		ids[i] = entry->findings[i].rule;
	status = replay_decide(replay->old_worker, replay->old, entry->policy, ids,
	                       entry->finding_count, entry->complete, &old);
	if (status == STATUS_OK)
		status = replay_decide(replay->fresh_worker, replay->fresh, entry->policy, ids,
		                       entry->finding_count, entry->complete, &fresh);
	if (status != STATUS_OK)
		return status;
	replay->tally->log_findings++;
	replay->tally->log_gone += record->kept == AUDIT_KEPT_GONE;
	replay_tally_add(replay->tally, place, &old, &fresh);
	return STATUS_OK;
}

enum status replay_record(const struct replay *replay, const struct audit_content_record *record)
{
	struct replay_place place = { .source = SIZE_MAX,
		                      .number = record->entry->seq,
		                      .id = record->entry->id,
		                      .time = record->entry->time,
		                      .label = REPLAY_NO_LABEL };

	/* The log's own records are no verdicts. */
	if (record->entry->decision.len == 0)
		return STATUS_OK;
	if (record->kept == AUDIT_KEPT_TEXT)
		return judge_text(replay, record, &place);
	return decide_findings(replay, record, &place);
}

enum status replay_line(const struct replay *replay, struct audit_vault *vault, struct slice line)
{
	struct arena               *arena = engine_worker_arena(replay->fresh_worker);
	struct audit_entry          entry;
	struct audit_content_record record = { .entry = &entry };
	enum status                 status = audit_entry_read(line, arena, &entry);

	if (status == STATUS_OK)
		status = audit_content_read(vault, arena, &record);
	return status == STATUS_OK ? replay_record(replay, &record) : status;
}
