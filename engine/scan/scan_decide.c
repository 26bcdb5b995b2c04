/* SPDX-License-Identifier: Apache-2.0 */
/* From matches to a verdict. Precedence, as the design page has it: a rule's own
 * exceptions decided whether it matched (JUDGE); then any match of an enforced block
 * rule at or under the policy's level in an always-block category blocks; then the
 * other rules by action and by score; then allow. An incompletely inspected prompt
 * gets at least what the policy says for such. */
#include "scan_stage.h"

#include "scan_score.h"
#include "scan_verdict.h"

static enum engine_decision decision_of(enum ruleset_action action)
{
	switch (action) {
	case RULESET_SIGNAL:
		return ENGINE_ALLOW;
	case RULESET_FLAG:
		return ENGINE_FLAG;
	case RULESET_MASK:
		return ENGINE_MASK;
	case RULESET_BLOCK:
		return ENGINE_BLOCK;
	}
	return ENGINE_BLOCK;
}

static enum engine_decision higher(enum engine_decision a, enum engine_decision b)
{
	return a > b ? a : b;
}

static bool always_blocks(const struct ruleset_policy *policy, const struct ruleset_rule *rule)
{
	return policy->category_always[rule->category] && rule->action == RULESET_BLOCK;
}

/* What the matches ask for; with `shadow`, shadow rules count as if enforced. */
static enum engine_decision decide(const struct scan_prompt *prompt, uint32_t score, bool shadow)
{
	const struct ruleset_policy *policy = prompt->policy;
	enum engine_decision         decision = ENGINE_ALLOW;

	for (size_t i = 0; i < prompt->matches.count; i++) {
		const struct ruleset_rule *rule = prompt->matches.items[i].rule;
		struct scan_effect         effect = scan_effect_of(policy, rule);

		if (!effect.acts && !(shadow && effect.acts_shadow))
			continue;
		if (always_blocks(policy, rule))
			return ENGINE_BLOCK;
		decision = higher(decision, decision_of(effect.action));
	}
	if (score >= policy->threshold)
		decision = ENGINE_BLOCK;
	if (!prompt->complete)
		decision = higher(decision, decision_of(policy->on_incomplete));
	return decision;
}

enum status scan_decide(struct scan_prompt *prompt)
{
	struct engine_verdict *verdict = ARENA_NEW(prompt->answer, struct engine_verdict);
	uint32_t              *scores;
	uint32_t              *would_scores;
	uint32_t               would_score;
	enum status            status;

	if (verdict == NULL)
		return STATUS_NO_MEMORY;
	status = scan_score_sum(&prompt->matches, prompt->policy, false, prompt->answer, &scores,
	                        &verdict->score);
	if (status != STATUS_OK)
		return status;
	status = scan_score_sum(&prompt->matches, prompt->policy, true, prompt->answer,
	                        &would_scores, &would_score);
	if (status != STATUS_OK)
		return status;
	verdict->decision = decide(prompt, verdict->score, false);
	verdict->would_decision = decide(prompt, would_score, true);
	verdict->has_would = verdict->would_decision != verdict->decision;
	prompt->verdict = verdict;
	return scan_verdict_fill(prompt, scores);
}

/* ---- rules that are known to have matched ---- */

static enum status matches_of(const struct ruleset_rule *const *rules, size_t count,
                              struct arena *arena, struct scan_matches *matches)
{
	scan_matches_init(matches, arena);
	matches->items = arena_alloc_zero(arena, count + 1, sizeof *matches->items);
	if (matches->items == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < count; i++)
		matches->items[i].rule = rules[i];
	matches->count = count;
	return STATUS_OK;
}

enum status engine_decide(struct engine_worker *worker, const struct ruleset *ruleset,
                          struct slice policy, const struct ruleset_rule *const *rules,
                          size_t count, bool complete, enum engine_decision *decision,
                          bool *decides)
{
	struct scan_prompt prompt = { .complete = complete };
	uint32_t          *scores;
	uint32_t           score;
	enum status        status;

	prompt.policy = ruleset_policy_find(ruleset,
	                                    policy.len > 0 ? policy : SLICE_LIT("default"));
	if (prompt.policy == NULL)
		return STATUS_NOT_FOUND;
	if (count > ENGINE_DECIDE_RULES_MAX)
		return STATUS_LIMIT_REACHED;
	status = matches_of(rules, count, &worker->arena, &prompt.matches);
	if (status == STATUS_OK)
		status = scan_score_sum(&prompt.matches, prompt.policy, false, &worker->arena,
		                        &scores, &score);
	if (status != STATUS_OK)
		return status;
	*decision = decide(&prompt, score, false);
	for (size_t i = 0; decides != NULL && i < count; i++) {
		struct scan_effect effect = scan_effect_of(prompt.policy, rules[i]);

		decides[i] = effect.acts && effect.action != RULESET_SIGNAL &&
		             decision_of(effect.action) == *decision;
	}
	return STATUS_OK;
}
