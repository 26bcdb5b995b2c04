/* SPDX-License-Identifier: Apache-2.0 */
/* What all requests of a server share, and what each worker thread has for itself. */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include "audit_id.h"
#include "audit_log.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "doorward/engine.h"
#include "doorward/ruleset.h"
#include "keys_book.h"
#include "web_announce.h"
#include "web_counters.h"
#include "web_reload.h"
#include "web_stats.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct web_exchange;
struct web_backtests;
struct web_exports;
struct web_jobs;
struct web_tls;

struct web_limits {
	uint64_t body_bytes_max;
	uint64_t connections_per_address_max; /* 0: no limit */
	uint64_t connection_memory_bytes;
	uint64_t idle_timeout_s;
	uint64_t header_deadline_s;
	uint64_t body_deadline_s; /* for reading a body, and for sending an answer */
};

/* Kept by whoever loads rules; printed by /metrics. */
struct web_reloads {
	_Atomic uint64_t successes;
	_Atomic uint64_t failures;
	_Atomic uint64_t unchanged;
	_Atomic uint64_t last_success_s; /* since 1970; 0: none yet */
};

#define WEB_WORKERS_MAX 512u

struct web_worker {
	struct web_server     *server;
	struct engine_worker  *engine;
	struct ruleset_reader *reader;
	struct web_exchange   *idle;       /* exchanges to use again */
	unsigned               areas;      /* bits of enum web_area that its listener serves */
	bool                   is_private; /* its listener is loopback or a unix socket */
	struct web_counters   *counters;
	struct web_stats      *stats;
	struct engine_meter    meter;
	uint64_t               judged; /* prompts, to measure one in WEB_STATS_SAMPLING */
};

struct web_server {
	struct ruleset_handle *rules;
	struct audit_log      *log;              /* NULL: audit.mode is off */
	struct keys_book      *keys;             /* NULL: the data folder cannot hold keys */
	bool                   needs_key;        /* keys.required */
	bool                   may_drop_records; /* audit.on_error is continue */
	struct audit_id_source ids;
	struct audit_clock     clock;
	struct web_limits      limits;
	struct web_reloads     reloads;
	const char            *rules_folder;  /* borrowed */
	size_t                 rules_watched; /* folders; 0: nobody notices changes */
	const char            *data_folder;   /* borrowed */
	struct web_backtests  *backtests;     /* NULL: none can be run */
	struct web_exports    *exports;       /* NULL: no records are kept */
	struct web_jobs       *jobs;          /* NULL: none can be run */
	struct web_stats      *stats_before;  /* of earlier runs; NULL: there are none */
	uint64_t               stats_since_s; /* counting began; 0: unknown */
	struct web_reloader    reloader;      /* its functions are NULL before rules are loaded */
	atomic_bool            is_draining;
	_Atomic uint64_t       in_flight; /* requests whose answer is not sent yet */
	_Atomic uint64_t       connections;
	struct web_board       board; /* what is announced */
	struct web_tls        *tls;   /* NULL: the listeners are plain */

	/* Filled before the first request; read by /metrics. */
	struct web_worker *workers[WEB_WORKERS_MAX];
	unsigned           worker_count;
};

/* One more worker of the server. Not thread-safe: before the listeners run. STATUS_OK,
 * STATUS_NO_MEMORY, STATUS_LIMIT_REACHED with err. */
MUST_CHECK enum status web_worker_open(struct web_server *server, unsigned areas,
                                       struct web_worker **worker, struct error *err);
/* Its thread must have ended. The counters stay readable until then only. */
void web_worker_close(struct web_worker **worker);

/* What is known of rules: of earlier runs and of all workers, in one new table. NULL when there is
 * no memory. Any thread. */
struct web_stats *web_server_stats(const struct web_server *server);

/* Before a prompt: is it one of those whose rules are measured? On the worker's thread. */
void web_worker_measure(struct web_worker *worker);

/* Can prompts be judged and recorded? Any thread, but `worker` is the calling one's. */
bool web_server_has_rules(struct web_worker *worker);
bool web_server_can_record(const struct web_server *server);
bool web_server_is_ready(struct web_worker *worker);

uint64_t web_server_now_us(void); /* monotonic */
/* The same clock, some milliseconds late, for deadlines: it asks no hardware. */
uint64_t web_server_coarse_us(void);

#endif
