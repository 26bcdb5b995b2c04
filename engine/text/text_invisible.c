/* SPDX-License-Identifier: Apache-2.0 */
/* Invisible characters leave no trace in the clean form, wherever they stand:
 *
 *     b ZWSP o ZWSP mb          -> bomb     two, inside a word: evidence
 *     می ZWNJ خواهم             ->          spelling (Persian): none
 *     man ZWJ woman (emoji)     ->          none
 *     word BOM space            ->          at an edge: none
 *
 * Joiners are spelling in Arabic and the Indic scripts and hold emoji together.
 * Where words are not spaced at all (Thai, Khmer), a zero-width space parts them
 * honestly. Tatweel, which stretches Arabic words, is dropped here too, as a
 * compatibility form. */
#include "text_cleaner.h"

static bool is_spaced_letter(const struct text_record *record)
{
	return record != NULL && (record->flags & TEXT_FLAG_SOLO) == 0 &&
	       (record->kind == TEXT_KIND_LETTER || record->kind == TEXT_KIND_DIGIT);
}

static bool is_joining(const struct text_record *record)
{
	return record != NULL && (record->flags & TEXT_FLAG_JOINING) != 0;
}

/* Counts what has no honest reason between `before` and `after`. */
static bool is_evidence(const struct text_record *dropped, const struct text_record *before,
                        const struct text_record *after)
{
	if ((dropped->flags & TEXT_FLAG_INVISIBLE) == 0)
		return false;
	if ((dropped->flags & TEXT_FLAG_JOINER) != 0 && (is_joining(before) || is_joining(after)))
		return false;
	return is_spaced_letter(before) && is_spaced_letter(after);
}

static const struct text_record *record_after(const struct text_cleaner *cleaner, size_t at)
{
	struct text_piece piece = { .end = at };

	do {
		if (piece.end >= cleaner->text.len)
			return NULL;
		piece = text_cleaner_piece(cleaner, piece.end);
	} while (piece.record->kind == TEXT_KIND_DROPPED);
	return piece.record;
}

static void drop(struct text_cleaner *cleaner, const struct text_piece *piece, bool evidence)
{
	text_operations     operation = (piece->record->flags & TEXT_FLAG_INVISIBLE) != 0
	                                        ? TEXT_OPERATION_BIT(invisible)
	                                        : TEXT_OPERATION_BIT(compat);
	struct text_segment nothing = {
		.source_start = piece->start,
		.source_end = piece->end,
		.operations = operation,
		.inside_word = evidence ? operation : 0,
		.exact = true,
	};

	text_map_add(cleaner->map, &nothing, 0);
	if (evidence)
		cleaner->place.notes.invisible_count++;
}

size_t text_invisible_drop(struct text_cleaner *cleaner, size_t at)
{
	const struct text_record *after = record_after(cleaner, at);

	while (at < cleaner->text.len) {
		struct text_piece piece = text_cleaner_piece(cleaner, at);

		if (piece.record->kind != TEXT_KIND_DROPPED)
			break;
		drop(cleaner, &piece, is_evidence(piece.record, cleaner->place.before, after));
		at = piece.end;
	}
	return at;
}
