/* SPDX-License-Identifier: Apache-2.0 */
/* One step of the work list: the encoded runs of a view become new views. */
#ifndef DECODE_EXPAND_H
#define DECODE_EXPAND_H

#include "base_attr.h"
#include "base_status.h"
#include "decode_budget.h"
#include "decode_view.h"

#include <stdint.h>

/* What expansion saw, for coverage and signals. */
struct decode_counts {
	uint64_t bytes;                     /* decoded */
	uint64_t depth;                     /* deepest */
	uint64_t runs[DECODE_KIND_MAX];     /* accepted, by position in decode_kind.def */
	uint64_t layers[DECODE_UNWRAP_MAX]; /* taken off, by position in decode_unwrap.def */
};

/* Looks for disguised runs in views->items[index] (which is folded) with the decoders whose
 * bit is set, once a pass, and adds
 * at most two views a pass: the text with every run of that pass replaced, and, for the
 * passes whose runs are messages of their own (carriers and encodings), the decoded parts
 * alone; neither when it reads like a view that is there already. Where runs of two
 * decoders of a pass overlap, the row order of decode_kind.def decides. Spends the
 * budget. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status decode_expand(struct decode_views *views, size_t index, decode_set decoders,
                                     struct decode_budget *budget, struct decode_counts *counts);

#endif
