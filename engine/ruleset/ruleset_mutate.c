/* SPDX-License-Identifier: Apache-2.0 */
/* Mutants: behind each rule that is read, a draft for each part it could lose.
 *
 *     when:                          0 ALL     mutant: 1 and its children are gone
 *       all:                                   mutant: 2 is gone, 1 keeps 3
 *         - any: [pipe bomb, tatp]   1 ANY     mutant: 3 is gone
 *                                    2, 3      mutant: 4 is gone
 *         - list: ask_how            4 ATOM    mutant: nothing in ask_how occurs
 *
 * Trees are the same as if the lines were deleted in the file: nodes are cut out of the preorder,
 * and a near that keeps one branch becomes that branch. A list that is left out is read as a list
 * whose one entry never occurs. The rest of the folder is as it is, so patterns are shared and a
 * load with mutants costs little more than one without. Drafts are judged when they are asked for
 * and at no other time. */
#include "ruleset_mutate.h"

#include "ruleset_build.h"

#include <string.h>

/* No text holds it, and no disguise is undone into it. */
#define NOTHING "qxzvjkwqmutationxqzjv"

#define MUTANT_LISTS_MAX        64
#define MUTANTS_ARENA_BYTES_MAX ((size_t)64 * 1024 * 1024)

/* ---- trees without a part ---- */

/* The node that `child` is a branch of. */
static uint32_t parent_of(const struct ruleset_tree *tree, uint32_t child)
{
	uint32_t parent = child - 1;

	while (tree[parent].next <= child)
		parent--;
	return parent;
}

static size_t branches_of(const struct ruleset_tree *tree, uint32_t parent)
{
	size_t count = 0;

	for (uint32_t child = parent + 1; child < tree[parent].next; child = tree[child].next)
		count++;
	return count;
}

/* The tree without the nodes that are marked; NULL when memory is full. */
static struct ruleset_tree *tree_cut(struct ruleset_build *build, const struct ruleset_tree *tree,
                                     uint32_t count, const bool *gone, uint32_t *kept_count)
{
	struct ruleset_tree *kept = ARENA_ARRAY(build->arena, count, struct ruleset_tree);
	uint32_t            *moved = ARENA_ARRAY(&build->scratch, count + 1, uint32_t);

	*kept_count = 0;
	if (kept == NULL || moved == NULL)
		return NULL;
	for (uint32_t i = 0; i < count; i++) {
		moved[i] = *kept_count;
		if (!gone[i])
			kept[(*kept_count)++] = tree[i];
	}
	moved[count] = *kept_count;
	for (uint32_t i = 0; i < count; i++)
		if (!gone[i])
			kept[moved[i]].next = moved[tree[i].next];
	return kept;
}

/* ---- mutants ---- */

struct maker {
	struct ruleset_build            *build;
	const struct ruleset_conditions *conditions;
	struct ruleset_rule              rule; /* the original; the rules may move */
};

static enum status mutant_add(struct maker *maker, struct ruleset_rule *changed,
                              enum mutate_kind kind, const struct yaml_node *at,
                              struct slice dropped)
{
	struct ruleset_mutants *mutants = maker->build->mutants;
	struct ruleset_mutant *items = ruleset_grow(&mutants->arena, mutants->items, mutants->count,
	                                            &mutants->cap, sizeof *items);
	enum status            status;

	if (items == NULL)
		return ruleset_no_memory(maker->build);
	mutants->items = items;
	changed->mode = RULESET_DRAFT;
	status = ruleset_rule_add(maker->build, changed);
	if (status != STATUS_OK)
		return status;
	items[mutants->count++] = (struct ruleset_mutant){
		.rule = maker->rule.index,
		.mutant = changed->index,
		.kind = kind,
		.dropped = arena_copy(&mutants->arena, dropped),
		.line = at->line,
		.column = at->column,
	};
	return STATUS_OK;
}

static enum status branch_drop(struct maker *maker, uint32_t node)
{
	struct ruleset_build      *build = maker->build;
	struct ruleset_rule        changed = maker->rule;
	const struct ruleset_tree *tree = changed.when;
	const struct yaml_node    *at = maker->conditions->when_places[node];
	const uint32_t             parent = parent_of(tree, node);
	const size_t               branches = branches_of(tree, parent);
	bool *gone = arena_alloc_zero(&build->scratch, changed.when_count, sizeof *gone);

	if (branches == 1)
		return STATUS_OK; /* the same as the parent's going */
	if (gone == NULL)
		return ruleset_no_memory(build);
	for (uint32_t i = node; i < tree[node].next; i++)
		gone[i] = true;
	gone[parent] = tree[parent].kind == RULESET_TREE_NEAR && branches == 2;
	changed.when = tree_cut(build, tree, maker->rule.when_count, gone, &changed.when_count);
	if (changed.when == NULL)
		return ruleset_no_memory(build);
	if (ruleset_tree_holds_empty(build, changed.when, changed.when_count))
		return STATUS_OK; /* refused when it is loaded */
	return mutant_add(maker, &changed, MUTATE_BRANCH, at, at->text);
}

static enum status exception_drop(struct maker *maker, uint32_t node)
{
	struct ruleset_build      *build = maker->build;
	struct ruleset_rule        changed = maker->rule;
	const struct ruleset_tree *tree = changed.except;
	const struct yaml_node    *at = maker->conditions->except_places[node];
	bool *gone = arena_alloc_zero(&build->scratch, changed.except_count, sizeof *gone);

	if (gone == NULL)
		return ruleset_no_memory(build);
	for (uint32_t i = node; i < tree[node].next; i++)
		gone[i] = true;
	changed.except = tree_cut(build, tree, maker->rule.except_count, gone,
	                          &changed.except_count);
	if (changed.except == NULL)
		return ruleset_no_memory(build);
	if (changed.except_count == 1)
		changed.except = NULL;
	if (changed.except == NULL)
		changed.except_count = 0;
	return mutant_add(maker, &changed, MUTATE_EXCEPTION, at, at->text);
}

/* As if nothing said how far these exceptions reach: those of `only`, or all (0) that do not say it
 * themselves. */
static enum status reach_drop(struct maker *maker, uint32_t only, uint16_t reach,
                              const struct yaml_node *at)
{
	struct ruleset_build *build = maker->build;
	struct ruleset_rule   changed = maker->rule;
	struct ruleset_tree  *tree = ARENA_ARRAY(build->arena, changed.except_count,
	                                         struct ruleset_tree);

	if (tree == NULL)
		return ruleset_no_memory(build);
	memcpy(tree, changed.except, changed.except_count * sizeof *tree);
	for (uint32_t i = 1; i < changed.except_count; i = tree[i].next)
		if (only == 0 ? tree[i].reach == maker->conditions->reach : i == only)
			tree[i].reach = reach;
	changed.except = tree;
	return mutant_add(maker, &changed, MUTATE_REACH, at, at->text);
}

static enum status reaches_drop(struct maker *maker)
{
	const struct ruleset_conditions *conditions = maker->conditions;
	const struct ruleset_rule       *rule = &maker->rule;
	enum status                      status = STATUS_OK;

	if (conditions->except_within != NULL && conditions->reach != RULESET_REACH_DEFAULT)
		status = reach_drop(maker, 0, RULESET_REACH_DEFAULT, conditions->except_within);
	for (uint32_t i = 1; status == STATUS_OK && i < rule->except_count;
	     i = rule->except[i].next)
		if (rule->except[i].reach != conditions->reach)
			status = reach_drop(maker, i, conditions->reach,
			                    conditions->except_places[i]);
	return status;
}

/* ---- lists ---- */

struct named_list {
	struct slice            name;
	const struct yaml_node *at;
};

struct named_lists {
	struct named_list items[MUTANT_LISTS_MAX];
	size_t            count;
};

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* The list named at or after *at, as "@name". */
static bool name_next(struct slice text, size_t *at, struct slice *name)
{
	size_t begin = slice_find(text, SLICE_LIT("@"), *at);
	size_t end;

	if (begin == SIZE_MAX)
		return false;
	end = ++begin;
	while (end < text.len && is_name(text.ptr[end]))
		end++;
	*name = slice_range(text, begin, end);
	*at = end;
	return true;
}

static void name_note(struct named_lists *lists, struct slice name, const struct yaml_node *at)
{
	for (size_t i = 0; i < lists->count; i++)
		if (slice_equal(lists->items[i].name, name))
			return;
	if (lists->count < MUTANT_LISTS_MAX)
		lists->items[lists->count++] = (struct named_list){ name, at };
}

/* The lists that the atoms of a tree name themselves. */
static void names_find(struct maker *maker, const struct ruleset_tree *tree, uint32_t count,
                       const struct yaml_node *const *places, struct named_lists *lists)
{
	for (uint32_t i = 0; i < count; i++) {
		struct slice source;
		struct slice name;
		size_t       at = 0;

		if (tree[i].kind != RULESET_TREE_ATOM ||
		    maker->build->atoms[tree[i].atom].kind == RULESET_ATOM_REGEX)
			continue;
		/* A list as a condition has its name as text and "@name" as source. */
		source = maker->build->atoms[tree[i].atom].source;
		while (name_next(source, &at, &name))
			name_note(lists, name, places[i]);
	}
}

bool ruleset_mutants_touch(const struct ruleset_build *build, char kind, struct slice text)
{
	struct slice name;
	size_t       at = 0;

	if (build->list_out == NULL || kind == 'r')
		return false;
	if (kind == 'l')
		return slice_equal(text, build->list_out->name);
	while (name_next(text, &at, &name))
		if (slice_equal(name, build->list_out->name))
			return true;
	return false;
}

static enum status list_drop(struct maker *maker, const struct named_list *named)
{
	struct ruleset_build *build = maker->build;
	struct ruleset_rule   changed = maker->rule;
	enum status           status;

	build->list_out = ruleset_list_find(build, NULL, named->name);
	status = ruleset_when_parse(build, maker->conditions->when, &changed.when,
	                            &changed.when_count);
	if (status == STATUS_OK && changed.except != NULL)
		status = ruleset_except_parse(build, maker->conditions->except,
		                              maker->conditions->reach, &changed.except,
		                              &changed.except_count);
	build->list_out = NULL;
	if (status != STATUS_OK)
		return status;
	return mutant_add(maker, &changed, MUTATE_LIST, named->at, named->name);
}

static enum status lists_drop(struct maker *maker)
{
	const struct ruleset_rule *rule = &maker->rule;
	struct named_lists         lists = { .count = 0 };
	enum status                status = STATUS_OK;

	names_find(maker, rule->when, rule->when_count, maker->conditions->when_places, &lists);
	names_find(maker, rule->except, rule->except_count, maker->conditions->except_places,
	           &lists);
	for (size_t i = 0; status == STATUS_OK && i < lists.count; i++)
		status = list_drop(maker, &lists.items[i]);
	return status;
}

enum status ruleset_mutants_add(struct ruleset_build            *build,
                                const struct ruleset_conditions *conditions)
{
	struct maker maker = { .build = build,
		               .conditions = conditions,
		               .rule = build->rules[build->rule_count - 1] };
	enum status  status = STATUS_OK;

	for (uint32_t i = 1; status == STATUS_OK && i < maker.rule.when_count; i++)
		status = branch_drop(&maker, i);
	for (uint32_t i = 1; status == STATUS_OK && i < maker.rule.except_count;
	     i = maker.rule.except[i].next)
		status = exception_drop(&maker, i);
	if (status == STATUS_OK)
		status = reaches_drop(&maker);
	return status == STATUS_OK ? lists_drop(&maker) : status;
}

/* ---- open and close ---- */

enum status ruleset_mutants_open(struct ruleset_mutants *mutants)
{
	static const struct ruleset_source source = { .name = "" };
	struct ruleset_list               *nothing;
	struct ruleset_text               *entry;

	*mutants = (struct ruleset_mutants){ 0 };
	if (!arena_open(&mutants->arena, MUTANTS_ARENA_BYTES_MAX))
		return STATUS_NO_MEMORY;
	nothing = ARENA_NEW(&mutants->arena, struct ruleset_list);
	entry = ARENA_NEW(&mutants->arena, struct ruleset_text);
	if (nothing == NULL || entry == NULL)
		return STATUS_NO_MEMORY;
	*entry = (struct ruleset_text){ .text = SLICE_LIT(NOTHING), .source = &source };
	*nothing = (struct ruleset_list){ .name = SLICE_LIT("nothing"),
		                          .entries = entry,
		                          .count = 1,
		                          .place = *entry,
		                          .shared = true };
	mutants->nothing = nothing;
	return STATUS_OK;
}

void ruleset_mutants_close(struct ruleset_mutants *mutants)
{
	arena_close(&mutants->arena);
}
