/* SPDX-License-Identifier: Apache-2.0 */
/* Which rules are worth a look in this view? Phrases are reduced to a few words, and the view's
 * words are numbers: each number says which phrases need it, and what must stand beside it.
 *
 *     how  do  I  make  a  cake         "make" is needed for "make a bomb": "a" is behind it
 *     how  to  make  up  a  story       "up" is not: nothing is looked at
 *
 * Parts of words, and regexes, are looked for in one pass over the folded text and one over
 * the clean text. Nothing else happens to a text in which none occurs. What occurs
 * names atoms: of a rule of fifty phrases CONFIRM looks at one, and around its places only. */
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
		(void)scan_atom_name(collector->prompt->worker, trigger->atoms[i]);
}

/* ---- words ---- */

#define REPEATS_FEW 4u /* places of one word, each looked at by itself */

static void add_rules_of(struct scan_prompt *prompt, uint32_t atom)
{
	const struct ruleset_atom *named = &prompt->ruleset->atoms[atom];

	for (uint32_t i = 0; i < named->rule_count; i++)
		add_candidate(prompt, named->rules[i]);
}

static void name_at(struct scan_prompt *prompt, const struct ruleset_use *use,
                    const uint32_t *places, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (match_text_fits(&prompt->text, places[i], &use->sides) &&
		    scan_atom_name_at(prompt->worker, use->atom, places[i]))
			add_rules_of(prompt, use->atom);
}

/* What stands beside any of the places. */
static struct match_sides sides_of(const struct match_text *text, const uint32_t *places,
                                   uint32_t count)
{
	struct match_sides sides = { 0 };

	for (uint32_t i = 0; i < count; i++) {
		if (places[i] == 0 || places[i] + 1 == text->words.count)
			return (struct match_sides){ UINT64_MAX, UINT64_MAX };
		sides.before |= (uint64_t)1 << text->ids[places[i] - 1] % 64;
		sides.behind |= (uint64_t)1 << text->ids[places[i] + 1] % 64;
	}
	return sides;
}

/* What a word names, at all of its places. */
static void name_word(struct scan_prompt *prompt, uint32_t word)
{
	const struct ruleset     *ruleset = prompt->ruleset;
	const struct match_text  *text = &prompt->text;
	const struct match_run    run = text->runs[word];
	const uint32_t           *places = text->places + run.first;
	const struct ruleset_use *use = ruleset->uses + ruleset->use_ends[word - 1];
	const struct ruleset_use *end = ruleset->uses + ruleset->use_ends[word];
	struct match_sides        sides;

	if (use == end)
		return;
	if (run.count <= REPEATS_FEW) {
		for (; use < end; use++)
			name_at(prompt, use, places, run.count);
		return;
	}
	sides = sides_of(text, places, run.count);
	for (; use < end; use++)
		if ((use->sides.before & sides.before) != 0 &&
		    (use->sides.behind & sides.behind) != 0 &&
		    scan_atom_name(prompt->worker, use->atom))
			add_rules_of(prompt, use->atom);
}

static void name_words(struct scan_prompt *prompt)
{
	const struct match_text *text = &prompt->text;

	for (size_t i = 0; i < text->words.count; i++) {
		const uint32_t word = text->ids[i];

		if (word != MATCH_WORD_UNKNOWN && text->places[text->runs[word].first] == i)
			name_word(prompt, word);
	}
}

/* ---- rules ---- */

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

	status = match_text_init(&prompt->text, &ruleset->vocabulary, view->folded,
	                         prompt->scratch);
	if (status != STATUS_OK)
		return status;
	name_words(prompt);
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
