/* SPDX-License-Identifier: Apache-2.0 */
#include "scan_score.h"

#include "base_slice.h"

struct scan_effect scan_effect_of(const struct ruleset_policy *policy,
                                  const struct ruleset_rule   *rule)
{
	struct scan_effect effect = { 0 };
	bool               enforced = rule->mode == RULESET_ENFORCE;
	bool               shadow = rule->mode == RULESET_SHADOW;

	effect.counts = ruleset_policy_action(policy, rule, &effect.action);
	effect.acts = effect.counts && enforced && rule->level <= policy->level;
	effect.acts_shadow = effect.counts && shadow && rule->level <= policy->level;
	effect.scores = effect.counts && enforced && rule->level <= policy->score_level;
	effect.scores_shadow = effect.counts && shadow && rule->level <= policy->score_level;
	return effect;
}

bool scan_effect_masks(const struct ruleset_policy *policy, const struct ruleset_rule *rule)
{
	struct scan_effect effect = scan_effect_of(policy, rule);

	return effect.acts && effect.action == RULESET_MASK;
}

unsigned scan_score_of(const struct ruleset_rule *rule, enum ruleset_action action)
{
	switch (action) {
	case RULESET_BLOCK:
		return rule->score;
	case RULESET_SIGNAL:
		return rule->score < 4 ? rule->score : 4;
	case RULESET_FLAG:
	case RULESET_MASK:
		return 0;
	}
	return 0;
}

static struct slice family_of(uint16_t category)
{
	struct slice code = slice_from_cstr(ruleset_category_code(category));
	size_t       dot = slice_find(code, SLICE_LIT("."), 0);

	return dot == SIZE_MAX ? code : slice_range(code, 0, dot);
}

/* Categories are in byte order of their code, so a family is a run. Most prompts score in
 * none, and hardly any in more than two. */
static uint32_t highest_family(const uint32_t *scores)
{
	const uint16_t count = (uint16_t)ruleset_category_count();
	uint32_t       highest = 0;
	uint32_t       sum = 0;
	uint16_t       last = 0;

	for (uint16_t i = 0; i < count; i++) {
		if (scores[i] == 0)
			continue;
		if (!slice_equal(family_of(i), family_of(last)))
			sum = 0;
		last = i;
		sum += scores[i];
		if (sum > highest)
			highest = sum;
	}
	return highest;
}

/* A bit a rule, for as many as the matches need. */
static uint64_t *rule_bits(const struct scan_matches *matches, struct arena *arena)
{
	uint32_t highest = 0;

	for (size_t i = 0; i < matches->count; i++)
		if (matches->items[i].rule->index > highest)
			highest = matches->items[i].rule->index;
	return arena_alloc_zero(arena, highest / 64 + 1, sizeof(uint64_t));
}

static bool is_counted_before(uint64_t *counted, const struct ruleset_rule *rule)
{
	const uint64_t bit = (uint64_t)1 << rule->index % 64;
	const bool     before = (counted[rule->index / 64] & bit) != 0;

	counted[rule->index / 64] |= bit;
	return before;
}

enum status scan_score_sum(const struct scan_matches *matches, const struct ruleset_policy *policy,
                           bool shadow, struct arena *arena, uint32_t **scores, uint32_t *highest)
{
	uint64_t *counted = rule_bits(matches, arena);

	*scores = arena_alloc_zero(arena, ruleset_category_count(), sizeof **scores);
	*highest = 0;
	if (*scores == NULL || counted == NULL)
		return STATUS_NO_MEMORY;
	if (matches->count == 0)
		return STATUS_OK;
	for (size_t i = 0; i < matches->count; i++) {
		const struct ruleset_rule *rule = matches->items[i].rule;
		struct scan_effect         effect = scan_effect_of(policy, rule);

		if (!effect.scores && !(shadow && effect.scores_shadow))
			continue;
		/* Only a rule that acts may score like one that blocks. */
		if (effect.action == RULESET_BLOCK && rule->level > policy->level)
			effect.action = RULESET_SIGNAL;
		if (!is_counted_before(counted, rule))
			(*scores)[rule->category] += scan_score_of(rule, effect.action);
	}
	*highest = highest_family(*scores);
	return STATUS_OK;
}
