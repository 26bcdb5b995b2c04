/* SPDX-License-Identifier: Apache-2.0 */
/* Which rules are worth a look in this view? Phrases are reduced to a few words, and the view's
 * words are numbers: each number says which phrases need it, and what must stand beside it.
 *
 *     how  do  I  make  a  cake         "make" is needed for "make a bomb": "a" is behind it
 *     how  to  make  up  a  story       "up" is not: nothing is looked at
 *
 * Most words of most texts name nothing, which a bit for each hash tells: a text has its words
 * numbered only where one of them may. Parts of words, and regexes, are looked for in one pass over
 * the folded text and one over the clean text. Nothing else happens to a text in which none occurs.
 * What occurs names atoms: of a rule of fifty phrases CONFIRM looks at one, and around its places
 * only; and a rule is looked at where one of its named atoms matches. */
#include "scan_atom.h"
#include "scan_stage.h"

#include "base_limits.h"
#include "decode_word.h"
#include "text_quick.h"

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
	prompt->worker->has_candidates = true;
}

void scan_candidates_add(struct scan_prompt *prompt, uint32_t atom)
{
	const struct ruleset_atom *named = &prompt->ruleset->atoms[atom];

	for (uint32_t i = 0; i < named->rule_count; i++)
		add_candidate(prompt, named->rules[i]);
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

	for (uint32_t i = 0; i < trigger->atom_count; i++)
		scan_atom_name(collector->prompt->worker, trigger->atoms[i]);
}

/* ---- words ---- */

#define REPEATS_FEW 4u /* places of one word, each looked at by itself */

static void name_at(struct scan_prompt *prompt, const struct ruleset_use *use,
                    const uint32_t *places, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (match_text_fits(&prompt->text, places[i], &use->sides))
			scan_atom_name_at(prompt->worker, use->atom, places[i]);
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
		    (use->sides.behind & sides.behind) != 0)
			scan_atom_name(prompt->worker, use->atom);
}

/* ---- does any word name something? ---- */

#define LOOKS_MOST DECODE_WORDS_WANTED /* with more, all words are numbered */
#define USES_MOST  64u

/* The words of a view, as its decoders left them or as they are split now. */
struct look {
	const struct scan_prompt  *prompt;
	struct slice               folded;
	const struct decode_words *listed; /* or NULL */
	size_t                     count;
};

static struct slice look_at(const struct look *look, size_t place)
{
	const struct decode_word *word;

	if (look->listed == NULL)
		return text_words_at(&look->prompt->text.words, place);
	word = &look->listed->items[place];
	return slice_range(look->folded, (size_t)word->start + 1, (size_t)word->end + 1);
}

static uint32_t number_at(const struct look *look, size_t place)
{
	return match_vocabulary_find(look->prompt->text.vocabulary, look_at(look, place));
}

/* As match_text_fits(), for any use of the word. */
static bool is_used_at(const struct look *look, size_t place)
{
	const struct ruleset     *ruleset = look->prompt->ruleset;
	const uint32_t            word = number_at(look, place);
	const struct ruleset_use *use;
	const struct ruleset_use *end;
	struct match_sides        sides;

	if (word == MATCH_WORD_UNKNOWN)
		return false;
	use = ruleset->uses + ruleset->use_ends[word - 1];
	end = ruleset->uses + ruleset->use_ends[word];
	if (use == end)
		return false;
	if (place == 0 || place + 1 == look->count || end - use > USES_MOST)
		return true;
	sides = (struct match_sides){ (uint64_t)1 << number_at(look, place - 1) % 64,
		                      (uint64_t)1 << number_at(look, place + 1) % 64 };
	for (; use < end; use++)
		if ((use->sides.before & sides.before) != 0 &&
		    (use->sides.behind & sides.behind) != 0)
			return true;
	return false;
}

/* Wrongly true where many words have uses. */
static bool may_listed_name(const struct scan_prompt *prompt, const struct decode_view *view)
{
	const struct decode_words *listed = view->words;
	const struct look          look = { prompt, view->folded, listed, listed->count };

	if (listed->wanted_count > LOOKS_MOST)
		return true;
	for (uint32_t i = 0; i < listed->wanted_count; i++)
		if (is_used_at(&look, listed->wanted[i]))
			return true;
	return false;
}

static bool may_split_name(const struct scan_prompt *prompt, const struct decode_view *view)
{
	const struct text_words   *words = &prompt->text.words;
	const struct text_lexicon *lexicon = prompt->ruleset->lexicon;
	const struct look          look = { prompt, view->folded, NULL, words->count };
	unsigned                   looks = 0;

	for (size_t i = text_quick_wanted(words, lexicon, 0); i < words->count;
	     i = text_quick_wanted(words, lexicon, i + 1))
		if (++looks > LOOKS_MOST || is_used_at(&look, i))
			return true;
	return false;
}

static enum status may_words_name(struct scan_prompt *prompt, bool *may)
{
	const struct decode_view *view = &prompt->views.items[prompt->view];
	enum status               status;

	if (view->words != NULL) {
		*may = may_listed_name(prompt, view);
		return STATUS_OK;
	}
	status = match_text_split(&prompt->text, prompt->scratch);
	*may = status == STATUS_OK && may_split_name(prompt, view);
	return status;
}

static enum status name_words(struct scan_prompt *prompt)
{
	struct match_text *text = &prompt->text;
	bool               may;
	enum status        status = may_words_name(prompt, &may);

	if (status != STATUS_OK || !may)
		return status;
	status = match_text_number(text, prompt->scratch);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < text->words.count; i++) {
		const uint32_t word = text->ids[i];

		if (word != MATCH_WORD_UNKNOWN && text->places[text->runs[word].first] == i)
			name_word(prompt, word);
	}
	return STATUS_OK;
}

/* ---- rules ---- */

void scan_candidates_list(struct scan_prompt *prompt)
{
	uint64_t *blocks = prompt->worker->candidates;

	prompt->candidate_count = 0;
	if (!prompt->worker->has_candidates)
		return;
	prompt->worker->has_candidates = false;
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

	match_text_open(&prompt->text, &ruleset->vocabulary, view->folded);
	status = name_words(prompt);
	if (status != STATUS_OK)
		return status;
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
	if (view->guessed)
		prompt->guess_steps += view->folded.len * LIMIT_GUESS_STEPS_PER_BYTE;
	else
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
	prompt->candidate_count = 0;
	prompt->worker->named_count = 0;
	status = scan_texts(prompt, view);
	if (status != STATUS_OK) {
		scan_candidates_list(prompt); /* forgets those that were added */
		return status;
	}
	if (view->kind == DECODE_VIEW_AS_SENT)
		prompt->inspected += prompt->prompt->fields[view->pieces[0].field].text.len;
	return STATUS_OK;
}
