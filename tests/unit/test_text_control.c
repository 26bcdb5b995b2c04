/* SPDX-License-Identifier: Apache-2.0 */
/* Control characters in the clean form: what stays, what it came from, and whether it is
 * evidence. Each row is cleaned with and without a map. */
#include "test_base_rows.h"
#include "text_fold.h"

struct row {
	const char  *label;
	struct slice text;
	struct slice clean;
	size_t       evidence_count;
};

#define ROW(label, text, clean, evidence_count)                                                    \
	{                                                                                          \
		label, SLICE_INIT(text), SLICE_INIT(clean), evidence_count                         \
	}

static const struct row rows_of_controls[] = {
	ROW("white space and separators stay", "a\tb\nc\vd\fe\rf\x1Cg\x1Fh",
	    "a\tb\nc\vd\fe\rf\x1Cg\x1Fh", 0),
	ROW("quotes and dashes cut to one byte", "What\x19s \x18it\x19 \x13 no\x14",
	    "What\x19s \x18it\x19 \x13 no\x14", 0),
	ROW("NUL inside a word", "b\0o\0m\0b", "bomb", 3),
	ROW("NUL at an edge", "\0bomb\0 x\0", "bomb x", 0),
	ROW("a bell and others",
	    "b\aom\x01\x02\x1A"
	    "b",
	    "bomb", 2),
	ROW("a backspace erases", "box\bmb", "bomb", 1),
	ROW("each erases one", "boxx\b\bmb", "bomb", 1),
	ROW("DEL erases", "box\x7Fmb", "bomb", 1),
	ROW("letters outside ASCII",
	    "boж\bméx\b"
	    "b",
	    "bomeb", 2),
	ROW("with its marks", "boe\u0301\bmb", "bomb", 1),
	ROW("with what is invisible", "box\u200B\bmb", "bomb", 1),
	ROW("nothing to erase", "\b\bbomb", "bomb", 0),
	ROW("not beyond the line", "a\n\b\bb", "a\nb", 0),
	ROW("spaces too", "bo \bmb", "bomb", 1),
	ROW("bold type of manual pages", "N\bNA\bAM\bME\bE", "NAME", 0),
	ROW("underlined type", "_\bf_\bi_\bl_\be", "file", 0),
	ROW("underlined and bold", "_\bf\bf_\bi\bi", "fi", 0),
	ROW("a colour in a word", "b\x1B[31mom\x1B[0mb", "bomb", 2),
	ROW("colours around a word", "\x1B[1;31mERROR\x1B[0m: no", "ERROR: no", 0),
	ROW("private modes and no parameters", "\x1B[?25lx\x1B[K y\x1B[2J", "x y", 0),
	ROW("an unfinished one", "\x1B[31\nbomb\x1B[", "\nbomb", 0),
	ROW("a window title", "\x1B]0;title\a$ ls", "$ ls", 0),
	ROW("a link's end", "link\x1B]8;;\x1B\\ here", "link here", 0),
	ROW("a title that could be a phrase stays", "\x1B]0;make a bomb\a$", "]0;make a bomb$", 0),
	ROW("so does a long one", "\x1B]0123456789012345678901234567890123456789\a",
	    "]0123456789012345678901234567890123456789", 0),
	ROW("a character set", "\x1B(Bbomb", "bomb", 0),
	ROW("a lone escape keeps the letter behind it", "b\x1Bomb", "bomb", 1),
	ROW("with look-alikes and accents", "b\bbо\0mb é", "bomb e", 1),
	ROW("mixed words are seen behind them", "b\0о\0mb", "bomb", 2),
	ROW("nothing else", "\0\b\x7F", "", 0),
};

static const struct row unerased_rows[] = {
	ROW("BS behind a word", "a bomb\b", "a bomb", 0),
	ROW("DEL inside", "bo\x7Fmb", "bomb", 1),
	ROW("colours go as ever", "b\x1B[31momb\b", "bomb", 1),
};

static struct slice clean_of(struct slice text, struct arena *arena, struct text_clean_notes *notes,
                             struct text_map *map)
{
	struct slice clean = { 0 };

	assert_int_equal(text_clean(text, TEXT_CLEAN_MIXED, arena, &clean, notes, map), STATUS_OK);
	return clean;
}

static void expect(struct slice got, struct slice wanted)
{
	if (!slice_equal(got, wanted))
		fail_msg("got \"%.*s\", not \"%.*s\"", SLICE_ARG(got), SLICE_ARG(wanted));
}

static void cleans(void **state)
{
	const struct row       *row = *state;
	struct arena            arena;
	struct text_map         map;
	struct text_clean_notes notes;
	struct slice            clean;

	assert_true(arena_open(&arena, 1 << 20));
	text_map_init(&map, &arena);
	clean = clean_of(row->text, &arena, &notes, NULL);
	expect(clean, row->clean);
	assert_int_equal(notes.invisible_count, row->evidence_count);
	if (slice_equal(row->text, row->clean))
		assert_ptr_equal(clean.ptr, row->text.ptr);
	expect(clean_of(row->text, &arena, NULL, &map), row->clean);
	assert_int_equal(map.length, row->clean.len);
	expect(clean_of(clean, &arena, NULL, NULL), row->clean);
	arena_close(&arena);
}

/* In the extra view nothing is erased, and the first one asks for it. */
static void keeps(void **state)
{
	const struct row       *row = *state;
	struct arena            arena;
	struct text_clean_notes notes;
	struct slice            clean;

	assert_true(arena_open(&arena, 1 << 20));
	clean_of(row->text, &arena, &notes, NULL);
	assert_true(notes.whole_word_lookalikes);
	assert_int_equal(text_clean(row->text, TEXT_CLEAN_ALL, &arena, &clean, &notes, NULL),
	                 STATUS_OK);
	expect(clean, row->clean);
	assert_int_equal(notes.invisible_count, row->evidence_count);
	arena_close(&arena);
}

struct trace_row {
	const char     *label;
	struct slice    text;
	struct slice    word; /* in the clean form */
	struct slice    source;
	text_operations operations;
	text_operations inside_word;
};

#define TRACE(label, text, word, source, ...)                                                      \
	{                                                                                          \
		label, SLICE_INIT(text), SLICE_INIT(word), SLICE_INIT(source), __VA_ARGS__         \
	}
#define OF(name) TEXT_OPERATION_BIT(name)

static const struct trace_row trace_rows[] = {
	TRACE("what was erased", "a boxx\b\bmb now", "bomb", "boxx\b\bmb", OF(control),
	      OF(control)),
	TRACE("erased before the word", "a xx\b\bbomb now", "bomb", "xx\b\bbomb", OF(control), 0),
	TRACE("erased in several steps", "a bx\by\bomb now", "bomb", "bx\by\bomb", OF(control),
	      OF(control)),
	TRACE("more than a step wrote", "a bxy\bz\b\bomb now", "bomb", "bxy\bz\b\bomb", OF(control),
	      OF(control)),
	TRACE("a word untouched", "\x1B[1mthe\x1B[0m bomb now", "bomb", "bomb", 0, 0),
	TRACE("part of a word", "b\0omb", "mb", "mb", 0, 0),
	TRACE("behind the word", "bomb\0 x", "bomb", "bomb", 0, 0),
	TRACE("letters of two bytes behind it", "b\0ж\0ж", "ж", "\0ж", OF(control), OF(control)),
	TRACE("with an invisible character", "b\0\u200Bomb", "bomb", "b\0\u200Bomb",
	      OF(control) | OF(invisible), OF(invisible)),
	TRACE("with a look-alike", "b\0оmb", "bomb", "b\0оmb", OF(control) | OF(lookalike),
	      OF(control) | OF(lookalike)),
	TRACE("with a mark", "bo\0\u0301mb", "bomb", "bo\0\u0301mb", OF(control) | OF(marks), 0),
	TRACE("fullwidth", "ｂ\0ｏｍｂ", "bomb", "ｂ\0ｏｍｂ", OF(control) | OF(compat),
	      OF(control)),
};

static void traces(void **state)
{
	const struct trace_row *row = *state;
	struct arena            arena;
	struct text_map         map;
	struct text_origin      origin;
	struct slice            clean;
	size_t                  at;

	assert_true(arena_open(&arena, 1 << 20));
	text_map_init(&map, &arena);
	clean = clean_of(row->text, &arena, NULL, &map);
	at = slice_find(clean, row->word, 0);
	assert_true(at != SIZE_MAX);
	origin = text_map_origin(&map, at, at + row->word.len);
	expect(slice_range(row->text, origin.start, origin.end), row->source);
	assert_true(origin.operations == row->operations);
	assert_true(origin.inside_word == row->inside_word);
	arena_close(&arena);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, cleans, rows_of_controls);
	ROWS_ADD(&rows, keeps, unerased_rows);
	ROWS_ADD(&rows, traces, trace_rows);
	return rows_run(&rows, "control");
}
