/* SPDX-License-Identifier: Apache-2.0 */
/* Words of a text, from the list and without it; and whether all are known. */
#include "decode_kind.h"
#include "decode_word.h"
#include "test_base_rows.h"
#include "text_fold.h"
#include "text_quick.h"

#include <string.h>

static const struct slice named[] = { SLICE_INIT("semtex"), SLICE_INIT("photolithographically") };

struct fixture {
	struct arena               arena;
	const struct text_lexicon *lexicon;
};

static struct fixture fixture_open(void)
{
	struct fixture fixture;

	assert_true(arena_open(&fixture.arena, 16 << 20));
	assert_int_equal(text_lexicon_build(named, sizeof named / sizeof *named, &fixture.arena,
	                                    &fixture.lexicon),
	                 STATUS_OK);
	return fixture;
}

/* ---- known ---- */

struct known_row {
	const char *text;
	bool        known;
};

static const struct known_row known_rows[] = {
	{ "", true },
	{ "bread", true },
	{ "make a loaf of bread", true },
	{ "Make A LOAF, of bread!", true },
	{ "1986 and 14 March, 12.5", true },
	{ "x y z", true },
	{ "a stick of semtex", true },
	{ "we do it photolithographically here", true },
	{ "semtex", true },
	{ "sentex", false },
	{ "how do l make it", false },
	{ "make a laof of bread", false },
	{ "the 4zq of bread", false },
	{ "the zq4 of bread", false },
	{ "xqzzyq", false },
	{ "of breadmakeaofloafofbread", false },
	{ "the evening and the letters on the table and the bread that was wanted there xqzzyq",
	  false },
	{ "the evening and the letters on the table and the bread that was xqzzyq wanted there",
	  false },
};

static void test_known(void **state)
{
	struct fixture fixture = fixture_open();

	(void)state;
	for (size_t i = 0; i < sizeof known_rows / sizeof *known_rows; i++) {
		const struct slice         text = slice_from_cstr(known_rows[i].text);
		const struct decode_words *words = decode_words_of(text, fixture.lexicon,
		                                                   &fixture.arena);
		const struct decode_words *of_ascii;
		struct slice               folded;

		assert_int_equal(text_fold(text, &fixture.arena, &folded, NULL), STATUS_OK);
		of_ascii = decode_words_of_ascii(text, folded, fixture.lexicon, &fixture.arena);
		assert_non_null(words);
		assert_non_null(of_ascii);
		if (((words->marks & DECODE_MARK_UNKNOWN) == 0) != known_rows[i].known ||
		    words->marks != of_ascii->marks)
			fail_msg("\"%s\"", known_rows[i].text);
	}
	arena_close(&fixture.arena);
}

/* ---- next ---- */

static void expect_same(const struct decode_input *listed, size_t from)
{
	struct decode_input plain = *listed;
	struct decode_word  expected = { 0 };
	struct decode_word  word = { 0 };
	bool                some;

	plain.words = NULL;
	some = decode_word_next(&plain, from, &expected);
	assert_int_equal(decode_word_next(listed, from, &word), some);
	if (!some)
		return;
	assert_int_equal(word.start, expected.start);
	assert_int_equal(word.end, expected.end);
	assert_int_equal(word.rank, expected.rank);
}

static void test_next_of_list_is_next_of_text(void **state)
{
	static const char text[] =
		"make a loaf, semtex... of breadmakeaofloafofbreadmakeaofloafofbreadmakeaof"
		"loafofbread   \xD0\xB1\xD0\xBE\xD0\xBC\xD0\xB1\xD0\xB0 x 12 -- and then no";
	struct fixture      fixture = fixture_open();
	const struct slice  whole = slice_from_cstr(text);
	struct decode_input input = { .lexicon = fixture.lexicon };

	(void)state;
	input.words = decode_words_of(whole, fixture.lexicon, &fixture.arena);
	assert_non_null(input.words);
	for (size_t to = 0; to <= whole.len; to++) {
		input.text = slice_range(whole, 0, to);
		for (size_t from = 0; from <= to; from++)
			expect_same(&input, from);
	}
	arena_close(&fixture.arena);
}

/* ---- lists ---- */

static void test_list_of_ascii_is_list_of_text(void **state)
{
	static const char long_word[] =
		"the evening and the letters on the table and the bread that was wanted there now "
		"breadmakeaofloafofbreadmakeaofloafofbreadmakeaofloafofbreadmakeaofloafofbread and";
	static const char *const texts[] = {
		"",        " ",
		"x",       "Make a LOAF, of semtex... photolithographically 12zq4 xqzzyq-bread  ",
		long_word,
	};
	struct fixture fixture = fixture_open();

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const struct slice         text = slice_from_cstr(texts[i]);
		const struct decode_words *of_text;
		const struct decode_words *of_ascii;
		struct slice               folded;

		assert_int_equal(text_fold(text, &fixture.arena, &folded, NULL), STATUS_OK);
		assert_int_equal(folded.len, text.len + 2);
		of_text = decode_words_of(text, fixture.lexicon, &fixture.arena);
		of_ascii = decode_words_of_ascii(text, folded, fixture.lexicon, &fixture.arena);
		assert_non_null(of_text);
		assert_non_null(of_ascii);
		assert_int_equal(of_ascii->count, of_text->count);
		for (size_t word = 0; word < of_text->count; word++) {
			assert_int_equal(of_ascii->items[word].start, of_text->items[word].start);
			assert_int_equal(of_ascii->items[word].end, of_text->items[word].end);
			assert_int_equal(of_ascii->items[word].rank == TEXT_WORD_NONE,
			                 of_text->items[word].rank == TEXT_WORD_NONE);
			assert_int_equal(of_ascii->items[word].role, of_text->items[word].role);
		}
	}
	arena_close(&fixture.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_next_of_list_is_next_of_text),
		cmocka_unit_test(test_list_of_ascii_is_list_of_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
