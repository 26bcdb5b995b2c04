/* SPDX-License-Identifier: Apache-2.0 */
/* One run: the folder's rules as they are, the same with the new text, every record from the given
 * time on through both (server/replay). Texts that were kept are judged again, and never shown
 * here: who writes rules need not be who may read prompts. */
#include "web_backtests.h"

#include "audit_reader.h"
#include "audit_vault.h"
#include "base_json.h"
#include "replay.h"
#include "web_rules.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define LOOK_EVERY 64u /* records between two looks at the flag to stop */

enum state { STATE_NONE, STATE_RUNNING, STATE_DONE, STATE_FAILED, STATE_STOPPED };

static const char *const state_names[] = { "none", "running", "done", "failed", "stopped" };

struct backtest {
	char             id[WEB_BACKTEST_ID_CHARS];
	enum state       state;
	_Atomic uint64_t records;
	struct buffer    report; /* of DONE */
	struct error     fault;  /* of FAILED */
};

struct web_backtests {
	struct web_server *server;
	pthread_mutex_t    lock; /* over states, reports and faults */
	struct backtest    kept[WEB_BACKTESTS_KEPT];
	unsigned           next;
	atomic_bool        must_stop;

	/* The one that runs, or ran last. */
	pthread_t                 thread;
	bool                      has_thread;
	struct backtest          *current;
	struct web_backtest_order order;
	char                     *name; /* its texts, copied */
	char                     *text;
};

/* ---- a run ---- */

struct run {
	struct web_backtests *backtests;
	struct ruleset       *old;
	struct ruleset       *fresh;
	struct replay_rules   old_rules;
	struct replay_rules   fresh_rules;
	struct engine_worker *workers[2];
	struct audit_reader  *reader;
	struct audit_vault   *vault;
	struct replay_tally   tally;
	struct replay         replay;
	struct error          err;
};

static enum status load_rules(struct run *run)
{
	const struct web_backtest_order *order = &run->backtests->order;
	const char                      *folder = run->backtests->server->rules_folder;
	char                             name[WEB_TRIAL_NAME_BYTES_MAX + 1];
	const struct ruleset_source      source = { .name = name, .text = order->text.text };
	enum status                      status = ruleset_load(folder, &run->old, &run->err);

	web_trial_name(&order->text, name);
	if (status == STATUS_OK)
		status = ruleset_load_trial(folder, &source, order->text.alone, &run->fresh,
		                            &run->err);
	if (status != STATUS_OK)
		return status;
	if (!replay_rules_open(&run->old_rules, run->old) ||
	    !replay_rules_open(&run->fresh_rules, run->fresh))
		return STATUS_NO_MEMORY;
	return STATUS_OK;
}

static enum status open_run(struct run *run)
{
	const char *data = run->backtests->server->data_folder;
	enum status status = load_rules(run);

	for (unsigned i = 0; i < 2 && status == STATUS_OK; i++)
		status = engine_worker_open(&run->workers[i]);
	if (status == STATUS_OK)
		status = audit_reader_open(data, &run->reader, &run->err);
	if (status == STATUS_OK)
		status = audit_vault_open_read(data, &run->vault, &run->err);
	if (status == STATUS_NOT_FOUND)
		status = STATUS_OK; /* no text was ever kept */
	replay_tally_init(&run->tally, run->backtests->order.samples);
	run->replay = (struct replay){ .old = &run->old_rules,
		                       .fresh = &run->fresh_rules,
		                       .old_worker = run->workers[0],
		                       .fresh_worker = run->workers[1],
		                       .tally = &run->tally };
	return status;
}

static void close_run(struct run *run)
{
	replay_tally_free(&run->tally);
	audit_vault_close(&run->vault);
	audit_reader_close(&run->reader);
	for (unsigned i = 0; i < 2; i++)
		engine_worker_close(&run->workers[i]);
	replay_rules_close(&run->old_rules);
	replay_rules_close(&run->fresh_rules);
	ruleset_close(&run->old);
	ruleset_close(&run->fresh);
}

static void take_line(struct run *run, struct slice line, const struct audit_place *place)
{
	struct error err = { 0 };

	replay_reset(&run->replay);
	err.status = replay_line(&run->replay, run->vault, line);
	if (err.status != STATUS_OK)
		replay_tally_fault(&run->tally, place->node, place->seq, &err);
}

/* STATUS_OK at the end of the log, STATUS_END when it has to stop before. */
static enum status read_log(struct run *run)
{
	struct backtest   *current = run->backtests->current;
	struct audit_place place;
	struct slice       line;
	enum status        status;
	uint64_t           count = 0;

	while ((status = audit_reader_next(run->reader, &line, &place, &run->err)) == STATUS_OK) {
		if (count++ % LOOK_EVERY == 0 && atomic_load(&run->backtests->must_stop))
			return STATUS_END;
		if (!replay_is_since(line, run->backtests->order.since_us))
			continue;
		take_line(run, line, &place);
		atomic_fetch_add_explicit(&current->records, 1, memory_order_relaxed);
	}
	return status == STATUS_END ? STATUS_OK : status;
}

static enum status write_report(struct run *run, struct buffer *out)
{
	struct replay_report report = {
		.tally = &run->tally, .old = run->old, .fresh = run->fresh, .policy = "default"
	};
	enum status status;

	replay_tally_finish(&run->tally);
	status = replay_unknowable(&run->old_rules, run->fresh, &report.unknowable);
	if (status != STATUS_OK)
		return status;
	replay_report_write(&report, out);
	return out->failed || run->tally.failed ? STATUS_NO_MEMORY : STATUS_OK;
}

static void end_run(struct web_backtests *backtests, enum state state, const struct error *err,
                    struct buffer *report)
{
	struct backtest *current = backtests->current;

	pthread_mutex_lock(&backtests->lock);
	current->state = state;
	if (state == STATE_FAILED)
		current->fault = *err;
	if (state == STATE_DONE)
		current->report = *report;
	else
		buffer_free(report);
	pthread_mutex_unlock(&backtests->lock);
}

static void *work(void *context)
{
	struct run    run = { .backtests = context };
	struct buffer report;
	enum status   status;

	/* Of this thread alone, as Linux has it; if it is refused the run is only less polite. */
	(void)setpriority(PRIO_PROCESS, 0, 19);
	buffer_init_heap(&report);
	status = open_run(&run);
	if (status == STATUS_OK)
		status = read_log(&run);
	if (status == STATUS_OK)
		status = write_report(&run, &report);
	if (status != STATUS_OK && status != STATUS_END)
		(void)error_set(&run.err, status, NULL, 0, 0, "%s", status_text(status));
	close_run(&run);
	end_run(run.backtests,
	        status == STATUS_OK    ? STATE_DONE
	        : status == STATUS_END ? STATE_STOPPED
	                               : STATE_FAILED,
	        &run.err, &report);
	return NULL;
}

/* ---- all of them ---- */

enum status web_backtests_open(struct web_server *server, struct web_backtests **backtests,
                               struct error *err)
{
	struct web_backtests *fresh = calloc(1, sizeof *fresh);

	*backtests = fresh;
	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory for backtests");
	fresh->server = server;
	pthread_mutex_init(&fresh->lock, NULL);
	return STATUS_OK;
}

static void join(struct web_backtests *backtests)
{
	if (backtests->has_thread)
		pthread_join(backtests->thread, NULL);
	backtests->has_thread = false;
}

void web_backtests_stop(struct web_backtests *backtests)
{
	atomic_store(&backtests->must_stop, true);
	pthread_mutex_lock(&backtests->lock);
	bool has_thread = backtests->has_thread;
	pthread_mutex_unlock(&backtests->lock);
	if (has_thread)
		join(backtests);
}

static void free_order(struct web_backtests *backtests)
{
	free(backtests->name);
	free(backtests->text);
	backtests->name = backtests->text = NULL;
	backtests->order = (struct web_backtest_order){ 0 };
}

void web_backtests_close(struct web_backtests **backtests)
{
	struct web_backtests *closed = *backtests;

	*backtests = NULL;
	if (closed == NULL)
		return;
	web_backtests_stop(closed);
	free_order(closed);
	for (unsigned i = 0; i < WEB_BACKTESTS_KEPT; i++)
		buffer_free(&closed->kept[i].report);
	pthread_mutex_destroy(&closed->lock);
	free(closed);
}

static bool copy(struct slice from, char **bytes, struct slice *to)
{
	*bytes = malloc(from.len + 1);
	if (*bytes == NULL)
		return false;
	if (from.len > 0)
		memcpy(*bytes, from.ptr, from.len);
	*to = (struct slice){ *bytes, from.len };
	return true;
}

static bool copy_order(struct web_backtests *backtests, const struct web_backtest_order *order)
{
	free_order(backtests);
	backtests->order.since_us = order->since_us;
	backtests->order.samples = order->samples;
	backtests->order.text.alone = order->text.alone;
	return copy(order->text.name, &backtests->name, &backtests->order.text.name) &&
	       copy(order->text.text, &backtests->text, &backtests->order.text.text);
}

/* With the lock. */
static enum status begin(struct web_backtests *backtests, const struct web_backtest_order *order)
{
	struct backtest *current = &backtests->kept[backtests->next];
	struct audit_id  id;

	if (backtests->current != NULL && backtests->current->state == STATE_RUNNING)
		return STATUS_LIMIT_REACHED;
	if (atomic_load(&backtests->must_stop))
		return STATUS_LIMIT_REACHED;
	join(backtests); /* its work is done */
	if (!copy_order(backtests, order))
		return STATUS_NO_MEMORY;
	backtests->next = (backtests->next + 1) % WEB_BACKTESTS_KEPT;
	buffer_free(&current->report);
	audit_id_next(&backtests->server->ids, &id);
	memcpy(current->id, id.text, sizeof current->id);
	memcpy(current->id, "bt", 2); /* "vd_" names verdicts */
	current->state = STATE_RUNNING;
	current->fault = (struct error){ 0 };
	atomic_store(&current->records, 0);
	backtests->current = current;
	if (pthread_create(&backtests->thread, NULL, work, backtests) != 0) {
		current->state = STATE_NONE;
		return STATUS_NO_MEMORY;
	}
	backtests->has_thread = true;
	return STATUS_OK;
}

enum status web_backtests_start(struct web_backtests            *backtests,
                                const struct web_backtest_order *order,
                                char                             id[WEB_BACKTEST_ID_CHARS])
{
	enum status status;

	pthread_mutex_lock(&backtests->lock);
	status = begin(backtests, order);
	if (status == STATUS_OK)
		memcpy(id, backtests->current->id, WEB_BACKTEST_ID_CHARS);
	pthread_mutex_unlock(&backtests->lock);
	return status;
}

static void show(const struct backtest *backtest, struct buffer *out)
{
	buffer_append_char(out, '{');
	web_rules_put_text(out, "id", backtest->id);
	web_rules_put_text(out, "state", state_names[backtest->state]);
	json_write_key(out, "records");
	buffer_append_u64(out, atomic_load(&backtest->records));
	json_write_key(out, "report");
	if (backtest->state == STATE_DONE)
		buffer_append(out, buffer_slice(&backtest->report));
	else
		buffer_append_cstr(out, "null");
	web_rules_put_fault(out, "fault", &backtest->fault);
	buffer_append_char(out, '}');
}

bool web_backtests_show(struct web_backtests *backtests, struct slice id, struct buffer *out)
{
	bool found = false;

	pthread_mutex_lock(&backtests->lock);
	for (unsigned i = 0; i < WEB_BACKTESTS_KEPT && !found; i++) {
		const struct backtest *backtest = &backtests->kept[i];

		found = backtest->state != STATE_NONE && slice_equal_cstr(id, backtest->id);
		if (found)
			show(backtest, out);
	}
	pthread_mutex_unlock(&backtests->lock);
	return found;
}
