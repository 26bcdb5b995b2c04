/* SPDX-License-Identifier: Apache-2.0 */
#include "gate.h"

#include "base_utf8.h"

#include <stdlib.h>
#include <string.h>

static const double thresholds[] = {
	[DISGUISE_EXACT] = 1.0,
	[DISGUISE_HEURISTIC] = 0.98,
	[DISGUISE_TYPO] = 0.90,
};

#define STACKS_THRESHOLD 0.97
#define SMALLEST_CHANGE  0.000001 /* shares are written with six digits */

double gate_share(uint64_t part, uint64_t whole)
{
	return whole == 0 ? 1.0 : (double)part / (double)whole;
}

/* ---- rows ---- */

static void row_init(struct gate_row *row, size_t index)
{
	*row = (struct gate_row){ .name = GATE_STACKS,
		                  .family = GATE_STACKS,
		                  .threshold = STACKS_THRESHOLD,
		                  .right_floor = GATE_RIGHT_THRESHOLD };
	if (index < disguise_count()) {
		const struct disguise *disguise = disguise_at(index);

		row->name = disguise->name;
		row->family = disguise->family;
		row->threshold = thresholds[disguise->grade];
	}
	row->kept_floor = row->threshold;
}

enum status gate_tally_open(struct gate_tally *tally, const struct ruleset *ruleset,
                            size_t lost_per_row)
{
	size_t rules = ruleset_rule_count(ruleset);

	*tally = (struct gate_tally){ .ruleset = ruleset,
		                      .row_count = disguise_count() + 1,
		                      .lost_per_row = lost_per_row };
	tally->rows = calloc(tally->row_count, sizeof *tally->rows);
	tally->rules = calloc(rules + 1, sizeof *tally->rules);
	tally->lost_of = calloc((rules + 1) * tally->row_count, sizeof *tally->lost_of);
	tally->lost = calloc(tally->row_count * lost_per_row + 1, sizeof *tally->lost);
	if (tally->rows == NULL || tally->rules == NULL || tally->lost_of == NULL ||
	    tally->lost == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < tally->row_count; i++)
		row_init(&tally->rows[i], i);
	return STATUS_OK;
}

void gate_tally_close(struct gate_tally *tally)
{
	for (size_t i = 0; i < tally->lost_count; i++) {
		free(tally->lost[i].steps);
		free(tally->lost[i].text);
	}
	free(tally->lost);
	free(tally->lost_of);
	free(tally->rules);
	free(tally->rows);
	*tally = (struct gate_tally){ 0 };
}

/* ---- lost forms ---- */

/* "leet > hex > rot13" */
static char *steps_write(const struct gate_stack *stack)
{
	struct buffer text;

	buffer_init_heap(&text);
	for (size_t i = 0; i < stack->count; i++)
		buffer_append_format(&text, "%s%s", i > 0 ? " > " : "", stack->steps[i]->name);
	buffer_append_char(&text, '\0');
	return text.failed ? NULL : text.ptr;
}

/* C1 controls are two bytes in UTF-8, C2 80 to C2 9F. */
static bool is_c1(struct slice text, size_t at)
{
	return (unsigned char)text.ptr[at] == 0xC2 && (unsigned char)text.ptr[at + 1] < 0xA0;
}

/* The beginning, on one line and harmless to a terminal: a byte that is no UTF-8 as "\xCF". */
static char *sample_write(struct slice text)
{
	struct buffer sample;
	size_t        at = 0;

	buffer_init_heap(&sample);
	while (at < text.len && at < GATE_SAMPLE_BYTES) {
		size_t        length = utf8_sequence(text, at, NULL);
		unsigned char byte = (unsigned char)text.ptr[at];

		if (length == 0)
			buffer_append_format(&sample, "\\x%02X", byte);
		else if (byte < 0x20 || byte == 0x7F || is_c1(text, at))
			buffer_append_char(&sample, ' ');
		else
			buffer_append(&sample, slice_range(text, at, at + length));
		at += length == 0 ? 1 : length;
	}
	buffer_append_cstr(&sample, at < text.len ? "..." : "");
	buffer_append_char(&sample, '\0');
	return sample.failed ? NULL : sample.ptr;
}

static bool lost_is_full(const struct gate_tally *tally, size_t row)
{
	size_t count = 0;

	for (size_t i = 0; i < tally->lost_count; i++)
		count += tally->lost[i].row == row;
	return count >= tally->lost_per_row;
}

static enum status lost_add(struct gate_tally *tally, struct gate_lost lost,
                            const struct gate_stack *stack, struct slice text)
{
	if (lost_is_full(tally, lost.row))
		return STATUS_OK;
	lost.steps = steps_write(stack);
	lost.text = sample_write(text);
	tally->lost[tally->lost_count++] = lost;
	return lost.steps == NULL || lost.text == NULL ? STATUS_NO_MEMORY : STATUS_OK;
}

/* ---- one form ---- */

static void counts_add(struct gate_counts *counts, const struct gate_outcome *plain,
                       const struct gate_outcome *form)
{
	counts->forms++;
	counts->kept += gate_outcome_kept(plain, form);
	counts->named += form->category;
	if (plain->right && form->rule) {
		counts->spans++;
		counts->right += form->right;
	}
}

static const char *what_lost(const struct gate_outcome *plain, const struct gate_outcome *form)
{
	if (gate_outcome_kept(plain, form))
		return "wrong span";
	if (form->decision != plain->decision)
		return form->decision < plain->decision ? "weaker decision" : "stricter decision";
	return plain->decision == ENGINE_ALLOW ? "rule not found" : "not wholly inspected";
}

enum status gate_tally_add(struct gate_tally *tally, size_t row, size_t rule,
                           const struct gate_stack *stack, size_t frame, struct slice text,
                           const struct gate_outcome *plain, const struct gate_outcome *form)
{
	struct gate_rule *of_rule = &tally->rules[rule];
	uint64_t         *lost = &tally->lost_of[rule * tally->row_count + row];
	bool              kept = gate_outcome_kept(plain, form);
	bool              wrong_span = plain->right && form->rule && !form->right;

	counts_add(&tally->rows[row].counts, plain, form);
	counts_add(&of_rule->counts, plain, form);
	if (kept && !wrong_span)
		return STATUS_OK;
	*lost += 1;
	if (*lost > of_rule->worst_lost) {
		of_rule->worst_lost = *lost;
		of_rule->worst = row;
	}
	return lost_add(tally,
	                (struct gate_lost){ .rule = ruleset_rule_at(tally->ruleset, rule),
	                                    .what = what_lost(plain, form),
	                                    .row = row,
	                                    .frame = frame },
	                stack, text);
}

/* ---- the report ---- */

static void counts_sum(struct gate_counts *to, const struct gate_counts *from)
{
	to->forms += from->forms;
	to->kept += from->kept;
	to->named += from->named;
	to->spans += from->spans;
	to->right += from->right;
}

static bool is_short(const struct gate_counts *counts, double kept, double right)
{
	return gate_share(counts->kept, counts->forms) < kept - SMALLEST_CHANGE ||
	       gate_share(counts->right, counts->spans) < right - SMALLEST_CHANGE;
}

static struct gate_group *group_of(struct gate_report *report, const struct gate_row *row)
{
	struct gate_group *group = report->groups;
	struct gate_group *end = report->groups + report->group_count;

	while (group < end &&
	       (strcmp(group->family, row->family) != 0 || group->threshold != row->threshold))
		group++;
	if (group == end) {
		*group = (struct gate_group){ .family = row->family, .threshold = row->threshold };
		report->group_count++;
	}
	return group;
}

static void row_report(struct gate_report *report, struct gate_row *row)
{
	struct gate_group *group;

	if (row->counts.forms == 0)
		return;
	group = group_of(report, row);
	group->disguises++;
	counts_sum(&group->counts, &row->counts);
	counts_sum(&report->total, &row->counts);
	row->short_of_floor = is_short(&row->counts, row->kept_floor, row->right_floor);
	if (report->compared && row->short_of_floor)
		report->good = false;
}

enum status gate_report_open(struct gate_report *report, struct gate_tally *tally)
{
	report->good = true;
	report->groups = calloc(tally->row_count, sizeof *report->groups);
	if (report->groups == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < tally->row_count; i++)
		row_report(report, &tally->rows[i]);
	for (size_t i = 0; i < report->group_count; i++) {
		struct gate_group *group = &report->groups[i];

		group->short_of_threshold = is_short(&group->counts, group->threshold,
		                                     GATE_RIGHT_THRESHOLD);
		if (!report->compared && group->short_of_threshold)
			report->good = false;
	}
	return STATUS_OK;
}

void gate_report_close(struct gate_report *report)
{
	free(report->groups);
	report->groups = NULL;
}
