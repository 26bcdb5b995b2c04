/* SPDX-License-Identifier: Apache-2.0 */
#include "scan_match.h"

#include "base_limits.h"
#include "scan_stage.h"
#include "text_utf8.h"

#include <assert.h>

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

struct parts {
	struct engine_part items[LIMIT_FINDING_PARTS];
	size_t             count;
	bool               evasive;
};

static enum status add_part(struct scan_prompt *prompt, const struct decode_origin *origin,
                            struct parts *parts)
{
	const struct slice  text = prompt->fields.texts[origin->field];
	struct engine_part *part = &parts->items[parts->count];
	enum status         status;

	if (parts->count == LIMIT_FINDING_PARTS)
		return STATUS_OK;
	*part = (struct engine_part){
		.field = origin->field,
		.span = { .start = origin->start,
		          .end = origin->end,
		          .utf16_start = text_utf8_utf16_units(text, origin->start),
		          .utf16_end = text_utf8_utf16_units(text, origin->end) },
		.exact = origin->exact,
	};
	status = scan_chain_of(origin, prompt->answer, &part->chain, &part->chain_count);
	parts->evasive = parts->evasive || is_evasive(origin);
	parts->count++;
	return status;
}

static enum status add_hit(struct scan_prompt *prompt, const struct scan_hit *hit,
                           struct parts *parts)
{
	struct decode_origins origins;
	enum status status = decode_origins_of(&prompt->views, prompt->view, prompt->fields,
	                                       hit->start, hit->end, &origins);

	for (size_t i = 0; i < origins.count && status == STATUS_OK; i++) {
		if (origins.count > 1)
			origins.items[i].steps[0].operations |= TEXT_OPERATION_BIT(join);
		status = add_part(prompt, &origins.items[i], parts);
	}
	return status;
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

/* A match inside a known one, or around one, says nothing new about that rule. */
static bool is_known(const struct scan_prompt *prompt, const struct ruleset_rule *rule,
                     const struct parts *parts)
{
	const struct scan_matches *matches = &prompt->matches;

	for (size_t i = 0; i < matches->count; i++) {
		const struct scan_match *match = &matches->items[i];

		if (match->rule == rule && match->view != prompt->view &&
		    (lies_inside(parts->items, parts->count, match->parts, match->part_count) ||
		     lies_inside(match->parts, match->part_count, parts->items, parts->count)))
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
	matches->items[matches->count++] = *match;
	return STATUS_OK;
}

static enum status keep_parts(struct scan_prompt *prompt, const struct parts *parts,
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

enum status scan_match_add(struct scan_prompt *prompt, const struct ruleset_rule *rule,
                           struct scan_hits hits)
{
	struct scan_match match = { .rule = rule, .view = prompt->view };
	struct parts      parts = { 0 };
	enum status       status = STATUS_OK;

	assert(hits.count > 0);
	for (size_t i = 0; i < hits.count && status == STATUS_OK; i++) {
		status = add_hit(prompt, &hits.items[i], &parts);
		match.uncertain = match.uncertain || hits.items[i].uncertain;
	}
	if (status != STATUS_OK || parts.count == 0 || is_known(prompt, rule, &parts))
		return status;
	match.evasive = parts.evasive;
	status = keep_parts(prompt, &parts, &match);
	return status == STATUS_OK ? append_match(&prompt->matches, &match) : status;
}
