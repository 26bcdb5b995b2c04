/* SPDX-License-Identifier: Apache-2.0 */
/* GET /metrics: Prometheus' text format 0.0.4, summed over the workers at the time it is asked for.
 */
#include "base_buffer.h"
#include "web_announce.h"
#include "web_exchange.h"
#include "web_process.h"
#include "web_tls.h"
#include "web_version.h"

#include <assert.h>
#include <inttypes.h>

enum metric {
#define METRIC(id, type, name, help) METRIC_##id,
#include "web_metrics.def"
#undef METRIC
	METRIC_COUNT
};

static const struct {
	const char *type, *name, *help;
} metrics[METRIC_COUNT] = {
#define METRIC(id, type, name, help) [METRIC_##id] = { type, name, help },
#include "web_metrics.def"
#undef METRIC
};

struct page {
	const struct web_server *server;
	struct buffer           *out;
};

static const char *begin(const struct page *page, enum metric metric)
{
	buffer_append_format(page->out, "# HELP %s %s\n# TYPE %s %s\n", metrics[metric].name,
	                     metrics[metric].help, metrics[metric].name, metrics[metric].type);
	return metrics[metric].name;
}

static void put_plain(const struct page *page, enum metric metric, uint64_t value)
{
	const char *name = begin(page, metric);

	buffer_append_format(page->out, "%s %" PRIu64 "\n", name, value);
}

/* Seconds, exactly, from microseconds. */
static void put_seconds(struct buffer *out, uint64_t us)
{
	buffer_append_format(out, "%" PRIu64 ".%06" PRIu64 "\n", us / 1000000u, us % 1000000u);
}

/* The sum over all workers of the counter at this offset in struct web_counters. */
static uint64_t sum_at(const struct page *page, size_t offset)
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

static void put_requests(const struct page *page)
{
	const char *name = begin(page, METRIC_REQUESTS);

	for (unsigned i = 0; i < WEB_ROUTE_COUNT * WEB_HTTP_CODES; i++) {
		uint64_t sum = SUM_ITEM(page, requests, i);

		if (sum > 0)
			buffer_append_format(
				page->out, "%s{route=\"%s\",code=\"%u\"} %" PRIu64 "\n", name,
				web_route_label((enum web_route_id)(i / WEB_HTTP_CODES)),
				web_http_code(i % WEB_HTTP_CODES), sum);
	}
}

static uint64_t route_requests(const struct page *page, unsigned route)
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

static void put_versions(const struct page *page)
{
	const char *name = begin(page, METRIC_VERSIONS);

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

static void put_histogram(const struct page *page, const struct histogram *histogram)
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

static void put_latency(const struct page *page)
{
	struct histogram histogram = { .name = begin(page, METRIC_LATENCY),
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

static void put_stages(const struct page *page)
{
	struct histogram histogram = { .name = begin(page, METRIC_STAGES),
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

static void put_layers(const struct page *page)
{
	const char *name = begin(page, METRIC_LAYERS);
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

static void put_fail_open(const struct page *page)
{
	struct audit_figures figures = { 0 };
	const char          *name = begin(page, METRIC_FAIL_OPEN);

	if (page->server->log != NULL)
		audit_log_figures(page->server->log, &figures);
	buffer_append_format(page->out,
	                     "%s{reason=\"audit\"} %" PRIu64 "\n"
	                     "%s{reason=\"incomplete\"} %" PRIu64 "\n",
	                     name, figures.dropped, name, SUM(page, incomplete_passed));
}

static void put_decisions(const struct page *page)
{
	const char *name = begin(page, METRIC_DECISIONS);

	for (unsigned i = 0; i < WEB_DECISIONS; i++) {
		const char *decision = engine_decision_name((enum engine_decision)i);

		buffer_append_format(page->out,
		                     "%s{decision=\"%s\",mode=\"enforce\"} %" PRIu64 "\n"
		                     "%s{decision=\"%s\",mode=\"shadow\"} %" PRIu64 "\n",
		                     name, decision, SUM_ITEM(page, decisions, i), name, decision,
		                     SUM_ITEM(page, would, i));
	}
}

static void put_categories(const struct page *page)
{
	const char *name = begin(page, METRIC_CATEGORIES);

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
static uint64_t rule_hits(const struct page *page, unsigned first,
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

static void put_worker_rules(const struct page *page, const char *name, unsigned worker)
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

static void put_rules(const struct page *page)
{
	const char *name = begin(page, METRIC_RULE_HITS);
	uint64_t    dropped = SUM(page, rules_dropped);

	for (unsigned w = 0; w < page->server->worker_count; w++)
		put_worker_rules(page, name, w);
	if (dropped > 0)
		buffer_append_format(page->out, "%s{rule=\"other\",mode=\"enforce\"} %" PRIu64 "\n",
		                     name, dropped);
}

static void put_incomplete(const struct page *page)
{
	const char *name = begin(page, METRIC_INCOMPLETE);

	buffer_append_format(page->out,
	                     "%s{reason=\"budget\"} %" PRIu64 "\n"
	                     "%s{reason=\"uncertain\"} %" PRIu64 "\n",
	                     name, SUM(page, incomplete_budget), name,
	                     SUM(page, incomplete_uncertain));
}

static void put_ruleset(const struct page *page, struct web_worker *worker)
{
	const struct ruleset *ruleset = ruleset_acquire(worker->reader);
	const char           *name = begin(page, METRIC_RULESET);

	if (ruleset != NULL)
		buffer_append_format(page->out, "%s{revision=\"%s\"} 1\n", name,
		                     ruleset_revision(ruleset));
	put_plain(page, METRIC_RULES, ruleset != NULL ? ruleset_rule_count(ruleset) : 0);
	ruleset_release(worker->reader);
}

static void put_last_reload(const struct page *page)
{
	const struct web_reloader *reloader = &page->server->reloader;
	struct web_reload_status   status = { 0 };

	if (reloader->status != NULL)
		reloader->status(reloader->context, &status);
	if (status.last.result == WEB_RELOAD_NONE)
		return;
	put_plain(page, METRIC_RELOAD_GOOD, status.last.result != WEB_RELOAD_REFUSED);
	buffer_append_format(page->out, "%s ", begin(page, METRIC_RELOAD_TIME));
	put_seconds(page->out, status.last.duration_us);
}

static void put_reloads(const struct page *page)
{
	const struct web_reloads *reloads = &page->server->reloads;
	const char               *name = begin(page, METRIC_RELOADS);

	buffer_append_format(page->out,
	                     "%s{result=\"success\"} %" PRIu64 "\n"
	                     "%s{result=\"failure\"} %" PRIu64 "\n"
	                     "%s{result=\"noop\"} %" PRIu64 "\n",
	                     name, atomic_load(&reloads->successes), name,
	                     atomic_load(&reloads->failures), name,
	                     atomic_load(&reloads->unchanged));
	put_plain(page, METRIC_RELOADED, atomic_load(&reloads->last_success_s));
	put_last_reload(page);
}

static void put_syncs(const struct page *page, const struct audit_figures *figures)
{
	const char *name = begin(page, METRIC_SYNCS);
	uint64_t    sum = 0, count = figures->syncs;

	for (unsigned i = 0; i < AUDIT_SYNC_BUCKETS; i++) {
		sum += figures->sync_buckets[i];
		buffer_append_format(page->out, "%s_bucket{le=\"%g\"} %" PRIu64 "\n", name,
		                     (double)audit_figures_bound_us(i) / 1e6, sum);
	}
	count = count < sum ? sum : count;
	buffer_append_format(page->out, "%s_bucket{le=\"+Inf\"} %" PRIu64 "\n%s_sum ", name, count,
	                     name);
	put_seconds(page->out, figures->sync_us);
	buffer_append_format(page->out, "%s_count %" PRIu64 "\n", name, count);
}

static void put_audit(const struct page *page)
{
	struct audit_figures figures;
	const char          *name;

	if (page->server->log == NULL)
		return;
	audit_log_figures(page->server->log, &figures);
	name = begin(page, METRIC_RECORDS);
	buffer_append_format(page->out, "%s{class=\"verdict\"} %" PRIu64 "\n", name,
	                     figures.records);
	name = begin(page, METRIC_DROPPED);
	buffer_append_format(page->out, "%s{class=\"verdict\"} %" PRIu64 "\n", name,
	                     figures.dropped);
	put_plain(page, METRIC_CONTENT_LOST, figures.content_lost);
	name = begin(page, METRIC_BACKLOG);
	buffer_append_format(page->out, "%s{class=\"verdict\"} %" PRIu64 "\n", name,
	                     figures.backlog);
	put_plain(page, METRIC_WRITABLE, audit_log_is_writable(page->server->log) ? 1 : 0);
	put_plain(page, METRIC_AUDIT_FAILURES, figures.failures);
	put_plain(page, METRIC_CHECKPOINTS, figures.checkpoints);
	put_syncs(page, &figures);
}

static void put_key_events(const struct page *page, const struct keys_figures *figures)
{
	const char *name = begin(page, METRIC_KEY_EVENTS);

	for (unsigned i = 1; i < KEYS_REFUSAL_COUNT; i++)
		if (figures->refused[i] > 0)
			buffer_append_format(page->out, "%s{event=\"%s\"} %" PRIu64 "\n", name,
			                     keys_refusal_code((enum keys_refusal)i),
			                     figures->refused[i]);
	buffer_append_format(page->out,
	                     "%s{event=\"charge\"} %" PRIu64 "\n"
	                     "%s{event=\"strike\"} %" PRIu64 "\n"
	                     "%s{event=\"change\"} %" PRIu64 "\n",
	                     name, figures->charges, name, figures->strikes, name, figures->events);
}

static void put_keys(const struct page *page)
{
	struct keys_figures figures = { 0 };
	const char         *name;

	if (page->server->keys != NULL)
		keys_book_figures(page->server->keys, &figures);
	name = begin(page, METRIC_LIMITED);
	for (enum keys_limit i = KEYS_LIMIT_CONCURRENT; i <= KEYS_LIMIT_MINUTE; i++)
		buffer_append_format(page->out, "%s{limit=\"%s\"} %" PRIu64 "\n", name,
		                     keys_limit_name(i), figures.limited[i]);
	put_key_events(page, &figures);
	put_plain(page, METRIC_KEYS, figures.keys);
	name = begin(page, METRIC_BACKEND);
	buffer_append_format(page->out, "%s{backend=\"keys\"} %d\n", name,
	                     figures.is_store_up ? 1 : 0);
}

static void put_process(const struct page *page)
{
	struct web_process process;
	const char        *name;

	if (!web_process_read(&process))
		return;
	name = begin(page, METRIC_CPU);
	buffer_append_format(page->out, "%s ", name);
	put_seconds(page->out, process.cpu_us);
	put_plain(page, METRIC_RESIDENT, process.resident_bytes);
	put_plain(page, METRIC_VIRTUAL, process.virtual_bytes);
	put_plain(page, METRIC_STARTED, process.start_s);
	put_plain(page, METRIC_FDS, process.fds);
	put_plain(page, METRIC_FDS_MAX, process.fds_max);
}

static void put_build(const struct page *page)
{
	const char *name = begin(page, METRIC_BUILD);

	buffer_append_format(page->out, "%s{version=\"%s\",commit=\"%s\"} 1\n", name, WEB_VERSION,
	                     WEB_COMMIT);
}

void web_metrics(struct web_exchange *exchange)
{
	struct web_server *server = exchange->worker->server;
	const struct page  page = { server, &exchange->reply.body };

	put_requests(&page);
	put_versions(&page);
	put_latency(&page);
	put_stages(&page);
	put_layers(&page);
	put_decisions(&page);
	put_categories(&page);
	put_rules(&page);
	put_incomplete(&page);
	put_fail_open(&page);
	put_ruleset(&page, exchange->worker);
	put_reloads(&page);
	put_audit(&page);
	if (server->tls != NULL)
		put_plain(&page, METRIC_CERTIFICATE, web_tls_expires_s(server->tls));
	put_plain(&page, METRIC_CONNECTIONS, atomic_load(&server->connections));
	put_plain(&page, METRIC_IN_FLIGHT, atomic_load(&server->in_flight));
	put_keys(&page);
	put_build(&page);
	put_process(&page);
	exchange->reply.http = 200;
	exchange->reply.type = "text/plain; version=0.0.4; charset=utf-8";
}
