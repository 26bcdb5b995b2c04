/* SPDX-License-Identifier: Apache-2.0 */
/* From a place in a view back to the bytes of the fields, through every decoding and
 * fold. Maps are rebuilt here, and only here, once a view: the fast path never asks. */
#ifndef DECODE_ORIGIN_H
#define DECODE_ORIGIN_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "decode_view.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One step of a chain: what was done at one depth, and the decoder that led to it. */
struct decode_step {
	text_operations operations;
	text_operations inside_word;
};

/* What a range of a view came from: a range of one field. */
struct decode_origin {
	uint32_t            field;
	size_t              start;
	size_t              end;
	bool                exact;
	bool                joined; /* the view read several fields as one */
	struct decode_step *steps;  /* field first */
	size_t              step_count;
};

struct decode_origins {
	struct decode_origin *items;
	size_t                count;
};

/* Field bytes by index, as sent (for views whose bad UTF-8 was repaired). */
struct decode_fields {
	const struct slice *texts;
	size_t              count;
};

/* The fields that views->items[index].folded[start, end) came from, in order; a
 * range in a joined view may have several. In each field the range is the smallest that
 * holds all that took part. Everything lives in views->arena. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status decode_origins_of(struct decode_views *views, size_t index,
                                         struct decode_fields fields, size_t start, size_t end,
                                         struct decode_origins *origins);

/* Does the range of the view's folded text say anything that its parent's text does not? In a
 * spliced view, where nothing in it or beside it was replaced, it does not: what is found there was
 * found in the parent, or was excused there by what the spliced view left out. STATUS_OK or
 * STATUS_NO_MEMORY. */
MUST_CHECK enum status decode_range_is_new(struct decode_view *view, size_t start, size_t end,
                                           struct arena *arena, bool *is_new);

/* The same range in the view's clean form, for regexes, checks and masking. */
MUST_CHECK enum status decode_clean_range(struct decode_view *view, size_t start, size_t end,
                                          struct arena *arena, size_t *clean_start,
                                          size_t *clean_end);

/* The folded range that holds clean [start, end). */
MUST_CHECK enum status decode_folded_range(struct decode_view *view, size_t start, size_t end,
                                           struct arena *arena, size_t *folded_start,
                                           size_t *folded_end);

#endif
