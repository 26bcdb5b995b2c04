/* SPDX-License-Identifier: Apache-2.0 */
/* Rule trees over the atoms that fired. A tree gives occurrences, each a few hits:
 *
 *   ATOM   each hit by itself              ANY   those of every branch
 *   NEAR   each window, as one hit         ALL   one: the first occurrence of every branch
 *   NONE   nothing, it only holds or not
 *
 * A rule matches when its tree holds and none of its own exceptions does. */
#include "scan_stage.h"

#include "base_limits.h"
#include "scan_atom.h"
#include "scan_check.h"
#include "scan_near.h"
#include "scan_score.h"
#include "scan_tree.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct judgement {
	struct scan_prompt        *prompt;
	const struct ruleset_rule *rule;
	const struct ruleset_tree *tree;
	enum ruleset_check         check; /* of the rule while its `when` is judged */
	size_t                     most;  /* occurrences of a branch that are enough for the rule */
	enum status                status;
};

struct outcome {
	bool              holds;
	struct scan_hits *occurrences;
	size_t            count;
};

static struct outcome outcome_of(struct judgement *judgement, uint32_t node);

/* ---- hits of atoms ---- */

static struct slice clean_of_hit(struct judgement *judgement, const struct scan_hit *hit)
{
	struct scan_prompt *prompt = judgement->prompt;
	struct decode_view *view = &prompt->views.items[prompt->view];
	size_t              start = 0;
	size_t              end = 0;

	if (decode_clean_range(view, hit->start, hit->end, prompt->arena, &start, &end) !=
	    STATUS_OK)
		judgement->status = STATUS_NO_MEMORY;
	return slice_range(view->clean, start, end);
}

/* The search of a regex that ended at its limit may have missed the one that counts; that of a
 * phrase does not end, and honest text has thousands of "the". */
static void note_limit(struct judgement *judgement, uint32_t atom, struct scan_hits hits)
{
	if (hits.count > LIMIT_MATCHES &&
	    judgement->prompt->ruleset->atoms[atom].kind == RULESET_ATOM_REGEX)
		judgement->prompt->matches.dropped = true;
}

static struct scan_hits checked_hits(struct judgement *judgement, struct scan_hits hits)
{
	struct scan_hit *kept = ARENA_ARRAY(judgement->prompt->arena, hits.count, struct scan_hit);
	size_t           count = 0;

	if (kept == NULL) {
		judgement->status = STATUS_NO_MEMORY;
		return (struct scan_hits){ 0 };
	}
	for (size_t i = 0; i < hits.count; i++)
		if (hits.items[i].uncertain ||
		    scan_check_passes(judgement->check, clean_of_hit(judgement, &hits.items[i])))
			kept[count++] = hits.items[i];
	return (struct scan_hits){ kept, count };
}

static bool is_checked(const struct judgement *judgement, uint32_t atom)
{
	return judgement->check != RULESET_CHECK_NONE &&
	       judgement->prompt->ruleset->atoms[atom].kind == RULESET_ATOM_REGEX;
}

/* At least the first `most` hits; *all when there are no others. */
static struct scan_hits atom_hits(struct judgement *judgement, uint32_t atom, size_t most,
                                  bool *all)
{
	const bool       checked = is_checked(judgement, atom);
	struct scan_hits hits;
	enum status      status = scan_atom_hits(judgement->prompt, atom, checked ? SIZE_MAX : most,
	                                         &hits, all);

	if (status != STATUS_OK)
		judgement->status = status;
	note_limit(judgement, atom, hits);
	return checked && hits.count > 0 ? checked_hits(judgement, hits) : hits;
}

static int by_place(const void *a, const void *b)
{
	const struct scan_hit *left = a;
	const struct scan_hit *right = b;

	if (left->first != right->first)
		return left->first < right->first ? -1 : 1;
	return (left->last > right->last) - (left->last < right->last);
}

/* What NEAR knows of its branches: of each, the hits that begin before the first that may be
 * missing. */
struct branches {
	struct scan_hits hits[LIMIT_NEAR_BRANCHES];
	bool             all[LIMIT_NEAR_BRANCHES];
	size_t           count;
};

/* Gathers the hits of one atom of a branch; *certain is the word before which none is missing. */
static struct scan_hits branch_atom(struct judgement *judgement, uint32_t atom, size_t most,
                                    uint32_t *certain)
{
	bool             all;
	struct scan_hits hits = atom_hits(judgement, atom, most, &all);

	if (!all && hits.items[hits.count - 1].first < *certain)
		*certain = hits.items[hits.count - 1].first;
	return hits;
}

/* Copies the hits to `items`, where there is room, and returns how many there are. */
static size_t branch_gather(struct judgement *judgement, uint32_t node, size_t most,
                            struct scan_hit *items, uint32_t *certain)
{
	const struct ruleset_tree *tree = judgement->tree;
	size_t                     count = 0;

	for (uint32_t i = node; i < tree[node].next; i++) {
		struct scan_hits hits = { 0 };

		if (tree[i].kind == RULESET_TREE_ATOM)
			hits = branch_atom(judgement, tree[i].atom, most, certain);
		if (items != NULL && hits.count > 0)
			memcpy(items + count, hits.items, hits.count * sizeof *items);
		count += hits.count;
	}
	return count;
}

/* Of the first `most` hits of each atom: those before the first that may be missing. */
static struct scan_hits branch_hits(struct judgement *judgement, uint32_t node, size_t most,
                                    bool *all)
{
	uint32_t         certain = UINT32_MAX;
	size_t           count = branch_gather(judgement, node, most, NULL, &certain);
	struct scan_hit *items = ARENA_ARRAY(judgement->prompt->arena, count, struct scan_hit);

	*all = certain == UINT32_MAX;
	if (items == NULL) {
		judgement->status = STATUS_NO_MEMORY;
		return (struct scan_hits){ 0 };
	}
	branch_gather(judgement, node, most, items, &certain);
	if (count > 1 && judgement->tree[node].kind != RULESET_TREE_ATOM)
		qsort(items, count, sizeof *items, by_place);
	while (!*all && count > 0 && items[count - 1].first >= certain)
		count--;
	return (struct scan_hits){ items, count };
}

/* ---- outcomes ---- */

/* Each hit becomes an occurrence of its own. */
static struct outcome outcome_of_hits(struct judgement *judgement, struct scan_hits hits)
{
	struct outcome outcome = { .holds = hits.count > 0, .count = hits.count };

	if (hits.count == 0)
		return outcome;
	outcome.occurrences = ARENA_ARRAY(judgement->prompt->arena, hits.count, struct scan_hits);
	if (outcome.occurrences == NULL) {
		judgement->status = STATUS_NO_MEMORY;
		return (struct outcome){ 0 };
	}
	for (size_t i = 0; i < hits.count; i++)
		outcome.occurrences[i] = (struct scan_hits){ &hits.items[i], 1 };
	return outcome;
}

static struct outcome atom_outcome(struct judgement *judgement, uint32_t node)
{
	bool all;

	return outcome_of_hits(
		judgement, atom_hits(judgement, judgement->tree[node].atom, judgement->most, &all));
}

/* The hits of every branch; false when one has none. */
static bool branches_read(struct judgement *judgement, uint32_t node, size_t most,
                          struct branches *branches)
{
	const struct ruleset_tree *tree = judgement->tree;
	size_t                     i = 0;

	for (uint32_t child = node + 1; child < tree[node].next; child = tree[child].next, i++) {
		assert(i < LIMIT_NEAR_BRANCHES);
		branches->hits[i] = branch_hits(judgement, child, most, &branches->all[i]);
		if (judgement->status != STATUS_OK ||
		    (branches->hits[i].count == 0 && branches->all[i]))
			return false;
	}
	branches->count = i;
	return true;
}

/* The windows among the first `most` hits of each atom. Are they all, or as many as are asked
 * for? */
static bool windows_find(struct judgement *judgement, uint32_t node,
                         const struct branches *branches, struct scan_hits *windows)
{
	const struct ruleset_tree *tree = judgement->tree;
	size_t                     ended = 0;

	*windows = (struct scan_hits){ 0 };
	for (size_t i = 0; i < branches->count; i++)
		if (branches->hits[i].count == 0)
			return false;
	judgement->status = scan_near_find(branches->hits, branches->count, tree[node].within,
	                                   tree[node].ordered, judgement->prompt->arena, windows,
	                                   &ended);
	if (judgement->status != STATUS_OK || branches->all[ended])
		return true;
	if (windows->count <= judgement->most)
		return false;
	windows->count = judgement->most;
	return true;
}

/* A few hits of each atom are known from CONFIRM, and mostly give windows enough; where they do
 * not, more are looked for, each time sixteen times as many. */
static struct outcome near_outcome(struct judgement *judgement, uint32_t node)
{
	size_t           most = judgement->most == SIZE_MAX ? SIZE_MAX : LIMIT_MATCHES_OF_RULE;
	struct branches  branches;
	struct scan_hits windows;

	for (;;) {
		if (!branches_read(judgement, node, most, &branches))
			return (struct outcome){ 0 };
		if (windows_find(judgement, node, &branches, &windows))
			break;
		most = most > LIMIT_MATCHES ? SIZE_MAX : most * 16;
	}
	return outcome_of_hits(judgement, windows);
}

static struct outcome any_outcome(struct judgement *judgement, uint32_t node)
{
	const struct ruleset_tree *tree = judgement->tree;
	struct outcome             outcome = { 0 };

	for (uint32_t child = node + 1; child < tree[node].next; child = tree[child].next) {
		struct outcome    branch = outcome_of(judgement, child);
		size_t            total = outcome.count + branch.count;
		struct scan_hits *grown;

		outcome.holds = outcome.holds || branch.holds;
		if (branch.count == 0)
			continue;
		grown = arena_resize(judgement->prompt->arena, outcome.occurrences,
		                     outcome.count * sizeof *grown, total * sizeof *grown);
		if (grown == NULL) {
			judgement->status = STATUS_NO_MEMORY;
			break;
		}
		for (size_t i = 0; i < branch.count; i++)
			grown[outcome.count + i] = branch.occurrences[i];
		outcome.occurrences = grown;
		outcome.count = total;
	}
	return outcome;
}

static size_t append_first(struct scan_hit *hits, size_t count, const struct outcome *branch)
{
	if (branch->count == 0)
		return count;
	for (size_t i = 0; i < branch->occurrences[0].count && count < LIMIT_FINDING_PARTS; i++)
		hits[count++] = branch->occurrences[0].items[i];
	return count;
}

static struct outcome all_outcome(struct judgement *judgement, uint32_t node)
{
	const struct ruleset_tree *tree = judgement->tree;
	struct arena              *arena = judgement->prompt->arena;
	struct scan_hit           *hits = ARENA_ARRAY(arena, LIMIT_FINDING_PARTS, struct scan_hit);
	struct scan_hits          *occurrence = ARENA_NEW(arena, struct scan_hits);
	size_t                     count = 0;

	if (hits == NULL || occurrence == NULL) {
		judgement->status = STATUS_NO_MEMORY;
		return (struct outcome){ 0 };
	}
	for (uint32_t child = node + 1; child < tree[node].next; child = tree[child].next) {
		struct outcome branch = outcome_of(judgement, child);

		if (!branch.holds)
			return (struct outcome){ 0 };
		count = append_first(hits, count, &branch);
	}
	*occurrence = (struct scan_hits){ hits, count };
	return (struct outcome){ true, occurrence, count > 0 ? 1 : 0 };
}

/* Recursion is as deep as the rule's tree, which the loader bounds. */
static struct outcome outcome_of(struct judgement *judgement, uint32_t node)
{
	if (judgement->status != STATUS_OK)
		return (struct outcome){ 0 };
	switch (judgement->tree[node].kind) {
	case RULESET_TREE_ATOM:
		return atom_outcome(judgement, node);
	case RULESET_TREE_NEAR:
		return near_outcome(judgement, node);
	case RULESET_TREE_ANY:
		return any_outcome(judgement, node);
	case RULESET_TREE_ALL:
		return all_outcome(judgement, node);
	case RULESET_TREE_NONE:
		return (struct outcome){ .holds = !any_outcome(judgement, node).holds };
	}
	return (struct outcome){ 0 };
}

/* ---- rules ---- */

/* Whether an exception holds is all that is asked, not how often. */
static bool is_excused(struct judgement *judgement)
{
	struct judgement excuse = *judgement;
	bool             excused;

	if (judgement->rule->except == NULL)
		return false;
	excuse.tree = judgement->rule->except;
	excuse.check = RULESET_CHECK_NONE;
	excuse.most = 1;
	excused = outcome_of(&excuse, 0).holds;
	judgement->status = excuse.status;
	return excused;
}

static enum status judge_rule(struct scan_prompt *prompt, const struct ruleset_rule *rule)
{
	const bool       masks = scan_effect_masks(prompt->policy, rule);
	struct judgement judgement = { .prompt = prompt,
		                       .rule = rule,
		                       .tree = rule->when,
		                       .check = rule->check,
		                       .most = masks ? SIZE_MAX : LIMIT_MATCHES_OF_RULE };
	struct outcome   outcome = outcome_of(&judgement, 0);
	size_t           count = outcome.count;
	bool             excused;

	if (judgement.status != STATUS_OK || !outcome.holds)
		return judgement.status;
	excused = is_excused(&judgement);
	if (count > LIMIT_MATCHES_OF_RULE && (excused || !masks))
		count = LIMIT_MATCHES_OF_RULE;
	for (size_t i = 0; i < count && judgement.status == STATUS_OK; i++)
		judgement.status = excused ? scan_match_excuse(prompt, rule, outcome.occurrences[i])
		                           : scan_match_add(prompt, rule, outcome.occurrences[i]);
	return judgement.status;
}

enum status scan_judge(struct scan_prompt *prompt)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < prompt->candidate_count && status == STATUS_OK; i++)
		status = judge_rule(prompt, &prompt->ruleset->rules[prompt->candidates[i]]);
	return status;
}

enum status scan_judge_node(struct scan_prompt *prompt, const struct ruleset_rule *rule,
                            const struct ruleset_tree *tree, enum ruleset_check check,
                            uint32_t node, struct scan_outcome *outcome)
{
	struct judgement judgement = {
		.prompt = prompt, .rule = rule, .tree = tree, .check = check, .most = SIZE_MAX
	};
	struct outcome found = outcome_of(&judgement, node);

	*outcome = (struct scan_outcome){ found.holds, found.occurrences, found.count };
	return judgement.status;
}
