/* SPDX-License-Identifier: Apache-2.0 */
/* Work that takes longer than a request may: compiling rules that somebody tries, waiting for a
 * load.
 *
 * A handler sets exchange->later and returns. The connection is suspended, the exchange waits in a
 * short queue, and one thread, of its own, runs `later` for one exchange after another: it fills
 * exchange->reply as a handler does, and the connection goes on. Checks never wait for it. */
#ifndef WEB_JOBS_H
#define WEB_JOBS_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "doorward/engine.h"
#include "doorward/ruleset.h"
#include "web_exchange.h"
#include "web_rules_trial.h"
#include "web_server.h"

#include <stdbool.h>

#define WEB_JOBS_WAITING_MAX 16u

struct web_jobs;

/* Starts the thread. STATUS_OK; STATUS_NO_MEMORY with err. */
MUST_CHECK enum status web_jobs_open(struct web_server *server, struct web_jobs **jobs,
                                     struct error *err);

/* Waits for the job that runs; those that wait are answered 503. Then no job is taken any more. */
void web_jobs_stop(struct web_jobs *jobs);
void web_jobs_close(struct web_jobs **jobs);

/* Hands the exchange over; its ticket is called when the reply is complete. False when the queue
 * is full: the reply is a 503 and the ticket is not called. */
bool web_jobs_submit(struct web_jobs *jobs, struct web_exchange *exchange);

/* What jobs judge with; on the jobs' thread only. */
struct web_bench {
	struct engine_worker  *engine;
	struct ruleset_reader *reader;
	struct web_trial       trial; /* the last rules that were tried */
};

struct web_bench *web_jobs_bench(struct web_jobs *jobs);

#endif
