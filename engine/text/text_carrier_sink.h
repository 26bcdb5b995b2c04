/* SPDX-License-Identifier: Apache-2.0 */
/* Where the readers of text_carrier.h write. */
#ifndef TEXT_CARRIER_SINK_H
#define TEXT_CARRIER_SINK_H

#include "base_slice.h"
#include "text_carrier.h"
#include "text_map.h"
#include "text_operation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text_carrier_sink {
	char            *out;
	size_t           cap;
	size_t           len;
	struct text_map *map;
	text_operations  operation;
	bool             full;
};

/* Appends bytes that came from [start, end) of the run. */
void text_carrier_put(struct text_carrier_sink *sink, struct slice bytes, size_t start, size_t end);

/* How well it reads: 0 when it is not text (empty, ill-formed, a control character),
 * else
 * most for each ASCII letter, less for spaces and digits, least for other letters, which wrong
 * readings give too. */
size_t text_carrier_score(struct slice bytes);

/* The readers. False when nothing reads like text; then what is written means nothing. */
bool text_carrier_tags(struct slice run, struct text_carrier_sink *sink);
bool text_carrier_variation(struct slice run, struct text_carrier_sink *sink);
bool text_carrier_bits(struct slice run, struct text_carrier_sink *sink);
bool text_carrier_bidi(struct slice run, struct text_carrier_sink *sink);

/* U+E0001 and U+E0020..E00FF, of which the upper ones are bytes of UTF-8 that no standard has; a
 * variation selector. */
static inline bool text_carrier_is_tag(uint32_t code_point)
{
	return code_point == 0xE0001 || (code_point >= 0xE0020 && code_point <= 0xE00FF);
}

static inline bool text_carrier_is_variation(uint32_t code_point)
{
	return (code_point >= 0xFE00 && code_point <= 0xFE0F) ||
	       (code_point >= 0xE0100 && code_point <= 0xE01EF);
}

/* The end of the range that the right-to-left override at `at` opens, at the latest that of its
 * line. */
size_t text_carrier_bidi_end(struct slice text, size_t at);

#endif
