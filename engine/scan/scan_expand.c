/* SPDX-License-Identifier: Apache-2.0 */
/* The work list: every view is folded and searched for encoded parts, which become
 * views at the end of the same list, until the end is reached or the budget ends. */
#include "scan_stage.h"

static void take_notes(struct scan_prompt *prompt, const struct decode_view *view)
{
	/* Spliced and joined views repeat what their sources showed. */
	if (view->kind != DECODE_VIEW_AS_SENT && view->kind != DECODE_VIEW_DECODED)
		return;
	prompt->notes[SCAN_NOTE_INVISIBLE] += view->notes.invisible_count;
	prompt->notes[SCAN_NOTE_LOOKALIKE] += view->notes.lookalike_count;
	prompt->notes[SCAN_NOTE_MARKS] += view->notes.mark_stack_count;
}

/* A text in which some word is made of look-alikes only is read once more with
 * those words as Latin ones: mostly they are Russian or Greek, so it is a guess. */
static enum status add_lookalike(struct scan_prompt *prompt, size_t index)
{
	struct decode_view   view = prompt->views.items[index];
	struct decode_purse *purse = &prompt->budget.guesses;

	if (!view.notes.whole_word_lookalikes || view.kind == DECODE_VIEW_LOOKALIKE)
		return STATUS_OK;
	if (purse->views == 0 || purse->bytes < view.text.len) {
		purse->hit = true;
		return STATUS_OK;
	}
	purse->views--;
	purse->bytes -= view.text.len;
	if (view.parent == index)
		view.parent = (uint32_t)prompt->views.count;
	view.kind = DECODE_VIEW_LOOKALIKE;
	view.guessed = true;
	view.clean_map = view.fold_map = NULL;
	view.words = NULL;
	return decode_views_add(&prompt->views, &view) == SIZE_MAX ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status scan_expand(struct scan_prompt *prompt)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < prompt->views.count && status == STATUS_OK; i++) {
		status = decode_view_fold(&prompt->views.items[i], prompt->arena);
		if (status != STATUS_OK)
			break;
		take_notes(prompt, &prompt->views.items[i]);
		status = add_lookalike(prompt, i);
		if (status == STATUS_OK && prompt->prompt->decoders != 0)
			status = decode_expand(&prompt->views, i, prompt->prompt->decoders,
			                       &prompt->budget, &prompt->counts);
	}
	prompt->notes[SCAN_NOTE_CUT] = prompt->budget.guesses.hit;
	return status;
}
