/* SPDX-License-Identifier: Apache-2.0 */
/* What a rule's tree made of a prompt, branch by branch:
 *
 *     near, within 8 words   failed: 11 words apart       view 1 "... how do i ... pipe bomb"
 *       {how to|how do i}    held, bytes 4 to 12
 *       list device          held, bytes 60 to 69
 *
 * The prompt is expanded and searched as for a verdict, but nothing is decided: each node of each
 * asked rule is judged by itself, in every view that the rule looks at. Of a rule's views the one
 * is kept in which it came furthest: matched, else excused, else most patterns held. */
#include "scan_tree.h"

#include "doorward/trace.h"
#include "scan_atom.h"
#include "scan_except.h"

#include <stdlib.h>
#include <string.h>

/* Looking at every branch costs more than looking until one fails. */
#define STEPS_MORE 16u

struct best {
	struct engine_rule_trace trace;
	uint64_t                 rank; /* 0: nothing was judged */
};

struct tracer {
	struct scan_prompt               *prompt;
	const struct ruleset_rule *const *asked;
	size_t                            asked_count;
	struct best                      *best; /* [rule_count of the ruleset] */
};

/* ---- the tree as it stands ---- */

/* `list: device` and the phrase "@device" are the same. */
static bool is_list(const struct ruleset_atom *atom)
{
	if (atom->source.len == 0 || atom->source.ptr[0] != '@')
		return false;
	for (size_t i = 1; i < atom->source.len; i++)
		if (strchr(" \t{}[]|<~@", atom->source.ptr[i]) != NULL)
			return false;
	return true;
}

static enum engine_node_kind atom_kind(const struct ruleset_atom *atom)
{
	if (atom->kind == RULESET_ATOM_REGEX)
		return ENGINE_NODE_REGEX;
	return is_list(atom) ? ENGINE_NODE_LIST : ENGINE_NODE_PHRASE;
}

static struct slice atom_source(const struct ruleset_atom *atom)
{
	static const char regex_mark[] = "regex: ";

	if (atom->kind == RULESET_ATOM_REGEX)
		return slice_from(atom->source, sizeof regex_mark - 1);
	return is_list(atom) ? slice_from(atom->source, 1) : atom->source;
}

static struct engine_node node_of(const struct ruleset *ruleset, const struct ruleset_tree *tree)
{
	static const enum engine_node_kind kinds[] = {
		[RULESET_TREE_ANY] = ENGINE_NODE_ANY,
		[RULESET_TREE_ALL] = ENGINE_NODE_ALL,
		[RULESET_TREE_NONE] = ENGINE_NODE_NONE,
		[RULESET_TREE_NEAR] = ENGINE_NODE_NEAR,
	};
	struct engine_node node = { .next = tree->next,
		                    .within = tree->within,
		                    .ordered = tree->ordered,
		                    .reach = tree->reach };

	if (tree->kind == RULESET_TREE_ATOM) {
		node.kind = atom_kind(&ruleset->atoms[tree->atom]);
		node.source = atom_source(&ruleset->atoms[tree->atom]);
	} else {
		node.kind = kinds[tree->kind];
	}
	return node;
}

static struct engine_node *nodes_of(const struct ruleset *ruleset, const struct ruleset_tree *tree,
                                    uint32_t count, struct arena *arena)
{
	struct engine_node *nodes = ARENA_ARRAY(arena, count, struct engine_node);

	for (uint32_t i = 0; nodes != NULL && i < count; i++)
		nodes[i] = node_of(ruleset, &tree[i]);
	return nodes;
}

enum status engine_trace_tree(const struct ruleset *ruleset, const struct ruleset_rule *rule,
                              struct arena *arena, struct engine_rule_trace *trace)
{
	*trace = (struct engine_rule_trace){ .rule = rule };
	trace->when = nodes_of(ruleset, rule->when, rule->when_count, arena);
	trace->when_count = rule->when_count;
	if (rule->except != NULL)
		trace->except = nodes_of(ruleset, rule->except, rule->except_count, arena);
	trace->except_count = rule->except_count;
	return trace->when != NULL && (rule->except == NULL || trace->except != NULL)
	               ? STATUS_OK
	               : STATUS_NO_MEMORY;
}

/* ---- one node in the current view ---- */

/* The places of the occurrences in the fields. A list of matches of this one rule brings them
 * there, as for a finding. */
static enum status fill_parts(struct tracer *tracer, const struct ruleset_rule *rule,
                              const struct scan_outcome *outcome, struct engine_node *node)
{
	struct scan_prompt *prompt = tracer->prompt;
	struct engine_part *parts = ARENA_ARRAY(prompt->answer, ENGINE_NODE_PARTS,
	                                        struct engine_part);
	enum status         status = STATUS_OK;

	if (parts == NULL)
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < outcome->count && node->part_count < ENGINE_NODE_PARTS; i++) {
		prompt->matches.count = 0;
		status = scan_match_add(prompt, rule, outcome->occurrences[i]);
		if (status != STATUS_OK)
			return status;
		for (size_t j = 0;
		     prompt->matches.count > 0 && j < prompt->matches.items[0].part_count &&
		     node->part_count < ENGINE_NODE_PARTS;
		     j++)
			parts[node->part_count++] = prompt->matches.items[0].parts[j];
	}
	node->parts = parts;
	node->hits = outcome->count;
	return STATUS_OK;
}

static bool children_hold(const struct engine_node *nodes, uint32_t at)
{
	for (uint32_t child = at + 1; child < nodes[at].next; child = nodes[child].next)
		if (!nodes[child].holds)
			return false;
	return true;
}

/* The smallest `within` with which the NEAR would hold, or 0: the branches are there, but in no
 * order that holds. */
static enum status find_distance(struct tracer *tracer, const struct ruleset_rule *rule,
                                 const struct ruleset_tree *tree, uint32_t count, uint32_t at,
                                 uint32_t *distance)
{
	struct scan_prompt      *prompt = tracer->prompt;
	struct ruleset_tree     *copy = ARENA_ARRAY(prompt->arena, count, struct ruleset_tree);
	const enum ruleset_check check = tree == rule->when ? rule->check : RULESET_CHECK_NONE;
	uint32_t                 low = tree[at].within + 1;
	uint32_t                 high = (uint32_t)prompt->text.words.count;
	enum status              status = STATUS_OK;

	if (copy == NULL)
		return STATUS_NO_MEMORY;
	memcpy(copy, tree, count * sizeof *copy);
	*distance = 0;
	while (low <= high && status == STATUS_OK) {
		struct scan_outcome outcome;

		copy[at].within = low + (high - low) / 2;
		status = scan_judge_node(prompt, rule, copy, check, at, SIZE_MAX, &outcome);
		if (status == STATUS_OK && outcome.holds) {
			*distance = copy[at].within;
			high = copy[at].within - 1;
		} else {
			low = copy[at].within + 1;
		}
	}
	return status;
}

static bool lists_places(enum engine_node_kind kind)
{
	return kind == ENGINE_NODE_NEAR || kind >= ENGINE_NODE_PHRASE;
}

static enum status judge_nodes(struct tracer *tracer, const struct ruleset_rule *rule,
                               const struct ruleset_tree *tree, uint32_t count,
                               struct engine_node *nodes)
{
	struct scan_prompt      *prompt = tracer->prompt;
	const enum ruleset_check check = tree == rule->when ? rule->check : RULESET_CHECK_NONE;
	enum status              status = STATUS_OK;

	/* From the back: children are known before their parent. */
	for (uint32_t i = count; i-- > 0 && status == STATUS_OK;) {
		struct scan_outcome outcome;

		status = scan_judge_node(prompt, rule, tree, check, i, SIZE_MAX, &outcome);
		if (status != STATUS_OK)
			break;
		nodes[i].holds = outcome.holds;
		if (nodes[i].kind == ENGINE_NODE_REGEX)
			nodes[i].fails_check = !outcome.holds &&
			                       scan_atom_holds(prompt, tree[i].atom);
		if (outcome.holds && lists_places(nodes[i].kind))
			status = fill_parts(tracer, rule, &outcome, &nodes[i]);
		else if (nodes[i].kind == ENGINE_NODE_NEAR && children_hold(nodes, i))
			status = find_distance(tracer, rule, tree, count, i, &nodes[i].distance);
	}
	return status;
}

/* ---- one tree in the current view ---- */

static enum status confirm(struct scan_prompt *prompt, const struct ruleset_tree *tree,
                           uint32_t count)
{
	enum status status = STATUS_OK;

	for (uint32_t i = 0; i < count && status == STATUS_OK; i++)
		if (tree[i].kind == RULESET_TREE_ATOM)
			status = scan_atom_confirm(prompt, tree[i].atom, SIZE_MAX);
	return status;
}

static uint64_t count_held(const struct engine_node *nodes, size_t count)
{
	uint64_t held = 0;

	for (size_t i = 0; i < count; i++)
		held += nodes[i].kind >= ENGINE_NODE_PHRASE && nodes[i].holds;
	return held;
}

/* The nodes of one tree, judged. */
static enum status trace_tree(struct tracer *tracer, const struct ruleset_rule *rule,
                              const struct ruleset_tree *tree, uint32_t count,
                              struct engine_node **nodes)
{
	struct scan_prompt *prompt = tracer->prompt;
	enum status         status = confirm(prompt, tree, count);

	if (status != STATUS_OK)
		return status;
	*nodes = nodes_of(prompt->ruleset, tree, count, prompt->answer);
	if (*nodes == NULL)
		return STATUS_NO_MEMORY;
	return judge_nodes(tracer, rule, tree, count, *nodes);
}

/* ---- exceptions and the matches they stand near ---- */

/* Every hit that has a part in a match, as if there were no exceptions. */
static enum status matched_hits(struct tracer *tracer, const struct ruleset_rule *rule,
                                struct scan_hits *hits)
{
	struct scan_prompt *prompt = tracer->prompt;
	struct scan_outcome outcome;
	struct scan_hit    *items;
	size_t              count = 0;
	enum status status = scan_judge_node(prompt, rule, rule->when, rule->check, 0, SIZE_MAX,
	                                     &outcome);

	for (size_t i = 0; i < outcome.count; i++)
		count += outcome.occurrences[i].count;
	items = ARENA_ARRAY(prompt->arena, count, struct scan_hit);
	if (items == NULL)
		return STATUS_NO_MEMORY;
	count = 0;
	for (size_t i = 0; i < outcome.count; i++)
		for (size_t j = 0; j < outcome.occurrences[i].count; j++)
			items[count++] = outcome.occurrences[i].items[j];
	*hits = (struct scan_hits){ items, count };
	return status;
}

static uint32_t words_between(const struct scan_hit *a, const struct scan_hit *b)
{
	if (a->last < b->first)
		return b->first - a->last - 1;
	return b->last < a->first ? a->first - b->last - 1 : 0;
}

/* From the first places of an exception to the nearest match: to be read by a person. */
static uint32_t find_away(const struct scan_except_hits *places, struct scan_hits matched)
{
	uint32_t least = UINT32_MAX;

	for (size_t i = 0; i < places->count && i < LIMIT_MATCHES_OF_RULE; i++)
		for (size_t j = 0; j < matched.count; j++) {
			uint32_t words = words_between(places->occurrences[i].items,
			                               &matched.items[j]);

			least = words < least ? words : least;
		}
	return least == UINT32_MAX ? 0 : least;
}

static bool covers_some(struct scan_exceptions *exceptions, uint32_t node, struct scan_hits matched)
{
	for (size_t i = 0; i < matched.count; i++)
		if (scan_exception_covers(exceptions, node, &matched.items[i]))
			return true;
	return false;
}

/* An exception that stands too far from every match does not hold. */
static enum status reach_nodes(struct tracer *tracer, const struct ruleset_rule *rule,
                               struct engine_node *nodes)
{
	struct scan_exceptions exceptions;
	struct scan_hits       matched;
	enum status            status = matched_hits(tracer, rule, &matched);

	if (status == STATUS_OK)
		status = scan_exceptions_find(tracer->prompt, rule, &exceptions);
	if (status != STATUS_OK)
		return status;
	nodes[0].holds = false;
	for (uint32_t node = 1; node < nodes[0].next; node = nodes[node].next) {
		if (nodes[node].holds &&
		    !scan_exception_reaches_all(tracer->prompt, &rule->except[node]) &&
		    !covers_some(&exceptions, node, matched)) {
			nodes[node].holds = false;
			nodes[node].away = find_away(&exceptions.hits[node], matched);
		}
		nodes[0].holds = nodes[0].holds || nodes[node].holds;
	}
	return STATUS_OK;
}

/* ---- one rule in the current view ---- */

static enum status find_outcome(struct tracer *tracer, const struct ruleset_rule *rule,
                                const struct engine_node *when, struct engine_node *except,
                                enum engine_outcome *outcome)
{
	bool        matches = when[0].holds;
	enum status status = STATUS_OK;

	*outcome = ENGINE_UNMATCHED;
	if (!when[0].holds)
		return STATUS_OK;
	if (except != NULL) {
		status = reach_nodes(tracer, rule, except);
		if (status == STATUS_OK)
			status = scan_judge_matches(tracer->prompt, rule, &matches);
		tracer->prompt->excused.count = 0;
	}
	*outcome = matches ? ENGINE_MATCHED : ENGINE_EXCUSED;
	return status;
}

static enum status trace_rule(struct tracer *tracer, const struct ruleset_rule *rule)
{
	struct best             *best = &tracer->best[rule->index];
	struct engine_node      *when = NULL;
	struct engine_node      *except = NULL;
	struct engine_rule_trace trace = { .rule = rule,
		                           .view = (uint32_t)tracer->prompt->view,
		                           .when_count = rule->when_count,
		                           .except_count = rule->except_count };
	uint64_t                 rank;
	enum status status = trace_tree(tracer, rule, rule->when, rule->when_count, &when);

	if (status == STATUS_OK && rule->except != NULL)
		status = trace_tree(tracer, rule, rule->except, rule->except_count, &except);
	if (status == STATUS_OK)
		status = find_outcome(tracer, rule, when, except, &trace.outcome);
	if (status != STATUS_OK)
		return status;
	trace.when = when;
	trace.except = except;
	rank = ((uint64_t)trace.outcome << 32) + count_held(when, trace.when_count);
	if (rank > best->rank)
		*best = (struct best){ trace, rank };
	return STATUS_OK;
}

/* ---- the prompt ---- */

static enum status trace_view(struct tracer *tracer)
{
	struct scan_prompt *prompt = tracer->prompt;
	enum status         status = scan_candidates(prompt);

	for (size_t i = 0; i < prompt->worker->named_count; i++)
		scan_candidates_add(prompt, prompt->worker->named_atoms[i]);
	scan_candidates_list(prompt);
	if (status == STATUS_OK)
		status = match_text_split(&prompt->text, prompt->scratch);
	prompt->phrase_steps += prompt->views.items[prompt->view].folded.len * STEPS_MORE;
	prompt->guess_steps += prompt->views.items[prompt->view].folded.len * STEPS_MORE;
	for (size_t i = 0; i < tracer->asked_count && status == STATUS_OK; i++)
		if (scan_rule_applies(tracer->asked[i], prompt))
			status = trace_rule(tracer, tracer->asked[i]);
	for (size_t i = 0;
	     tracer->asked_count == 0 && i < prompt->candidate_count && status == STATUS_OK; i++)
		status = trace_rule(tracer, &prompt->ruleset->rules[prompt->candidates[i]]);
	return status;
}

static enum status trace_views(struct tracer *tracer)
{
	struct scan_prompt *prompt = tracer->prompt;
	enum status         status = scan_prepare(prompt);

	if (status == STATUS_OK)
		status = scan_expand(prompt);
	for (size_t view = 0; view < prompt->views.count && status == STATUS_OK; view++) {
		scan_worker_next_view(prompt->worker);
		prompt->view = view;
		prompt->traced.known = false;
		status = trace_view(tracer);
	}
	return status;
}

static bool is_near(const struct best *best)
{
	return best->trace.outcome > ENGINE_UNMATCHED || (best->rank & UINT32_MAX) > 0;
}

/* Those of at least this outcome, up to the limit, in the order of the ruleset. */
static enum status pick_near(const struct tracer *tracer, struct engine_rule_traces *traces)
{
	const struct ruleset *ruleset = tracer->prompt->ruleset;
	bool  *picked = arena_alloc_zero(tracer->prompt->arena, ruleset->rule_count + 1, 1);
	size_t count = 0;

	if (picked == NULL)
		return STATUS_NO_MEMORY;
	for (int outcome = ENGINE_MATCHED; outcome > ENGINE_UNJUDGED; outcome--)
		for (size_t i = 0; i < ruleset->rule_count && count < ENGINE_RULE_TRACES_MAX; i++)
			if ((int)tracer->best[i].trace.outcome == outcome &&
			    is_near(&tracer->best[i])) {
				picked[i] = true;
				count++;
			}
	for (size_t i = 0; i < ruleset->rule_count; i++)
		if (picked[i])
			traces->items[traces->count++] = tracer->best[i].trace;
	return STATUS_OK;
}

static enum status pick_asked(const struct tracer *tracer, struct engine_rule_traces *traces)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < tracer->asked_count && status == STATUS_OK; i++) {
		const struct ruleset_rule *rule = tracer->asked[i];
		struct engine_rule_trace  *trace = &traces->items[traces->count++];

		*trace = tracer->best[rule->index].trace;
		if (trace->rule == NULL)
			status = engine_trace_tree(tracer->prompt->ruleset, rule,
			                           tracer->prompt->answer, trace);
	}
	return status;
}

enum status engine_trace_rules(struct engine_worker *worker, const struct ruleset *ruleset,
                               const struct engine_prompt       *prompt,
                               const struct ruleset_rule *const *rules, size_t rule_count,
                               struct engine_rule_traces *traces)
{
	struct slice name = prompt->policy.len > 0 ? prompt->policy : SLICE_LIT("default");
	const struct ruleset_policy *policy = ruleset_policy_find(ruleset, name);
	struct scan_prompt           state;
	struct tracer                tracer = { &state, rules, rule_count, NULL };
	size_t                       max = rule_count > 0 ? rule_count : ENGINE_RULE_TRACES_MAX;
	enum status                  status;

	*traces = (struct engine_rule_traces){ .fields = prompt->fields };
	if (policy == NULL)
		return STATUS_NOT_FOUND;
	if (prompt->field_count > LIMIT_FIELDS_MAX)
		return STATUS_LIMIT_REACHED;
	status = scan_begin(&state, worker, ruleset, policy, prompt);
	if (status != STATUS_OK)
		return status;
	tracer.best = arena_alloc_zero(state.arena, ruleset->rule_count + 1, sizeof *tracer.best);
	traces->items = ARENA_ARRAY(state.answer, max, struct engine_rule_trace);
	if (tracer.best == NULL || traces->items == NULL)
		return STATUS_NO_MEMORY;
	status = trace_views(&tracer);
	if (status != STATUS_OK)
		return status;
	return rule_count > 0 ? pick_asked(&tracer, traces) : pick_near(&tracer, traces);
}
