/* SPDX-License-Identifier: Apache-2.0 */
#include "app_stats.h"

#include "app_log.h"
#include "audit_file.h"
#include "audit_folder.h"
#include "web_stats_file.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define WRITE_EVERY_S 60

struct app_stats {
	const char        *data;
	struct web_server *server;
	pthread_t          thread;
	pthread_mutex_t    lock;
	pthread_cond_t     changed;
	bool               is_closing;
};

static void save(const struct app_stats *stats)
{
	struct web_stats      *all = web_server_stats(stats->server);
	struct web_stats_times times = { stats->server->stats_since_s, (uint64_t)time(NULL) };
	struct error           err = { 0 };

	if (all == NULL)
		return;
	if (web_stats_save(stats->data, all, &times, &err) != STATUS_OK)
		app_log_fault(APP_WARNING, "statistics_not_written", &err);
	web_stats_close(&all);
}

/* True when it is time to write again, false at the end. */
static bool wait_a_minute(struct app_stats *stats)
{
	struct timespec until;
	int             waited = 0;
	bool            is_closing;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += WRITE_EVERY_S;
	pthread_mutex_lock(&stats->lock);
	while (!stats->is_closing && waited == 0)
		waited = pthread_cond_timedwait(&stats->changed, &stats->lock, &until);
	is_closing = stats->is_closing;
	pthread_mutex_unlock(&stats->lock);
	return !is_closing;
}

static void *run(void *context)
{
	struct app_stats *stats = context;

	while (wait_a_minute(stats))
		save(stats);
	return NULL;
}

/* What cannot be read is kept for whoever can. */
static void put_aside(const char *data)
{
	char path[AUDIT_PATH_BYTES], aside[AUDIT_PATH_BYTES];

	if (audit_file_path(path, sizeof path, data, WEB_STATS_FILE) &&
	    audit_file_path(aside, sizeof aside, data, WEB_STATS_FILE ".damaged"))
		(void)rename(path, aside);
}

static void load(const struct app_stats *stats)
{
	struct web_server     *server = stats->server;
	struct web_stats_times times;
	struct error           err = { 0 };
	enum status status = web_stats_load(stats->data, &server->stats_before, &times, &err);

	server->stats_since_s = status == STATUS_OK ? times.since_s : (uint64_t)time(NULL);
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		app_log_fault(APP_WARNING, "statistics_not_read", &err);
	if (status == STATUS_CORRUPT)
		put_aside(stats->data);
}

enum status app_stats_open(const char *data, struct web_server *server, struct app_stats **stats)
{
	struct app_stats *fresh = calloc(1, sizeof *fresh);

	*stats = NULL;
	if (fresh == NULL)
		return STATUS_NO_MEMORY;
	fresh->data = data;
	fresh->server = server;
	load(fresh);
	pthread_mutex_init(&fresh->lock, NULL);
	pthread_cond_init(&fresh->changed, NULL);
	if (pthread_create(&fresh->thread, NULL, run, fresh) != 0) {
		web_stats_close(&server->stats_before);
		free(fresh);
		return STATUS_NO_MEMORY;
	}
	*stats = fresh;
	return STATUS_OK;
}

void app_stats_close(struct app_stats **stats)
{
	struct app_stats *closed = *stats;

	if (closed == NULL)
		return;
	pthread_mutex_lock(&closed->lock);
	closed->is_closing = true;
	pthread_mutex_unlock(&closed->lock);
	pthread_cond_signal(&closed->changed);
	pthread_join(closed->thread, NULL);
	save(closed);
	web_stats_close(&closed->server->stats_before);
	pthread_cond_destroy(&closed->changed);
	pthread_mutex_destroy(&closed->lock);
	free(closed);
	*stats = NULL;
}
