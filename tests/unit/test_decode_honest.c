/* SPDX-License-Identifier: Apache-2.0 */
/* Which decoders look into honest texts: each one more is paid for by everybody. And the roles of
 * small words, which keep decoders out, are those that the decoders go by. */
#include "decode_search.h"
#include "decode_word.h"
#include "test_base_rows.h"
#include "test_decode_lexicon.h"
#include "text_quick.h"

#include <stdio.h>
#include <string.h>

struct honest_row {
	const char *text;
	const char *decoders; /* in order, a space between */
};

static const struct honest_row honest_rows[] = {
	{ "Boil the potatoes until they are soft, drain the water and let them steam.",
	  "word_order" },
	{ "Don't worry: it's the teacher's book, isn't it?", "word_order" },
	{ "A well-known long-distance runner lives next door.", "cut_word word_order" },
	{ "Can you help me write a short speech for the wedding of my sister?", "word_order" },
	{ "The bridge was built in 1986 for 12 families.", "word_order" },
	{ "Mrs Achterberg moved from Zwijndrecht to Leszno last year.",
	  "transposed reversed caesar atbash affine rot47 wordgame "
	  "keyboard chunks cut_word joined reversed_words repeated word_order "
	  "drawn typo" },
	{ "The meetign starts at noon.",
	  "transposed reversed caesar atbash affine rot47 wordgame "
	  "keyboard chunks cut_word joined reversed_words repeated word_order "
	  "drawn typo" },
	{ "She said \"I will be late\" and closed the door.",
	  "reversed_call variable concat markup word_order" },
	{ "We like GitHub and YouTube.",
	  "base45 hex base64 base32 base58 transposed reversed caesar "
	  "atbash affine rot47 wordgame keyboard chunks cut_word joined "
	  "reversed_words repeated word_order drawn typo" },
	{ "The BBC and the NATO office said so.", "base45 base64 base32 base58 joined word_order" },
	{ "See https://example.com/first for more.",
	  "interleaved uuencode base85 base32 nibble base64_table base32_table base62 base91 "
	  "reversed caesar atbash rot47 keyboard chunks markup inserted spaced cut_word joined "
	  "reversed_words word_order" },
	{ "The **second** chapter is a list.",
	  "morse polybius rot47 variable markup leet word_order" },
};

static decode_marks marks_of(struct slice text, struct arena *arena)
{
	const struct decode_words *words = decode_words_of(text, test_decode_lexicon(), arena);

	assert_non_null(words);
	return decode_survey(text) | words->marks;
}

static void decoders_of(decode_marks marks, char names[1024])
{
	decode_set chosen[DECODE_PASS_COUNT];
	size_t     length = 0;

	decode_search_choose(~(decode_set)0, marks, chosen);
	names[0] = '\0';
	for (size_t i = 0; i < decode_kind_count(); i++) {
		const struct decode_kind *kind = decode_kind_at(i);

		if (kind->pass != DECODE_PASS_CARRIER && (chosen[kind->pass] >> i & 1) != 0)
			length += (size_t)snprintf(names + length, 1024 - length, "%s%s",
			                           length > 0 ? " " : "", kind->name);
	}
}

static void test_honest_texts(void **state)
{
	struct arena arena;
	char         names[1024];

	(void)state;
	assert_true(arena_open(&arena, 16 << 20));
	for (size_t i = 0; i < sizeof honest_rows / sizeof *honest_rows; i++) {
		decoders_of(marks_of(slice_from_cstr(honest_rows[i].text), &arena), names);
		if (strcmp(names, honest_rows[i].decoders) != 0)
			fail_msg("\"%s\": %s", honest_rows[i].text, names);
	}
	arena_close(&arena);
}

/* ---- roles ---- */

static const char *const spelling_words[] = {
	"able",      "ace",      "adam",     "alfa",     "alpha",     "anton",     "baker",
	"beer",      "berta",    "boy",      "bravo",    "caesar",    "charles",   "charlie",
	"david",     "decimal",  "delta",    "dog",      "don",       "dora",      "easy",
	"echo",      "edward",   "eight",    "emil",     "fife",      "five",      "four",
	"fower",     "fox",      "foxtrot",  "frank",    "freddie",   "friedrich", "george",
	"golf",      "gustav",   "harry",    "heinrich", "henry",     "hotel",     "how",
	"ida",       "india",    "ink",      "item",     "jig",       "john",      "johnnie",
	"juliet",    "juliett",  "juliette", "julius",   "kaufmann",  "kilo",      "king",
	"konrad",    "lima",     "lincoln",  "london",   "love",      "ludwig",    "martha",
	"mary",      "mike",     "monkey",   "nan",      "nine",      "niner",     "nora",
	"nordpol",   "november", "nuts",     "oboe",     "ocean",     "one",       "orange",
	"oscar",     "oskar",    "otto",     "papa",     "paul",      "paula",     "peter",
	"pip",       "quebec",   "queen",    "quelle",   "richard",   "robert",    "roger",
	"romeo",     "sam",      "samuel",   "seven",    "siegfried", "sierra",    "six",
	"space",     "sugar",    "tango",    "tare",     "theodor",   "three",     "toc",
	"tom",       "tree",     "two",      "ulrich",   "uncle",     "uniform",   "union",
	"vic",       "victor",   "viktor",   "whiskey",  "whisky",    "wilhelm",   "william",
	"xanthippe", "xray",     "yankee",   "yoke",     "yorker",    "young",     "ypsilon",
	"zacharias", "zebra",    "zeppelin", "zero",     "zulu",
};

static void test_spelling_words_are_seen(void **state)
{
	struct arena arena;
	char         text[64];

	(void)state;
	assert_true(arena_open(&arena, 16 << 20));
	for (size_t i = 0; i < sizeof spelling_words / sizeof *spelling_words; i++) {
		const char *word = spelling_words[i];

		snprintf(text, sizeof text, "%s %s, %s-%s", word, word, word, word);
		if ((marks_of(slice_from_cstr(text), &arena) & DECODE_MARK_SPELLED) == 0)
			fail_msg("\"%s\"", text);
	}
	assert_true((marks_of(SLICE_LIT("papaindiapapaecho"), &arena) & DECODE_MARK_SPELLED) != 0);
	assert_true((marks_of(SLICE_LIT("say papa, mike and oscar"), &arena) &
	             DECODE_MARK_SPELLED) == 0);
	arena_close(&arena);
}

/* ---- marks of words ---- */

static const struct {
	const char  *text;
	decode_marks mark;
	bool         set;
} word_rows[] = {
	{ "a=q b=w c=e d=r e=t f=y g=u h=i i=o j=p", DECODE_MARK_LETTERS, true },
	{ "a a a b b b c c c i i i a b c a b c", DECODE_MARK_LETTERS, false },
	{ "\xE2\x80\xA2"
	  "a \xE2\x80\xA2"
	  "b c d e f g h i j",
	  DECODE_MARK_LETTERS, true },
	{ "caf\xC3\xA9s b c d e f g h i", DECODE_MARK_LETTERS, false },
	{ "Dah dit dotdash didahdit", DECODE_MARK_MORSE, true },
	{ "dah dit dash", DECODE_MARK_MORSE, false },
	{ "do dogs dig in the day, or is it a date", DECODE_MARK_MORSE, false },
};

static void test_words_set_marks(void **state)
{
	struct arena arena;

	(void)state;
	assert_true(arena_open(&arena, 16 << 20));
	for (size_t i = 0; i < sizeof word_rows / sizeof *word_rows; i++) {
		const decode_marks marks = marks_of(slice_from_cstr(word_rows[i].text), &arena);

		if (((marks & word_rows[i].mark) != 0) != word_rows[i].set)
			fail_msg("\"%s\"", word_rows[i].text);
	}
	arena_close(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_honest_texts),
		cmocka_unit_test(test_spelling_words_are_seen),
		cmocka_unit_test(test_words_set_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
