/* SPDX-License-Identifier: Apache-2.0 */
/* Confirms atoms in the current view: phrases over its words, regexes over its clean text. First
 * those that CANDIDATES named, for no rule matches where none of its named atoms does, and most
 * are none: the rules of those that match are looked at, a few of them. Then it is asked whether a
 * rule may hold at all, which few do: of ANY the first child that occurs is enough, under ALL and
 * NEAR the first without a match ends the walk, and the one least likely to match is looked at
 * first. Only then every atom is looked for that may have a part in the match. */
#include "base_limits.h"
#include "scan_atom.h"
#include "scan_stage.h"

#define WORDS_BRIEF 1024u /* of a text that is as well begun anew behind its first match */

struct walk {
	struct scan_prompt *prompt;
	bool                whole; /* every atom that has a part; false: one is enough */
	enum status         status;
};

static bool may_hold(struct walk *walk, const struct ruleset_tree *tree, uint32_t node);

static bool every_child_may_hold(struct walk *walk, const struct ruleset_tree *tree, uint32_t node)
{
	uint32_t rarest = tree[node].rarest;

	if (rarest != 0 && !may_hold(walk, tree, rarest))
		return false;
	for (uint32_t child = node + 1; child < tree[node].next; child = tree[child].next)
		if (child != rarest && !may_hold(walk, tree, child))
			return false;
	return true;
}

/* ANY of hundreds of phrases reads megabytes of them, each once. */
static bool some_child_may_hold(struct walk *walk, const struct ruleset_tree *tree, uint32_t node)
{
	const uint32_t end = tree[node].next;
	bool           holds = false;

	for (uint32_t child = node + 1; child < end && (walk->whole || !holds);
	     child = tree[child].next) {
		scan_atom_ahead(walk->prompt, tree, child, end);
		holds = may_hold(walk, tree, child) || holds;
	}
	return holds;
}

static bool atom_holds(struct walk *walk, uint32_t atom)
{
	struct scan_prompt *prompt = walk->prompt;
	size_t              most = LIMIT_MATCHES_OF_RULE;

	if (!scan_worker_may_match(prompt->worker, atom))
		return false;
	walk->status = match_text_split(&prompt->text, prompt->scratch);
	if (!walk->whole && prompt->text.words.count <= WORDS_BRIEF)
		most = 1;
	if (walk->status == STATUS_OK)
		walk->status = scan_atom_confirm(prompt, atom, most);
	return walk->status == STATUS_OK && scan_atom_holds(prompt, atom);
}

/* Recursion is as deep as the rule's tree, which the loader bounds; prompts have no
 * part in it. */
static bool may_hold(struct walk *walk, const struct ruleset_tree *tree, uint32_t node)
{
	if (walk->status != STATUS_OK)
		return false;
	switch (tree[node].kind) {
	case RULESET_TREE_ATOM:
		return atom_holds(walk, tree[node].atom);
	case RULESET_TREE_NONE:
		if (walk->whole)
			some_child_may_hold(walk, tree, node);
		return true;
	case RULESET_TREE_ANY:
		return some_child_may_hold(walk, tree, node);
	case RULESET_TREE_ALL:
	case RULESET_TREE_NEAR:
		return every_child_may_hold(walk, tree, node);
	}
	return false;
}

static bool rule_may_hold(struct walk *walk, const struct ruleset_rule *rule)
{
	walk->whole = false;
	if (!may_hold(walk, rule->when, 0))
		return false;
	walk->whole = true;
	may_hold(walk, rule->when, 0);
	if (walk->status == STATUS_OK && rule->except != NULL)
		may_hold(walk, rule->except, 0);
	return true;
}

/* With somebody who asks what rules cost, all is done in the rule that it is done for. */
static enum status candidates_list(struct walk *walk)
{
	struct scan_prompt         *prompt = walk->prompt;
	const struct engine_worker *worker = prompt->worker;

	for (size_t i = 0; i < worker->named_count && walk->status == STATUS_OK; i++)
		if (worker->meter != NULL || atom_holds(walk, worker->named_atoms[i]))
			scan_candidates_add(prompt, worker->named_atoms[i]);
	scan_candidates_list(prompt);
	return walk->status;
}

static bool rule_measured(struct walk *walk, const struct ruleset_rule *rule)
{
	const struct engine_meter *meter = walk->prompt->worker->meter;
	uint64_t                   begin = meter->clock_ns();
	bool                       holds = rule_may_hold(walk, rule);

	meter->spent(meter->context, rule, meter->clock_ns() - begin);
	return holds;
}

enum status scan_confirm(struct scan_prompt *prompt)
{
	struct walk walk = { .prompt = prompt, .status = STATUS_OK };
	size_t      kept = 0;

	if (candidates_list(&walk) != STATUS_OK)
		return walk.status;
	for (size_t i = 0; i < prompt->candidate_count && walk.status == STATUS_OK; i++) {
		const struct ruleset_rule *rule = &prompt->ruleset->rules[prompt->candidates[i]];

		if (prompt->worker->meter != NULL ? !rule_measured(&walk, rule)
		                                  : !rule_may_hold(&walk, rule))
			continue;
		prompt->candidates[kept++] = prompt->candidates[i];
	}
	prompt->candidate_count = kept;
	return walk.status;
}
