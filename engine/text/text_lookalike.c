/* SPDX-License-Identifier: Apache-2.0 */
/* Letters of other alphabets are replaced where they pose as Latin ones.
 *
 *     bоmb       Latin with a Cyrillic о         -> bomb
 *     бомба      Cyrillic only                   stays
 *     сор        Cyrillic, but every letter has a Latin twin: stays; a hint is set, and
 *                the extra view (TEXT_CLEAN_ALL) reads "cop"
 *     α bomb     a short one sets the hint only in a text with Latin letters
 *     USBшлюз    Latin, then letters without twins: they stay
 *     fu¢k, 5¢   signs pose as letters beside letters, not beside digits
 *     ʙᴏᴍʙ       small capitals are Latin already: their image is "bomb"
 *     ๒๏๓๒       digits that are drawn like letters: only in the extra view, "bomb"
 *     b●mb       so are signs that honest text puts between words
 *
 * A word is judged at its end. When it needs replacing, it is written again in a
 * second pass, in which each run of foreign letters is judged by itself: it is
 * replaced when all of its letters have a twin. So words cost at most two passes and
 * two looks ahead, and words of one alphabet cost one. */
#include "text_cleaner.h"

#define WHOLE_WORD_MIN 3u

/* The flags that make a letter another one in this mode. */
static unsigned reach_of(const struct text_cleaner *cleaner)
{
	return cleaner->mode == TEXT_CLEAN_ALL
	               ? TEXT_FLAG_LOOKALIKE | TEXT_FLAG_LOOKALIKE_ALL | TEXT_FLAG_ALSO
	               : TEXT_FLAG_LOOKALIKE;
}

/* A word with Latin letters. The extra view may read more of it. */
static bool judge_mixed(struct text_cleaner *cleaner, const struct text_tally *tally,
                        unsigned latin)
{
	if (!tally->has_singles && (tally->flags & (TEXT_FLAG_LOOKALIKE_ALL | TEXT_FLAG_ALSO)) != 0)
		cleaner->whole_word = true;
	cleaner->mixed = (tally->flags & reach_of(cleaner)) != 0 ||
	                 latin == (TEXT_FLAG_LATIN | TEXT_FLAG_DISGUISED);
	cleaner->mapping = cleaner->mixed;
	return cleaner->mapping;
}

bool text_lookalike_judge(struct text_cleaner *cleaner, const struct text_tally *tally)
{
	unsigned latin = tally->flags & (TEXT_FLAG_LATIN | TEXT_FLAG_DISGUISED);
	bool     is_whole = tally->other_count > 0 && !tally->has_singles;

	if (latin != 0)
		return judge_mixed(cleaner, tally, latin);
	if (is_whole && tally->other_count + tally->digit_count >= WHOLE_WORD_MIN)
		cleaner->whole_word = true;
	else if (is_whole && tally->has_letters)
		cleaner->short_word = true;
	cleaner->mixed = false;
	cleaner->mapping = is_whole && cleaner->mode == TEXT_CLEAN_ALL;
	return cleaner->mapping;
}

bool text_lookalike_hint(const struct text_cleaner *cleaner)
{
	if (cleaner->whole_word || !cleaner->short_word)
		return cleaner->whole_word;
	for (size_t i = 0; i < cleaner->place.length; i++) {
		unsigned char byte = (unsigned char)cleaner->out[i] | 0x20;

		if (byte >= 'a' && byte <= 'z')
			return true;
	}
	return false;
}

static bool is_word_part(const struct text_record *record)
{
	bool is_ender = record->kind == TEXT_KIND_PLAIN || record->kind == TEXT_KIND_SYMBOL;

	return !is_ender || (record->flags & (TEXT_FLAG_LOOKALIKE | TEXT_FLAG_LOOKALIKE_ALL)) != 0;
}

static bool has_twin(const struct text_cleaner *cleaner, const struct text_record *record)
{
	return (record->flags & reach_of(cleaner)) != 0;
}

/* A digit that stands for a letter in this mode. */
static bool is_posing_digit(const struct text_cleaner *cleaner, const struct text_record *record)
{
	return record->kind == TEXT_KIND_DIGIT && has_twin(cleaner, record);
}

/* Judges the run of foreign letters that begins at `at`. */
static void judge_run(struct text_cleaner *cleaner, size_t at)
{
	const struct text_record *before = cleaner->place.before;
	bool                      by_digit = before != NULL && before->kind == TEXT_KIND_DIGIT;
	bool                      ends_word = true;
	bool                      all_twins = true;
	size_t                    letter_count = 0;
	size_t                    sign_count = 0;

	while (at < cleaner->text.len) {
		struct text_piece piece = text_cleaner_piece(cleaner, at);

		if (!is_word_part(piece.record))
			break;
		if ((piece.record->flags & (TEXT_FLAG_LATIN | TEXT_FLAG_DISGUISED)) != 0) {
			ends_word = false;
			break;
		}
		if (piece.record->kind == TEXT_KIND_LETTER ||
		    piece.record->kind == TEXT_KIND_SYMBOL) {
			all_twins = all_twins && has_twin(cleaner, piece.record);
			letter_count += piece.record->kind == TEXT_KIND_LETTER;
			sign_count += piece.record->kind == TEXT_KIND_SYMBOL;
		}
		if (is_posing_digit(cleaner, piece.record))
			letter_count++;
		else
			by_digit = by_digit || piece.record->kind == TEXT_KIND_DIGIT;
		at = piece.end;
	}
	cleaner->run_end = at;
	cleaner->run_maps = all_twins;
	/* "10€", "price€": money, unless the whole word is drawn with such signs. The extra view
	 * reads "mak€". */
	if (cleaner->mixed && letter_count == 0 && sign_count == 1) {
		cleaner->run_maps = all_twins && !by_digit &&
		                    (!ends_word || cleaner->mode == TEXT_CLEAN_ALL);
		cleaner->whole_word = cleaner->whole_word || (all_twins && !by_digit);
	}
}

struct slice text_lookalike_latin(struct text_cleaner *cleaner, const struct text_piece *piece)
{
	const struct text_record *record = piece->record;

	if ((record->flags & (TEXT_FLAG_LATIN | TEXT_FLAG_DISGUISED)) != 0)
		return has_twin(cleaner, record) ? text_table_lookalike(piece->code_point)
		                                 : SLICE_NONE;
	if (record->kind != TEXT_KIND_LETTER && record->kind != TEXT_KIND_SYMBOL &&
	    !is_posing_digit(cleaner, record))
		return SLICE_NONE;
	if (piece->start >= cleaner->run_end)
		judge_run(cleaner, piece->start);
	return cleaner->run_maps ? text_table_lookalike(piece->code_point) : SLICE_NONE;
}
