/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1/rules/reload {"force": false}: loads the rules folder and says what came of it. A set
 * that is refused leaves the old one, so the answer is 200 with "result":"refused" and the fault's
 * place: the route did what was asked. 202 when the load is still under way after a while. */
#include "base_json.h"
#include "web_rules.h"
#include "web_rules_attempt.h"

#define WAIT_MS  250u
#define WAITS    240u /* a minute */
#define ACCEPTED 202u

static enum status read_force(struct slice body, struct arena *arena, bool *force,
                              struct error *err)
{
	struct json_reader reader;
	enum json_token    token;
	enum status        status;

	json_reader_init(&reader, body, arena, err);
	status = json_next(&reader, &token);
	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN)
		return error_set(err, STATUS_REQUEST_INVALID, NULL, 1, 1, "an object is needed");
	while (status == STATUS_OK) {
		status = json_next(&reader, &token);
		if (status != STATUS_OK || token == JSON_OBJECT_END)
			break;
		if (!json_raw_is(&reader, SLICE_LIT("force")))
			return error_set(err, STATUS_REQUEST_INVALID, NULL, 0, 0,
			                 "the only member is \"force\"");
		status = json_next(&reader, &token);
		if (status == STATUS_OK && token != JSON_TRUE && token != JSON_FALSE)
			return error_set(err, STATUS_REQUEST_INVALID, NULL, 0, 0,
			                 "\"force\" is true or false");
		*force = token == JSON_TRUE;
	}
	if (status == STATUS_OK)
		status = json_next(&reader, &token);
	return status;
}

/* On the thread of jobs. */
static void reload(struct web_exchange *exchange)
{
	struct web_server        *server = exchange->worker->server;
	struct web_reloader      *reloader = &server->reloader;
	struct web_reload_attempt attempt = { 0 };
	uint64_t number = reloader->request(reloader->context, WEB_RELOAD_ROUTE, exchange->force);
	bool     has_ended = false;

	for (unsigned i = 0; i < WAITS && !has_ended && !atomic_load(&server->is_draining); i++)
		has_ended = reloader->wait(reloader->context, number, WAIT_MS, &attempt);
	buffer_append_char(&exchange->reply.body, '{');
	json_write_key(&exchange->reply.body, "has_ended");
	buffer_append_cstr(&exchange->reply.body, has_ended ? "true" : "false");
	web_rules_put_attempt(&exchange->reply.body, "attempt", &attempt);
	buffer_append_char(&exchange->reply.body, '}');
	web_rules_answer(exchange);
	if (!has_ended)
		exchange->reply.http = ACCEPTED;
}

void web_rules_reload(struct web_exchange *exchange)
{
	struct arena *arena = engine_worker_arena(exchange->worker->engine);
	struct error  err = { 0 };
	bool          force = false;
	enum status   status;

	engine_worker_reset(exchange->worker->engine);
	status = read_force(buffer_slice(&exchange->body), arena, &force, &err);
	if (status != STATUS_OK) {
		web_rules_refuse(exchange, status, &err);
		return;
	}
	if (exchange->worker->server->reloader.request == NULL) {
		web_exchange_refuse(exchange, WEB_PROBLEM_BUSY, "The server is still starting.",
		                    NULL);
		return;
	}
	exchange->force = force;
	exchange->later = reload;
}
