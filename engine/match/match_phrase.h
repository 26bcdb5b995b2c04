/* SPDX-License-Identifier: Apache-2.0 */
/* Word-sequence matching: confirms phrases over the words of a folded text.
 *
 * A phrase is a small graph over words. "{how to|how do i} <0..2> make~ [a] bomb*":
 *
 *     0 -how-> 1 -to-> 3          (choice)
 *     0 -how-> 2 -do-> 4 -i-> 3
 *     3 -any-> 5 -any-> 6         (gap: 0 to 2 words)
 *     3,5,6 -make|makes|making|made-> 7 -a-> 8
 *     7,8 -bomb*-> end
 *
 * All graphs of a ruleset share one vocabulary: every word that any phrase names
 * has a number, so a text's words are looked up once and matching compares numbers.
 * Edges on wildcards ("bomb*", "*zilla") compare bytes. The matcher walks all states
 * at once (Thompson's construction), so its cost is words x states, whatever the
 * phrase, and it counts its steps against a budget. Where two paths reach a
 * state, the later start wins: matches are tight. */
#ifndef MATCH_PHRASE_H
#define MATCH_PHRASE_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "text_words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* ---- vocabulary: word <-> number, built with the ruleset, then immutable ---- */

#define MATCH_WORD_UNKNOWN 0u /* a text's word that no phrase names */

struct match_vocabulary {
	struct slice                 *words; /* words[id], id >= 1 */
	uint32_t                      count; /* highest id + 1 */
	struct match_vocabulary_slot *table; /* open addressing */
	uint32_t                      table_mask;
	struct arena                 *arena;
};

struct match_vocabulary_slot {
	uint32_t id;   /* 0: free */
	uint32_t hash; /* so that words that differ are hardly ever compared */
};

MUST_CHECK enum status match_vocabulary_init(struct match_vocabulary *vocabulary,
                                             struct arena            *arena);
/* The word's id, added when new. The bytes are copied into the arena. */
MUST_CHECK enum status match_vocabulary_add(struct match_vocabulary *vocabulary, struct slice word,
                                            uint32_t *id);
/* MATCH_WORD_UNKNOWN when no phrase names it. */
uint32_t match_vocabulary_find(const struct match_vocabulary *vocabulary, struct slice word);
/* The same for all words of a text, faster: ids[words->count]. */
void match_vocabulary_find_all(const struct match_vocabulary *vocabulary,
                               const struct text_words *words, uint32_t *ids);

/* A set of words: bit i % 64 of blocks[i / 64 - first]. */
struct match_words {
	const uint64_t *blocks; /* NULL: none */
	const uint32_t *ranks;  /* how many words of the set stand before each block; or NULL */
	uint32_t        first;
	uint32_t        count;
};

/* ---- a phrase graph ---- */

enum match_edge_kind {
	MATCH_EDGE_WORD,   /* the word `word` */
	MATCH_EDGE_PREFIX, /* a word that begins with `text` (and is longer or equal) */
	MATCH_EDGE_SUFFIX, /* a word that ends with `text` */
	MATCH_EDGE_INFIX,  /* a word that contains `text` */
	MATCH_EDGE_ANY     /* any one word (gaps) */
};

struct match_edge {
	enum match_edge_kind kind;
	uint32_t             word;
	struct slice         text;
	uint32_t             to;
};

struct match_node {
	uint32_t first_edge; /* edges[first_edge, first_edge + edge_count), in the order of
	                        match_edge_kind: WORD by number, PREFIX by text, SUFFIX
	                        by text read backwards, INFIX, ANY */
	uint32_t edge_count;
	uint32_t word_edge_count;
	uint32_t prefix_edge_count;
	uint32_t suffix_edge_count;
	uint32_t depth; /* the most words of a match before this node; UINT32_MAX: no bound */
	uint64_t words; /* bit word % 64 of each word that leads on; all, when others do */
	bool     accepts;
};

/* What may stand beside a word in a match: bit word % 64 of each neighbour. All bits are set
 * where the match may begin or end at the word, and where the neighbour may be any. */
struct match_sides {
	uint64_t before;
	uint64_t behind;
};

/* Words of which every match holds one; all counts 0: not known. match_phrase_need() */
struct match_needed {
	const uint32_t           *words;
	const struct match_sides *sides; /* of each word; NULL: not known */
	uint32_t                  word_count;
	uint32_t                  text_count;
	const struct slice       *texts; /* parts of words, as literals: " bomb" begins one */
	uint32_t                  depth; /* the most words of a match before the needed one */
	struct match_words        set;   /* the words once more, when they are not few */
	uint32_t                 *also;  /* words of which every match holds one as well, ... */
	uint32_t                  also_count; /* ... or 0: not known */
};

/* Node 0 is the start; there are no empty edges (the builder removes them), and
 * the start does not accept. One node accepts, and it has no edges: a match that went on
 * would not be tight. Immutable after building; any thread. */
struct match_phrase {
	struct match_node  *nodes;
	uint32_t            node_count;
	struct match_edge  *edges;
	uint32_t           *edge_words; /* of each edge, once more: the walk searches these alone */
	uint32_t           *edge_ends;
	uint32_t            edge_count;
	uint32_t            reach; /* the most words a match can have; UINT32_MAX: no bound */
	uint64_t            start_words[4]; /* bit word % 256 of each word that can be the first */
	struct match_needed needed;
};

/* ---- building: parts with empty edges, then closed ---- */

struct match_phrase_builder;

/* `arena` holds the scaffolding and may be rewound after finish(), which is called once. */
MUST_CHECK enum status match_phrase_begin(struct arena                 *arena,
                                          struct match_phrase_builder **builder);
/* A new node's number; node 0 exists from the start. MATCH_NODE_NONE when full
 * (more than 200,000 nodes or no memory: finish() then fails). */
#define MATCH_NODE_NONE UINT32_MAX
uint32_t match_phrase_node(struct match_phrase_builder *builder);
/* `edge->text` is borrowed until finish(), which copies it. A wildcard with an empty
 * text is ANY. Edges from or to MATCH_NODE_NONE are left out. */
void match_phrase_edge(struct match_phrase_builder *builder, uint32_t from,
                       const struct match_edge *edge);
void match_phrase_empty_edge(struct match_phrase_builder *builder, uint32_t from, uint32_t to);
void match_phrase_accept(struct match_phrase_builder *builder, uint32_t node);
/* Removes empty edges, nodes the start does not reach and nodes that reach no end.
 * STATUS_OK; STATUS_RULE_MALFORMED when the graph accepts the empty text, a text of gaps
 * alone, or nothing at all; STATUS_LIMIT_REACHED (nodes, edges); STATUS_NO_MEMORY. */
MUST_CHECK enum status match_phrase_finish(struct match_phrase_builder *builder,
                                           struct arena *arena, struct match_phrase *phrase);

/* ---- matching ---- */

/* Where a word stands: places[first, first + count) of the text. */
struct match_run {
	uint32_t first;
	uint32_t count;
};

/* A text's words with their numbers and places; built once a text, used by every phrase. One
 * thread at a time: match_phrase_find() writes `marks`, and leaves them clear. */
struct match_text {
	struct text_words              words; /* none until they are split */
	const struct match_vocabulary *vocabulary;
	bool                           split;
	uint32_t         *ids;     /* of each word, in the arena; NULL, and so on, until numbered */
	uint64_t         *present; /* a bit a number of the vocabulary: does it occur? */
	struct match_run *runs;    /* of a number that occurs */
	uint32_t         *places;  /* of all words that have a number, by number, then in order */
	uint64_t         *marks;   /* a bit a place; all 0 between searches */
	uint64_t         *marked;  /* a bit a block of marks: is one of its bits set? */
	uint32_t         *buckets; /* NULL until match_text_begin(): where the words of each */
	uint32_t         *beginnings; /* bucket are, by place */
};

/* A text of which nothing is known yet. Both are borrowed; the vocabulary is complete by now. */
void match_text_open(struct match_text *text, const struct match_vocabulary *vocabulary,
                     struct slice folded);
/* Finds the words, unless that is done. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status match_text_split(struct match_text *text, struct arena *arena);
/* Finds their numbers and places, too, unless that is done. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status match_text_number(struct match_text *text, struct arena *arena);
/* All of it. */
MUST_CHECK enum status match_text_init(struct match_text             *text,
                                       const struct match_vocabulary *vocabulary,
                                       struct slice folded, struct arena *arena);

/* Sorts the words of a long text by how they begin, unless that is done: phrases with wildcards
 * ("bomb*") then read a few words each. Changes no answer. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status match_text_begin(struct match_text *text, struct arena *arena);

static inline bool match_text_has(const struct match_text *text, uint32_t word)
{
	return (text->present[word / 64] >> word % 64 & 1) != 0;
}

/* May the words beside a place stand there in a match? The first and the last word of the text have
 * a neighbour less: they always may. */
static inline bool match_text_fits(const struct match_text *text, uint32_t place,
                                   const struct match_sides *sides)
{
	if (place == 0 || place + 1 == text->words.count)
		return true;
	return (sides->before >> text->ids[place - 1] % 64 &
	        sides->behind >> text->ids[place + 1] % 64 & 1) != 0;
}

/* Marks the places of the words in [from, to) of the text, but for those whose neighbours cannot
 * stand there in a match; returns how many are marked. `steps` grows by the work done, in the units
 * of match_phrase_find(). */
uint64_t match_text_mark(const struct match_text *text, const struct match_needed *needed,
                         uint32_t from, uint32_t to, uint64_t *steps);
/* The first marked place at or after `from`; words.count when there is none. */
size_t match_text_marked(const struct match_text *text, size_t from);
void   match_text_unmark(const struct match_text *text);

/* A match: words [first, last] of the text, both included. */
struct match_span {
	uint32_t first;
	uint32_t last;
};

struct match_spans {
	struct match_span *spans; /* by `last`, then `first`, in the arena */
	size_t             count;
	bool               uncertain; /* the step budget ended first: treat as a match of
	                                 what is there, and of the whole rest */
};

/* The first `most` (at least one; SIZE_MAX: all) tight matches: for each word at which the
 * phrase can end, the one that starts latest; a match inside which another one lies is left
 * out. `steps` is decreased by the work done; at 0 the search ends and `uncertain` is set.
 * STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status match_phrase_find(const struct match_phrase *phrase,
                                         const struct match_text *text, struct arena *arena,
                                         size_t most, uint64_t *steps, struct match_spans *spans);

/* The same for what follows a match that was found in the same text: the next `most` behind it. */
MUST_CHECK enum status match_phrase_find_more(const struct match_phrase *phrase,
                                              const struct match_text *text, struct arena *arena,
                                              struct match_span after, size_t most, uint64_t *steps,
                                              struct match_spans *spans);

/* Places of needed words, rising: all that a match can hold. */
struct match_places {
	const uint32_t *places;
	uint32_t        count;
};

/* The same where the places are known, for what begins at word `from` or later. */
MUST_CHECK enum status match_phrase_find_at(const struct match_phrase *phrase,
                                            const struct match_text   *text,
                                            struct match_places places, struct arena *arena,
                                            uint32_t from, size_t most, uint64_t *steps,
                                            struct match_spans *spans);

/* Does the text lack words that every match holds, around `places`, when they are known (NULL: they
 * are not)? False when that cannot be told at once. */
bool match_phrase_lacks(const struct match_phrase *phrase, const struct match_text *text,
                        const struct match_places *places);

/* The slow reference by backtracking, for differential tests: the same answer. */
MUST_CHECK enum status match_phrase_find_naive(const struct match_phrase *phrase,
                                               const struct match_text *text, struct arena *arena,
                                               struct match_spans *spans);

/* ---- literals: what Hyperscan looks for ---- */

/* The words (or runs) of which at least one stands in every text the phrase matches,
 * chosen to be rare: each as a literal of folded text (" bomb ", " bomb", "zilla ", "弹").
 * Characters of scripts without spaces are never joined to a longer literal: a phrase
 * matches over a space or a newline between them, the literal would not. `rarity`
 * says how common a word is, in hits per text (0 unknown = rare); NULL: all words are
 * alike. Each literal occurs once. Never empty for a phrase that finish() accepted.
 * STATUS_OK or STATUS_NO_MEMORY. */
struct match_literals {
	struct slice *literals;
	size_t        count;
	double        cost; /* expected hits per text: the sum over its literals */
	uint32_t     *also; /* numbers of words of which at least one stands there as well, other
	                       than those that the literals are made of; few, in order */
	size_t also_count;
};
typedef double         match_rarity(struct slice word);
MUST_CHECK enum status match_phrase_literals(const struct match_phrase     *phrase,
                                             const struct match_vocabulary *vocabulary,
                                             match_rarity *rarity, struct arena *arena,
                                             struct match_literals *literals);

/* Keeps the words of `literals`, which match_phrase_literals() gave for this phrase, as
 * phrase->needed (in `arena`), so that match_phrase_find() reads a text only around them.
 * STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status match_phrase_need(struct match_phrase           *phrase,
                                         const struct match_vocabulary *vocabulary,
                                         const struct match_literals   *literals,
                                         struct arena                  *arena);

#endif
