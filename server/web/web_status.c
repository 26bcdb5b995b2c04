/* SPDX-License-Identifier: Apache-2.0 */
/* GET /status: how the service is, for machines (JSON) and for people (HTML, where the Accept
 * header prefers it), with the maintenance that was announced. Nothing in it says where or with
 * what the service runs. */
#include "base_json.h"
#include "keys_json.h"
#include "web_accept.h"
#include "web_announce.h"
#include "web_exchange.h"

enum component { COMPONENT_CHECKS, COMPONENT_RECORDS, COMPONENT_KEYS, COMPONENT_COUNT };
enum condition { CONDITION_UP, CONDITION_DOWN, CONDITION_OFF };

static const char *const components[COMPONENT_COUNT] = { "checks", "records", "keys" };
static const char *const conditions[] = { "up", "down", "off" };

struct report {
	const char                     *state;
	uint64_t                        now_s;
	enum condition                  of[COMPONENT_COUNT];
	const struct web_announcements *announcements; /* NULL: none */
};

/* ---- what is so ---- */

static bool is_active(const struct web_window *window, uint64_t now_s)
{
	return window->start_s <= now_s && now_s < window->end_s;
}

/* The first window from `i` on that has not ended, or NULL. */
static const struct web_window *window_at(const struct report *report, size_t *i)
{
	const struct web_announcements *all = report->announcements;

	while (all != NULL && *i < all->window_count) {
		const struct web_window *window = &all->windows[(*i)++];

		if (report->now_s < window->end_s)
			return window;
	}
	return NULL;
}

static enum condition condition_of_keys(const struct web_server *server)
{
	struct keys_figures figures;

	if (server->keys == NULL)
		return CONDITION_OFF;
	keys_book_figures(server->keys, &figures);
	return figures.is_store_up ? CONDITION_UP : CONDITION_DOWN;
}

static const char *state_of(const struct report *report, bool is_ready)
{
	const struct web_window *window;
	size_t                   i = 0;

	if (!is_ready)
		return "unavailable";
	for (unsigned k = 0; k < COMPONENT_COUNT; k++)
		if (report->of[k] == CONDITION_DOWN)
			return "degraded";
	while ((window = window_at(report, &i)) != NULL)
		if (is_active(window, report->now_s))
			return "maintenance";
	return "operational";
}

static void look(const struct web_exchange *exchange, struct report *report)
{
	struct web_worker *worker = exchange->worker;
	struct web_server *server = worker->server;
	bool is_serving = !atomic_load(&server->is_draining) && web_server_has_rules(worker);

	*report = (struct report){
		.now_s = audit_clock_us(server->clock) / 1000000u,
		.announcements = exchange->announcements,
	};
	report->of[COMPONENT_CHECKS] = is_serving ? CONDITION_UP : CONDITION_DOWN;
	report->of[COMPONENT_RECORDS] = server->log == NULL                  ? CONDITION_OFF
	                                : audit_log_is_writable(server->log) ? CONDITION_UP
	                                                                     : CONDITION_DOWN;
	report->of[COMPONENT_KEYS] = condition_of_keys(server);
	report->state = state_of(report, web_server_is_ready(worker));
}

/* ---- for machines ---- */

static void put_text(struct buffer *out, const char *name, const char *text)
{
	json_write_key(out, name);
	json_write_string(out, slice_from_cstr(text));
}

static void put_json(const struct report *report, struct buffer *out)
{
	const struct web_window *window;
	char                     time[KEYS_TIME_CHARS];
	size_t                   i = 0;

	buffer_append_char(out, '{');
	put_text(out, "state", report->state);
	put_text(out, "time", keys_time_print(report->now_s, time));
	buffer_append_cstr(out, ",\"components\":[");
	for (unsigned k = 0; k < COMPONENT_COUNT; k++)
		buffer_append_format(out, "%s{\"name\":\"%s\",\"condition\":\"%s\"}",
		                     k > 0 ? "," : "", components[k], conditions[report->of[k]]);
	buffer_append_cstr(out, "],\"maintenance\":[");
	for (bool is_first = true; (window = window_at(report, &i)) != NULL; is_first = false) {
		buffer_append_cstr(out, is_first ? "{" : ",{");
		put_text(out, "start", keys_time_print(window->start_s, time));
		put_text(out, "end", keys_time_print(window->end_s, time));
		put_text(out, "text", window->text);
		buffer_append_format(out, ",\"active\":%s}",
		                     is_active(window, report->now_s) ? "true" : "false");
	}
	buffer_append_cstr(out, "]}\n");
}

/* ---- for people ---- */

static void put_escaped(struct buffer *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '<')
			buffer_append_cstr(out, "&lt;");
		else if (*text == '>')
			buffer_append_cstr(out, "&gt;");
		else if (*text == '&')
			buffer_append_cstr(out, "&amp;");
		else if (*text == '"')
			buffer_append_cstr(out, "&quot;");
		else
			buffer_append_char(out, *text);
	}
}

static void put_windows(const struct report *report, struct buffer *out)
{
	const struct web_window *window;
	char                     start[KEYS_TIME_CHARS], end[KEYS_TIME_CHARS];
	size_t                   i = 0;
	bool                     is_first = true;

	buffer_append_cstr(out, "<h2>Maintenance</h2>\n");
	while ((window = window_at(report, &i)) != NULL) {
		buffer_append_cstr(out, is_first ? "<ul>\n" : "");
		is_first = false;
		buffer_append_format(out, "<li>%s%s to %s: ",
		                     is_active(window, report->now_s) ? "<b>now</b>, " : "",
		                     keys_time_print(window->start_s, start),
		                     keys_time_print(window->end_s, end));
		put_escaped(out, window->text);
		buffer_append_cstr(out, "</li>\n");
	}
	buffer_append_cstr(out, is_first ? "<p>None is announced.</p>\n" : "</ul>\n");
}

static void put_html(const struct report *report, struct buffer *out)
{
	char time[KEYS_TIME_CHARS];

	buffer_append_format(
		out,
		"<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width\">\n"
		"<title>Status: %s</title>\n"
		"<style>body{font-family:sans-serif;max-width:40em;margin:2em auto;padding:0 1em}"
		"td{padding:.2em 1.5em .2em 0}</style>\n"
		"<h1>%s</h1>\n<p>As of %s.</p>\n<table>\n",
		report->state, report->state, keys_time_print(report->now_s, time));
	for (unsigned k = 0; k < COMPONENT_COUNT; k++)
		buffer_append_format(out, "<tr><td>%s</td><td>%s</td></tr>\n", components[k],
		                     conditions[report->of[k]]);
	buffer_append_cstr(out, "</table>\n");
	put_windows(report, out);
}

void web_status(struct web_exchange *exchange)
{
	bool is_page = web_accept_prefers(&exchange->head, "text/html", "application/json");
	struct report report;

	look(exchange, &report);
	web_exchange_header(exchange, "Vary", "Accept");
	exchange->reply.http = 200;
	if (is_page) {
		web_exchange_header(exchange, "Content-Security-Policy",
		                    "default-src 'none'; style-src 'unsafe-inline'; "
		                    "frame-ancestors 'none'");
		put_html(&report, &exchange->reply.body);
	} else {
		put_json(&report, &exchange->reply.body);
	}
	exchange->reply.type = is_page ? "text/html; charset=utf-8" : "application/json";
}
