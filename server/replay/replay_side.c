/* SPDX-License-Identifier: Apache-2.0 */
#include "replay.h"

#include "doorward/trace.h"

#include <stdlib.h>
#include <string.h>

#define ARENA_BYTES ((size_t)64 * 1024 * 1024)

enum replay_change replay_change_of(enum engine_decision old, enum engine_decision fresh)
{
	if (old == fresh)
		return REPLAY_SAME;
	if (fresh == ENGINE_BLOCK)
		return REPLAY_BLOCKED;
	return old == ENGINE_BLOCK ? REPLAY_ALLOWED : REPLAY_MOVED;
}

const char *replay_change_title(enum replay_change change)
{
	static const char *const titles[] = { "newly blocked", "newly allowed", "otherwise" };

	return titles[change];
}

const char *replay_change_name(enum replay_change change)
{
	static const char *const names[] = { "newly_blocked", "newly_allowed", "otherwise" };

	return names[change];
}

const char *replay_label_name(enum replay_label label)
{
	static const char *const names[] = { "harmful", "benign", "borderline", "no_label" };

	return names[label];
}

static void add_rule(struct replay_side *side, const struct ruleset_rule *rule)
{
	const char *id = ruleset_rule_id(rule);

	for (size_t i = 0; i < side->rule_count; i++)
		if (side->rules[i] == id)
			return;
	if (side->rule_count < REPLAY_RULES_MAX)
		side->rules[side->rule_count++] = id;
}

/* ---- by the text ---- */

static void take_rules(const struct engine_verdict *verdict, struct replay_side *side)
{
	if (verdict->decision == ENGINE_ALLOW)
		return;
	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct engine_finding *finding = &verdict->findings[i];

		/* Actions and decisions rise in the same order. */
		if (finding->decides && (int)finding->action == (int)verdict->decision)
			add_rule(side, finding->rule);
	}
	/* Scores decided: all that may have added to them. */
	for (size_t i = 0; side->rule_count == 0 && verdict->score >= verdict->threshold &&
	                   i < verdict->finding_count;
	     i++)
		if (ruleset_rule_mode(verdict->findings[i].rule) == RULESET_ENFORCE)
			add_rule(side, verdict->findings[i].rule);
}

enum status replay_judge(struct engine_worker *worker, const struct ruleset *ruleset,
                         const struct engine_prompt *prompt, struct replay_side *side)
{
	const struct engine_verdict *verdict = NULL;
	enum status                  status = engine_check(worker, ruleset, prompt, &verdict);

	*side = (struct replay_side){ 0 };
	if (status != STATUS_OK)
		return status;
	side->decision = verdict->decision;
	take_rules(verdict, side);
	return STATUS_OK;
}

/* ---- by the findings ---- */

static int by_id(const void *a, const void *b)
{
	const struct ruleset_rule *const *left = a;
	const struct ruleset_rule *const *right = b;

	return strcmp(ruleset_rule_id(*left), ruleset_rule_id(*right));
}

bool replay_rules_open(struct replay_rules *rules, const struct ruleset *ruleset)
{
	*rules = (struct replay_rules){ .ruleset = ruleset };
	rules->by_id = calloc(ruleset_rule_count(ruleset) + 1, sizeof(*rules->by_id));
	if (rules->by_id == NULL)
		return false;
	rules->count = ruleset_rule_count(ruleset);
	for (size_t i = 0; i < rules->count; i++)
		rules->by_id[i] = ruleset_rule_at(ruleset, i);
	if (rules->count > 1)
		qsort(rules->by_id, rules->count, sizeof(*rules->by_id), by_id);
	return true;
}

void replay_rules_close(struct replay_rules *rules)
{
	free(rules->by_id);
	*rules = (struct replay_rules){ 0 };
}

const struct ruleset_rule *replay_rules_find(const struct replay_rules *rules, struct slice id)
{
	size_t low = 0, high = rules->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int    order = slice_compare(slice_from_cstr(ruleset_rule_id(rules->by_id[middle])),
		                             id);

		if (order == 0)
			return rules->by_id[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

enum status replay_decide(struct engine_worker *worker, const struct replay_rules *rules,
                          struct slice policy, const struct slice *ids, size_t count, bool complete,
                          struct replay_side *side)
{
	struct arena               *arena = engine_worker_arena(worker);
	const struct ruleset_rule **found = ARENA_ARRAY(arena, count, const struct ruleset_rule *);
	bool                       *decides = ARENA_ARRAY(arena, count, bool);
	size_t                      known = 0;
	enum status                 status;

	*side = (struct replay_side){ 0 };
	if (found == NULL || decides == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		found[known] = replay_rules_find(rules, ids[i]);
		known += found[known] != NULL;
	}
	status = engine_decide(worker, rules->ruleset, policy, found, known, complete,
	                       &side->decision, decides);
	if (status != STATUS_OK || side->decision == ENGINE_ALLOW)
		return status;
	for (size_t i = 0; i < known; i++)
		if (decides[i])
			add_rule(side, found[i]);
	for (size_t i = 0; side->rule_count == 0 && complete && i < known; i++)
		if (ruleset_rule_mode(found[i]) == RULESET_ENFORCE)
			add_rule(side, found[i]);
	return STATUS_OK;
}

/* ---- what findings cannot tell ---- */

/* The conditions as JSON: all of the tree that does not depend on the mode. */
static enum status conditions(const struct ruleset *ruleset, const struct ruleset_rule *rule,
                              struct arena *arena, struct slice *text)
{
	struct engine_rule_trace trace;
	struct buffer            out;
	size_t                   begin;
	enum status              status = engine_trace_tree(ruleset, rule, arena, &trace);

	if (status != STATUS_OK)
		return status;
	buffer_init_arena(&out, arena);
	engine_trace_write(&trace, NULL, &out);
	if (out.failed)
		return STATUS_NO_MEMORY;
	begin = slice_find(buffer_slice(&out), SLICE_LIT("\"when\":"), 0);
	*text = slice_from(buffer_slice(&out), begin == SIZE_MAX ? 0 : begin);
	return STATUS_OK;
}

enum status replay_unknowable(const struct replay_rules *old, const struct ruleset *fresh,
                              size_t *count)
{
	struct arena arena;
	enum status  status = STATUS_OK;

	*count = 0;
	if (!arena_open(&arena, ARENA_BYTES))
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < ruleset_rule_count(fresh) && status == STATUS_OK; i++) {
		const struct ruleset_rule *rule = ruleset_rule_at(fresh, i);
		const struct ruleset_rule *before = replay_rules_find(
			old, slice_from_cstr(ruleset_rule_id(rule)));
		struct slice now = SLICE_NONE, then = SLICE_NONE;

		arena_reset(&arena);
		status = conditions(fresh, rule, &arena, &now);
		if (status == STATUS_OK && before != NULL)
			status = conditions(old->ruleset, before, &arena, &then);
		*count += status == STATUS_OK && !slice_equal(now, then);
	}
	arena_close(&arena);
	return status;
}
