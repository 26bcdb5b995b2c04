/* SPDX-License-Identifier: Apache-2.0 */
/* The figures as one JSON object, for machines and as a baseline:
 *
 *     {"revision":"sha256:...","policy":"default","rows":10,"errors":0,"recall":0.800000,
 *      "harmful":[{"category":"weapons_cbrn","sets":2,...,"rate":0.800000}],
 *      "benign":[...],"borderline":[...],"files":[...],"rules":[...],
 *      "confusion":[{"label":"harmful","category":"fraud","family":"deception","rows":27}],
 *      "worse":false,"changes":[...]}      the last two only against a baseline */
#include "eval.h"

#include "base_json.h"

static void number(struct buffer *out, const char *key, uint64_t value)
{
	json_write_key(out, key);
	buffer_append_u64(out, value);
}

static void text(struct buffer *out, const char *key, const char *value)
{
	json_write_key(out, key);
	json_write_string(out, slice_from_cstr(value));
}

static void rate(struct buffer *out, const char *key, double value)
{
	json_write_key(out, key);
	buffer_append_format(out, "%.6f", value);
}

static void counts_write(struct buffer *out, const struct eval_counts *counts)
{
	number(out, "rows", counts->rows);
	number(out, "caught", counts->caught);
	number(out, "flagged", counts->flagged);
	number(out, "named", counts->named);
	number(out, "incomplete", counts->incomplete);
}

/* Between the entries of an array: a comma unless the array has just begun. */
static void entry_begin(struct buffer *out, const char *newline)
{
	if (out->len > 0 && out->ptr[out->len - 1] != '[')
		buffer_append_char(out, ',');
	buffer_append_cstr(out, newline);
	buffer_append_char(out, '{');
}

static void array_begin(struct buffer *out, const char *newline, const char *key)
{
	buffer_append_char(out, ',');
	buffer_append_cstr(out, newline);
	buffer_append_format(out, "\"%s\":[", key);
}

static void group_write(const struct eval_report *report, enum eval_label label,
                        const char *newline, struct buffer *out)
{
	array_begin(out, newline, eval_label_name(label));
	for (size_t i = 0; i < report->figures->count; i++) {
		const struct eval_figure *figure = &report->figures->items[i];

		if (figure->label != label)
			continue;
		entry_begin(out, newline);
		text(out, "category", figure->category);
		number(out, "sets", figure->sets);
		counts_write(out, &figure->counts);
		rate(out, "rate", figure->rate);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static void files_write(const struct eval_report *report, const char *newline, struct buffer *out)
{
	array_begin(out, newline, "files");
	for (size_t i = 0; i < report->tally->count; i++) {
		const struct eval_cell *cell = &report->tally->cells[i];

		entry_begin(out, newline);
		text(out, "file", report->files->items[cell->file].name);
		text(out, "label", eval_label_name(cell->label));
		text(out, "category", cell->category);
		counts_write(out, &cell->counts);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static bool rule_counted(const struct eval_rule_counts *counts)
{
	uint64_t sum = 0;

	for (int label = 0; label < EVAL_LABEL_COUNT; label++)
		sum += counts->caught[label] + counts->flagged[label];
	return sum > 0;
}

static void rules_write(const struct eval_tally *tally, const char *newline, struct buffer *out)
{
	array_begin(out, newline, "rules");
	for (size_t i = 0; i < ruleset_rule_count(tally->ruleset); i++) {
		const struct eval_rule_counts *counts = &tally->rules[i];

		if (!rule_counted(counts))
			continue;
		entry_begin(out, newline);
		text(out, "rule", ruleset_rule_id(ruleset_rule_at(tally->ruleset, i)));
		for (int label = 0; label < EVAL_LABEL_COUNT; label++) {
			json_write_key(out, eval_label_name((enum eval_label)label));
			buffer_append_char(out, '{');
			number(out, "caught", counts->caught[label]);
			number(out, "flagged", counts->flagged[label]);
			buffer_append_char(out, '}');
		}
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static void changes_write(const struct eval_changes *changes, const char *newline,
                          struct buffer *out)
{
	if (!changes->compared)
		return;
	buffer_append_format(out, ",%s\"worse\":%s", newline, changes->worse ? "true" : "false");
	array_begin(out, newline, "changes");
	for (size_t i = 0; i < changes->count; i++) {
		const struct eval_change *change = &changes->items[i];

		entry_begin(out, newline);
		text(out, "label", eval_label_name(change->label));
		json_write_key(out, "category");
		if (change->category[0] != '\0')
			json_write_string(out, slice_from_cstr(change->category));
		else
			buffer_append_cstr(out, "null");
		rate(out, "was", change->was);
		rate(out, "is", change->is);
		json_write_key(out, "worse");
		buffer_append_cstr(out, change->worse ? "true}" : "false}");
	}
	buffer_append_char(out, ']');
}

void eval_json_write(const struct eval_report *report, const char *newline, struct buffer *out)
{
	uint64_t rows = 0;

	for (int label = 0; label < EVAL_LABEL_COUNT; label++)
		rows += report->figures->totals[label].rows;
	buffer_append_char(out, '{');
	text(out, "revision", ruleset_revision(report->tally->ruleset));
	text(out, "policy", report->policy);
	number(out, "rows", rows);
	number(out, "errors", report->tally->errors);
	rate(out, "recall", report->figures->recall);
	for (int label = 0; label < EVAL_LABEL_COUNT; label++)
		group_write(report, (enum eval_label)label, newline, out);
	files_write(report, newline, out);
	rules_write(report->tally, newline, out);
	eval_pairs_write(report->tally, newline, out);
	changes_write(report->changes, newline, out);
	buffer_append_cstr(out, "}\n");
}
