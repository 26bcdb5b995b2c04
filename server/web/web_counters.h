/* SPDX-License-Identifier: Apache-2.0 */
/* Counters of one worker: only its thread adds, any thread may read them. So an addition is a
 * load and a store, without a lock and without sharing a cache line with other workers. */
#ifndef WEB_COUNTERS_H
#define WEB_COUNTERS_H

#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "doorward/engine.h"
#include "web_route.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef _Atomic uint64_t web_counter;

#define WEB_DECISIONS       (ENGINE_BLOCK + 1)
#define WEB_LATENCY_BUCKETS 14u
#define WEB_LAYER_BUCKETS   8u
#define WEB_HTTP_CODES      12u
#define WEB_RULES_MAX       16384u
#define WEB_RULE_CHARS_MAX  111u

struct web_rule_counter {
	atomic_bool is_used; /* the id is complete and stays */
	bool        is_shadow;
	char        rule[WEB_RULE_CHARS_MAX + 1];
	web_counter hits;
};

struct web_latency {
	web_counter count;
	web_counter sum;                          /* microseconds, of stages nanoseconds */
	web_counter buckets[WEB_LATENCY_BUCKETS]; /* up to each bound, not cumulative */
};

struct web_counters {
	/* Routes that share a path share a label: where each is counted. */
	uint16_t           place[WEB_ROUTE_COUNT];
	web_counter        requests[WEB_ROUTE_COUNT][WEB_HTTP_CODES];
	struct web_latency latency[WEB_ROUTE_COUNT];
	struct web_latency stages[ENGINE_STAGES_MAX];     /* of the prompts that are measured */
	web_counter        layers[WEB_LAYER_BUCKETS + 1]; /* verdicts by depth; the last: more */
	web_counter        layers_sum;
	web_counter        decisions[WEB_DECISIONS];
	web_counter        would[WEB_DECISIONS];
	web_counter        incomplete_budget;
	web_counter        incomplete_uncertain;
	web_counter        incomplete_passed; /* allowed or flagged all the same */
	web_counter       *categories;        /* [category * WEB_DECISIONS + decision] */
	struct web_rule_counter *rules;       /* open addressing, WEB_RULES_MAX of them */
	web_counter              rules_dropped;
};

MUST_CHECK enum status web_counters_open(struct web_counters **counters);
void                   web_counters_close(struct web_counters **counters);

/* On the counters' own thread. */
void web_count_request(struct web_counters *counters, enum web_route_id route, unsigned http,
                       uint64_t duration_us);
void web_count_verdict(struct web_counters *counters, const struct engine_verdict *verdict);
void web_count_stage(struct web_counters *counters, size_t stage, uint64_t ns);

/* The place of a rule, or NULL when it was never counted here. Any thread. */
const struct web_rule_counter *web_rule_counter_find(const struct web_counters *counters,
                                                     struct slice rule, bool is_shadow);

static inline uint64_t web_counter_read(const web_counter *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

/* Index below WEB_LATENCY_BUCKETS. */
uint64_t web_latency_bound_us(unsigned index);
uint64_t web_stage_bound_ns(unsigned index);
/* Index below WEB_LAYER_BUCKETS. */
uint64_t web_layer_bound(unsigned index);
/* Index below WEB_HTTP_CODES; the last one is 0: any other. */
unsigned web_http_code(unsigned index);

#endif
