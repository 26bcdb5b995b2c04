/* SPDX-License-Identifier: Apache-2.0 */
/* Rule trees over the atoms that fired. A tree gives occurrences, each a few hits:
 *
 *   ATOM   each hit by itself              ANY   those of every branch
 *   NEAR   each window, as one hit         ALL   one: the first occurrence of every branch
 *   NONE   nothing, it only holds or not
 *
 * A rule matches when its tree holds. Then its own exceptions are looked for, and the tree has to
 * hold once more without the hits that one of them covers: see scan_except.h. */
#include "scan_stage.h"

#include "base_limits.h"
#include "scan_atom.h"
#include "scan_check.h"
#include "scan_except.h"
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
	struct scan_exceptions    *exceptions; /* NULL, or hits that one covers do not count */
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
	if (hits.count > LIMIT_REGEX_HITS &&
	    judgement->prompt->ruleset->atoms[atom].kind == RULESET_ATOM_REGEX)
		judgement->prompt->matches.dropped = true;
}

static struct scan_hits checked_hits(struct judgement *judgement, struct scan_hits hits)
{
	struct scan_hit *kept = ARENA_ARRAY(judgement->prompt->scratch, hits.count,
	                                    struct scan_hit);
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

/* ---- hits of the branches of NEAR ---- */

struct branch {
	uint32_t         node;
	size_t           count;   /* of hits that are known */
	uint32_t         longest; /* of them, in words */
	uint32_t         certain; /* the word before which none is missing */
	struct scan_hits hits;    /* those before it that may be part of a window, by place */
};

struct branches {
	struct branch items[LIMIT_NEAR_BRANCHES];
	size_t        count;
};

static bool has_all(const struct branch *branch)
{
	return branch->certain == UINT32_MAX;
}

static uint32_t word_count(const struct scan_hit *hit)
{
	return hit->last - hit->first + 1;
}

/* Looks for the first `most` hits of each atom. */
static void branch_look(struct judgement *judgement, struct branch *branch, size_t most)
{
	const struct ruleset_tree *tree = judgement->tree;

	for (uint32_t i = branch->node; i < tree[branch->node].next; i++) {
		struct scan_hits hits = { 0 };
		bool             all = true;

		if (tree[i].kind == RULESET_TREE_ATOM)
			hits = atom_hits(judgement, tree[i].atom, most, &all);
		if (!all && hits.items[hits.count - 1].first < branch->certain)
			branch->certain = hits.items[hits.count - 1].first;
		for (size_t h = 0; h < hits.count; h++)
			if (word_count(&hits.items[h]) > branch->longest)
				branch->longest = word_count(&hits.items[h]);
		branch->count += hits.count;
	}
}

/* Copies what may share a stretch of `reach` words with one of the rare hits, all being by place;
 * without rare hits, everything. Returns how many were copied. */
static size_t hits_near(struct scan_hits hits, struct scan_hits rare, uint64_t reach,
                        struct scan_hit *items)
{
	size_t count = 0;
	size_t at = 0;

	for (size_t i = 0; i < hits.count; i++) {
		const struct scan_hit *hit = &hits.items[i];

		while (at < rare.count && rare.items[at].first + reach <= hit->last)
			at++;
		if (rare.count == 0 ||
		    (at < rare.count && rare.items[at].first < hit->first + reach))
			items[count++] = *hit;
	}
	return count;
}

static void branch_gather(struct judgement *judgement, struct branch *branch, size_t most,
                          struct scan_hits rare, uint64_t reach)
{
	const struct ruleset_tree *tree = judgement->tree;
	struct scan_hit           *items = ARENA_ARRAY(judgement->prompt->scratch, branch->count,
	                                               struct scan_hit);
	size_t                     count = 0;
	bool                       all;

	if (items == NULL) {
		judgement->status = STATUS_NO_MEMORY;
		return;
	}
	for (uint32_t i = branch->node; i < tree[branch->node].next; i++)
		if (tree[i].kind == RULESET_TREE_ATOM)
			count += hits_near(atom_hits(judgement, tree[i].atom, most, &all), rare,
			                   reach, items + count);
	if (count > 1 && tree[branch->node].kind != RULESET_TREE_ATOM)
		qsort(items, count, sizeof *items, by_place);
	if (rare.count > 0 && branch->certain > rare.items[rare.count - 1].first + reach)
		branch->certain = UINT32_MAX; /* what is missing is too far away */
	while (!has_all(branch) && count > 0 && items[count - 1].first >= branch->certain)
		count--;
	branch->hits = (struct scan_hits){ items, count };
}

/* The branch with the fewest hits, of those of which all are known; NULL when there is none. */
static struct branch *branch_rarest(struct branches *branches)
{
	struct branch *rarest = NULL;

	for (size_t i = 0; i < branches->count; i++) {
		struct branch *branch = &branches->items[i];

		if (has_all(branch) && (rarest == NULL || branch->count < rarest->count))
			rarest = branch;
	}
	return rarest;
}

/* A window has at most `within` words more than its hits. So what is farther from every hit of
 * the rarest branch is in no window, and need not be put in order with the others. */
static void branches_gather(struct judgement *judgement, uint32_t node, size_t most,
                            struct branches *branches)
{
	struct branch   *rarest = branch_rarest(branches);
	struct scan_hits rare = { 0 };
	uint64_t         reach = judgement->tree[node].within;

	for (size_t i = 0; i < branches->count; i++)
		reach += branches->items[i].longest;
	if (rarest != NULL) {
		branch_gather(judgement, rarest, most, rare, reach);
		rare = rarest->hits;
	}
	for (size_t i = 0; i < branches->count && judgement->status == STATUS_OK; i++)
		if (&branches->items[i] != rarest)
			branch_gather(judgement, &branches->items[i], most, rare, reach);
}

/* The hits of every branch; false when one has none. */
static bool branches_read(struct judgement *judgement, uint32_t node, size_t most,
                          struct branches *branches)
{
	const struct ruleset_tree *tree = judgement->tree;

	branches->count = 0;
	for (uint32_t child = node + 1; child < tree[node].next; child = tree[child].next) {
		struct branch branch = { .node = child, .certain = UINT32_MAX };

		assert(branches->count < LIMIT_NEAR_BRANCHES);
		branch_look(judgement, &branch, most);
		if (judgement->status != STATUS_OK || branch.count == 0)
			return false;
		branches->items[branches->count++] = branch;
	}
	branches_gather(judgement, node, most, branches);
	return judgement->status == STATUS_OK;
}

/* ---- outcomes ---- */

/* Each hit becomes an occurrence of its own. */
static struct outcome outcome_of_hits(struct judgement *judgement, struct scan_hits hits)
{
	struct outcome outcome = { .holds = hits.count > 0, .count = hits.count };

	if (hits.count == 0)
		return outcome;
	outcome.occurrences = ARENA_ARRAY(judgement->prompt->scratch, hits.count, struct scan_hits);
	if (outcome.occurrences == NULL) {
		judgement->status = STATUS_NO_MEMORY;
		return (struct outcome){ 0 };
	}
	for (size_t i = 0; i < hits.count; i++)
		outcome.occurrences[i] = (struct scan_hits){ &hits.items[i], 1 };
	return outcome;
}

/* Those that no exception covers. */
static struct scan_hits hits_kept(struct judgement *judgement, struct scan_hits hits)
{
	struct scan_hit *kept;
	size_t           count = 0;

	if (judgement->exceptions == NULL || hits.count == 0)
		return hits;
	kept = ARENA_ARRAY(judgement->prompt->scratch, hits.count, struct scan_hit);
	if (kept == NULL) {
		judgement->status = STATUS_NO_MEMORY;
		return (struct scan_hits){ 0 };
	}
	for (size_t i = 0; i < hits.count; i++)
		if (!scan_exceptions_cover(judgement->exceptions, &hits.items[i]))
			kept[count++] = hits.items[i];
	return (struct scan_hits){ kept, count };
}

static size_t many_more(size_t most)
{
	return most > LIMIT_REGEX_HITS ? SIZE_MAX : most * 16;
}

/* The first hits may all be covered, and a later one not. */
static struct outcome atom_outcome(struct judgement *judgement, uint32_t node)
{
	size_t           most = judgement->most;
	bool             all = false;
	struct scan_hits hits = { 0 };

	while (hits.count == 0 && !all && judgement->status == STATUS_OK) {
		hits = hits_kept(judgement,
		                 atom_hits(judgement, judgement->tree[node].atom, most, &all));
		most = many_more(most);
	}
	return outcome_of_hits(judgement, hits);
}

/* The windows among the hits that were gathered. Are they as many as are asked for, or *all? */
static bool windows_find(struct judgement *judgement, uint32_t node,
                         const struct branches *branches, struct scan_hits *windows, bool *all)
{
	const struct ruleset_tree *tree = judgement->tree;
	struct scan_hits           hits[LIMIT_NEAR_BRANCHES];
	size_t                     ended = 0;

	*windows = (struct scan_hits){ 0 };
	for (size_t i = 0; i < branches->count; i++) {
		hits[i] = branches->items[i].hits;
		*all = has_all(&branches->items[i]);
		if (hits[i].count == 0)
			return *all;
	}
	judgement->status = scan_near_find(hits, branches->count, tree[node].within,
	                                   tree[node].ordered, judgement->prompt->scratch, windows,
	                                   &ended);
	*all = judgement->status != STATUS_OK || has_all(&branches->items[ended]);
	if (*all)
		return true;
	if (windows->count <= judgement->most)
		return false;
	windows->count = judgement->most;
	return true;
}

/* A few hits of each atom are known from CONFIRM, and mostly give windows enough; where they do
 * not, or exceptions cover them, more are looked for, each time sixteen times as many. */
static struct outcome near_outcome(struct judgement *judgement, uint32_t node)
{
	size_t           most = judgement->most == SIZE_MAX ? SIZE_MAX : LIMIT_MATCHES_OF_RULE;
	struct branches  branches;
	struct scan_hits windows = { 0 };
	bool             all = false;

	while (windows.count == 0 && !all) {
		if (!branches_read(judgement, node, most, &branches))
			return (struct outcome){ 0 };
		if (windows_find(judgement, node, &branches, &windows, &all))
			windows = hits_kept(judgement, windows);
		else
			windows.count = 0;
		most = many_more(most);
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
		grown = arena_resize(judgement->prompt->scratch, outcome.occurrences,
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
	struct arena              *arena = judgement->prompt->scratch;
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

/* What a rule says must not occur has no exceptions. */
static struct outcome none_outcome(struct judgement *judgement, uint32_t node)
{
	struct judgement plain = *judgement;
	struct outcome   outcome;

	plain.exceptions = NULL;
	outcome = (struct outcome){ .holds = !any_outcome(&plain, node).holds };
	judgement->status = plain.status;
	return outcome;
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
		return none_outcome(judgement, node);
	}
	return (struct outcome){ 0 };
}

/* ---- rules ---- */

static bool is_covered(struct scan_exceptions *exceptions, struct scan_hits occurrence)
{
	for (size_t i = 0; i < occurrence.count; i++)
		if (scan_exceptions_cover(exceptions, &occurrence.items[i]))
			return true;
	return false;
}

/* Notes the occurrences that an exception covers, and judges `when` without them. */
static struct outcome outcome_excused(struct judgement *judgement, struct outcome outcome,
                                      struct scan_exceptions *exceptions)
{
	for (size_t i = 0;
	     i < outcome.count && i < LIMIT_MATCHES_OF_RULE && judgement->status == STATUS_OK; i++)
		if (is_covered(exceptions, outcome.occurrences[i]))
			judgement->status = scan_match_excuse(judgement->prompt, judgement->rule,
			                                      outcome.occurrences[i]);
	if (judgement->status != STATUS_OK || exceptions->whole)
		return (struct outcome){ 0 };
	judgement->exceptions = exceptions;
	return outcome_of(judgement, 0);
}

/* What the rule matches. */
static struct outcome rule_outcome(struct judgement *judgement)
{
	struct outcome         outcome = outcome_of(judgement, 0);
	struct scan_exceptions exceptions;

	if (judgement->status != STATUS_OK || !outcome.holds)
		return outcome;
	judgement->status = scan_exceptions_find(judgement->prompt, judgement->rule, &exceptions);
	if (judgement->status != STATUS_OK || !exceptions.any)
		return outcome;
	return outcome_excused(judgement, outcome, &exceptions);
}

static enum status add_match(struct scan_prompt *prompt, const struct ruleset_rule *rule,
                             struct scan_hits hits)
{
	size_t      start = SIZE_MAX;
	size_t      end = 0;
	bool        is_new;
	enum status status;

	for (size_t i = 0; i < hits.count; i++) {
		start = hits.items[i].start < start ? hits.items[i].start : start;
		end = hits.items[i].end > end ? hits.items[i].end : end;
	}
	status = decode_range_is_new(&prompt->views.items[prompt->view], start, end, prompt->arena,
	                             &is_new);
	return status == STATUS_OK && is_new ? scan_match_add(prompt, rule, hits) : status;
}

static enum status judge_rule(struct scan_prompt *prompt, const struct ruleset_rule *rule)
{
	const bool       masks = scan_effect_masks(prompt->policy, rule);
	struct judgement judgement = { .prompt = prompt,
		                       .rule = rule,
		                       .tree = rule->when,
		                       .check = rule->check,
		                       .most = masks ? SIZE_MAX : LIMIT_MATCHES_OF_RULE };
	struct outcome   outcome = rule_outcome(&judgement);
	size_t           count = outcome.count;

	if (judgement.status != STATUS_OK || !outcome.holds)
		return judgement.status;
	if (count > LIMIT_MATCHES_OF_RULE && !masks)
		count = LIMIT_MATCHES_OF_RULE;
	for (size_t i = 0; i < count && judgement.status == STATUS_OK; i++)
		judgement.status = add_match(prompt, rule, outcome.occurrences[i]);
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
                            uint32_t node, size_t most, struct scan_outcome *outcome)
{
	struct judgement judgement = {
		.prompt = prompt, .rule = rule, .tree = tree, .check = check, .most = most
	};
	struct outcome found = outcome_of(&judgement, node);

	*outcome = (struct scan_outcome){ found.holds, found.occurrences, found.count };
	return judgement.status;
}

enum status scan_judge_matches(struct scan_prompt *prompt, const struct ruleset_rule *rule,
                               bool *matches)
{
	struct judgement judgement = { .prompt = prompt,
		                       .rule = rule,
		                       .tree = rule->when,
		                       .check = rule->check,
		                       .most = LIMIT_MATCHES_OF_RULE };

	*matches = rule_outcome(&judgement).holds;
	return judgement.status;
}
