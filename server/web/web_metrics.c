/* SPDX-License-Identifier: Apache-2.0 */
/* GET /metrics: Prometheus' text format 0.0.4, summed over the workers at the time it is asked for.
 */
#include "base_buffer.h"
#include "web_exchange.h"
#include "web_metrics.h"
#include "web_process.h"
#include "web_tls.h"
#include "web_version.h"

#include <inttypes.h>

static const struct {
	const char *type, *name, *help;
} metrics[WEB_METRIC_COUNT] = {
#define METRIC(id, type, name, help) [WEB_METRIC_##id] = { type, name, help },
#include "web_metrics.def"
#undef METRIC
};

const char *web_metrics_begin(const struct web_metrics_page *page, enum web_metric metric)
{
	buffer_append_format(page->out, "# HELP %s %s\n# TYPE %s %s\n", metrics[metric].name,
	                     metrics[metric].help, metrics[metric].name, metrics[metric].type);
	return metrics[metric].name;
}

void web_metrics_plain(const struct web_metrics_page *page, enum web_metric metric, uint64_t value)
{
	const char *name = web_metrics_begin(page, metric);

	buffer_append_format(page->out, "%s %" PRIu64 "\n", name, value);
}

/* Seconds, exactly, from microseconds. */
static void put_seconds(struct buffer *out, uint64_t us)
{
	buffer_append_format(out, "%" PRIu64 ".%06" PRIu64 "\n", us / 1000000u, us % 1000000u);
}

static void put_ruleset(const struct web_metrics_page *page, struct web_worker *worker)
{
	const struct ruleset *ruleset = ruleset_acquire(worker->reader);
	const char           *name = web_metrics_begin(page, WEB_METRIC_RULESET);

	if (ruleset != NULL)
		buffer_append_format(page->out, "%s{revision=\"%s\"} 1\n", name,
		                     ruleset_revision(ruleset));
	web_metrics_plain(page, WEB_METRIC_RULES,
	                  ruleset != NULL ? ruleset_rule_count(ruleset) : 0);
	ruleset_release(worker->reader);
}

static void put_last_reload(const struct web_metrics_page *page)
{
	const struct web_reloader *reloader = &page->server->reloader;
	struct web_reload_status   status = { 0 };

	if (reloader->status != NULL)
		reloader->status(reloader->context, &status);
	if (status.last.result == WEB_RELOAD_NONE)
		return;
	web_metrics_plain(page, WEB_METRIC_RELOAD_GOOD, status.last.result != WEB_RELOAD_REFUSED);
	buffer_append_format(page->out, "%s ", web_metrics_begin(page, WEB_METRIC_RELOAD_TIME));
	put_seconds(page->out, status.last.duration_us);
}

static void put_reloads(const struct web_metrics_page *page)
{
	const struct web_reloads *reloads = &page->server->reloads;
	const char               *name = web_metrics_begin(page, WEB_METRIC_RELOADS);

	buffer_append_format(page->out,
	                     "%s{result=\"success\"} %" PRIu64 "\n"
	                     "%s{result=\"failure\"} %" PRIu64 "\n"
	                     "%s{result=\"noop\"} %" PRIu64 "\n",
	                     name, atomic_load(&reloads->successes), name,
	                     atomic_load(&reloads->failures), name,
	                     atomic_load(&reloads->unchanged));
	web_metrics_plain(page, WEB_METRIC_RELOADED, atomic_load(&reloads->last_success_s));
	put_last_reload(page);
}

static void put_syncs(const struct web_metrics_page *page, const struct audit_figures *figures)
{
	const char *name = web_metrics_begin(page, WEB_METRIC_SYNCS);
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

static void put_audit(const struct web_metrics_page *page)
{
	struct audit_figures figures;
	const char          *name;

	if (page->server->log == NULL)
		return;
	audit_log_figures(page->server->log, &figures);
	name = web_metrics_begin(page, WEB_METRIC_RECORDS);
	buffer_append_format(page->out, "%s{class=\"verdict\"} %" PRIu64 "\n", name,
	                     figures.records);
	name = web_metrics_begin(page, WEB_METRIC_DROPPED);
	buffer_append_format(page->out, "%s{class=\"verdict\"} %" PRIu64 "\n", name,
	                     figures.dropped);
	web_metrics_plain(page, WEB_METRIC_CONTENT_LOST, figures.content_lost);
	name = web_metrics_begin(page, WEB_METRIC_BACKLOG);
	buffer_append_format(page->out, "%s{class=\"verdict\"} %" PRIu64 "\n", name,
	                     figures.backlog);
	web_metrics_plain(page, WEB_METRIC_WRITABLE,
	                  audit_log_is_writable(page->server->log) ? 1 : 0);
	web_metrics_plain(page, WEB_METRIC_AUDIT_FAILURES, figures.failures);
	web_metrics_plain(page, WEB_METRIC_CHECKPOINTS, figures.checkpoints);
	put_syncs(page, &figures);
}

static void put_key_events(const struct web_metrics_page *page, const struct keys_figures *figures)
{
	const char *name = web_metrics_begin(page, WEB_METRIC_KEY_EVENTS);

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

static void put_keys(const struct web_metrics_page *page)
{
	struct keys_figures figures = { 0 };
	const char         *name;

	if (page->server->keys != NULL)
		keys_book_figures(page->server->keys, &figures);
	name = web_metrics_begin(page, WEB_METRIC_LIMITED);
	for (enum keys_limit i = KEYS_LIMIT_CONCURRENT; i <= KEYS_LIMIT_MINUTE; i++)
		buffer_append_format(page->out, "%s{limit=\"%s\"} %" PRIu64 "\n", name,
		                     keys_limit_name(i), figures.limited[i]);
	put_key_events(page, &figures);
	web_metrics_plain(page, WEB_METRIC_KEYS, figures.keys);
	name = web_metrics_begin(page, WEB_METRIC_BACKEND);
	buffer_append_format(page->out, "%s{backend=\"keys\"} %d\n", name,
	                     figures.is_store_up ? 1 : 0);
}

static void put_process(const struct web_metrics_page *page)
{
	struct web_process process;
	const char        *name;

	if (!web_process_read(&process))
		return;
	name = web_metrics_begin(page, WEB_METRIC_CPU);
	buffer_append_format(page->out, "%s ", name);
	put_seconds(page->out, process.cpu_us);
	web_metrics_plain(page, WEB_METRIC_RESIDENT, process.resident_bytes);
	web_metrics_plain(page, WEB_METRIC_VIRTUAL, process.virtual_bytes);
	web_metrics_plain(page, WEB_METRIC_STARTED, process.start_s);
	web_metrics_plain(page, WEB_METRIC_FDS, process.fds);
	web_metrics_plain(page, WEB_METRIC_FDS_MAX, process.fds_max);
}

static void put_build(const struct web_metrics_page *page)
{
	const char *name = web_metrics_begin(page, WEB_METRIC_BUILD);

	buffer_append_format(page->out, "%s{version=\"%s\",commit=\"%s\"} 1\n", name, WEB_VERSION,
	                     WEB_COMMIT);
}

void web_metrics(struct web_exchange *exchange)
{
	struct web_server            *server = exchange->worker->server;
	const struct web_metrics_page page = { server, &exchange->reply.body };

	web_metrics_work(&page);
	put_ruleset(&page, exchange->worker);
	put_reloads(&page);
	put_audit(&page);
	if (server->tls != NULL)
		web_metrics_plain(&page, WEB_METRIC_CERTIFICATE, web_tls_expires_s(server->tls));
	web_metrics_plain(&page, WEB_METRIC_CONNECTIONS, atomic_load(&server->connections));
	web_metrics_plain(&page, WEB_METRIC_IN_FLIGHT, atomic_load(&server->in_flight));
	put_keys(&page);
	put_build(&page);
	put_process(&page);
	exchange->reply.http = 200;
	exchange->reply.type = "text/plain; version=0.0.4; charset=utf-8";
}
