/* SPDX-License-Identifier: Apache-2.0 */
/* Scores: what several weak signals weigh together. */
#ifndef SCAN_SCORE_H
#define SCAN_SCORE_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_status.h"
#include "doorward/engine.h"
#include "scan_match.h"

#include <stdbool.h>
#include <stddef.h>

/* What a match may do under the policy. */
struct scan_effect {
	enum ruleset_action action;      /* own, under ceiling and floor of the policy */
	bool                counts;      /* false: the policy's cell for the category is allow */
	bool                acts;        /* enforced and at or under the policy's level */
	bool                acts_shadow; /* the same for a shadow rule */
	bool                scores;      /* enforced and at or under the policy's score level */
	bool                scores_shadow;
};

struct scan_effect scan_effect_of(const struct ruleset_policy *policy,
                                  const struct ruleset_rule   *rule);

/* Do the rule's spans become masks, each of them? */
bool scan_effect_masks(const struct ruleset_policy *policy, const struct ruleset_rule *rule);

/* What the rule adds to its family, once a prompt: 0 for flag and mask, at most 4 for a
 * signal (a signal never decides alone). */
unsigned scan_score_of(const struct ruleset_rule *rule, enum ruleset_action action);

/* Score a category, [ruleset_category_count()] in `arena`, each rule counted once;
 * with `shadow`, shadow rules count as if enforced. *highest is the highest sum over a family
 * (the part of the code before the dot). STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_score_sum(const struct scan_matches   *matches,
                                      const struct ruleset_policy *policy, bool shadow,
                                      struct arena *arena, uint32_t **scores, uint32_t *highest);

#endif
