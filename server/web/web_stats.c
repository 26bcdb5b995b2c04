/* SPDX-License-Identifier: Apache-2.0 */
#include "web_stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define TRIES_MAX 64u

static void add(web_counter *counter, uint64_t by)
{
	atomic_store_explicit(counter, web_counter_read(counter) + by, memory_order_relaxed);
}

static void raise_to(web_counter *counter, uint64_t value)
{
	if (web_counter_read(counter) < value)
		atomic_store_explicit(counter, value, memory_order_relaxed);
}

enum status web_stats_open(struct web_stats **stats)
{
	struct web_stats *fresh = calloc(1, sizeof *fresh);

	*stats = fresh;
	if (fresh == NULL)
		return STATUS_NO_MEMORY;
	fresh->cells = calloc(WEB_STATS_CELLS, sizeof *fresh->cells);
	fresh->order = calloc(WEB_STATS_CELLS, sizeof *fresh->order);
	if (fresh->cells != NULL && fresh->order != NULL)
		return STATUS_OK;
	web_stats_close(stats);
	return STATUS_NO_MEMORY;
}

void web_stats_close(struct web_stats **stats)
{
	if (*stats == NULL)
		return;
	free((*stats)->cells);
	free((*stats)->order);
	free(*stats);
	*stats = NULL;
}

/* ---- cells ---- */

static struct slice rule_name(struct slice rule)
{
	return rule.len > WEB_RULE_CHARS_MAX ? slice_range(rule, 0, WEB_RULE_CHARS_MAX) : rule;
}

/* The rule's cell, the free one where it would go, or NULL. */
static struct web_stats_cell *find_place(const struct web_stats *stats, struct slice rule,
                                         bool is_shadow)
{
	size_t at = (size_t)slice_hash(rule) % WEB_STATS_CELLS;

	for (unsigned tries = 0; tries < TRIES_MAX; tries++, at = (at + 1) % WEB_STATS_CELLS) {
		struct web_stats_cell *cell = &stats->cells[at];

		if (!atomic_load_explicit(&cell->is_used, memory_order_acquire))
			return cell;
		if (cell->is_shadow == is_shadow && slice_equal_cstr(rule, cell->rule))
			return cell;
	}
	return NULL;
}

static struct web_stats_cell *take_cell(struct web_stats *stats, struct slice rule, bool is_shadow)
{
	struct slice           name = rule_name(rule);
	struct web_stats_cell *cell = find_place(stats, name, is_shadow);
	uint32_t               count;

	if (cell == NULL || atomic_load_explicit(&cell->is_used, memory_order_relaxed))
		return cell;
	memcpy(cell->rule, name.ptr, name.len);
	cell->is_shadow = is_shadow;
	atomic_store_explicit(&cell->is_used, true, memory_order_release);
	count = atomic_load_explicit(&stats->count, memory_order_relaxed);
	atomic_store_explicit(&stats->order[count], (uint32_t)(cell - stats->cells),
	                      memory_order_relaxed);
	atomic_store_explicit(&stats->count, count + 1, memory_order_release);
	return cell;
}

static struct web_stats_cell *cell_of(struct web_stats *stats, const struct ruleset_rule *rule)
{
	return take_cell(stats, slice_from_cstr(ruleset_rule_id(rule)),
	                 ruleset_rule_mode(rule) == RULESET_SHADOW);
}

/* ---- keys ---- */

/* Every bit must depend on every other: the finalizer of MurmurHash3 (Appleby, public domain). */
static uint64_t mix(uint64_t hash)
{
	hash = (hash ^ hash >> 33) * UINT64_C(0xff51afd7ed558ccd);
	hash = (hash ^ hash >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
	return hash ^ hash >> 33;
}

/* The register of a key, and the value it must have at least: the place of the first 1. */
static void count_key(struct web_stats_cell *cell, struct slice key)
{
	uint64_t         hash = mix(slice_hash(key));
	_Atomic uint8_t *place = &cell->keys[hash % WEB_KEY_REGISTERS];
	uint64_t         rest = hash / WEB_KEY_REGISTERS | (uint64_t)1 << 56;
	uint8_t          rank = (uint8_t)(__builtin_ctzll(rest) + 1);

	if (atomic_load_explicit(place, memory_order_relaxed) < rank)
		atomic_store_explicit(place, rank, memory_order_relaxed);
}

uint64_t web_figures_keys(const struct web_rule_figures *figures)
{
	const double m = WEB_KEY_REGISTERS;
	double       sum = 0;
	unsigned     empty = 0;
	double       estimate;

	for (unsigned i = 0; i < WEB_KEY_REGISTERS; i++) {
		sum += ldexp(1.0, -figures->keys[i]);
		empty += figures->keys[i] == 0;
	}
	estimate = 0.7213 / (1 + 1.079 / m) * m * m / sum;
	if (estimate <= 2.5 * m && empty > 0)
		estimate = m * log(m / empty);
	return (uint64_t)llround(estimate);
}

/* ---- counting ---- */

/* Actions and decisions rise in the same order. */
static bool is_decisive(const struct engine_verdict *verdict, const struct engine_finding *finding)
{
	return finding->decides && (int)finding->action == (int)verdict->decision;
}

static bool would_decide(const struct engine_verdict *verdict, const struct ruleset_rule *rule)
{
	for (size_t i = 0; verdict->has_would && i < verdict->would_rule_count; i++)
		if (verdict->would_rules[i] == rule)
			return true;
	return false;
}

/* Has a finding before this one the same rule? */
static bool is_repeated(const struct engine_verdict *verdict, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (verdict->findings[i].rule == verdict->findings[index].rule)
			return true;
	return false;
}

static bool is_alone(const struct engine_verdict *verdict, const struct ruleset_rule *rule)
{
	for (size_t i = 0; i < verdict->finding_count; i++)
		if (verdict->findings[i].rule != rule &&
		    is_decisive(verdict, &verdict->findings[i]))
			return false;
	return true;
}

static void count_finding(struct web_stats *stats, const struct engine_verdict *verdict,
                          const struct engine_finding *finding, struct slice key, uint64_t now_s)
{
	const struct ruleset_rule *rule = finding->rule;
	struct web_stats_cell     *cell = cell_of(stats, rule);
	bool                       decided, alone;

	if (cell == NULL) {
		add(&stats->dropped, 1);
		return;
	}
	if (cell->is_shadow) {
		decided = would_decide(verdict, rule);
		alone = decided && verdict->would_rule_count == 1;
	} else {
		decided = is_decisive(verdict, finding);
		alone = decided && is_alone(verdict, rule);
	}
	add(&cell->hits, 1);
	add(&cell->decided, decided);
	add(&cell->alone, alone);
	raise_to(&cell->last_s, now_s);
	count_key(cell, key);
}

void web_stats_count(struct web_stats *stats, const struct engine_verdict *verdict,
                     struct slice key, uint64_t now_s)
{
	for (size_t i = 0; i < verdict->finding_count; i++)
		if (!is_repeated(verdict, i))
			count_finding(stats, verdict, &verdict->findings[i], key, now_s);
}

void web_stats_cost(struct web_stats *stats, const struct ruleset_rule *rule, uint64_t ns)
{
	struct web_stats_cell *cell = cell_of(stats, rule);

	if (cell == NULL)
		return;
	add(&cell->cost_ns, ns);
	add(&cell->looks, 1);
}

/* ---- figures ---- */

static void cell_add(const struct web_stats_cell *cell, struct web_rule_figures *figures)
{
	uint64_t last_s = web_counter_read(&cell->last_s);

	figures->hits += web_counter_read(&cell->hits);
	figures->decided += web_counter_read(&cell->decided);
	figures->alone += web_counter_read(&cell->alone);
	figures->cost_ns += web_counter_read(&cell->cost_ns);
	figures->looks += web_counter_read(&cell->looks);
	if (last_s > figures->last_s)
		figures->last_s = last_s;
	for (unsigned i = 0; i < WEB_KEY_REGISTERS; i++) {
		uint8_t value = atomic_load_explicit(&cell->keys[i], memory_order_relaxed);

		if (value > figures->keys[i])
			figures->keys[i] = value;
	}
}

void web_stats_add(const struct web_stats *stats, struct slice rule, bool is_shadow,
                   struct web_rule_figures *figures)
{
	const struct web_stats_cell *cell = find_place(stats, rule_name(rule), is_shadow);

	if (cell != NULL && atomic_load_explicit(&cell->is_used, memory_order_acquire))
		cell_add(cell, figures);
}

bool web_stats_put(struct web_stats *stats, struct slice rule, bool is_shadow,
                   const struct web_rule_figures *figures)
{
	struct web_stats_cell *cell = take_cell(stats, rule, is_shadow);

	if (cell == NULL)
		return false;
	add(&cell->hits, figures->hits);
	add(&cell->decided, figures->decided);
	add(&cell->alone, figures->alone);
	add(&cell->cost_ns, figures->cost_ns);
	add(&cell->looks, figures->looks);
	raise_to(&cell->last_s, figures->last_s);
	for (unsigned i = 0; i < WEB_KEY_REGISTERS; i++)
		if (atomic_load_explicit(&cell->keys[i], memory_order_relaxed) < figures->keys[i])
			atomic_store_explicit(&cell->keys[i], figures->keys[i],
			                      memory_order_relaxed);
	return true;
}

void web_stats_merge(struct web_stats *to, const struct web_stats *from)
{
	uint32_t count = atomic_load_explicit(&from->count, memory_order_acquire);

	for (uint32_t i = 0; i < count; i++) {
		uint32_t index = atomic_load_explicit(&from->order[i], memory_order_relaxed);
		const struct web_stats_cell *cell = &from->cells[index];
		struct web_rule_figures      figures = { 0 };

		cell_add(cell, &figures);
		if (!web_stats_put(to, slice_from_cstr(cell->rule), cell->is_shadow, &figures))
			add(&to->dropped, figures.hits);
	}
	add(&to->dropped, web_counter_read(&from->dropped));
}
