/* SPDX-License-Identifier: Apache-2.0 */
/* The state of one text_clean(), shared by the files that hold its rules. */
#ifndef TEXT_CLEANER_H
#define TEXT_CLEANER_H

#include "base_arena.h"
#include "base_slice.h"
#include "text_fold.h"
#include "text_map.h"
#include "text_tables.h"
#include "text_utf8.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a word is made of; see text_lookalike.c. */
struct text_tally {
	unsigned flags;       /* all flags seen on its letters and signs */
	unsigned other_count; /* letters that are not Latin, and signs taken for letters */
	unsigned digit_count; /* digits that the extra view takes for letters */
	bool     has_singles; /* one of those is like no Latin letter */
	bool     has_letters; /* one of its characters is a letter, not a sign */
};

/* All that a second pass over a word starts from again. */
struct text_cleaner_place {
	size_t                    length;     /* of what is written */
	const struct text_record *before;     /* the last character that is no mark, or NULL */
	unsigned                  marks_seen; /* since then */
	unsigned                  marks_dropped;
	struct text_clean_notes   notes;
};

enum text_native { TEXT_NATIVE_NONE, TEXT_NATIVE_CYRILLIC, TEXT_NATIVE_GREEK };

struct text_cleaner {
	struct slice              text;
	enum text_clean_mode      mode;
	struct arena             *arena;
	char                     *out;
	size_t                    cap;
	bool                      failed;
	struct text_map          *map; /* NULL: none, or this pass is a trial */
	struct text_cleaner_place place;
	bool                      mapping;    /* this pass replaces look-alikes */
	bool                      mixed;      /* ... in a word that holds Latin letters */
	size_t                    run_end;    /* of the foreign letters judged last ... */
	bool                      run_maps;   /* ... and the judgement */
	bool                      whole_word; /* a word of three look-alikes or more ... */
	bool                      short_word; /* ... or of fewer */
	enum text_native          native;     /* Latin letters pose as this script's in the word */
	bool                      has_judged_text;
	bool                      is_native; /* the text as a whole is not Latin */
	bool                      has_judged_regions;
	bool                      has_flags; /* regional indicators are flags, not letters */
};

/* One character of the source. */
struct text_piece {
	uint32_t                  code_point;
	size_t                    start;
	size_t                    end;
	const struct text_record *record;
};

static inline struct text_piece text_cleaner_piece(const struct text_cleaner *cleaner, size_t at)
{
	struct text_piece piece = { .start = at };
	size_t            length;

	piece.code_point = text_utf8_decode(cleaner->text, at, &length);
	piece.end = at + length;
	piece.record = text_table_record(piece.code_point);
	return piece;
}

/* Writes what stands for a piece and becomes the character before the next one. */
void text_cleaner_write(struct text_cleaner *cleaner, const struct text_piece *piece,
                        struct slice bytes, text_operations operations,
                        text_operations inside_word);

/* text_marks.c: a mark, or a letter that may be one with the letter before it.
 * compose() is false when it is not. */
void text_marks_add(struct text_cleaner *cleaner, const struct text_piece *piece);
bool text_marks_compose(struct text_cleaner *cleaner, const struct text_piece *piece);

/* text_invisible.c: drops all invisible characters from `at` on; returns their end. */
size_t text_invisible_drop(struct text_cleaner *cleaner, size_t at);

/* text_region.c: is this regional indicator half of a flag? */
bool text_region_is_flag(struct text_cleaner *cleaner, const struct text_piece *piece);

/* text_native.c: is the word [at, end), of Latin and other letters, one of Cyrillic or Greek?
 * Sets native. Two looks at it. */
bool text_native_judge(struct text_cleaner *cleaner, size_t at, size_t end);
/* The letter of that script to write for a Latin one; empty: none. */
struct slice text_native_letter(const struct text_cleaner *cleaner, const struct text_piece *piece);

/* text_lookalike.c */
static inline void text_lookalike_tally(struct text_tally *tally, const struct text_record *record)
{
	unsigned flags = record->flags;
	unsigned twin = TEXT_FLAG_LOOKALIKE | TEXT_FLAG_LOOKALIKE_ALL;
	bool     is_other = (flags & (TEXT_FLAG_LATIN | TEXT_FLAG_DISGUISED)) == 0;

	tally->flags |= flags;
	tally->has_letters |= record->kind == TEXT_KIND_LETTER;
	tally->other_count += is_other;
	tally->has_singles |= is_other && (flags & twin) == 0;
}

/* Most digits have no say. */
static inline void text_lookalike_tally_digit(struct text_tally        *tally,
                                              const struct text_record *record)
{
	tally->flags |= record->flags & TEXT_FLAG_ALSO;
	tally->digit_count += (record->flags & TEXT_FLAG_ALSO) != 0;
}

/* Does the word need a second pass? Sets mapping and mixed, and notes what the hint needs. */
bool text_lookalike_judge(struct text_cleaner *cleaner, const struct text_tally *tally);
/* May the extra view read what this one does not? After the last word. */
bool text_lookalike_hint(const struct text_cleaner *cleaner);
/* The Latin letters to write for the piece in this pass; empty: none. */
struct slice text_lookalike_latin(struct text_cleaner *cleaner, const struct text_piece *piece);

#endif
