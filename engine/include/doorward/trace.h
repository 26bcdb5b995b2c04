/* SPDX-License-Identifier: Apache-2.0 */
/* Every view of a prompt, for `explain`: what was judged and how it came about. */
#ifndef DOORWARD_TRACE_H
#define DOORWARD_TRACE_H

#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What was done to get from one text to the next, and that text. */
struct engine_trace_step {
	const char *const *done; /* operations; static names; none: the text did not change */
	size_t             done_count;
	struct slice       text;
};

/* In this order: the parent's clean text (or its made text, see `raw`) was decoded or joined, that
 * was cleaned (what regexes read), that was folded (what phrases read). */
enum { ENGINE_TRACE_MADE, ENGINE_TRACE_CLEANED, ENGINE_TRACE_FOLDED, ENGINE_TRACE_STEPS };

struct engine_trace_view {
	uint32_t                 id;     /* position in the trace */
	uint32_t                 parent; /* view it was made from; its own id for a field as sent */
	struct slice             field;  /* name; several joined by "+" for a joined view */
	const char              *kind;  /* "as_sent", "joined", "decoded", "spliced", "lookalike" */
	const char *const       *chain; /* operations since the field; static names */
	size_t                   chain_count;
	struct slice             text; /* clean form */
	struct slice             folded;
	struct engine_trace_step steps[ENGINE_TRACE_STEPS];
	bool                     raw;   /* made from the parent's text before that was cleaned */
	const char *const       *rules; /* ids of the rules that matched here */
	size_t                   rule_count;
};

struct engine_trace {
	const struct engine_trace_view *views;
	size_t                          count;
};

#endif
