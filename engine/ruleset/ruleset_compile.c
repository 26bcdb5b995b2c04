/* SPDX-License-Identifier: Apache-2.0 */
/* From rules to what one scan can answer: "which rules could match this text?"
 *
 *     all:                              cost
 *       - {make|build}~                 "make", "build", ...   common: high
 *       - any: [pipe bomb, nail bomb]   "bomb"                 rare: low  <- taken
 *
 * A rule must hold a match of every child of `all` and `near`, so the cheapest child is
 * enough to look for; of `any` it needs all children; `none` promises nothing. A phrase
 * gives its cheapest cut of words, a regex the run of letters that it cannot do without, or,
 * where it has none (card numbers), a place in the prefilter. Parts of words and runs of all
 * rules are one database, each once, with the rules it stands for; whole words are found by their
 * numbers (ruleset_uses.c). Draft rules are left out. */
#include "ruleset_build.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define REGEX_LITERAL_CHARS_MIN 3
#define PREFILTER_COST          20.0 /* a regex over the whole text: dearer than a usual word */
#define PARTIAL_COST            1.0  /* of a run of three letters inside words; a fifth a letter */

/* What an atom is looked for by. */
struct atom_literals {
	struct slice *literals;
	size_t        count;
	double        cost;
	bool          known;
	bool          prefilter;
};

/* One literal or expression stands for one rule, or comes from one atom. */
struct pair {
	uint32_t trigger;
	uint32_t target;
};

struct pairs {
	struct pair *pairs;
	size_t       count;
	size_t       cap;
	uint32_t    *last; /* target of each trigger, plus one: it counts once */
	size_t       last_cap;
	size_t       triggers;
};

/* What the literals, or the expressions, stand for; both number the same triggers. */
struct targets {
	struct pairs rules;
	struct pairs atoms;
};

struct compiler {
	struct ruleset_build    *build;
	struct atom_literals    *atoms;
	struct slice            *literals;
	size_t                   literal_cap;
	struct ruleset_names     literal_names;
	struct match_expression *expressions;
	size_t                   expression_cap;
	struct ruleset_names     expression_names;
	struct targets           of_literals;
	struct targets           of_expressions;
	struct pairs             of_atoms; /* the rules to look at, by atom */
};

/* ---- what to look for ---- */

static bool is_plain(struct slice run)
{
	for (size_t i = 0; i < run.len; i++) {
		char c = run.ptr[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
			return false;
	}
	return run.len > 0;
}

/* " akia": the run as folded text holds it, with the spaces that are certain. */
static enum status regex_literal(struct compiler *compiler, const struct ruleset_atom *atom,
                                 struct atom_literals *found)
{
	struct ruleset_build *build = compiler->build;
	struct slice          pattern = slice_from(atom->source, strlen(RULESET_REGEX_MARK));
	bool                  word_start = false;
	bool                  word_end = false;
	struct slice  run = match_regex_required(pattern, REGEX_LITERAL_CHARS_MIN, &build->scratch,
	                                         &word_start, &word_end);
	struct slice *literal;
	char         *text;

	if (!is_plain(run)) {
		*found = (struct atom_literals){ .cost = PREFILTER_COST, .prefilter = true };
		return STATUS_OK;
	}
	literal = ARENA_NEW(&build->scratch, struct slice);
	text = ARENA_ARRAY(&build->scratch, run.len + 2, char);
	if (literal == NULL || text == NULL)
		return ruleset_no_memory(build);
	literal->ptr = text;
	if (word_start)
		text[literal->len++] = ' ';
	memcpy(text + literal->len, run.ptr, run.len);
	literal->len += run.len;
	if (word_end)
		text[literal->len++] = ' ';
	*found = (struct atom_literals){ .literals = literal, .count = 1 };
	found->cost = PARTIAL_COST;
	for (size_t i = REGEX_LITERAL_CHARS_MIN; i < run.len; i++)
		found->cost /= 5;
	found->cost += ruleset_rarity(run);
	return STATUS_OK;
}

static enum status phrase_literals(struct compiler *compiler, struct ruleset_atom *atom,
                                   struct atom_literals *found)
{
	struct ruleset_build *build = compiler->build;
	struct match_literals literals;

	if (match_phrase_literals(&atom->phrase, &build->ruleset->vocabulary, ruleset_rarity,
	                          &build->scratch, &literals) != STATUS_OK ||
	    match_phrase_need(&atom->phrase, &build->ruleset->vocabulary, &literals,
	                      build->arena) != STATUS_OK)
		return ruleset_no_memory(build);
	*found = (struct atom_literals){ .literals = literals.literals,
		                         .count = literals.count,
		                         .cost = literals.cost };
	return STATUS_OK;
}

static enum status atom_literals_find(struct compiler *compiler, uint32_t index)
{
	struct ruleset_atom  *atom = &compiler->build->atoms[index];
	struct atom_literals *found = &compiler->atoms[index];
	enum status           status;

	if (found->known)
		return STATUS_OK;
	status = atom->kind == RULESET_ATOM_REGEX ? regex_literal(compiler, atom, found)
	                                          : phrase_literals(compiler, atom, found);
	found->known = true;
	return status;
}

/* ---- the cheapest branch ---- */

static double branch_cost(const struct ruleset_tree *tree, uint32_t index, const double *costs)
{
	const struct ruleset_tree *node = &tree[index];
	bool                       sums = node->kind == RULESET_TREE_ANY;
	double                     cost = sums ? 0.0 : INFINITY;

	if (node->kind == RULESET_TREE_NONE)
		return INFINITY;
	for (uint32_t child = index + 1; child < node->next; child = tree[child].next)
		cost = sums ? cost + costs[child] : costs[child] < cost ? costs[child] : cost;
	return cost;
}

static uint32_t cheapest_child(const struct ruleset_tree *tree, uint32_t index, const double *costs)
{
	uint32_t best = index + 1;

	for (uint32_t child = index + 1; child < tree[index].next; child = tree[child].next)
		best = costs[child] < costs[best] ? child : best;
	return best;
}

/* Costs of all nodes, children before parents; ALL and NEAR learn their rarest child. */
static enum status costs_find(struct compiler *compiler, const struct ruleset_rule *rule,
                              double *costs)
{
	for (uint32_t i = rule->when_count; i-- > 0;) {
		const struct ruleset_tree *node = &rule->when[i];
		enum status                status;

		if (node->kind != RULESET_TREE_ATOM) {
			costs[i] = branch_cost(rule->when, i, costs);
			if (node->kind == RULESET_TREE_ALL || node->kind == RULESET_TREE_NEAR)
				rule->when[i].rarest = cheapest_child(rule->when, i, costs);
			continue;
		}
		status = atom_literals_find(compiler, node->atom);
		if (status != STATUS_OK)
			return status;
		costs[i] = compiler->atoms[node->atom].cost;
	}
	return STATUS_OK;
}

/* ---- triggers ---- */

static enum status pair_add(struct compiler *compiler, struct pairs *pairs, uint32_t trigger,
                            uint32_t target)
{
	struct arena *scratch = &compiler->build->scratch;
	struct pair  *grown;

	if (trigger == pairs->triggers) {
		uint32_t *last = ruleset_grow(scratch, pairs->last, pairs->triggers,
		                              &pairs->last_cap, sizeof *last);

		if (last == NULL)
			return ruleset_no_memory(compiler->build);
		pairs->last = last;
		last[pairs->triggers++] = 0;
	}
	if (pairs->last[trigger] == target + 1)
		return STATUS_OK;
	pairs->last[trigger] = target + 1;
	grown = ruleset_grow(scratch, pairs->pairs, pairs->count, &pairs->cap, sizeof *grown);
	if (grown == NULL)
		return ruleset_no_memory(compiler->build);
	pairs->pairs = grown;
	grown[pairs->count++] = (struct pair){ trigger, target };
	return STATUS_OK;
}

static enum status targets_add(struct compiler *compiler, struct targets *targets, uint32_t trigger,
                               uint32_t atom, uint32_t rule)
{
	enum status status = pair_add(compiler, &targets->rules, trigger, rule);

	return status == STATUS_OK ? pair_add(compiler, &targets->atoms, trigger, atom) : status;
}

static enum status literal_add(struct compiler *compiler, struct slice literal, uint32_t atom,
                               uint32_t rule)
{
	struct ruleset_build *build = compiler->build;
	uint32_t              id = (uint32_t)compiler->literal_names.count;

	if (!ruleset_names_find(&compiler->literal_names, literal, &id)) {
		struct slice  kept = arena_copy(build->arena, literal);
		struct slice *grown = ruleset_grow(&build->scratch, compiler->literals, id,
		                                   &compiler->literal_cap, sizeof *grown);

		if (kept.ptr == NULL || grown == NULL ||
		    !ruleset_names_add(&compiler->literal_names, kept, id))
			return ruleset_no_memory(build);
		compiler->literals = grown;
		grown[id] = kept;
	}
	return targets_add(compiler, &compiler->of_literals, id, atom, rule);
}

static enum status expression_add(struct compiler *compiler, uint32_t atom, uint32_t rule)
{
	struct ruleset_build *build = compiler->build;
	struct slice pattern = slice_from(build->atoms[atom].source, strlen(RULESET_REGEX_MARK));
	uint32_t     id = (uint32_t)compiler->expression_names.count;

	if (!ruleset_names_find(&compiler->expression_names, pattern, &id)) {
		struct match_expression *grown = ruleset_grow(
			&build->scratch, compiler->expressions, id, &compiler->expression_cap,
			sizeof *grown);
		char *copy = ARENA_ARRAY(build->arena, pattern.len + 1, char);

		if (grown == NULL || copy == NULL ||
		    !ruleset_names_add(&compiler->expression_names, pattern, id))
			return ruleset_no_memory(build);
		memcpy(copy, pattern.ptr, pattern.len);
		copy[pattern.len] = '\0';
		compiler->expressions = grown;
		grown[id] = (struct match_expression){
			.pattern = copy,
			.caseless = !slice_starts_with(pattern, SLICE_LIT("(?-i)")),
		};
	}
	return targets_add(compiler, &compiler->of_expressions, id, atom, rule);
}

static enum status atom_trigger(struct compiler *compiler, uint32_t atom, uint32_t rule)
{
	const struct atom_literals *found = &compiler->atoms[atom];
	struct ruleset_atom        *pattern = &compiler->build->atoms[atom];
	const bool                  phrase = pattern->kind == RULESET_ATOM_PHRASE;
	const struct slice *literals = phrase ? pattern->phrase.needed.texts : found->literals;
	const size_t        count = phrase ? pattern->phrase.needed.text_count : found->count;
	enum status         status = pair_add(compiler, &compiler->of_atoms, atom, rule);

	pattern->named = true;
	if (found->prefilter)
		return status == STATUS_OK ? expression_add(compiler, atom, rule) : status;
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		status = literal_add(compiler, literals[i], atom, rule);
	return status;
}

/* Walks down the chosen branches: `wanted[i]` says whether node i is one. */
static enum status branches_trigger(struct compiler *compiler, const struct ruleset_rule *rule,
                                    bool *wanted)
{
	const struct ruleset_tree *tree = rule->when;
	enum status                status = STATUS_OK;

	wanted[0] = true;
	for (uint32_t i = 0; status == STATUS_OK && i < rule->when_count; i++) {
		if (!wanted[i])
			continue;
		if (tree[i].kind == RULESET_TREE_ATOM) {
			status = atom_trigger(compiler, tree[i].atom, rule->index);
		} else if (tree[i].kind == RULESET_TREE_ANY) {
			for (uint32_t child = i + 1; child < tree[i].next; child = tree[child].next)
				wanted[child] = true;
		} else {
			wanted[tree[i].rarest] = true;
		}
	}
	return status;
}

/* ---- R008 ---- */

/* What people write all day. A regex that has no fixed word and matches here is looked at in most
 * prompts; one that does not is found by the prefilter and costs next to nothing. */
#define ORDINARY                                                                                   \
	"The report of the meeting says that we will visit the new office on Monday, 12 May "      \
	"2025, "                                                                                   \
	"at 10:30; please bring 3 copies and call me (or write) when you arrive: it is about 40 "  \
	"km "                                                                                      \
	"away, so leave early. How do I cook rice? A cat sits on a red chair, photo, soft light, " \
	"4k."

static bool matches_ordinary(const struct match_regex *regex)
{
	struct match_regex_worker *worker = NULL;
	enum match_regex_result    result = MATCH_REGEX_NO;
	size_t                     start;
	size_t                     end;

	if (match_regex_worker_open(&worker) != STATUS_OK)
		return false;
	result = match_regex_find(regex, worker, SLICE_LIT(ORDINARY), 0, &start, &end);
	match_regex_worker_close(&worker);
	return result != MATCH_REGEX_NO;
}

static void slow_say(struct ruleset_build *build, const struct ruleset_rule *rule, double cost,
                     const struct ruleset_atom *worst, bool ordinary)
{
	const struct ruleset_source source = { .name = rule->file };
	const struct ruleset_text   place = { .source = &source,
		                              .line = rule->line,
		                              .column = rule->column };
	const size_t                shown = worst->source.len < 60 ? worst->source.len : 60;
	const char                 *more = shown < worst->source.len ? "..." : "";

	build->rule_id = slice_from_cstr(rule->id);
	if (ordinary)
		ruleset_note(build, "R008", LINT_WARNING, &place, 0,
		             "slow: \"%.*s%s\" matches ordinary text, so the rule is looked at in "
		             "most prompts: give it a fixed word of three letters or more",
		             (int)shown, worst->source.ptr, more);
	else
		ruleset_note(
			build, "R008", LINT_WARNING, &place, 0,
			"slow: looked at about %.0f times in 1,000 words, most for \"%.*s%s\": "
			"require a rarer word in it, or beside it in an all or near",
			cost, (int)shown, worst->source.ptr, more);
	build->rule_id = SLICE_NONE;
}

/* `wanted` are the nodes of the rule that it is looked for by. */
static void slow_note(struct compiler *compiler, const struct ruleset_rule *rule,
                      const bool *wanted)
{
	struct ruleset_build      *build = compiler->build;
	const struct ruleset_atom *worst = NULL;
	double                     most = 0;
	double                     cost = 0;

	for (uint32_t i = 0; build->notes != NULL && i < rule->when_count; i++) {
		const uint32_t              atom = rule->when[i].atom;
		const struct atom_literals *found = &compiler->atoms[atom];

		if (!wanted[i] || rule->when[i].kind != RULESET_TREE_ATOM)
			continue;
		if (found->prefilter && matches_ordinary(build->atoms[atom].regex)) {
			slow_say(build, rule, 0, &build->atoms[atom], true);
			return;
		}
		if (found->prefilter)
			continue;
		cost += found->cost;
		if (worst != NULL && found->cost <= most)
			continue;
		most = found->cost;
		worst = &build->atoms[atom];
	}
	if (cost >= RULESET_SLOW_COST && worst != NULL)
		slow_say(build, rule, cost, worst, false);
}

static enum status rule_trigger(struct compiler *compiler, const struct ruleset_rule *rule)
{
	struct ruleset_build *build = compiler->build;
	double               *costs = ARENA_ARRAY(&build->scratch, rule->when_count, double);
	bool       *wanted = arena_alloc_zero(&build->scratch, rule->when_count, sizeof *wanted);
	enum status status;

	if (costs == NULL || wanted == NULL)
		return ruleset_no_memory(build);
	status = costs_find(compiler, rule, costs);
	if (status != STATUS_OK)
		return status;
	for (uint32_t i = 0; i < rule->except_count; i++) {
		if (rule->except[i].kind == RULESET_TREE_ATOM)
			status = atom_literals_find(compiler, rule->except[i].atom);
		if (status != STATUS_OK)
			return status;
	}
	status = branches_trigger(compiler, rule, wanted);
	if (status == STATUS_OK)
		slow_note(compiler, rule, wanted);
	return status;
}

/* Pairs, in the order they came, to targets by trigger: those of trigger i are
 * [ends[i - 1], ends[i]). NULL when there is no memory. */
static const uint32_t *pairs_sort(struct compiler *compiler, const struct pairs *pairs,
                                  uint32_t **ends)
{
	uint32_t *targets = ARENA_ARRAY(compiler->build->arena, pairs->count, uint32_t);
	uint32_t  sum = 0;

	*ends = arena_alloc_zero(&compiler->build->scratch, pairs->triggers + 1, sizeof **ends);
	if (targets == NULL || *ends == NULL)
		return NULL;
	for (size_t i = 0; i < pairs->count; i++)
		(*ends)[pairs->pairs[i].trigger]++;
	for (size_t i = 0; i < pairs->triggers; i++) {
		const uint32_t count = (*ends)[i];

		(*ends)[i] = sum;
		sum += count;
	}
	for (size_t i = 0; i < pairs->count; i++)
		targets[(*ends)[pairs->pairs[i].trigger]++] = pairs->pairs[i].target;
	return targets;
}

static const struct ruleset_trigger *triggers_make(struct compiler      *compiler,
                                                   const struct targets *targets)
{
	const size_t            count = targets->rules.triggers;
	struct ruleset_trigger *triggers = ARENA_ARRAY(compiler->build->arena, count,
	                                               struct ruleset_trigger);
	uint32_t               *rule_ends;
	uint32_t               *atom_ends;
	const uint32_t         *rules = pairs_sort(compiler, &targets->rules, &rule_ends);
	const uint32_t         *atoms = pairs_sort(compiler, &targets->atoms, &atom_ends);

	assert(count == targets->atoms.triggers);
	if (triggers == NULL || rules == NULL || atoms == NULL)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		const uint32_t rule = i > 0 ? rule_ends[i - 1] : 0;
		const uint32_t atom = i > 0 ? atom_ends[i - 1] : 0;

		triggers[i] = (struct ruleset_trigger){ rules + rule, rule_ends[i] - rule,
			                                atoms + atom, atom_ends[i] - atom };
	}
	return triggers;
}

/* Each atom learns the rules that are looked at where it may match. */
static enum status atoms_keep(struct compiler *compiler)
{
	struct ruleset_build *build = compiler->build;
	uint32_t             *ends;
	const uint32_t       *rules = pairs_sort(compiler, &compiler->of_atoms, &ends);

	if (rules == NULL)
		return ruleset_no_memory(build);
	for (size_t i = 0; i < build->atom_count; i++) {
		const uint32_t first = i > 0 ? ends[i - 1] : 0;

		build->atoms[i].rules = rules + first;
		build->atoms[i].rule_count = ends[i] - first;
	}
	return ruleset_uses_make(build);
}

/* ---- the databases ---- */

/* A copy on the heap, of one byte when there is nothing. */
static void *heap_copy(const void *items, size_t count, size_t size)
{
	void *copy = malloc(count * size + 1);

	if (copy != NULL && count > 0)
		memcpy(copy, items, count * size);
	return copy;
}

static enum status triggers_keep(struct compiler *compiler, const struct match_backend *backend)
{
	struct ruleset_build *build = compiler->build;
	struct ruleset       *ruleset = build->ruleset;

	ruleset->backend = backend;
	ruleset->literal_count = compiler->of_literals.rules.triggers;
	ruleset->literal_triggers = triggers_make(compiler, &compiler->of_literals);
	ruleset->prefilter_count = compiler->of_expressions.rules.triggers;
	ruleset->prefilter_triggers = triggers_make(compiler, &compiler->of_expressions);
	build->literals = heap_copy(compiler->literals, ruleset->literal_count,
	                            sizeof *build->literals);
	build->expressions = heap_copy(compiler->expressions, ruleset->prefilter_count,
	                               sizeof *build->expressions);
	if (ruleset->literal_triggers == NULL || ruleset->prefilter_triggers == NULL ||
	    build->literals == NULL || build->expressions == NULL)
		return ruleset_no_memory(build);
	return STATUS_OK;
}

enum status ruleset_compile(struct ruleset_build *build, const struct match_backend *backend)
{
	struct compiler compiler = { .build = build };
	enum status     status = STATUS_OK;

	ruleset_names_init(&compiler.literal_names, &build->scratch);
	ruleset_names_init(&compiler.expression_names, &build->scratch);
	compiler.atoms = arena_alloc_zero(&build->scratch, build->atom_count,
	                                  sizeof *compiler.atoms);
	compiler.of_atoms.triggers = build->atom_count;
	compiler.of_atoms.last = arena_alloc_zero(&build->scratch, build->atom_count,
	                                          sizeof *compiler.of_atoms.last);
	if (compiler.atoms == NULL || compiler.of_atoms.last == NULL)
		return ruleset_no_memory(build);
	for (size_t i = 0; status == STATUS_OK && i < build->rule_count; i++) {
		if (build->rules[i].mode != RULESET_DRAFT)
			status = rule_trigger(&compiler, &build->rules[i]);
	}
	if (status == STATUS_OK)
		status = atoms_keep(&compiler);
	return status == STATUS_OK ? triggers_keep(&compiler, backend) : status;
}

enum status ruleset_databases_make(struct ruleset_build *build)
{
	struct ruleset *ruleset = build->ruleset;
	enum status     status;

	status = ruleset->backend->compile(build->literals, ruleset->literal_count,
	                                   &ruleset->literals, build->err);
	if (status == STATUS_OK && ruleset->prefilter_count > 0)
		status = match_prefilter_compile(build->expressions, ruleset->prefilter_count,
		                                 &ruleset->prefilter, build->err);
	return status;
}
