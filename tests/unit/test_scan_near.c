/* SPDX-License-Identifier: Apache-2.0 */
/* Windows over hits, drawn as text: "a" and "b" are one-word hits of the branches, "A" is
 * a hit of two words that begins here, "." is any other word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scan_near.h"

#include <stdio.h>
#include <string.h>

struct row {
	const char *when;
	const char *words;
	unsigned    branches;
	uint32_t    within;
	bool        ordered;
	const char *windows; /* first-last of each */
};

static const struct row rows[] = {
	{ "side by side", "ab", 2, 0, false, "0-1 " },
	{ "one word between, none allowed", "a.b", 2, 0, false, "" },
	{ "one word between, one allowed", "a.b", 2, 1, false, "0-2 " },
	{ "the other way round", "b.a", 2, 1, false, "0-2 " },
	{ "the other way round, in order", "b.a", 2, 1, true, "" },
	{ "the nearer of two", "a.ab", 2, 9, false, "2-3 " },
	{ "two windows", "ab....ab", 2, 0, false, "0-1 6-7 " },
	{ "in order over a wrong one", "ba.b", 2, 1, true, "1-3 " },
	{ "three branches", "a.b.c", 3, 2, false, "0-4 " },
	{ "three branches, too far", "a.b..c", 3, 2, false, "" },
	{ "words of hits do not count as between", "abc", 3, 0, false, "0-2 " },
	{ "hits that share a word", "Ab", 2, 0, false, "0-1 " },
	{ "hits that share a word, in order", "Ab", 2, 9, true, "" },
	{ "in order behind the whole of the first", "Ab.b", 2, 9, true, "0-3 " },
	{ "one branch is each of its hits", "a.a", 1, 0, false, "0-0 2-2 " },
};

static void finds(void **state)
{
	const struct row *row = *state;
	struct scan_hit   hits[3][32];
	struct scan_hits  branches[3] = { { hits[0], 0 }, { hits[1], 0 }, { hits[2], 0 } };
	struct scan_hits  windows;
	size_t            ended;
	struct arena      arena;
	char              got[200] = "";

	assert_true(arena_open(&arena, 1 << 20));
	for (uint32_t i = 0; row->words[i] != '\0'; i++) {
		bool     two = row->words[i] >= 'A' && row->words[i] <= 'Z';
		unsigned branch = (unsigned)(row->words[i] - (two ? 'A' : 'a'));
		uint32_t last = two ? i + 1 : i;

		if (row->words[i] == '.')
			continue;
		hits[branch][branches[branch].count++] =
			(struct scan_hit){ .start = i, .end = last + 1, .first = i, .last = last };
	}
	assert_int_equal(scan_near_find(branches, row->branches, row->within, row->ordered, &arena,
	                                &windows, &ended),
	                 STATUS_OK);
	for (size_t i = 0; i < windows.count; i++) {
		size_t len = strlen(got);

		snprintf(got + len, sizeof got - len, "%u-%u ", windows.items[i].first,
		         windows.items[i].last);
		assert_int_equal(windows.items[i].start, windows.items[i].first);
		assert_int_equal(windows.items[i].end, windows.items[i].last + 1);
	}
	assert_string_equal(got, row->windows);
	arena_close(&arena);
}

int main(void)
{
	struct CMUnitTest tests[sizeof rows / sizeof rows[0]] = { 0 };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].when,
			                        .test_func = finds,
			                        .initial_state = (void *)(uintptr_t)&rows[i] };
	return cmocka_run_group_tests_name("scan_near", tests, NULL, NULL);
}
