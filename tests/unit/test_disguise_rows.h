/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of known answers: a disguise, a plain text that it accepts, and the bytes it makes
 * of it. */
#ifndef TEST_DISGUISE_ROWS_H
#define TEST_DISGUISE_ROWS_H

#include "disguise.h"
#include "test_base_rows.h"

struct disguise_row {
	const char  *label;
	const char  *name;
	uint64_t     seed;
	struct slice plain;
	struct slice encoded;
};

static inline void disguise_encodes(void **state)
{
	const struct disguise_row *row = *state;
	const struct disguise     *disguise = disguise_find(row->name);
	struct buffer              out;

	assert_non_null(disguise);
	assert_true(disguise->accepts(row->plain));
	buffer_init_heap(&out);
	disguise->encode(row->plain, row->seed, &out);
	if (!slice_equal(buffer_slice(&out), row->encoded))
		fail_msg("got %.*s", SLICE_ARG(buffer_slice(&out)));
	buffer_free(&out);
}

#endif
