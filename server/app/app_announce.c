/* SPDX-License-Identifier: Apache-2.0 */
#include "app_announce.h"

#include "audit_clock.h"
#include "base_utf8.h"
#include "keys_json.h"
#include "keys_yaml.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY_S 86400u
/* Longer is no maintenance, but a mistake in a date. */
#define WINDOW_DAYS_MAX 31u

/* ---- values ---- */

/* "2026-12-31" or "2026-12-31T22:00:00Z". */
static enum status read_time(const struct keys_yaml *yaml, const struct yaml_node *value,
                             void *target)
{
	struct slice text = value->kind == YAML_SCALAR ? value->text : SLICE_NONE;
	char         whole[] = "0000-00-00T00:00:00Z";
	uint64_t     time_us;

	if (text.len == 10) {
		memcpy(whole, text.ptr, text.len);
		text = slice_from_cstr(whole);
	}
	if (text.len > 0 && audit_clock_parse(text, &time_us)) {
		*(uint64_t *)target = time_us / 1000000u;
		return STATUS_OK;
	}
	return keys_yaml_fault(yaml, value,
	                       "a date (2026-12-31) or a time in UTC (2026-12-31T22:00:00Z) is "
	                       "expected");
}

static enum status read_version(const struct keys_yaml *yaml, const struct yaml_node *value,
                                void *target)
{
	if (value->kind != YAML_SCALAR || !web_announce_has_version(value->text))
		return keys_yaml_fault(yaml, value,
		                       "no route has this version; /v1/versions names them all");
	memcpy(target, value->text.ptr, value->text.len + 1);
	return STATUS_OK;
}

static enum status read_route(const struct keys_yaml *yaml, const struct yaml_node *value,
                              void *target)
{
	const char *paths[WEB_ROUTE_NONE];
	const char *nearest;

	if (value->kind == YAML_SCALAR && value->text.len <= WEB_PATH_CHARS &&
	    web_announce_has_route(value->text)) {
		memcpy(target, value->text.ptr, value->text.len + 1);
		return STATUS_OK;
	}
	for (unsigned i = 0; i < WEB_ROUTE_NONE; i++)
		paths[i] = web_route_at((enum web_route_id)i)->path;
	nearest = value->kind == YAML_SCALAR
	                  ? error_nearest(value->text.ptr, value->text.len, paths, WEB_ROUTE_NONE)
	                  : NULL;
	return keys_yaml_fault(yaml, value, "there is no such route%s%s%s; /openapi.json has them",
	                       nearest != NULL ? "; did you mean \"" : "",
	                       nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
}

/* What a URI is made of (RFC 3986, 2): nothing that would end the "<...>" of a Link header. */
static bool is_of_uri(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("-._~:/?#[]@!$&'()*+,;=%", c) != NULL);
}

/* "https://HOST/..." or a path of this server; "//HOST" is a path to nobody but a browser. */
static bool is_address(struct slice text)
{
	struct slice rest = SLICE_NONE;

	for (size_t i = 0; i < text.len; i++)
		if (!is_of_uri(text.ptr[i]))
			return false;
	if (slice_starts_with(text, SLICE_LIT("https://")))
		rest = slice_from(text, sizeof "https://" - 1);
	else if (slice_starts_with(text, SLICE_LIT("http://")))
		rest = slice_from(text, sizeof "http://" - 1);
	else
		return slice_starts_with(text, SLICE_LIT("/")) &&
		       !slice_starts_with(text, SLICE_LIT("//"));
	return rest.len > 0 && strchr("/?#:@", rest.ptr[0]) == NULL;
}

static enum status read_address(const struct keys_yaml *yaml, const struct yaml_node *value,
                                void *target)
{
	if (value->kind != YAML_SCALAR || value->text.len > WEB_LINK_CHARS ||
	    !is_address(value->text))
		return keys_yaml_fault(yaml, value,
		                       "an address is expected, of at most %u characters: "
		                       "https://example.org/changes or /v2/check",
		                       WEB_LINK_CHARS);
	memcpy(target, value->text.ptr, value->text.len + 1);
	return STATUS_OK;
}

/* Control characters of Unicode (C0, DEL, C1), what ends a line, and what turns the direction of
 * others' text (UAX #9: embeddings, overrides, isolates). */
static bool is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool is_line(struct slice text)
{
	uint32_t c = 0;
	size_t   len;

	for (size_t at = 0; at < text.len; at += len) {
		len = utf8_sequence(text, at, &c);
		if (len == 0 || is_control(c))
			return false;
	}
	return true;
}

static enum status read_text(const struct keys_yaml *yaml, const struct yaml_node *value,
                             void *target)
{
	struct slice text = value->kind == YAML_SCALAR ? slice_trim(value->text) : SLICE_NONE;

	if (text.len == 0 || text.len > WEB_TEXT_CHARS || !is_line(text))
		return keys_yaml_fault(yaml, value,
		                       "a text of one line, of 1 to %u bytes, is expected",
		                       WEB_TEXT_CHARS);
	memcpy(target, text.ptr, text.len);
	((char *)target)[text.len] = '\0';
	return STATUS_OK;
}

/* ---- endings ---- */

#define MEMBER(type, name, read, is_required)                                                      \
	{                                                                                          \
#name, read, offsetof(struct type, name), is_required                              \
	}

static const struct yaml_node *value_of(const struct yaml_node *mapping, const char *name)
{
	const struct yaml_node *value = yaml_get(mapping, name);

	return value != NULL ? value : mapping;
}

static enum status check_ending(const struct keys_yaml *yaml, const struct yaml_node *mapping,
                                const struct web_ending *ending)
{
	char     sunset[KEYS_TIME_CHARS], announced[KEYS_TIME_CHARS], first[KEYS_TIME_CHARS];
	uint64_t earliest_s = ending->announced_s + WEB_NOTICE_DAYS * DAY_S;

	if ((ending->version[0] == '\0') == (ending->route[0] == '\0'))
		return keys_yaml_fault(yaml, mapping, "an ending has a \"version\" or a \"route\"");
	if (ending->sunset_s < earliest_s)
		return keys_yaml_fault(
			yaml, value_of(mapping, "sunset"),
			"\"sunset\" %s is less than %u days after \"announced\" %s: callers are "
			"promised %u days, so not before %s",
			keys_time_print(ending->sunset_s, sunset), WEB_NOTICE_DAYS,
			keys_time_print(ending->announced_s, announced), WEB_NOTICE_DAYS,
			keys_time_print(earliest_s, first));
	if (ending->deprecated_s < ending->announced_s)
		return keys_yaml_fault(yaml, value_of(mapping, "deprecated"),
		                       "\"deprecated\" is before \"announced\"");
	if (ending->sunset_s < ending->deprecated_s)
		return keys_yaml_fault(yaml, value_of(mapping, "sunset"),
		                       "\"sunset\" is before \"deprecated\"");
	return STATUS_OK;
}

static bool is_twice(const struct web_announcements *all, const struct web_ending *ending)
{
	for (size_t i = 0; i < all->ending_count; i++)
		if (strcmp(all->endings[i].version, ending->version) == 0 &&
		    strcmp(all->endings[i].route, ending->route) == 0)
			return true;
	return false;
}

static enum status read_ending(const struct keys_yaml *yaml, const struct yaml_node *mapping,
                               struct web_announcements *all)
{
	static const struct keys_yaml_member members[] = {
		MEMBER(web_ending, version, read_version, false),
		MEMBER(web_ending, route, read_route, false),
		{ "announced", read_time, offsetof(struct web_ending, announced_s), true },
		{ "deprecated", read_time, offsetof(struct web_ending, deprecated_s), false },
		{ "sunset", read_time, offsetof(struct web_ending, sunset_s), true },
		MEMBER(web_ending, information, read_address, false),
		MEMBER(web_ending, successor, read_address, false),
	};
	struct web_ending ending = { 0 };
	enum status       status;

	if (all->ending_count == WEB_ENDINGS_MAX)
		return keys_yaml_fault(yaml, mapping, "at most %u endings are kept",
		                       WEB_ENDINGS_MAX);
	status = keys_yaml_members(yaml, mapping, "an ending", members,
	                           sizeof members / sizeof members[0], &ending);
	if (status != STATUS_OK)
		return status;
	if (yaml_get(mapping, "deprecated") == NULL)
		ending.deprecated_s = ending.announced_s;
	status = check_ending(yaml, mapping, &ending);
	if (status == STATUS_OK && is_twice(all, &ending))
		status = keys_yaml_fault(yaml, mapping, "this one is announced above already");
	if (status == STATUS_OK)
		all->endings[all->ending_count++] = ending;
	return status;
}

/* ---- maintenance ---- */

static enum status read_window(const struct keys_yaml *yaml, const struct yaml_node *mapping,
                               struct web_announcements *all)
{
	static const struct keys_yaml_member members[] = {
		{ "start", read_time, offsetof(struct web_window, start_s), true },
		{ "end", read_time, offsetof(struct web_window, end_s), true },
		MEMBER(web_window, text, read_text, true),
	};
	struct web_window window = { 0 };
	enum status       status;

	if (all->window_count == WEB_WINDOWS_MAX)
		return keys_yaml_fault(yaml, mapping, "at most %u windows are kept",
		                       WEB_WINDOWS_MAX);
	status = keys_yaml_members(yaml, mapping, "a maintenance window", members,
	                           sizeof members / sizeof members[0], &window);
	if (status != STATUS_OK)
		return status;
	if (window.end_s <= window.start_s)
		return keys_yaml_fault(yaml, value_of(mapping, "end"),
		                       "\"end\" is not after \"start\"");
	if (window.end_s - window.start_s > WINDOW_DAYS_MAX * DAY_S)
		return keys_yaml_fault(yaml, value_of(mapping, "end"),
		                       "a window has at most %u days; is the date right?",
		                       WINDOW_DAYS_MAX);
	all->windows[all->window_count++] = window;
	return STATUS_OK;
}

/* ---- the whole ---- */

typedef enum status read_item(const struct keys_yaml *yaml, const struct yaml_node *mapping,
                              struct web_announcements *all);

static enum status read_list(const struct keys_yaml *yaml, const struct yaml_node *value,
                             read_item *read, struct web_announcements *all)
{
	if (value->kind != YAML_SEQUENCE)
		return keys_yaml_fault(yaml, value, "a list is expected, each item behind \"- \"");
	for (const struct yaml_node *item = value->first; item != NULL; item = item->next) {
		enum status status = read(yaml, item, all);

		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status read_endings(const struct keys_yaml *yaml, const struct yaml_node *value,
                                void *target)
{
	return read_list(yaml, value, read_ending, target);
}

static enum status read_windows(const struct keys_yaml *yaml, const struct yaml_node *value,
                                void *target)
{
	return read_list(yaml, value, read_window, target);
}

static enum status read_root(const struct keys_yaml *yaml, const struct yaml_node *root,
                             void *target)
{
	static const struct keys_yaml_member members[] = {
		{ "schema", keys_yaml_schema, 0, true },
		{ "endings", read_endings, 0, false },
		{ "maintenance", read_windows, 0, false },
	};

	return keys_yaml_members(yaml, root, "a file of announcements", members,
	                         sizeof members / sizeof members[0], target);
}

/* ---- against what callers were told before ---- */

static const struct web_ending *find_ending(const struct web_announcements *all,
                                            const struct web_ending        *wanted)
{
	for (size_t i = 0; i < all->ending_count; i++)
		if (strcmp(all->endings[i].version, wanted->version) == 0 &&
		    strcmp(all->endings[i].route, wanted->route) == 0)
			return &all->endings[i];
	return NULL;
}

/* What was told may be put off or withdrawn; brought forward it needs notice from now on. */
static enum status keeps_promises(const struct web_announcements *before,
                                  const struct web_announcements *fresh, const char *path,
                                  struct error *err)
{
	const uint64_t soonest_s = (uint64_t)time(NULL) + WEB_NOTICE_DAYS * UINT64_C(86400);

	for (size_t i = 0; i < fresh->ending_count; i++) {
		const struct web_ending *ending = &fresh->endings[i];
		const struct web_ending *told = find_ending(before, ending);

		if (told != NULL && ending->sunset_s < told->sunset_s &&
		    ending->sunset_s < soonest_s)
			return error_set(err, STATUS_CONFIG_INVALID, path, 0, 0,
			                 "%s%s would end sooner than callers were told, in less "
			                 "than %u days from now",
			                 ending->version, ending->route, WEB_NOTICE_DAYS);
	}
	return STATUS_OK;
}

enum status app_announce_read(const char *path, const struct web_announcements *before,
                              struct web_announcements **fresh, struct error *err)
{
	enum status status;

	*fresh = calloc(1, sizeof **fresh);
	if (*fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, path, 0, 0, "no memory to read");
	status = keys_yaml_load(path, read_root, *fresh, err);
	if (status == STATUS_OK && before != NULL)
		status = keeps_promises(before, *fresh, path, err);
	if (status == STATUS_OK) {
		web_announce_finish(*fresh);
		return status;
	}
	free(*fresh);
	*fresh = NULL;
	return status;
}
