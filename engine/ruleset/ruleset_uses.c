/* SPDX-License-Identifier: Apache-2.0 */
/* Which phrases is a word needed for? The cheapest cut of a phrase (match_literals.c) is mostly
 * whole words, and a text's words are numbers anyway: the phrases of each number are one list, so
 * that a text names its phrases without a search for them.
 *
 *     bomb    atom 7, beside {pipe nail a}      atom 12, beside {a the this}
 */
#include "ruleset_build.h"

static bool is_looked_for_by_words(const struct ruleset_atom *atom)
{
	return atom->named && atom->kind == RULESET_ATOM_PHRASE;
}

/* How many each word has, and all. */
static size_t uses_count(const struct ruleset_build *build, uint32_t *ends)
{
	size_t count = 0;

	for (size_t i = 0; i < build->atom_count; i++) {
		const struct match_needed *needed = &build->atoms[i].phrase.needed;

		if (!is_looked_for_by_words(&build->atoms[i]))
			continue;
		for (uint32_t j = 0; j < needed->word_count; j++)
			ends[needed->words[j]]++;
		count += needed->word_count;
	}
	return count;
}

static void uses_fill(const struct ruleset_build *build, struct ruleset_use *uses, uint32_t *next)
{
	for (size_t i = 0; i < build->atom_count; i++) {
		const struct match_needed *needed = &build->atoms[i].phrase.needed;

		if (!is_looked_for_by_words(&build->atoms[i]))
			continue;
		for (uint32_t j = 0; j < needed->word_count; j++)
			uses[next[needed->words[j]]++] = (struct ruleset_use){ needed->sides[j],
				                                               (uint32_t)i };
	}
}

enum status ruleset_uses_make(struct ruleset_build *build)
{
	const uint32_t      words = build->ruleset->vocabulary.count;
	uint32_t           *ends = arena_alloc_zero(build->arena, words, sizeof *ends);
	struct ruleset_use *uses;
	size_t              count;
	uint32_t            sum = 0;

	if (ends == NULL)
		return ruleset_no_memory(build);
	count = uses_count(build, ends);
	uses = ARENA_ARRAY(build->arena, count, struct ruleset_use);
	if (uses == NULL || count > UINT32_MAX)
		return ruleset_no_memory(build);
	for (uint32_t i = 0; i < words; i++) {
		const uint32_t own = ends[i];

		ends[i] = sum;
		sum += own;
	}
	/* Each beginning becomes the end as its uses are put there. */
	uses_fill(build, uses, ends);
	build->ruleset->uses = uses;
	build->ruleset->use_count = count;
	build->ruleset->use_ends = ends;
	return STATUS_OK;
}
