/* SPDX-License-Identifier: Apache-2.0 */
/* The clean form, idea by idea in the order of text_fold.h. Each row is cleaned with and
 * without a map, and its clean form once more: it must not change again. */
#include "test_base_rows.h"
#include "text_fold.h"

struct row {
	const char  *label;
	struct slice text;
	struct slice clean;
	size_t       invisible_count;
	size_t       lookalike_count;
	size_t       mark_stack_count;
	bool         whole_word;
};

#define ROW(label, text, clean, ...)                                                               \
	{                                                                                          \
		label, SLICE_INIT(text), SLICE_INIT(clean), __VA_ARGS__                            \
	}
#define SAME(label, text)                                                                          \
	{                                                                                          \
		label, SLICE_INIT(text), SLICE_INIT(text), 0                                       \
	}

static const struct row ascii_rows[] = {
	SAME("nothing", ""),
	SAME("ASCII keeps case and punctuation", "How to \"Pipe-Bomb\"?\t\r\n"),
	SAME("ASCII white space stays", "a\vb\fc\x1C\x1F"),
	SAME("a clean foreign text", "люди долга"),
};

static const struct row compat_rows[] = {
	ROW("fullwidth", "Ｂｏｍｂ！", "Bomb!", 0),
	ROW("mathematical alphanumerics", "𝐁𝑜𝓂𝔟 𝟙𝟚", "Bomb 12", 0),
	ROW("places reserved in mathematical alphabets", "\U0001D455\U0001D45C\U0001D464", "how",
	    0),
	ROW("circled and squared", "Ⓑⓞⓜⓑ 🄱🄾🄼🄱", "Bomb BOMB", 0),
	ROW("parenthesised, without brackets", "⒝⒪⒨⒝ 🄑🄞🄜🄑 ⑶", "bomb BOMB 3", 0),
	ROW("negative circled and squared", "🅑🅞🅜🅑 🅱🅾🅼🅱 ❶⓿", "BOMB BOMB 10", 0),
	ROW("regional indicators", "🇧🇴🇲🇧", "BOMB", 0),
	SAME("flags", "🇳🇴 or 🇸🇪🇩🇰"),
	ROW("a flag's letters in a text that spells with them", "🇧🇴🇲🇧 🇹🇴 🇦", "BOMB TO A", 0),
	ROW("a half flag", "🇳🇴🇸", "NOS", 0),
	ROW("superscripts and subscripts", "x² H₂O ᵇᵒᵐᵇ", "x2 H2O bomb", 0),
	ROW("ligatures and letterlike symbols", "ﬁne №5 ™ ℃ ㎏ Kelvin", "fine No5 TM °C kg Kelvin",
	    0),
	ROW("fractions and Roman numerals", "½ Ⅷ", "1/2 VIII", 0),
	ROW("Arabic presentation forms", "ﻻ ﻣﺮﺣﺒﺎ", "لا مرحبا", 0),
	ROW("tatweel", "مـــرحبا", "مرحبا", 0),
	ROW("halfwidth kana", "ｶﾞﾊﾟｱ", "ガパア", 0),
	ROW("digits of other scripts", "١٢ ४५ ๖๗", "12 45 67", 0),
	ROW("a keycap", "1️⃣", "1", 0),
	ROW("Thai AM", "น้ำ", "น้ํา", 0),
	ROW("Thai AM with nothing before it", "ำก", "าก", 0),
};

static const struct row case_rows[] = {
	ROW("Cyrillic", "ЛЮДИ Ёж", "люди ёж", 0),
	ROW("Greek, with both sigmas", "ΛΌΓΟΣ λόγος", "λόγοσ λόγοσ", 0, .whole_word = true),
	ROW("Armenian and Georgian", "ՀԱՅԵՐ ᲥᲐᲠᲗ", "հայեր ქართ", 0,
	    .whole_word = true),
	ROW("sharp s", "Straße STRAẞE", "Strasse STRAssE", 0),
	ROW("Latin letters keep their case", "É Ａ K ſ İ ı", "E A K s I i", 0),
};

static const struct row invisible_rows[] = {
	ROW("zero-width between letters", "b\u200Bo\u2060m\uFEFFb", "bomb", 3),
	ROW("soft hyphen", "bo\u00ADmb", "bomb", 1),
	ROW("bidi controls", "b\u202Eom\u202Cb \u2066x\u2069", "bomb x", 2),
	ROW("variation selectors and tags", "b\uFE0Fo\U000E0061m\U000E0100b", "bomb", 3),
	ROW("Hangul and Khmer fillers", "b\u3164o\u115Fm\u17B4b", "bomb", 3),
	ROW("interlinear annotation and C1 controls", "b\uFFF9o\xC2\x81mb", "bomb", 2),
	ROW("Mongolian vowel separator", "b\u180Eomb", "bomb", 1),
	ROW("an object's place and a null notehead", "b\uFFFCo\U0001D159mb", "bomb", 2),
	ROW("skin tones between letters", "b🏻o🏿mb 👋🏽", "bomb 👋", 2),
	ROW("invisible operators and shorthand controls", "b\u2062o\U0001BCA0m\u034Fb", "bomb", 3),
	ROW("Mongolian selectors, musical controls", "b\u180Bo\U0001D173m\u206Ab", "bomb", 3),
	ROW("unassigned ignorable characters", "b\u2065o\U000E0FFFm\uFFF0b", "bomb", 3),
	ROW("a run of them counts each", "b\u200B\u200C\u200Domb", "bomb", 3),
	ROW("between a letter and a digit", "v\u200B2", "v2", 1),
	ROW("at the edge of a word", "\uFEFFbomb\u200B shelter", "bomb shelter", 0),
	ROW("ZWNJ in Persian", "می\u200Cخواهم", "میخواهم", 0),
	ROW("ZWJ in Devanagari", "क्\u200Dष", "क्ष", 0),
	ROW("a vowel separator in Mongolian", "ᠨᠡᠷ\u180Eᠡ", "ᠨᠡᠷᠡ", 0),
	ROW("ZWSP in Persian", "می\u200Bخواهم", "میخواهم", 1),
	ROW("ZWJ in Latin", "bo\u200Dmb", "bomb", 1),
	ROW("ZWJ in emoji", "👩\u200D👧", "👩👧", 0),
	ROW("ZWSP between Thai words", "ไทย\u200Bดี", "ไทยดี", 0, .whole_word = true),
	ROW("nothing else", "\u200B\u200B", "", 0),
	ROW("half rings of transliteration", "Qurʾan", "Quran", 1),
};

static const struct row mark_rows[] = {
	ROW("accents, composed and not", "café cafe\u0301", "cafe cafe", 0),
	ROW("strokes and hooks", "Øl łuk đak ħ ŋ æ œ þ", "Ol luk dak h n ae oe th", 0,
	    .whole_word = true),
	ROW("letters of African and Turkic spelling", "kɔkɔ ɛyɛ Əli ɣeyi", "kckc eye Eli yeyi", 0),
	ROW("overlays", "b\u0336o\u0336m\u0336b\u0336", "bomb", 0),
	ROW("a stack is counted once a base", "b\u0300\u0301\u0302\u0303o\u0300\u0301\u0302", "bo",
	    0, .mark_stack_count = 2),
	ROW("two marks are no stack", "ệ e\u0302\u0323", "e e", 0),
	ROW("marks with nothing before them", "\u0301bomb \u0301x", "bomb x", 0),
	ROW("Cyrillic composes", "и\u0306 е\u0308 і\u0308 у\u0306", "й ё ї ў", 0),
	ROW("a stress mark goes", "ли\u0301дер", "лидер", 0),
	ROW("a foreign mark does not part a pair", "и\u0336\u0306", "й", 0),
	ROW("an invisible one neither", "и\u200B\u0306", "й", 0),
	ROW("Greek composes", "α\u0301 ι\u0308\u0301 ἀ", "ά ΐ ἀ", 0),
	ROW("the iota subscript goes", "ᾳ α\u0345", "α α", 0),
	ROW("kana composes", "か\u3099 ハ\u309A か゛", "が パ が", 0),
	ROW("Hangul jamo become syllables", "\u1112\u1161\u11AB\u1100\u1173\u11AF", "한글", 0),
	ROW("compatibility jamo too", "ㅎㅏ", "하", 0),
	ROW("Arabic hamza composes", "ا\u0654 ا\u0655 ا\u0653", "أ إ آ", 0),
	ROW("Arabic harakat go", "كَتَبَ", "كتب", 0),
	ROW("Hebrew points go", "שָׁלוֹם", "שלום", 0),
	ROW("Devanagari vowels stay", "हिन्दी", "हिन्दी", 0),
	ROW("a nukta is put before a virama", "ड\u094D\u093C", "ड\u093C\u094D", 0),
	ROW("Bengali vowel parts compose", "ক\u09C7\u09BE", "ক\u09CB", 0),
	ROW("Thai marks stay", "ที่นี่", "ที่นี่", 0),
	ROW("a Thai mark on a Latin letter goes", "b\u0E34", "b", 0),
	ROW("a Devanagari mark on a Cyrillic letter goes", "б\u093F", "б", 0),
};

static const struct row lookalike_rows[] = {
	ROW("one Cyrillic letter", "bоmb", "bomb", 0, 1),
	ROW("Greek and Armenian", "bοmb bօmb", "bomb bomb", 0, 2),
	ROW("Cherokee and Lisu capitals", "ᏴOMB ꓐOMB", "BOMB BOMB", 0, 2),
	ROW("capitals are judged as written", "ΗOW ηow", "HOW now", 0, 2),
	ROW("with an accent of its own", "bо\u0301mb bӧmb", "bomb bomb", 0, 2),
	ROW("most of the word", "рipе", "pipe", 0, 2),
	ROW("a Greek-styled font", "вσмв αттα¢к", "вσмв αттα¢к", 0, .whole_word = true),
	ROW("the same with Latin letters", "вσмвs αттαcк", "bombs attack", 0, 9),
	ROW("syllabics", "ᗷOᗰᗷ", "BOMB", 0, 3),
	ROW("small capitals", "ʙᴏᴍʙ", "bomb", 0),
	ROW("small capitals among Latin letters", "bᴏmb", "bomb", 0, 1),
	ROW("turned and phonetic letters", "qɯoq ɑɡɪ", "qmoq agi", 0, 3, .whole_word = true),
	ROW("currency signs", "fu¢k €uro ba₦k", "fuck Euro baNk", 0, 3, .whole_word = true),
	ROW("money stays money", "10€ €5 price€ 5¢each", "10€ €5 price€ 5¢each", 0,
	    .whole_word = true),
	SAME("a Cyrillic word behind a Latin one", "USBшлюз"),
	ROW("Han in a Latin word stays, but the extra view may read it", "iPhone山口", "iPhone山口",
	    0, .whole_word = true),
	SAME("kana beside a Latin letter", "Tシャツ"),
	SAME("Cyrillic words", "люди жили долго"),
	ROW("a Cyrillic word of twins only", "сор", "сор", 0, .whole_word = true),
	ROW("a short one in a Latin text", "make α bomb", "make α bomb", 0, .whole_word = true),
	ROW("a short one among digits and Latin letters", "6f 6ԁ", "6f 6ԁ", 0, .whole_word = true),
	SAME("too short for the hint", "со и не"),
	ROW("a digit of another script", "v๒ ๒๓๔", "v2 234", 0, .whole_word = true),
	ROW("digits of another script alone", "๒๓๔", "234", 0),
	ROW("signs between Latin words stay", "Home●About †", "Home●About †", 0,
	    .whole_word = true),
	ROW("capitals and final letters of Greek", "Γow ςash λgain", "row cash again", 0, 3),
	ROW("m that UTS #39 writes as rn", "аgaім", "agaim", 0, 3),
};

static const struct row all_rows[] = {
	ROW("a Cyrillic word of twins only", "сор", "cop", 0, .whole_word = true),
	ROW("a Greek-styled font", "вσмв", "bomb", 0, .whole_word = true),
	ROW("a Han-styled font", "卂乃匚", "ABC", 0, .whole_word = true),
	SAME("a word that has other letters", "людям"),
	ROW("mixed words as before", "bоmb", "bomb", 0, 1),
	ROW("currency signs alone", "₿₳₦₭", "BANK", 0, .whole_word = true),
	ROW("a Thai-styled font, with digits", "๒๏๓๒ ๓คкє", "bomb make", 0, .whole_word = true),
	ROW("signs among Latin letters", "b●mb a††ack", "bomb attack", 0, 3, .whole_word = true),
	ROW("a sign at the end of a word", "mak€", "makE", 0, 1, .whole_word = true),
	ROW("second readings", "ʍakɛ þipe ɯhy", "make pipe why", 0, 3, .whole_word = true),
	ROW("a Yi-styled font", "ꌃꂦꂵꌃ", "bomb", 0, .whole_word = true),
	ROW("an Ethiopic-styled font", "ጌዐጠጌ", "bOmb", 0, .whole_word = true),
	ROW("a Cherokee-styled font", "ᏰᎧᎷᏰ", "BOMB", 0, .whole_word = true),
	ROW("a rune-styled font", "ᛒᛟᛗᛒ", "bomb", 0, .whole_word = true),
	SAME("Thai digits alone", "12"),
};

static const struct row spacing_rows[] = {
	ROW("spaces", "a\u00A0b\u2003c\u3000d\u2800e", "a b c d e", 0),
	ROW("line ends",
	    "a\u2028b\xC2\x85"
	    "c",
	    "a\nb\nc", 0),
	ROW("dashes", "a\u2010b\u2013c\u2014d\u2212e", "a-b-c-d-e", 0),
	ROW("quotes", "“a” ‘b’ „c‟ «d» 「e」 don’t", "\"a\" 'b' \"c\" \"d\" \"e\" don't", 0),
	ROW("ellipsis and bullets", "a… • b", "a... * b", 0),
	ROW("inverted marks", "¿que? ¡no!", "?que? !no!", 0),
	ROW("ideographic", "好。是、《书》", "好.是,<书>", 0),
	ROW("Arabic", "نعم؟ لا،", "نعم? لا,", 0),
	ROW("dots between letters", "b·o·m·b", "b.o.m.b", 0),
	ROW("fullwidth signs keep their meaning", "＄５ ＠", "$5 @", 0),
	SAME("symbols and currency stay", "💣 ★ £5 °"),
};

static struct slice clean_of(const struct row *row, enum text_clean_mode mode, struct slice text,
                             struct arena *arena, struct text_clean_notes *notes, bool with_map)
{
	struct text_map map;
	struct slice    clean = { 0 };

	text_map_init(&map, arena);
	assert_int_equal(text_clean(text, mode, arena, &clean, notes, with_map ? &map : NULL),
	                 STATUS_OK);
	if (with_map)
		assert_int_equal(map.length, clean.len);
	(void)row;
	return clean;
}

static void expect(const struct row *row, struct slice got, struct slice wanted)
{
	if (!slice_equal(got, wanted))
		fail_msg("%s: got \"%.*s\", not \"%.*s\"", row->label, SLICE_ARG(got),
		         SLICE_ARG(wanted));
}

static void check(const struct row *row, enum text_clean_mode mode)
{
	struct arena            arena;
	struct text_clean_notes notes;
	struct slice            clean;

	assert_true(arena_open(&arena, 1 << 20));
	clean = clean_of(row, mode, row->text, &arena, &notes, false);
	expect(row, clean, row->clean);
	if (slice_equal(row->text, row->clean))
		assert_ptr_equal(clean.ptr, row->text.ptr);
	assert_int_equal(notes.invisible_count, row->invisible_count);
	assert_int_equal(notes.lookalike_count, row->lookalike_count);
	assert_int_equal(notes.mark_stack_count, row->mark_stack_count);
	assert_int_equal(notes.whole_word_lookalikes, row->whole_word);
	expect(row, clean_of(row, mode, row->text, &arena, NULL, true), row->clean);
	expect(row, clean_of(row, mode, row->clean, &arena, NULL, false), row->clean);
	arena_close(&arena);
}

static void cleans(void **state)
{
	check(*state, TEXT_CLEAN_MIXED);
}

static void cleans_all(void **state)
{
	check(*state, TEXT_CLEAN_ALL);
}

static void needs_memory(void **state)
{
	struct arena arena;
	struct slice clean;

	(void)state;
	assert_true(arena_open(&arena, 16));
	assert_int_equal(text_clean(SLICE_LIT("é"), TEXT_CLEAN_MIXED, &arena, &clean, NULL, NULL),
	                 STATUS_NO_MEMORY);
	arena_close(&arena);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, cleans, ascii_rows);
	ROWS_ADD(&rows, cleans, compat_rows);
	ROWS_ADD(&rows, cleans, case_rows);
	ROWS_ADD(&rows, cleans, invisible_rows);
	ROWS_ADD(&rows, cleans, mark_rows);
	ROWS_ADD(&rows, cleans, lookalike_rows);
	ROWS_ADD(&rows, cleans_all, all_rows);
	ROWS_ADD(&rows, cleans, spacing_rows);
	rows_add_one(&rows, "says when the arena is full", needs_memory);
	return rows_run(&rows, "text_clean");
}
