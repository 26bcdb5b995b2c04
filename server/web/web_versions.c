/* SPDX-License-Identifier: Apache-2.0 */
/* GET /v1/versions: the versions of the API, and what of it ends when. */
#include "base_json.h"
#include "keys_json.h"
#include "web_announce.h"
#include "web_exchange.h"

static void put_text(struct buffer *out, const char *name, const char *text)
{
	json_write_key(out, name);
	if (text == NULL || text[0] == '\0')
		buffer_append_cstr(out, "null");
	else
		json_write_string(out, slice_from_cstr(text));
}

static void put_time(struct buffer *out, const char *name, const struct web_ending *ending,
                     uint64_t time_s)
{
	char text[KEYS_TIME_CHARS];

	put_text(out, name, ending != NULL ? keys_time_print(time_s, text) : NULL);
}

static const char *state_of(const struct web_ending *ending, uint64_t now_s)
{
	if (ending == NULL)
		return "current";
	if (now_s >= ending->sunset_s)
		return "ended";
	return now_s >= ending->deprecated_s ? "deprecated" : "announced";
}

static void put_ending(struct buffer *out, const struct web_ending *ending, uint64_t now_s)
{
	put_text(out, "state", state_of(ending, now_s));
	put_time(out, "announced", ending, ending != NULL ? ending->announced_s : 0);
	put_time(out, "deprecated", ending, ending != NULL ? ending->deprecated_s : 0);
	put_time(out, "sunset", ending, ending != NULL ? ending->sunset_s : 0);
	put_text(out, "successor", ending != NULL ? ending->successor : NULL);
	put_text(out, "information", ending != NULL ? ending->information : NULL);
	buffer_append_char(out, '}');
}

static const struct web_ending *ending_of(const struct web_announcements *announcements,
                                          struct slice                    version)
{
	for (size_t i = 0; announcements != NULL && i < announcements->ending_count; i++)
		if (slice_equal_cstr(version, announcements->endings[i].version))
			return &announcements->endings[i];
	return NULL;
}

/* Each version of the table of routes, where it is first seen. */
static void put_versions(struct buffer *out, const struct web_announcements *announcements,
                         uint64_t now_s)
{
	bool is_first = true;

	for (unsigned i = 0; i < WEB_ROUTE_NONE; i++) {
		struct slice version = web_route_version(web_route_at((enum web_route_id)i)->path);
		bool         is_new = version.len > 0;

		for (unsigned k = 0; k < i && is_new; k++)
			is_new = !slice_equal(
				version,
				web_route_version(web_route_at((enum web_route_id)k)->path));
		if (!is_new)
			continue;
		buffer_append_cstr(out, is_first ? "{" : ",{");
		is_first = false;
		json_write_key(out, "version");
		json_write_string(out, version);
		put_ending(out, ending_of(announcements, version), now_s);
	}
}

static void put_routes(struct buffer *out, const struct web_announcements *announcements,
                       uint64_t now_s)
{
	bool is_first = true;

	for (size_t i = 0; announcements != NULL && i < announcements->ending_count; i++) {
		if (announcements->endings[i].route[0] == '\0')
			continue;
		buffer_append_cstr(out, is_first ? "{" : ",{");
		is_first = false;
		put_text(out, "route", announcements->endings[i].route);
		put_ending(out, &announcements->endings[i], now_s);
	}
}

void web_versions(struct web_exchange *exchange)
{
	const struct web_announcements *announcements = exchange->announcements;
	const struct web_server        *server = exchange->worker->server;
	uint64_t                        now_s = audit_clock_us(server->clock) / 1000000u;
	struct buffer                  *out = &exchange->reply.body;

	buffer_append_cstr(out, "{\"versions\":[");
	put_versions(out, announcements, now_s);
	buffer_append_cstr(out, "],\"routes\":[");
	put_routes(out, announcements, now_s);
	buffer_append_format(out, "],\"notice_days\":%u}\n", WEB_NOTICE_DAYS);
	exchange->reply.http = 200;
	exchange->reply.type = "application/json";
}
