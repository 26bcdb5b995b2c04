/* SPDX-License-Identifier: Apache-2.0 */
/* Every view of a prompt, for `explain`: what was judged and how it came about. */
#ifndef DOORWARD_TRACE_H
#define DOORWARD_TRACE_H

#include "base_slice.h"

#include <stddef.h>
#include <stdint.h>

struct engine_trace_view {
	uint32_t           id;     /* position in the trace */
	uint32_t           parent; /* view it was made from; its own id for a field as sent */
	struct slice       field;  /* name; several joined by "+" for a joined view */
	const char        *kind;   /* "as_sent", "joined", "decoded", "spliced", "lookalike" */
	const char *const *chain;  /* operations since the field; static names */
	size_t             chain_count;
	struct slice       text; /* clean form */
	struct slice       folded;
	const char *const *rules; /* ids of the rules that matched here */
	size_t             rule_count;
};

struct engine_trace {
	const struct engine_trace_view *views;
	size_t                          count;
};

#endif
