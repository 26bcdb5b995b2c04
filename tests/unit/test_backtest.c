/* SPDX-License-Identifier: Apache-2.0 */
/* Changes counted and named, over threads as over one, and since when. */
#include "backtest.h"
#include "test_base_rows.h"

#include <stdlib.h>

struct change_row {
	const char          *label;
	enum engine_decision old, fresh;
	enum backtest_change change;
};

static const struct change_row change_rows[] = {
	{ "allow to block", ENGINE_ALLOW, ENGINE_BLOCK, BACKTEST_BLOCKED },
	{ "flag to block", ENGINE_FLAG, ENGINE_BLOCK, BACKTEST_BLOCKED },
	{ "mask to block", ENGINE_MASK, ENGINE_BLOCK, BACKTEST_BLOCKED },
	{ "block to allow", ENGINE_BLOCK, ENGINE_ALLOW, BACKTEST_ALLOWED },
	{ "block to mask", ENGINE_BLOCK, ENGINE_MASK, BACKTEST_ALLOWED },
	{ "allow to flag", ENGINE_ALLOW, ENGINE_FLAG, BACKTEST_MOVED },
	{ "mask to allow", ENGINE_MASK, ENGINE_ALLOW, BACKTEST_MOVED },
	{ "allow to allow", ENGINE_ALLOW, ENGINE_ALLOW, BACKTEST_SAME },
	{ "block to block", ENGINE_BLOCK, ENGINE_BLOCK, BACKTEST_SAME },
};

static void names_changes(void **state)
{
	const struct change_row *row = *state;

	assert_int_equal(backtest_change_of(row->old, row->fresh), row->change);
}

/* ---- tallies ---- */

static const struct backtest_side allowed = { .decision = ENGINE_ALLOW };
static const struct backtest_side blocked = { .decision = ENGINE_BLOCK,
	                                      .rules = { "t.one", "t.two" },
	                                      .rule_count = 2 };
static const struct backtest_side flagged = { .decision = ENGINE_FLAG,
	                                      .rules = { "t.three" },
	                                      .rule_count = 1 };

static struct backtest_place line(uint64_t number, int label)
{
	return (struct backtest_place){ .source = 0,
		                        .number = number,
		                        .file = "a.jsonl",
		                        .text = SLICE_LIT("one\x1b[31m two\xc2\x9bthree"),
		                        .label = label };
}

static void counts_and_keeps_samples(void **state)
{
	struct backtest_tally a, b;
	struct backtest_place places[] = { line(7, EVAL_BENIGN), line(2, EVAL_HARMFUL), line(5, -1),
		                           line(3, -1), line(9, -1) };

	(void)state;
	backtest_tally_init(&a, 2);
	backtest_tally_init(&b, 2);
	/* what each thread gets is in order, the threads are not */
	backtest_tally_add(&a, &places[2], &allowed, &blocked);
	backtest_tally_add(&a, &places[0], &allowed, &blocked);
	backtest_tally_add(&b, &places[1], &allowed, &blocked);
	backtest_tally_add(&b, &places[3], &blocked, &flagged);
	backtest_tally_add(&b, &places[4], &flagged, &flagged);
	backtest_tally_merge(&a, &b);
	backtest_tally_finish(&a);
	assert_false(a.failed);
	assert_int_equal(backtest_tally_count(&a, BACKTEST_BLOCKED), 3);
	assert_int_equal(backtest_tally_count(&a, BACKTEST_ALLOWED), 1);
	assert_int_equal(backtest_tally_count(&a, BACKTEST_MOVED), 0);
	assert_int_equal(a.changes[BACKTEST_BLOCKED][EVAL_BENIGN], 1);
	assert_int_equal(a.changes[BACKTEST_BLOCKED][EVAL_LABEL_COUNT], 1);
	assert_int_equal(a.moves[ENGINE_FLAG][ENGINE_FLAG], 1);
	assert_int_equal(a.rule_count, 2);
	assert_string_equal(a.rules[0].id, "t.one");
	assert_int_equal(a.rules[0].counts[BACKTEST_BLOCKED], 3);
	assert_int_equal(a.rules[0].counts[BACKTEST_ALLOWED], 1);
	assert_int_equal(a.rules[0].sample_counts[BACKTEST_BLOCKED], 2);
	assert_string_equal(a.rules[0].samples[BACKTEST_BLOCKED][0].place, "a.jsonl:2");
	assert_string_equal(a.rules[0].samples[BACKTEST_BLOCKED][1].place, "a.jsonl:5");
	assert_string_equal(a.rules[0].samples[BACKTEST_BLOCKED][0].text, "one [31m two  three");
	backtest_tally_free(&a);
	backtest_tally_free(&b);
}

static void names_a_change_that_no_rule_made(void **state)
{
	const struct backtest_side incomplete = { .decision = ENGINE_BLOCK };
	struct backtest_place      place = line(1, -1);
	struct backtest_tally      tally;

	(void)state;
	backtest_tally_init(&tally, 0);
	backtest_tally_add(&tally, &place, &allowed, &incomplete);
	backtest_tally_finish(&tally);
	assert_int_equal(tally.rule_count, 1);
	assert_string_equal(tally.rules[0].id, "(not wholly inspected)");
	assert_int_equal(tally.rules[0].sample_counts[BACKTEST_BLOCKED], 0);
	backtest_tally_free(&tally);
}

static void cuts_texts_between_characters(void **state)
{
	char                  text[400];
	struct backtest_place place = line(1, -1);
	struct backtest_tally tally;

	(void)state;
	for (size_t i = 0; i + 1 < sizeof text; i += 2) {
		text[i] = '\xC3';
		text[i + 1] = '\xA9';
	}
	place.text = (struct slice){ text + 1, sizeof text - 1 };
	backtest_tally_init(&tally, 1);
	backtest_tally_add(&tally, &place, &allowed, &blocked);
	assert_true(strlen(tally.rules[0].samples[BACKTEST_BLOCKED][0].text) % 2 == 1);
	assert_true(strlen(tally.rules[0].samples[BACKTEST_BLOCKED][0].text) <=
	            BACKTEST_TEXT_BYTES);
	backtest_tally_free(&tally);
}

/* ---- since ---- */

#define NOW UINT64_C(1795000000000000) /* 2026-11-18T11:06:40Z */

struct since_row {
	const char *text;
	bool        good;
	uint64_t    us;
};

static const struct since_row since_rows[] = {
	{ "90m", true, NOW - UINT64_C(90) * 60 * 1000000 },
	{ "24h", true, NOW - UINT64_C(86400) * 1000000 },
	{ "7d", true, NOW - UINT64_C(7) * 86400 * 1000000 },
	{ "0d", true, NOW },
	{ "999999d", true, 0 },
	{ "2026-11-18T11:06:40Z", true, NOW },
	{ "2026-11-18", true, NOW - UINT64_C(40000) * 1000000 },
	{ "", false, 0 },
	{ "7", false, 0 },
	{ "7w", false, 0 },
	{ "7days", false, 0 },
	{ "-7d", false, 0 },
	{ "99999999999999999999d", false, 0 },
	{ "yesterday", false, 0 },
	{ "2026-13-01", false, 0 },
};

static void reads_since(void **state)
{
	const struct since_row *row = *state;
	uint64_t                us = 1;

	assert_int_equal(backtest_since(row->text, NOW, &us), row->good);
	if (row->good)
		assert_int_equal(us, row->us);
}

int main(void)
{
	struct rows all = { 0 };

	ROWS_ADD(&all, names_changes, change_rows);
	rows_add_one(&all, "counts and keeps samples", counts_and_keeps_samples);
	rows_add_one(&all, "names a change that no rule made", names_a_change_that_no_rule_made);
	rows_add_one(&all, "cuts texts between characters", cuts_texts_between_characters);
	ROWS_ADD(&all, reads_since, since_rows);
	return rows_run(&all, "backtest");
}
