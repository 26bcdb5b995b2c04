/* SPDX-License-Identifier: Apache-2.0 */
/* An exception takes back the matches it stands near, and no others:
 *
 *     ... a documentary about the pipe bomb of 1996 ...  (900 words)  ... how to make a pipe bomb
 *         |---------|             |-------|                                            |-------|
 *         exception, near         excused                                  not excused: it matches
 *
 * For a match from word 100 to 103 an exception that reaches 40 words is judged on the words 59 to
 * 144: its patterns hold when they occur there, at least in part. So what stands far away in a long
 * text is about something else, and one honest sentence does not switch a rule off for a book.
 *
 * Matches and the places of a pattern both come in order, so each pattern has a cursor that moves
 * on with them: the work is places + matches x patterns. A match that lies before the one asked
 * for last sends the cursors back. */
#include "scan_except.h"

#include "scan_tree.h"

/* ---- looking for them ---- */

static bool is_certain(struct scan_hits occurrence)
{
	for (size_t i = 0; i < occurrence.count; i++)
		if (occurrence.items[i].uncertain)
			return false;
	return true;
}

/* A search that ended at a limit found nothing out: it excuses nothing. */
static size_t keep_certain(struct scan_hits *occurrences, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (is_certain(occurrences[i]))
			occurrences[kept++] = occurrences[i];
	return kept;
}

/* Whether it holds, wherever in the text. */
static enum status find_whole(struct scan_prompt *prompt, const struct ruleset_rule *rule,
                              uint32_t node, struct scan_exceptions *exceptions)
{
	struct scan_outcome outcome;
	enum status status = scan_judge_node(prompt, rule, rule->except, RULESET_CHECK_NONE, node,
	                                     1, &outcome);

	if (outcome.holds &&
	    (outcome.count == 0 || keep_certain(outcome.occurrences, outcome.count) > 0))
		exceptions->whole = true;
	return status;
}

static bool is_pattern(const struct ruleset_tree *node)
{
	return node->kind == RULESET_TREE_ATOM || node->kind == RULESET_TREE_NEAR;
}

/* The places of each pattern of an exception. */
static enum status find_places(struct scan_prompt *prompt, const struct ruleset_rule *rule,
                               uint32_t node, struct scan_exceptions *exceptions)
{
	const struct ruleset_tree *tree = rule->except;
	enum status                status = STATUS_OK;
	uint32_t                   i = node;

	while (i < tree[node].next && status == STATUS_OK) {
		struct scan_outcome outcome;

		if (!is_pattern(&tree[i])) {
			i++;
			continue;
		}
		status = scan_judge_node(prompt, rule, tree, RULESET_CHECK_NONE, i, SIZE_MAX,
		                         &outcome);
		exceptions->hits[i] = (struct scan_except_hits){
			.occurrences = outcome.occurrences,
			.count = keep_certain(outcome.occurrences, outcome.count),
		};
		exceptions->any = exceptions->any || exceptions->hits[i].count > 0;
		i = tree[i].next;
	}
	return status;
}

bool scan_exception_reaches_all(const struct scan_prompt *prompt, const struct ruleset_tree *node)
{
	return node->reach == RULESET_REACH_TEXT || prompt->text.words.count <= node->reach;
}

enum status scan_exceptions_find(struct scan_prompt *prompt, const struct ruleset_rule *rule,
                                 struct scan_exceptions *exceptions)
{
	const struct ruleset_tree *tree = rule->except;
	enum status                status = STATUS_OK;

	*exceptions = (struct scan_exceptions){ .tree = tree };
	if (tree == NULL)
		return STATUS_OK;
	exceptions->hits = arena_alloc_zero(prompt->scratch, rule->except_count,
	                                    sizeof *exceptions->hits);
	if (exceptions->hits == NULL)
		return STATUS_NO_MEMORY;
	for (uint32_t node = 1; node < tree[0].next && status == STATUS_OK; node = tree[node].next)
		status = scan_exception_reaches_all(prompt, &tree[node])
		                 ? find_whole(prompt, rule, node, exceptions)
		                 : find_places(prompt, rule, node, exceptions);
	exceptions->any = exceptions->any || exceptions->whole;
	return status;
}

/* ---- is a match covered? ---- */

/* Words, both included. */
struct stretch {
	uint32_t first;
	uint32_t last;
};

static struct stretch around(const struct scan_hit *hit, uint32_t reach)
{
	const uint32_t more = reach + 1;

	return (struct stretch){ .first = hit->first > more ? hit->first - more : 0,
		                 .last = hit->last < UINT32_MAX - more ? hit->last + more
		                                                       : UINT32_MAX };
}

static bool occurs_in(struct scan_except_hits *hits, struct stretch words)
{
	while (hits->at < hits->count && hits->occurrences[hits->at].items->last < words.first)
		hits->at++;
	return hits->at < hits->count && hits->occurrences[hits->at].items->first <= words.last;
}

/* Recursion is as deep as the rule's tree, which the loader bounds. */
static bool holds_in(struct scan_exceptions *exceptions, uint32_t node, struct stretch words)
{
	const struct ruleset_tree *tree = exceptions->tree;
	const bool                 wanted = tree[node].kind == RULESET_TREE_ALL;

	if (is_pattern(&tree[node]))
		return occurs_in(&exceptions->hits[node], words);
	for (uint32_t child = node + 1; child < tree[node].next; child = tree[child].next)
		if (holds_in(exceptions, child, words) != wanted)
			return tree[node].kind == RULESET_TREE_ANY;
	return tree[node].kind != RULESET_TREE_ANY;
}

static void go_back(struct scan_exceptions *exceptions, const struct scan_hit *hit)
{
	if (hit->first < exceptions->first)
		for (uint32_t i = 0; i < exceptions->tree[0].next; i++)
			exceptions->hits[i].at = 0;
	exceptions->first = hit->first;
}

bool scan_exception_covers(struct scan_exceptions *exceptions, uint32_t node,
                           const struct scan_hit *hit)
{
	const uint32_t reach = exceptions->tree[node].reach;

	go_back(exceptions, hit);
	return holds_in(exceptions, node, around(hit, reach));
}

bool scan_exceptions_cover(struct scan_exceptions *exceptions, const struct scan_hit *hit)
{
	const struct ruleset_tree *tree = exceptions->tree;

	if (exceptions->whole || !exceptions->any)
		return exceptions->whole;
	for (uint32_t node = 1; node < tree[0].next; node = tree[node].next)
		if (scan_exception_covers(exceptions, node, hit))
			return true;
	return false;
}
