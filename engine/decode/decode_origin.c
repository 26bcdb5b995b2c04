/* SPDX-License-Identifier: Apache-2.0 */
/* The way back, one view at a time:
 *
 *   folded [8,12) "pipe" -> clean [7,11) -> text [7,11) -> piece base64, its bytes [0,4)
 *   -> the encoded run's [0,8) -> the parent's clean [7,15) -> its text -> ... -> field
 *
 * Inside one view a range stays one range: where it crosses several pieces, the
 * parent's range is the smallest that holds all their sources. Only at the root of a
 * joined view does it become one range for each field. A block of a map (three bytes
 * from four base64 characters) that a range enters only in part rounds the range. */
#include "decode_origin.h"

#include "text_utf8.h"

#include <assert.h>

struct range {
	size_t start;
	size_t end;
};

static const struct range NOWHERE = { SIZE_MAX, 0 };

static bool is_nowhere(struct range range)
{
	return range.start > range.end;
}

static struct range hull(struct range a, struct range b)
{
	return (struct range){ a.start < b.start ? a.start : b.start,
		               a.end > b.end ? a.end : b.end };
}

/* Does the range begin or end inside a block? */
static bool is_rounded(const struct text_map *map, struct range range)
{
	size_t first;
	size_t last;

	if (map->count == 0 || range.start >= range.end)
		return false;
	first = text_map_segment(map, range.start);
	last = text_map_segment(map, range.end - 1);
	return (!map->segments[first].linear && map->segments[first].start < range.start) ||
	       (!map->segments[last].linear && text_map_segment_end(map, last) > range.end);
}

static struct range through_map(const struct text_map *map, struct range range,
                                struct decode_step *step, bool *exact)
{
	struct text_origin origin = text_map_origin(map, range.start, range.end);

	if (step != NULL) {
		step->operations |= origin.operations;
		step->inside_word |= origin.inside_word;
	}
	if (!origin.exact || is_rounded(map, range))
		*exact = false;
	return (struct range){ origin.start, origin.end };
}

/* ---- folded -> clean ---- */

/* ASCII folds byte by byte, behind one space. */
static bool is_shifted_only(const struct decode_view *view)
{
	return view->notes.ascii && view->folded.len == view->clean.len + 2;
}

static size_t clamp(size_t value, size_t max)
{
	return value < max ? value : max;
}

static struct range unshift(const struct decode_view *view, struct range folded)
{
	size_t start = folded.start == 0 ? 0 : folded.start - 1;
	size_t end = folded.end == 0 ? 0 : folded.end - 1;

	return (struct range){ clamp(start, view->clean.len), clamp(end, view->clean.len) };
}

static bool has_capital(struct slice clean, struct range range)
{
	for (size_t i = range.start; i < range.end; i++)
		if (clean.ptr[i] >= 'A' && clean.ptr[i] <= 'Z')
			return true;
	return false;
}

static struct text_map *new_map(struct arena *arena)
{
	struct text_map *map = ARENA_NEW(arena, struct text_map);

	if (map != NULL)
		text_map_init(map, arena);
	return map;
}

static enum status fold_map(struct decode_view *view, struct arena *arena)
{
	struct slice     again;
	struct text_map *map;
	enum status      status;

	if (view->fold_map != NULL)
		return STATUS_OK;
	map = new_map(arena);
	if (map == NULL)
		return STATUS_NO_MEMORY;
	status = text_fold(view->clean, arena, &again, map);
	if (status != STATUS_OK || map->failed)
		return STATUS_NO_MEMORY;
	view->fold_map = map;
	return STATUS_OK;
}

static enum status to_clean(struct decode_view *view, struct arena *arena, struct range *range,
                            struct decode_step *step)
{
	bool        exact = true; /* folding rounds nothing that matters */
	enum status status;

	if (is_shifted_only(view)) {
		*range = unshift(view, *range);
		if (step != NULL && has_capital(view->clean, *range))
			step->operations |= TEXT_OPERATION_BIT(caseless);
		return STATUS_OK;
	}
	status = fold_map(view, arena);
	if (status == STATUS_OK)
		*range = through_map(view->fold_map, *range, step, &exact);
	return status;
}

enum status decode_clean_range(struct decode_view *view, size_t start, size_t end,
                               struct arena *arena, size_t *clean_start, size_t *clean_end)
{
	struct range range = { start, end };
	enum status  status = to_clean(view, arena, &range, NULL);

	*clean_start = range.start;
	*clean_end = range.end;
	return status;
}

/* The first segment that ends behind `place` of the source; both sides of a map rise. */
static size_t segment_behind(const struct text_map *map, size_t place)
{
	size_t low = 0;
	size_t high = map->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (map->segments[middle].source_end <= place)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

enum status decode_folded_range(struct decode_view *view, size_t start, size_t end,
                                struct arena *arena, size_t *folded_start, size_t *folded_end)
{
	const struct text_map *map;
	struct range           range = NOWHERE;
	enum status            status;

	if (is_shifted_only(view)) {
		*folded_start = start + 1;
		*folded_end = end + 1;
		return STATUS_OK;
	}
	status = fold_map(view, arena);
	if (status != STATUS_OK)
		return status;
	map = view->fold_map;
	for (size_t i = segment_behind(map, start); i < map->count; i++) {
		const struct text_segment *segment = &map->segments[i];
		size_t       segment_end = i + 1 < map->count ? map->segments[i + 1].start
		                                              : view->folded.len;
		struct range part = { segment->start, segment_end };

		if (segment->source_start >= end)
			break;
		if (segment->linear && start > segment->source_start)
			part.start += start - segment->source_start;
		if (segment->linear && end < segment->source_end)
			part.end -= segment->source_end - end;
		range = hull(range, part);
	}
	if (is_nowhere(range))
		range = (struct range){ 0, 0 };
	*folded_start = range.start;
	*folded_end = range.end;
	return STATUS_OK;
}

/* ---- clean -> text ---- */

static enum status clean_map(struct decode_view *view, struct arena *arena)
{
	struct slice     again;
	struct text_map *map;
	enum status      status;

	if (view->clean_map != NULL)
		return STATUS_OK;
	map = new_map(arena);
	if (map == NULL)
		return STATUS_NO_MEMORY;
	status = text_clean(view->text, decode_view_mode(view), arena, &again, NULL, map);
	if (status != STATUS_OK || map->failed)
		return STATUS_NO_MEMORY;
	view->clean_map = map;
	return STATUS_OK;
}

static enum status to_text(struct decode_view *view, struct arena *arena, struct range *range,
                           struct decode_step *step, bool *exact)
{
	enum status status;

	if (view->notes.ascii)
		return STATUS_OK;
	status = clean_map(view, arena);
	if (status == STATUS_OK)
		*range = through_map(view->clean_map, *range, step, exact);
	return status;
}

/* ---- text -> the source of one piece ---- */

struct source {
	struct slice               bytes; /* the parent's clean text (or raw text), or the field */
	const struct text_lexicon *lexicon;
	struct arena              *arena;
	bool                       exact;
};

/* The decoded bytes of a piece before any repair; the map is made on the way. */
static enum status decode_again(struct source *source, struct decode_piece *piece,
                                struct slice *decoded)
{
	struct slice encoded = slice_range(source->bytes, piece->source_start, piece->source_end);
	const struct decode_input input = { .text = encoded,
		                            .lexicon = source->lexicon,
		                            .scratch = source->arena };
	const size_t              room = decode_kind_room(piece->kind, encoded.len);
	struct text_map          *map = new_map(source->arena);
	struct decode_sink        sink = { .bytes = ARENA_ARRAY(source->arena, room + 1, char),
		                           .cap = room,
		                           .map = map };
	bool                      decoded_again;

	if (sink.bytes == NULL || map == NULL)
		return STATUS_NO_MEMORY;
	decoded_again = piece->kind->decode(&input, &sink);
	assert(decoded_again); /* it did once */
	if (map->failed)
		return STATUS_NO_MEMORY;
	piece->decode_map = map;
	*decoded = (struct slice){ sink.bytes, sink.len };
	return STATUS_OK;
}

/* Makes the maps a piece needs, once. */
static enum status piece_maps(struct source *source, struct decode_piece *piece)
{
	struct slice before = slice_range(source->bytes, piece->source_start, piece->source_end);
	struct text_map *map;
	struct slice     repaired;
	size_t           replaced;
	enum status      status = STATUS_OK;

	if (piece->decode_map != NULL || piece->repair_map != NULL)
		return STATUS_OK;
	if (piece->kind != NULL)
		status = decode_again(source, piece, &before);
	if (status == STATUS_OK && piece->unwrapped != NULL)
		status = decode_unwrap_maps(before, source->arena, piece->unwrapped, &before);
	if (status != STATUS_OK || !piece->repaired)
		return status;
	map = new_map(source->arena);
	if (map == NULL)
		return STATUS_NO_MEMORY;
	status = text_utf8_repair(before, source->arena, &repaired, &replaced, map);
	if (status != STATUS_OK || map->failed)
		return STATUS_NO_MEMORY;
	piece->repair_map = map;
	return STATUS_OK;
}

/* `range` is in bytes of the piece; makes it one in its source. */
static enum status through_piece(struct source *source, struct decode_piece *piece,
                                 struct range *range, struct decode_step *step)
{
	enum status status = piece_maps(source, piece);

	if (status != STATUS_OK)
		return status;
	range->start += piece->skip;
	range->end += piece->skip;
	if (piece->repair_map != NULL)
		*range = through_map(piece->repair_map, *range, step, &source->exact);
	for (size_t i = piece->unwrapped == NULL ? 0 : piece->unwrapped->count; i-- > 0;)
		*range = through_map(piece->unwrapped->layers[i].map, *range, step, &source->exact);
	if (piece->decode_map != NULL)
		*range = through_map(piece->decode_map, *range, step, &source->exact);
	range->start += piece->source_start;
	range->end += piece->source_start;
	return STATUS_OK;
}

/* The part of `range` (in the view's text) inside piece `i`, in bytes of the piece;
 * nowhere when they do not meet. */
static struct range inside_piece(const struct decode_view *view, size_t i, struct range range)
{
	size_t start = view->pieces[i].start;
	size_t end = i + 1 < view->piece_count ? view->pieces[i + 1].start : view->text.len;

	if (range.start >= end || range.end <= start)
		return NOWHERE;
	return (struct range){ range.start > start ? range.start - start : 0,
		               (range.end < end ? range.end : end) - start };
}

/* The piece that holds `offset` of the view's text. */
static size_t piece_at(const struct decode_view *view, size_t offset)
{
	size_t low = 0;
	size_t high = view->piece_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (view->pieces[middle].start <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static bool is_behind(const struct decode_view *view, size_t i, struct range range)
{
	return i == view->piece_count || view->pieces[i].start >= range.end;
}

static bool is_joint(const struct decode_piece *piece)
{
	return piece->source_start == piece->source_end;
}

/* ---- what a splice changed ---- */

#define NEW_WITHIN 64u /* bytes: what stands beside a phrase may have kept it from being one */

/* Was something put, or left out, where the piece begins? Between what was cut out of a long text
 * nothing was. */
static bool is_changed(const struct decode_view *view, size_t i)
{
	const struct decode_piece *piece = &view->pieces[i];

	if (piece->kind != NULL)
		return true;
	return i > 0 && !is_joint(piece) && !is_joint(piece - 1) &&
	       piece->source_start != (piece - 1)->source_end;
}

enum status decode_range_is_new(struct decode_view *view, size_t start, size_t end,
                                struct arena *arena, bool *is_new)
{
	struct range range = { start, end };
	bool         exact;
	enum status  status;

	*is_new = true;
	if (view->kind != DECODE_VIEW_SPLICED)
		return STATUS_OK;
	status = to_clean(view, arena, &range, NULL);
	if (status == STATUS_OK)
		status = to_text(view, arena, &range, NULL, &exact);
	if (status != STATUS_OK)
		return status;
	range.start -= range.start < NEW_WITHIN ? range.start : NEW_WITHIN;
	range.end += NEW_WITHIN;
	*is_new = false;
	for (size_t i = piece_at(view, range.start); !*is_new && !is_behind(view, i, range); i++)
		*is_new = is_changed(view, i);
	return STATUS_OK;
}

/* ---- the levels ---- */

/* From a view's text to its parent's clean text, or raw text. */
static enum status to_parent(const struct decode_views *views, const struct decode_view *view,
                             struct range *range, struct decode_step *step, bool *exact)
{
	const struct decode_view *parent = &views->items[view->parent];
	struct source             source = { .bytes = view->raw ? parent->text : parent->clean,
		                             .lexicon = views->lexicon,
		                             .arena = views->arena,
		                             .exact = true };
	struct range              result = NOWHERE;

	for (size_t i = piece_at(view, range->start); !is_behind(view, i, *range); i++) {
		struct range part = inside_piece(view, i, *range);
		enum status  status;

		if (is_nowhere(part) || is_joint(&view->pieces[i]))
			continue;
		status = through_piece(&source, &view->pieces[i], &part, step);
		if (status != STATUS_OK)
			return status;
		result = hull(result, part);
	}
	*range = is_nowhere(result) ? (struct range){ 0, 0 } : result;
	*exact = *exact && source.exact;
	return STATUS_OK;
}

/* From a root view's text to its fields. */
static enum status to_fields(const struct decode_views *views, const struct decode_view *view,
                             struct decode_fields fields, struct range range,
                             struct decode_origin *like, struct decode_origins *origins)
{
	const size_t first = piece_at(view, range.start);
	size_t       behind = first;

	while (!is_behind(view, behind, range))
		behind++;
	origins->items = ARENA_ARRAY(views->arena, behind - first, struct decode_origin);
	if (origins->items == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = first; i < behind; i++) {
		struct decode_piece  *piece = &view->pieces[i];
		struct range          part = inside_piece(view, i, range);
		struct source         source = { .arena = views->arena, .exact = true };
		struct decode_origin *origin = &origins->items[origins->count];
		enum status           status;

		if (is_nowhere(part) || is_joint(piece))
			continue;
		assert(piece->field < fields.count);
		source.bytes = fields.texts[piece->field];
		status = through_piece(&source, piece, &part, &like->steps[0]);
		if (status != STATUS_OK)
			return status;
		*origin = *like;
		origin->field = piece->field;
		origin->start = part.start;
		origin->end = part.end;
		origin->exact = like->exact && source.exact;
		origins->count++;
	}
	return STATUS_OK;
}

enum status decode_origins_of(struct decode_views *views, size_t index, struct decode_fields fields,
                              size_t start, size_t end, struct decode_origins *origins)
{
	struct decode_view  *view = &views->items[index];
	struct range         range = { start, end };
	struct decode_origin like = { .exact = true, .step_count = view->depth + 1 };
	struct decode_step  *step;
	bool                 from_raw = false; /* the range is in the view's raw text already */
	enum status          status;

	*origins = (struct decode_origins){ 0 };
	like.steps = arena_alloc_zero(views->arena, like.step_count, sizeof *like.steps);
	if (like.steps == NULL)
		return STATUS_NO_MEMORY;
	status = to_clean(view, views->arena, &range, &like.steps[view->depth]);
	while (status == STATUS_OK) {
		step = &like.steps[view->depth];
		if (!from_raw)
			status = to_text(view, views->arena, &range, step, &like.exact);
		if (status != STATUS_OK || view->parent == index)
			break;
		status = to_parent(views, view, &range, step, &like.exact);
		from_raw = view->raw;
		index = view->parent;
		view = &views->items[index];
	}
	if (status != STATUS_OK)
		return status;
	like.joined = view->kind == DECODE_VIEW_JOINED ||
	              (view->kind == DECODE_VIEW_LOOKALIKE && view->piece_count > 1);
	return to_fields(views, view, fields, range, &like, origins);
}
