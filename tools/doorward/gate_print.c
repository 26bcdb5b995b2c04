/* SPDX-License-Identifier: Apache-2.0 */
/* The figures for a terminal: families, then what to look at. All of it with `verbose`. */
#include "gate.h"

#include "cmd_print.h"

#include <stdlib.h>

#define ROWS_SHOWN  30
#define RULES_SHOWN 15

/* 100 % only of all: 9,999 of 10,000 is 99.99, and 99,999 of 100,000 too. */
static void share_cell(struct cmd_table *table, uint64_t part, uint64_t whole)
{
	double share = gate_share(part, whole) * 100;

	if (whole == 0)
		cmd_table_cell(table, "-");
	else if (part < whole && share > 99.99)
		cmd_table_cell(table, "99.99");
	else
		cmd_table_cell(table, "%.2f", share);
}

static void counts_cells(struct cmd_table *table, const struct gate_counts *counts)
{
	cmd_table_cell(table, "%llu", (unsigned long long)counts->forms);
	share_cell(table, counts->kept, counts->forms);
	share_cell(table, counts->named, counts->forms);
	share_cell(table, counts->right, counts->spans);
}

static void counts_heads(struct cmd_table *table)
{
	cmd_table_cell(table, "forms");
	cmd_table_cell(table, "kept %%");
	cmd_table_cell(table, "named %%");
	cmd_table_cell(table, "right span %%");
}

static void families_print(const struct gate_report *report, FILE *out)
{
	struct cmd_table table;

	cmd_table_open(&table, "lrrrrrrl");
	cmd_table_cell(&table, "family");
	cmd_table_cell(&table, "disguises");
	counts_heads(&table);
	cmd_table_cell(&table, "asked %%");
	cmd_table_cell(&table, " ");
	for (size_t i = 0; i < report->group_count; i++) {
		const struct gate_group *group = &report->groups[i];

		cmd_table_cell(&table, "%s", group->family);
		cmd_table_cell(&table, "%zu", group->disguises);
		counts_cells(&table, &group->counts);
		cmd_table_cell(&table, "%.0f", group->threshold * 100);
		cmd_table_cell(&table, "%s", group->short_of_threshold ? "SHORT" : "");
	}
	cmd_table_cell(&table, "all");
	cmd_table_cell(&table, " ");
	counts_cells(&table, &report->total);
	cmd_table_cell(&table, " ");
	cmd_table_cell(&table, " ");
	cmd_table_close(&table, out);
}

static bool row_is_shown(const struct gate_row *row, bool verbose)
{
	const struct gate_counts *counts = &row->counts;
	bool lossless = counts->kept == counts->forms && counts->right == counts->spans;

	return counts->forms > 0 && (verbose || row->short_of_floor || !lossless);
}

/* What falls short first, then what keeps least, then what has wrong spans. */
static int by_shortness(const void *a, const void *b)
{
	const struct gate_row *left = *(const struct gate_row *const *)a;
	const struct gate_row *right = *(const struct gate_row *const *)b;
	double                 kept = gate_share(left->counts.kept, left->counts.forms) -
	              gate_share(right->counts.kept, right->counts.forms);
	double span = gate_share(left->counts.right, left->counts.spans) -
	              gate_share(right->counts.right, right->counts.spans);

	if (left->short_of_floor != right->short_of_floor)
		return left->short_of_floor ? -1 : 1;
	if (kept < 0 || kept > 0)
		return kept < 0 ? -1 : 1;
	if (span < 0 || span > 0)
		return span < 0 ? -1 : 1;
	return (left > right) - (left < right);
}

static void row_cells(struct cmd_table *table, const struct gate_row *row)
{
	cmd_table_cell(table, "%s", row->name);
	cmd_table_cell(table, "%s", row->family);
	counts_cells(table, &row->counts);
	cmd_table_cell(table, "%.2f", row->kept_floor * 100);
	cmd_table_cell(table, "%s", row->short_of_floor ? "SHORT" : "");
}

static void rows_table(const struct gate_report *report, const struct gate_row **rows, size_t count,
                       bool verbose, FILE *out)
{
	size_t           shown = count > ROWS_SHOWN && !verbose ? ROWS_SHOWN : count;
	struct cmd_table table;

	fprintf(out, "\nDisguises%s: %zu\n", verbose ? "" : " that lose something", count);
	cmd_table_open(&table, "llrrrrrl");
	cmd_table_cell(&table, "disguise");
	cmd_table_cell(&table, "family");
	counts_heads(&table);
	cmd_table_cell(&table, report->compared ? "floor %%" : "asked %%");
	cmd_table_cell(&table, " ");
	for (size_t i = 0; i < shown; i++)
		row_cells(&table, rows[i]);
	cmd_table_close(&table, out);
	if (shown < count)
		fprintf(out, "and %zu more: --verbose\n", count - shown);
}

static void rows_print(const struct gate_report *report, bool verbose, FILE *out)
{
	const struct gate_tally *tally = report->tally;
	const struct gate_row  **rows = calloc(tally->row_count, sizeof *rows);
	size_t                   count = 0;

	if (rows == NULL)
		return;
	for (size_t i = 0; i < tally->row_count; i++)
		if (row_is_shown(&tally->rows[i], verbose))
			rows[count++] = &tally->rows[i];
	if (count > 0) {
		if (!verbose)
			qsort(rows, count, sizeof *rows, by_shortness);
		rows_table(report, rows, count, verbose, out);
	}
	free(rows);
}

/* ---- rules ---- */

struct lossy {
	const struct gate_rule *rule;
	size_t                  index;
	uint64_t                lost;
};

static int by_loss(const void *a, const void *b)
{
	const struct lossy *left = a;
	const struct lossy *right = b;

	if (left->lost != right->lost)
		return left->lost > right->lost ? -1 : 1;
	return (left->index > right->index) - (left->index < right->index);
}

static void rule_cells(struct cmd_table *table, const struct gate_tally *tally,
                       const struct lossy *lossy)
{
	const struct gate_rule *rule = lossy->rule;

	cmd_table_cell(table, "%s", ruleset_rule_id(ruleset_rule_at(tally->ruleset, lossy->index)));
	counts_cells(table, &rule->counts);
	cmd_table_cell(table, "%s (%llu)", tally->rows[rule->worst].name,
	               (unsigned long long)rule->worst_lost);
}

static void lossy_print(const struct gate_tally *tally, const struct lossy *lossy, size_t count,
                        bool verbose, FILE *out)
{
	size_t           shown = count > RULES_SHOWN && !verbose ? RULES_SHOWN : count;
	struct cmd_table table;

	fprintf(out, "\nRules that lose something: %zu\n", count);
	cmd_table_open(&table, "lrrrrl");
	cmd_table_cell(&table, "rule");
	counts_heads(&table);
	cmd_table_cell(&table, "most lost through");
	for (size_t i = 0; i < shown; i++)
		rule_cells(&table, tally, &lossy[i]);
	cmd_table_close(&table, out);
	if (shown < count)
		fprintf(out, "and %zu more: --verbose\n", count - shown);
}

static void rules_print(const struct gate_tally *tally, bool verbose, FILE *out)
{
	size_t        rules = ruleset_rule_count(tally->ruleset);
	struct lossy *lossy = calloc(rules + 1, sizeof *lossy);
	size_t        count = 0;

	if (lossy == NULL)
		return;
	for (size_t i = 0; i < rules; i++) {
		const struct gate_rule *rule = &tally->rules[i];
		uint64_t lost = rule->counts.forms - rule->counts.kept + rule->counts.spans -
		                rule->counts.right;

		if (lost > 0)
			lossy[count++] = (struct lossy){ rule, i, lost };
	}
	qsort(lossy, count, sizeof *lossy, by_loss);
	if (count > 0)
		lossy_print(tally, lossy, count, verbose, out);
	free(lossy);
}

static void lost_print(const struct gate_tally *tally, FILE *out)
{
	static const char *const frame_names[] = { "alone", "in a line of prose",
		                                   "below an instruction", "in a letter" };

	for (size_t i = 0; i < tally->lost_count; i++) {
		const struct gate_lost *lost = &tally->lost[i];

		fprintf(out, "%s%s: %s, %s, %s\n    %s\n", i == 0 ? "\n" : "", lost->what,
		        ruleset_rule_id(lost->rule), lost->steps, frame_names[lost->frame],
		        lost->text);
	}
}

/* ---- the whole ---- */

static void verdict_line(const struct gate_report *report, FILE *out)
{
	size_t bad = 0;

	for (size_t i = 0; i < report->group_count; i++)
		bad += report->groups[i].short_of_threshold;
	if (!report->compared) {
		fprintf(out, "%zu of %zu families short of what is asked\n", bad,
		        report->group_count);
		return;
	}
	bad = 0;
	for (size_t i = 0; i < report->tally->row_count; i++)
		bad += report->tally->rows[i].short_of_floor;
	fprintf(out, "%zu disguises below their floor of the baseline\n", bad);
}

void gate_print(const struct gate_report *report, bool verbose, FILE *out)
{
	families_print(report, out);
	rows_print(report, verbose, out);
	rules_print(report->tally, verbose, out);
	if (verbose)
		lost_print(report->tally, out);
	fprintf(out, "\n%llu forms of %zu tests; %zu of %zu rules (%.1f %%) held to exact bytes\n",
	        (unsigned long long)report->total.forms, report->tests, report->exact_count,
	        report->rule_count, 100 * gate_share(report->exact_count, report->rule_count));
	verdict_line(report, out);
}
