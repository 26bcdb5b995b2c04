/* SPDX-License-Identifier: Apache-2.0 */
#include "app_drain.h"

#include "app_log.h"
#include "web_backtests.h"
#include "web_exports.h"
#include "web_jobs.h"

#include <time.h>

#define LOOK_EVERY_US 5000u
/* Clients that keep a connection open get this long to send one more request, whose answer
 * says "Connection: close". */
#define IDLE_GRACE_US 500000u

static void pause_us(uint64_t us)
{
	struct timespec rest = { .tv_sec = (time_t)(us / 1000000u),
		                 .tv_nsec = (long)(us % 1000000u * 1000u) };

	/* Interrupted only by the signal that ends the process. */
	(void)nanosleep(&rest, NULL);
}

static bool is_done(const struct web_server *server, uint64_t waited_us)
{
	if (atomic_load(&server->in_flight) > 0)
		return false;
	return atomic_load(&server->connections) == 0 || waited_us >= IDLE_GRACE_US;
}

static void wait_for_requests(const struct app_drain *drain)
{
	uint64_t begin = web_server_now_us(), waited = 0;

	while (!is_done(drain->server, waited) && waited < drain->timeout_s * 1000000u) {
		pause_us(LOOK_EVERY_US);
		waited = web_server_now_us() - begin;
	}
}

uint64_t app_drain(const struct app_drain *drain)
{
	uint64_t given_up;

	atomic_store(&drain->server->is_draining, true);
	app_log(APP_INFO, "draining", NULL, 0);
	pause_us(drain->delay_s * 1000000u);
	for (size_t i = 0; i < drain->listener_count; i++)
		web_listener_quiesce(drain->listeners[i]);
	wait_for_requests(drain);
	given_up = atomic_load(&drain->server->in_flight);
	if (drain->server->keys != NULL)
		keys_book_flush(drain->server->keys);
	/* Calls every ticket, so that no connection is suspended when its thread ends. */
	if (drain->server->log != NULL)
		audit_log_stop(drain->server->log);
	if (drain->server->jobs != NULL)
		web_jobs_stop(drain->server->jobs);
	if (drain->server->backtests != NULL)
		web_backtests_stop(drain->server->backtests);
	if (drain->server->exports != NULL)
		web_exports_stop(drain->server->exports);
	for (size_t i = 0; i < drain->listener_count; i++)
		web_listener_stop(drain->listeners[i]);
	return given_up;
}
