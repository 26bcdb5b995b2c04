/* SPDX-License-Identifier: Apache-2.0 */
/* The figures as one object, for programs and as a baseline. Fixed order, shares with six digits:
 *
 *     {"revision":...,"policy":...,"sample":0,"seed":1,"stacks":8,"good":true,
 *      "rules":249,"exact_rules":24,"tests":500,"forms":...,"kept":...,"kept_share":...,
 *      "families":[{"family","threshold","good","disguises",counts}],
 *      "disguises":[{"disguise","family","threshold","floor","good",counts}],
 *      "lossy":[{"rule",counts,"worst"}],"lost":[...]}
 *
 * A baseline has of "disguises" the name and the shares, and not the last two.
 *
 * Counts are forms, kept, kept_share, named, named_share, spans, right, right_share. */
#include "gate.h"

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

static void share(struct buffer *out, const char *key, double value)
{
	json_write_key(out, key);
	buffer_append_format(out, "%.6f", value);
}

static void truth(struct buffer *out, const char *key, bool value)
{
	json_write_key(out, key);
	buffer_append_cstr(out, value ? "true" : "false");
}

static void counts_write(struct buffer *out, const struct gate_counts *counts)
{
	number(out, "forms", counts->forms);
	number(out, "kept", counts->kept);
	share(out, "kept_share", gate_share(counts->kept, counts->forms));
	number(out, "named", counts->named);
	share(out, "named_share", gate_share(counts->named, counts->forms));
	number(out, "spans", counts->spans);
	number(out, "right", counts->right);
	share(out, "right_share", gate_share(counts->right, counts->spans));
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

static void families_write(const struct gate_report *report, const char *newline,
                           struct buffer *out)
{
	array_begin(out, newline, "families");
	for (size_t i = 0; i < report->group_count; i++) {
		const struct gate_group *group = &report->groups[i];

		entry_begin(out, newline);
		text(out, "family", group->family);
		share(out, "threshold", group->threshold);
		truth(out, "good", !group->short_of_threshold);
		number(out, "disguises", group->disguises);
		counts_write(out, &group->counts);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

/* What a baseline needs of a row. */
static void floor_write(const struct gate_row *row, struct buffer *out)
{
	text(out, "disguise", row->name);
	number(out, "forms", row->counts.forms);
	share(out, "kept_share", gate_share(row->counts.kept, row->counts.forms));
	share(out, "right_share", gate_share(row->counts.right, row->counts.spans));
}

static void row_write(const struct gate_row *row, struct buffer *out)
{
	text(out, "disguise", row->name);
	text(out, "family", row->family);
	share(out, "threshold", row->threshold);
	share(out, "floor", row->kept_floor);
	truth(out, "good", !row->short_of_floor);
	counts_write(out, &row->counts);
}

static void disguises_write(const struct gate_report *report, bool all, const char *newline,
                            struct buffer *out)
{
	array_begin(out, newline, "disguises");
	for (size_t i = 0; i < report->tally->row_count; i++) {
		const struct gate_row *row = &report->tally->rows[i];

		if (row->counts.forms == 0)
			continue;
		entry_begin(out, newline);
		if (all)
			row_write(row, out);
		else
			floor_write(row, out);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static void rules_write(const struct gate_report *report, const char *newline, struct buffer *out)
{
	const struct gate_tally *tally = report->tally;

	array_begin(out, newline, "lossy");
	for (size_t i = 0; i < ruleset_rule_count(tally->ruleset); i++) {
		const struct gate_rule *rule = &tally->rules[i];

		if (rule->worst_lost == 0)
			continue;
		entry_begin(out, newline);
		text(out, "rule", ruleset_rule_id(ruleset_rule_at(tally->ruleset, i)));
		counts_write(out, &rule->counts);
		text(out, "worst", tally->rows[rule->worst].name);
		number(out, "worst_lost", rule->worst_lost);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static void lost_write(const struct gate_report *report, const char *newline, struct buffer *out)
{
	array_begin(out, newline, "lost");
	for (size_t i = 0; i < report->tally->lost_count; i++) {
		const struct gate_lost *lost = &report->tally->lost[i];

		entry_begin(out, newline);
		text(out, "rule", ruleset_rule_id(lost->rule));
		text(out, "lost", lost->what);
		text(out, "disguise", report->tally->rows[lost->row].name);
		text(out, "steps", lost->steps);
		number(out, "frame", lost->frame);
		text(out, "text", lost->text);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

void gate_json_write(const struct gate_report *report, bool all, const char *newline,
                     struct buffer *out)
{
	buffer_append_char(out, '{');
	text(out, "revision", ruleset_revision(report->tally->ruleset));
	text(out, "policy", report->policy);
	number(out, "sample", report->options->sample);
	number(out, "seed", report->options->seed);
	number(out, "stacks", report->options->stacks);
	truth(out, "good", report->good);
	number(out, "rules", report->rule_count);
	number(out, "exact_rules", report->exact_count);
	number(out, "tests", report->tests);
	counts_write(out, &report->total);
	families_write(report, newline, out);
	disguises_write(report, all, newline, out);
	if (all) {
		rules_write(report, newline, out);
		lost_write(report, newline, out);
	}
	buffer_append_cstr(out, "}\n");
}
