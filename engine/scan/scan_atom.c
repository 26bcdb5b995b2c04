/* SPDX-License-Identifier: Apache-2.0 */
#include "scan_atom.h"

#include "base_limits.h"

#define CACHE_LINE 64u

struct growing {
	struct scan_hit *items;
	size_t           count;
	size_t           cap;
};

static enum status make_room(struct arena *arena, struct growing *hits, size_t more)
{
	const size_t     needed = hits->count + more;
	size_t           cap = hits->cap;
	struct scan_hit *grown;

	if (needed <= cap)
		return STATUS_OK;
	cap = cap * 2 > needed ? cap * 2 : needed;
	grown = arena_resize(arena, hits->items, hits->cap * sizeof *grown, cap * sizeof *grown);
	if (grown == NULL)
		return STATUS_NO_MEMORY;
	hits->items = grown;
	hits->cap = cap;
	return STATUS_OK;
}

static enum status append_hit(struct arena *arena, struct growing *hits, const struct scan_hit *hit)
{
	enum status status = make_room(arena, hits, 1);

	if (status == STATUS_OK)
		hits->items[hits->count++] = *hit;
	return status;
}

/* ---- phrases ---- */

static struct scan_hit hit_of_words(const struct text_words *words, uint32_t first, uint32_t last)
{
	return (struct scan_hit){ .start = words->words[first].start,
		                  .end = words->words[last].end,
		                  .first = first,
		                  .last = last };
}

/* The whole view, when a limit ended the search. */
static struct scan_hit uncertain_hit(const struct text_words *words)
{
	struct scan_hit hit = hit_of_words(words, 0, (uint32_t)(words->count - 1));

	hit.uncertain = true;
	return hit;
}

static bool has_few_places(const struct scan_prompt *prompt, const struct scan_atom *known)
{
	return known->named == prompt->worker->stamp && known->place_count != SCAN_PLACES_MANY;
}

static bool is_guess(const struct scan_prompt *prompt)
{
	return prompt->views.items[prompt->view].guessed;
}

static uint64_t *steps_of(struct scan_prompt *prompt)
{
	return is_guess(prompt) ? &prompt->guess_steps : &prompt->phrase_steps;
}

/* The next matches behind those in `hits`, until there are `most`. */
static enum status search_phrase(struct scan_prompt *prompt, const struct match_phrase *phrase,
                                 const struct scan_atom *known, size_t most,
                                 const struct growing *hits, struct match_spans *spans)
{
	const struct scan_hit *last = hits->count > 0 ? &hits->items[hits->count - 1] : NULL;

	if (has_few_places(prompt, known))
		return match_phrase_find_at(
			phrase, &prompt->text,
			(struct match_places){ known->places, known->place_count }, prompt->scratch,
			last == NULL ? 0 : last->first + 1, most - hits->count, steps_of(prompt),
			spans);
	if (last == NULL)
		return match_phrase_find(phrase, &prompt->text, prompt->scratch, most,
		                         steps_of(prompt), spans);
	return match_phrase_find_more(phrase, &prompt->text, prompt->scratch,
	                              (struct match_span){ last->first, last->last },
	                              most - hits->count, steps_of(prompt), spans);
}

static enum status find_phrase(struct scan_prompt *prompt, const struct match_phrase *phrase,
                               const struct scan_atom *known, size_t most, struct growing *hits)
{
	const struct text_words  *words = &prompt->text.words;
	const struct match_places places = { known->places, known->place_count };
	struct match_spans        spans;
	struct scan_hit           hit;
	enum status               status;

	status = match_text_number(&prompt->text, prompt->scratch);
	if (status != STATUS_OK || words->count == 0)
		return status;
	if (match_phrase_lacks(phrase, &prompt->text,
	                       has_few_places(prompt, known) ? &places : NULL))
		return STATUS_OK;
	if (phrase->needed.text_count > 0 && !has_few_places(prompt, known))
		status = match_text_begin(&prompt->text, prompt->scratch);
	if (status == STATUS_OK)
		status = search_phrase(prompt, phrase, known, most, hits, &spans);
	if (status == STATUS_OK)
		status = make_room(prompt->scratch, hits, spans.count + spans.uncertain);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < spans.count; i++)
		hits->items[hits->count++] = hit_of_words(words, spans.spans[i].first,
		                                          spans.spans[i].last);
	if (!spans.uncertain)
		return STATUS_OK;
	if (is_guess(prompt)) {
		prompt->notes[SCAN_NOTE_CUT] = 1;
		return STATUS_OK;
	}
	prompt->budget.sure.hit = true;
	hit = uncertain_hit(words);
	return append_hit(prompt->scratch, hits, &hit);
}

/* ---- regexes ---- */

/* The first word that ends behind `start`, and the last that begins before `end`. */
static void words_of(const struct text_words *words, struct scan_hit *hit)
{
	size_t low = 0;
	size_t high = words->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (words->words[middle].end <= hit->start)
			low = middle + 1;
		else
			high = middle;
	}
	hit->first = hit->last = (uint32_t)(low < words->count ? low : words->count - 1);
	while (hit->last + 1 < words->count && words->words[hit->last + 1].start < hit->end)
		hit->last++;
}

static enum status append_regex_hit(struct scan_prompt *prompt, struct decode_view *view,
                                    size_t start, size_t end, struct growing *hits)
{
	struct scan_hit hit = { 0 };
	enum status     status = decode_folded_range(view, start, end, prompt->arena, &hit.start,
	                                             &hit.end);

	if (status != STATUS_OK)
		return status;
	if (prompt->text.words.count > 0)
		words_of(&prompt->text.words, &hit);
	return append_hit(prompt->scratch, hits, &hit);
}

static enum status find_regex(struct scan_prompt *prompt, const struct match_regex *regex,
                              size_t most, struct growing *hits)
{
	struct decode_view *view = &prompt->views.items[prompt->view];
	size_t              from = 0;
	enum status         status = STATUS_OK;

	while (status == STATUS_OK && from < view->clean.len && hits->count <= LIMIT_REGEX_HITS &&
	       hits->count < most) {
		size_t                  start;
		size_t                  end;
		enum match_regex_result result = match_regex_find(regex, prompt->worker->regex,
		                                                  view->clean, from, &start, &end);

		if (result == MATCH_REGEX_NO)
			break;
		status = append_regex_hit(prompt, view, start, end, hits);
		if (status == STATUS_OK && result == MATCH_REGEX_UNCERTAIN) {
			hits->items[hits->count - 1].uncertain = true;
			break;
		}
		from = end;
	}
	return status;
}

/* ---- once a view ---- */

/* For the first time? */
static bool name(struct engine_worker *worker, uint32_t atom)
{
	struct scan_atom *known = &worker->atoms[atom];

	if (known->named == worker->stamp)
		return false;
	known->named = worker->stamp;
	worker->named_atoms[worker->named_count++] = atom;
	worker->possible[atom / 64] |= (uint64_t)1 << atom % 64;
	worker->found = true;
	return true;
}

void scan_atom_name(struct engine_worker *worker, uint32_t atom)
{
	(void)name(worker, atom);
	worker->atoms[atom].place_count = SCAN_PLACES_MANY;
}

/* Words come in order, but for those that occur twice. */
static void place_add(struct scan_atom *known, uint32_t place)
{
	uint32_t at = known->place_count;

	if (at >= SCAN_PLACES_FEW) {
		known->place_count = SCAN_PLACES_MANY;
		return;
	}
	for (; at > 0 && known->places[at - 1] > place; at--)
		known->places[at] = known->places[at - 1];
	known->places[at] = place;
	known->place_count++;
}

void scan_atom_name_at(struct engine_worker *worker, uint32_t atom, uint32_t place)
{
	struct scan_atom *known = &worker->atoms[atom];

	if (name(worker, atom))
		known->place_count = 0;
	place_add(known, place);
}

static enum status find(struct scan_prompt *prompt, const struct ruleset_atom *atom,
                        const struct scan_atom *known, size_t most, struct growing *hits)
{
	switch (atom->kind) {
	case RULESET_ATOM_PHRASE:
		return find_phrase(prompt, &atom->phrase, known, most, hits);
	case RULESET_ATOM_REGEX:
		return find_regex(prompt, atom->regex, most, hits);
	}
	return STATUS_OK;
}

static bool is_uncertain(const struct growing *hits)
{
	return hits->count > 0 && hits->items[hits->count - 1].uncertain;
}

/* What is known of the atom in this view, to go on from: a phrase's hits. Regexes are looked for
 * anew, their places in the clean text being forgotten. */
static struct growing hits_known(const struct scan_atom *known, uint32_t stamp,
                                 const struct ruleset_atom *pattern)
{
	if (known->stamp != stamp || pattern->kind != RULESET_ATOM_PHRASE)
		return (struct growing){ 0 };
	return (struct growing){ known->items, known->hits.count, known->hits.count };
}

static void rule_out(struct engine_worker *worker, uint32_t atom)
{
	worker->possible[atom / 64] &= ~((uint64_t)1 << atom % 64);
	worker->found = true;
}

enum status scan_atom_confirm(struct scan_prompt *prompt, uint32_t atom, size_t most)
{
	struct scan_atom          *known = &prompt->worker->atoms[atom];
	const struct ruleset_atom *pattern = &prompt->ruleset->atoms[atom];
	const uint32_t             stamp = prompt->worker->stamp;
	struct growing             hits = hits_known(known, stamp, pattern);
	enum status                status = STATUS_OK;

	if (known->stamp == stamp && (known->all || known->hits.count >= most))
		return STATUS_OK;
	if (scan_worker_may_match(prompt->worker, atom))
		status = find(prompt, pattern, known, most, &hits);
	if (status != STATUS_OK)
		return status;
	if (hits.count == 0)
		rule_out(prompt->worker, atom);
	known->stamp = stamp;
	known->all = hits.count < most || is_uncertain(&hits);
	known->items = hits.items;
	known->hits = (struct scan_hits){ hits.items, hits.count };
	return STATUS_OK;
}

/* `from` may be NULL, and what it points to shorter: no pointer is made of either. */
static void fetch(const void *from, size_t bytes)
{
	const uintptr_t first = (uintptr_t)from;

	for (size_t at = 0; at < bytes; at += CACHE_LINE)
		__builtin_prefetch((const void *)(first + at));
}

/* The atom itself was fetched some time ago. */
static void fetch_phrase(const struct ruleset_atom *atom)
{
	const struct match_phrase *phrase = &atom->phrase;

	if (atom->kind != RULESET_ATOM_PHRASE)
		return;
	fetch(phrase->needed.words, CACHE_LINE);
	fetch(phrase->needed.sides, 2 * CACHE_LINE);
	fetch(phrase->nodes, 2 * CACHE_LINE);
	fetch(phrase->edge_words, 2 * CACHE_LINE);
	fetch(phrase->edge_ends, CACHE_LINE);
}

void scan_atom_ahead(const struct scan_prompt *prompt, const struct ruleset_tree *tree,
                     uint32_t node, uint32_t end)
{
	const struct ruleset_atom *atoms = prompt->ruleset->atoms;
	const uint32_t             next = tree[node].next;
	const uint32_t             third = next < end ? tree[next].next : end;

	if (next < end && tree[next].kind == RULESET_TREE_ATOM &&
	    scan_worker_may_match(prompt->worker, tree[next].atom))
		fetch_phrase(&atoms[tree[next].atom]);
	if (third < end && tree[third].kind == RULESET_TREE_ATOM &&
	    scan_worker_may_match(prompt->worker, tree[third].atom))
		fetch(&atoms[tree[third].atom], sizeof atoms[0]);
}

bool scan_atom_holds(const struct scan_prompt *prompt, uint32_t atom)
{
	const struct scan_atom *known = &prompt->worker->atoms[atom];

	return known->stamp == prompt->worker->stamp && known->hits.count > 0;
}

enum status scan_atom_hits(struct scan_prompt *prompt, uint32_t atom, size_t most,
                           struct scan_hits *hits, bool *all)
{
	enum status status = STATUS_OK;

	*hits = (struct scan_hits){ 0 };
	*all = true;
	if (!scan_atom_holds(prompt, atom))
		return STATUS_OK;
	status = scan_atom_confirm(prompt, atom, most);
	if (status != STATUS_OK)
		return status;
	*hits = prompt->worker->atoms[atom].hits;
	*all = prompt->worker->atoms[atom].all;
	return STATUS_OK;
}
