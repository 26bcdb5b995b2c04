/* SPDX-License-Identifier: Apache-2.0 */
/* Rule trees node by node, for engine_trace_rules(). */
#ifndef SCAN_TREE_H
#define SCAN_TREE_H

#include "base_attr.h"
#include "base_status.h"
#include "scan_stage.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What became of a node in the current view. */
struct scan_outcome {
	bool              holds;
	struct scan_hits *occurrences;
	size_t            count;
};

/* Judges node `node` of `tree`, whose atoms were confirmed, as if the rule had no exceptions;
 * `check` is the rule's, or NONE for its exceptions. At least the first `most` occurrences are
 * found. STATUS_OK or STATUS_NO_MEMORY. In scan_judge.c. */
MUST_CHECK enum status scan_judge_node(struct scan_prompt *prompt, const struct ruleset_rule *rule,
                                       const struct ruleset_tree *tree, enum ruleset_check check,
                                       uint32_t node, size_t most, struct scan_outcome *outcome);

/* Does the rule match in the current view, where its atoms were confirmed, when its exceptions are
 * heard? STATUS_OK or STATUS_NO_MEMORY. In scan_judge.c. */
MUST_CHECK enum status scan_judge_matches(struct scan_prompt        *prompt,
                                          const struct ruleset_rule *rule, bool *matches);

#endif
