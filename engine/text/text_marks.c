/* SPDX-License-Identifier: Apache-2.0 */
/* Marks behind a letter that is already written.
 *
 *     e U+0301            e          Latin, common: dropped
 *     и U+0306            й          one letter of its alphabet
 *     и U+0336 U+0306     й          a foreign mark does not keep the next from composing
 *     क U+093F            कि          a vowel of the same script: stays
 *     b Z̸̡a̷l̵g̨o̶              b Zalgo    stacks of three and more are counted
 *
 * Essential marks are put in canonical order as they come. A letter's marks are looked
 * at up to MARKS_MAX, the rest is dropped: text of marks only costs no more than other
 * text (general normalisers sort such runs in quadratic time). Hangul vowels and
 * finals are letters that compose in the same way. */
#include "text_cleaner.h"
#include "text_utf8.h"

#include <assert.h>
#include <string.h>

#define MARKS_MAX 30u
#define STACK_MIN 3u

/* The character that ends at `end` of what is written. */
static struct text_piece written_before(const struct text_cleaner *cleaner, size_t end)
{
	struct text_piece piece = { .start = end - 1, .end = end };
	struct slice      written = { cleaner->out, end };
	size_t            length;

	while (((unsigned char)cleaner->out[piece.start] & 0xC0) == 0x80)
		piece.start--;
	piece.code_point = text_utf8_decode(written, piece.start, &length);
	piece.record = text_table_record(piece.code_point);
	return piece;
}

/* The letter under the marks that end the written text. */
static struct text_piece written_base(const struct text_cleaner *cleaner)
{
	struct text_piece piece = written_before(cleaner, cleaner->place.length);

	while (piece.record->kind == TEXT_KIND_MARK && piece.start > 0)
		piece = written_before(cleaner, piece.start);
	return piece;
}

/* Puts `count` bytes in the place of the written [start, end). */
static void splice(struct text_cleaner *cleaner, size_t start, size_t end, const char *bytes,
                   size_t count)
{
	char *out = cleaner->out;

	memmove(out + start + count, out + end, cleaner->place.length - end);
	memcpy(out + start, bytes, count);
	cleaner->place.length = cleaner->place.length - (end - start) + count;
}

/* Where a mark of this combining class goes: before the marks of a higher one. */
static struct text_piece neighbour_of(const struct text_cleaner *cleaner, uint8_t order)
{
	struct text_piece piece = written_before(cleaner, cleaner->place.length);

	while (order > 0 && piece.record->kind == TEXT_KIND_MARK && piece.record->order > order &&
	       piece.start > 0)
		piece = written_before(cleaner, piece.start);
	return piece;
}

/* Stress marks of Russian, of which Unicode makes letters on г, е, и and к. */
static bool is_stress(uint32_t composed)
{
	return composed == 0x403 || composed == 0x40C || composed == 0x400 || composed == 0x40D ||
	       composed == 0x453 || composed == 0x45C || composed == 0x450 || composed == 0x45D;
}

static bool compose_with(struct text_cleaner *cleaner, const struct text_piece *neighbour,
                         uint32_t code_point)
{
	uint32_t composed = text_table_compose(neighbour->code_point, code_point);
	char     bytes[4];

	if (composed == 0 || is_stress(composed))
		return false;
	splice(cleaner, neighbour->start, neighbour->end, bytes, text_utf8_encode(composed, bytes));
	return true;
}

/* One character of the image; true when it stays in some form. */
static bool settle(struct text_cleaner *cleaner, uint32_t code_point)
{
	const struct text_record *record = text_table_record(code_point);
	struct text_piece         neighbour;
	char                      bytes[4];
	size_t                    count = text_utf8_encode(code_point, bytes);
	size_t                    end = cleaner->place.length;

	/* Thai and Lao AM is a mark and then a letter. */
	if (record->kind != TEXT_KIND_MARK) {
		splice(cleaner, end, end, bytes, count);
		return true;
	}
	if (end == 0 || cleaner->place.marks_seen++ >= MARKS_MAX)
		return false;
	neighbour = neighbour_of(cleaner, record->order);
	if ((record->flags & TEXT_FLAG_COMPOSES) != 0 &&
	    compose_with(cleaner, &neighbour, code_point))
		return true;
	if ((record->flags & TEXT_FLAG_ESSENTIAL) == 0 ||
	    record->script != written_base(cleaner).record->script)
		return false;
	splice(cleaner, neighbour.end, neighbour.end, bytes, count);
	return true;
}

/* The base and its marks are one block; a mark with nothing before it belongs to
 * what follows. */
static void record_marks(struct text_cleaner *cleaner, size_t base_start, bool has_base,
                         const struct text_piece *piece, text_operations operations)
{
	text_operations     inside_word = operations & TEXT_OPERATION_BIT(mark_stack);
	struct text_segment alone = { .source_start = piece->start,
		                      .source_end = piece->end,
		                      .operations = operations,
		                      .exact = true };
	size_t              length = cleaner->place.length - base_start;

	if (has_base)
		text_map_join(cleaner->map, base_start, length, piece->end, operations,
		              inside_word);
	else
		text_map_add(cleaner->map, &alone, length);
}

/* Hebrew and Arabic letters carry three points honestly, Latin letters do not. */
static bool is_stack(const struct text_cleaner *cleaner)
{
	const struct text_record *base = cleaner->place.before;

	return cleaner->place.marks_dropped >= STACK_MIN && base != NULL &&
	       (base->flags & (TEXT_FLAG_LATIN | TEXT_FLAG_DISGUISED)) != 0;
}

static void count_dropped(struct text_cleaner *cleaner)
{
	if (++cleaner->place.marks_dropped == STACK_MIN)
		cleaner->place.notes.mark_stack_count++;
}

void text_marks_add(struct text_cleaner *cleaner, const struct text_piece *piece)
{
	struct slice    marks = { cleaner->text.ptr + piece->start, piece->end - piece->start };
	bool            has_base = cleaner->place.length > 0;
	size_t          base_start = 0;
	text_operations operations = 0;

	if (has_base && cleaner->map != NULL)
		base_start = written_base(cleaner).start;
	if (piece->record->image_length > 0) {
		marks = text_table_image(piece->record);
		operations |= TEXT_OPERATION_BIT(compat);
	}
	for (size_t at = 0, length; at < marks.len; at += length) {
		if (settle(cleaner, text_utf8_decode(marks, at, &length)))
			continue;
		operations |= TEXT_OPERATION_BIT(marks);
		count_dropped(cleaner);
	}
	if (is_stack(cleaner))
		operations |= TEXT_OPERATION_BIT(mark_stack);
	if (cleaner->map != NULL)
		record_marks(cleaner, base_start, has_base, piece, operations);
}

bool text_marks_compose(struct text_cleaner *cleaner, const struct text_piece *piece)
{
	struct slice      image = text_table_image(piece->record);
	uint32_t          code_point = piece->code_point;
	struct text_piece neighbour;
	size_t            length;

	if (cleaner->place.length == 0)
		return false;
	if (image.len > 0)
		code_point = text_utf8_decode(image, 0, &length);
	neighbour = written_before(cleaner, cleaner->place.length);
	if (!compose_with(cleaner, &neighbour, code_point))
		return false;
	if (cleaner->map != NULL)
		record_marks(cleaner, neighbour.start, true, piece,
		             image.len > 0 ? TEXT_OPERATION_BIT(compat) : 0);
	cleaner->place.before = piece->record;
	cleaner->place.marks_seen = 0;
	cleaner->place.marks_dropped = 0;
	return true;
}
