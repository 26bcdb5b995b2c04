/* SPDX-License-Identifier: Apache-2.0 */
/* Both backends against one table: which literals occur in which text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "match_backend.h"

#define LITERALS_MAX 8

struct row {
	const char  *when;
	struct slice literals[LITERALS_MAX];
	size_t       count;
	struct slice text;
	unsigned     hits[LITERALS_MAX]; /* how often each is reported */
};

static const struct row rows[] = {
	{ "an empty set reports nothing", { { 0 } }, 0, SLICE_INIT(" a bomb "), { 0 } },
	{ "an empty text holds nothing", { SLICE_INIT("a") }, 1, SLICE_INIT(""), { 0 } },
	{ "a whole word is found", { SLICE_INIT(" bomb ") }, 1, SLICE_INIT(" a bomb "), { 1 } },
	{ "a whole word is not found inside another",
	  { SLICE_INIT(" bomb ") },
	  1,
	  SLICE_INIT(" bombast "),
	  { 0 } },
	{ "a literal that occurs three times is reported once",
	  { SLICE_INIT("ab") },
	  1,
	  SLICE_INIT("ab ab ab"),
	  { 1 } },
	{ "literals inside each other are all reported",
	  { SLICE_INIT("a"), SLICE_INIT("aa"), SLICE_INIT("aaa"), SLICE_INIT("aaaa") },
	  4,
	  SLICE_INIT("xaaax"),
	  { 1, 1, 1, 0 } },
	{ "equal literals are reported each by its number",
	  { SLICE_INIT("pipe"), SLICE_INIT("pipe") },
	  2,
	  SLICE_INIT("a pipe"),
	  { 1, 1 } },
	{ "a literal may hold NUL and signs of expressions",
	  { SLICE_INIT("a\0b"), SLICE_INIT(".*"), SLICE_INIT("\\b"), SLICE_INIT("[x") },
	  4,
	  SLICE_INIT("zza\0bzz[x"),
	  { 1, 0, 0, 1 } },
	{ "case counts", { SLICE_INIT("bomb") }, 1, SLICE_INIT(" BOMB "), { 0 } },
	{ "scripts without spaces are bytes like others",
	  { SLICE_INIT("炸弹"), SLICE_INIT("弹"), SLICE_INIT("炸彈") },
	  3,
	  SLICE_INIT(" 制作炸弹 "),
	  { 1, 1, 0 } },
	{ "overlapping neighbours share a space",
	  { SLICE_INIT(" a "), SLICE_INIT(" b ") },
	  2,
	  SLICE_INIT(" a b "),
	  { 1, 1 } },
};

static const struct match_backend *const backends[] = { &match_hyperscan, &match_naive };

static void count_hit(void *context, uint32_t literal)
{
	unsigned *hits = context;

	assert_true(literal < LITERALS_MAX);
	hits[literal]++;
}

static void reports(void **state)
{
	const struct row *row = *state;

	for (size_t b = 0; b < 2; b++) {
		struct match_database *database = NULL;
		struct match_scratch  *scratch = NULL;
		unsigned               hits[LITERALS_MAX] = { 0 };

		assert_int_equal(backends[b]->compile(row->literals, row->count, &database, NULL),
		                 STATUS_OK);
		assert_int_equal(backends[b]->scratch_fit(database, &scratch), STATUS_OK);
		assert_non_null(scratch);
		assert_int_equal(backends[b]->scan(database, scratch, row->text, count_hit, hits),
		                 STATUS_OK);
		assert_memory_equal(hits, row->hits, sizeof hits);
		backends[b]->scratch_close(&scratch);
		backends[b]->close(&database);
		assert_null(scratch);
		assert_null(database);
	}
}

static void refuses_lengths(void **state)
{
	static char        bytes[MATCH_LITERAL_BYTES_MAX + 1];
	const struct slice literals[] = { SLICE_INIT("good"),
		                          { bytes, MATCH_LITERAL_BYTES_MAX + 1 } };
	const struct slice empty[] = { SLICE_INIT("good"), SLICE_INIT("") };
	const struct slice longest[] = { { bytes, MATCH_LITERAL_BYTES_MAX } };

	(void)state;
	memset(bytes, 'x', sizeof bytes);
	for (size_t b = 0; b < 2; b++) {
		struct match_database *database = NULL;
		struct error           err = { 0 };

		assert_int_equal(backends[b]->compile(literals, 2, &database, &err),
		                 STATUS_RULE_MALFORMED);
		assert_non_null(strstr(err.message, "4001 bytes"));
		assert_int_equal(backends[b]->compile(empty, 2, &database, NULL),
		                 STATUS_RULE_MALFORMED);
		assert_null(database);
		assert_int_equal(backends[b]->compile(longest, 1, &database, NULL), STATUS_OK);
		assert_true(backends[b]->database_bytes(database) > 0);
		backends[b]->close(&database);
	}
}

static void one_scratch_grows_for_two_databases(void **state)
{
	const struct slice     few[] = { SLICE_INIT("abc") };
	static struct slice    many[2000];
	static char            text[2000][16];
	struct match_database *small = NULL;
	struct match_database *large = NULL;
	struct match_scratch  *scratch = NULL;
	unsigned               hits[LITERALS_MAX] = { 0 };

	(void)state;
	for (size_t i = 0; i < 2000; i++)
		many[i] = (struct slice){ text[i],
			                  (size_t)snprintf(text[i], sizeof text[i], "w%zu ", i) };
	assert_int_equal(match_hyperscan.compile(few, 1, &small, NULL), STATUS_OK);
	assert_int_equal(match_hyperscan.compile(many, 2000, &large, NULL), STATUS_OK);
	assert_int_equal(match_hyperscan.scratch_fit(small, &scratch), STATUS_OK);
	assert_int_equal(match_hyperscan.scratch_fit(large, &scratch), STATUS_OK);
	assert_int_equal(
		match_hyperscan.scan(large, scratch, SLICE_LIT(" w3 w3 w5 "), count_hit, hits),
		STATUS_OK);
	assert_int_equal(hits[3], 1);
	assert_int_equal(hits[5], 1);
	assert_int_equal(hits[4], 0);
	assert_int_equal(match_hyperscan.scan(small, scratch, SLICE_LIT("xabc"), count_hit, hits),
	                 STATUS_OK);
	assert_int_equal(hits[0], 1);
	match_hyperscan.scratch_close(&scratch);
	match_hyperscan.close(&small);
	match_hyperscan.close(&large);
}

static void says_its_version(void **state)
{
	(void)state;
	for (size_t b = 0; b < 2; b++) {
		assert_true(strlen(backends[b]->version()) > 0);
		assert_true(strlen(backends[b]->name) > 0);
	}
}

int main(void)
{
	const size_t      count = sizeof rows / sizeof rows[0];
	struct CMUnitTest tests[sizeof rows / sizeof rows[0] + 3] = { 0 };

	for (size_t i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].when,
			                        .test_func = reports,
			                        .initial_state = (void *)(uintptr_t)&rows[i] };
	tests[count] = (struct CMUnitTest)cmocka_unit_test(refuses_lengths);
	tests[count + 1] = (struct CMUnitTest)cmocka_unit_test(one_scratch_grows_for_two_databases);
	tests[count + 2] = (struct CMUnitTest)cmocka_unit_test(says_its_version);
	return cmocka_run_group_tests_name("match_backend", tests, NULL, NULL);
}
