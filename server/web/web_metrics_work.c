/* SPDX-License-Identifier: Apache-2.0 */
/* What the workers counted: requests, verdicts, stages. Each number is a sum over all of them. */
#include "web_announce.h"
#include "web_metrics.h"

#include <inttypes.h>
#include <stddef.h>

/* The sum over all workers of the counter at this offset in struct web_counters. */
static uint64_t sum_at(const struct web_metrics_page *page, size_t offset)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < page->server->worker_count; i++) {
		const char        *counters = (const char *)page->server->workers[i]->counters;
		const web_counter *counter = (const void *)(counters + offset);

		sum += web_counter_read(counter);
	}
	return sum;
}

#define SUM(page, member) sum_at((page), offsetof(struct web_counters, member))
/* ... of element `index` of the array of counters `member`. */
#define SUM_ITEM(page, member, index)                                                              \
	sum_at((page), offsetof(struct web_counters, member) + (index) * sizeof(web_counter))

static void put_requests(const struct web_metrics_page *page)
{
	const char *name = web_metrics_begin(page, WEB_METRIC_REQUESTS);

	for (unsigned i = 0; i < WEB_ROUTE_COUNT * WEB_HTTP_CODES; i++) {
		uint64_t sum = SUM_ITEM(page, requests, i);

		if (sum > 0)
			buffer_append_format(
				page->out, "%s{route=\"%s\",code=\"%u\"} %" PRIu64 "\n", name,
				web_route_label((enum web_route_id)(i / WEB_HTTP_CODES)),
				web_http_code(i % WEB_HTTP_CODES), sum);
	}
}

static uint64_t route_requests(const struct web_metrics_page *page, unsigned route)
{
	uint64_t sum = 0;

	for (unsigned code = 0; code < WEB_HTTP_CODES; code++)
		sum += SUM_ITEM(page, requests, route * WEB_HTTP_CODES + code);
	return sum;
}

static struct slice version_of(unsigned route)
{
	struct slice version = web_route_version(web_route_label((enum web_route_id)route));

	return version.len > 0 ? version : SLICE_LIT("none");
}

static void put_versions(const struct web_metrics_page *page)
{
	const char *name = web_metrics_begin(page, WEB_METRIC_VERSIONS);

	for (unsigned i = 0; i < WEB_ROUTE_COUNT; i++) {
		struct slice version = version_of(i);
		uint64_t     sum = 0;
		bool         is_first = true;

		for (unsigned k = 0; k < i; k++)
			is_first = is_first && !slice_equal(version_of(k), version);
		for (unsigned k = i; k < WEB_ROUTE_COUNT && is_first; k++)
			sum += slice_equal(version_of(k), version) ? route_requests(page, k) : 0;
		if (is_first)
			buffer_append_format(page->out, "%s{version=\"%.*s\"} %" PRIu64 "\n", name,
			                     SLICE_ARG(version), sum);
	}
}

/* One histogram of struct web_latency at `base` in struct web_counters: its bounds and its sum are
 * in parts of a second, `one` of them. */
struct histogram {
	const char *name;
	const char *label;
	const char *value;
	size_t      base;
	uint64_t (*bound)(unsigned index);
	uint64_t one;
};

static void put_sum(struct buffer *out, uint64_t sum, uint64_t one)
{
	buffer_append_format(out, "%" PRIu64 ".%0*" PRIu64 "\n", sum / one, one == 1000000u ? 6 : 9,
	                     sum % one);
}

static void put_histogram(const struct web_metrics_page *page, const struct histogram *histogram)
{
	const char *name = histogram->name, *label = histogram->label, *value = histogram->value;
	uint64_t    count = sum_at(page, histogram->base + offsetof(struct web_latency, count));
	uint64_t    sum = 0;

	if (count == 0)
		return;
	for (unsigned i = 0; i < WEB_LATENCY_BUCKETS; i++) {
		sum += sum_at(page, histogram->base + offsetof(struct web_latency, buckets) +
		                            i * sizeof(web_counter));
		buffer_append_format(page->out, "%s_bucket{%s=\"%s\",le=\"%g\"} %" PRIu64 "\n",
		                     name, label, value,
		                     (double)histogram->bound(i) / (double)histogram->one, sum);
	}
	/* A request counted meanwhile must not make a bucket exceed the count. */
	count = count < sum ? sum : count;
	buffer_append_format(page->out, "%s_bucket{%s=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", name,
	                     label, value, count);
	buffer_append_format(page->out, "%s_sum{%s=\"%s\"} ", name, label, value);
	put_sum(page->out, sum_at(page, histogram->base + offsetof(struct web_latency, sum)),
	        histogram->one);
	buffer_append_format(page->out, "%s_count{%s=\"%s\"} %" PRIu64 "\n", name, label, value,
	                     count);
}

static void put_latency(const struct web_metrics_page *page)
{
	struct histogram histogram = { .name = web_metrics_begin(page, WEB_METRIC_LATENCY),
		                       .label = "route",
		                       .bound = web_latency_bound_us,
		                       .one = 1000000u };

	for (unsigned route = 0; route < WEB_ROUTE_COUNT; route++) {
		histogram.value = web_route_label((enum web_route_id)route);
		histogram.base = offsetof(struct web_counters, latency) +
		                 route * sizeof(struct web_latency);
		put_histogram(page, &histogram);
	}
}

static void put_stages(const struct web_metrics_page *page)
{
	struct histogram histogram = { .name = web_metrics_begin(page, WEB_METRIC_STAGES),
		                       .label = "stage",
		                       .bound = web_stage_bound_ns,
		                       .one = 1000000000u };

	for (unsigned stage = 0; engine_stage_name(stage) != NULL; stage++) {
		histogram.value = engine_stage_name(stage);
		histogram.base = offsetof(struct web_counters, stages) +
		                 stage * sizeof(struct web_latency);
		put_histogram(page, &histogram);
	}
}

static void put_layers(const struct web_metrics_page *page)
{
	const char *name = web_metrics_begin(page, WEB_METRIC_LAYERS);
	uint64_t    sum = 0;

	for (unsigned i = 0; i < WEB_LAYER_BUCKETS; i++) {
		sum += SUM_ITEM(page, layers, i);
		buffer_append_format(page->out, "%s_bucket{le=\"%" PRIu64 "\"} %" PRIu64 "\n", name,
		                     web_layer_bound(i), sum);
	}
	sum += SUM_ITEM(page, layers, WEB_LAYER_BUCKETS);
	buffer_append_format(page->out,
	                     "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n%s_sum %" PRIu64
	                     "\n%s_count %" PRIu64 "\n",
	                     name, sum, name, SUM(page, layers_sum), name, sum);
}

static void put_fail_open(const struct web_metrics_page *page)
{
	struct audit_figures figures = { 0 };
	const char          *name = web_metrics_begin(page, WEB_METRIC_FAIL_OPEN);

	if (page->server->log != NULL)
		audit_log_figures(page->server->log, &figures);
	buffer_append_format(page->out,
	                     "%s{reason=\"audit\"} %" PRIu64 "\n"
	                     "%s{reason=\"incomplete\"} %" PRIu64 "\n",
	                     name, figures.dropped, name, SUM(page, incomplete_passed));
}

static void put_decisions(const struct web_metrics_page *page)
{
	const char *name = web_metrics_begin(page, WEB_METRIC_DECISIONS);

	for (unsigned i = 0; i < WEB_DECISIONS; i++) {
		const char *decision = engine_decision_name((enum engine_decision)i);

		buffer_append_format(page->out,
		                     "%s{decision=\"%s\",mode=\"enforce\"} %" PRIu64 "\n"
		                     "%s{decision=\"%s\",mode=\"shadow\"} %" PRIu64 "\n",
		                     name, decision, SUM_ITEM(page, decisions, i), name, decision,
		                     SUM_ITEM(page, would, i));
	}
}

static void put_categories(const struct web_metrics_page *page)
{
	const char *name = web_metrics_begin(page, WEB_METRIC_CATEGORIES);

	for (size_t i = 0; i < ruleset_category_count() * WEB_DECISIONS; i++) {
		uint64_t sum = 0;

		for (unsigned w = 0; w < page->server->worker_count; w++)
			sum += web_counter_read(&page->server->workers[w]->counters->categories[i]);
		if (sum > 0)
			buffer_append_format(
				page->out, "%s{category=\"%s\",decision=\"%s\"} %" PRIu64 "\n",
				name, ruleset_category_code((uint16_t)(i / WEB_DECISIONS)),
				engine_decision_name((enum engine_decision)(i % WEB_DECISIONS)),
				sum);
	}
}

/* The hits of one rule in all workers from `first` on; 0 when an earlier worker has it, too:
 * then it is printed already. */
static uint64_t rule_hits(const struct web_metrics_page *page, unsigned first,
                          const struct web_rule_counter *rule)
{
	struct slice id = slice_from_cstr(rule->rule);
	uint64_t     sum = 0;

	for (unsigned w = 0; w < page->server->worker_count; w++) {
		const struct web_rule_counter *found = web_rule_counter_find(
			page->server->workers[w]->counters, id, rule->is_shadow);

		if (found == NULL)
			continue;
		if (w < first)
			return 0;
		sum += web_counter_read(&found->hits);
	}
	return sum;
}

static void put_worker_rules(const struct web_metrics_page *page, const char *name, unsigned worker)
{
	const struct web_counters *counters = page->server->workers[worker]->counters;

	for (size_t i = 0; i < WEB_RULES_MAX; i++) {
		const struct web_rule_counter *rule = &counters->rules[i];
		uint64_t                       hits;

		if (!atomic_load_explicit(&rule->is_used, memory_order_acquire))
			continue;
		hits = rule_hits(page, worker, rule);
		if (hits > 0)
			buffer_append_format(page->out, "%s{rule=\"%s\",mode=\"%s\"} %" PRIu64 "\n",
			                     name, rule->rule,
			                     rule->is_shadow ? "shadow" : "enforce", hits);
	}
}

static void put_rules(const struct web_metrics_page *page)
{
	const char *name = web_metrics_begin(page, WEB_METRIC_RULE_HITS);
	uint64_t    dropped = SUM(page, rules_dropped);

	for (unsigned w = 0; w < page->server->worker_count; w++)
		put_worker_rules(page, name, w);
	if (dropped > 0)
		buffer_append_format(page->out, "%s{rule=\"other\",mode=\"enforce\"} %" PRIu64 "\n",
		                     name, dropped);
}

static void put_incomplete(const struct web_metrics_page *page)
{
	const char *name = web_metrics_begin(page, WEB_METRIC_INCOMPLETE);

	buffer_append_format(page->out,
	                     "%s{reason=\"budget\"} %" PRIu64 "\n"
	                     "%s{reason=\"uncertain\"} %" PRIu64 "\n",
	                     name, SUM(page, incomplete_budget), name,
	                     SUM(page, incomplete_uncertain));
}

void web_metrics_work(const struct web_metrics_page *page)
{
	put_requests(page);
	put_versions(page);
	put_latency(page);
	put_stages(page);
	put_layers(page);
	put_decisions(page);
	put_categories(page);
	put_rules(page);
	put_incomplete(page);
	put_fail_open(page);
}
