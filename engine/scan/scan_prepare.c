/* SPDX-License-Identifier: Apache-2.0 */
/* Fields become root views: each alone, and, where there are several, the positive
 * ones once more in order with a newline between, so that a phrase that only several
 * fields or messages make together is seen. */
#include "scan_stage.h"

#include "base_buffer.h"
#include "text_utf8.h"

/* The field's text as valid UTF-8. */
static enum status repair_field(struct scan_prompt *prompt, struct slice text, struct slice *valid,
                                bool *repaired)
{
	size_t replaced = 0;

	*repaired = !text_utf8_valid(text);
	*valid = text;
	if (!*repaired)
		return STATUS_OK;
	prompt->notes[SCAN_NOTE_UTF8]++;
	return text_utf8_repair(text, prompt->arena, valid, &replaced, NULL);
}

static enum status add_root(struct scan_prompt *prompt, struct decode_view *view)
{
	view->parent = (uint32_t)prompt->views.count;
	view->hash = slice_hash(view->text);
	return decode_views_add(&prompt->views, view) == SIZE_MAX ? STATUS_NO_MEMORY : STATUS_OK;
}

static enum status add_field(struct scan_prompt *prompt, uint32_t index)
{
	const struct engine_field *field = &prompt->prompt->fields[index];
	struct decode_piece       *piece = ARENA_NEW(prompt->arena, struct decode_piece);
	struct decode_view         view = { .kind = DECODE_VIEW_AS_SENT,
		                            .negative = field->polarity == ENGINE_NEGATIVE,
		                            .pieces = piece,
		                            .piece_count = 1 };
	enum status                status;

	if (piece == NULL)
		return STATUS_NO_MEMORY;
	*piece = (struct decode_piece){ .field = index, .source_end = field->text.len };
	status = repair_field(prompt, field->text, &view.text, &piece->repaired);
	if (field->replaced && !piece->repaired)
		prompt->notes[SCAN_NOTE_UTF8]++;
	return status == STATUS_OK ? add_root(prompt, &view) : status;
}

/* ---- the joined view ---- */

static bool is_joined(const struct decode_view *view)
{
	return view->kind == DECODE_VIEW_AS_SENT && !view->negative && view->text.len > 0;
}

static size_t joined_bytes(const struct decode_views *views, size_t *parts)
{
	size_t bytes = 0;

	*parts = 0;
	for (size_t i = 0; i < views->count; i++) {
		if (!is_joined(&views->items[i]))
			continue;
		bytes += views->items[i].text.len + 1;
		*parts += 1;
	}
	return bytes;
}

static enum status add_joined(struct scan_prompt *prompt)
{
	struct decode_view view = { .kind = DECODE_VIEW_JOINED };
	struct buffer      text;
	size_t             parts;
	size_t             bytes = joined_bytes(&prompt->views, &parts);

	if (parts < 2)
		return STATUS_OK;
	view.pieces = arena_alloc_zero(prompt->arena, 2 * parts, sizeof *view.pieces);
	buffer_init_arena(&text, prompt->arena);
	if (view.pieces == NULL || buffer_reserve(&text, bytes) == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < prompt->views.count; i++) {
		const struct decode_view *field = &prompt->views.items[i];

		if (!is_joined(field))
			continue;
		if (text.len > 0) { /* a joint: nothing in any field */
			view.pieces[view.piece_count++].start = text.len;
			buffer_append_char(&text, '\n');
		}
		view.pieces[view.piece_count] = field->pieces[0];
		view.pieces[view.piece_count++].start = text.len;
		buffer_append(&text, field->text);
	}
	view.text = buffer_slice(&text);
	return text.failed ? STATUS_NO_MEMORY : add_root(prompt, &view);
}

static enum status list_fields(struct scan_prompt *prompt)
{
	size_t        count = prompt->prompt->field_count;
	struct slice *texts = ARENA_ARRAY(prompt->arena, count, struct slice);

	if (texts == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		texts[i] = prompt->prompt->fields[i].text;
	prompt->fields = (struct decode_fields){ texts, count };
	return STATUS_OK;
}

enum status scan_prepare(struct scan_prompt *prompt)
{
	enum status status = list_fields(prompt);

	decode_views_init(&prompt->views, prompt->ruleset->lexicon, prompt->arena);
	for (size_t i = 0; i < prompt->fields.count && status == STATUS_OK; i++)
		status = add_field(prompt, (uint32_t)i);
	return status == STATUS_OK ? add_joined(prompt) : status;
}
