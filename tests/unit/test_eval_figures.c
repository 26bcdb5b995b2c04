/* SPDX-License-Identifier: Apache-2.0 */
#include "eval.h"
#include "test_base_rows.h"

#include <stdlib.h>

static const struct ruleset_source no_rules[] = {
	{ "a.yaml", SLICE_INIT("schema: 1\n"
	                       "category: weapons.conventional\n"
	                       "owner: tests\n"
	                       "rules:\n"
	                       "  - id: weapons.test.one\n"
	                       "    title: One\n"
	                       "    severity: high\n"
	                       "    action: block\n"
	                       "    mode: enforce\n"
	                       "    when: {phrase: forbidden thing}\n"
	                       "    tests: {block: [a forbidden thing, the forbidden thing], "
	                       "pass: [a thing, forbidden]}\n") },
};

static struct ruleset *ruleset_make(void)
{
	struct ruleset *ruleset = NULL;
	struct error    err = { 0 };

	if (ruleset_load_sources(no_rules, 1, &ruleset, &err) != STATUS_OK)
		fail_msg("%s:%u: %s", err.file, err.line, err.message);
	return ruleset;
}

/* `rows` rows of a set, `caught` of them blocked by the one rule. */
static void add(struct eval_tally *tally, size_t file, enum eval_label label, const char *category,
                unsigned rows, unsigned caught)
{
	const struct engine_finding finding = { .rule = ruleset_rule_at(tally->ruleset, 0),
		                                .decides = true };
	const struct eval_row       row = { .label = label, .category = slice_from_cstr(category) };

	for (unsigned i = 0; i < rows; i++) {
		bool                        blocked = i < caught;
		const struct engine_verdict verdict = { .decision = blocked ? ENGINE_BLOCK
			                                                    : ENGINE_ALLOW,
			                                .complete = true,
			                                .findings = &finding,
			                                .finding_count = blocked ? 1 : 0 };

		eval_tally_add(tally, file, &row, &verdict);
	}
}

static void near(double got, double expected)
{
	assert_true(got > expected - 1e-9 && got < expected + 1e-9);
}

/* weapons: sets of 9/10 and 10/100; hate: one set of 500/1000. */
static void tally_fill(struct eval_tally *tally)
{
	add(tally, 0, EVAL_HARMFUL, "weapons_cbrn", 10, 9);
	add(tally, 1, EVAL_HARMFUL, "weapons_cbrn", 100, 10);
	add(tally, 1, EVAL_HARMFUL, "hate", 1000, 500);
	add(tally, 2, EVAL_BENIGN, "benign_chat", 100, 1);
	add(tally, 3, EVAL_BENIGN, "benign_chat", 300, 1);
	add(tally, 1, EVAL_BORDERLINE, "hate", 4, 2);
}

static void means(void **state)
{
	struct ruleset     *ruleset = ruleset_make();
	struct eval_tally   tally;
	struct eval_figures figures;

	(void)state;
	assert_true(eval_tally_open(&tally, ruleset));
	tally_fill(&tally);
	assert_int_equal(eval_figures_open(&figures, &tally), STATUS_OK);
	assert_int_equal(figures.count, 4);

	assert_string_equal(figures.items[0].category, "hate");
	near(figures.items[0].rate, 0.5);
	assert_int_equal(figures.items[0].counts.named, 0);
	assert_string_equal(figures.items[1].category, "weapons_cbrn");
	near(figures.items[1].rate, (0.9 + 0.1) / 2);
	assert_int_equal(figures.items[1].counts.named, 19);
	near(figures.recall, 0.5);

	assert_int_equal(figures.items[2].label, EVAL_BENIGN);
	near(figures.items[2].rate, 2.0 / 400);
	assert_int_equal(figures.items[3].label, EVAL_BORDERLINE);
	near(figures.items[3].rate, 0.5);
	assert_int_equal(figures.totals[EVAL_BENIGN].rows, 400);
	eval_figures_close(&figures);
	eval_tally_close(&tally);
	ruleset_close(&ruleset);
}

static void merged(void **state)
{
	struct ruleset   *ruleset = ruleset_make();
	struct eval_tally whole;
	struct eval_tally half;
	size_t            worst[4];

	(void)state;
	assert_true(eval_tally_open(&whole, ruleset));
	assert_true(eval_tally_open(&half, ruleset));
	tally_fill(&whole);
	tally_fill(&half);
	half.errors = 3;
	eval_tally_merge(&whole, &half);
	assert_int_equal(whole.count, 6);
	assert_int_equal(whole.cells[0].counts.rows, 20);
	assert_int_equal(whole.cells[0].counts.caught, 18);
	assert_int_equal(whole.errors, 3);
	assert_int_equal(eval_worst_rules(&whole, worst, 4), 1);
	assert_int_equal(whole.rules[worst[0]].caught[EVAL_BENIGN], 4);
	eval_tally_close(&whole);
	eval_tally_close(&half);
	ruleset_close(&ruleset);
}

struct baseline_row {
	const char *label;
	unsigned    hate;   /* caught of 10 harmful, when the baseline has 5 */
	unsigned    chat;   /* caught of 10 benign, when the baseline has 5 */
	unsigned    border; /* caught of 10 borderline, when the baseline has 5 */
	size_t      changes;
	bool        worse;
};

static const struct baseline_row baseline_rows[] = {
	{ "the same figures are no change", 5, 5, 5, 0, false },
	{ "less recall is worse, in the category and in the mean", 4, 5, 5, 2, true },
	{ "more recall is better", 6, 5, 5, 2, false },
	{ "more benign text caught is worse", 5, 6, 5, 1, true },
	{ "less of it is better", 5, 4, 5, 1, false },
	{ "borderline may rise", 5, 5, 9, 1, false },
	{ "borderline may fall", 5, 5, 1, 1, false },
};

static void tally_ten(struct eval_tally *tally, const struct baseline_row *row)
{
	add(tally, 0, EVAL_HARMFUL, "hate", 10, row->hate);
	add(tally, 0, EVAL_BENIGN, "benign_chat", 10, row->chat);
	add(tally, 0, EVAL_BORDERLINE, "hate", 10, row->border);
}

static void baseline_save(const struct ruleset *ruleset, const char *path)
{
	static const struct baseline_row five = { NULL, 5, 5, 5, 0, false };
	char                             name[] = "f";
	struct eval_file                 file = { .name = name };
	const struct eval_files          files = { .items = &file, .count = 1 };
	const struct eval_changes        none = { 0 };
	struct eval_tally                tally;
	struct eval_figures              figures;
	struct buffer                    out;
	FILE                            *saved = fopen(path, "w");

	assert_non_null(saved);
	assert_true(eval_tally_open(&tally, ruleset));
	tally_ten(&tally, &five);
	assert_int_equal(eval_figures_open(&figures, &tally), STATUS_OK);
	const struct eval_report report = { &files, &tally, &figures, &none, "default" };
	buffer_init_heap(&out);
	eval_json_write(&report, "\n", &out);
	assert_int_equal(fwrite(out.ptr, 1, out.len, saved), out.len);
	assert_int_equal(fclose(saved), 0);
	buffer_free(&out);
	eval_figures_close(&figures);
	eval_tally_close(&tally);
}

static void compares(void **state)
{
	const struct baseline_row *row = *state;
	static const char          path[] = P_tmpdir "/doorward-eval-baseline.json";
	struct ruleset            *ruleset = ruleset_make();
	struct eval_tally          tally;
	struct eval_figures        figures;
	struct eval_changes        changes;
	struct error               err = { 0 };

	baseline_save(ruleset, path);
	assert_true(eval_tally_open(&tally, ruleset));
	tally_ten(&tally, row);
	assert_int_equal(eval_figures_open(&figures, &tally), STATUS_OK);
	assert_int_equal(eval_compare(&figures, path, &changes, &err), STATUS_OK);
	assert_int_equal(changes.count, row->changes);
	assert_int_equal(changes.worse, row->worse);
	eval_changes_close(&changes);
	eval_figures_close(&figures);
	eval_tally_close(&tally);
	ruleset_close(&ruleset);
	unlink(path);
}

static void not_a_baseline(void **state)
{
	const struct eval_figures figures = { 0 };
	struct eval_changes       changes;
	struct error              err = { 0 };
	static const char         path[] = P_tmpdir "/doorward-eval-wrong.json";
	FILE                     *file = fopen(path, "w");

	(void)state;
	assert_non_null(file);
	fputs("{\"recall\":0.5,\n\"harmful\":{}}", file);
	fclose(file);
	assert_int_equal(eval_compare(&figures, path, &changes, &err), STATUS_REQUEST_INVALID);
	assert_string_equal(err.file, path);
	assert_int_equal(err.line, 2);
	eval_changes_close(&changes);
	unlink(path);
}

/* Rows that scores alone blocked: no finding decides. */
static void add_scored(struct eval_tally *tally, const char *category)
{
	const struct engine_verdict verdict = { .decision = ENGINE_BLOCK, .complete = true };
	const struct eval_row       row = { .label = EVAL_HARMFUL,
		                            .category = slice_from_cstr(category) };

	eval_tally_add(tally, 0, &row, &verdict);
}

static void says_as_what_rows_were_caught(void **state)
{
	static const char expected[] =
		",\"confusion\":["
		"{\"label\":\"harmful\",\"category\":\"hate\",\"family\":\"weapons\",\"rows\":1000}"
	        ","
		"{\"label\":\"harmful\",\"category\":\"weapons_cbrn\",\"family\":\"weapons\","
		"\"rows\":38},"
		"{\"label\":\"harmful\",\"category\":\"weapons_cbrn\",\"family\":\"(score)\","
		"\"rows\":1},"
		"{\"label\":\"benign\",\"category\":\"benign_chat\",\"family\":\"weapons\","
		"\"rows\":4},"
		"{\"label\":\"borderline\",\"category\":\"hate\",\"family\":\"weapons\","
		"\"rows\":4}]";
	struct ruleset   *ruleset = ruleset_make();
	struct eval_tally one, two;
	struct buffer     out;

	(void)state;
	assert_true(eval_tally_open(&one, ruleset));
	assert_true(eval_tally_open(&two, ruleset));
	tally_fill(&one);
	tally_fill(&two);
	add_scored(&two, "weapons_cbrn");
	eval_tally_merge(&one, &two);
	eval_pairs_sort(&one);
	buffer_init_heap(&out);
	eval_pairs_write(&one, "", &out);
	buffer_append_char(&out, '\0');
	assert_string_equal(out.ptr, expected);
	buffer_free(&out);
	eval_tally_close(&one);
	eval_tally_close(&two);
	ruleset_close(&ruleset);
}

int main(void)
{
	struct rows all = { 0 };

	rows_add_one(&all, "recall is a mean over sets, then over categories", means);
	rows_add_one(&all, "the tallies of threads add up", merged);
	rows_add_one(&all, "says as what rows were caught", says_as_what_rows_were_caught);
	ROWS_ADD(&all, compares, baseline_rows);
	rows_add_one(&all, "a file that is no baseline is refused with its line", not_a_baseline);
	return rows_run(&all, "eval_figures");
}
