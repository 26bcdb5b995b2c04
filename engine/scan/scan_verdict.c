/* SPDX-License-Identifier: Apache-2.0 */
#include "scan_verdict.h"

#include "base_limits.h"
#include "scan_mask.h"
#include "scan_score.h"
#include "scan_trace.h"

#include <stdlib.h>
#include <string.h>

static const char *const note_signals[SCAN_NOTE_COUNT] = {
	[SCAN_NOTE_INVISIBLE] = "bypass.unicode/invisible",
	[SCAN_NOTE_LOOKALIKE] = "bypass.unicode/lookalike",
	[SCAN_NOTE_MARKS] = "bypass.unicode/marks",
	[SCAN_NOTE_UTF8] = "bypass.unicode/utf8",
	[SCAN_NOTE_CUT] = "bypass.encoding/guesses_cut",
};

/* ---- findings ---- */

static int by_place(const void *a, const void *b)
{
	const struct engine_finding *left = a;
	const struct engine_finding *right = b;
	const struct engine_part    *l = &left->parts[0];
	const struct engine_part    *r = &right->parts[0];

	if (l->field != r->field)
		return l->field < r->field ? -1 : 1;
	if (l->span.start != r->span.start)
		return l->span.start < r->span.start ? -1 : 1;
	if (l->span.end != r->span.end)
		return l->span.end < r->span.end ? -1 : 1;
	return strcmp(left->rule->id, right->rule->id);
}

static struct engine_finding finding_of(const struct ruleset_policy *policy,
                                        const struct scan_match     *match)
{
	struct scan_effect effect = scan_effect_of(policy, match->rule);

	return (struct engine_finding){ .rule = match->rule,
		                        .action = effect.action,
		                        .parts = match->parts,
		                        .part_count = match->part_count,
		                        .uncertain = match->uncertain,
		                        .evasive = match->evasive,
		                        .view = (uint32_t)match->view,
		                        .view_start = match->view_start,
		                        .view_end = match->view_end,
		                        .decides = effect.acts && effect.action != RULESET_SIGNAL };
}

/* When there are more than fit, those that decide come first. */
static int by_weight(const void *a, const void *b)
{
	const struct engine_finding *left = a;
	const struct engine_finding *right = b;

	if (left->decides != right->decides)
		return left->decides ? -1 : 1;
	if (left->action != right->action)
		return left->action > right->action ? -1 : 1;
	return by_place(a, b);
}

static enum status fill_findings(struct scan_prompt *prompt)
{
	struct engine_verdict     *verdict = prompt->verdict;
	const struct scan_matches *matches = &prompt->matches;
	struct engine_finding     *findings = ARENA_ARRAY(prompt->answer, matches->count,
	                                                  struct engine_finding);
	size_t                     count = 0;

	if (findings == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < matches->count; i++) {
		if (!scan_effect_of(prompt->policy, matches->items[i].rule).counts)
			continue;
		findings[count++] = finding_of(prompt->policy, &matches->items[i]);
	}
	if (count > LIMIT_FINDINGS) {
		qsort(findings, count, sizeof *findings, by_weight);
		verdict->findings_dropped = count - LIMIT_FINDINGS;
		count = LIMIT_FINDINGS;
	}
	if (count > 1)
		qsort(findings, count, sizeof *findings, by_place);
	verdict->findings = findings;
	verdict->finding_count = count;
	return STATUS_OK;
}

static void fill_evasion(struct scan_prompt *prompt)
{
	for (size_t i = 0; i < prompt->matches.count; i++) {
		const struct scan_match *match = &prompt->matches.items[i];
		struct scan_effect       effect = scan_effect_of(prompt->policy, match->rule);

		if (match->evasive && effect.counts && match->rule->mode == RULESET_ENFORCE)
			prompt->verdict->evasion = true;
	}
}

/* The shadow rules behind a different would-be decision, each once, by id. */
static enum status fill_would(struct scan_prompt *prompt)
{
	struct engine_verdict      *verdict = prompt->verdict;
	const struct ruleset_rule **rules;
	size_t                      count = 0;

	if (!verdict->has_would)
		return STATUS_OK;
	rules = ARENA_ARRAY(prompt->answer, prompt->matches.count, const struct ruleset_rule *);
	if (rules == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < prompt->matches.count; i++) {
		const struct ruleset_rule *rule = prompt->matches.items[i].rule;
		struct scan_effect         effect = scan_effect_of(prompt->policy, rule);
		size_t                     at = 0;

		if (!effect.acts_shadow && !effect.scores_shadow)
			continue;
		while (at < count && strcmp(rules[at]->id, rule->id) < 0)
			at++;
		if (at < count && rules[at] == rule)
			continue;
		memmove(&rules[at + 1], &rules[at], (count - at) * sizeof rules[0]);
		rules[at] = rule;
		count++;
	}
	verdict->would_rules = rules;
	verdict->would_rule_count = count;
	return STATUS_OK;
}

/* ---- categories ---- */

/* Over all matches, also those beyond the findings that are listed. */
static enum status fill_categories(struct scan_prompt *prompt, const uint32_t *scores)
{
	const size_t            max = prompt->matches.count > 0 ? ruleset_category_count() : 0;
	struct engine_category *all = arena_alloc_zero(prompt->answer, max, sizeof *all);
	bool                   *found = arena_alloc_zero(prompt->answer, max, sizeof *found);
	size_t                  count = 0;

	if (all == NULL || found == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < prompt->matches.count; i++) {
		const struct ruleset_rule *rule = prompt->matches.items[i].rule;
		uint8_t                   *severity = &all[rule->category].severity;

		if (rule->mode != RULESET_ENFORCE || !scan_effect_of(prompt->policy, rule).counts)
			continue;
		found[rule->category] = true;
		if ((uint8_t)rule->severity > *severity)
			*severity = (uint8_t)rule->severity;
	}
	for (uint16_t i = 0; i < max; i++)
		if (found[i])
			all[count++] = (struct engine_category){ i, (uint16_t)scores[i],
				                                 all[i].severity };
	prompt->verdict->categories = all;
	prompt->verdict->category_count = count;
	return STATUS_OK;
}

/* ---- signals ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct engine_signal *)a)->name,
	              ((const struct engine_signal *)b)->name);
}

static enum status fill_signals(struct scan_prompt *prompt)
{
	const size_t          kinds = decode_kind_count();
	const size_t          unwraps = decode_unwrap_count();
	const size_t          max = kinds + unwraps + SCAN_NOTE_COUNT;
	struct engine_signal *signals = ARENA_ARRAY(prompt->answer, max, struct engine_signal);
	size_t                count = 0;

	if (signals == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < kinds; i++)
		if (prompt->counts.runs[i] > 0)
			signals[count++] = (struct engine_signal){ decode_kind_at(i)->signal,
				                                   prompt->counts.runs[i] };
	for (size_t i = 0; i < unwraps; i++)
		if (prompt->counts.layers[i] > 0)
			signals[count++] = (struct engine_signal){ decode_unwrap_at(i)->signal,
				                                   prompt->counts.layers[i] };
	for (size_t i = 0; i < SCAN_NOTE_COUNT; i++)
		if (prompt->notes[i] > 0)
			signals[count++] = (struct engine_signal){ note_signals[i],
				                                   prompt->notes[i] };
	if (count > 1)
		qsort(signals, count, sizeof *signals, by_name);
	prompt->verdict->signals = signals;
	prompt->verdict->signal_count = count;
	return STATUS_OK;
}

/* ---- the whole ---- */

static void fill_facts(struct scan_prompt *prompt)
{
	struct engine_verdict *verdict = prompt->verdict;
	uint64_t               bytes = 0;

	for (size_t i = 0; i < prompt->prompt->field_count; i++)
		bytes += prompt->prompt->fields[i].text.len;
	verdict->complete = prompt->complete;
	verdict->coverage = (struct engine_coverage){ .bytes = bytes,
		                                      .inspected = prompt->inspected,
		                                      .decoded = prompt->counts.bytes,
		                                      .views = prompt->views.count,
		                                      .depth = prompt->counts.depth,
		                                      .budget_hit = prompt->budget.sure.hit ||
		                                                    prompt->matches.dropped };
	verdict->policy = slice_from_cstr(prompt->policy->name);
	verdict->revision = prompt->ruleset->revision;
	verdict->threshold = prompt->policy->threshold;
	verdict->fields = prompt->prompt->fields;
	verdict->field_count = prompt->prompt->field_count;
}

enum status scan_verdict_fill(struct scan_prompt *prompt, const uint32_t *scores)
{
	enum status status;

	fill_facts(prompt);
	fill_evasion(prompt);
	status = fill_findings(prompt);
	if (status == STATUS_OK)
		status = fill_would(prompt);
	if (status == STATUS_OK)
		status = fill_categories(prompt, scores);
	if (status == STATUS_OK)
		status = fill_signals(prompt);
	if (status == STATUS_OK && prompt->verdict->decision == ENGINE_MASK)
		status = scan_mask_fields(prompt);
	if (status == STATUS_OK && prompt->prompt->explain)
		status = scan_trace_fill(prompt);
	return status;
}
