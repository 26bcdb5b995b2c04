/* SPDX-License-Identifier: Apache-2.0 */
/* The words that rules name, for readings of text whose words are smeared: every word of
 * a phrase or list, and of "bomb*" the part before the star. Common words are
 * among them ("how", "make"): the lexicon weighs. */
#include "ruleset_build.h"

struct names {
	struct arena *scratch;
	struct slice *words;
	size_t        count;
	size_t        cap;
};

static bool name_add(struct names *names, struct slice word)
{
	struct slice *grown = ruleset_grow(names->scratch, names->words, names->count, &names->cap,
	                                   sizeof *grown);

	if (grown == NULL)
		return false;
	names->words = grown;
	grown[names->count++] = word;
	return true;
}

static bool wildcards_add(struct names *names, const struct match_phrase *phrase)
{
	bool ok = true;

	for (uint32_t i = 0; ok && i < phrase->edge_count; i++) {
		if (phrase->edges[i].kind != MATCH_EDGE_WORD &&
		    phrase->edges[i].kind != MATCH_EDGE_ANY)
			ok = name_add(names, phrase->edges[i].text);
	}
	return ok;
}

/* ---- two words, one right behind the other ---- */

#define PAIR_FANOUT_MAX 4u /* words behind the first; with more it is a verb before a list */

struct pairs {
	struct arena             *scratch;
	struct text_lexicon_pair *items;
	size_t                    count;
	size_t                    cap;
};

static bool pair_add(struct pairs *pairs, struct slice first, struct slice second)
{
	struct text_lexicon_pair *grown = ruleset_grow(pairs->scratch, pairs->items, pairs->count,
	                                               &pairs->cap, sizeof *grown);

	if (grown == NULL)
		return false;
	pairs->items = grown;
	grown[pairs->count++] = (struct text_lexicon_pair){ first, second };
	return true;
}

/* The words behind an edge, where nothing but words follows it. */
static bool edge_pairs_add(struct pairs *pairs, const struct ruleset *ruleset,
                           const struct match_phrase *phrase, const struct match_edge *edge)
{
	const struct match_node *node = &phrase->nodes[edge->to];
	const struct slice      *words = ruleset->vocabulary.words;
	bool                     ok = true;

	if (edge->kind != MATCH_EDGE_WORD || node->edge_count != node->word_edge_count ||
	    node->edge_count > PAIR_FANOUT_MAX)
		return true;
	for (uint32_t i = 0; ok && i < node->edge_count; i++)
		ok = pair_add(pairs, words[edge->word],
		              words[phrase->edges[node->first_edge + i].word]);
	return ok;
}

static bool pairs_of(struct pairs *pairs, const struct ruleset *ruleset)
{
	bool ok = true;

	for (size_t i = 0; ok && i < ruleset->atom_count; i++) {
		const struct match_phrase *phrase = &ruleset->atoms[i].phrase;

		if (ruleset->atoms[i].kind != RULESET_ATOM_PHRASE)
			continue;
		for (uint32_t at = 0; ok && at < phrase->edge_count; at++)
			ok = edge_pairs_add(pairs, ruleset, phrase, &phrase->edges[at]);
	}
	return ok;
}

enum status ruleset_lexicon_make(struct ruleset_build *build)
{
	struct ruleset *ruleset = build->ruleset;
	struct names    names = { .scratch = &build->scratch };
	struct names    used = { .scratch = &build->scratch };
	struct pairs    pairs = { .scratch = &build->scratch };
	bool            ok = true;

	for (uint32_t id = 1; ok && id < ruleset->vocabulary.count; id++)
		ok = name_add(&names, ruleset->vocabulary.words[id]);
	for (uint32_t id = 1; ok && id < ruleset->vocabulary.count; id++)
		if (ruleset->use_ends[id] > ruleset->use_ends[id - 1])
			ok = name_add(&used, ruleset->vocabulary.words[id]);
	for (size_t i = 0; ok && i < ruleset->atom_count; i++) {
		if (ruleset->atoms[i].kind == RULESET_ATOM_PHRASE)
			ok = wildcards_add(&names, &ruleset->atoms[i].phrase);
	}
	if (!ok || !pairs_of(&pairs, ruleset) ||
	    text_lexicon_build_wanting((struct text_lexicon_words){ names.words, names.count },
	                               (struct text_lexicon_words){ used.words, used.count },
	                               pairs.items, pairs.count, build->arena,
	                               &ruleset->lexicon) != STATUS_OK)
		return ruleset_no_memory(build);
	return STATUS_OK;
}
