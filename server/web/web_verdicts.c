/* SPDX-License-Identifier: Apache-2.0 */
/* POST /v1/verdicts/hash: for auditors, on the management address. */
#include "base_json.h"
#include "doorward/engine.h"
#include "web_exchange.h"

/* {"text": "..."} and nothing else. */
static enum status read_text(struct slice body, struct arena *arena, struct slice *text,
                             struct error *err)
{
	struct json_reader json;
	enum json_token    token;
	bool               has_text = false;
	enum status        status;

	json_reader_init(&json, body, arena, err);
	status = json_next(&json, &token);
	if (status == STATUS_OK && token != JSON_OBJECT_BEGIN)
		status = STATUS_REQUEST_INVALID;
	while (status == STATUS_OK && (status = json_next(&json, &token)) == STATUS_OK &&
	       token == JSON_KEY) {
		bool is_text = json_raw_is(&json, SLICE_LIT("text"));

		status = json_next(&json, &token);
		if (status == STATUS_OK && is_text && token == JSON_STRING) {
			status = json_string_decode(&json, text, NULL);
			has_text = true;
		} else if (status == STATUS_OK) {
			status = STATUS_REQUEST_INVALID;
		}
	}
	if (status == STATUS_OK)
		status = json_next(&json, &token);
	return status == STATUS_OK && !has_text ? STATUS_REQUEST_INVALID : status;
}

static void refuse(struct web_exchange *exchange, enum status status, const struct error *err)
{
	if (status == STATUS_REQUEST_INVALID)
		web_exchange_refuse(exchange, WEB_PROBLEM_INVALID_REQUEST,
		                    "The body is {\"text\": \"...\"} and nothing else.", NULL);
	else if (status == STATUS_NO_MEMORY)
		web_exchange_refuse(exchange, WEB_PROBLEM_CANNOT_DECIDE,
		                    "There is not enough memory for this text.", NULL);
	else
		web_exchange_refuse(exchange, WEB_PROBLEM_INVALID_JSON,
		                    "The body cannot be read as JSON.", err);
}

void web_verdicts_hash(struct web_exchange *exchange)
{
	struct engine_worker *engine = exchange->worker->engine;
	struct audit_log     *log = exchange->worker->server->log;
	struct slice          text = SLICE_NONE;
	struct audit_hash     hash;
	struct error          err = { 0 };
	enum status           status;

	if (log == NULL) {
		web_exchange_refuse(exchange, WEB_PROBLEM_NOT_FOUND,
		                    "No records are kept: audit.mode is off.", NULL);
		return;
	}
	engine_worker_reset(engine);
	status = read_text(buffer_slice(&exchange->body), engine_worker_arena(engine), &text, &err);
	if (status != STATUS_OK) {
		refuse(exchange, status, &err);
		return;
	}
	audit_hash_of(audit_log_hash_key(log), text, &hash);
	buffer_append_format(&exchange->reply.body, "{\"hash\":\"%s\"}\n", hash.text);
	exchange->reply.http = 200;
	exchange->reply.type = "application/json";
}
