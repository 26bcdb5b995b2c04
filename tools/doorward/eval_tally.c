/* SPDX-License-Identifier: Apache-2.0 */
#include "eval.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

bool eval_tally_open(struct eval_tally *tally, const struct ruleset *ruleset)
{
	*tally = (struct eval_tally){ .ruleset = ruleset };
	tally->rules = calloc(ruleset_rule_count(ruleset) + 1, sizeof *tally->rules);
	return tally->rules != NULL;
}

void eval_tally_close(struct eval_tally *tally)
{
	free(tally->cells);
	free(tally->pairs);
	free(tally->rules);
	*tally = (struct eval_tally){ 0 };
}

static bool cell_is(const struct eval_cell *cell, size_t file, enum eval_label label,
                    struct slice category)
{
	return cell->file == file && cell->label == label &&
	       slice_equal_cstr(category, cell->category);
}

static struct eval_cell *cell_new(struct eval_tally *tally)
{
	if (tally->count == tally->cap) {
		size_t            cap = tally->cap == 0 ? 64 : tally->cap * 2;
		struct eval_cell *cells = realloc(tally->cells, cap * sizeof *cells);

		if (cells == NULL)
			return NULL;
		tally->cells = cells;
		tally->cap = cap;
	}
	tally->cells[tally->count] = (struct eval_cell){ 0 };
	return &tally->cells[tally->count++];
}

/* The newest first: rows of one file come together. */
static struct eval_cell *cell_find(struct eval_tally *tally, size_t file, enum eval_label label,
                                   struct slice category)
{
	if (category.len >= EVAL_CATEGORY_BYTES)
		category.len = EVAL_CATEGORY_BYTES - 1;
	for (size_t i = tally->count; i-- > 0;)
		if (cell_is(&tally->cells[i], file, label, category))
			return &tally->cells[i];

	struct eval_cell *cell = cell_new(tally);
	if (cell == NULL)
		return NULL;
	cell->file = file;
	cell->label = label;
	if (category.len > 0)
		memcpy(cell->category, category.ptr, category.len);
	return cell;
}

static size_t rule_index(const struct ruleset *ruleset, const struct ruleset_rule *rule)
{
	size_t count = ruleset_rule_count(ruleset);

	for (size_t i = 0; i < count; i++)
		if (ruleset_rule_at(ruleset, i) == rule)
			return i;
	return count;
}

static bool rule_seen(const struct engine_verdict *verdict, size_t before)
{
	for (size_t i = 0; i < before; i++)
		if (verdict->findings[i].decides &&
		    verdict->findings[i].rule == verdict->findings[before].rule)
			return true;
	return false;
}

/* Each rule that took part in the decision counts once a row. */
static void rules_count(struct eval_tally *tally, enum eval_label label,
                        const struct engine_verdict *verdict)
{
	if (verdict->decision == ENGINE_ALLOW)
		return;
	for (size_t i = 0; i < verdict->finding_count; i++) {
		if (!verdict->findings[i].decides || rule_seen(verdict, i))
			continue;
		struct eval_rule_counts *counts =
			&tally->rules[rule_index(tally->ruleset, verdict->findings[i].rule)];
		if (verdict->decision == ENGINE_FLAG)
			counts->flagged[label]++;
		else
			counts->caught[label]++;
	}
}

static bool finding_named(const struct engine_verdict *verdict, struct slice family)
{
	for (size_t i = 0; i < verdict->finding_count; i++) {
		const struct engine_finding *finding = &verdict->findings[i];
		uint16_t                     category = ruleset_rule_category(finding->rule);
		struct slice code = slice_from_cstr(ruleset_category_code(category));

		if (finding->decides && slice_equal(eval_family(code), family))
			return true;
	}
	return false;
}

void eval_tally_add(struct eval_tally *tally, size_t file, const struct eval_row *row,
                    const struct engine_verdict *verdict)
{
	struct eval_cell *cell = cell_find(tally, file, row->label, row->category);
	struct slice      family = eval_family(row->category);
	bool              caught = verdict->decision >= ENGINE_MASK;

	if (cell == NULL) {
		tally->failed = true;
		return;
	}
	cell->counts.rows++;
	cell->counts.caught += caught;
	cell->counts.flagged += verdict->decision == ENGINE_FLAG;
	cell->counts.incomplete += !verdict->complete;
	cell->counts.named += caught && family.len > 0 && finding_named(verdict, family);
	rules_count(tally, row->label, verdict);
	eval_pairs_add(tally, row, verdict);
}

static void counts_add(struct eval_counts *to, const struct eval_counts *from)
{
	to->rows += from->rows;
	to->caught += from->caught;
	to->flagged += from->flagged;
	to->named += from->named;
	to->incomplete += from->incomplete;
}

void eval_tally_merge(struct eval_tally *to, const struct eval_tally *from)
{
	assert(to->ruleset == from->ruleset);
	for (size_t i = 0; i < from->count; i++) {
		const struct eval_cell *cell = &from->cells[i];
		struct eval_cell       *sum = cell_find(to, cell->file, cell->label,
		                                        slice_from_cstr(cell->category));

		if (sum == NULL)
			to->failed = true;
		else
			counts_add(&sum->counts, &cell->counts);
	}
	for (size_t i = 0; i < ruleset_rule_count(to->ruleset); i++) {
		for (int label = 0; label < EVAL_LABEL_COUNT; label++) {
			to->rules[i].caught[label] += from->rules[i].caught[label];
			to->rules[i].flagged[label] += from->rules[i].flagged[label];
		}
	}
	eval_pairs_merge(to, from);
	if (to->errors == 0)
		memcpy(to->first, from->first, sizeof to->first);
	to->errors += from->errors;
	to->failed = to->failed || from->failed;
}

/* ---- figures ---- */

static int by_category(const void *a, const void *b)
{
	const struct eval_cell *x = a;
	const struct eval_cell *y = b;

	if (x->label != y->label)
		return x->label < y->label ? -1 : 1;
	int order = strcmp(x->category, y->category);
	if (order != 0)
		return order;
	return (x->file > y->file) - (x->file < y->file);
}

static double share(uint64_t part, uint64_t whole)
{
	return whole == 0 ? 0.0 : (double)part / (double)whole;
}

/* Adds the cell to the figure; `rate` is the sum over sets until figure_finish(). */
static void figure_add(struct eval_figure *figure, const struct eval_cell *cell)
{
	figure->label = cell->label;
	memcpy(figure->category, cell->category, sizeof figure->category);
	figure->sets++;
	figure->rate += share(cell->counts.caught, cell->counts.rows);
	counts_add(&figure->counts, &cell->counts);
}

static void figure_finish(struct eval_figure *figure)
{
	if (figure->label == EVAL_HARMFUL)
		figure->rate /= (double)figure->sets;
	else
		figure->rate = share(figure->counts.caught, figure->counts.rows);
}

static void totals_finish(struct eval_figures *figures)
{
	size_t harmful = 0;

	for (size_t i = 0; i < figures->count; i++) {
		struct eval_figure *figure = &figures->items[i];

		figure_finish(figure);
		counts_add(&figures->totals[figure->label], &figure->counts);
		if (figure->label == EVAL_HARMFUL) {
			figures->recall += figure->rate;
			harmful++;
		}
	}
	if (harmful > 0)
		figures->recall /= (double)harmful;
}

enum status eval_figures_open(struct eval_figures *figures, struct eval_tally *tally)
{
	*figures = (struct eval_figures){ 0 };
	if (tally->failed)
		return STATUS_NO_MEMORY;
	eval_pairs_sort(tally);
	figures->items = calloc(tally->count + 1, sizeof *figures->items);
	if (figures->items == NULL)
		return STATUS_NO_MEMORY;
	if (tally->count > 0)
		qsort(tally->cells, tally->count, sizeof *tally->cells, by_category);
	for (size_t i = 0; i < tally->count; i++) {
		const struct eval_cell *cell = &tally->cells[i];
		const struct eval_cell *last = i > 0 ? cell - 1 : NULL;

		if (last == NULL || last->label != cell->label ||
		    strcmp(last->category, cell->category) != 0)
			figures->count++;
		figure_add(&figures->items[figures->count - 1], cell);
	}
	totals_finish(figures);
	return STATUS_OK;
}

void eval_figures_close(struct eval_figures *figures)
{
	free(figures->items);
	*figures = (struct eval_figures){ 0 };
}

/* ---- rules ---- */

static bool rule_worse(const struct eval_rule_counts *a, const struct eval_rule_counts *b)
{
	if (a->caught[EVAL_BENIGN] != b->caught[EVAL_BENIGN])
		return a->caught[EVAL_BENIGN] > b->caught[EVAL_BENIGN];
	return a->flagged[EVAL_BENIGN] > b->flagged[EVAL_BENIGN];
}

size_t eval_worst_rules(const struct eval_tally *tally, size_t *indexes, size_t max)
{
	size_t count = 0;

	for (size_t rule = 0; rule < ruleset_rule_count(tally->ruleset); rule++) {
		const struct eval_rule_counts *counts = &tally->rules[rule];
		size_t                         at = count;

		if (counts->caught[EVAL_BENIGN] + counts->flagged[EVAL_BENIGN] == 0)
			continue;
		while (at > 0 && rule_worse(counts, &tally->rules[indexes[at - 1]]))
			at--;
		if (at == max)
			continue;
		count += count < max;
		memmove(&indexes[at + 1], &indexes[at], (count - at - 1) * sizeof *indexes);
		indexes[at] = rule;
	}
	return count;
}
