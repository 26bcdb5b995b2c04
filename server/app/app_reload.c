/* SPDX-License-Identifier: Apache-2.0 */
/* One load, from the folder to the workers:
 *
 *     compile -> same revision? nothing to do -> plausible? -> inline tests -> publish
 *
 * A fault at any step leaves the ruleset that decides now, says in the log which file, line
 * and column to look at, and counts as a failure. Publishing waits until no worker uses the old
 * ruleset; the workers never wait. */
#include "app_reload.h"

#include "app_log.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define REVISION_CHARS 80

struct app_reload {
	const char            *folder;
	struct ruleset_handle *rules;
	struct web_reloads    *figures;
	pthread_t              thread;
	pthread_mutex_t        lock;
	pthread_cond_t         changed;
	bool                   is_asked;
	bool                   is_closing;
	/* Of the published ruleset; the thread's own. */
	size_t rule_count;
	char   revision[REVISION_CHARS];
};

bool app_reload_is_plausible(size_t current, size_t fresh)
{
	return fresh > 0 && fresh >= current / 2;
}

static enum status check(const struct app_reload *reload, const struct ruleset *ruleset,
                         struct error *err)
{
	size_t count = ruleset_rule_count(ruleset);

	if (!app_reload_is_plausible(reload->rule_count, count))
		return error_set(err, STATUS_RULE_MALFORMED, reload->folder, 0, 0,
		                 "%zu rules in the place of %zu: a set that is empty or lost more "
		                 "than half is refused; restart the server if it is meant so",
		                 count, reload->rule_count);
	return engine_selftest(ruleset, err, NULL);
}

static void publish(struct app_reload *reload, struct ruleset **ruleset)
{
	struct ruleset_figures figures;

	ruleset_figures(*ruleset, &figures);
	reload->rule_count = ruleset_rule_count(*ruleset);
	snprintf(reload->revision, sizeof reload->revision, "%s", ruleset_revision(*ruleset));
	ruleset_publish(reload->rules, ruleset);
	atomic_store(&reload->figures->last_success_s, (uint64_t)time(NULL));
	atomic_fetch_add(&reload->figures->successes, 1);

	const struct app_fact facts[] = {
		{ "revision", reload->revision, 0 },  { "rules", NULL, figures.rules },
		{ "enforce", NULL, figures.enforce }, { "shadow", NULL, figures.shadow },
		{ "draft", NULL, figures.draft },     { "tests", NULL, figures.tests }
	};
	app_log(APP_INFO, "rules_loaded", facts, sizeof facts / sizeof facts[0]);
}

static void load(struct app_reload *reload)
{
	struct ruleset *ruleset = NULL;
	struct error    err = { 0 };
	enum status     status = ruleset_load(reload->folder, &ruleset, &err);

	if (status == STATUS_OK &&
	    slice_equal_cstr(slice_from_cstr(ruleset_revision(ruleset)), reload->revision)) {
		struct app_fact fact = { "revision", reload->revision, 0 };

		atomic_store(&reload->figures->last_success_s, (uint64_t)time(NULL));
		atomic_fetch_add(&reload->figures->unchanged, 1);
		app_log(APP_INFO, "rules_unchanged", &fact, 1);
		ruleset_close(&ruleset);
		return;
	}
	if (status == STATUS_OK)
		status = check(reload, ruleset, &err);
	if (status == STATUS_OK) {
		publish(reload, &ruleset);
		return;
	}
	atomic_fetch_add(&reload->figures->failures, 1);
	app_log_fault(APP_ERROR, "rules_refused", &err);
	if (ruleset != NULL)
		ruleset_close(&ruleset);
}

static bool wait_until_asked(struct app_reload *reload)
{
	bool must_load;

	pthread_mutex_lock(&reload->lock);
	while (!reload->is_asked && !reload->is_closing)
		pthread_cond_wait(&reload->changed, &reload->lock);
	must_load = !reload->is_closing;
	reload->is_asked = false;
	pthread_mutex_unlock(&reload->lock);
	return must_load;
}

static void *run(void *context)
{
	struct app_reload *reload = context;

	while (wait_until_asked(reload))
		load(reload);
	return NULL;
}

enum status app_reload_open(const char *folder, struct ruleset_handle *rules,
                            struct web_reloads *figures, struct app_reload **reload,
                            struct error *err)
{
	struct app_reload *fresh = calloc(1, sizeof *fresh);

	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to load rules");
	fresh->folder = folder;
	fresh->rules = rules;
	fresh->figures = figures;
	fresh->is_asked = true;
	pthread_mutex_init(&fresh->lock, NULL);
	pthread_cond_init(&fresh->changed, NULL);
	if (pthread_create(&fresh->thread, NULL, run, fresh) != 0) {
		free(fresh);
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "cannot start a thread");
	}
	*reload = fresh;
	return STATUS_OK;
}

void app_reload_ask(struct app_reload *reload)
{
	pthread_mutex_lock(&reload->lock);
	reload->is_asked = true;
	pthread_mutex_unlock(&reload->lock);
	pthread_cond_signal(&reload->changed);
}

void app_reload_close(struct app_reload **reload)
{
	struct app_reload *closed = *reload;

	if (closed == NULL)
		return;
	pthread_mutex_lock(&closed->lock);
	closed->is_closing = true;
	pthread_mutex_unlock(&closed->lock);
	pthread_cond_signal(&closed->changed);
	pthread_join(closed->thread, NULL);
	pthread_cond_destroy(&closed->changed);
	pthread_mutex_destroy(&closed->lock);
	free(closed);
	*reload = NULL;
}
