/* SPDX-License-Identifier: Apache-2.0 */
#include "web_jobs.h"

#include <pthread.h>
#include <stdlib.h>

struct web_jobs {
	struct web_server   *server;
	struct web_bench     bench;
	pthread_t            thread;
	pthread_mutex_t      lock;
	pthread_cond_t       changed;
	struct web_exchange *first;
	struct web_exchange *last;
	unsigned             waiting;
	bool                 is_stopping;
	bool                 is_joined;
};

static void refuse(struct web_exchange *exchange)
{
	web_exchange_refuse(exchange, WEB_PROBLEM_BUSY,
	                    "Others are being answered; try again in a moment.", NULL);
}

static void run(struct web_exchange *exchange, bool is_stopping)
{
	if (is_stopping)
		refuse(exchange);
	else
		exchange->later(exchange);
	if (exchange->reply.body.failed)
		web_exchange_refuse(exchange, WEB_PROBLEM_CANNOT_DECIDE,
		                    "There is not enough memory for the answer.", NULL);
	/* From here on the exchange is its connection's again. */
	exchange->ticket.done(&exchange->ticket, STATUS_OK);
}

/* The next exchange, or NULL at the end. */
static struct web_exchange *take(struct web_jobs *jobs, bool *is_stopping)
{
	struct web_exchange *exchange;

	pthread_mutex_lock(&jobs->lock);
	while (jobs->first == NULL && !jobs->is_stopping)
		pthread_cond_wait(&jobs->changed, &jobs->lock);
	exchange = jobs->first;
	if (exchange != NULL) {
		jobs->first = exchange->next_job;
		jobs->waiting--;
	}
	*is_stopping = jobs->is_stopping;
	pthread_mutex_unlock(&jobs->lock);
	return exchange;
}

static void *work(void *context)
{
	struct web_jobs     *jobs = context;
	struct web_exchange *exchange;
	bool                 is_stopping;

	while ((exchange = take(jobs, &is_stopping)) != NULL)
		run(exchange, is_stopping);
	return NULL;
}

bool web_jobs_submit(struct web_jobs *jobs, struct web_exchange *exchange)
{
	bool fits = false;

	if (jobs != NULL) {
		pthread_mutex_lock(&jobs->lock);
		fits = !jobs->is_stopping && jobs->waiting < WEB_JOBS_WAITING_MAX;
		if (fits) {
			exchange->next_job = NULL;
			if (jobs->first == NULL)
				jobs->first = exchange;
			else
				jobs->last->next_job = exchange;
			jobs->last = exchange;
			jobs->waiting++;
		}
		pthread_mutex_unlock(&jobs->lock);
		pthread_cond_signal(&jobs->changed);
	}
	if (!fits)
		refuse(exchange);
	return fits;
}

static void release(struct web_jobs *jobs)
{
	web_trial_reset(&jobs->bench.trial);
	if (jobs->bench.reader != NULL)
		ruleset_reader_close(&jobs->bench.reader);
	if (jobs->bench.engine != NULL)
		engine_worker_close(&jobs->bench.engine);
	pthread_cond_destroy(&jobs->changed);
	pthread_mutex_destroy(&jobs->lock);
	free(jobs);
}

enum status web_jobs_open(struct web_server *server, struct web_jobs **jobs, struct error *err)
{
	struct web_jobs *fresh = calloc(1, sizeof *fresh);
	enum status      status;

	*jobs = NULL;
	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for jobs");
	fresh->server = server;
	pthread_mutex_init(&fresh->lock, NULL);
	pthread_cond_init(&fresh->changed, NULL);
	status = engine_worker_open(&fresh->bench.engine);
	if (status == STATUS_OK)
		status = ruleset_reader_open(server->rules, &fresh->bench.reader);
	if (status == STATUS_OK && pthread_create(&fresh->thread, NULL, work, fresh) != 0)
		status = STATUS_NO_MEMORY;
	if (status != STATUS_OK) {
		release(fresh);
		return error_set(err, status, NULL, 0, 0, "cannot start the thread of jobs");
	}
	*jobs = fresh;
	return STATUS_OK;
}

void web_jobs_stop(struct web_jobs *jobs)
{
	if (jobs->is_joined)
		return;
	pthread_mutex_lock(&jobs->lock);
	jobs->is_stopping = true;
	pthread_mutex_unlock(&jobs->lock);
	pthread_cond_signal(&jobs->changed);
	pthread_join(jobs->thread, NULL);
	jobs->is_joined = true;
}

void web_jobs_close(struct web_jobs **jobs)
{
	struct web_jobs *closed = *jobs;

	*jobs = NULL;
	if (closed == NULL)
		return;
	web_jobs_stop(closed);
	release(closed);
}

struct web_bench *web_jobs_bench(struct web_jobs *jobs)
{
	return &jobs->bench;
}
