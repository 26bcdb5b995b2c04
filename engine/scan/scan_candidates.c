/* SPDX-License-Identifier: Apache-2.0 */
/* Which rules are worth a look in this view? One pass over the folded text for the
 * literals that phrases are reduced to, and one over the clean text for the regexes
 * that have no literal. Nothing else happens to a text in which neither occurs. What occurs
 * also names the atoms it was taken from: of a rule of fifty phrases CONFIRM looks at one. */
#include "scan_atom.h"
#include "scan_stage.h"

#include "base_limits.h"

struct collector {
	struct scan_prompt           *prompt;
	const struct ruleset_trigger *triggers;
};

bool scan_rule_applies(const struct ruleset_rule *rule, const struct scan_prompt *prompt)
{
	const struct decode_view *view = &prompt->views.items[prompt->view];

	if (!(prompt->prompt->direction == ENGINE_INPUT ? rule->input : rule->output))
		return false;
	switch (rule->polarity) {
	case RULESET_FIELD_NEGATIVE:
		return view->negative;
	case RULESET_FIELD_POSITIVE:
		return !view->negative || view->decoded;
	case RULESET_FIELD_ANY:
		return true;
	}
	return true;
}

static void add_candidate(struct scan_prompt *prompt, uint32_t rule)
{
	prompt->worker->candidates[rule / 64] |= (uint64_t)1 << rule % 64;
}

static void add_drafts(struct scan_prompt *prompt)
{
	for (uint32_t i = 0; i < prompt->ruleset->rule_count; i++)
		if (prompt->ruleset->rules[i].mode == RULESET_DRAFT)
			add_candidate(prompt, i);
}

static void collect(void *context, uint32_t id)
{
	const struct collector       *collector = context;
	const struct ruleset_trigger *trigger = &collector->triggers[id];

	for (uint32_t i = 0; i < trigger->count; i++)
		add_candidate(collector->prompt, trigger->rules[i]);
	for (uint32_t i = 0; i < trigger->atom_count; i++)
		scan_atom_name(collector->prompt->worker, trigger->atoms[i]);
}

/* The rules that were added, in order, and forgets them. */
static void list_candidates(struct scan_prompt *prompt)
{
	uint64_t *blocks = prompt->worker->candidates;

	prompt->candidate_count = 0;
	for (size_t block = 0; block <= prompt->ruleset->rule_count / 64; block++) {
		for (uint64_t bits = blocks[block]; bits != 0; bits &= bits - 1) {
			uint32_t rule = (uint32_t)(block * 64 + (size_t)__builtin_ctzll(bits));

			if (scan_rule_applies(&prompt->ruleset->rules[rule], prompt))
				prompt->candidates[prompt->candidate_count++] = rule;
		}
		blocks[block] = 0;
	}
}

static enum status scan_texts(struct scan_prompt *prompt, const struct decode_view *view)
{
	const struct ruleset *ruleset = prompt->ruleset;
	struct collector      collector = { prompt, ruleset->literal_triggers };
	enum status           status;

	status = ruleset->backend->scan(ruleset->literals, prompt->worker->scratch, view->folded,
	                                collect, &collector);
	if (status != STATUS_OK || ruleset->prefilter == NULL)
		return status;
	collector.triggers = ruleset->prefilter_triggers;
	return match_prefilter_scan(ruleset->prefilter, prompt->worker->scratch, view->clean,
	                            collect, &collector);
}

enum status scan_candidates(struct scan_prompt *prompt)
{
	const struct decode_view *view = &prompt->views.items[prompt->view];
	enum status               status;

	/* Views cost their length: what may be spent on phrases grows with them. */
	prompt->phrase_steps += view->folded.len * LIMIT_PHRASE_STEPS_PER_BYTE;
	if (prompt->candidates == NULL)
		prompt->candidates = ARENA_ARRAY(prompt->arena, prompt->ruleset->rule_count + 1,
		                                 uint32_t);
	if (prompt->candidates == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < prompt->forced_count; i++)
		add_candidate(prompt, prompt->forced->index + (uint32_t)i);
	if (prompt->with_drafts)
		add_drafts(prompt);
	status = scan_texts(prompt, view);
	list_candidates(prompt);
	if (status != STATUS_OK)
		return status;
	if (view->kind == DECODE_VIEW_AS_SENT)
		prompt->inspected += prompt->prompt->fields[view->pieces[0].field].text.len;
	return STATUS_OK;
}
