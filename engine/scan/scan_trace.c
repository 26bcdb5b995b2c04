/* SPDX-License-Identifier: Apache-2.0 */
#include "scan_trace.h"

#include "base_buffer.h"
#include "doorward/trace.h"

#include <string.h>

static enum status name_fields(struct scan_prompt *prompt, const struct decode_view *view,
                               struct slice *name)
{
	struct buffer text;

	buffer_init_arena(&text, prompt->answer);
	for (size_t i = 0; i < view->piece_count; i++) {
		if (view->piece_count > 1 &&
		    view->pieces[i].source_start == view->pieces[i].source_end)
			continue;
		if (text.len > 0)
			buffer_append_char(&text, '+');
		buffer_append(&text, prompt->prompt->fields[view->pieces[i].field].name);
	}
	*name = buffer_slice(&text);
	return text.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* The view at the root of this one. */
static const struct decode_view *root_of(const struct decode_views *views, size_t index)
{
	while (views->items[index].parent != index)
		index = views->items[index].parent;
	return &views->items[index];
}

/* All that was done on the way to this view, found by asking for the origin of all of
 * its text. */
static enum status fill_chain(struct scan_prompt *prompt, size_t index,
                              struct engine_trace_view *traced)
{
	struct decode_view   *view = &prompt->views.items[index];
	struct decode_origins origins;
	enum status           status;

	if (view->folded.len <= 2)
		return STATUS_OK;
	status = decode_origins_of(&prompt->views, index, prompt->fields, 1, view->folded.len - 1,
	                           &origins);
	if (status != STATUS_OK || origins.count == 0)
		return status;
	return scan_chain_of(&origins.items[0], prompt->answer, &traced->chain,
	                     &traced->chain_count);
}

/* ---- steps ---- */

static enum status fill_step(struct scan_prompt *prompt, text_operations operations,
                             struct slice text, struct engine_trace_step *step)
{
	const char **names = ARENA_ARRAY(prompt->answer, TEXT_OPERATION_COUNT, const char *);

	*step = (struct engine_trace_step){ .done = names, .text = text };
	if (names == NULL)
		return STATUS_NO_MEMORY;
	for (unsigned op = 0; op < TEXT_OPERATION_COUNT; op++)
		if ((operations >> op & 1) != 0)
			names[step->done_count++] = text_operation_name((enum text_operation)op);
	return STATUS_OK;
}

static text_operations made_by(const struct decode_view *view)
{
	text_operations operations = view->kind == DECODE_VIEW_JOINED ? TEXT_OPERATION_BIT(join)
	                                                              : 0;

	for (size_t i = 0; i < view->piece_count; i++) {
		if (view->pieces[i].kind != NULL)
			operations |= (text_operations)1 << view->pieces[i].kind->operation;
		if (view->pieces[i].repaired)
			operations |= TEXT_OPERATION_BIT(utf8);
	}
	return operations;
}

/* All that a map records; a map that nobody needed records nothing. */
static text_operations map_operations(const struct text_map *map)
{
	text_operations operations = 0;

	for (size_t i = 0; map != NULL && i < map->count; i++)
		operations |= map->segments[i].operations;
	return operations;
}

static text_operations folded_by(const struct decode_view *view)
{
	text_operations operations = map_operations(view->fold_map);

	for (size_t i = 0; i < view->clean.len; i++)
		if (view->clean.ptr[i] >= 'A' && view->clean.ptr[i] <= 'Z')
			return operations | TEXT_OPERATION_BIT(caseless);
	return operations;
}

/* After fill_chain(), which had the maps made. */
static enum status fill_steps(struct scan_prompt *prompt, const struct decode_view *view,
                              struct engine_trace_view *traced)
{
	struct engine_trace_step *steps = traced->steps;
	enum status               status;

	traced->raw = view->raw;
	status = fill_step(prompt, made_by(view), view->text, &steps[ENGINE_TRACE_MADE]);
	if (status == STATUS_OK)
		status = fill_step(prompt, map_operations(view->clean_map), view->clean,
		                   &steps[ENGINE_TRACE_CLEANED]);
	if (status == STATUS_OK)
		status = fill_step(prompt, folded_by(view), view->folded,
		                   &steps[ENGINE_TRACE_FOLDED]);
	return status;
}

static enum status fill_rules(struct scan_prompt *prompt, size_t index,
                              struct engine_trace_view *traced)
{
	const struct scan_matches *matches = &prompt->matches;
	const char               **ids = ARENA_ARRAY(prompt->answer, matches->count, const char *);

	if (ids == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < matches->count; i++) {
		const char *id = matches->items[i].rule->id;
		bool        known = false;

		for (size_t j = 0; j < traced->rule_count && !known; j++)
			known = strcmp(ids[j], id) == 0;
		if (matches->items[i].view == index && !known)
			ids[traced->rule_count++] = id;
	}
	traced->rules = ids;
	return STATUS_OK;
}

static enum status trace_view(struct scan_prompt *prompt, size_t index,
                              struct engine_trace_view *traced)
{
	const struct decode_view *view = &prompt->views.items[index];
	enum status               status;

	*traced = (struct engine_trace_view){ .id = (uint32_t)index,
		                              .parent = view->parent,
		                              .kind = decode_view_kind_name(view->kind),
		                              .text = view->clean,
		                              .folded = view->folded };
	status = name_fields(prompt, root_of(&prompt->views, index), &traced->field);
	if (status == STATUS_OK)
		status = fill_chain(prompt, index, traced);
	if (status == STATUS_OK)
		status = fill_steps(prompt, view, traced);
	if (status == STATUS_OK)
		status = fill_rules(prompt, index, traced);
	return status;
}

enum status scan_trace_fill(struct scan_prompt *prompt)
{
	struct engine_trace      *trace = ARENA_NEW(prompt->answer, struct engine_trace);
	struct engine_trace_view *views = ARENA_ARRAY(prompt->answer, prompt->views.count,
	                                              struct engine_trace_view);
	enum status               status = STATUS_OK;

	if (trace == NULL || views == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < prompt->views.count && status == STATUS_OK; i++)
		status = trace_view(prompt, i, &views[i]);
	*trace = (struct engine_trace){ views, prompt->views.count };
	prompt->verdict->trace = trace;
	return status;
}
