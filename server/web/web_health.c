/* SPDX-License-Identifier: Apache-2.0 */
/* GET /livez, /readyz, /healthz, /version. */
#include "base_json.h"
#include "web_exchange.h"
#include "web_version.h"

static void answer_text(struct web_exchange *exchange, unsigned http)
{
	exchange->reply.http = http;
	exchange->reply.type = "text/plain; charset=utf-8";
}

void web_livez(struct web_exchange *exchange)
{
	buffer_append_cstr(&exchange->reply.body, "ok\n");
	answer_text(exchange, 200);
}

static void put_check(struct buffer *out, const char *name, bool is_good)
{
	buffer_append_format(out, "%s%s %s\n", is_good ? "[+]" : "[-]", name,
	                     is_good ? "ok" : "failed");
}

void web_readyz(struct web_exchange *exchange)
{
	struct web_worker *worker = exchange->worker;
	struct buffer     *out = &exchange->reply.body;
	bool               is_serving = !atomic_load(&worker->server->is_draining);
	bool               has_rules = web_server_has_rules(worker);
	bool               can_record = web_server_can_record(worker->server);
	bool               is_ready = is_serving && has_rules && can_record;

	if (web_head_asks(&exchange->head, "verbose")) {
		put_check(out, "serving", is_serving);
		put_check(out, "ruleset", has_rules);
		put_check(out, "audit", can_record);
	}
	buffer_append_cstr(out, is_ready ? "ok\n" : "not ready\n");
	answer_text(exchange, is_ready ? 200 : 503);
}

static void put_text(struct buffer *out, const char *name, const char *text)
{
	json_write_key(out, name);
	if (text == NULL)
		buffer_append_cstr(out, "null");
	else
		json_write_string(out, slice_from_cstr(text));
}

void web_version(struct web_exchange *exchange)
{
	struct buffer        *out = &exchange->reply.body;
	const struct ruleset *ruleset = ruleset_acquire(exchange->worker->reader);

	buffer_append_char(out, '{');
	put_text(out, "version", WEB_VERSION);
	put_text(out, "commit", WEB_COMMIT);
	put_text(out, "revision", ruleset != NULL ? ruleset_revision(ruleset) : NULL);
	put_text(out, "unicode", ruleset_unicode_version());
	put_text(out, "scan", ruleset_scan_version());
	put_text(out, "regex", ruleset_regex_version());
	put_text(out, "compiler", __VERSION__);
	buffer_append_cstr(out, "}\n");
	ruleset_release(exchange->worker->reader);
	exchange->reply.http = 200;
	exchange->reply.type = "application/json";
}
