/* SPDX-License-Identifier: Apache-2.0 */
/* The run of letters and digits that every match of a pattern must hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "match_regex.h"

struct row {
	const char  *when;
	struct slice pattern;
	const char  *run;
	bool         word_start;
	bool         word_end;
};

static const struct row rows[] = {
	{ "a plain run", SLICE_INIT("akia"), "akia", false, false },
	{ "in small letters", SLICE_INIT("AKIA[0-9A-Z]{16}"), "akia", false, false },
	{ "the longest of several", SLICE_INIT("ab.abcd.abc"), "abcd", false, false },
	{ "too short", SLICE_INIT("ab.c"), "", false, false },
	{ "separators on both sides", SLICE_INIT("-begin-"), "begin", true, true },
	{ "a separator before", SLICE_INIT("_begin"), "begin", true, false },
	{ "a separator behind", SLICE_INIT("begin\\."), "begin", false, true },
	{ "an escaped separator that may be absent", SLICE_INIT("begin\\.?"), "begin", false,
	  false },
	{ "an optional separator before", SLICE_INIT("-?begin"), "begin", false, false },
	{ "a separator before an optional character", SLICE_INIT("-x?begin"), "begin", false,
	  false },
	{ "separators that repeat", SLICE_INIT("-----begin-{5}"), "begin", true, true },
	{ "a boundary is no separator", SLICE_INIT("\\bbegin\\b"), "begin", false, false },
	{ "nor is a class", SLICE_INIT("[-]begin[ ]"), "begin", false, false },
	{ "nor a letter beyond ASCII", SLICE_INIT("éabcé"), "abc", false, false },
	{ "an optional character", SLICE_INIT("abcd?efg"), "abc", false, false },
	{ "an optional character by braces", SLICE_INIT("abcd{0,3}efgh"), "efgh", false, false },
	{ "a character left out", SLICE_INIT("abcd{0}efgh"), "efgh", false, false },
	{ "a repeated character ends one run and begins the next", SLICE_INIT("abc+defg"), "cdefg",
	  false, false },
	{ "a counted character", SLICE_INIT("abcd{2}"), "abcd", false, false },
	{ "a group", SLICE_INIT("x(?:abcd)y"), "abcd", false, false },
	{ "a group that must repeat", SLICE_INIT("(abcd)+"), "abcd", false, false },
	{ "an optional group", SLICE_INIT("abc(defgh)?"), "abc", false, false },
	{ "a group that may repeat", SLICE_INIT("abc(?:defgh)*"), "abc", false, false },
	{ "a group inside an optional one", SLICE_INIT("abc(?:x(?:defgh)y)?"), "abc", false,
	  false },
	{ "alternatives", SLICE_INIT("abcd|efgh"), "", false, false },
	{ "alternatives in a group", SLICE_INIT("abc(?:defgh|i)jk"), "abc", false, false },
	{ "a group beside alternatives", SLICE_INIT("(?:(?:defgh)i|j)abc"), "abc", false, false },
	{ "alternatives above a group", SLICE_INIT("(abcd)|efgh"), "", false, false },
	{ "a look-ahead", SLICE_INIT("abc(?=defgh)"), "abc", false, false },
	{ "a negative look-behind", SLICE_INIT("(?<!defgh)abc"), "abc", false, false },
	{ "a look-around with a group inside", SLICE_INIT("(?!(?:defgh))abc"), "abc", false,
	  false },
	{ "an atomic group", SLICE_INIT("(?>abcd)"), "abcd", false, false },
	{ "named groups", SLICE_INIT("(?<name>abcd)(?P<other>ef)(?'third'gh)"), "abcd", false,
	  false },
	{ "options", SLICE_INIT("(?-i)ABC(?i:DEFG)"), "defg", false, false },
	{ "a class", SLICE_INIT("abc[defghi]"), "abc", false, false },
	{ "a bracket first in a class", SLICE_INIT("abc[]defghi]"), "abc", false, false },
	{ "a named class in a class", SLICE_INIT("abc[[:alpha:]]defg"), "defg", false, false },
	{ "a bracket escaped in a class", SLICE_INIT("abc[\\]defghi]"), "abc", false, false },
	{ "escapes that are sets", SLICE_INIT("abc\\defgh"), "efgh", false, false },
	{ "characters by number", SLICE_INIT("abc\\x64efgh"), "efgh", false, false },
	{ "characters by number in braces", SLICE_INIT("abc\\x{64}efgh"), "efgh", false, false },
	{ "properties", SLICE_INIT("abc\\p{Lu}defg\\pLhijkl"), "hijkl", false, false },
	{ "an escaped backslash", SLICE_INIT("\\\\dabc"), "dabc", true, false },
	{ "a dot", SLICE_INIT("abc.defg"), "defg", false, false },
	{ "lazy and possessive marks", SLICE_INIT("abc??defg{2}+hij"), "defg", false, false },
	{ "a key header", SLICE_INIT("-----BEGIN (?:RSA |EC )?PRIVATE KEY-----"), "private", false,
	  true },
	{ "nothing", SLICE_INIT(""), "", false, false },
	{ "an unclosed group", SLICE_INIT("(abcd"), "", false, false },
	{ "a group closed twice", SLICE_INIT("abcd)"), "", false, false },
	{ "a refused construct", SLICE_INIT("abcd(?#x)?"), "", false, false },
};

static void requires(void **state)
{
	const struct row *row = *state;
	struct arena      arena = { 0 };
	bool              word_start = true;
	bool              word_end = true;

	assert_true(arena_open(&arena, 1 << 20));
	struct slice run = match_regex_required(row->pattern, 3, &arena, &word_start, &word_end);
	char         text[64] = { 0 };
	for (size_t i = 0; i < run.len; i++)
		text[i] = run.ptr[i];
	assert_string_equal(text, row->run);
	assert_int_equal(word_start, row->word_start);
	assert_int_equal(word_end, row->word_end);
	arena_close(&arena);
}

int main(void)
{
	struct CMUnitTest tests[sizeof rows / sizeof rows[0]] = { 0 };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].when,
			                        .test_func = requires,
			                        .initial_state = (void *)(uintptr_t)&rows[i] };
	return cmocka_run_group_tests_name("match_regex_required", tests, NULL, NULL);
}
