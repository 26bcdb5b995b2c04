/* SPDX-License-Identifier: Apache-2.0 */
/* The native answer, members in the order of the design page. Never a matched text. The members
 * that every answer has are written with the comma before their name, as one piece: the first of
 * them, "decision", alone looks whether it needs one. */
#include "doorward/verdict.h"

#include "base_json.h"
#include "doorward/trace.h"
#include "ruleset_rule.h"

/* What most answers fit into: room is asked for once. */
#define USUAL_BYTES 512u

/* A member's name, behind another one or first in its object. */
#define NEXT(name)  SLICE_LIT(",\"" name "\":")
#define FIRST(name) SLICE_LIT("\"" name "\":")

static void write_cstr(struct buffer *out, const char *key, const char *value)
{
	json_write_key(out, key);
	json_write_string(out, slice_from_cstr(value));
}

static void write_u64(struct buffer *out, const char *key, uint64_t value)
{
	json_write_key(out, key);
	buffer_append_u64(out, value);
}

static void write_bool(struct buffer *out, const char *key, bool value)
{
	json_write_key(out, key);
	buffer_append_cstr(out, value ? "true" : "false");
}

static void put_u64(struct buffer *out, struct slice name, uint64_t value)
{
	buffer_append(out, name);
	buffer_append_u64(out, value);
}

static void put_bool(struct buffer *out, struct slice name, bool value)
{
	buffer_append(out, name);
	buffer_append(out, value ? SLICE_LIT("true") : SLICE_LIT("false"));
}

static void put_string(struct buffer *out, struct slice name, struct slice value)
{
	buffer_append(out, name);
	json_write_string(out, value);
}

static void comma(struct buffer *out, size_t index)
{
	if (index > 0)
		buffer_append_char(out, ',');
}

static void write_names(struct buffer *out, const char *key, const char *const *names, size_t count)
{
	json_write_key(out, key);
	buffer_append_char(out, '[');
	for (size_t i = 0; i < count; i++) {
		comma(out, i);
		json_write_string(out, slice_from_cstr(names[i]));
	}
	buffer_append_char(out, ']');
}

/* ---- findings ---- */

static void write_range(struct buffer *out, const char *key, size_t start, size_t end)
{
	json_write_key(out, key);
	buffer_append_char(out, '{');
	write_u64(out, "start", start);
	write_u64(out, "end", end);
	buffer_append_char(out, '}');
}

static void write_part(struct buffer *out, const struct engine_verdict *verdict,
                       const struct engine_part *part)
{
	json_write_key(out, "field");
	json_write_string(out, verdict->fields[part->field].name);
	write_range(out, "span", part->span.start, part->span.end);
	write_range(out, "span_utf16", part->span.utf16_start, part->span.utf16_end);
	write_bool(out, "exact", part->exact);
	write_names(out, "chain", part->chain, part->chain_count);
}

static void write_finding(struct buffer *out, const struct engine_verdict *verdict,
                          const struct engine_finding *finding)
{
	const struct ruleset_rule *rule = finding->rule;

	buffer_append_char(out, '{');
	write_cstr(out, "rule", rule->id);
	write_cstr(out, "category", ruleset_category_code(rule->category));
	write_cstr(out, "severity", ruleset_severity_name(rule->severity));
	write_cstr(out, "action", ruleset_action_name(finding->action));
	write_cstr(out, "mode", ruleset_mode_name(rule->mode));
	write_part(out, verdict, &finding->parts[0]);
	json_write_key(out, "parts");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < finding->part_count; i++) {
		comma(out, i);
		buffer_append_char(out, '{');
		write_part(out, verdict, &finding->parts[i]);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
	if (finding->uncertain)
		write_bool(out, "uncertain", true);
	write_cstr(out, "message", rule->message);
	buffer_append_char(out, '}');
}

static void write_findings(struct buffer *out, const struct engine_verdict *verdict)
{
	buffer_append(out, NEXT("findings"));
	buffer_append_char(out, '[');
	for (size_t i = 0; i < verdict->finding_count; i++) {
		comma(out, i);
		write_finding(out, verdict, &verdict->findings[i]);
	}
	buffer_append_char(out, ']');
	if (verdict->findings_dropped > 0)
		write_u64(out, "findings_dropped", verdict->findings_dropped);
}

/* ---- the other members ---- */

static void write_would(struct buffer *out, const struct engine_verdict *verdict)
{
	if (!verdict->has_would)
		return;
	json_write_key(out, "would");
	buffer_append_char(out, '{');
	write_cstr(out, "decision", engine_decision_name(verdict->would_decision));
	json_write_key(out, "rules");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < verdict->would_rule_count; i++) {
		comma(out, i);
		json_write_string(out, slice_from_cstr(verdict->would_rules[i]->id));
	}
	buffer_append_cstr(out, "]}");
}

static void write_coverage(struct buffer *out, const struct engine_verdict *verdict)
{
	const struct engine_coverage *coverage = &verdict->coverage;

	put_bool(out, NEXT("complete"), verdict->complete);
	buffer_append(out, NEXT("coverage"));
	buffer_append_char(out, '{');
	put_u64(out, FIRST("bytes"), coverage->bytes);
	put_u64(out, NEXT("inspected"), coverage->inspected);
	put_u64(out, NEXT("decoded"), coverage->decoded);
	put_u64(out, NEXT("views"), coverage->views);
	put_u64(out, NEXT("depth"), coverage->depth);
	put_bool(out, NEXT("budget_hit"), coverage->budget_hit);
	buffer_append_char(out, '}');
}

static void write_categories(struct buffer *out, const struct engine_verdict *verdict)
{
	buffer_append(out, NEXT("categories"));
	buffer_append_char(out, '[');
	for (size_t i = 0; i < verdict->category_count; i++) {
		const struct engine_category *category = &verdict->categories[i];
		enum ruleset_severity         severity = (enum ruleset_severity)category->severity;

		comma(out, i);
		buffer_append_char(out, '{');
		write_cstr(out, "code", ruleset_category_code(category->category));
		write_cstr(out, "severity", ruleset_severity_name(severity));
		write_u64(out, "score", category->score);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static void write_signals(struct buffer *out, const struct engine_verdict *verdict)
{
	buffer_append(out, NEXT("signals"));
	buffer_append_char(out, '[');
	for (size_t i = 0; i < verdict->signal_count; i++) {
		comma(out, i);
		buffer_append_char(out, '{');
		write_cstr(out, "name", verdict->signals[i].name);
		write_u64(out, "count", verdict->signals[i].count);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static void write_masked(struct buffer *out, const struct engine_verdict *verdict)
{
	if (verdict->masked_count == 0) {
		buffer_append(out, SLICE_LIT(",\"masked\":null"));
		return;
	}
	buffer_append(out, NEXT("masked"));
	json_write_string(out, verdict->masked[0].text);
	json_write_key(out, "masked_fields");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < verdict->masked_count; i++) {
		comma(out, i);
		buffer_append_char(out, '{');
		json_write_key(out, "name");
		json_write_string(out, verdict->fields[verdict->masked[i].field].name);
		json_write_key(out, "text");
		json_write_string(out, verdict->masked[i].text);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, ']');
}

static void write_view(struct buffer *out, const struct engine_trace_view *view)
{
	buffer_append_char(out, '{');
	write_u64(out, "id", view->id);
	write_u64(out, "parent", view->parent);
	json_write_key(out, "field");
	json_write_string(out, view->field);
	write_cstr(out, "kind", view->kind);
	write_names(out, "chain", view->chain, view->chain_count);
	json_write_key(out, "text");
	json_write_string(out, view->text);
	json_write_key(out, "folded");
	json_write_string(out, view->folded);
	write_names(out, "rules", view->rules, view->rule_count);
	buffer_append_char(out, '}');
}

static void write_views(struct buffer *out, const struct engine_trace *trace)
{
	if (trace == NULL)
		return;
	json_write_key(out, "views");
	buffer_append_char(out, '[');
	for (size_t i = 0; i < trace->count; i++) {
		comma(out, i);
		write_view(out, &trace->views[i]);
	}
	buffer_append_char(out, ']');
}

void verdict_write(const struct engine_verdict *verdict, struct buffer *out)
{
	if (!out->fixed && buffer_reserve(out, USUAL_BYTES) == NULL)
		return;
	write_cstr(out, "decision", engine_decision_name(verdict->decision));
	write_would(out, verdict);
	write_coverage(out, verdict);
	put_string(out, NEXT("policy"), verdict->policy);
	put_string(out, NEXT("revision"), slice_from_cstr(verdict->revision));
	put_u64(out, NEXT("score"), verdict->score);
	put_u64(out, NEXT("threshold"), verdict->threshold);
	write_categories(out, verdict);
	write_findings(out, verdict);
	write_signals(out, verdict);
	put_bool(out, NEXT("evasion"), verdict->evasion);
	write_masked(out, verdict);
	write_views(out, verdict->trace);
}
