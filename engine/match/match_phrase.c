/* SPDX-License-Identifier: Apache-2.0 */
/* Walks all states of a phrase at once (Thompson, CACM 11(6), 1968).
 *
 *     phrase  0 -make-> 1 -any-> 2 -bomb-> 3     1 -bomb-> 3
 *     word    0 make    1 make    2 a    3 bomb
 *     states  1 from 0  1 from 1  2 from 1 ->  3 from 1: match [1, 3]
 *
 * A state remembers one thing: the latest word at which a path to it began. Of two
 * paths that meet, the later start gives the tighter match and can do all the other
 * can, so the earlier is forgotten; that is what makes the walk linear. After word 1
 * above, state 1 holds start 1 (and state 2, from 0, dies at "a" with no match lost).
 *
 * Ends come in rising order, and of two matches one lies inside the other only if
 * the later end does not start later: comparing with the last match is enough.
 *
 * Most phrases have no word in common with most texts. Every match holds a needed word (one
 * of the cut that match_literals.c chose), so the walk goes from place to place of those
 * (match_text.c): it begins as far ahead of one as the deepest path to it is long, passes over
 * words that begin no phrase by asking 256 bits, and ends when no state is alive. A text without
 * needed words costs nothing, and the arrays of states are not even allocated before a word
 * leads somewhere. Edges of a node are sorted: words are found by binary search, prefixes and
 * suffixes by narrowing the sorted run a byte at a time, so a list of thousands of words
 * or wildcards costs a handful of steps a word.
 *
 * Rejected: backtracking (exponential in gaps), and a DFA per phrase (gaps square
 * its size, and the latest start would have to be carried anyway). */
#include "match_phrase.h"

#include <assert.h>
#include <string.h>

#define STEPS_A_SEARCH  8u /* what a search costs that finds nothing to read */
#define SPANS_FEW       16u
#define PLACES_COMPARED 8u
#define STRETCH_WORDS   4096u
#define STRETCH_GROWS   8u
#define PASSED_A_STEP   8u /* words looked at that cost as much as one that is read */

/* Starts are kept plus one, so that 0 says "not alive". */
struct states {
	uint32_t *starts; /* [node_count] */
	uint32_t *list;   /* the nodes that are alive, each once */
	uint32_t  count;
};

struct walk {
	const struct match_phrase *phrase;
	struct arena              *arena;
	struct states              now;
	struct states              next;
	uint32_t                   best;  /* latest start + 1 of what ends at this word, or 0 */
	uint64_t                   steps; /* spent on this word */
	uint64_t                   ahead; /* bit word % 64 of the next word; 0: there is none */
	bool                       no_memory;
};

static void steps_spend(uint64_t *steps, uint64_t spent)
{
	*steps -= spent < *steps ? spent : *steps;
}

static bool states_open(struct states *states, uint32_t node_count, struct arena *arena)
{
	states->starts = arena_alloc_zero(arena, node_count, sizeof *states->starts);
	states->list = ARENA_ARRAY(arena, node_count, uint32_t);
	return states->starts != NULL && states->list != NULL;
}

static bool walk_open(struct walk *walk)
{
	if (walk->next.starts != NULL || walk->no_memory)
		return !walk->no_memory;
	walk->no_memory = !states_open(&walk->now, walk->phrase->node_count, walk->arena) ||
	                  !states_open(&walk->next, walk->phrase->node_count, walk->arena);
	return !walk->no_memory;
}

/* A path that began at `start` has reached `number`. Where the next word leads nowhere it ends
 * here: most do, and are not even entered. */
static void node_enter(struct walk *walk, uint32_t number, uint32_t start)
{
	const struct match_node *node = &walk->phrase->nodes[number];

	walk->steps++;
	if (node->accepts && start > walk->best)
		walk->best = start;
	if ((node->words & walk->ahead) == 0 || !walk_open(walk))
		return;
	if (walk->next.starts[number] == 0)
		walk->next.list[walk->next.count++] = number;
	if (start > walk->next.starts[number])
		walk->next.starts[number] = start;
}

/* The first of `count` rising numbers that is not below `word`. Without a branch that depends on
 * the numbers: it would be guessed wrong every other time. */
static uint32_t word_bound(const uint32_t *words, uint32_t count, uint32_t word)
{
	const uint32_t *base = words;

	while (count > 1) {
		const uint32_t half = count / 2;

		base += base[half - 1] < word ? half : 0;
		count -= half;
	}
	return (uint32_t)(base - words) + (count > 0 && *base < word);
}

static void words_follow(struct walk *walk, const struct match_node *node, uint32_t word,
                         uint32_t start)
{
	const uint32_t *words = walk->phrase->edge_words + node->first_edge;
	uint32_t        at;

	if (word == MATCH_WORD_UNKNOWN)
		return;
	for (at = word_bound(words, node->word_edge_count, word);
	     at < node->word_edge_count && words[at] == word; at++)
		node_enter(walk, walk->phrase->edge_ends[node->first_edge + at], start);
}

/* A run of one node's edges of one kind. */
struct edge_run {
	const struct match_edge *edges;
	uint32_t                 count;
};

static unsigned char byte_at(struct slice text, size_t index, bool backwards)
{
	return (unsigned char)text.ptr[backwards ? text.len - 1 - index : index];
}

/* The first edge in [low, high) whose byte `index` is at least `byte`. */
static uint32_t edge_bound(struct edge_run run, uint32_t low, size_t index, unsigned byte,
                           bool backwards)
{
	uint32_t high = run.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (byte_at(run.edges[middle].text, index, backwards) < byte)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Prefixes, or suffixes read backwards. All edges left in the run agree with the word so
 * far; those that end here stand first and match, the others must go on as it does. */
static void affixes_follow(struct walk *walk, struct edge_run run, struct slice word,
                           bool backwards, uint32_t start)
{
	for (size_t index = 0; run.count > 0; index++) {
		walk->steps++;
		while (run.count > 0 && run.edges[0].text.len == index) {
			node_enter(walk, run.edges[0].to, start);
			run.edges++;
			run.count--;
		}
		if (index == word.len || run.count == 0)
			return;
		unsigned byte = byte_at(word, index, backwards);
		uint32_t low = edge_bound(run, 0, index, byte, backwards);
		uint32_t high = edge_bound(run, low, index, byte + 1, backwards);

		run = (struct edge_run){ run.edges + low, high - low };
	}
}

static void others_follow(struct walk *walk, struct edge_run run, const struct match_text *text,
                          uint32_t index, uint32_t start)
{
	for (uint32_t i = 0; i < run.count; i++) {
		const struct match_edge *edge = &run.edges[i];

		walk->steps++;
		if (edge->kind == MATCH_EDGE_ANY ||
		    slice_find(text_words_at(&text->words, index), edge->text, 0) != SIZE_MAX)
			node_enter(walk, edge->to, start);
	}
}

/* One word read in state `number`. Its bytes are not looked at where its number tells all. */
static void node_follow(struct walk *walk, uint32_t number, const struct match_text *text,
                        uint32_t index, uint32_t start)
{
	const struct match_node *node = &walk->phrase->nodes[number];
	const struct match_edge *edges;
	uint32_t                 at = node->word_edge_count;

	walk->steps++;
	words_follow(walk, node, text->ids[index], start);
	if (at == node->edge_count)
		return;
	edges = &walk->phrase->edges[node->first_edge];
	if (node->prefix_edge_count > 0)
		affixes_follow(walk, (struct edge_run){ edges + at, node->prefix_edge_count },
		               text_words_at(&text->words, index), false, start);
	at += node->prefix_edge_count;
	if (node->suffix_edge_count > 0)
		affixes_follow(walk, (struct edge_run){ edges + at, node->suffix_edge_count },
		               text_words_at(&text->words, index), true, start);
	at += node->suffix_edge_count;
	others_follow(walk, (struct edge_run){ edges + at, node->edge_count - at }, text, index,
	              start);
}

/* Reads word `index`, at which a match may begin or not; walk->best is then the tightest match that
 * ends there. */
static void word_read(struct walk *walk, const struct match_text *text, uint32_t index, bool begins)
{
	struct states *now = &walk->now;

	walk->ahead = index + 1 < text->words.count ? (uint64_t)1 << text->ids[index + 1] % 64 : 0;
	for (uint32_t i = 0; i < now->count; i++)
		node_follow(walk, now->list[i], text, index, now->starts[now->list[i]]);
	if (begins)
		node_follow(walk, 0, text, index, index + 1);
	for (uint32_t i = 0; i < now->count; i++)
		now->starts[now->list[i]] = 0;
	now->count = 0;

	struct states read = *now;
	walk->now = walk->next;
	walk->next = read;
}

static bool spans_add(struct match_spans *spans, struct arena *arena, struct match_span span)
{
	size_t count = spans->count;

	if (count > 0 && spans->spans[count - 1].first >= span.first)
		return true; /* the last match lies inside this one */
	if ((count & (count - 1)) == 0) {
		struct match_span *grown = arena_resize(arena, spans->spans, count * sizeof *grown,
		                                        (count == 0 ? 1 : count * 2) *
		                                                sizeof *grown);
		if (grown == NULL)
			return false;
		spans->spans = grown;
	}
	spans->spans[spans->count++] = span;
	return true;
}

/* Can a match begin at a word that no phrase names? */
static bool starts_with_unknown(const struct match_phrase *phrase)
{
	return phrase->nodes[0].edge_count > phrase->nodes[0].word_edge_count;
}

static bool is_needed_known(const struct match_phrase *phrase)
{
	return phrase->needed.word_count + phrase->needed.text_count > 0;
}

/* Nearly every word that begins no match is passed over here. */
static bool may_start(const struct match_phrase *phrase, uint32_t word)
{
	return word != MATCH_WORD_UNKNOWN &&
	       (phrase->start_words[word / 64 % 4] >> word % 64 & 1) != 0;
}

/* The places of the words of which every match holds one. They are marked a stretch at a time: a
 * search for the first few matches mostly ends long before the text does. */
struct needs {
	const struct match_phrase *phrase;
	const struct match_text   *text;
	uint64_t                  *steps;
	const struct match_places *known;   /* NULL: they are marked */
	uint32_t                   end;     /* of what is marked */
	uint32_t                   stretch; /* words to mark next */
};

static void needs_extend(struct needs *needs)
{
	const uint32_t left = (uint32_t)needs->text->words.count - needs->end;
	const uint32_t end = needs->end + (needs->stretch < left ? needs->stretch : left);
	uint64_t       spent = 0;

	match_text_mark(needs->text, &needs->phrase->needed, needs->end, end, &spent);
	steps_spend(needs->steps, spent);
	needs->end = end;
	needs->stretch *= STRETCH_GROWS;
}

static size_t known_next(const struct match_places *known, size_t index, size_t count)
{
	for (uint32_t i = 0; i < known->count; i++)
		if (known->places[i] >= index)
			return known->places[i];
	return count;
}

/* The first place at or after `index`; the count of words when there is none. */
static size_t needs_next(struct needs *needs, size_t index)
{
	const size_t count = needs->text->words.count;
	size_t       at;

	if (needs->known != NULL)
		return known_next(needs->known, index, count);
	at = match_text_marked(needs->text, index);
	while (at == count && needs->end < count) {
		needs_extend(needs);
		at = match_text_marked(needs->text, index);
	}
	return at;
}

/* Can a match begin at `index`? Only where a needed word stands at most needed.depth words
 * behind it; *needed is the first such place that is not passed yet. */
static bool begins_near(struct needs *needs, size_t index, size_t *needed)
{
	if (!is_needed_known(needs->phrase))
		return true;
	if (*needed < index)
		*needed = needs_next(needs, index);
	return *needed < needs->text->words.count && *needed - index <= needs->phrase->needed.depth;
}

/* The first word in [from, end) that a match may begin with; `end` when there is none. */
static size_t starter_next(const struct match_phrase *phrase, const uint32_t *ids, size_t from,
                           size_t end)
{
	if (!starts_with_unknown(phrase))
		while (from < end && !may_start(phrase, ids[from]))
			from++;
	return from;
}

/* The next word at which a match may begin, no state being alive before `from`; the count of
 * words when there is none. */
static size_t start_next(struct needs *needs, size_t from, size_t *needed, uint64_t *passed)
{
	const struct match_phrase *phrase = needs->phrase;
	const struct match_text   *text = needs->text;
	const size_t               count = text->words.count;

	while (from < count) {
		size_t end = count;
		size_t start;

		if (!begins_near(needs, from, needed)) {
			if (*needed == count)
				return count;
			from = *needed - phrase->needed.depth;
		}
		if (is_needed_known(phrase)) /* all up to it are as near */
			end = *needed + 1;
		start = starter_next(phrase, text->ids, from, end);
		*passed += start - from + 1;
		if (start < end)
			return start;
		from = end;
	}
	return count;
}

/* Reads the text from word `from` on. */
static enum status text_walk(struct walk *walk, struct needs *needs, size_t from, size_t most,
                             struct match_spans *spans)
{
	const struct match_text *text = needs->text;
	const size_t             count = text->words.count;
	size_t needed = is_needed_known(walk->phrase) ? needs_next(needs, from) : 0;

	for (size_t i = from; i < count && spans->count < most; i++) {
		uint64_t passed = 0;

		if (walk->now.count == 0)
			i = start_next(needs, i, &needed, &passed);
		walk->steps = 1 + passed / PASSED_A_STEP;
		if (i < count && *needs->steps == 0)
			spans->uncertain = true;
		if (i == count || *needs->steps == 0)
			break;
		walk->best = 0;
		word_read(walk, text, (uint32_t)i, begins_near(needs, i, &needed));
		steps_spend(needs->steps, walk->steps);
		if (walk->best > 0 &&
		    !spans_add(spans, walk->arena,
		               (struct match_span){ walk->best - 1, (uint32_t)i }))
			walk->no_memory = true;
		if (walk->no_memory)
			return STATUS_NO_MEMORY;
	}
	return STATUS_OK;
}

/* Is every match a single word that is known by its number? Then the marked places are the
 * matches. */
static bool is_word_list(const struct match_phrase *phrase)
{
	return phrase->reach == 1 && phrase->needed.word_count > 0 &&
	       phrase->needed.text_count == 0;
}

static enum status places_take(struct needs *needs, struct arena *arena, size_t from, size_t most,
                               struct match_spans *spans)
{
	const size_t count = needs->text->words.count;

	for (size_t at = needs_next(needs, from); at < count && spans->count < most;
	     at = needs_next(needs, at + 1)) {
		if (*needs->steps == 0) {
			spans->uncertain = true;
			break;
		}
		steps_spend(needs->steps, 1);
		if (!spans_add(spans, arena, (struct match_span){ (uint32_t)at, (uint32_t)at }))
			return STATUS_NO_MEMORY;
	}
	return STATUS_OK;
}

/* Gives the walk's states back where the matches are few: there may be thousands of texts. */
static enum status spans_keep(struct match_spans *spans, struct arena *arena, size_t mark)
{
	struct match_span few[SPANS_FEW];

	if (spans->count > SPANS_FEW)
		return STATUS_OK;
	memcpy(few, spans->spans, spans->count * sizeof few[0]);
	arena_rewind(arena, mark);
	spans->spans = ARENA_ARRAY(arena, spans->count, struct match_span);
	if (spans->spans == NULL)
		return STATUS_NO_MEMORY;
	memcpy(spans->spans, few, spans->count * sizeof few[0]);
	return STATUS_OK;
}

/* Matches that begin at word `from` or later; `known` may be NULL. */
static enum status find_from(const struct match_phrase *phrase, const struct match_text *text,
                             const struct match_places *known, struct arena *arena, uint32_t from,
                             size_t most, uint64_t *steps, struct match_spans *spans)
{
	struct walk  walk = { .phrase = phrase, .arena = arena };
	struct needs needs = { .phrase = phrase,
		               .text = text,
		               .steps = steps,
		               .known = known,
		               .end = from,
		               .stretch = most < STRETCH_WORDS ? STRETCH_WORDS : UINT32_MAX };
	const size_t mark = arena_mark(arena);
	enum status  status;

	assert(text->words.count <= UINT32_MAX);
	*spans = (struct match_spans){ .uncertain = *steps == 0 && text->words.count > 0 };
	if (*steps == 0)
		return STATUS_OK;
	steps_spend(steps, STEPS_A_SEARCH);
	if (is_word_list(phrase))
		status = places_take(&needs, arena, from, most, spans);
	else
		status = text_walk(&walk, &needs, from, most, spans);
	if (known == NULL && is_needed_known(phrase))
		match_text_unmark(text);
	if (status != STATUS_OK)
		return status;
	if (spans->count > 0)
		return spans_keep(spans, arena, mark);
	arena_rewind(arena, mark);
	return STATUS_OK;
}

static bool has_any(const struct match_text *text, const uint32_t *words, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (match_text_has(text, words[i]))
			return true;
	return false;
}

static bool has_any_of_set(const struct match_text *text, const struct match_words *set)
{
	for (uint32_t block = 0; block < set->count; block++)
		if ((set->blocks[block] & text->present[set->first + block]) != 0)
			return true;
	return false;
}

/* Does the word stand within `reach` words of one of the places? True where it occurs often. */
static bool stands_near(const struct match_text *text, uint32_t word,
                        const struct match_places *places, uint32_t reach)
{
	const struct match_run run = text->runs[word];

	if (run.count > PLACES_COMPARED)
		return true;
	for (uint32_t i = run.first; i < run.first + run.count; i++)
		for (uint32_t j = 0; j < places->count; j++) {
			const uint32_t at = text->places[i];
			const uint32_t place = places->places[j];

			if ((at > place ? at - place : place - at) < reach)
				return true;
		}
	return false;
}

static bool has_also(const struct match_phrase *phrase, const struct match_text *text,
                     const struct match_places *places)
{
	const struct match_needed *needed = &phrase->needed;

	if (needed->also_count == 0)
		return true;
	if (places == NULL)
		return has_any(text, needed->also, needed->also_count);
	for (uint32_t i = 0; i < needed->also_count; i++)
		if (match_text_has(text, needed->also[i]) &&
		    stands_near(text, needed->also[i], places, phrase->reach))
			return true;
	return false;
}

bool match_phrase_lacks(const struct match_phrase *phrase, const struct match_text *text,
                        const struct match_places *places)
{
	const struct match_needed *needed = &phrase->needed;

	if (!has_also(phrase, text, places))
		return true;
	if (places != NULL || needed->text_count > 0 || needed->word_count == 0)
		return false;
	return needed->set.blocks != NULL ? !has_any_of_set(text, &needed->set)
	                                  : !has_any(text, needed->words, needed->word_count);
}

enum status match_phrase_find(const struct match_phrase *phrase, const struct match_text *text,
                              struct arena *arena, size_t most, uint64_t *steps,
                              struct match_spans *spans)
{
	return find_from(phrase, text, NULL, arena, 0, most, steps, spans);
}

enum status match_phrase_find_at(const struct match_phrase *phrase, const struct match_text *text,
                                 struct match_places places, struct arena *arena, uint32_t from,
                                 size_t most, uint64_t *steps, struct match_spans *spans)
{
	return find_from(phrase, text, &places, arena, from, most, steps, spans);
}

/* What begins no later holds the match it follows, and is not tight; what begins later ends
 * behind it, or that match were not tight. */
enum status match_phrase_find_more(const struct match_phrase *phrase, const struct match_text *text,
                                   struct arena *arena, struct match_span after, size_t most,
                                   uint64_t *steps, struct match_spans *spans)
{
	return find_from(phrase, text, NULL, arena, after.first + 1, most, steps, spans);
}
