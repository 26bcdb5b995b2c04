/* SPDX-License-Identifier: Apache-2.0 */
/* A match is a rule that held in a view, already brought back to the bytes of the
 * fields. The same rule at the same place in another view is the same match: the
 * first one, which needed the least undoing, is kept. */
#ifndef SCAN_MATCH_H
#define SCAN_MATCH_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_limits.h"
#include "base_status.h"
#include "decode_origin.h"
#include "doorward/engine.h"
#include "ruleset_rule.h"
#include "scan_worker.h"

#include <stdbool.h>
#include <stddef.h>

struct scan_match {
	const struct ruleset_rule *rule;
	const struct engine_part  *parts;
	size_t                     part_count;
	size_t                     view;       /* in which it was found first, */
	size_t                     view_start; /* in these bytes of its folded text */
	size_t                     view_end;
	bool                       uncertain;
	bool                       evasive;
};

struct scan_matches {
	struct scan_match *items;
	size_t             count;
	size_t             cap;
	size_t             first_of_view; /* the first match of the view that has the last */
	bool               dropped;       /* more than LIMIT_MATCHES */
	uint32_t          *table; /* NULL while they are few: matches by rule and place, plus one */
	struct arena      *arena;
};

/* What a hit came from in the fields. */
struct scan_parts {
	struct engine_part items[LIMIT_FINDING_PARTS];
	size_t             count;
	bool               evasive;
};

/* The last place that was traced to the fields: rules often match at the same place, and
 * when a limit ends the search, hundreds at the whole view. */
struct scan_traced {
	bool              known;
	size_t            view;
	size_t            start; /* in its folded text */
	size_t            end;
	struct scan_parts parts;
};

struct scan_prompt;

/* The names of a chain: field first, each step in the order of text_operation.def.
 * STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_chain_of(const struct decode_origin *origin, struct arena *arena,
                                     const char *const **chain, size_t *count);

void scan_matches_init(struct scan_matches *matches, struct arena *arena);

/* Adds a match of `rule` made of `hits` (at least one) in the current view, unless it
 * is known already. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_match_add(struct scan_prompt *prompt, const struct ruleset_rule *rule,
                                      struct scan_hits hits);

/* Notes that an exception of `rule` held where `hits` (at least one) are in the current view, for
 * the view that reads its look-alikes as Latin letters. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_match_excuse(struct scan_prompt        *prompt,
                                         const struct ruleset_rule *rule, struct scan_hits hits);

#endif
