/* SPDX-License-Identifier: Apache-2.0 */
/* A verdict for a person at a terminal:
 *
 *   block   score 5 of 5, policy default
 *     weapons.explosives.build  weapons.conventional, critical: block
 *       prompt, bytes 10 to 46 (UTF-16 10 to 46), after base64, caseless
 *       Instructions for building weapons are not allowed.
 *
 * With a trace, each finding shows step by step how it came about, and each view what it
 * reads. Control characters of the prompt are shown as blanks, so that no prompt can drive
 * the terminal. */
#include "doorward/verdict.h"

#include "doorward/trace.h"
#include "ruleset_rule.h"
#include "scan_verdict_steps.h"

#define VIEW_BYTES 400 /* of a view's text */

const char *engine_decision_name(enum engine_decision decision)
{
	static const char *const names[] = { "allow", "flag", "mask", "block" };

	return names[decision];
}

static void print_chain(struct buffer *out, const char *const *chain, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_append_format(out, "%s%s", i > 0 ? ", " : "", chain[i]);
}

static void print_part(struct buffer *out, const struct engine_verdict *verdict,
                       const struct engine_part *part)
{
	buffer_append_cstr(out, "    ");
	scan_print_safe(out, verdict->fields[part->field].name);
	buffer_append_format(out, ", bytes %zu to %zu (UTF-16 %zu to %zu)%s", part->span.start,
	                     part->span.end, part->span.utf16_start, part->span.utf16_end,
	                     part->exact ? "" : ", rounded to the encoded group");
	if (part->chain_count > 0) {
		buffer_append_cstr(out, ", after ");
		print_chain(out, part->chain, part->chain_count);
	}
	buffer_append_char(out, '\n');
}

static void print_finding(struct buffer *out, const struct engine_verdict *verdict,
                          const struct engine_finding *finding)
{
	const struct ruleset_rule *rule = finding->rule;

	buffer_append_format(
		out, "  %s  %s, %s: %s%s%s\n", rule->id, ruleset_category_code(rule->category),
		ruleset_severity_name(rule->severity), ruleset_action_name(finding->action),
		rule->mode == RULESET_SHADOW ? " (shadow)" : "",
		finding->uncertain ? " (uncertain: a limit was reached)" : "");
	for (size_t i = 0; i < finding->part_count; i++)
		print_part(out, verdict, &finding->parts[i]);
	buffer_append_format(out, "    %s\n", rule->message);
	if (verdict->trace != NULL)
		scan_print_steps(out, verdict, finding);
}

static void print_signals(struct buffer *out, const struct engine_verdict *verdict)
{
	if (verdict->signal_count == 0)
		return;
	buffer_append_cstr(out, "  signals:");
	for (size_t i = 0; i < verdict->signal_count; i++)
		buffer_append_format(out, "%s %s (%llu)", i > 0 ? "," : "",
		                     verdict->signals[i].name,
		                     (unsigned long long)verdict->signals[i].count);
	buffer_append_char(out, '\n');
}

static void print_view(struct buffer *out, const struct engine_trace_view *view)
{
	buffer_append_format(out, "  view %u, %s", view->id, view->kind);
	if (view->parent != view->id)
		buffer_append_format(out, " from view %u", view->parent);
	buffer_append_cstr(out, ", field ");
	scan_print_safe(out, view->field);
	if (view->chain_count > 0) {
		buffer_append_cstr(out, "; undone: ");
		print_chain(out, view->chain, view->chain_count);
	}
	buffer_append_cstr(out, "\n    reads   ");
	scan_print_excerpt(out, view->text, 0, 0, VIEW_BYTES);
	buffer_append_cstr(out, "\n    words   ");
	scan_print_excerpt(out, view->folded, 0, 0, VIEW_BYTES);
	buffer_append_char(out, '\n');
	for (size_t i = 0; i < view->rule_count; i++)
		buffer_append_format(out, "    found   %s\n", view->rules[i]);
}

static void print_masked(struct buffer *out, const struct engine_verdict *verdict)
{
	for (size_t i = 0; i < verdict->masked_count; i++) {
		buffer_append_cstr(out, "  masked ");
		scan_print_safe(out, verdict->fields[verdict->masked[i].field].name);
		buffer_append_cstr(out, ": ");
		scan_print_safe(out, verdict->masked[i].text);
		buffer_append_char(out, '\n');
	}
}

void verdict_print(const struct engine_verdict *verdict, struct buffer *out)
{
	buffer_append_format(out, "%s   score %u of %u, policy ",
	                     engine_decision_name(verdict->decision), verdict->score,
	                     verdict->threshold);
	scan_print_safe(out, verdict->policy);
	buffer_append_format(out, "%s%s\n", verdict->evasion ? ", disguised" : "",
	                     verdict->complete ? "" : ", NOT WHOLLY INSPECTED");
	if (verdict->has_would)
		buffer_append_format(out, "  with shadow rules: %s\n",
		                     engine_decision_name(verdict->would_decision));
	for (size_t i = 0; i < verdict->finding_count; i++)
		print_finding(out, verdict, &verdict->findings[i]);
	print_signals(out, verdict);
	print_masked(out, verdict);
	for (size_t i = 0; verdict->trace != NULL && i < verdict->trace->count; i++)
		print_view(out, &verdict->trace->views[i]);
}
