/* SPDX-License-Identifier: Apache-2.0 */
/* The order of things. Starting: addresses are checked, the data folder is locked and
 * recovered, sockets are opened, and only then rules are loaded, so that health routes answer
 * while they are. Stopping is app_drain() and then everything backwards. */
#include "app_serve.h"

#include "app_drain.h"
#include "app_keys.h"
#include "app_listen.h"
#include "app_log.h"
#include "app_notify.h"
#include "app_reload.h"
#include "app_renew.h"
#include "app_stats.h"
#include "web_backtests.h"
#include "web_exports.h"
#include "web_jobs.h"
#include "app_watch.h"
#include "web_server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Changes of files come in groups: an editor's, a checkout's. */
#define WATCH_QUIET_MS 200u
#define WATCH_MOST_MS  5000u
/* For what comes after the last request: the log's last sync, figures. */
#define STOP_SPARE_S 10u

struct app {
	const struct app_config *config;
	struct web_server        server;
	struct app_listeners     listeners;
	struct app_reload       *reload;
	struct app_stats        *stats;
	struct app_watch        *watch; /* NULL: nobody watches */
	char                     cache[APP_TEXT_BYTES + 8];
	struct app_renew         renew;
	struct app_notify        notify;
	sigset_t                 signals;
};

/* ---- the parts ---- */

static void report_audit(void *context, const char *event, const char *detail)
{
	struct app_fact fact = { "detail", detail, 0 };

	(void)context;
	app_log(strcmp(event, "audit_recovered") == 0 ? APP_WARNING : APP_ERROR, event, &fact, 1);
}

static enum status open_log(struct app *app, struct error *err)
{
	const struct app_config *config = app->config;
	struct audit_options     options = {
		    .mode = config->audit_mode == APP_AUDIT_EACH    ? AUDIT_EACH
		            : config->audit_mode == APP_AUDIT_ASYNC ? AUDIT_ASYNC
		                                                    : AUDIT_GROUP,
		    .group_wait_us = config->audit_group_wait_us,
		    .queue_bytes = config->audit_queue_bytes,
		    .segment_bytes = config->audit_segment_bytes,
		    .segment_s = config->audit_segment_s,
		    .may_pack = config->audit_compress,
		    .may_index = config->audit_index,
		    .keep_days = config->audit_keep_days,
		    .keep_content_days = config->audit_keep_content_days,
		    .checkpoint_records = config->audit_checkpoint_records,
		    .checkpoint_s = config->audit_checkpoint_s,
		    .clock = audit_clock_system(),
		    .event = report_audit,
	};

	if (config->audit_mode == APP_AUDIT_OFF)
		return STATUS_OK;
	return audit_log_open(config->data, &options, &app->server.log, err);
}

static void set_limits(struct app *app)
{
	const struct app_config *config = app->config;

	app->server.limits = (struct web_limits){
		.body_bytes_max = config->body_bytes_max,
		.connections_per_address_max = config->connections_per_address_max,
		.connection_memory_bytes = config->connection_memory_bytes,
		.idle_timeout_s = config->idle_timeout_s,
		.header_deadline_s = config->header_deadline_s,
		.body_deadline_s = config->body_deadline_s,
	};
	app->server.may_drop_records = config->audit_on_error == APP_AUDIT_CONTINUE;
}

/* ---- the whole ---- */

/* What is decided when a part fails, for whoever reads the log later. */
static void log_modes(const struct app *app)
{
	const struct app_config *config = app->config;
	static const char *const modes[] = { "each", "group", "async", "off" };
	const struct app_fact    facts[] = {
		   { "rules", config->rules, 0 },
		   { "data", config->data, 0 },
		   { "node", app->server.log != NULL ? audit_log_node(app->server.log) : "", 0 },
		   { "audit_mode", modes[config->audit_mode], 0 },
		   { "audit_on_error", app->server.may_drop_records ? "continue" : "refuse", 0 },
		   { "no_rules", "refuse", 0 },
	};

	app_log(APP_INFO, "starting", facts, sizeof facts / sizeof facts[0]);
}

static void block_signals(struct app *app)
{
	sigemptyset(&app->signals);
	sigaddset(&app->signals, SIGTERM);
	sigaddset(&app->signals, SIGINT);
	sigaddset(&app->signals, SIGHUP);
	pthread_sigmask(SIG_BLOCK, &app->signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	/* A file that may not grow (ulimit -f) is a write that fails, not the end. */
	signal(SIGXFSZ, SIG_IGN);
	/* What rotates logs may send it; ours go to stderr, there is nothing to reopen. */
	signal(SIGUSR1, SIG_IGN);
}

/* A standard descriptor that is closed would be the number of the next file that is opened: of
 * a segment, for one, and log lines would be written into it. */
static void hold_standard_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

/* From now on a SIGTERM ends the process at once. */
static void restore_signals(struct app *app)
{
	sigdelset(&app->signals, SIGHUP);
	signal(SIGTERM, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	pthread_sigmask(SIG_UNBLOCK, &app->signals, NULL);
}

/* The next signal, or 0 after that many milliseconds (0: never). */
static int wait_for_signal(const struct app *app, unsigned milliseconds)
{
	const struct timespec timeout = { .tv_sec = milliseconds / 1000u,
		                          .tv_nsec = (long)(milliseconds % 1000u) * 1000000 };
	int                   number = 0;

	if (milliseconds == 0)
		return sigwait(&app->signals, &number) == 0 ? number : SIGTERM;
	number = sigtimedwait(&app->signals, NULL, &timeout);
	if (number < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : SIGTERM;
	return number;
}

static void wait_for_end(struct app *app)
{
	int number = 0;

	while (number == 0 || number == SIGHUP) {
		number = wait_for_signal(app,
		                         app_notify_tick(&app->notify, app->reload, &app->server));
		if (number != SIGHUP)
			continue;
		app_renew_again(&app->renew);
		app_notify_reloading(&app->notify,
		                     app_reload_request(app->reload, WEB_RELOAD_SIGHUP, false));
	}
}

static void stop(struct app *app)
{
	const struct app_drain drain = { &app->server, app->listeners.all, app->listeners.count,
		                         app->config->shutdown_delay_s,
		                         app->config->drain_timeout_s };
	struct app_fact        fact = { "given_up", NULL, 0 };

	app_notify_stopping(&app->notify, drain.delay_s + drain.timeout_s + STOP_SPARE_S);
	fact.number = app_drain(&drain);
	app_log(fact.number > 0 ? APP_WARNING : APP_INFO, "stopped", &fact, 1);
}

static void release(struct app *app)
{
	if (app->server.jobs != NULL)
		web_jobs_stop(app->server.jobs);
	app_listen_stop(&app->listeners);
	app_stats_close(&app->stats);
	web_jobs_close(&app->server.jobs);
	web_backtests_close(&app->server.backtests);
	web_exports_close(&app->server.exports);
	app_listen_close(&app->listeners);
	app_watch_close(&app->watch);
	app_reload_close(&app->reload);
	ruleset_handle_close(&app->server.rules);
	keys_book_close(&app->server.keys);
	audit_log_close(&app->server.log);
	audit_id_source_reset(&app->server.ids);
	app_renew_close(&app->renew);
}

static void rules_changed(void *context)
{
	(void)app_reload_request(context, WEB_RELOAD_WATCH, false);
}

/* Before rules are loaded, so that no change is missed. Rules that are not watched are no fault. */
static void open_watch(struct app *app)
{
	const struct app_watch_options options = { app->config->rules, WATCH_QUIET_MS,
		                                   WATCH_MOST_MS };
	struct app_fact                fact = { "folders", NULL, 0 };
	struct error                   err = { 0 };

	if (!app->config->rules_watch)
		return;
	if (app_watch_open(&options, &app->watch, &err) != STATUS_OK) {
		app_log_fault(APP_WARNING, "rules_not_watched", &err);
		return;
	}
	fact.number = app_watch_folders(app->watch);
	app->server.rules_watched = (size_t)fact.number;
	app_log(APP_INFO, "rules_watched", &fact, 1);
}

/* Before the listeners run: their routes ask for loads. */
static enum status start_reload(struct app *app, struct error *err)
{
	const struct app_config        *config = app->config;
	const struct app_reload_options options = { .folder = config->rules,
		                                    .cache = config->rules_cache ? app->cache
		                                                                 : NULL,
		                                    .rules = app->server.rules,
		                                    .figures = &app->server.reloads };
	enum status                     status;

	open_watch(app);
	status = app_reload_open(&options, &app->reload, err);
	if (status != STATUS_OK)
		return status;
	app->server.reloader = app_reload_reloader(app->reload);
	if (app->watch != NULL)
		status = app_watch_start(app->watch, rules_changed, app->reload, err);
	return status;
}

/* What answers and counts for the routes about rules. */
static enum status start_helpers(struct app *app, struct error *err)
{
	enum status status = web_jobs_open(&app->server, &app->server.jobs, err);

	app->server.rules_folder = app->config->rules;
	app->server.data_folder = app->config->data;
	if (status == STATUS_OK)
		status = web_backtests_open(&app->server, &app->server.backtests, err);
	if (status == STATUS_OK && app->server.log != NULL)
		status = web_exports_open(&app->server, &app->server.exports, err);
	if (status == STATUS_OK && app->server.log != NULL)
		status = app_stats_open(app->config->data, &app->server, &app->stats);
	if (status == STATUS_OK && app->server.log == NULL)
		app->server.stats_since_s = audit_clock_us(app->server.clock) / 1000000u;
	return status == STATUS_OK ? status
	                           : error_set(err, status, NULL, 0, 0, "no memory to start");
}

static enum status start(struct app *app, struct error *err)
{
	enum status status = ruleset_handle_open(&app->server.rules);

	if (status != STATUS_OK)
		return error_set(err, status, NULL, 0, 0, "no memory for rules");
	set_limits(app);
	status = app_renew_open(&app->renew, app->config, &app->server, err);
	if (status == STATUS_OK)
		status = app_listen_open(&app->listeners, app->config, &app->server, err);
	if (status == STATUS_OK)
		status = open_log(app, err);
	if (status != STATUS_OK)
		return status;
	log_modes(app);
	status = app_keys_open(app->config, app->server.log, &app->server.keys, err);
	if (status == STATUS_OK)
		status = start_reload(app, err);
	if (status == STATUS_OK)
		status = start_helpers(app, err);
	if (status == STATUS_OK)
		status = app_listen_start(&app->listeners, err);
	/* Listeners may have begun: the log ends before they do. */
	if (status != STATUS_OK && app->server.log != NULL)
		audit_log_stop(app->server.log);
	return status;
}

enum status app_serve(const struct app_config *config, struct error *err)
{
	struct app *app = calloc(1, sizeof *app);
	enum status status;

	if (app == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to start");
	app->config = config;
	snprintf(app->cache, sizeof app->cache, "%s/cache", config->data);
	hold_standard_descriptors();
	app->server.clock = audit_clock_system();
	audit_id_source_init(&app->server.ids, app->server.clock);
	block_signals(app);
	status = start(app, err);
	if (status == STATUS_OK) {
		app_notify_open(&app->notify);
		wait_for_end(app);
		restore_signals(app);
		stop(app);
	}
	release(app);
	free(app);
	return status;
}
