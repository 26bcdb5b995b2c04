/* SPDX-License-Identifier: Apache-2.0 */
/* Where each byte of a derived text came from.
 *
 * "Ｂom\u200bb" folds to "bomb". Its map, one segment a piece:
 *     derived [0,1) <- source [0,3)  compat, caseless
 *     derived [1,3) <- source [3,5)
 *     derived [3,4) <- source [5,9)  invisible (the dropped character belongs to
 *                                    what follows it), inside_word
 * Segments are in order, cover the derived text without gaps, and may be
 * identity runs (`linear`: byte i of the run came from byte i) or blocks in
 * which every derived byte came from the whole source range.
 *
 * Maps are recorded only after something matched: the fast path passes NULL. */
#ifndef TEXT_MAP_H
#define TEXT_MAP_H

#include "base_arena.h"
#include "base_attr.h"
#include "text_operation.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text_segment {
	size_t          start;        /* in the derived text; ends where the next begins */
	size_t          source_start; /* half-open range in the source */
	size_t          source_end;
	text_operations operations;  /* what was done to these bytes */
	text_operations inside_word; /* those of them done in the middle of a word */
	bool            linear;
	bool            exact; /* false: the encoding's alignment rounds the range */
};

struct text_map {
	struct text_segment *segments;
	size_t               count;
	size_t               cap;
	size_t               length; /* of the derived text so far */
	struct arena        *arena;
	bool                 failed; /* the arena was full: the map is unusable */
};

void text_map_init(struct text_map *map, struct arena *arena);

/* Adds derived bytes [start, start + length); merges with the last segment
 * where both are linear, contiguous and carry the same operations. A `length` of
 * 0 with operations is folded into the next segment. `map` may be NULL. */
void text_map_add(struct text_map *map, const struct text_segment *segment, size_t length);

/* The derived bytes from `start` on, and what was dropped behind them, become one block
 * of `length` bytes that also comes from the source up to `source_end`: a letter and
 * the accent written after it. `map` may be NULL. */
void text_map_join(struct text_map *map, size_t start, size_t length, size_t source_end,
                   text_operations operations, text_operations inside_word);

/* Takes back the derived bytes from `start` on, which begins a character: what they came from, and
 * what was dropped behind them, belongs to what follows. `map` may be NULL. */
void text_map_cut(struct text_map *map, size_t start);

/* The index of the segment that holds derived byte `offset`; the map is not empty. */
size_t text_map_segment(const struct text_map *map, size_t offset);

/* Where segment `index` ends in the derived text. */
size_t text_map_segment_end(const struct text_map *map, size_t index);

/* What a derived range [start, end) came from. */
struct text_origin {
	size_t          start;
	size_t          end;
	text_operations operations;
	text_operations inside_word;
	bool            exact;
};

/* Asserts start <= end <= derived length. An empty range gives the empty source
 * range at its place. */
struct text_origin text_map_origin(const struct text_map *map, size_t start, size_t end);

#endif
