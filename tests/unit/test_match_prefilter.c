/* SPDX-License-Identifier: Apache-2.0 */
/* Which texts are candidates for which patterns. A pattern must be a candidate where it
 * matches; that it is none elsewhere is what the prefilter is for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "match_backend.h"
#include "match_prefilter.h"
#include "text_fold.h"

struct row {
	const char  *when;
	const char  *pattern;
	struct slice text;
	bool         candidate;
};

#define CARD "(?<!\\d)(?:\\d[ -]?){13,16}\\b"

static const struct row rows[] = {
	{ "a card number", CARD, SLICE_INIT("pay 4111 1111 1111 1111 now"), true },
	{ "digits of another script", CARD, SLICE_INIT("٤١١١١١١١١١١١١١١١"), true },
	{ "too few digits", CARD, SLICE_INIT("pay 4111 1111 1111 now"), false },
	{ "prose", CARD, SLICE_INIT("how do I pay with a card in 2026?"), false },
	{ "Chinese prose is no number", CARD, SLICE_INIT("今天天气很好我们一起去公园散步吧"),
	  false },
	{ "Russian prose is no number", CARD, SLICE_INIT("сегодня хорошая погода"), false },
	{ "French prose is no number", CARD, SLICE_INIT("éééééééééééééééééééé"), false },
	{ "case is ignored", "ab\\d", SLICE_INIT("AB1"), true },
	{ "case is told apart", "(?-i)ab\\d", SLICE_INIT("AB1"), false },
	{ "unless it is switched back", "(?-i)a(?i)b\\d", SLICE_INIT("AB1"), true },
	{ "a dot takes a character of four bytes", "a.b1", SLICE_INIT("a😀b1"), true },
	{ "bounded dots", "a.{2,3}b1", SLICE_INIT("a😀炸b1"), true },
	{ "too many for bounded dots", "a.{2,3}b1", SLICE_INIT("aaxxxxxxxxxxxxxxxxxxb1"), false },
	{ "a class beyond ASCII", "[а-я]{3}1", SLICE_INIT("жжж1"), true },
	{ "a negated class", "\"[^\"]{2}\"", SLICE_INIT("\"éé\""), true },
	{ "a negated class that tells case apart", "(?-i)x[^a]x", SLICE_INIT("xAx"), true },
	{ "a negated class with a property", "x[^\\p{Lu}]x", SLICE_INIT("x1x"), true },
	{ "capital letters beyond ASCII", "ПАРОЛЬ", SLICE_INIT("пароль"), true },
	{ "characters without case are exact", "炸弹", SLICE_INIT("炸弓"), false },
	{ "characters without case match", "炸弹", SLICE_INIT("制作炸弹"), true },
	{ "a boundary by Unicode's words", "\\b1a", SLICE_INIT("-1a"), true },
	{ "lazy and possessive repeats", "a+?b*+c{2,3}?d", SLICE_INIT("aaccd"), true },
	{ "look-arounds are left out", "(?<=x(?:y|z))a1(?!(b|c))", SLICE_INIT("xya1"), true },
	{ "hexadecimal characters", "\\x41\\x{42}1", SLICE_INIT("ab1"), true },
	{ "the long s in a pattern", "\u017Fa1", SLICE_INIT("sa1"), true },
	{ "line ends", "a\\Rb", SLICE_INIT("a\r\nb"), true },
	{ "graphemes", "a\\Xb1", SLICE_INIT("ae\u0301\u0302b1"), true },
	{ "named classes", "[[:alpha:]_]{2}1", SLICE_INIT("é_1"), true },
	{ "a named class that is negated", "[^[:alpha:]]x1", SLICE_INIT("1x1"), true },
	{ "a range of numbered characters", "[\\x{30}-\\x{39}]x", SLICE_INIT("5x"), true },
	{ "outside the range", "[\\x{30}-\\x{39}]x", SLICE_INIT("ax"), false },
	{ "a dash behind a set", "x[\\d-]x", SLICE_INIT("x-x"), true },
	{ "a repeat of \\N", "a\\N{3}b", SLICE_INIT("axyzb"), true },
	{ "alternatives", "ab1|cd2", SLICE_INIT("xcd2"), true },
	{ "an empty alternative", "(?:^|[^a-z])x1", SLICE_INIT("x1"), true },
};

static void note_hit(void *context, uint32_t expression)
{
	unsigned *hits = context;

	hits[expression]++;
}

static void scan(struct match_expression *expressions, size_t count, struct slice text,
                 unsigned *hits)
{
	struct match_prefilter *prefilter = NULL;
	struct match_scratch   *scratch = NULL;

	assert_int_equal(match_prefilter_compile(expressions, count, &prefilter, NULL), STATUS_OK);
	assert_int_equal(match_prefilter_scratch_fit(prefilter, &scratch), STATUS_OK);
	assert_int_equal(match_prefilter_scan(prefilter, scratch, text, note_hit, hits), STATUS_OK);
	match_hyperscan.scratch_close(&scratch);
	match_prefilter_close(&prefilter);
	assert_null(prefilter);
}

static void answers(void **state)
{
	const struct row       *row = *state;
	struct match_expression expression = { .pattern = row->pattern };
	unsigned                hits[1] = { 0 };

	scan(&expression, 1, row->text, hits);
	assert_false(expression.always);
	assert_int_equal(hits[0], row->candidate ? 1 : 0);
}

static void numbers_several(void **state)
{
	struct match_expression expressions[] = { { .pattern = "a\\d" },
		                                  { .pattern = "(?:[ab][^c]{90}){64}x{9}" },
		                                  { .pattern = "b\\d" } };
	unsigned                hits[3] = { 0 };

	(void)state;
	scan(expressions, 3, SLICE_LIT("a1 a2 b"), hits);
	assert_int_equal(hits[0], 1);
	assert_int_equal(hits[2], 0);
	assert_false(expressions[0].always);
	/* Simplified or refused: it is no concern of the others. */
	assert_int_equal(hits[1], expressions[1].always ? 1 : 0);
}

static void what_is_not_read_is_always_a_candidate(void **state)
{
	struct match_expression expressions[] = { { .pattern = "a(?#b)c" }, { .pattern = "abc" } };
	unsigned                hits[2] = { 0 };

	(void)state;
	scan(expressions, 2, SLICE_LIT("x"), hits);
	assert_true(expressions[0].always);
	assert_int_equal(hits[0], 1);
	assert_int_equal(hits[1], 0);
}

/* What the translation relies on. */
static void clean_text_has_no_long_s_and_no_kelvin(void **state)
{
	struct arena arena = { 0 };
	struct slice clean;

	(void)state;
	assert_true(arena_open(&arena, 1 << 20));
	assert_int_equal(text_clean(SLICE_LIT("\u017Fa\u212A \u017F\u0416 \u212A"),
	                            TEXT_CLEAN_MIXED, &arena, &clean, NULL, NULL),
	                 STATUS_OK);
	assert_int_equal(slice_find(clean, SLICE_LIT("\u017F"), 0), SIZE_MAX);
	assert_int_equal(slice_find(clean, SLICE_LIT("\u212A"), 0), SIZE_MAX);
	arena_close(&arena);
}

static void an_empty_set_reports_nothing(void **state)
{
	unsigned hits[1] = { 0 };

	(void)state;
	scan(NULL, 0, SLICE_LIT("text"), hits);
	assert_int_equal(hits[0], 0);
}

int main(void)
{
	const size_t      count = sizeof rows / sizeof rows[0];
	struct CMUnitTest tests[sizeof rows / sizeof rows[0] + 4] = { 0 };

	for (size_t i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].when,
			                        .test_func = answers,
			                        .initial_state = (void *)(uintptr_t)&rows[i] };
	tests[count] = (struct CMUnitTest)cmocka_unit_test(numbers_several);
	tests[count + 1] = (struct CMUnitTest)cmocka_unit_test(
		what_is_not_read_is_always_a_candidate);
	tests[count + 2] = (struct CMUnitTest)cmocka_unit_test(an_empty_set_reports_nothing);
	tests[count + 3] = (struct CMUnitTest)cmocka_unit_test(
		clean_text_has_no_long_s_and_no_kelvin);
	return cmocka_run_group_tests_name("match_prefilter", tests, NULL, NULL);
}
