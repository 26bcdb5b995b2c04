/* SPDX-License-Identifier: Apache-2.0 */
#include "doorward/ruleset.h"

#include <assert.h>

#define CATEGORY_CODES_MAX 6

struct category_row {
	const char         *code;
	const char         *title;
	const char         *message;
	enum ruleset_action action;
	bool                always;
	const char         *codes[RULESET_SCHEME_COUNT][CATEGORY_CODES_MAX];
};

#include "ruleset_build.h"
#include "ruleset_categories.inc"

static const size_t category_count = sizeof category_rows / sizeof category_rows[0];

size_t ruleset_category_count(void)
{
	return category_count;
}

static const struct category_row *row_at(uint16_t category)
{
	assert(category < category_count);
	return &category_rows[category];
}

const char *ruleset_category_code(uint16_t category)
{
	return row_at(category)->code;
}

const char *ruleset_category_title(uint16_t category)
{
	return row_at(category)->title;
}

const char *ruleset_category_message(uint16_t category)
{
	return row_at(category)->message;
}

enum ruleset_action ruleset_category_action(uint16_t category)
{
	return row_at(category)->action;
}

bool ruleset_category_always(uint16_t category)
{
	return row_at(category)->always;
}

const char *const *ruleset_category_codes(uint16_t category, enum ruleset_scheme scheme)
{
	assert(scheme < RULESET_SCHEME_COUNT);
	return row_at(category)->codes[scheme];
}

bool ruleset_category_find(struct slice code, uint16_t *category)
{
	size_t low = 0;
	size_t high = category_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int    order = slice_compare(code, slice_from_cstr(category_rows[middle].code));

		if (order == 0) {
			*category = (uint16_t)middle;
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

const char *ruleset_category_digest(void)
{
	return RULESET_CATEGORIES_DIGEST;
}
