/* SPDX-License-Identifier: Apache-2.0 */
/* The slow reference of match_phrase_find(): from each word, try every path, one
 * after another, and keep what the definition in the header says, by comparing all
 * matches with all others. A pair (node, word) that was tried from the same start is
 * not tried again, so the search ends; nothing else is clever here. */
#include "match_phrase.h"

/* A path: `node` is reached, word `at` is read next. */
struct trial {
	uint32_t node;
	uint32_t at;
};

struct search {
	const struct match_phrase *phrase;
	const struct match_text   *text;
	bool                      *tried; /* [node * (words + 1) + at], of this start */
	struct trial              *stack;
	size_t                     depth;
	uint32_t                  *starts; /* [end word]: latest start + 1, or 0 */
};

static bool edge_takes(const struct match_edge *edge, const struct match_text *text, uint32_t at)
{
	struct slice word = text_words_at(&text->words, at);

	switch (edge->kind) {
	case MATCH_EDGE_WORD:
		return edge->word == text->ids[at];
	case MATCH_EDGE_PREFIX:
		return slice_starts_with(word, edge->text);
	case MATCH_EDGE_SUFFIX:
		return slice_ends_with(word, edge->text);
	case MATCH_EDGE_INFIX:
		return slice_find(word, edge->text, 0) != SIZE_MAX;
	case MATCH_EDGE_ANY:
		return true;
	}
	return false;
}

static void trial_add(struct search *search, uint32_t node, uint32_t at)
{
	bool *tried = &search->tried[node * (search->text->words.count + 1) + at];

	if (*tried)
		return;
	*tried = true;
	search->stack[search->depth++] = (struct trial){ node, at };
}

static void search_from(struct search *search, uint32_t start)
{
	trial_add(search, 0, start);
	while (search->depth > 0) {
		struct trial             trial = search->stack[--search->depth];
		const struct match_node *node = &search->phrase->nodes[trial.node];

		if (node->accepts && trial.at > start)
			search->starts[trial.at - 1] = start + 1;
		for (uint32_t e = 0; e < node->edge_count; e++) {
			const struct match_edge *edge =
				&search->phrase->edges[node->first_edge + e];

			if (trial.at < search->text->words.count &&
			    edge_takes(edge, search->text, trial.at))
				trial_add(search, edge->to, trial.at + 1);
		}
	}
}

/* Does a match that ends elsewhere lie inside [first, last]? */
static bool holds_another(const struct search *search, uint32_t first, uint32_t last)
{
	for (uint32_t end = first; end < last; end++) {
		if (search->starts[end] > first)
			return true;
	}
	return false;
}

enum status match_phrase_find_naive(const struct match_phrase *phrase,
                                    const struct match_text *text, struct arena *arena,
                                    struct match_spans *spans)
{
	const uint32_t count = (uint32_t)text->words.count;
	const size_t   pairs = (size_t)phrase->node_count * (count + 1);
	struct search  search = { .phrase = phrase, .text = text };

	*spans = (struct match_spans){ .spans = ARENA_ARRAY(arena, count, struct match_span) };
	search.stack = ARENA_ARRAY(arena, pairs, struct trial);
	search.starts = arena_alloc_zero(arena, count, sizeof *search.starts);
	for (uint32_t start = 0; start < count; start++) {
		size_t mark = arena_mark(arena);

		search.tried = arena_alloc_zero(arena, pairs, sizeof *search.tried);
		if (spans->spans == NULL || search.stack == NULL || search.starts == NULL ||
		    search.tried == NULL)
			return STATUS_NO_MEMORY;
		search_from(&search, start);
		arena_rewind(arena, mark);
	}
	for (uint32_t last = 0; last < count; last++) {
		uint32_t first = search.starts[last] - 1;

		if (search.starts[last] != 0 && !holds_another(&search, first, last))
			spans->spans[spans->count++] = (struct match_span){ first, last };
	}
	return STATUS_OK;
}
