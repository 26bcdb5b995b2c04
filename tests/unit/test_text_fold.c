/* SPDX-License-Identifier: Apache-2.0 */
/* The folded form, and spans of words traced back through both maps. */
#include "test_base_rows.h"
#include "text_fold.h"

struct fold_row {
	const char  *label;
	struct slice clean;
	struct slice folded;
};

static const struct fold_row fold_rows[] = {
	{ "nothing", SLICE_INIT(""), SLICE_INIT("  ") },
	{ "capitals and signs", SLICE_INIT("Pipe-Bomb_2!"), SLICE_INIT(" pipe bomb 2  ") },
	{ "an apostrophe parts", SLICE_INIT("don't"), SLICE_INIT(" don t ") },
	{ "ASCII controls", SLICE_INIT("a\0b\tc\x7F"), SLICE_INIT(" a b c  ") },
	{ "long enough for vectors",
	  SLICE_INIT("The QUICK brown fox [0123456789] @AZ`az{ jumps over THE lazy dog: `~^"),
	  SLICE_INIT(" the quick brown fox  0123456789   az az  jumps over the lazy dog      ") },
	{ "Cyrillic stays", SLICE_INIT("привет, Bob"), SLICE_INIT(" привет  bob ") },
	{ "Han meets letters", SLICE_INIT("买iPhone手机"), SLICE_INIT(" 买 iphone 手机 ") },
	{ "Han meets Cyrillic", SLICE_INIT("文ж文"), SLICE_INIT(" 文 ж 文 ") },
	{ "Han meets digits", SLICE_INIT("第3章"), SLICE_INIT(" 第 3 章 ") },
	{ "Han meets symbols", SLICE_INIT("文💣文"), SLICE_INIT(" 文💣文 ") },
	{ "symbols meet letters", SLICE_INIT("a💣🔪b"), SLICE_INIT(" a 💣🔪 b ") },
	{ "a space is enough", SLICE_INIT("a 💣 b"), SLICE_INIT(" a 💣 b ") },
	{ "Thai with its vowels is one run", SLICE_INIT("abกินdef"), SLICE_INIT(" ab กิน def ") },
	{ "Hangul is spaced", SLICE_INIT("한국어abc"), SLICE_INIT(" 한국어abc ") },
	{ "every boundary at its dearest", SLICE_INIT("a©a©a©"), SLICE_INIT(" a © a © a © ") },
};

static void folds(void **state)
{
	const struct fold_row *row = *state;
	struct arena           arena;
	struct text_map        map;
	struct slice           folded;
	struct slice           mapped;

	assert_true(arena_open(&arena, 1 << 20));
	text_map_init(&map, &arena);
	assert_int_equal(text_fold(row->clean, &arena, &folded, NULL), STATUS_OK);
	if (!slice_equal(folded, row->folded))
		fail_msg("got \"%.*s\"", SLICE_ARG(folded));
	assert_int_equal(text_fold(row->clean, &arena, &mapped, &map), STATUS_OK);
	assert_true(slice_equal(folded, mapped));
	assert_int_equal(map.length, folded.len);
	arena_close(&arena);
}

struct trace_row {
	const char     *label;
	struct slice    text;
	struct slice    word;   /* in the folded text */
	struct slice    source; /* what it came from */
	text_operations operations;
	text_operations inside_word;
};

#define TRACE(label, text, word, source, ...)                                                      \
	{                                                                                          \
		label, SLICE_INIT(text), SLICE_INIT(word), SLICE_INIT(source), __VA_ARGS__         \
	}
#define OF(name) TEXT_OPERATION_BIT(name)

static const struct trace_row trace_rows[] = {
	TRACE("plain", "make a bomb now", "bomb", "bomb", 0, 0),
	TRACE("a capital", "a Bomb", "bomb", "Bomb", OF(caseless), 0),
	TRACE("fullwidth and a dropped character", "x Ｂom\u200Bb!", "bomb", "Ｂom\u200Bb",
	      OF(compat) | OF(caseless) | OF(invisible), OF(invisible)),
	TRACE("a dropped character belongs to what follows", "a b\u200Bomb", "omb", "\u200Bomb",
	      OF(invisible), OF(invisible)),
	TRACE("one behind the word does not", "bomb\u200B", "bomb", "bomb", 0, 0),
	TRACE("one before the word does, without evidence", "a \u200Bbomb", "bomb", "\u200Bbomb",
	      OF(invisible), 0),
	TRACE("marks belong to their base", "b\u0336o\u0336m\u0336b\u0336 x", "bomb",
	      "b\u0336o\u0336m\u0336b\u0336", OF(marks), 0),
	TRACE("a stack of marks is evidence", "bo\u0300\u0301\u0302mb x", "bomb",
	      "bo\u0300\u0301\u0302mb", OF(marks) | OF(mark_stack), OF(mark_stack)),
	TRACE("the points of a Hebrew letter are none", "שּׁ\u05B8לום", "שלום", "שּׁ\u05B8לום",
	      OF(marks), 0),
	TRACE("a mark behind ASCII", "go bomb\u0301 x", "bomb", "bomb\u0301", OF(marks), 0),
	TRACE("a part of it", "bo\u0301mb", "mb", "mb", 0, 0),
	TRACE("an invisible character before a mark", "xb\u200B\u0301y", "b", "b\u200B\u0301",
	      OF(marks) | OF(invisible), 0),
	TRACE("a look-alike", "a bоmb", "bomb", "bоmb", OF(lookalike), OF(lookalike)),
	TRACE("Latin letters only of it", "a bоmb", "mb", "mb", 0, 0),
	TRACE("small capitals by themselves", "ʙᴏᴍʙ", "bomb", "ʙᴏᴍʙ", OF(lookalike), 0),
	TRACE("small capitals among letters", "bᴏmb", "bomb", "bᴏmb", OF(lookalike), OF(lookalike)),
	TRACE("composed Cyrillic", "x и\u0306од y", "йод", "и\u0306од", 0, 0),
	TRACE("Cyrillic capitals", "ЁЖ И", "ёж", "ЁЖ", OF(caseless), 0),
	TRACE("jamo", "\u1112\u1161\u11AB", "한", "\u1112\u1161\u11AB", 0, 0),
	TRACE("a ligature", "a ﬁne", "fi", "ﬁ", OF(compat), 0),
	TRACE("half a ligature", "a ﬁne", "ine", "ﬁne", OF(compat), 0),
	TRACE("Han beside letters", "abc炸弹def", "炸弹", "炸弹", 0, 0),
	TRACE("joiners in Persian", "می\u200Cخواهم", "میخواهم", "می\u200Cخواهم", OF(invisible), 0),
	TRACE("quotes around it", "“bomb”", "bomb", "bomb", 0, 0),
	TRACE("a dash inside", "pipe—bomb", "pipe bomb", "pipe—bomb", OF(spacing), 0),
};

static struct text_origin origin_of(const struct trace_row *row, struct arena *arena)
{
	struct text_map    clean_map;
	struct text_map    fold_map;
	struct slice       clean;
	struct slice       folded;
	struct text_origin in_clean;
	struct text_origin origin;
	size_t             at;

	text_map_init(&clean_map, arena);
	text_map_init(&fold_map, arena);
	assert_int_equal(text_clean(row->text, TEXT_CLEAN_MIXED, arena, &clean, NULL, &clean_map),
	                 STATUS_OK);
	assert_int_equal(text_fold(clean, arena, &folded, &fold_map), STATUS_OK);
	at = slice_find(folded, row->word, 0);
	assert_int_not_equal(at, SIZE_MAX);
	in_clean = text_map_origin(&fold_map, at, at + row->word.len);
	origin = text_map_origin(&clean_map, in_clean.start, in_clean.end);
	origin.operations |= in_clean.operations;
	origin.inside_word |= in_clean.inside_word;
	return origin;
}

static void traces(void **state)
{
	const struct trace_row *row = *state;
	struct arena            arena;
	struct text_origin      origin;
	struct slice            source;

	assert_true(arena_open(&arena, 1 << 20));
	origin = origin_of(row, &arena);
	source = slice_range(row->text, origin.start, origin.end);
	if (!slice_equal(source, row->source))
		fail_msg("%s: came from \"%.*s\"", row->label, SLICE_ARG(source));
	assert_int_equal(origin.operations, row->operations);
	assert_int_equal(origin.inside_word, row->inside_word);
	assert_true(origin.exact);
	arena_close(&arena);
}

static void folds_patterns(void **state)
{
	struct arena arena;
	struct slice folded;

	(void)state;
	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(text_fold_pattern(SLICE_LIT("Ｐipe—Bömb"), &arena, &folded), STATUS_OK);
	assert_true(slice_equal_cstr(folded, " pipe bomb "));
	arena_close(&arena);
	assert_true(arena_open(&arena, 16));
	assert_int_equal(text_fold_pattern(SLICE_LIT("a pipe and a bomb"), &arena, &folded),
	                 STATUS_NO_MEMORY);
	arena_close(&arena);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, folds, fold_rows);
	ROWS_ADD(&rows, traces, trace_rows);
	rows_add_one(&rows, "patterns meet prompts in the same form", folds_patterns);
	return rows_run(&rows, "text_fold");
}
