/* SPDX-License-Identifier: Apache-2.0 */
/* What patterns are refused, what they find, and that none runs away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "match_regex.h"

struct refused_row {
	const char  *when;
	struct slice pattern;
	size_t       offset;
	const char  *message; /* a part of it */
};

static const struct refused_row refused_rows[] = {
	{ "the empty pattern", SLICE_INIT(""), 0, "empty text" },
	{ "a pattern that matches the empty text", SLICE_INIT("a*"), 0, "empty text" },
	{ "an empty alternative", SLICE_INIT("abc|"), 0, "empty text" },
	{ "a mere assertion", SLICE_INIT("\\b"), 0, "empty text" },
	{ "a mere look-ahead", SLICE_INIT("(?=abc)"), 0, "empty text" },
	{ "a back-reference", SLICE_INIT("(a)b\\1"), 4, "back-references" },
	{ "a named back-reference", SLICE_INIT("(?<q>a)\\k<q>"), 7, "back-references" },
	{ "a python back-reference", SLICE_INIT("(?P<q>a)(?P=q)"), 8, "back-references" },
	{ "a relative back-reference", SLICE_INIT("(a)\\g{-1}"), 3, "back-references" },
	{ "recursion", SLICE_INIT("a(?R)?b"), 1, "recursion" },
	{ "recursion by number", SLICE_INIT("(a(?1)?b)"), 2, "recursion" },
	{ "recursion by relative number", SLICE_INIT("(a(?-1)?b)"), 2, "recursion" },
	{ "recursion by name", SLICE_INIT("(?<q>a)(?&q)"), 7, "recursion" },
	{ "a condition", SLICE_INIT("(a)?(?(1)b|c)"), 4, "alternation" },
	{ "look-behind of unbounded length", SLICE_INIT("(?<=a+)b"), 0,
	  "a look-behind has a fixed length" },
	{ "a callout", SLICE_INIT("a(?C1)b"), 1, "callouts" },
	{ "single bytes", SLICE_INIT("a\\Cb"), 1, "\\C" },
	{ "a moved start", SLICE_INIT("a\\Kb"), 1, "\\K" },
	{ "a verb", SLICE_INIT("a(*SKIP)b"), 1, "verbs" },
	{ "a verb at the start", SLICE_INIT("(*UTF)ab"), 0, "verbs" },
	{ "a quoted run", SLICE_INIT("a\\Q.\\E"), 1, "backslash" },
	{ "a quoted run in a class", SLICE_INIT("a[\\Q]\\E]"), 1, "backslash" },
	{ "a comment", SLICE_INIT("a(?#note)b"), 1, "comments" },
	{ "extended mode", SLICE_INIT("a(?x) b"), 1, "extended" },
	{ "extended mode among others", SLICE_INIT("(?i-sx:a b)"), 0, "extended" },
	{ "a brace that repeats nothing", SLICE_INIT("a{,3}"), 1, "{0,3}" },
	{ "a brace with words", SLICE_INIT("{name}"), 0, "\\{" },
	{ "a repeat in a repeat", SLICE_INIT("x(a+)+b"), 1, "run away" },
	{ "a repeat deep in a repeat", SLICE_INIT("(?:x(?:y(?:a*b)c)d)*e"), 0, "run away" },
	{ "a lazy repeat in a repeat", SLICE_INIT("(\\w+?\\s){2,}z"), 0, "run away" },
	{ "a repeat of a repeated class", SLICE_INIT("([a-z]{2,}[0-9])*z"), 0, "run away" },
	{ "a dot without bound", SLICE_INIT("key.*value"), 3, ".{0,80}" },
	{ "a lazy dot without bound", SLICE_INIT("key.+?value"), 3, ".{0,80}" },
	{ "a dot with a lower bound only", SLICE_INIT("(?s)key(?:.{2,}|x)value"), 10, ".{0,80}" },
	{ "a group that is not closed", SLICE_INIT("a(b"), 3, "parenthesis" },
	{ "a class that is not closed", SLICE_INIT("a[b"), 3, "terminating ]" },
	{ "bytes that are no UTF-8", SLICE_INIT("a\xFF"), 1, "UTF-8" },
};

static void refuses(void **state)
{
	const struct refused_row *row = *state;
	struct match_regex       *regex = NULL;
	struct error              err = { 0 };
	size_t                    offset = 999;

	assert_int_equal(match_regex_compile(row->pattern, &regex, &offset, &err),
	                 STATUS_RULE_MALFORMED);
	assert_null(regex);
	assert_int_equal(offset, row->offset);
	if (strstr(err.message, row->message) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", err.message, row->message);
}

#define YES MATCH_REGEX_YES
#define NO  MATCH_REGEX_NO

struct find_row {
	const char             *when;
	struct slice            pattern;
	struct slice            text;
	size_t                  from;
	enum match_regex_result result;
	size_t                  start;
	size_t                  end;
};

static const struct find_row find_rows[] = {
	{ "a match", SLICE_INIT("b+"), SLICE_INIT("abbc"), 0, YES, 1, 3 },
	{ "no match", SLICE_INIT("b+"), SLICE_INIT("acdc"), 0, NO, 0, 0 },
	{ "no match in nothing", SLICE_INIT("b+"), SLICE_INIT(""), 0, NO, 0, 0 },
	{ "from an offset", SLICE_INIT("b"), SLICE_INIT("abab"), 2, YES, 3, 4 },
	{ "the start of a text stays its start", SLICE_INIT("^b"), SLICE_INIT("bb"), 1, NO, 0, 0 },
	{ "what stands before the offset is seen", SLICE_INIT("(?<=a)b"), SLICE_INIT("ab"), 1, YES,
	  1, 2 },
	{ "case is ignored", SLICE_INIT("akia"), SLICE_INIT("x AKIA"), 0, YES, 2, 6 },
	{ "unless the pattern says so", SLICE_INIT("(?-i)akia"), SLICE_INIT("AKIA"), 0, NO, 0, 0 },
	{ "case is ignored beyond ASCII", SLICE_INIT("ПАРОЛЬ"), SLICE_INIT("пароль"), 0, YES, 0,
	  12 },
	{ "a digit of any script", SLICE_INIT("\\d{3}"), SLICE_INIT("a٣٤٥"), 0, YES, 1, 7 },
	{ "a word character of any script", SLICE_INIT("\\bж\\w"), SLICE_INIT("(жж"), 0, YES, 1,
	  5 },
	{ "never an empty match", SLICE_INIT("(?=b)b|c"), SLICE_INIT("aab"), 0, YES, 2, 3 },
	{ "groups that repeat within bounds", SLICE_INIT("(?:\\d[ -]?){13,16}"),
	  SLICE_INIT("4111 1111 1111 1111"), 0, YES, 0, 19 },
	{ "NUL is a byte like others", SLICE_INIT("a\\x00b"), SLICE_INIT("a\0b"), 0, YES, 0, 3 },
	{ "a backslash before a brace", SLICE_INIT("a\\{1}"), SLICE_INIT("a{1}"), 0, YES, 0, 4 },
	{ "a bracket first in a class", SLICE_INIT("[]a(+]+"), SLICE_INIT("x]a("), 0, YES, 1, 4 },
};

static void finds(void **state)
{
	const struct find_row     *row = *state;
	struct match_regex        *regex = NULL;
	struct match_regex_worker *worker = NULL;
	struct error               err = { 0 };
	size_t                     start = 0;
	size_t                     end = 0;

	if (match_regex_compile(row->pattern, &regex, NULL, &err) != STATUS_OK)
		fail_msg("%s", err.message);
	assert_int_equal(match_regex_worker_open(&worker), STATUS_OK);
	assert_int_equal(match_regex_find(regex, worker, row->text, row->from, &start, &end),
	                 row->result);
	assert_int_equal(start, row->start);
	assert_int_equal(end, row->end);
	match_regex_worker_close(&worker);
	match_regex_close(&regex);
	assert_null(regex);
	assert_null(worker);
}

struct evil_row {
	const char  *when;
	struct slice pattern;
	const char  *unit; /* repeated to 64 KiB, then the tail */
	const char  *tail;
};

/* What the lint lets through and is slow all the same. They end in a class, because PCRE2
 * gives up at once where a required last character is nowhere in the text. */
static const struct evil_row evil_rows[] = {
	{ "alternatives that begin alike", SLICE_INIT("(a|a)*[cd]"), "a", "b" },
	{ "alternatives of unequal length", SLICE_INIT("(?:a|aa)+[cd]"), "a", "b" },
	{ "repeats side by side", SLICE_INIT("a*a*a*a*a*a*a*a*[cd]"), "a", "b" },
	{ "nested bounded repeats", SLICE_INIT("(?:(?:a{1,30}){1,30}){1,30}[cd]"), "a", "b" },
	{ "a look-ahead in a repeat", SLICE_INIT("(?:(?=a|aa)(?:a|aa)){2,}[cd]"), "aa", "b" },
	{ "words in a repeat", SLICE_INIT("(?:\\w{1,20}\\s?){1,50}[!#]"), "word", "?" },
};

static void ends_uncertain(void **state)
{
	static char                text[65536 + 8];
	const struct evil_row     *row = *state;
	const size_t               unit = strlen(row->unit);
	struct match_regex        *regex = NULL;
	struct match_regex_worker *worker = NULL;
	struct error               err = { 0 };
	size_t                     len = 0;
	size_t                     start = 999;
	size_t                     end = 0;

	while (len + unit <= 65536) {
		memcpy(text + len, row->unit, unit);
		len += unit;
	}
	memcpy(text + len, row->tail, strlen(row->tail));
	len += strlen(row->tail);
	if (match_regex_compile(row->pattern, &regex, NULL, &err) != STATUS_OK)
		fail_msg("%s", err.message);
	assert_int_equal(match_regex_worker_open(&worker), STATUS_OK);
	assert_int_equal(
		match_regex_find(regex, worker, (struct slice){ text, len }, 2, &start, &end),
		MATCH_REGEX_UNCERTAIN);
	assert_int_equal(start, 2);
	assert_int_equal(end, len);
	/* The worker is as good as new. */
	assert_int_not_equal(match_regex_find(regex, worker, SLICE_LIT("xyz"), 0, &start, &end),
	                     MATCH_REGEX_UNCERTAIN);
	match_regex_worker_close(&worker);
	match_regex_close(&regex);
}

static void says_its_version(void **state)
{
	(void)state;
	assert_non_null(strchr(match_regex_version(), '.'));
	assert_true(match_regex_version()[0] == '1');
}

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

int main(void)
{
	struct CMUnitTest tests[COUNT(refused_rows) + COUNT(find_rows) + COUNT(evil_rows) + 1] = {
		0
	};
	struct CMUnitTest *next = tests;

	for (size_t i = 0; i < COUNT(refused_rows); i++)
		*next++ =
			(struct CMUnitTest){ .name = refused_rows[i].when,
			                     .test_func = refuses,
			                     .initial_state = (void *)(uintptr_t)&refused_rows[i] };
	for (size_t i = 0; i < COUNT(find_rows); i++)
		*next++ = (struct CMUnitTest){ .name = find_rows[i].when,
			                       .test_func = finds,
			                       .initial_state = (void *)(uintptr_t)&find_rows[i] };
	for (size_t i = 0; i < COUNT(evil_rows); i++)
		*next++ = (struct CMUnitTest){ .name = evil_rows[i].when,
			                       .test_func = ends_uncertain,
			                       .initial_state = (void *)(uintptr_t)&evil_rows[i] };
	*next = (struct CMUnitTest)cmocka_unit_test(says_its_version);
	return cmocka_run_group_tests_name("match_regex", tests, NULL, NULL);
}
