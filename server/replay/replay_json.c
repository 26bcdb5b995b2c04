/* SPDX-License-Identifier: Apache-2.0 */
/* The report as one JSON object:
 *
 *     {"old":"sha256:...","new":"sha256:...","policy":"default","allow":0,
 *      "judged":{"corpus":1200,"log_text":0,"log_findings":40000,"log_gone":0,"unreadable":0},
 *      "unknowable_rules":1,
 *      "newly_blocked":{"count":12,"harmful":3,"benign":9,"borderline":0,"no_label":0}, ...
 *      "moves":[{"from":"allow","to":"block","count":12}],
 *      "rules":[{"rule":"...","newly_blocked":{"count":9,"samples":[{"place","from","to","text"}]}}]}
 */
#include "replay.h"

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

static void comma(struct buffer *out)
{
	if (out->len > 0 && out->ptr[out->len - 1] != '[')
		buffer_append_char(out, ',');
}

static void judged_write(const struct replay_tally *tally, struct buffer *out)
{
	json_write_key(out, "judged");
	buffer_append_char(out, '{');
	number(out, "corpus", tally->corpus);
	number(out, "log_text", tally->log_text);
	number(out, "log_findings", tally->log_findings);
	number(out, "log_gone", tally->log_gone);
	number(out, "unreadable", tally->unreadable);
	buffer_append_char(out, '}');
}

static void changes_write(const struct replay_tally *tally, struct buffer *out)
{
	for (int i = 0; i < REPLAY_CHANGES; i++) {
		enum replay_change change = (enum replay_change)i;

		json_write_key(out, replay_change_name(change));
		buffer_append_char(out, '{');
		number(out, "count", replay_tally_count(tally, change));
		for (int label = 0; label < REPLAY_LABELS; label++)
			number(out, replay_label_name((enum replay_label)label),
			       tally->changes[change][label]);
		buffer_append_char(out, '}');
	}
}

static void moves_write(const struct replay_tally *tally, struct buffer *out)
{
	json_write_key(out, "moves");
	buffer_append_char(out, '[');
	for (int old = 0; old <= ENGINE_BLOCK; old++)
		for (int fresh = 0; fresh <= ENGINE_BLOCK; fresh++) {
			if (old == fresh || tally->moves[old][fresh] == 0)
				continue;
			comma(out);
			buffer_append_char(out, '{');
			text(out, "from", engine_decision_name((enum engine_decision)old));
			text(out, "to", engine_decision_name((enum engine_decision)fresh));
			number(out, "count", tally->moves[old][fresh]);
			buffer_append_char(out, '}');
		}
	buffer_append_char(out, ']');
}

static void samples_write(const struct replay_rule *rule, enum replay_change change,
                          struct buffer *out)
{
	json_write_key(out, replay_change_name(change));
	buffer_append_char(out, '{');
	number(out, "count", rule->counts[change]);
	json_write_key(out, "samples");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < rule->sample_counts[change]; i++) {
		const struct replay_sample *sample = &rule->samples[change][i];

		comma(out);
		buffer_append_char(out, '{');
		text(out, "place", sample->place);
		text(out, "from", engine_decision_name(sample->old));
		text(out, "to", engine_decision_name(sample->fresh));
		json_write_key(out, "text");
		if (sample->text[0] != '\0')
			json_write_string(out, slice_from_cstr(sample->text));
		else
			buffer_append_cstr(out, "null");
		buffer_append_char(out, '}');
	}
	buffer_append_cstr(out, "]}");
}

void replay_report_write(const struct replay_report *report, struct buffer *out)
{
	const struct replay_tally *tally = report->tally;

	buffer_append_char(out, '{');
	text(out, "old", ruleset_revision(report->old));
	text(out, "new", ruleset_revision(report->fresh));
	text(out, "policy", report->policy);
	number(out, "allow", report->allowed_changes);
	judged_write(tally, out);
	number(out, "unknowable_rules", report->unknowable);
	changes_write(tally, out);
	moves_write(tally, out);
	json_write_key(out, "rules");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < tally->rule_count; i++) {
		comma(out);
		buffer_append_char(out, '{');
		text(out, "rule", tally->rules[i].id);
		for (int change = 0; change < REPLAY_CHANGES; change++)
			if (tally->rules[i].counts[change] > 0)
				samples_write(&tally->rules[i], (enum replay_change)change, out);
		buffer_append_char(out, '}');
	}
	buffer_append_cstr(out, "]}");
}
