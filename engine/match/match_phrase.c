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
 * Most phrases have no word in common with most texts: the numbers that occur are a set
 * of bits, looked at before anything else. Where a word occurs that every match needs,
 * only the words around it are walked, as far as the longest match reaches. And most of
 * those begin no phrase: while no state is alive the walk only asks 64 bits whether the
 * start may have an edge for the word's number, and the two arrays of states are not even
 * allocated. Edges of a node are sorted: words are found by binary search, prefixes and
 * suffixes by narrowing the sorted run a byte at a time, so a list of thousands of words
 * or wildcards costs a handful of steps a word.
 *
 * Rejected: backtracking (exponential in gaps), and a DFA per phrase (gaps square
 * its size, and the latest start would have to be carried anyway). */
#include "match_phrase.h"

#include <assert.h>

#define SKIPPED_A_STEP 8u /* words passed over that cost as much as one that is read */

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
	bool                       no_memory;
};

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

/* A path that began at `start` has reached `number`. */
static void node_enter(struct walk *walk, uint32_t number, uint32_t start)
{
	const struct match_node *node = &walk->phrase->nodes[number];

	walk->steps++;
	if (node->accepts && start > walk->best)
		walk->best = start;
	if (node->edge_count == 0 || !walk_open(walk))
		return;
	if (walk->next.starts[number] == 0)
		walk->next.list[walk->next.count++] = number;
	if (start > walk->next.starts[number])
		walk->next.starts[number] = start;
}

/* A run of one node's edges of one kind. */
struct edge_run {
	const struct match_edge *edges;
	uint32_t                 count;
};

static void words_follow(struct walk *walk, struct edge_run run, uint32_t word, uint32_t start)
{
	uint32_t low = 0;
	uint32_t high = run.count;

	if (word == MATCH_WORD_UNKNOWN)
		return;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (run.edges[middle].word < word)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < run.count && run.edges[low].word == word; low++)
		node_enter(walk, run.edges[low].to, start);
}

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

static void others_follow(struct walk *walk, struct edge_run run, struct slice word, uint32_t start)
{
	for (uint32_t i = 0; i < run.count; i++) {
		const struct match_edge *edge = &run.edges[i];

		walk->steps++;
		if (edge->kind == MATCH_EDGE_ANY || slice_find(word, edge->text, 0) != SIZE_MAX)
			node_enter(walk, edge->to, start);
	}
}

/* One word read in state `number`. */
static void node_follow(struct walk *walk, uint32_t number, const struct match_text *text,
                        uint32_t index, uint32_t start)
{
	const struct match_node *node = &walk->phrase->nodes[number];
	const struct match_edge *edges = &walk->phrase->edges[node->first_edge];
	uint32_t                 at = node->word_edge_count;

	walk->steps++;
	words_follow(walk, (struct edge_run){ edges, at }, text->ids[index], start);
	if (at == node->edge_count)
		return;
	struct slice word = text_words_at(&text->words, index);

	affixes_follow(walk, (struct edge_run){ edges + at, node->prefix_edge_count }, word, false,
	               start);
	at += node->prefix_edge_count;
	affixes_follow(walk, (struct edge_run){ edges + at, node->suffix_edge_count }, word, true,
	               start);
	at += node->suffix_edge_count;
	others_follow(walk, (struct edge_run){ edges + at, node->edge_count - at }, word, start);
}

/* Reads word `index`; walk->best is then the tightest match that ends there. */
static void word_read(struct walk *walk, const struct match_text *text, uint32_t index)
{
	struct states *now = &walk->now;

	for (uint32_t i = 0; i < now->count; i++)
		node_follow(walk, now->list[i], text, index, now->starts[now->list[i]]);
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

/* Nearly every word that begins no match is passed over here. */
static bool may_start(const struct match_phrase *phrase, uint32_t word)
{
	return word != MATCH_WORD_UNKNOWN && (phrase->start_words >> word % 64 & 1) != 0;
}

static bool is_present(const struct match_text *text, uint32_t word)
{
	return (text->present[word / 64] >> word % 64 & 1) != 0;
}

static bool needs_absent(const struct match_phrase *phrase, const struct match_text *text)
{
	for (uint32_t i = 0; i < phrase->needed_count; i++)
		if (is_present(text, phrase->needed[i]))
			return false;
	return phrase->needed_count > 0;
}

/* False when no word that every match needs, or at which one begins, occurs: most phrases
 * of most texts. A start with more words than the text is not worth the look. */
static bool may_match(const struct match_phrase *phrase, const struct match_text *text)
{
	const struct match_node *start = &phrase->nodes[0];
	const struct match_edge *edges = &phrase->edges[start->first_edge];

	if (needs_absent(phrase, text))
		return false;
	if (starts_with_unknown(phrase) || start->word_edge_count > text->words.count)
		return true;
	for (uint32_t i = 0; i < start->word_edge_count; i++)
		if (is_present(text, edges[i].word))
			return true;
	return false;
}

static bool is_needed(const struct match_phrase *phrase, uint32_t word)
{
	if (word == MATCH_WORD_UNKNOWN || (phrase->needed_words >> word % 64 & 1) == 0)
		return false;
	if (phrase->needed_set != NULL)
		return (phrase->needed_set[word / 64] >> word % 64 & 1) != 0;
	for (uint32_t i = 0; i < phrase->needed_count; i++)
		if (phrase->needed[i] == word)
			return true;
	return false;
}

/* The next word at which a match may begin, no state being alive at `index`: every match
 * holds a needed word, at most `reach` words behind its beginning. *needed is the place
 * of the next such word, looked for only when it is passed. */
static size_t skip_ahead(const struct match_phrase *phrase, const struct match_text *text,
                         size_t index, size_t *needed)
{
	const size_t count = text->words.count;

	if (phrase->needed_count == 0)
		return index;
	if (*needed < index)
		*needed = index;
	while (*needed < count && !is_needed(phrase, text->ids[*needed]))
		++*needed;
	if (*needed == count)
		return count;
	if (*needed - index >= phrase->reach)
		return *needed - phrase->reach + 1;
	return index;
}

enum status match_phrase_find(const struct match_phrase *phrase, const struct match_text *text,
                              struct arena *arena, uint64_t *steps, struct match_spans *spans)
{
	struct walk  walk = { .phrase = phrase, .arena = arena };
	const bool   any_word_starts = starts_with_unknown(phrase);
	const size_t mark = arena_mark(arena);
	size_t       needed = 0;

	assert(text->words.count <= UINT32_MAX);
	*spans = (struct match_spans){ 0 };
	if (*steps > 0 && !may_match(phrase, text))
		return STATUS_OK;
	for (uint32_t i = 0; i < text->words.count && !walk.no_memory; i++) {
		const uint32_t from = i;

		if (walk.now.count == 0)
			i = (uint32_t)skip_ahead(phrase, text, i, &needed);
		walk.steps = 1 + (i - from) / SKIPPED_A_STEP;
		if (i == text->words.count)
			break;
		if (*steps == 0) {
			spans->uncertain = true;
			break;
		}
		walk.best = 0;
		if (walk.now.count > 0 || any_word_starts || may_start(phrase, text->ids[i]))
			word_read(&walk, text, i);
		*steps -= walk.steps < *steps ? walk.steps : *steps;
		if (walk.best > 0 &&
		    !spans_add(spans, arena, (struct match_span){ walk.best - 1, i }))
			walk.no_memory = true;
	}
	if (spans->count == 0 && !walk.no_memory)
		arena_rewind(arena, mark);
	return walk.no_memory ? STATUS_NO_MEMORY : STATUS_OK;
}
