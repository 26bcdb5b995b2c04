/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers of a ruleset that was read from bytes: each must name something that is there, and a
 * search over a table must find an end. The digest of the bytes has been compared by now, so this
 * fails only for bytes that somebody made; it is linear in their length. */
#include "ruleset_bytes.h"

#include "ruleset_build.h"
#include "text_lexicon_table.h"

#include <string.h>

static bool is_bool(const bool *value)
{
	unsigned char byte;

	memcpy(&byte, value, sizeof byte);
	return byte <= 1;
}

static bool all_below(const uint32_t *numbers, size_t count, size_t limit)
{
	for (size_t i = 0; i < count; i++) {
		if (numbers[i] >= limit)
			return false;
	}
	return true;
}

static bool is_mask(uint32_t mask)
{
	return mask != UINT32_MAX && (mask & (mask + 1)) == 0;
}

/* ---- words ---- */

static bool vocabulary_check(const struct match_vocabulary *vocabulary)
{
	bool has_free = false;

	if (vocabulary->count == 0 || !is_mask(vocabulary->table_mask))
		return false;
	for (uint32_t i = 0; i <= vocabulary->table_mask; i++) {
		if (vocabulary->table[i].id >= vocabulary->count)
			return false;
		has_free = has_free || vocabulary->table[i].id == 0;
	}
	return has_free;
}

static bool lexicon_slots_check(const struct text_lexicon *lexicon)
{
	bool has_free = false;

	if (!is_mask(lexicon->slot_mask) || !is_mask(lexicon->begin_mask) ||
	    lexicon->begin_mask < 63 || !is_mask(lexicon->wanted_mask) || lexicon->wanted_mask < 63)
		return false;
	for (uint32_t i = 0; i <= lexicon->slot_mask; i++) {
		if (lexicon->slots[i].word > lexicon->count)
			return false;
		has_free = has_free || lexicon->slots[i].word == 0;
	}
	return has_free;
}

static bool lexicon_orders_check(const struct text_lexicon *lexicon)
{
	bool has_free = false;

	if (!is_mask(lexicon->order_mask))
		return false;
	for (uint32_t i = 0; i <= lexicon->order_mask; i++) {
		if (lexicon->orders[i] > lexicon->count)
			return false;
		has_free = has_free || lexicon->orders[i] == 0;
	}
	return has_free;
}

static bool lexicon_near_check(const struct text_lexicon *lexicon)
{
	bool has_free = false;

	if (!is_mask(lexicon->near_mask) || !is_mask(lexicon->near_index_mask))
		return false;
	for (uint32_t i = 0; i <= lexicon->near_mask; i++) {
		const uint32_t word = lexicon->near[i] & lexicon->near_index_mask;

		if (word > lexicon->count || (lexicon->near[i] != 0 && word == 0))
			return false;
		has_free = has_free || lexicon->near[i] == 0;
	}
	return has_free;
}

/* ---- patterns ---- */

static bool nodes_check(const struct match_phrase *phrase)
{
	for (uint32_t i = 0; i < phrase->node_count; i++) {
		const struct match_node *node = &phrase->nodes[i];

		if (node->first_edge > phrase->edge_count ||
		    node->edge_count > phrase->edge_count - node->first_edge ||
		    node->word_edge_count > node->edge_count ||
		    node->prefix_edge_count > node->edge_count - node->word_edge_count ||
		    node->suffix_edge_count >
		            node->edge_count - node->word_edge_count - node->prefix_edge_count ||
		    !is_bool(&node->accepts))
			return false;
	}
	return phrase->node_count > 0;
}

static bool edges_check(const struct match_phrase *phrase, uint32_t words)
{
	for (uint32_t i = 0; i < phrase->edge_count; i++) {
		const struct match_edge *edge = &phrase->edges[i];

		if ((unsigned)edge->kind > MATCH_EDGE_ANY || edge->to >= phrase->node_count ||
		    (edge->kind == MATCH_EDGE_WORD && edge->word >= words))
			return false;
	}
	return true;
}

/* A word's index among the needed ones is its block's rank and the bits before it. */
static bool ranks_check(const struct match_needed *needed)
{
	const struct match_words *set = &needed->set;

	for (uint32_t i = 0; set->ranks != NULL && i < set->count; i++) {
		if (set->ranks[i] > needed->word_count ||
		    (uint32_t)__builtin_popcountll(set->blocks[i]) >
		            needed->word_count - set->ranks[i])
			return false;
	}
	return true;
}

static bool atom_check(const struct ruleset_atom *atom, uint32_t words)
{
	const struct match_needed *needed = &atom->phrase.needed;

	if (!is_bool(&atom->named))
		return false;
	if (atom->kind == RULESET_ATOM_REGEX)
		return slice_starts_with(atom->source, SLICE_LIT(RULESET_REGEX_MARK));
	return atom->kind == RULESET_ATOM_PHRASE && nodes_check(&atom->phrase) &&
	       edges_check(&atom->phrase, words) && ranks_check(needed) &&
	       all_below(atom->phrase.edge_ends, atom->phrase.edge_count,
	                 atom->phrase.node_count) &&
	       all_below(needed->words, needed->word_count, words) &&
	       all_below(needed->also, needed->also_count, words) &&
	       needed->set.first <= words / 64 + 1 &&
	       needed->set.count <= words / 64 + 1 - needed->set.first;
}

/* The uses of each word end where those of the next begin. */
static bool uses_check(const struct ruleset *ruleset)
{
	uint32_t end = 0;

	for (size_t i = 0; i < ruleset->use_count; i++) {
		if (ruleset->uses[i].atom >= ruleset->atom_count)
			return false;
	}
	for (uint32_t i = 0; i < ruleset->vocabulary.count; i++) {
		if (ruleset->use_ends[i] < end || ruleset->use_ends[i] > ruleset->use_count)
			return false;
		end = ruleset->use_ends[i];
	}
	return true;
}

static bool triggers_check(const struct ruleset *ruleset, const struct ruleset_trigger *triggers,
                           size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (!all_below(triggers[i].rules, triggers[i].count, ruleset->rule_count) ||
		    !all_below(triggers[i].atoms, triggers[i].atom_count, ruleset->atom_count))
			return false;
	}
	return true;
}

/* ---- rules ---- */

/* The children of a node fill its subtree exactly. */
static bool node_check(const struct ruleset_tree *tree, uint32_t index, uint32_t count,
                       size_t atoms)
{
	const struct ruleset_tree *node = &tree[index];
	uint32_t                   child = index + 1;

	if (node->next <= index || node->next > count || !is_bool(&node->ordered) ||
	    node->rarest >= node->next || (node->rarest != 0 && node->rarest <= index))
		return false;
	if (node->kind == RULESET_TREE_ATOM)
		return node->next == index + 1 && node->atom < atoms;
	while (child < node->next && tree[child].next > child)
		child = tree[child].next;
	return (unsigned)node->kind < RULESET_TREE_ATOM && child == node->next && child > index + 1;
}

static bool tree_check(const struct ruleset_tree *tree, uint32_t count, size_t atoms)
{
	for (uint32_t i = 0; i < count; i++) {
		if (!node_check(tree, i, count, atoms))
			return false;
	}
	return count == 0 || tree[0].next == count;
}

static bool rule_check(const struct ruleset *ruleset, uint32_t index)
{
	const struct ruleset_rule *rule = &ruleset->rules[index];

	for (size_t i = 0; i < rule->test_count; i++) {
		if (!is_bool(&rule->tests[i].expect_match))
			return false;
	}
	return rule->index == index && rule->category < ruleset_category_count() &&
	       (unsigned)rule->severity <= RULESET_CRITICAL &&
	       (unsigned)rule->action <= RULESET_BLOCK && (unsigned)rule->mode <= RULESET_ENFORCE &&
	       (unsigned)rule->check <= RULESET_CHECK_LAST &&
	       (unsigned)rule->polarity <= RULESET_FIELD_ANY && is_bool(&rule->transport_only) &&
	       is_bool(&rule->input) && is_bool(&rule->output) && rule->when_count > 0 &&
	       tree_check(rule->when, rule->when_count, ruleset->atom_count) &&
	       tree_check(rule->except, rule->except_count, ruleset->atom_count);
}

static bool policy_check(const struct ruleset_policy *policy)
{
	for (size_t i = 0; i < ruleset_category_count(); i++) {
		if (policy->category_action[i] < RULESET_CELL_ALLOW ||
		    policy->category_action[i] > RULESET_BLOCK || policy->category_floor[i] < -1 ||
		    policy->category_floor[i] > RULESET_BLOCK ||
		    !is_bool(&policy->category_always[i]) ||
		    !is_bool(&policy->category_can_relax[i]))
			return false;
	}
	return (unsigned)policy->on_incomplete <= RULESET_BLOCK && is_bool(&policy->stores_content);
}

bool ruleset_bytes_check(const struct ruleset *ruleset)
{
	bool good = memchr(ruleset->revision, '\0', sizeof ruleset->revision) != NULL &&
	            vocabulary_check(&ruleset->vocabulary) &&
	            lexicon_slots_check(ruleset->lexicon) && lexicon_near_check(ruleset->lexicon) &&
	            lexicon_orders_check(ruleset->lexicon) && uses_check(ruleset) &&
	            triggers_check(ruleset, ruleset->literal_triggers, ruleset->literal_count) &&
	            triggers_check(ruleset, ruleset->prefilter_triggers, ruleset->prefilter_count);

	for (size_t i = 0; good && i < ruleset->atom_count; i++)
		good = atom_check(&ruleset->atoms[i], ruleset->vocabulary.count) &&
		       all_below(ruleset->atoms[i].rules, ruleset->atoms[i].rule_count,
		                 ruleset->rule_count);
	for (uint32_t i = 0; good && i < ruleset->rule_count; i++)
		good = rule_check(ruleset, i);
	for (size_t i = 0; good && i < ruleset->policy_count; i++)
		good = policy_check(&ruleset->policies[i]);
	return good && ruleset_policy_find(ruleset, SLICE_LIT("default")) != NULL;
}
