/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_view.h"

#include <assert.h>

const char *decode_view_kind_name(enum decode_view_kind kind)
{
	static const char *const names[] = { "as_sent", "joined", "spliced", "decoded",
		                             "lookalike" };

	assert((size_t)kind < sizeof names / sizeof names[0]);
	return names[kind];
}

void decode_views_init(struct decode_views *views, const struct text_lexicon *lexicon,
                       struct arena *arena)
{
	*views = (struct decode_views){ .arena = arena, .lexicon = lexicon };
}

static bool make_room(struct decode_views *views)
{
	size_t              cap = views->cap == 0 ? 8 : views->cap * 2;
	struct decode_view *grown;

	if (views->count < views->cap)
		return true;
	grown = arena_resize(views->arena, views->items, views->cap * sizeof *grown,
	                     cap * sizeof *grown);
	if (grown == NULL)
		return false;
	views->items = grown;
	views->cap = cap;
	return true;
}

size_t decode_views_add(struct decode_views *views, const struct decode_view *view)
{
	if (!make_room(views))
		return SIZE_MAX;
	views->items[views->count] = *view;
	return views->count++;
}

bool decode_views_have(const struct decode_views *views, const struct decode_view *view)
{
	for (size_t i = 0; i < views->count; i++) {
		const struct decode_view *other = &views->items[i];

		if (other->hash == view->hash && other->negative == view->negative &&
		    (view->guessed || !other->guessed) &&
		    decode_view_mode(other) == decode_view_mode(view) &&
		    slice_equal(other->text, view->text))
			return true;
	}
	return false;
}

enum text_clean_mode decode_view_mode(const struct decode_view *view)
{
	return view->kind == DECODE_VIEW_LOOKALIKE ? TEXT_CLEAN_ALL : TEXT_CLEAN_MIXED;
}

enum status decode_view_fold(struct decode_view *view, struct arena *arena)
{
	enum status status = text_clean(view->text, decode_view_mode(view), arena, &view->clean,
	                                &view->notes, NULL);

	if (status != STATUS_OK)
		return status;
	return text_fold(view->clean, arena, &view->folded, NULL);
}
