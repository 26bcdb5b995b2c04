/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of each rule: how often it hit, for how many keys, how often it alone decided, when
 * last, and what it costs.
 *
 * A worker has a table of its own: only its thread adds, without a lock and without a cache line
 * shared with others; whoever asks adds the tables up. A cell is known by the rule's id and
 * whether the rule was in shadow then, so figures go on over a reload and a change of mode, and
 * hits in shadow stay apart. Distinct keys are counted by HyperLogLog (Flajolet and others, 2007):
 * 256 registers, about 6.5 % off, exact enough below a hundred; nothing leads back to a key. */
#ifndef WEB_STATS_H
#define WEB_STATS_H

#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "doorward/engine.h"
#include "web_counters.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WEB_STATS_CELLS    16384u
#define WEB_KEY_REGISTERS  256u
#define WEB_STATS_SAMPLING 64u /* one prompt in so many is measured */

struct web_stats_cell {
	atomic_bool     is_used; /* the id is complete and stays */
	bool            is_shadow;
	char            rule[WEB_RULE_CHARS_MAX + 1];
	web_counter     hits;
	web_counter     decided;
	web_counter     alone;
	web_counter     last_s;
	web_counter     cost_ns;
	web_counter     looks;
	_Atomic uint8_t keys[WEB_KEY_REGISTERS];
};

struct web_stats {
	struct web_stats_cell *cells; /* open addressing */
	_Atomic uint32_t      *order; /* those in use, as they came */
	_Atomic uint32_t       count;
	web_counter            dropped; /* hits of rules that found no place */
};

MUST_CHECK enum status web_stats_open(struct web_stats **stats);
void                   web_stats_close(struct web_stats **stats);

/* On the table's own thread. `key` is who asked: an account or a key's id; empty is the anonymous
 * caller, who counts as one. `now_s` is since 1970. */
void web_stats_count(struct web_stats *stats, const struct engine_verdict *verdict,
                     struct slice key, uint64_t now_s);
/* On the table's own thread: looking at the rule took so long. */
void web_stats_cost(struct web_stats *stats, const struct ruleset_rule *rule, uint64_t ns);

/* ---- figures: sums over tables ---- */

struct web_rule_figures {
	uint64_t hits; /* prompts in which the rule matched */
	uint64_t
		decided; /* ... and its action was the decision; in shadow: would have changed it */
	uint64_t alone;  /* ... and no other rule's was */
	uint64_t last_s; /* since 1970; 0: never */
	uint64_t cost_ns; /* of the looks that were measured */
	uint64_t looks;
	uint8_t  keys[WEB_KEY_REGISTERS];
};

/* Adds what the table knows of the rule. Any thread. */
void web_stats_add(const struct web_stats *stats, struct slice rule, bool is_shadow,
                   struct web_rule_figures *figures);

/* Adds everything that `from` knows to `to`, which belongs to the calling thread. */
void web_stats_merge(struct web_stats *to, const struct web_stats *from);

/* How many keys, about. */
uint64_t web_figures_keys(const struct web_rule_figures *figures);

/* Puts figures into a table that belongs to the calling thread, beside those it has. False when
 * there is no place. */
bool web_stats_put(struct web_stats *stats, struct slice rule, bool is_shadow,
                   const struct web_rule_figures *figures);

#endif
