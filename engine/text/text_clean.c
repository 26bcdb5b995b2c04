/* SPDX-License-Identifier: Apache-2.0 */
/* Drives the clean form: plain ASCII stretches are copied whole, words are taken one
 * by one, all else goes through the tables character by character.
 *
 *     "He said: “hеllo”"      (the second е is Cyrillic)
 *      ^^^^^^^^^ copied
 *               ^ one character of punctuation
 *                ^^^^^ a word: first pass, as the tables say; it turns out to mix
 *                      alphabets, so a second pass replaces the look-alikes
 *
 * What one character becomes by itself is in the tables (operations compat, caseless,
 * spacing, and marks of precomposed letters); what depends on its neighbours is in
 * text_marks.c, text_invisible.c and text_lookalike.c. With a map, the first pass over
 * a word is a trial that records nothing. */
#include "text_cleaner.h"
#include "text_control.h"
#include "text_utf8.h"

#include <string.h>

#define IMAGE_MAX 64u

/* ---- reading and writing ---- */

static bool grow(struct text_cleaner *cleaner, size_t bytes)
{
	size_t cap = cleaner->cap * 2 + bytes;
	char  *grown;

	grown = arena_resize(cleaner->arena, cleaner->out, cleaner->cap, cap);
	if (grown == NULL) {
		cleaner->failed = true;
		return false;
	}
	cleaner->out = grown;
	cleaner->cap = cap;
	return true;
}

/* Room for `bytes` more; false (and failed) when the arena is full. */
static inline bool reserve(struct text_cleaner *cleaner, size_t bytes)
{
	return cleaner->cap - cleaner->place.length >= bytes || grow(cleaner, bytes);
}

static inline void place_after(struct text_cleaner *cleaner, const struct text_record *record)
{
	cleaner->place.before = record;
	cleaner->place.marks_seen = 0;
	cleaner->place.marks_dropped = 0;
}

void text_cleaner_write(struct text_cleaner *cleaner, const struct text_piece *piece,
                        struct slice bytes, text_operations operations, text_operations inside_word)
{
	memcpy(cleaner->out + cleaner->place.length, bytes.ptr, bytes.len);
	cleaner->place.length += bytes.len;
	place_after(cleaner, piece->record);
	if (cleaner->map != NULL) {
		struct text_segment segment = {
			.source_start = piece->start,
			.source_end = piece->end,
			.operations = operations,
			.inside_word = inside_word,
			.linear = bytes.len == piece->end - piece->start,
			.exact = true,
		};

		text_map_add(cleaner->map, &segment, bytes.len);
	}
}

static text_operations operations_of(const struct text_record *record)
{
	static const struct {
		uint16_t        flag;
		text_operations operation;
	} pairs[] = {
		{ TEXT_FLAG_COMPAT, TEXT_OPERATION_BIT(compat) },
		{ TEXT_FLAG_MARKS, TEXT_OPERATION_BIT(marks) },
		{ TEXT_FLAG_CASELESS, TEXT_OPERATION_BIT(caseless) },
		{ TEXT_FLAG_DISGUISED, TEXT_OPERATION_BIT(lookalike) },
		{ TEXT_FLAG_SPACING, TEXT_OPERATION_BIT(spacing) },
	};
	text_operations operations = 0;

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		if ((record->flags & pairs[i].flag) != 0)
			operations |= pairs[i].operation;
	}
	return operations;
}

/* Writes the image of a piece, or the piece itself. */
static void write_image(struct text_cleaner *cleaner, const struct text_piece *piece)
{
	struct slice    bytes = { cleaner->text.ptr + piece->start, piece->end - piece->start };
	text_operations operations = cleaner->map != NULL ? operations_of(piece->record) : 0;
	bool is_posing = (piece->record->flags & TEXT_FLAG_DISGUISED) != 0 && cleaner->mapping &&
	                 cleaner->mixed;

	if (piece->record->image_length > 0)
		bytes = text_table_image(piece->record);
	if (is_posing)
		cleaner->place.notes.lookalike_count++;
	text_cleaner_write(cleaner, piece, bytes, operations,
	                   is_posing ? TEXT_OPERATION_BIT(lookalike) : 0);
}

/* ---- words ---- */

static bool is_word_start(const struct text_record *record)
{
	return record->kind == TEXT_KIND_LETTER || record->kind == TEXT_KIND_DIGIT ||
	       (record->flags & (TEXT_FLAG_LOOKALIKE | TEXT_FLAG_LOOKALIKE_ALL)) != 0;
}

static void write_letter(struct text_cleaner *cleaner, const struct text_piece *piece)
{
	text_operations lookalike = TEXT_OPERATION_BIT(lookalike);

	if (cleaner->mapping) {
		struct slice twin = cleaner->native == TEXT_NATIVE_NONE
		                            ? text_lookalike_latin(cleaner, piece)
		                            : text_native_letter(cleaner, piece);

		if (twin.len > 0) {
			cleaner->place.notes.lookalike_count += cleaner->mixed;
			text_cleaner_write(cleaner, piece, twin, lookalike,
			                   cleaner->mixed ? lookalike : 0);
			return;
		}
	}
	if ((piece->record->flags & TEXT_FLAG_COMPOSES) != 0 && text_marks_compose(cleaner, piece))
		return;
	write_image(cleaner, piece);
}

/* The letters at `at` that need no thought, in a pass without map and look-alikes: all
 * of most words. Everything is local, and four bytes are copied where one to four are
 * meant: there is room behind them, and the pool of images is padded. */
static size_t letters_write(struct text_cleaner *cleaner, size_t at, struct text_tally *tally)
{
	struct slice              text = cleaner->text;
	size_t                    length = cleaner->place.length;
	size_t                    stop = cleaner->cap - IMAGE_MAX;
	char                     *out = cleaner->out;
	const struct text_record *last = NULL;
	struct text_tally         seen = *tally;

	while (text.len - at >= 4 && length <= stop) {
		size_t                    source_length;
		const struct text_record *record = text_table_record(
			text_utf8_decode(text, at, &source_length));
		size_t      image_length = record->image_length;
		const char *bytes = text.ptr + at;

		if (record->kind != TEXT_KIND_LETTER || image_length > 4 ||
		    (record->flags & (TEXT_FLAG_COMPOSES | TEXT_FLAG_REGION)) != 0)
			break;
		if (image_length > 0)
			bytes = text_table_image(record).ptr;
		memcpy(out + length, bytes, 4);
		length += image_length > 0 ? image_length : source_length;
		at += source_length;
		text_lookalike_tally(&seen, record);
		last = record;
	}
	if (last != NULL) {
		cleaner->place.length = length;
		place_after(cleaner, last);
		*tally = seen;
	}
	return at;
}

/* A letter, a digit, or a sign that may be one. */
static void letter_add(struct text_cleaner *cleaner, const struct text_piece *piece,
                       struct text_tally *tally)
{
	if ((piece->record->flags & TEXT_FLAG_REGION) != 0 && text_region_is_flag(cleaner, piece)) {
		text_cleaner_write(cleaner, piece,
		                   slice_range(cleaner->text, piece->start, piece->end), 0, 0);
		return;
	}
	if (piece->record->kind == TEXT_KIND_DIGIT)
		text_lookalike_tally_digit(tally, piece->record);
	else
		text_lookalike_tally(tally, piece->record);
	write_letter(cleaner, piece);
}

/* One pass over the word at `at`; returns its end. */
static size_t word_pass(struct text_cleaner *cleaner, size_t at, struct text_tally *tally)
{
	bool is_plain = cleaner->map == NULL && !cleaner->mapping;

	while (at < cleaner->text.len) {
		struct text_piece piece;

		if (is_plain)
			at = letters_write(cleaner, at, tally);
		if (at == cleaner->text.len || !reserve(cleaner, IMAGE_MAX))
			break;
		piece = text_cleaner_piece(cleaner, at);
		if (is_word_start(piece.record)) {
			letter_add(cleaner, &piece, tally);
			at = piece.end;
		} else if (piece.record->kind == TEXT_KIND_MARK) {
			text_marks_add(cleaner, &piece);
			at = piece.end;
		} else if (piece.record->kind == TEXT_KIND_DROPPED) {
			at = text_invisible_drop(cleaner, at);
		} else {
			break;
		}
	}
	return at;
}

/* Letters of Latin and of another script. */
static bool is_of_two(const struct text_tally *tally)
{
	return (tally->flags & TEXT_FLAG_LATIN) != 0 && tally->other_count > 0;
}

static size_t word_clean(struct text_cleaner *cleaner, size_t at)
{
	struct text_cleaner_place place = cleaner->place;
	struct text_map          *map = cleaner->map;
	struct text_tally         tally = { 0 };
	size_t                    end;

	cleaner->map = NULL;
	cleaner->mapping = false;
	end = word_pass(cleaner, at, &tally);
	cleaner->map = map;
	if (is_of_two(&tally) && text_native_judge(cleaner, at, end))
		cleaner->mapping = cleaner->mixed = true;
	else if (!text_lookalike_judge(cleaner, &tally) && map == NULL)
		return end;
	cleaner->place = place;
	cleaner->run_end = 0;
	word_pass(cleaner, at, &tally);
	cleaner->mapping = false;
	cleaner->native = TEXT_NATIVE_NONE;
	return end;
}

/* ---- the whole text ---- */

static void copy(struct text_cleaner *cleaner, size_t start, size_t end)
{
	struct text_piece stretch = { .start = start, .end = end };
	struct slice      bytes = { cleaner->text.ptr + start, end - start };

	if (start == end || !reserve(cleaner, bytes.len))
		return;
	stretch.record = text_table_record((unsigned char)cleaner->text.ptr[end - 1]);
	text_cleaner_write(cleaner, &stretch, bytes, 0, 0);
}

/* Copies ASCII as far as it stands alone; the word at its end may go on behind it. */
static size_t ascii_copy(struct text_cleaner *cleaner, size_t at)
{
	size_t end = text_utf8_ascii_end(cleaner->text, at);
	size_t stop = end;

	if (end < cleaner->text.len) {
		while (stop > at &&
		       is_word_start(text_table_record((unsigned char)cleaner->text.ptr[stop - 1])))
			stop--;
	}
	copy(cleaner, at, stop);
	return stop == end ? end : word_clean(cleaner, stop);
}

static size_t character_clean(struct text_cleaner *cleaner, size_t at)
{
	struct text_piece piece = text_cleaner_piece(cleaner, at);

	if (is_word_start(piece.record))
		return word_clean(cleaner, at);
	if (piece.record->kind == TEXT_KIND_DROPPED)
		return text_invisible_drop(cleaner, at);
	if (piece.record->kind == TEXT_KIND_MARK)
		text_marks_add(cleaner, &piece);
	else
		write_image(cleaner, &piece);
	return piece.end;
}

static void clean_all(struct text_cleaner *cleaner)
{
	for (size_t at = 0; at < cleaner->text.len;) {
		if (!reserve(cleaner, IMAGE_MAX))
			return;
		if ((unsigned char)cleaner->text.ptr[at] < 0x80)
			at = ascii_copy(cleaner, at);
		else
			at = character_clean(cleaner, at);
		if (cleaner->failed)
			return;
	}
}

static enum status ascii_clean(struct slice text, struct slice *clean,
                               struct text_clean_notes *notes, struct text_map *map)
{
	struct text_segment same = { .source_end = text.len, .linear = true, .exact = true };

	if (notes != NULL)
		*notes = (struct text_clean_notes){ .ascii = true };
	if (text.len > 0)
		text_map_add(map, &same, text.len);
	*clean = text;
	return map != NULL && map->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* A text without control characters. */
static enum status plain_clean(struct slice text, enum text_clean_mode mode, struct arena *arena,
                               struct slice *clean, struct text_clean_notes *notes,
                               struct text_map *map)
{
	struct text_cleaner cleaner = { .text = text, .mode = mode, .arena = arena, .map = map };
	size_t              mark = arena_mark(arena);

	cleaner.cap = text.len + text.len / 8 + IMAGE_MAX;
	cleaner.out = ARENA_ARRAY(arena, cleaner.cap, char);
	if (cleaner.out == NULL)
		return STATUS_NO_MEMORY;
	clean_all(&cleaner);
	if (cleaner.failed || (map != NULL && map->failed))
		return STATUS_NO_MEMORY;
	*clean = (struct slice){ cleaner.out, cleaner.place.length };
	if (notes != NULL) {
		*notes = cleaner.place.notes;
		notes->whole_word_lookalikes = text_lookalike_hint(&cleaner);
	}
	if (map == NULL && slice_equal(*clean, text)) {
		arena_rewind(arena, mark);
		*clean = text;
	}
	return STATUS_OK;
}

/* A text with control characters is rewritten first; two maps become one. */
static enum status control_clean(struct slice text, enum text_clean_mode mode, struct arena *arena,
                                 struct slice *clean, struct text_clean_notes *notes,
                                 struct text_map *map)
{
	struct text_map          before;
	struct text_map          after;
	struct slice             resolved;
	struct text_control_seen seen;
	enum status              status;

	text_map_init(&before, arena);
	text_map_init(&after, arena);
	status = text_control_resolve(text, mode == TEXT_CLEAN_MIXED, arena, &resolved, &seen,
	                              map != NULL ? &before : NULL);
	if (status == STATUS_OK)
		status = plain_clean(resolved, mode, arena, clean, notes,
		                     map != NULL ? &after : NULL);
	if (status != STATUS_OK)
		return status;
	if (notes != NULL) {
		notes->invisible_count += seen.evidence_count;
		notes->whole_word_lookalikes = notes->whole_word_lookalikes || seen.has_erasers;
	}
	return map != NULL ? text_control_compose(&after, &before, map) : STATUS_OK;
}

enum status text_clean(struct slice text, enum text_clean_mode mode, struct arena *arena,
                       struct slice *clean, struct text_clean_notes *notes, struct text_map *map)
{
	struct text_control_look look = text_control_look(text);

	if (look.has_controls)
		return control_clean(text, mode, arena, clean, notes, map);
	if (!look.is_foreign)
		return ascii_clean(text, clean, notes, map);
	return plain_clean(text, mode, arena, clean, notes, map);
}
