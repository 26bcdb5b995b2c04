/* SPDX-License-Identifier: Apache-2.0 */
/* What a thread keeps between prompts: arenas, the matchers' scratch, and tables
 * sized for the ruleset it last saw. */
#ifndef SCAN_WORKER_H
#define SCAN_WORKER_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_status.h"
#include "doorward/engine.h"
#include "match_backend.h"
#include "match_regex.h"
#include "ruleset_rule.h"

#include <stdbool.h>
#include <stdint.h>

/* One place an atom or a tree matched: bytes [start, end) and words [first, last] of
 * the folded text of the view. */
struct scan_hit {
	size_t   start;
	size_t   end;
	uint32_t first;
	uint32_t last;
	bool     uncertain;
};

struct scan_hits {
	const struct scan_hit *items; /* by place */
	size_t                 count;
};

#define SCAN_PLACES_FEW  3u
#define SCAN_PLACES_MANY UINT32_MAX

/* What is known of an atom in the current view. */
struct scan_atom {
	uint32_t         named;       /* the worker's stamp when it was found that it may match */
	uint32_t         place_count; /* of a named one: where its needed words stand; MANY: */
	uint32_t         places[SCAN_PLACES_FEW]; /* ... not known; rising */
	uint32_t         stamp;                   /* the worker's while `hits` is valid */
	bool             all;                     /* there are no more hits than these */
	struct scan_hit *items;                   /* of `hits`, to add to */
	struct scan_hits hits;
};

struct engine_worker {
	struct arena               arena;         /* request and work */
	struct arena               scratch_arena; /* what is found in one view */
	struct arena               answer;        /* verdict */
	struct match_scratch      *scratch;
	struct match_regex_worker *regex;
	const struct ruleset      *ruleset; /* fitted for; compared with its revision */
	char                       revision[sizeof((struct ruleset *)0)->revision];
	uint32_t                   stamp;      /* of the current view */
	uint64_t                  *candidates; /* a bit a rule, while candidates are collected */
	bool                       has_candidates;
	struct scan_atom          *atoms; /* [atom_count] */
	uint64_t *possible;    /* a bit an atom: it may match in the current view, for all that is
	                          known: most may not, and nothing else is read of them */
	uint64_t *unnamed;     /* the same at the beginning of a view: atoms that nothing names */
	bool      found;       /* what is possible has changed since */
	uint32_t *named_atoms; /* those named in the current view, each once */
	size_t    named_count;
	const struct engine_meter *meter; /* NULL: nobody asks what rules cost */
};

static inline bool scan_worker_may_match(const struct engine_worker *worker, uint32_t atom)
{
	return (worker->possible[atom / 64] >> atom % 64 & 1) != 0;
}

/* Makes scratch and tables fit the ruleset; cheap when they do already. STATUS_OK or
 * STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_worker_fit(struct engine_worker *worker, const struct ruleset *ruleset);

/* Forgets what was known of the last view, and gives its memory back. */
void scan_worker_next_view(struct engine_worker *worker);

#endif
