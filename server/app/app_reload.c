/* SPDX-License-Identifier: Apache-2.0 */
/* One load, from the folder to the workers:
 *
 *     same revision? nothing to do -> in the cache? else compile -> plausible? -> inline tests
 *     -> publish -> keep in the cache
 *
 * A fault at any step leaves the ruleset that decides now, says in the log which file, line
 * and column to look at, and counts as a failure. Publishing waits until no worker uses the old
 * ruleset; the workers never wait.
 *
 * Attempts have numbers. Who asks gets the number of the attempt that will begin after the asking,
 * so that what was written to the folder before is seen by it:
 *
 *     asked     1     2 2 2       3
 *     running     11111   2222222   333
 */
#include "app_reload.h"

#include "app_log.h"
#include "app_reload_log.h"
#include "app_rules.h"

#include <malloc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ALLOCATOR_BYTES (1024 * 1024)

struct app_reload {
	struct app_reload_options options;
	pthread_t                 thread;
	pthread_mutex_t           lock;
	pthread_cond_t            changed; /* an attempt is asked for or has ended; closing */

	/* Under the lock. */
	uint64_t                 asked; /* number of the last attempt that was asked for */
	enum web_reload_cause    cause; /* of that one */
	bool                     is_forced;
	uint64_t                 begun;
	bool                     is_cache_told; /* the thread's own: its fault was logged */
	bool                     is_closing;
	struct web_reload_status status;
};

bool app_reload_is_plausible(size_t current, size_t fresh)
{
	return fresh > 0 && fresh >= current / 2;
}

/* ---- one attempt; the thread's own ---- */

static enum status check(const struct app_reload *reload, const struct ruleset *ruleset,
                         bool is_tested, struct web_reload_attempt *attempt)
{
	struct ruleset_figures figures;

	if (!attempt->forced && !app_reload_is_plausible(reload->status.rules, attempt->rules))
		return error_set(&attempt->fault, STATUS_RULE_MALFORMED, reload->options.folder, 0,
		                 0,
		                 "%zu rules in the place of %zu: a set that is empty or lost more "
		                 "than half is refused unless the reload is forced",
		                 attempt->rules, reload->status.rules);
	if (is_tested)
		return STATUS_OK;
	ruleset_figures(ruleset, &figures);
	attempt->tests = figures.tests;
	return engine_selftest(ruleset, &attempt->fault, NULL);
}

static bool is_current(const struct app_reload *reload, const char *revision)
{
	return revision[0] != '\0' && strcmp(revision, reload->status.revision) == 0;
}

/* Loads and checks. STATUS_OK: *ruleset is to be published, or NULL when it is the one that
 * decides already. */
static enum status prepare(struct app_reload *reload, struct app_rules *rules,
                           struct ruleset **ruleset, struct web_reload_attempt *attempt)
{
	char        revision[RULESET_REVISION_CHARS + 1];
	enum status status = app_rules_revision(rules, revision, NULL);

	if (status == STATUS_OK && is_current(reload, revision)) {
		memcpy(attempt->revision, revision, sizeof revision);
		attempt->rules = reload->status.rules;
		return STATUS_OK;
	}
	status = app_rules_load(rules, status == STATUS_OK ? revision : NULL, ruleset,
	                        &attempt->cached, &attempt->fault);
	if (status != STATUS_OK)
		return status;
	attempt->rules = ruleset_rule_count(*ruleset);
	snprintf(attempt->revision, sizeof attempt->revision, "%s", ruleset_revision(*ruleset));
	if (is_current(reload, attempt->revision)) {
		ruleset_close(ruleset);
		return STATUS_OK;
	}
	return check(reload, *ruleset, attempt->cached, attempt);
}

static uint64_t now_us(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

static void count(struct web_reloads *figures, const struct web_reload_attempt *attempt)
{
	if (attempt->result == WEB_RELOAD_REFUSED) {
		atomic_fetch_add(&figures->failures, 1);
		return;
	}
	atomic_store(&figures->last_success_s, now_us(CLOCK_REALTIME) / 1000000u);
	atomic_fetch_add(attempt->result == WEB_RELOAD_LOADED ? &figures->successes
	                                                      : &figures->unchanged,
	                 1);
}

static void finish(struct app_reload *reload, const struct web_reload_attempt *attempt)
{
	struct web_reload_status *status = &reload->status;

	pthread_mutex_lock(&reload->lock);
	if (attempt->result == WEB_RELOAD_LOADED) {
		status->loaded_at_s = now_us(CLOCK_REALTIME) / 1000000u;
		status->rules = attempt->rules;
		memcpy(status->revision, attempt->revision, sizeof status->revision);
	}
	status->last = *attempt;
	pthread_mutex_unlock(&reload->lock);
	pthread_cond_broadcast(&reload->changed);
}

/* The cache is a help: what is wrong with it is said once, and rules are compiled. */
static void log_cache(struct app_reload *reload, const struct app_rules *rules)
{
	if (rules->cache_fault.status == STATUS_OK || reload->is_cache_told)
		return;
	app_log_fault(APP_WARNING, "rules_cache", &rules->cache_fault);
	reload->is_cache_told = true;
}

/* Compiling leaves tens of megabytes behind that the allocator would keep: glibc raises what it
 * keeps to twice the largest block it ever gave back, unless the bounds are set. */
static void bound_allocator(void)
{
#ifdef __GLIBC__
	(void)mallopt(M_MMAP_THRESHOLD, ALLOCATOR_BYTES);
	(void)mallopt(M_TRIM_THRESHOLD, ALLOCATOR_BYTES);
#endif
}

static void give_back_memory(void)
{
#ifdef __GLIBC__
	(void)malloc_trim(0);
#endif
}

static void load(struct app_reload *reload, struct web_reload_attempt *attempt)
{
	const uint64_t   began_us = now_us(CLOCK_MONOTONIC);
	struct app_rules rules = { .path = reload->options.folder, .cache = reload->options.cache };
	struct ruleset  *ruleset = NULL;
	const struct ruleset  *published = NULL; /* it stays until this thread publishes again */
	struct ruleset_figures figures = { 0 };
	enum status            status;

	attempt->at_s = now_us(CLOCK_REALTIME) / 1000000u;
	status = prepare(reload, &rules, &ruleset, attempt);
	attempt->result = status != STATUS_OK ? WEB_RELOAD_REFUSED
	                  : ruleset == NULL   ? WEB_RELOAD_UNCHANGED
	                                      : WEB_RELOAD_LOADED;
	if (ruleset != NULL)
		ruleset_figures(ruleset, &figures);
	if (attempt->result == WEB_RELOAD_LOADED) {
		published = ruleset;
		ruleset_publish(reload->options.rules, &ruleset);
	}
	ruleset_close(&ruleset);
	attempt->duration_us = now_us(CLOCK_MONOTONIC) - began_us;
	count(reload->options.figures, attempt);
	finish(reload, attempt);
	app_reload_log(attempt, &figures);
	if (published != NULL && !attempt->cached)
		app_rules_keep(&rules, published);
	log_cache(reload, &rules);
	if (attempt->result != WEB_RELOAD_UNCHANGED)
		give_back_memory();
}

/* ---- the thread ---- */

static bool wait_until_asked(struct app_reload *reload, struct web_reload_attempt *attempt)
{
	bool must_load;

	pthread_mutex_lock(&reload->lock);
	while (reload->asked == reload->begun && !reload->is_closing)
		pthread_cond_wait(&reload->changed, &reload->lock);
	must_load = !reload->is_closing;
	reload->begun = reload->asked;
	*attempt = (struct web_reload_attempt){ .number = reload->asked,
		                                .cause = reload->cause,
		                                .forced = reload->is_forced };
	reload->is_forced = false;
	pthread_mutex_unlock(&reload->lock);
	return must_load;
}

static void *run(void *context)
{
	struct app_reload        *reload = context;
	struct web_reload_attempt attempt;

	while (wait_until_asked(reload, &attempt))
		load(reload, &attempt);
	return NULL;
}

/* ---- for all ---- */

static enum status sync_open(struct app_reload *reload)
{
	pthread_condattr_t clock;

	pthread_mutex_init(&reload->lock, NULL);
	if (pthread_condattr_init(&clock) != 0)
		return STATUS_NO_MEMORY;
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&reload->changed, &clock);
	pthread_condattr_destroy(&clock);
	return STATUS_OK;
}

enum status app_reload_open(const struct app_reload_options *options, struct app_reload **reload,
                            struct error *err)
{
	struct app_reload *fresh = calloc(1, sizeof *fresh);

	bound_allocator();
	if (fresh == NULL || sync_open(fresh) != STATUS_OK) {
		free(fresh);
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to load rules");
	}
	fresh->options = *options;
	fresh->asked = 1;
	fresh->cause = WEB_RELOAD_START;
	if (pthread_create(&fresh->thread, NULL, run, fresh) != 0) {
		free(fresh);
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "cannot start a thread");
	}
	*reload = fresh;
	return STATUS_OK;
}

uint64_t app_reload_request(struct app_reload *reload, enum web_reload_cause cause, bool force)
{
	uint64_t number;

	pthread_mutex_lock(&reload->lock);
	if (reload->asked == reload->begun)
		reload->asked++;
	number = reload->asked;
	reload->cause = cause;
	reload->is_forced = reload->is_forced || force;
	pthread_mutex_unlock(&reload->lock);
	pthread_cond_broadcast(&reload->changed);
	return number;
}

bool app_reload_wait(struct app_reload *reload, uint64_t number, uint64_t timeout_ms,
                     struct web_reload_attempt *attempt)
{
	const uint64_t        end_us = now_us(CLOCK_MONOTONIC) + timeout_ms * 1000u;
	const struct timespec end = { .tv_sec = (time_t)(end_us / 1000000u),
		                      .tv_nsec = (long)(end_us % 1000000u) * 1000 };
	int                   result = 0;

	pthread_mutex_lock(&reload->lock);
	while (reload->status.last.number < number && !reload->is_closing && result == 0)
		result = pthread_cond_timedwait(&reload->changed, &reload->lock, &end);
	const bool has_ended = reload->status.last.number >= number;
	*attempt = reload->status.last;
	pthread_mutex_unlock(&reload->lock);
	return has_ended;
}

void app_reload_status(struct app_reload *reload, struct web_reload_status *status)
{
	pthread_mutex_lock(&reload->lock);
	*status = reload->status;
	status->is_running = reload->asked != reload->status.last.number;
	pthread_mutex_unlock(&reload->lock);
}

void app_reload_close(struct app_reload **reload)
{
	struct app_reload *closed = *reload;

	if (closed == NULL)
		return;
	pthread_mutex_lock(&closed->lock);
	closed->is_closing = true;
	pthread_mutex_unlock(&closed->lock);
	pthread_cond_broadcast(&closed->changed);
	pthread_join(closed->thread, NULL);
	pthread_cond_destroy(&closed->changed);
	pthread_mutex_destroy(&closed->lock);
	free(closed);
	*reload = NULL;
}

/* ---- as a table ---- */

static uint64_t request(void *context, enum web_reload_cause cause, bool force)
{
	return app_reload_request(context, cause, force);
}

static bool wait_for(void *context, uint64_t number, uint64_t timeout_ms,
                     struct web_reload_attempt *attempt)
{
	return app_reload_wait(context, number, timeout_ms, attempt);
}

static void status_of(void *context, struct web_reload_status *status)
{
	app_reload_status(context, status);
}

struct web_reloader app_reload_reloader(struct app_reload *reload)
{
	return (struct web_reloader){ reload, request, wait_for, status_of };
}
