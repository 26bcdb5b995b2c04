/* SPDX-License-Identifier: Apache-2.0 */
/* A pattern that is alone in its database is found wherever in the text it stands:
 * vectorised scanners have been seen to miss one at some offsets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "match_backend.h"
#include "match_prefilter.h"

#include <string.h>

#define OFFSETS 160

static void count_hit(void *context, uint32_t id)
{
	unsigned *count = context;

	assert_int_equal(id, 0);
	++*count;
}

/* `what` at every offset of a text of dots. */
static struct slice text_with(const char *what, size_t offset)
{
	static char text[OFFSETS + 40];

	memset(text, '.', sizeof text);
	memcpy(text + offset, what, strlen(what));
	return (struct slice){ text, sizeof text };
}

static void a_lone_regex(void **state)
{
	struct match_expression expression = { .pattern = "[0-9]{2}-[0-9]{2}", .caseless = true };
	struct match_prefilter *prefilter;
	struct match_scratch   *scratch = NULL;

	(void)state;
	assert_int_equal(match_prefilter_compile(&expression, 1, &prefilter, NULL), STATUS_OK);
	assert_int_equal(match_prefilter_scratch_fit(prefilter, &scratch), STATUS_OK);
	for (size_t offset = 0; offset < OFFSETS; offset++) {
		unsigned count = 0;

		assert_int_equal(match_prefilter_scan(prefilter, scratch,
		                                      text_with("12-34", offset), count_hit,
		                                      &count),
		                 STATUS_OK);
		assert_int_equal(count, 1);
	}
	match_hyperscan.scratch_close(&scratch);
	match_prefilter_close(&prefilter);
}

static void a_lone_literal(void **state)
{
	const struct slice     literal = SLICE_LIT("bomb");
	struct match_database *database;
	struct match_scratch  *scratch = NULL;

	(void)state;
	assert_int_equal(match_hyperscan.compile(&literal, 1, &database, NULL), STATUS_OK);
	assert_int_equal(match_hyperscan.scratch_fit(database, &scratch), STATUS_OK);
	for (size_t offset = 0; offset < OFFSETS; offset++) {
		unsigned count = 0;

		assert_int_equal(match_hyperscan.scan(database, scratch, text_with("bomb", offset),
		                                      count_hit, &count),
		                 STATUS_OK);
		assert_int_equal(count, 1);
	}
	match_hyperscan.scratch_close(&scratch);
	match_hyperscan.close(&database);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_lone_regex),
		                            cmocka_unit_test(a_lone_literal) };

	return cmocka_run_group_tests_name("match_offsets", tests, NULL, NULL);
}
