/* SPDX-License-Identifier: Apache-2.0 */
/* R009: a rule that another one makes needless, because that one matches whatever this one matches
 * and does as much.
 *
 *     a: when: {any: [pipe bomb, nail bomb]}     except: [film, novel]
 *     b: when: {any: [tatp, nail bomb, pipe bomb]}     except: [film]      shadows a
 *
 * Told from the files alone: every alternative of a's `when` stands among b's, every exception of b
 * among a's, category and fields are the same, and b's mode, action, level and score are no weaker.
 * Alternatives are looked up by their hash, so thousands of rules cost no more than sorting them.
 */
#include "ruleset_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FNV_OFFSET 1469598103934665603u
#define FNV_PRIME  1099511628211u

struct alternative {
	uint64_t hash;
	uint32_t rule;
	uint32_t node; /* in the rule's `when` */
};

struct alternatives {
	struct alternative *items;
	size_t              count;
};

static uint64_t mixed(uint64_t hash, uint64_t value)
{
	return (hash ^ value) * FNV_PRIME;
}

static uint64_t subtree_hash(const struct ruleset_tree *tree, uint32_t node)
{
	uint64_t hash = FNV_OFFSET;

	for (uint32_t i = node; i < tree[node].next; i++) {
		hash = mixed(hash, (uint64_t)tree[i].kind);
		hash = mixed(hash, tree[i].next - i);
		hash = mixed(hash, tree[i].atom);
		hash = mixed(hash, tree[i].within);
		hash = mixed(hash, tree[i].ordered ? 1 : 0);
		hash = mixed(hash, tree[i].reach);
	}
	return hash;
}

static bool subtrees_equal(const struct ruleset_tree *a, uint32_t node_a,
                           const struct ruleset_tree *b, uint32_t node_b)
{
	const uint32_t count = a[node_a].next - node_a;

	if (b[node_b].next - node_b != count)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		const struct ruleset_tree *left = &a[node_a + i];
		const struct ruleset_tree *right = &b[node_b + i];

		if (left->kind != right->kind || left->atom != right->atom ||
		    left->within != right->within || left->ordered != right->ordered ||
		    left->reach != right->reach || left->next - node_a != right->next - node_b)
			return false;
	}
	return true;
}

/* The alternatives of a tree are the branches of an ANY at its root, else the root itself. */
static uint32_t first_of(const struct ruleset_tree *tree)
{
	return tree[0].kind == RULESET_TREE_ANY ? 1 : 0;
}

static bool holds(const struct ruleset_tree *tree, uint32_t count, const struct ruleset_tree *other,
                  uint32_t node)
{
	for (uint32_t i = first_of(tree); i < count; i = tree[i].next)
		if (subtrees_equal(tree, i, other, node))
			return true;
	return false;
}

static bool holds_all(const struct ruleset_tree *tree, uint32_t count,
                      const struct ruleset_tree *other, uint32_t other_count)
{
	for (uint32_t i = first_of(other); i < other_count; i = other[i].next)
		if (!holds(tree, count, other, i))
			return false;
	return true;
}

static bool does_as_much(const struct ruleset_rule *by, const struct ruleset_rule *rule)
{
	return by->category == rule->category && by->mode >= rule->mode &&
	       by->action >= rule->action && by->level <= rule->level && by->score >= rule->score &&
	       by->polarity == rule->polarity && by->input == rule->input &&
	       by->output == rule->output && by->check == rule->check;
}

static bool excuses_no_more(const struct ruleset_rule *by, const struct ruleset_rule *rule)
{
	if (by->except == NULL)
		return true;
	return rule->except != NULL &&
	       holds_all(rule->except, rule->except_count, by->except, by->except_count);
}

/* Rules with the same `when` are duplicates, which is said elsewhere. */
static bool shadows(const struct ruleset_rule *by, const struct ruleset_rule *rule)
{
	return by != rule && does_as_much(by, rule) && excuses_no_more(by, rule) &&
	       holds_all(by->when, by->when_count, rule->when, rule->when_count) &&
	       !holds_all(rule->when, rule->when_count, by->when, by->when_count);
}

static int by_hash(const void *left, const void *right)
{
	const struct alternative *a = left;
	const struct alternative *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->rule > b->rule) - (a->rule < b->rule);
}

static bool alternatives_find(const struct ruleset *ruleset, struct arena *arena,
                              struct alternatives *found)
{
	size_t room = 0;

	for (size_t i = 0; i < ruleset->rule_count; i++)
		room += ruleset->rules[i].when_count;
	*found = (struct alternatives){ .items = ARENA_ARRAY(arena, room + 1, struct alternative) };
	if (found->items == NULL)
		return false;
	for (uint32_t i = 0; i < ruleset->rule_count; i++) {
		const struct ruleset_rule *rule = &ruleset->rules[i];

		for (uint32_t node = first_of(rule->when); node < rule->when_count;
		     node = rule->when[node].next)
			found->items[found->count++] =
				(struct alternative){ subtree_hash(rule->when, node), i, node };
	}
	if (found->count > 1)
		qsort(found->items, found->count, sizeof *found->items, by_hash);
	return true;
}

static size_t first_with(const struct alternatives *all, uint64_t hash)
{
	size_t low = 0;
	size_t high = all->count;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (all->items[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void shadow_find(const struct ruleset *ruleset, const struct alternatives *all,
                        const struct ruleset_rule *rule, struct ruleset_notes *notes)
{
	const uint64_t hash = subtree_hash(rule->when, first_of(rule->when));

	for (size_t i = first_with(all, hash); i < all->count && all->items[i].hash == hash; i++) {
		const struct ruleset_rule *by = &ruleset->rules[all->items[i].rule];
		char                       text[256];

		if (!shadows(by, rule))
			continue;
		(void)snprintf(text, sizeof text,
		               "needless: \"%.80s\" (%.100s:%u) matches whatever it matches, and "
		               "does as much",
		               by->id, by->file, by->line);
		ruleset_lint_add(notes, rule, "R009", LINT_WARNING, text);
		return;
	}
}

void ruleset_lint_shadows(const struct ruleset *ruleset, struct ruleset_notes *notes)
{
	struct alternatives all;

	if (!alternatives_find(ruleset, notes->arena, &all))
		return;
	for (size_t i = 0; i < ruleset->rule_count; i++)
		shadow_find(ruleset, &all, &ruleset->rules[i], notes);
}
