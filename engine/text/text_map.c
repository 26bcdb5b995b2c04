/* SPDX-License-Identifier: Apache-2.0 */
/* Segments grow at the end of one array. Neighbours that are linear, contiguous
 * in the source and alike in operations become one, so a plain text has one
 * segment however long it is.
 *
 * A dropped character has no derived byte of its own. It is kept as a last
 * segment of length 0 until the next bytes come, and then they take it over:
 *
 *     "a", U+200B, "bcd"    [0,1) <- [0,1)   [1,2) <- [1,5) invisible   [2,4) <- [5,7)
 *
 * Only the first byte that follows becomes a block: the rest keeps its places. */
#include "text_map.h"

#include <assert.h>

#define SEGMENTS_AT_FIRST 32

void text_map_init(struct text_map *map, struct arena *arena)
{
	*map = (struct text_map){ .arena = arena };
}

static void push(struct text_map *map, const struct text_segment *segment)
{
	if (map->count == map->cap) {
		size_t               cap = map->cap > 0 ? map->cap * 2 : SEGMENTS_AT_FIRST;
		struct text_segment *grown = arena_resize(
			map->arena, map->segments, map->cap * sizeof(*grown), cap * sizeof(*grown));

		if (grown == NULL) {
			map->failed = true;
			return;
		}
		map->segments = grown;
		map->cap = cap;
	}
	map->segments[map->count++] = *segment;
	map->segments[map->count - 1].start = map->length;
}

static struct text_segment *last_segment(struct text_map *map)
{
	return map->count > 0 ? &map->segments[map->count - 1] : NULL;
}

static bool continues(const struct text_segment *last, const struct text_segment *next)
{
	return last->linear && next->linear && last->source_end == next->source_start &&
	       last->operations == next->operations && last->inside_word == next->inside_word &&
	       last->exact == next->exact;
}

/* Takes over what was dropped just before, as far as there is such a thing. */
static void absorb(struct text_map *map, struct text_segment *piece)
{
	struct text_segment *last = last_segment(map);

	if (last == NULL || last->start < map->length)
		return;
	if (last->source_start < piece->source_start)
		piece->source_start = last->source_start;
	if (last->source_end > piece->source_end)
		piece->source_end = last->source_end;
	piece->operations |= last->operations;
	piece->inside_word |= last->inside_word;
	piece->exact = piece->exact && last->exact;
	piece->linear = false;
	map->count--;
}

static void add_piece(struct text_map *map, const struct text_segment *piece, size_t length)
{
	struct text_segment *last = last_segment(map);

	if (last != NULL && continues(last, piece))
		last->source_end = piece->source_end;
	else
		push(map, piece);
	map->length += length;
}

void text_map_add(struct text_map *map, const struct text_segment *segment, size_t length)
{
	struct text_segment piece;

	if (map == NULL || map->failed)
		return;
	assert(segment->source_start <= segment->source_end);
	assert(!segment->linear || segment->source_end - segment->source_start == length);
	piece = *segment;
	if (length == 0) {
		absorb(map, &piece);
		piece.linear = false;
		push(map, &piece);
		return;
	}
	if (map->count > 0 && last_segment(map)->start == map->length) {
		size_t rest = piece.linear ? length - 1 : 0;

		piece.source_end -= rest;
		absorb(map, &piece);
		add_piece(map, &piece, length - rest);
		if (rest == 0 || map->failed)
			return;
		piece = *segment;
		piece.source_start = piece.source_end - rest;
		length = rest;
	}
	add_piece(map, &piece, length);
}

size_t text_map_segment(const struct text_map *map, size_t offset)
{
	size_t low = 0;
	size_t high = map->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (map->segments[middle].start <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

size_t text_map_segment_end(const struct text_map *map, size_t index)
{
	return index + 1 < map->count ? map->segments[index + 1].start : map->length;
}

static struct text_origin empty_origin(const struct text_map *map, size_t offset)
{
	const struct text_segment *segment;
	size_t                     place = 0;

	if (map->count > 0) {
		segment = &map->segments[text_map_segment(map, offset)];
		place = segment->source_start;
		if (segment->linear)
			place += offset - segment->start;
		else if (offset == map->length)
			place = segment->source_end;
	}
	return (struct text_origin){ .start = place, .end = place, .exact = true };
}

static void widen(struct text_origin *origin, const struct text_segment *segment, size_t from,
                  size_t to)
{
	size_t start = segment->source_start;
	size_t end = segment->source_end;

	if (segment->linear) {
		end = start + to;
		start += from;
	}
	if (start < origin->start)
		origin->start = start;
	if (end > origin->end)
		origin->end = end;
	origin->operations |= segment->operations;
	origin->inside_word |= segment->inside_word;
	origin->exact = origin->exact && segment->exact;
}

struct text_origin text_map_origin(const struct text_map *map, size_t start, size_t end)
{
	struct text_origin origin = { .start = SIZE_MAX, .exact = true };

	assert(!map->failed);
	assert(start <= end && end <= map->length);
	if (start == end)
		return empty_origin(map, start);
	for (size_t i = text_map_segment(map, start); i < map->count; i++) {
		const struct text_segment *segment = &map->segments[i];
		size_t                     segment_stop = text_map_segment_end(map, i);

		if (segment->start >= end)
			break;
		widen(&origin, segment, start > segment->start ? start - segment->start : 0,
		      (end < segment_stop ? end : segment_stop) - segment->start);
	}
	return origin;
}

/* Everything from `start` on, and what was dropped at the end, as one block. */
static struct text_segment tail_of(const struct text_map *map, size_t start)
{
	struct text_origin         origin = text_map_origin(map, start, map->length);
	const struct text_segment *last = &map->segments[map->count - 1];

	if (last->start == map->length) {
		origin.operations |= last->operations;
		origin.inside_word |= last->inside_word;
	}
	return (struct text_segment){
		.source_start = origin.start,
		.source_end = origin.end,
		.operations = origin.operations,
		.inside_word = origin.inside_word,
		.exact = origin.exact,
	};
}

static void tail_remove(struct text_map *map, size_t start)
{
	struct text_segment *last;

	while (map->count > 0 && last_segment(map)->start >= start)
		map->count--;
	last = last_segment(map);
	if (last != NULL && last->linear)
		last->source_end = last->source_start + (start - last->start);
	map->length = start;
}

void text_map_join(struct text_map *map, size_t start, size_t length, size_t source_end,
                   text_operations operations, text_operations inside_word)
{
	struct text_segment block;

	if (map == NULL || map->failed)
		return;
	assert(start < map->length && length > 0);
	block = tail_of(map, start);
	if (block.source_end < source_end)
		block.source_end = source_end;
	block.operations |= operations;
	block.inside_word |= inside_word;
	tail_remove(map, start);
	add_piece(map, &block, length);
}

void text_map_cut(struct text_map *map, size_t start)
{
	struct text_segment tail;

	if (map == NULL || map->failed || start == map->length)
		return;
	assert(start < map->length);
	tail = tail_of(map, start);
	if (last_segment(map)->start == map->length)
		tail.source_end = last_segment(map)->source_end;
	tail_remove(map, start);
	text_map_add(map, &tail, 0);
}
