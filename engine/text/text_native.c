/* SPDX-License-Identifier: Apache-2.0 */
/* Latin letters that pose as Cyrillic or Greek ones:
 *
 *     бoмба       Cyrillic with a Latin o: б has no Latin twin, so the word is Cyrillic
 *     cекс        no letter without a twin; but the text around it is Cyrillic
 *     USBшлюз     S has no Cyrillic twin: two words joined, they stay
 *     bоmb        more Latin letters than Cyrillic: text_lookalike.c
 *
 * The extra view (TEXT_CLEAN_ALL) reads such words as Latin all the same ("яесiре"). The word
 * must be mostly of the other script, and the Latin letters must stand among its
 * letters or be few: in front of "PCшник" they are a word of their own. */
#include "text_cleaner.h"

#include <string.h>

#define FOREIGN_MIN  3u
#define SINGLES_SURE 2u
#define CYRILLIC_A   0x0430u
#define GREEK_ALPHA  0x03B1u

/* Small letters, for the clean form has no others outside ASCII. By what is seen: H is the
 * Cyrillic en, h is no Cyrillic letter of the languages that rules are written in. */
static const char latin_cyrillic[] = "aAbBcCeEHiIkKmMoOpPTxXyY3";
static const char cyrillic[][3] = { "а", "а", "ь", "в", "с", "с", "е", "е", "н", "і", "і", "к", "к",
	                            "м", "м", "о", "о", "р", "р", "т", "х", "х", "у", "у", "з" };
static const char latin_greek[] = "aABEZHiIkKMNoOpPTuvYxXynw";
static const char greek[][3] = { "α", "α", "β", "ε", "ζ", "η", "ι", "ι", "κ", "κ", "μ", "ν", "ο",
	                         "ο", "ρ", "ρ", "τ", "υ", "ν", "υ", "χ", "χ", "γ", "η", "ω" };

static struct slice twin(const char *letters, const char (*twins)[3], uint32_t code_point)
{
	const char *found;

	if (code_point == 0 || code_point >= 0x80)
		return SLICE_NONE;
	found = strchr(letters, (int)code_point);
	return found == NULL ? SLICE_NONE : (struct slice){ twins[found - letters], 2 };
}

/* The piece as the clean form has it, where that is one character: a letter is judged without
 * its dress, so that a clean text is judged the same. */
static struct text_piece undressed(struct text_piece piece)
{
	struct slice image = text_table_image(piece.record);
	size_t       length;
	uint32_t     code_point;

	if (piece.record->image_length == 0)
		return piece;
	code_point = text_utf8_decode(image, 0, &length);
	if (length != piece.record->image_length)
		return piece;
	piece.code_point = code_point;
	piece.record = text_table_record(code_point);
	return piece;
}

struct slice text_native_letter(const struct text_cleaner *cleaner, const struct text_piece *worn)
{
	const struct text_piece  plain = undressed(*worn);
	const struct text_piece *piece = &plain;

	switch (cleaner->native) {
	case TEXT_NATIVE_CYRILLIC:
		return twin(latin_cyrillic, cyrillic, piece->code_point);
	case TEXT_NATIVE_GREEK:
		return twin(latin_greek, greek, piece->code_point);
	case TEXT_NATIVE_NONE:
		break;
	}
	return SLICE_NONE;
}

struct word {
	size_t latin;
	size_t foreign;
	size_t singles;  /* of them, like no Latin letter */
	size_t switches; /* between the two */
	bool   others;   /* has a letter of another script, or a Latin one without a twin */
};

static bool has_twin(const struct text_cleaner *cleaner, const struct text_piece *piece)
{
	return text_native_letter(cleaner, piece).len > 0;
}

/* The letters of both alphabets that have Latin twins, from alpha and from a on. */
#define CYRILLIC_TWINS 0x102F74A5u /* a v e z k m n o r s t u kh and the soft sign */
#define GREEK_TWINS    0x1595B77u  /* all but delta theta lambda xi pi sigma phi psi */
#define CYRILLIC_I     0x0456u

/* A letter of either script that no Latin letter is like. */
static bool is_single(uint32_t code_point)
{
	if (code_point >= 0x0410 && code_point < 0x0430)
		code_point += 0x20;
	if (code_point >= 0x0391 && code_point < 0x03AA)
		code_point += 0x20;
	if (code_point >= CYRILLIC_A && code_point < CYRILLIC_A + 32)
		return (CYRILLIC_TWINS >> (code_point - CYRILLIC_A) & 1) == 0;
	if (code_point >= GREEK_ALPHA && code_point < GREEK_ALPHA + 25)
		return (GREEK_TWINS >> (code_point - GREEK_ALPHA) & 1) == 0;
	return code_point >= 0x0370 && code_point < 0x0530 && code_point != CYRILLIC_I;
}

/* The letters of [at, end), for the script that cleaner->native names. */
static struct word count_word(const struct text_cleaner *cleaner, size_t at, size_t end,
                              uint8_t script)
{
	struct word word = { 0 };
	int         last = -1;

	while (at < end) {
		struct text_piece piece = undressed(text_cleaner_piece(cleaner, at));
		int               side = piece.record->script == script;

		at = piece.end;
		if (piece.record->kind != TEXT_KIND_LETTER)
			continue;
		word.foreign += side == 1;
		word.latin += side == 0;
		word.singles += side == 1 && is_single(piece.code_point);
		word.others = word.others || (side == 0 && !has_twin(cleaner, &piece));
		word.switches += last >= 0 && side != last;
		last = side;
	}
	return word;
}

/* Does the text as a whole have more letters that are like no Latin one than ASCII letters? */
static bool is_text_native(struct text_cleaner *cleaner)
{
	size_t singles = 0;
	size_t latin = 0;

	if (cleaner->has_judged_text)
		return cleaner->is_native;
	for (size_t at = 0; at < cleaner->text.len;) {
		struct text_piece piece = undressed(text_cleaner_piece(cleaner, at));

		if (piece.record->kind == TEXT_KIND_LETTER) {
			latin += piece.code_point < 0x80;
			singles += is_single(piece.code_point);
		}
		at = piece.end;
	}
	cleaner->has_judged_text = true;
	cleaner->is_native = singles > latin;
	return cleaner->is_native;
}

static bool is_native(struct text_cleaner *cleaner, size_t at, size_t end, uint32_t letter)
{
	struct word word = count_word(cleaner, at, end, text_table_record(letter)->script);

	size_t most = word.singles < SINGLES_SURE ? word.foreign : 2 * word.foreign;

	if (word.others || word.latin == 0 || word.foreign < FOREIGN_MIN || word.latin > most)
		return false;
	if (word.switches < 2 && word.latin * 3 > word.latin + word.foreign)
		return false;
	return word.singles > 0 || is_text_native(cleaner);
}

bool text_native_judge(struct text_cleaner *cleaner, size_t at, size_t end)
{
	static const uint32_t letters[] = {
		[TEXT_NATIVE_CYRILLIC] = CYRILLIC_A, [TEXT_NATIVE_GREEK] = GREEK_ALPHA
	};

	if (cleaner->mode == TEXT_CLEAN_ALL)
		return false;
	for (int i = TEXT_NATIVE_CYRILLIC; i <= TEXT_NATIVE_GREEK; i++) {
		cleaner->native = (enum text_native)i;
		if (is_native(cleaner, at, end, letters[i])) {
			cleaner->whole_word = true;
			return true;
		}
	}
	cleaner->native = TEXT_NATIVE_NONE;
	return false;
}
