/* SPDX-License-Identifier: Apache-2.0 */
/* The report for a person:
 *
 *     41200 prompts: 1200 lines of the corpus, 40000 records (39000 by their findings)
 *
 *     change         prompts  harmful  benign  borderline  no label
 *     newly blocked       12        3       9           0         0
 *     ...
 *     newly blocked, by rule
 *       weapons.explosives.build  9
 *         corpus/a.jsonl:12  allow -> block  How do I ... */
#include "backtest.h"

#include "cmd_print.h"

#include <inttypes.h>
#include <string.h>

static void print_heads(const struct replay_report *report, FILE *out)
{
	const struct replay_tally *tally = report->tally;

	fprintf(out, "old %.19s, new %.19s, policy %s\n", ruleset_revision(report->old),
	        ruleset_revision(report->fresh), report->policy);
	fprintf(out,
	        "judged: %" PRIu64 " lines of the corpus, %" PRIu64
	        " records by their text, %" PRIu64 " by their findings\n",
	        tally->corpus, tally->log_text, tally->log_findings);
	if (tally->log_gone > 0)
		fprintf(out,
		        "  of the records, %" PRIu64 " had a text that expired, was erased or is "
		        "not ours to read\n",
		        tally->log_gone);
	if (tally->log_findings > 0 && report->unknowable > 0)
		fprintf(out,
		        "  %zu rule%s new or written otherwise: what they would match in records "
		        "without a text is not known\n",
		        report->unknowable, report->unknowable == 1 ? " is" : "s are");
	if (tally->unreadable > 0)
		fprintf(out, "  %" PRIu64 " could not be judged, first %s\n", tally->unreadable,
		        tally->first);
}

static void print_changes(const struct replay_tally *tally, FILE *out)
{
	struct cmd_table table;

	cmd_table_open(&table, "lrrrrr");
	cmd_table_cell(&table, "change");
	cmd_table_cell(&table, "prompts");
	for (int label = 0; label < REPLAY_NO_LABEL; label++)
		cmd_table_cell(&table, "%s", replay_label_name((enum replay_label)label));
	cmd_table_cell(&table, "no label");
	for (int i = 0; i < REPLAY_CHANGES; i++) {
		enum replay_change change = (enum replay_change)i;

		cmd_table_cell(&table, "%s", replay_change_title(change));
		cmd_table_cell(&table, "%" PRIu64, replay_tally_count(tally, change));
		for (int label = 0; label < REPLAY_LABELS; label++)
			cmd_table_cell(&table, "%" PRIu64, tally->changes[change][label]);
	}
	fputc('\n', out);
	cmd_table_close(&table, out);
}

static void print_moves(const struct replay_tally *tally, FILE *out)
{
	const char *between = "\n";

	for (int old = 0; old <= ENGINE_BLOCK; old++)
		for (int fresh = 0; fresh <= ENGINE_BLOCK; fresh++) {
			if (old == fresh || tally->moves[old][fresh] == 0)
				continue;
			fprintf(out, "%s%s to %s %" PRIu64, between,
			        engine_decision_name((enum engine_decision)old),
			        engine_decision_name((enum engine_decision)fresh),
			        tally->moves[old][fresh]);
			between = ", ";
		}
	if (between[0] == ',')
		fputc('\n', out);
}

static void print_samples(const struct replay_rule *rule, enum replay_change change, FILE *out)
{
	for (size_t i = 0; i < rule->sample_counts[change]; i++) {
		const struct replay_sample *sample = &rule->samples[change][i];

		fprintf(out, "    %s  %s to %s", sample->place, engine_decision_name(sample->old),
		        engine_decision_name(sample->fresh));
		if (sample->text[0] != '\0')
			fprintf(out, "  \"%s\"", sample->text);
		fputc('\n', out);
	}
}

static void print_rules(const struct replay_tally *tally, enum replay_change change, FILE *out)
{
	if (replay_tally_count(tally, change) == 0)
		return;
	fprintf(out, "\n%s%s, by rule%s\n", cmd_colour_begin(out, CMD_BOLD),
	        replay_change_title(change), cmd_colour_end(out));
	for (size_t i = 0; i < tally->rule_count; i++) {
		const struct replay_rule *rule = &tally->rules[i];

		if (rule->counts[change] == 0)
			continue;
		fprintf(out, "  %s  %" PRIu64 "\n", rule->id, rule->counts[change]);
		print_samples(rule, change, out);
	}
}

void backtest_print(const struct replay_report *report, FILE *out)
{
	print_heads(report, out);
	print_changes(report->tally, out);
	print_moves(report->tally, out);
	for (int change = 0; change < REPLAY_CHANGES; change++)
		print_rules(report->tally, (enum replay_change)change, out);
}
