/* SPDX-License-Identifier: Apache-2.0 */
/* The stages of scan_stage.def and the state of one prompt that passes through
 * them. A stage returns STATUS_OK, or STATUS_NO_MEMORY: the prompt then goes straight to DECIDE as
 * incompletely inspected. */
#ifndef SCAN_STAGE_H
#define SCAN_STAGE_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "decode_budget.h"
#include "decode_expand.h"
#include "decode_origin.h"
#include "decode_view.h"
#include "doorward/engine.h"
#include "match_phrase.h"
#include "ruleset_rule.h"
#include "scan_match.h"
#include "scan_units.h"
#include "scan_worker.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Signals that do not come from a decoder, with their names in scan_verdict.c. */
enum scan_note {
	SCAN_NOTE_INVISIBLE,
	SCAN_NOTE_LOOKALIKE,
	SCAN_NOTE_MARKS,
	SCAN_NOTE_UTF8,
	SCAN_NOTE_CUT, /* ciphers and wordings were not looked for in every reading */
	SCAN_NOTE_COUNT
};

struct scan_prompt {
	struct engine_worker        *worker;
	const struct ruleset        *ruleset;
	const struct ruleset_policy *policy;
	const struct engine_prompt  *prompt;
	const struct ruleset_rule   *forced; /* judged whatever their triggers say: */
	size_t                       forced_count;
	bool                         with_drafts; /* every draft is judged, too */
	struct arena                *arena;       /* work: gone with the prompt */
	struct arena                *scratch;     /* of one view: gone with it */
	struct arena                *answer;      /* what the verdict points at */

	/* PREPARE and EXPAND */
	struct decode_fields fields;
	struct decode_views  views;
	struct decode_budget budget;
	struct decode_counts counts;
	uint64_t             notes[SCAN_NOTE_COUNT];
	bool                 complete;
	uint64_t             inspected;

	/* the view under the VIEW stages */
	size_t            view;
	uint32_t         *candidates; /* rule indexes, ascending after CONFIRM */
	size_t            candidate_count;
	struct match_text text;         /* its words */
	uint64_t          phrase_steps; /* left for the whole prompt; and for views that are */
	uint64_t          guess_steps;  /* guesses: what these leave out is no gap in the rest */

	/* JUDGE */
	struct scan_matches matches;
	struct scan_matches excused; /* by exceptions, in views with look-alikes */
	struct scan_units   units;
	struct scan_traced  traced;

	/* DECIDE */
	struct engine_verdict *verdict;

	/* What each stage took, when somebody asks. */
	uint64_t stage_ns[ENGINE_STAGES_MAX];
};

#define STAGE(name, function, scope) MUST_CHECK enum status function(struct scan_prompt *prompt);
#include "scan_stage.def"
#undef STAGE

/* Runs the stages up to DECIDE, then DECIDE in any case. */
MUST_CHECK enum status scan_run(struct scan_prompt *prompt);

/* Runs the stages up to DECIDE only: prompt->matches is the result (inline tests). */
void scan_run_matches(struct scan_prompt *prompt);

/* Does the rule look at views like the current one? */
bool scan_rule_applies(const struct ruleset_rule *rule, const struct scan_prompt *prompt);

/* Adds the rules of an atom that CANDIDATES named to those to look at, ... */
void scan_candidates_add(struct scan_prompt *prompt, uint32_t atom);
/* ... and lists those that were added and apply, in order, as prompt->candidates. */
void scan_candidates_list(struct scan_prompt *prompt);

/* Sets up the state for a prompt whose policy is known. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_begin(struct scan_prompt *state, struct engine_worker *worker,
                                  const struct ruleset        *ruleset,
                                  const struct ruleset_policy *policy,
                                  const struct engine_prompt  *prompt);

#endif
