/* SPDX-License-Identifier: Apache-2.0 */
#include "web_server.h"

#include "web_exchange.h"

#include <stdlib.h>
#include <time.h>

static void release(struct web_worker *worker)
{
	web_exchange_free_idle(worker);
	if (worker->reader != NULL)
		ruleset_reader_close(&worker->reader);
	if (worker->engine != NULL)
		engine_worker_close(&worker->engine);
	web_counters_close(&worker->counters);
	web_stats_close(&worker->stats);
	free(worker);
}

static uint64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void add_cost(void *context, const struct ruleset_rule *rule, uint64_t ns)
{
	const struct web_worker *worker = context;

	web_stats_cost(worker->stats, rule, ns);
}

static void add_stage(void *context, size_t stage, uint64_t ns)
{
	const struct web_worker *worker = context;

	web_count_stage(worker->counters, stage, ns);
}

enum status web_worker_open(struct web_server *server, unsigned areas, struct web_worker **worker,
                            struct error *err)
{
	struct web_worker *fresh;
	enum status        status;

	if (server->worker_count == WEB_WORKERS_MAX)
		return error_set(err, STATUS_LIMIT_REACHED, NULL, 0, 0,
		                 "at most %u worker threads are possible", WEB_WORKERS_MAX);
	fresh = calloc(1, sizeof *fresh);
	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for a worker");
	fresh->server = server;
	fresh->areas = areas;
	status = web_counters_open(&fresh->counters);
	if (status == STATUS_OK)
		status = web_stats_open(&fresh->stats);
	if (status == STATUS_OK)
		status = engine_worker_open(&fresh->engine);
	if (status == STATUS_OK)
		status = ruleset_reader_open(server->rules, &fresh->reader);
	if (status != STATUS_OK) {
		release(fresh);
		return error_set(err, status, NULL, 0, 0, "no memory for a worker");
	}
	fresh->meter = (struct engine_meter){ clock_ns, add_cost, fresh, add_stage };
	server->workers[server->worker_count++] = fresh;
	*worker = fresh;
	return STATUS_OK;
}

void web_worker_close(struct web_worker **worker)
{
	if (*worker != NULL)
		release(*worker);
	*worker = NULL;
}

struct web_stats *web_server_stats(const struct web_server *server)
{
	struct web_stats *all;

	if (web_stats_open(&all) != STATUS_OK)
		return NULL;
	if (server->stats_before != NULL)
		web_stats_merge(all, server->stats_before);
	for (unsigned i = 0; i < server->worker_count; i++)
		web_stats_merge(all, server->workers[i]->stats);
	return all;
}

void web_worker_measure(struct web_worker *worker)
{
	bool is_sample = worker->judged++ % WEB_STATS_SAMPLING == 0;

	engine_worker_meter(worker->engine, is_sample ? &worker->meter : NULL);
}

bool web_server_has_rules(struct web_worker *worker)
{
	bool has_rules = ruleset_acquire(worker->reader) != NULL;

	ruleset_release(worker->reader);
	return has_rules;
}

bool web_server_can_record(const struct web_server *server)
{
	return server->log == NULL || server->may_drop_records ||
	       audit_log_is_writable(server->log);
}

bool web_server_is_ready(struct web_worker *worker)
{
	return !atomic_load(&worker->server->is_draining) && web_server_has_rules(worker) &&
	       web_server_can_record(worker->server);
}

static uint64_t clock_us(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

uint64_t web_server_now_us(void)
{
	return clock_us(CLOCK_MONOTONIC);
}

uint64_t web_server_coarse_us(void)
{
	return clock_us(CLOCK_MONOTONIC_COARSE);
}
