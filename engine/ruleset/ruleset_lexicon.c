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

enum status ruleset_lexicon_make(struct ruleset_build *build)
{
	struct ruleset *ruleset = build->ruleset;
	struct names    names = { .scratch = &build->scratch };
	struct names    used = { .scratch = &build->scratch };
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
	if (!ok ||
	    text_lexicon_build_wanting((struct text_lexicon_words){ names.words, names.count },
	                               (struct text_lexicon_words){ used.words, used.count },
	                               build->arena, &ruleset->lexicon) != STATUS_OK)
		return ruleset_no_memory(build);
	return STATUS_OK;
}
