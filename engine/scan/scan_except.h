/* SPDX-License-Identifier: Apache-2.0 */
/* The exceptions of a rule, and whether one of them covers a match. */
#ifndef SCAN_EXCEPT_H
#define SCAN_EXCEPT_H

#include "base_attr.h"
#include "base_status.h"
#include "scan_stage.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where a pattern of an exception occurs, and the first of these places that may yet be near the
 * next match. */
struct scan_except_hits {
	const struct scan_hits *occurrences; /* each one hit, by place */
	size_t                  count;
	size_t                  at;
};

struct scan_exceptions {
	const struct ruleset_tree *tree;  /* the rule's `except` */
	struct scan_except_hits   *hits;  /* [except_count]: of ATOM and NEAR */
	bool                       whole; /* one holds that counts for the whole text */
	bool                       any;   /* one may cover a match; else none does */
	uint32_t                   first; /* of the last match that was asked for */
};

/* Looks for the exceptions of `rule` in the current view, where its atoms were confirmed.
 * `exceptions` is good until the next view. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_exceptions_find(struct scan_prompt        *prompt,
                                            const struct ruleset_rule *rule,
                                            struct scan_exceptions    *exceptions);

/* Is the text so short that the exception at `node` reaches all of it, or is it to? */
bool scan_exception_reaches_all(const struct scan_prompt *prompt, const struct ruleset_tree *node);

/* Does the exception at `node`, a child of the root, and one that does not reach all
 * of the text, cover the hit? Cheap when hits are asked for in the order of their places. */
bool scan_exception_covers(struct scan_exceptions *exceptions, uint32_t node,
                           const struct scan_hit *hit);

/* Does any? */
bool scan_exceptions_cover(struct scan_exceptions *exceptions, const struct scan_hit *hit);

#endif
