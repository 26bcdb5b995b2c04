/* SPDX-License-Identifier: Apache-2.0 */
#include "doorward/ruleset.h"

#include "test_base_rows.h"

static void codes_are_in_byte_order(void **state)
{
	(void)state;
	for (uint16_t i = 1; i < ruleset_category_count(); i++)
		assert_true(strcmp(ruleset_category_code((uint16_t)(i - 1)),
		                   ruleset_category_code(i)) < 0);
	assert_int_equal(ruleset_category_count(), 46);
}

static void each_code_is_found(void **state)
{
	uint16_t found = UINT16_MAX;

	(void)state;
	for (uint16_t i = 0; i < ruleset_category_count(); i++) {
		assert_true(
			ruleset_category_find(slice_from_cstr(ruleset_category_code(i)), &found));
		assert_int_equal(found, i);
	}
	assert_false(ruleset_category_find(SLICE_LIT("weapons"), &found));
	assert_false(ruleset_category_find(SLICE_LIT(""), &found));
	assert_false(ruleset_category_find(SLICE_LIT("zzz"), &found));
}

static void each_has_words_for_people(void **state)
{
	(void)state;
	for (uint16_t i = 0; i < ruleset_category_count(); i++) {
		assert_true(strlen(ruleset_category_title(i)) > 3);
		assert_true(strlen(ruleset_category_message(i)) > 10);
	}
}

static bool has_code(uint16_t category, enum ruleset_scheme scheme, const char *code)
{
	const char *const *codes = ruleset_category_codes(category, scheme);

	for (; *codes != NULL; codes++) {
		if (strcmp(*codes, code) == 0)
			return true;
	}
	return false;
}

static void each_has_one_dsa_value_and_a_medium(void **state)
{
	(void)state;
	for (uint16_t i = 0; i < ruleset_category_count(); i++) {
		assert_non_null(ruleset_category_codes(i, RULESET_DSA)[0]);
		assert_null(ruleset_category_codes(i, RULESET_DSA)[1]);
		assert_non_null(ruleset_category_codes(i, RULESET_MEDIA)[0]);
	}
}

struct key_row {
	const char *key;
	const char *code; /* one category that sets it */
};

static const struct key_row openai_keys[] = {
	{ "harassment", "person.private" },
	{ "harassment/threatening", "violence.threat" },
	{ "hate", "hate.symbol" },
	{ "hate/threatening", "hate.threat" },
	{ "illicit", "deception.fraud" },
	{ "illicit/violent", "weapons.cbrn" },
	{ "self-harm", "selfharm.promotion" },
	{ "self-harm/intent", "selfharm.intent" },
	{ "self-harm/instructions", "selfharm.instructions" },
	{ "sexual", "minors.sexual" },
	{ "sexual/minors", "minors.exploitation" },
	{ "violence", "violence.extremism" },
	{ "violence/graphic", "violence.animal" },
};

static void openai_key_is_reached(void **state)
{
	const struct key_row *row = *state;
	uint16_t              category = 0;

	assert_true(ruleset_category_find(slice_from_cstr(row->code), &category));
	assert_true(has_code(category, RULESET_OPENAI, row->key));
}

struct always_row {
	const char *code;
	bool        always;
};

static const struct always_row always_rows[] = {
	{ "minors.sexual", true },         { "minors.exploitation", true },
	{ "sexual.nonconsensual", true },  { "sexual.criminal", true },
	{ "violence.extremism", true },    { "weapons.cbrn", true },
	{ "selfharm.instructions", true }, { "weapons.conventional", false },
	{ "sexual.explicit", false },      { "minors.depiction", false },
};

static void always_blocks_as_listed(void **state)
{
	const struct always_row *row = *state;
	uint16_t                 category = 0;

	assert_true(ruleset_category_find(slice_from_cstr(row->code), &category));
	assert_int_equal(ruleset_category_always(category), row->always);
	if (row->always)
		assert_int_equal(ruleset_category_action(category), RULESET_BLOCK);
}

static void seven_always_block(void **state)
{
	size_t count = 0;

	(void)state;
	for (uint16_t i = 0; i < ruleset_category_count(); i++)
		count += ruleset_category_always(i) ? 1 : 0;
	assert_int_equal(count, 7);
}

int main(void)
{
	static struct rows rows;

	rows_add_one(&rows, "codes are in byte order", codes_are_in_byte_order);
	rows_add_one(&rows, "each code is found, others are not", each_code_is_found);
	rows_add_one(&rows, "each has a title and a message", each_has_words_for_people);
	rows_add_one(&rows, "each has one DSA value and a medium",
	             each_has_one_dsa_value_and_a_medium);
	rows_add_one(&rows, "seven categories always block", seven_always_block);
	ROWS_ADD(&rows, openai_key_is_reached, openai_keys);
	ROWS_ADD(&rows, always_blocks_as_listed, always_rows);
	return rows_run(&rows, "ruleset_category");
}
