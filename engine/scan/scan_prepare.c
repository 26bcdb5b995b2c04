/* SPDX-License-Identifier: Apache-2.0 */
/* Fields become root views: each alone, and, where there are several, the positive
 * ones once more in order with a newline between, so that a phrase that only several
 * fields or messages make together is seen. Where a word or a code seems cut in two
 * ("... pi" | "pe bomb", "%6" | "8"), a third reading has no newline there. */
#include "scan_stage.h"

#include "base_ascii.h"
#include "base_buffer.h"
#include "text_lexicon.h"
#include "text_utf8.h"

#include <string.h>

#define JOINT_TOKEN_MAX 64u /* bytes beside a cut that are looked at */

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

/* ---- joined views ---- */

static bool is_joined(const struct decode_view *view)
{
	return view->kind == DECODE_VIEW_AS_SENT && !view->negative && view->text.len > 0;
}

/* Is it a word, with the punctuation of a sentence around it? */
static bool is_word(const struct scan_prompt *prompt, struct slice token)
{
	char   folded[JOINT_TOKEN_MAX];
	size_t len = 0;

	while (token.len > 0 && memchr(".,;:!?\"')", token.ptr[token.len - 1], 9) != NULL)
		token.len--;
	while (token.len > 0 && memchr("\"'(", token.ptr[0], 3) != NULL)
		token = slice_from(token, 1);
	for (; len < token.len; len++)
		folded[len] = token.ptr[len] >= 'A' && token.ptr[len] <= 'Z'
		                      ? (char)(token.ptr[len] | 0x20)
		                      : token.ptr[len];
	return len > 0 && text_lexicon_rank(prompt->ruleset->lexicon,
	                                    (struct slice){ folded, len }) != TEXT_WORD_NONE;
}

/* Were the two texts cut apart inside a token? So it seems where no space stands between
 * them, and the token before or behind the cut is no word. */
static bool is_cut(const struct scan_prompt *prompt, struct slice left, struct slice right)
{
	size_t start = left.len;
	size_t end = 0;

	while (start > 0 && left.len - start < JOINT_TOKEN_MAX &&
	       !ascii_is_space(left.ptr[start - 1]))
		start--;
	while (end < right.len && end < JOINT_TOKEN_MAX && !ascii_is_space(right.ptr[end]))
		end++;
	return start < left.len && end > 0 &&
	       !(is_word(prompt, slice_from(left, start)) &&
	         is_word(prompt, slice_range(right, 0, end)));
}

enum joint {
	JOINT_NEWLINE, /* between all fields */
	JOINT_NOTHING  /* where they were cut apart; a newline elsewhere */
};

struct joining {
	struct decode_view        view;
	struct buffer             text;
	const struct decode_view *last; /* field */
	size_t                    glued;
};

static void join_field(const struct scan_prompt *prompt, const struct decode_view *field,
                       enum joint joint, struct joining *joining)
{
	struct decode_view *view = &joining->view;
	bool                glues = joint == JOINT_NOTHING && joining->last != NULL &&
	             is_cut(prompt, joining->last->text, field->text);

	joining->glued += glues;
	if (joining->last != NULL && !glues) { /* a joint: nothing in any field */
		view->pieces[view->piece_count++].start = joining->text.len;
		buffer_append_char(&joining->text, '\n');
	}
	view->pieces[view->piece_count] = field->pieces[0];
	view->pieces[view->piece_count++].start = joining->text.len;
	buffer_append(&joining->text, field->text);
	joining->last = field;
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

static enum status add_joined(struct scan_prompt *prompt, enum joint joint)
{
	struct joining joining = { .view = { .kind = DECODE_VIEW_JOINED } };
	size_t         parts;
	size_t         bytes = joined_bytes(&prompt->views, &parts);

	if (parts < 2)
		return STATUS_OK;
	joining.view.pieces = arena_alloc_zero(prompt->arena, 2 * parts,
	                                       sizeof *joining.view.pieces);
	buffer_init_arena(&joining.text, prompt->arena);
	if (joining.view.pieces == NULL || buffer_reserve(&joining.text, bytes) == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < prompt->views.count; i++)
		if (is_joined(&prompt->views.items[i]))
			join_field(prompt, &prompt->views.items[i], joint, &joining);
	joining.view.text = buffer_slice(&joining.text);
	if (joining.text.failed)
		return STATUS_NO_MEMORY;
	if (joint == JOINT_NOTHING && joining.glued == 0)
		return STATUS_OK;
	return add_root(prompt, &joining.view);
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
	if (status == STATUS_OK)
		status = add_joined(prompt, JOINT_NEWLINE);
	if (status == STATUS_OK && prompt->prompt->decoders != 0)
		status = add_joined(prompt, JOINT_NOTHING);
	return status;
}
