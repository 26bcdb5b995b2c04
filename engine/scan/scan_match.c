/* SPDX-License-Identifier: Apache-2.0 */
#include "scan_match.h"

#include "base_limits.h"
#include "scan_score.h"
#include "scan_stage.h"
#include "text_utf8.h"

#include <assert.h>

#define TABLE_SLOTS       (4u * LIMIT_MATCHES)
#define TABLE_MATCHES_MIN 64u

void scan_matches_init(struct scan_matches *matches, struct arena *arena)
{
	*matches = (struct scan_matches){ .arena = arena };
}

/* ---- chains ---- */

enum status scan_chain_of(const struct decode_origin *origin, struct arena *arena,
                          const char *const **chain, size_t *count)
{
	const char **names = ARENA_ARRAY(arena, origin->step_count * TEXT_OPERATION_COUNT,
	                                 const char *);

	*count = 0;
	if (names == NULL)
		return STATUS_NO_MEMORY;
	for (size_t step = 0; step < origin->step_count; step++)
		for (unsigned op = 0; op < TEXT_OPERATION_COUNT; op++)
			if ((origin->steps[step].operations >> op & 1) != 0)
				names[(*count)++] = text_operation_name((enum text_operation)op);
	*chain = names;
	return STATUS_OK;
}

static bool is_evasive(const struct decode_origin *origin)
{
	for (size_t step = 0; step < origin->step_count; step++)
		for (unsigned op = 0; op < TEXT_OPERATION_COUNT; op++) {
			text_operations bit = (text_operations)1 << op;
			bool            done = (origin->steps[step].operations & bit) != 0;
			bool            inside = (origin->steps[step].inside_word & bit) != 0;

			switch (text_operation_evasive((enum text_operation)op)) {
			case TEXT_EVASIVE_NO:
				break;
			case TEXT_EVASIVE_INSIDE_WORD:
				if (inside)
					return true;
				break;
			case TEXT_EVASIVE_YES:
				if (done)
					return true;
				break;
			}
		}
	return false;
}

/* ---- parts ---- */

static enum status add_part(struct scan_prompt *prompt, const struct decode_origin *origin,
                            struct scan_parts *parts)
{
	const struct slice  text = prompt->fields.texts[origin->field];
	struct engine_part *part = &parts->items[parts->count];
	size_t              units;
	enum status         status;

	if (parts->count == LIMIT_FINDING_PARTS)
		return STATUS_OK;
	status = scan_units_before(&prompt->units, prompt->fields, origin->field, origin->start,
	                           prompt->arena, &units);
	if (status != STATUS_OK)
		return status;
	*part = (struct engine_part){
		.field = origin->field,
		.span = { .start = origin->start,
		          .end = origin->end,
		          .utf16_start = units,
		          .utf16_end = units +
		                       text_utf8_utf16_units(slice_from(text, origin->start),
		                                             origin->end - origin->start) },
		.exact = origin->exact,
	};
	status = scan_chain_of(origin, prompt->answer, &part->chain, &part->chain_count);
	parts->evasive = parts->evasive || is_evasive(origin);
	parts->count++;
	return status;
}

static enum status trace(struct scan_prompt *prompt, const struct scan_hit *hit)
{
	struct scan_traced   *traced = &prompt->traced;
	struct decode_origins origins;
	enum status status = decode_origins_of(&prompt->views, prompt->view, prompt->fields,
	                                       hit->start, hit->end, &origins);

	traced->parts.count = 0;
	traced->parts.evasive = false;
	for (size_t i = 0; i < origins.count && status == STATUS_OK; i++) {
		if (origins.count > 1)
			origins.items[i].steps[0].operations |= TEXT_OPERATION_BIT(join);
		status = add_part(prompt, &origins.items[i], &traced->parts);
	}
	traced->known = status == STATUS_OK;
	traced->view = prompt->view;
	traced->start = hit->start;
	traced->end = hit->end;
	return status;
}

static enum status add_hit(struct scan_prompt *prompt, const struct scan_hit *hit,
                           struct scan_parts *parts)
{
	const struct scan_traced *traced = &prompt->traced;
	enum status               status = STATUS_OK;

	if (!traced->known || traced->view != prompt->view || traced->start != hit->start ||
	    traced->end != hit->end)
		status = trace(prompt, hit);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < traced->parts.count && parts->count < LIMIT_FINDING_PARTS; i++)
		parts->items[parts->count++] = traced->parts.items[i];
	parts->evasive = parts->evasive || traced->parts.evasive;
	return STATUS_OK;
}

/* ---- known already? ---- */

static bool holds(const struct engine_part *outer, const struct engine_part *inner)
{
	return outer->field == inner->field && outer->span.start <= inner->span.start &&
	       outer->span.end >= inner->span.end;
}

/* Do all parts of `a` lie inside parts of `b`? */
static bool lies_inside(const struct engine_part *a, size_t a_count, const struct engine_part *b,
                        size_t b_count)
{
	for (size_t i = 0; i < a_count; i++) {
		bool found = false;

		for (size_t j = 0; j < b_count && !found; j++)
			found = holds(&b[j], &a[i]);
		if (!found)
			return false;
	}
	return true;
}

/* Told from the first parts alone, which is all there is for nearly every match: there may
 * be thousands on both sides. */
static bool lie_apart(const struct engine_part *a, const struct engine_part *b)
{
	return a->span.end <= b->span.start || b->span.end <= a->span.start;
}

/* A match around a known one in the same fields. */
static bool is_wider(const struct scan_parts *parts, const struct scan_match *match)
{
	return parts->count == match->part_count &&
	       lies_inside(match->parts, match->part_count, parts->items, parts->count);
}

/* ---- matches by rule and place ---- */

static uint32_t slot_of(const struct ruleset_rule *rule, const struct engine_part *part)
{
	uint64_t key = rule->index * UINT64_C(0x9E3779B97F4A7C15);

	key = (key ^ part->field ^ part->span.start << 16) * UINT64_C(0xBF58476D1CE4E5B9);
	key = (key ^ key >> 29 ^ part->span.end) * UINT64_C(0x94D049BB133111EB);
	return (uint32_t)(key >> 32) % TABLE_SLOTS;
}

static void table_add(struct scan_matches *matches, size_t index)
{
	const struct scan_match *match = &matches->items[index];
	uint32_t                 slot;

	if (match->part_count != 1)
		return;
	slot = slot_of(match->rule, match->parts);
	while (matches->table[slot] != 0)
		slot = (slot + 1) % TABLE_SLOTS;
	matches->table[slot] = (uint32_t)index + 1;
}

/* Keeps the table, which is made when there are many matches. */
static enum status table_keep(struct scan_matches *matches)
{
	if (matches->table != NULL) {
		table_add(matches, matches->count - 1);
		return STATUS_OK;
	}
	if (matches->count < TABLE_MATCHES_MIN)
		return STATUS_OK;
	matches->table = arena_alloc_zero(matches->arena, TABLE_SLOTS, sizeof *matches->table);
	if (matches->table == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < matches->count; i++)
		table_add(matches, i);
	return STATUS_OK;
}

/* Has another view the very same match? Views repeat each other: nearly every match that is known
 * is found here, without comparing it with thousands. */
static bool is_in_table(const struct scan_prompt *prompt, const struct ruleset_rule *rule,
                        const struct scan_parts *parts)
{
	const struct scan_matches *matches = &prompt->matches;
	const struct engine_part  *part = parts->items;

	if (matches->table == NULL || parts->count != 1)
		return false;
	for (uint32_t slot = slot_of(rule, part); matches->table[slot] != 0;
	     slot = (slot + 1) % TABLE_SLOTS) {
		const struct scan_match *match = &matches->items[matches->table[slot] - 1];

		if (match->rule == rule && match->view != prompt->view &&
		    match->parts->field == part->field &&
		    match->parts->span.start == part->span.start &&
		    match->parts->span.end == part->span.end)
			return true;
	}
	return false;
}

/* Matches are listed view by view: those of this one are the last. */
static size_t count_of_other_views(const struct scan_prompt *prompt)
{
	const struct scan_matches *matches = &prompt->matches;
	const size_t               count = matches->count;

	return count > 0 && matches->items[count - 1].view == prompt->view ? matches->first_of_view
	                                                                   : count;
}

/* A match inside a known one, or around one, says nothing new about that rule; but where
 * spans are masked the wider one counts ("sk-aaaa%61aaa", of which the text as sent ends
 * before the escape). */
static bool is_known(const struct scan_prompt *prompt, const struct ruleset_rule *rule,
                     const struct scan_parts *parts)
{
	const struct scan_matches *matches = &prompt->matches;
	const size_t               others = count_of_other_views(prompt);
	bool                       masks = scan_effect_masks(prompt->policy, rule);

	if (is_in_table(prompt, rule, parts))
		return true;
	for (size_t i = 0; i < others; i++) {
		const struct scan_match *match = &matches->items[i];

		if (match->rule != rule)
			continue;
		if (match->part_count == 1 && parts->count == 1 &&
		    lie_apart(match->parts, parts->items))
			continue;
		if (lies_inside(parts->items, parts->count, match->parts, match->part_count))
			return true;
		if (lies_inside(match->parts, match->part_count, parts->items, parts->count) &&
		    !(masks && is_wider(parts, match)))
			return true;
	}
	return false;
}

/* ---- the list ---- */

static enum status append_match(struct scan_matches *matches, const struct scan_match *match)
{
	if (matches->count == LIMIT_MATCHES) {
		matches->dropped = true;
		return STATUS_OK;
	}
	if (matches->count == matches->cap) {
		size_t             cap = matches->cap == 0 ? 16 : matches->cap * 2;
		struct scan_match *grown = arena_resize(matches->arena, matches->items,
		                                        matches->cap * sizeof *grown,
		                                        cap * sizeof *grown);

		if (grown == NULL)
			return STATUS_NO_MEMORY;
		matches->items = grown;
		matches->cap = cap;
	}
	if (matches->count > 0 && matches->items[matches->count - 1].view != match->view)
		matches->first_of_view = matches->count;
	matches->items[matches->count++] = *match;
	return table_keep(matches);
}

static enum status keep_parts(struct scan_prompt *prompt, const struct scan_parts *parts,
                              struct scan_match *match)
{
	struct engine_part *kept = ARENA_ARRAY(prompt->answer, parts->count, struct engine_part);

	if (kept == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < parts->count; i++)
		kept[i] = parts->items[i];
	match->parts = kept;
	match->part_count = parts->count;
	return STATUS_OK;
}

/* ---- excused elsewhere ---- */

/* Does the current view, or one it came from, read words of look-alikes as Latin ones? */
static bool reads_lookalikes(const struct scan_prompt *prompt)
{
	const struct decode_view *views = prompt->views.items;
	size_t                    at = prompt->view;

	while (views[at].kind != DECODE_VIEW_LOOKALIKE && views[at].parent != at)
		at = views[at].parent;
	return views[at].kind == DECODE_VIEW_LOOKALIKE;
}

/* There the words of an exception may be Latin ones, so the rule's exception need only have
 * held at the place as it was read before. */
static bool is_excused_before(const struct scan_prompt *prompt, const struct ruleset_rule *rule,
                              const struct scan_parts *parts)
{
	const struct scan_matches *excused = &prompt->excused;

	if (excused->count == 0 || !reads_lookalikes(prompt))
		return false;
	for (size_t i = 0; i < excused->count; i++)
		if (excused->items[i].rule == rule &&
		    excused->items[i].parts->field == parts->items[0].field &&
		    !lie_apart(excused->items[i].parts, parts->items))
			return true;
	return false;
}

/* ---- adding ---- */

/* The match that hits make; its parts come as well. */
static enum status match_of(struct scan_prompt *prompt, struct scan_hits hits,
                            struct scan_match *match, struct scan_parts *parts)
{
	enum status status = STATUS_OK;

	parts->count = 0;
	parts->evasive = false;
	for (size_t i = 0; i < hits.count && status == STATUS_OK; i++) {
		status = add_hit(prompt, &hits.items[i], parts);
		match->uncertain = match->uncertain || hits.items[i].uncertain;
		if (hits.items[i].start < match->view_start)
			match->view_start = hits.items[i].start;
		if (hits.items[i].end > match->view_end)
			match->view_end = hits.items[i].end;
	}
	match->evasive = parts->evasive;
	return status;
}

enum status scan_match_add(struct scan_prompt *prompt, const struct ruleset_rule *rule,
                           struct scan_hits hits)
{
	struct scan_match match = { .rule = rule, .view = prompt->view, .view_start = SIZE_MAX };
	struct scan_parts parts;
	enum status       status;

	assert(hits.count > 0);
	if (prompt->matches.count == LIMIT_MATCHES && prompt->matches.dropped)
		return STATUS_OK;
	status = match_of(prompt, hits, &match, &parts);
	if (status != STATUS_OK || parts.count == 0 || is_known(prompt, rule, &parts) ||
	    is_excused_before(prompt, rule, &parts))
		return status;
	status = keep_parts(prompt, &parts, &match);
	return status == STATUS_OK ? append_match(&prompt->matches, &match) : status;
}

enum status scan_match_excuse(struct scan_prompt *prompt, const struct ruleset_rule *rule,
                              struct scan_hits hits)
{
	const struct decode_view *view = &prompt->views.items[prompt->view];
	struct scan_match match = { .rule = rule, .view = prompt->view, .view_start = SIZE_MAX };
	struct scan_parts parts;
	enum status       status;

	if (!view->notes.whole_word_lookalikes || view->kind == DECODE_VIEW_LOOKALIKE ||
	    prompt->excused.count == LIMIT_MATCHES_OF_RULE)
		return STATUS_OK;
	status = match_of(prompt, hits, &match, &parts);
	if (status != STATUS_OK || parts.count == 0)
		return status;
	status = keep_parts(prompt, &parts, &match);
	return status == STATUS_OK ? append_match(&prompt->excused, &match) : status;
}
