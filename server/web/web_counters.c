/* SPDX-License-Identifier: Apache-2.0 */
#include "web_counters.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define RULE_TRIES 64u

static const unsigned http_codes[WEB_HTTP_CODES] = { 200, 400, 401, 403, 404, 405,
	                                             413, 415, 429, 431, 503, 0 };

unsigned web_http_code(unsigned index)
{
	assert(index < WEB_HTTP_CODES);
	return http_codes[index];
}

uint64_t web_latency_bound_us(unsigned index)
{
	static const uint64_t bounds[WEB_LATENCY_BUCKETS] = { 100,     250,    500,    1000,
		                                              2500,    5000,   10000,  25000,
		                                              50000,   100000, 250000, 500000,
		                                              1000000, 2500000 };

	assert(index < WEB_LATENCY_BUCKETS);
	return bounds[index];
}

uint64_t web_stage_bound_ns(unsigned index)
{
	static const uint64_t bounds[WEB_LATENCY_BUCKETS] = { 1000,     2500,     5000,    10000,
		                                              25000,    50000,    100000,  250000,
		                                              500000,   1000000,  2500000, 10000000,
		                                              50000000, 250000000 };

	assert(index < WEB_LATENCY_BUCKETS);
	return bounds[index];
}

uint64_t web_layer_bound(unsigned index)
{
	static const uint64_t bounds[WEB_LAYER_BUCKETS] = { 0, 1, 2, 3, 4, 6, 8, 12 };

	assert(index < WEB_LAYER_BUCKETS);
	return bounds[index];
}

static void add(web_counter *counter, uint64_t by)
{
	atomic_store_explicit(counter, web_counter_read(counter) + by, memory_order_relaxed);
}

static void find_places(struct web_counters *counters)
{
	for (unsigned i = 0; i < WEB_ROUTE_COUNT; i++)
		while (strcmp(web_route_label((enum web_route_id)counters->place[i]),
		              web_route_label((enum web_route_id)i)) != 0)
			counters->place[i]++;
}

enum status web_counters_open(struct web_counters **counters)
{
	struct web_counters *fresh = calloc(1, sizeof *fresh);

	if (fresh == NULL)
		return STATUS_NO_MEMORY;
	fresh->categories = calloc(ruleset_category_count() * WEB_DECISIONS,
	                           sizeof *fresh->categories);
	fresh->rules = calloc(WEB_RULES_MAX, sizeof *fresh->rules);
	*counters = fresh;
	find_places(fresh);
	if (fresh->categories != NULL && fresh->rules != NULL)
		return STATUS_OK;
	web_counters_close(counters);
	return STATUS_NO_MEMORY;
}

void web_counters_close(struct web_counters **counters)
{
	if (*counters == NULL)
		return;
	free((*counters)->categories);
	free((*counters)->rules);
	free(*counters);
	*counters = NULL;
}

static void add_latency(struct web_latency *latency, uint64_t duration,
                        uint64_t (*bound)(unsigned index))
{
	unsigned bucket = 0;

	while (bucket < WEB_LATENCY_BUCKETS && duration > bound(bucket))
		bucket++;
	if (bucket < WEB_LATENCY_BUCKETS)
		add(&latency->buckets[bucket], 1);
	add(&latency->count, 1);
	add(&latency->sum, duration);
}

void web_count_request(struct web_counters *counters, enum web_route_id route, unsigned http,
                       uint64_t duration_us)
{
	unsigned place = counters->place[route], code = 0;

	while (code < WEB_HTTP_CODES - 1 && http_codes[code] != http)
		code++;
	add(&counters->requests[place][code], 1);
	add_latency(&counters->latency[place], duration_us, web_latency_bound_us);
}

void web_count_stage(struct web_counters *counters, size_t stage, uint64_t ns)
{
	add_latency(&counters->stages[stage], ns, web_stage_bound_ns);
}

/* Rules come and go with each reload: an id takes a place for ever, and what finds no place
 * is counted together. Gives the place of `rule`, or the free one where it would go, or NULL. */
static struct web_rule_counter *find_place(const struct web_counters *counters, struct slice rule,
                                           bool is_shadow)
{
	size_t at = (size_t)slice_hash(rule) % WEB_RULES_MAX;

	for (unsigned tries = 0; tries < RULE_TRIES; tries++, at = (at + 1) % WEB_RULES_MAX) {
		struct web_rule_counter *place = &counters->rules[at];

		if (!atomic_load_explicit(&place->is_used, memory_order_acquire))
			return place;
		if (place->is_shadow == is_shadow && slice_equal_cstr(rule, place->rule))
			return place;
	}
	return NULL;
}

static struct slice rule_name(struct slice rule)
{
	return rule.len > WEB_RULE_CHARS_MAX ? slice_range(rule, 0, WEB_RULE_CHARS_MAX) : rule;
}

const struct web_rule_counter *web_rule_counter_find(const struct web_counters *counters,
                                                     struct slice rule, bool is_shadow)
{
	const struct web_rule_counter *place = find_place(counters, rule_name(rule), is_shadow);

	if (place == NULL || !atomic_load_explicit(&place->is_used, memory_order_acquire))
		return NULL;
	return place;
}

static void count_rule(struct web_counters *counters, const struct ruleset_rule *rule)
{
	struct slice             id = rule_name(slice_from_cstr(ruleset_rule_id(rule)));
	bool                     is_shadow = ruleset_rule_mode(rule) == RULESET_SHADOW;
	struct web_rule_counter *place = find_place(counters, id, is_shadow);

	if (place == NULL) {
		add(&counters->rules_dropped, 1);
		return;
	}
	if (!atomic_load_explicit(&place->is_used, memory_order_relaxed)) {
		memcpy(place->rule, id.ptr, id.len);
		place->is_shadow = is_shadow;
		atomic_store_explicit(&place->is_used, true, memory_order_release);
	}
	add(&place->hits, 1);
}

static void count_layers(struct web_counters *counters, uint64_t depth)
{
	unsigned bucket = 0;

	while (bucket < WEB_LAYER_BUCKETS && depth > web_layer_bound(bucket))
		bucket++;
	add(&counters->layers[bucket], 1);
	add(&counters->layers_sum, depth);
}

void web_count_verdict(struct web_counters *counters, const struct engine_verdict *verdict)
{
	count_layers(counters, verdict->coverage.depth);
	if (!verdict->complete && verdict->decision < ENGINE_MASK)
		add(&counters->incomplete_passed, 1);
	add(&counters->decisions[verdict->decision], 1);
	if (verdict->has_would)
		add(&counters->would[verdict->would_decision], 1);
	if (!verdict->complete && verdict->coverage.budget_hit)
		add(&counters->incomplete_budget, 1);
	else if (!verdict->complete)
		add(&counters->incomplete_uncertain, 1);
	for (size_t i = 0; i < verdict->category_count; i++)
		add(&counters->categories[verdict->categories[i].category * WEB_DECISIONS +
		                          verdict->decision],
		    1);
	for (size_t i = 0; i < verdict->finding_count; i++)
		count_rule(counters, verdict->findings[i].rule);
}
