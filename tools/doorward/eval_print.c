/* SPDX-License-Identifier: Apache-2.0 */
#include "eval.h"

#include "cmd_print.h"

#include <inttypes.h>

#define WORST_RULES 20
#define BOUND_ROWS  30

static void percent_cell(struct cmd_table *table, double share, int decimals)
{
	cmd_table_cell(table, "%.*f %%", decimals, share * 100.0);
}

/* Of what was caught, how much by a rule of the right family; "-" where that is not known. */
static void named_cell(struct cmd_table *table, const struct eval_figure *figure)
{
	if (figure->counts.caught == 0 || eval_family(slice_from_cstr(figure->category)).len == 0)
		cmd_table_cell(table, "-");
	else
		percent_cell(table, (double)figure->counts.named / (double)figure->counts.caught,
		             0);
}

static void recall_print(const struct eval_figures *figures, FILE *out)
{
	struct cmd_table table;

	if (figures->totals[EVAL_HARMFUL].rows == 0)
		return;
	cmd_table_open(&table, "lrrrrrr");
	for (size_t i = 0; i < 7; i++)
		cmd_table_cell(&table, "%s",
		               (const char *const[]){ "harmful", "sets", "rows", "caught",
		                                      "flagged", "recall", "named" }[i]);
	for (size_t i = 0; i < figures->count; i++) {
		const struct eval_figure *figure = &figures->items[i];

		if (figure->label != EVAL_HARMFUL)
			continue;
		cmd_table_cell(&table, "%s", figure->category);
		cmd_table_cell(&table, "%zu", figure->sets);
		cmd_table_cell(&table, "%" PRIu64, figure->counts.rows);
		cmd_table_cell(&table, "%" PRIu64, figure->counts.caught);
		cmd_table_cell(&table, "%" PRIu64, figure->counts.flagged);
		percent_cell(&table, figure->rate, 1);
		named_cell(&table, figure);
	}
	cmd_table_close(&table, out);
	fprintf(out, "recall, mean over sets and then over categories: %.2f %%\n\n",
	        figures->recall * 100.0);
}

/* No hit in n rows: with 95 % confidence the rate is under 3 / n, where that says anything. */
static void rate_cell(struct cmd_table *table, const struct eval_counts *counts, double rate)
{
	if (counts->caught == 0 && counts->rows < BOUND_ROWS)
		cmd_table_cell(table, "0");
	else if (counts->caught == 0)
		cmd_table_cell(table, "0 (< %.3f %%)", 300.0 / (double)counts->rows);
	else
		percent_cell(table, rate, 3);
}

static void group_print(const struct eval_figures *figures, enum eval_label label,
                        const char *title, FILE *out)
{
	const struct eval_counts *total = &figures->totals[label];
	struct cmd_table          table;

	if (total->rows == 0)
		return;
	cmd_table_open(&table, "lrrrr");
	cmd_table_cell(&table, "%s", title);
	cmd_table_cell(&table, "rows");
	cmd_table_cell(&table, "blocked");
	cmd_table_cell(&table, "flagged");
	cmd_table_cell(&table, "rate");
	for (size_t i = 0; i < figures->count; i++) {
		const struct eval_figure *figure = &figures->items[i];

		if (figure->label != label)
			continue;
		cmd_table_cell(&table, "%s", figure->category);
		cmd_table_cell(&table, "%" PRIu64, figure->counts.rows);
		cmd_table_cell(&table, "%" PRIu64, figure->counts.caught);
		cmd_table_cell(&table, "%" PRIu64, figure->counts.flagged);
		rate_cell(&table, &figure->counts, figure->rate);
	}
	cmd_table_cell(&table, "all");
	cmd_table_cell(&table, "%" PRIu64, total->rows);
	cmd_table_cell(&table, "%" PRIu64, total->caught);
	cmd_table_cell(&table, "%" PRIu64, total->flagged);
	rate_cell(&table, total, (double)total->caught / (double)total->rows);
	cmd_table_close(&table, out);
	fputc('\n', out);
}

static void rules_print(const struct eval_tally *tally, FILE *out)
{
	size_t           worst[WORST_RULES];
	size_t           count = eval_worst_rules(tally, worst, WORST_RULES);
	struct cmd_table table;

	if (count == 0)
		return;
	cmd_table_open(&table, "lrrr");
	cmd_table_cell(&table, "rules on benign text");
	cmd_table_cell(&table, "blocked");
	cmd_table_cell(&table, "flagged");
	cmd_table_cell(&table, "harmful caught");
	for (size_t i = 0; i < count; i++) {
		const struct eval_rule_counts *counts = &tally->rules[worst[i]];
		const struct ruleset_rule     *rule = ruleset_rule_at(tally->ruleset, worst[i]);

		cmd_table_cell(&table, "%s", ruleset_rule_id(rule));
		cmd_table_cell(&table, "%" PRIu64, counts->caught[EVAL_BENIGN]);
		cmd_table_cell(&table, "%" PRIu64, counts->flagged[EVAL_BENIGN]);
		cmd_table_cell(&table, "%" PRIu64, counts->caught[EVAL_HARMFUL]);
	}
	cmd_table_close(&table, out);
	fputc('\n', out);
}

/* One row a file and label, over its categories. */
static void file_row(struct cmd_table *table, const struct eval_report *report, size_t file,
                     enum eval_label label)
{
	struct eval_counts sum = { 0 };

	for (size_t i = 0; i < report->tally->count; i++) {
		const struct eval_cell *cell = &report->tally->cells[i];

		if (cell->file != file || cell->label != label)
			continue;
		sum.rows += cell->counts.rows;
		sum.caught += cell->counts.caught;
		sum.flagged += cell->counts.flagged;
	}
	if (sum.rows == 0)
		return;
	cmd_table_cell(table, "%s", report->files->items[file].name);
	cmd_table_cell(table, "%s", eval_label_name(label));
	cmd_table_cell(table, "%" PRIu64, sum.rows);
	cmd_table_cell(table, "%" PRIu64, sum.caught);
	cmd_table_cell(table, "%" PRIu64, sum.flagged);
	percent_cell(table, (double)sum.caught / (double)sum.rows, 2);
}

static void files_print(const struct eval_report *report, FILE *out)
{
	struct cmd_table table;

	cmd_table_open(&table, "llrrrr");
	cmd_table_cell(&table, "file");
	cmd_table_cell(&table, "label");
	cmd_table_cell(&table, "rows");
	cmd_table_cell(&table, "caught");
	cmd_table_cell(&table, "flagged");
	cmd_table_cell(&table, "rate");
	for (size_t file = 0; file < report->files->count; file++)
		for (int label = 0; label < EVAL_LABEL_COUNT; label++)
			file_row(&table, report, file, (enum eval_label)label);
	cmd_table_close(&table, out);
}

static void changes_print(const struct eval_changes *changes, FILE *out)
{
	struct cmd_table table;

	if (!changes->compared)
		return;
	if (changes->count == 0) {
		fputs("\nthe same as the baseline\n", out);
		return;
	}
	fputc('\n', out);
	cmd_table_open(&table, "llrrl");
	cmd_table_cell(&table, "against the baseline");
	cmd_table_cell(&table, "label");
	cmd_table_cell(&table, "was");
	cmd_table_cell(&table, "is");
	cmd_table_cell(&table, "%s", "");
	for (size_t i = 0; i < changes->count; i++) {
		const struct eval_change *change = &changes->items[i];

		cmd_table_cell(&table, "%s",
		               change->category[0] != '\0' ? change->category : "mean recall");
		cmd_table_cell(&table, "%s", eval_label_name(change->label));
		percent_cell(&table, change->was, 3);
		percent_cell(&table, change->is, 3);
		cmd_table_cell(&table, "%s", change->worse ? "worse" : "");
	}
	cmd_table_close(&table, out);
	fprintf(out, "%s\n", changes->worse ? "worse than the baseline" : "not worse");
}

void eval_print(const struct eval_report *report, FILE *out)
{
	const struct eval_counts *totals = report->figures->totals;
	uint64_t                  incomplete = 0;
	uint64_t                  rows = 0;

	for (int label = 0; label < EVAL_LABEL_COUNT; label++) {
		rows += totals[label].rows;
		incomplete += totals[label].incomplete;
	}
	fprintf(out, "%" PRIu64 " rows of %zu file%s, policy %s\n%s\n\n", rows,
	        report->files->count, report->files->count == 1 ? "" : "s", report->policy,
	        ruleset_revision(report->tally->ruleset));
	recall_print(report->figures, out);
	group_print(report->figures, EVAL_BENIGN, "benign: false positives", out);
	group_print(report->figures, EVAL_BORDERLINE, "borderline: depends on policy", out);
	rules_print(report->tally, out);
	if (report->confusion)
		eval_pairs_print(report->tally, out);
	files_print(report, out);
	if (incomplete > 0)
		fprintf(out, "\nnot wholly inspected: %" PRIu64 " rows\n", incomplete);
	if (report->tally->errors > 0)
		fprintf(out, "\ncould not be judged: %" PRIu64 " rows; the first: %s\n",
		        report->tally->errors, report->tally->first);
	changes_print(report->changes, out);
}
