/* SPDX-License-Identifier: Apache-2.0 */
/* Changes counted and named, over threads as over one, and since when. */
#include "replay.h"
#include "test_base_rows.h"

#include <stdlib.h>

struct change_row {
	const char          *label;
	enum engine_decision old, fresh;
	enum replay_change   change;
};

static const struct change_row change_rows[] = {
	{ "allow to block", ENGINE_ALLOW, ENGINE_BLOCK, REPLAY_BLOCKED },
	{ "flag to block", ENGINE_FLAG, ENGINE_BLOCK, REPLAY_BLOCKED },
	{ "mask to block", ENGINE_MASK, ENGINE_BLOCK, REPLAY_BLOCKED },
	{ "block to allow", ENGINE_BLOCK, ENGINE_ALLOW, REPLAY_ALLOWED },
	{ "block to mask", ENGINE_BLOCK, ENGINE_MASK, REPLAY_ALLOWED },
	{ "allow to flag", ENGINE_ALLOW, ENGINE_FLAG, REPLAY_MOVED },
	{ "mask to allow", ENGINE_MASK, ENGINE_ALLOW, REPLAY_MOVED },
	{ "allow to allow", ENGINE_ALLOW, ENGINE_ALLOW, REPLAY_SAME },
	{ "block to block", ENGINE_BLOCK, ENGINE_BLOCK, REPLAY_SAME },
};

static void names_changes(void **state)
{
	const struct change_row *row = *state;

	assert_int_equal(replay_change_of(row->old, row->fresh), row->change);
}

/* ---- tallies ---- */

static const struct replay_side allowed = { .decision = ENGINE_ALLOW };
static const struct replay_side blocked = { .decision = ENGINE_BLOCK,
	                                    .rules = { "t.one", "t.two" },
	                                    .rule_count = 2 };
static const struct replay_side flagged = { .decision = ENGINE_FLAG,
	                                    .rules = { "t.three" },
	                                    .rule_count = 1 };

static struct replay_place line(uint64_t number, enum replay_label label)
{
	return (struct replay_place){ .source = 0,
		                      .number = number,
		                      .file = "a.jsonl",
		                      .text = SLICE_LIT("one\x1b[31m two\xc2\x9bthree"),
		                      .label = label };
}

static void counts_and_keeps_samples(void **state)
{
	struct replay_tally a, b;
	struct replay_place places[] = { line(7, REPLAY_BENIGN), line(2, REPLAY_HARMFUL),
		                         line(5, REPLAY_NO_LABEL), line(3, REPLAY_NO_LABEL),
		                         line(9, REPLAY_NO_LABEL) };

	(void)state;
	replay_tally_init(&a, 2);
	replay_tally_init(&b, 2);
	/* what each thread gets is in order, the threads are not */
	replay_tally_add(&a, &places[2], &allowed, &blocked);
	replay_tally_add(&a, &places[0], &allowed, &blocked);
	replay_tally_add(&b, &places[1], &allowed, &blocked);
	replay_tally_add(&b, &places[3], &blocked, &flagged);
	replay_tally_add(&b, &places[4], &flagged, &flagged);
	replay_tally_merge(&a, &b);
	replay_tally_finish(&a);
	assert_false(a.failed);
	assert_int_equal(replay_tally_count(&a, REPLAY_BLOCKED), 3);
	assert_int_equal(replay_tally_count(&a, REPLAY_ALLOWED), 1);
	assert_int_equal(replay_tally_count(&a, REPLAY_MOVED), 0);
	assert_int_equal(a.changes[REPLAY_BLOCKED][REPLAY_BENIGN], 1);
	assert_int_equal(a.changes[REPLAY_BLOCKED][REPLAY_NO_LABEL], 1);
	assert_int_equal(a.moves[ENGINE_FLAG][ENGINE_FLAG], 1);
	assert_int_equal(a.rule_count, 2);
	assert_string_equal(a.rules[0].id, "t.one");
	assert_int_equal(a.rules[0].counts[REPLAY_BLOCKED], 3);
	assert_int_equal(a.rules[0].counts[REPLAY_ALLOWED], 1);
	assert_int_equal(a.rules[0].sample_counts[REPLAY_BLOCKED], 2);
	assert_string_equal(a.rules[0].samples[REPLAY_BLOCKED][0].place, "a.jsonl:2");
	assert_string_equal(a.rules[0].samples[REPLAY_BLOCKED][1].place, "a.jsonl:5");
	assert_string_equal(a.rules[0].samples[REPLAY_BLOCKED][0].text, "one [31m two  three");
	replay_tally_free(&a);
	replay_tally_free(&b);
}

static void names_a_change_that_no_rule_made(void **state)
{
	const struct replay_side incomplete = { .decision = ENGINE_BLOCK };
	struct replay_place      place = line(1, REPLAY_NO_LABEL);
	struct replay_tally      tally;

	(void)state;
	replay_tally_init(&tally, 0);
	replay_tally_add(&tally, &place, &allowed, &incomplete);
	replay_tally_finish(&tally);
	assert_int_equal(tally.rule_count, 1);
	assert_string_equal(tally.rules[0].id, "(not wholly inspected)");
	assert_int_equal(tally.rules[0].sample_counts[REPLAY_BLOCKED], 0);
	replay_tally_free(&tally);
}

static void cuts_texts_between_characters(void **state)
{
	char                text[400];
	struct replay_place place = line(1, REPLAY_NO_LABEL);
	struct replay_tally tally;

	(void)state;
	for (size_t i = 0; i + 1 < sizeof text; i += 2) {
		text[i] = '\xC3';
		text[i + 1] = '\xA9';
	}
	place.text = (struct slice){ text + 1, sizeof text - 1 };
	replay_tally_init(&tally, 1);
	replay_tally_add(&tally, &place, &allowed, &blocked);
	assert_true(strlen(tally.rules[0].samples[REPLAY_BLOCKED][0].text) % 2 == 1);
	assert_true(strlen(tally.rules[0].samples[REPLAY_BLOCKED][0].text) <= REPLAY_TEXT_BYTES);
	replay_tally_free(&tally);
}

/* ---- since ---- */

static void leaves_out_older_records(void **state)
{
	static const char line[] = "{\"seq\":7,\"time\":\"2026-11-18T11:06:40.000000Z\",\"node\":";
	struct slice      text = { line, sizeof line - 1 };

	(void)state;
	assert_true(replay_is_since(text, 0));
	assert_true(replay_is_since(text, UINT64_C(1795000000000000)));
	assert_true(replay_is_since(text, UINT64_C(1794999999999999)));
	assert_false(replay_is_since(text, UINT64_C(1795000000000001)));
	assert_true(replay_is_since(SLICE_LIT("{\"seq\":7}"), UINT64_C(1795000000000001)));
	text.len -= 12;
	assert_true(replay_is_since(text, UINT64_C(1795000000000001)));
}

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

	assert_int_equal(replay_since(row->text, NOW, &us), row->good);
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
	rows_add_one(&all, "leaves out older records", leaves_out_older_records);
	return rows_run(&all, "replay");
}
