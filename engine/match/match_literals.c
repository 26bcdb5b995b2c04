/* SPDX-License-Identifier: Apache-2.0 */
/* Which words of a phrase the scan should look for.
 *
 *     "{how to|how do i} <0..2> {make|build}~ [a] {pipe|nail} bomb"
 *
 * Every match goes from the start of the graph to an end, so if some set of edges
 * cuts all paths, every match crosses one of them and its word stands in the text.
 * The cheapest cut, with the frequency of a word as its price, is the best choice: here
 * " bomb " alone, and not "how", "make" and their kin. Gaps cannot be cut.
 *
 * An edge gives the bytes that folded text must hold where it is taken:
 *
 *     bomb    " bomb "       bomb*   " bomb"      *bomb   "bomb "      *bomb*   "bomb"
 *     弹      "弹"           (a character of a script without spaces has none beside it)
 *
 * Neighbouring characters of such scripts are not joined ("炸弹"): the words of a phrase
 * also match with a space or a newline between them, where the joined bytes are absent.
 *
 * Above MAX_FLOW_EDGES (lists of many thousand lines) the flow would take long at load:
 * then either all first words or all last words, whichever is cheaper. */
#include "match_phrase.h"

#include "match_backend.h"
#include "match_cut.h"
#include "text_utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define MAX_FLOW_EDGES 20000u

/* Prices are hits per text; what no frequency is known for still costs something, so
 * that fewer and longer literals win. */
#define PRICE_WORD    0.0005
#define PRICE_SOLO    0.01
#define PRICE_PARTIAL 40.0      /* divided by 5 for every byte of a wildcard's text */
#define PRICE_SCALE   1000000.0 /* to whole numbers */
#define PRICE_MAX     1000000.0

/* More than all edges of a cut of ALSO_EDGES together; less than what can never be cut. */
#define CAPACITY_BARRED (INT64_C(1) << 52)
#define ALSO_EDGES      2000u
#define ALSO_WORDS      64u

#define NEEDED_FEW     8u /* more words than this get a set of bits, if it is no longer than */
#define NEEDED_A_BLOCK 2u /* a block for so many of them */

struct choice {
	const struct match_phrase     *phrase;
	const struct match_vocabulary *vocabulary;
	match_rarity                  *rarity;
	struct arena                  *arena;
	bool                          *chosen; /* [edge] */
	const bool                    *barred; /* [edge]: not to be chosen; NULL: none */
};

static struct slice edge_text(const struct choice *choice, const struct match_edge *edge)
{
	struct slice text = edge->text;

	if (edge->kind == MATCH_EDGE_WORD)
		text = choice->vocabulary->words[edge->word];
	assert(text.len > 0);
	return text;
}

static bool solo_at_start(struct slice text)
{
	size_t length = 0;

	return text_words_is_solo(text_utf8_decode(text, 0, &length));
}

static bool solo_at_end(struct slice text)
{
	size_t start = text.len - 1;
	size_t length = 0;

	while (start > 0 && ((unsigned char)text.ptr[start] & 0xC0) == 0x80)
		start--;
	return text_words_is_solo(text_utf8_decode(text, start, &length));
}

static double edge_price(const struct choice *choice, const struct match_edge *edge)
{
	struct slice text = edge_text(choice, edge);
	double       price = choice->rarity == NULL ? 0.0 : choice->rarity(text);

	if (solo_at_start(text))
		price += PRICE_SOLO;
	else if (edge->kind == MATCH_EDGE_WORD)
		price += PRICE_WORD;
	else {
		double partial = edge->kind == MATCH_EDGE_PREFIX ? PRICE_PARTIAL
		                                                 : PRICE_PARTIAL * 2;

		for (size_t i = 0; i < text.len && partial > PRICE_WORD; i++)
			partial /= 5;
		price += partial + PRICE_WORD;
	}
	return price < PRICE_MAX ? price : PRICE_MAX;
}

/* ---- the cheapest cut ---- */

static enum status cut_by_flow(struct choice *choice)
{
	const struct match_phrase *phrase = choice->phrase;
	const uint32_t             edges_max = phrase->edge_count + phrase->node_count;
	const uint32_t             end = phrase->node_count;
	struct match_cut_edge *edges = ARENA_ARRAY(choice->arena, edges_max, struct match_cut_edge);
	bool                  *chosen = ARENA_ARRAY(choice->arena, edges_max, bool);
	uint32_t               ends = 0;

	if (edges == NULL || chosen == NULL)
		return STATUS_NO_MEMORY;
	for (uint32_t n = 0; n < phrase->node_count; n++) {
		const struct match_node *node = &phrase->nodes[n];

		for (uint32_t e = node->first_edge; e < node->first_edge + node->edge_count; e++) {
			const struct match_edge *edge = &phrase->edges[e];
			int64_t                  capacity = MATCH_CUT_NEVER;

			if (edge->kind != MATCH_EDGE_ANY)
				capacity = (int64_t)(edge_price(choice, edge) * PRICE_SCALE) + 1;
			if (choice->barred != NULL && choice->barred[e])
				capacity = CAPACITY_BARRED;
			edges[e] = (struct match_cut_edge){ n, edge->to, capacity };
		}
		if (node->accepts)
			edges[phrase->edge_count + ends++] =
				(struct match_cut_edge){ n, end, MATCH_CUT_NEVER };
	}
	struct match_cut_graph graph = { edges, phrase->edge_count + ends, end + 1 };
	enum status            status = match_cut(&graph, choice->arena, chosen);
	if (status == STATUS_OK)
		memcpy(choice->chosen, chosen, phrase->edge_count * sizeof *chosen);
	return status;
}

/* ---- the quick cut ---- */

/* Nodes that the start reaches over gaps alone (`ahead`), or from which an end is reached
 * over gaps alone. Repeats until nothing changes: gaps are short chains. */
static void gaps_close(const struct match_phrase *phrase, bool ahead, bool *near)
{
	bool changed = true;

	for (uint32_t n = 0; n < phrase->node_count; n++)
		near[n] = ahead ? n == 0 : phrase->nodes[n].accepts;
	while (changed) {
		changed = false;
		for (uint32_t n = 0; n < phrase->node_count; n++) {
			const struct match_node *node = &phrase->nodes[n];

			for (uint32_t e = 0; e < node->edge_count; e++) {
				const struct match_edge *edge =
					&phrase->edges[node->first_edge + e];
				uint32_t from = ahead ? n : edge->to;
				uint32_t to = ahead ? edge->to : n;

				if (edge->kind == MATCH_EDGE_ANY && near[from] && !near[to])
					changed = near[to] = true;
			}
		}
	}
}

/* The first words of all paths, or the last: returns their price. */
static double cut_at(const struct choice *choice, bool ahead, bool *near, bool *chosen)
{
	const struct match_phrase *phrase = choice->phrase;
	double                     price = 0;

	gaps_close(phrase, ahead, near);
	for (uint32_t n = 0; n < phrase->node_count; n++) {
		const struct match_node *node = &phrase->nodes[n];

		for (uint32_t e = node->first_edge; e < node->first_edge + node->edge_count; e++) {
			const struct match_edge *edge = &phrase->edges[e];

			chosen[e] = edge->kind != MATCH_EDGE_ANY && near[ahead ? n : edge->to];
			if (chosen[e])
				price += edge_price(choice, edge);
		}
	}
	return price;
}

static enum status cut_at_either_end(struct choice *choice)
{
	const struct match_phrase *phrase = choice->phrase;
	bool                      *near = ARENA_ARRAY(choice->arena, phrase->node_count, bool);
	bool                      *last = ARENA_ARRAY(choice->arena, phrase->edge_count, bool);

	if (near == NULL || last == NULL)
		return STATUS_NO_MEMORY;
	if (cut_at(choice, false, near, last) < cut_at(choice, true, near, choice->chosen))
		memcpy(choice->chosen, last, phrase->edge_count * sizeof *last);
	return STATUS_OK;
}

/* ---- a second cut ---- */

static int by_number(const void *a, const void *b)
{
	const uint32_t left = *(const uint32_t *)a;
	const uint32_t right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

/* The words of a cut by words alone, beside the first one, each once. False: there is none such, or
 * it has too many. */
static bool also_list(const struct choice *choice, uint32_t words[ALSO_WORDS], uint32_t *count)
{
	const struct match_phrase *phrase = choice->phrase;
	uint32_t                   kept = 0;

	*count = 0;
	for (uint32_t e = 0; e < phrase->edge_count; e++) {
		if (!choice->chosen[e])
			continue;
		if (choice->barred[e] || phrase->edges[e].kind != MATCH_EDGE_WORD ||
		    *count == ALSO_WORDS)
			return false;
		words[(*count)++] = phrase->edges[e].word;
	}
	qsort(words, *count, sizeof *words, by_number);
	for (uint32_t i = 0; i < *count; i++)
		if (i == 0 || words[i] != words[i - 1])
			words[kept++] = words[i];
	*count = kept;
	return true;
}

/* Every match crosses each cut: of "{encrypt|lock} <0..6> {ransom|pay}" the words of one are looked
 * for, and where one stands, the match can only be if the text has a word of the other. */
static enum status also_find(struct choice *choice, struct match_literals *literals)
{
	const uint32_t edges = choice->phrase->edge_count;
	bool          *barred = ARENA_ARRAY(choice->arena, edges, bool);
	uint32_t       words[ALSO_WORDS];
	uint32_t       count;
	enum status    status;

	if (barred == NULL)
		return STATUS_NO_MEMORY;
	if (edges > ALSO_EDGES || choice->phrase->reach < 2)
		return STATUS_OK;
	memcpy(barred, choice->chosen, edges * sizeof *barred);
	choice->barred = barred;
	status = cut_by_flow(choice);
	if (status != STATUS_OK || !also_list(choice, words, &count))
		return status;
	literals->also = ARENA_ARRAY(choice->arena, count, uint32_t);
	if (literals->also == NULL)
		return STATUS_NO_MEMORY;
	memcpy(literals->also, words, count * sizeof *words);
	literals->also_count = count;
	return STATUS_OK;
}

/* ---- from edges to literals ---- */

static struct slice literal_make(const struct choice *choice, const struct match_edge *edge)
{
	const bool   at_start = edge->kind == MATCH_EDGE_WORD || edge->kind == MATCH_EDGE_PREFIX;
	const bool   at_end = edge->kind == MATCH_EDGE_WORD || edge->kind == MATCH_EDGE_SUFFIX;
	struct slice text = edge_text(choice, edge);
	char        *bytes = ARENA_ARRAY(choice->arena, text.len + 2, char);
	size_t       len = 0;

	if (bytes == NULL)
		return SLICE_NONE;
	if (at_start && !solo_at_start(text))
		bytes[len++] = ' ';
	memcpy(bytes + len, text.ptr, text.len);
	len += text.len;
	if (at_end && !solo_at_end(text))
		bytes[len++] = ' ';
	/* The beginning of a literal stands wherever the literal does. */
	return (struct slice){ bytes,
		               len < MATCH_LITERAL_BYTES_MAX ? len : MATCH_LITERAL_BYTES_MAX };
}

static bool table_has(const struct match_literals *literals, uint32_t *table, uint32_t mask,
                      struct slice literal)
{
	uint32_t slot = (uint32_t)slice_hash(literal) & mask;

	for (; table[slot] != 0; slot = (slot + 1) & mask) {
		if (slice_equal(literals->literals[table[slot] - 1], literal))
			return true;
	}
	table[slot] = (uint32_t)literals->count + 1;
	return false;
}

static enum status literals_collect(const struct choice *choice, struct match_literals *literals)
{
	const struct match_phrase *phrase = choice->phrase;
	uint32_t                   count = 0;
	uint32_t                   slots = 2;

	for (uint32_t e = 0; e < phrase->edge_count; e++)
		count += choice->chosen[e];
	while (slots < count * 2)
		slots *= 2;
	*literals = (struct match_literals){ .literals = ARENA_ARRAY(choice->arena, count,
		                                                     struct slice) };
	uint32_t *table = arena_alloc_zero(choice->arena, slots, sizeof *table);
	if (literals->literals == NULL || table == NULL)
		return STATUS_NO_MEMORY;
	for (uint32_t e = 0; e < phrase->edge_count; e++) {
		if (!choice->chosen[e])
			continue;
		size_t       mark = arena_mark(choice->arena);
		struct slice literal = literal_make(choice, &phrase->edges[e]);

		if (literal.len == 0)
			return STATUS_NO_MEMORY;
		if (table_has(literals, table, slots - 1, literal)) {
			arena_rewind(choice->arena, mark);
			continue;
		}
		literals->literals[literals->count++] = literal;
		literals->cost += edge_price(choice, &phrase->edges[e]);
	}
	return STATUS_OK;
}

enum status match_phrase_literals(const struct match_phrase     *phrase,
                                  const struct match_vocabulary *vocabulary, match_rarity *rarity,
                                  struct arena *arena, struct match_literals *literals)
{
	struct choice choice = {
		.phrase = phrase,
		.vocabulary = vocabulary,
		.rarity = rarity,
		.arena = arena,
		.chosen = ARENA_ARRAY(arena, phrase->edge_count, bool),
	};
	const size_t mark = arena_mark(arena);

	if (choice.chosen == NULL)
		return STATUS_NO_MEMORY;
	enum status status = phrase->edge_count > MAX_FLOW_EDGES ? cut_at_either_end(&choice)
	                                                         : cut_by_flow(&choice);
	arena_rewind(arena, mark);
	if (status == STATUS_OK)
		status = literals_collect(&choice, literals);
	return status == STATUS_OK ? also_find(&choice, literals) : status;
}

/* ---- from literals to words ---- */

/* The number of the word that " word " or a single solo character stands for. */
static uint32_t literal_word(const struct match_vocabulary *vocabulary, struct slice literal)
{
	size_t length = 0;

	if (literal.len > 2 && literal.ptr[0] == ' ' && literal.ptr[literal.len - 1] == ' ')
		return match_vocabulary_find(vocabulary, slice_range(literal, 1, literal.len - 1));
	if (literal.ptr[0] == ' ' || !text_words_is_solo(text_utf8_decode(literal, 0, &length)) ||
	    length != literal.len)
		return MATCH_WORD_UNKNOWN;
	return match_vocabulary_find(vocabulary, literal);
}

/* Words that are new with a phrase have numbers that lie together; one that it shares with others
 * may lie far away, and then a list is read faster. */
static bool is_dense(const struct match_needed *needed)
{
	const uint32_t count = needed->word_count;

	return count > NEEDED_FEW &&
	       needed->words[count - 1] / 64 - needed->words[0] / 64 < count / NEEDED_A_BLOCK;
}

/* The set begins with the lowest number. */
static enum status needed_set_make(struct match_needed *needed, struct arena *arena)
{
	const uint32_t first = needed->words[0] / 64;
	const uint32_t count = needed->words[needed->word_count - 1] / 64 + 1 - first;
	uint64_t      *blocks = arena_alloc_zero(arena, count, sizeof *blocks);
	uint32_t      *ranks = arena_alloc_zero(arena, count, sizeof *ranks);

	if (blocks == NULL || ranks == NULL)
		return STATUS_NO_MEMORY;
	for (uint32_t i = 0; i < needed->word_count; i++)
		blocks[needed->words[i] / 64 - first] |= (uint64_t)1 << needed->words[i] % 64;
	for (uint32_t block = 1; block < count; block++)
		ranks[block] = ranks[block - 1] + (uint32_t)__builtin_popcountll(blocks[block - 1]);
	needed->set = (struct match_words){ blocks, ranks, first, count };
	return STATUS_OK;
}

static const uint32_t *needed_find(const struct match_needed *needed, uint32_t word)
{
	return bsearch(&word, needed->words, needed->word_count, sizeof *needed->words, by_number);
}

/* The needed word that the edge takes, or NULL. The literal of a wildcard may be a word: of "弹*",
 * whose character is one by itself. */
static const uint32_t *needed_word(const struct match_needed     *needed,
                                   const struct match_vocabulary *vocabulary,
                                   const struct match_edge       *edge)
{
	if (edge->kind == MATCH_EDGE_ANY)
		return NULL;
	return needed_find(needed, edge->kind == MATCH_EDGE_WORD
	                                   ? edge->word
	                                   : match_vocabulary_find(vocabulary, edge->text));
}

static bool is_needed(const struct match_needed *needed, const struct match_vocabulary *vocabulary,
                      const struct match_edge *edge)
{
	return needed_word(needed, vocabulary, edge) != NULL ||
	       (edge->kind != MATCH_EDGE_WORD && needed->text_count > 0);
}

/* The words that lead to each node; all bits where a match begins and where others lead. */
static void words_before(const struct match_phrase *phrase, uint64_t *before)
{
	before[0] = UINT64_MAX;
	for (uint32_t i = 0; i < phrase->edge_count; i++) {
		const struct match_edge *edge = &phrase->edges[i];

		before[edge->to] |= edge->kind == MATCH_EDGE_WORD ? (uint64_t)1 << edge->word % 64
		                                                  : UINT64_MAX;
	}
}

/* What stands beside each needed word on the edges that take it. */
static enum status sides_make(const struct match_phrase     *phrase,
                              const struct match_vocabulary *vocabulary,
                              struct match_needed *needed, struct arena *arena)
{
	struct match_sides *sides = arena_alloc_zero(arena, needed->word_count, sizeof *sides);
	const size_t        mark = arena_mark(arena);
	uint64_t           *before = arena_alloc_zero(arena, phrase->node_count, sizeof *before);

	if (sides == NULL || before == NULL)
		return STATUS_NO_MEMORY;
	words_before(phrase, before);
	for (uint32_t n = 0; n < phrase->node_count; n++) {
		const struct match_node *node = &phrase->nodes[n];
		const struct match_edge *edges = &phrase->edges[node->first_edge];

		for (uint32_t e = 0; e < node->edge_count; e++) {
			const struct match_node *to = &phrase->nodes[edges[e].to];
			const uint32_t          *word = needed_word(needed, vocabulary, &edges[e]);

			if (word == NULL)
				continue;
			sides[word - needed->words].before |= before[n];
			sides[word - needed->words].behind |= to->accepts ? UINT64_MAX : to->words;
		}
	}
	arena_rewind(arena, mark);
	needed->sides = sides;
	return STATUS_OK;
}

/* How far behind a match's beginning a needed word may stand: as deep as the deepest edge
 * that takes one. */
static uint32_t needed_depth(const struct match_phrase     *phrase,
                             const struct match_vocabulary *vocabulary,
                             const struct match_needed     *needed)
{
	uint32_t depth = 0;

	for (uint32_t n = 0; n < phrase->node_count; n++) {
		const struct match_node *node = &phrase->nodes[n];
		const struct match_edge *edges = &phrase->edges[node->first_edge];

		for (uint32_t e = 0; e < node->edge_count && node->depth > depth; e++)
			if (is_needed(needed, vocabulary, &edges[e]))
				depth = node->depth;
	}
	return depth;
}

enum status match_phrase_need(struct match_phrase           *phrase,
                              const struct match_vocabulary *vocabulary,
                              const struct match_literals *literals, struct arena *arena)
{
	struct match_needed needed = { 0 };
	uint32_t           *words = ARENA_ARRAY(arena, literals->count, uint32_t);
	struct slice       *texts = ARENA_ARRAY(arena, literals->count, struct slice);

	if (words == NULL || texts == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < literals->count; i++) {
		uint32_t word = literal_word(vocabulary, literals->literals[i]);

		if (word != MATCH_WORD_UNKNOWN)
			words[needed.word_count++] = word;
		else
			texts[needed.text_count++] = arena_copy(arena, literals->literals[i]);
	}
	if (arena->overflowed)
		return STATUS_NO_MEMORY;
	if (needed.word_count > 0)
		qsort(words, needed.word_count, sizeof *words, by_number);
	needed.words = words;
	needed.texts = texts;
	needed.also = ARENA_ARRAY(arena, literals->also_count, uint32_t);
	needed.also_count = (uint32_t)literals->also_count;
	if (needed.also == NULL)
		return STATUS_NO_MEMORY;
	if (needed.also_count > 0)
		memcpy(needed.also, literals->also, needed.also_count * sizeof *needed.also);
	needed.depth = needed_depth(phrase, vocabulary, &needed);
	if (needed.word_count > 0 && sides_make(phrase, vocabulary, &needed, arena) != STATUS_OK)
		return STATUS_NO_MEMORY;
	phrase->needed = needed;
	return is_dense(&needed) ? needed_set_make(&phrase->needed, arena) : STATUS_OK;
}
