/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "web_route.h"

#define ALL (WEB_AREA_CHECK | WEB_AREA_HEALTH | WEB_AREA_MANAGEMENT)

struct row {
	const char       *label;
	struct slice      method;
	struct slice      path;
	unsigned          areas;
	enum web_found    found;
	enum web_route_id id; /* with WEB_FOUND and WEB_NO_METHOD */
	const char       *parameter;
};

static const struct row rows_of_routes[] = {
	{ "finds the check", SLICE_INIT("POST"), SLICE_INIT("/v1/check"), ALL, WEB_FOUND,
	  WEB_ROUTE_CHECK },
	{ "finds the short check", SLICE_INIT("POST"), SLICE_INIT("/check"), ALL, WEB_FOUND,
	  WEB_ROUTE_CHECK_SHORT },
	{ "takes HEAD for GET", SLICE_INIT("HEAD"), SLICE_INIT("/livez"), ALL, WEB_FOUND,
	  WEB_ROUTE_LIVEZ },
	{ "knows the path but not the method", SLICE_INIT("GET"), SLICE_INIT("/v1/check"), ALL,
	  WEB_NO_METHOD, WEB_ROUTE_CHECK },
	{ "takes no HEAD for POST", SLICE_INIT("HEAD"), SLICE_INIT("/v1/check"), ALL, WEB_NO_METHOD,
	  WEB_ROUTE_CHECK },
	{ "takes methods as they are written", SLICE_INIT("post"), SLICE_INIT("/v1/check"), ALL,
	  WEB_NO_METHOD, WEB_ROUTE_CHECK },
	{ "knows no other path", SLICE_INIT("GET"), SLICE_INIT("/"), ALL, WEB_NO_PATH,
	  WEB_ROUTE_NONE },
	{ "takes no slash behind a path", SLICE_INIT("POST"), SLICE_INIT("/v1/check/"), ALL,
	  WEB_NO_PATH, WEB_ROUTE_NONE },
	{ "unescapes nothing", SLICE_INIT("POST"), SLICE_INIT("/v1%2Fcheck"), ALL, WEB_NO_PATH,
	  WEB_ROUTE_NONE },
	{ "hides metrics where only checks are answered", SLICE_INIT("GET"), SLICE_INIT("/metrics"),
	  WEB_AREA_CHECK, WEB_NO_PATH, WEB_ROUTE_NONE },
	{ "hides checks where only health is answered", SLICE_INIT("POST"), SLICE_INIT("/v1/check"),
	  WEB_AREA_HEALTH, WEB_NO_PATH, WEB_ROUTE_NONE },
	{ "takes the segment of a path", SLICE_INIT("GET"), SLICE_INIT("/v1/rules/a.b.c"), ALL,
	  WEB_FOUND, WEB_ROUTE_RULE, "a.b.c" },
	{ "takes no empty segment", SLICE_INIT("GET"), SLICE_INIT("/v1/rules/"), ALL, WEB_NO_PATH,
	  WEB_ROUTE_NONE },
	{ "takes no two segments", SLICE_INIT("GET"), SLICE_INIT("/v1/rules/a/b"), ALL, WEB_NO_PATH,
	  WEB_ROUTE_NONE },
	{ "prefers the path that is written out", SLICE_INIT("GET"), SLICE_INIT("/v1/rules/status"),
	  ALL, WEB_FOUND, WEB_ROUTE_RULES_STATUS },
	{ "asks a written path for its own method", SLICE_INIT("GET"), SLICE_INIT("/v1/rules/test"),
	  ALL, WEB_NO_METHOD, WEB_ROUTE_RULES_TEST },
	{ "knows a segment's path but not the method", SLICE_INIT("POST"),
	  SLICE_INIT("/v1/rules/a.b"), ALL, WEB_NO_METHOD, WEB_ROUTE_RULE, "a.b" },
};

static void finds(void **state)
{
	const struct row       *row = *state;
	const struct web_route *route = NULL;
	struct slice            parameter;

	assert_int_equal(web_route_find(row->method, row->path, row->areas, &route, &parameter),
	                 row->found);
	if (row->found != WEB_NO_PATH)
		assert_int_equal(route->id, row->id);
	assert_true(slice_equal_cstr(parameter, row->parameter != NULL ? row->parameter : ""));
}

static void allows_every_method_of_a_path(void **state)
{
	(void)state;
	assert_string_equal(web_route_allow(SLICE_LIT("/v1/check"), ALL), "POST");
	assert_string_equal(web_route_allow(SLICE_LIT("/livez"), ALL), "GET, HEAD");
	assert_string_equal(web_route_allow(SLICE_LIT("/v1/keys"), ALL), "GET, HEAD, POST");
	/* It takes no body, and is no GET for that. */
	assert_string_equal(web_route_allow(SLICE_LIT("/v1/verdicts/export"), ALL), "POST");
}

static void has_a_label_for_each(void **state)
{
	(void)state;
	for (unsigned id = 0; id < WEB_ROUTE_COUNT; id++)
		assert_non_null(web_route_label((enum web_route_id)id));
	assert_string_equal(web_route_label(WEB_ROUTE_CHECK), "/v1/check");
	assert_string_equal(web_route_label(WEB_ROUTE_NONE), "other");
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, finds, rows_of_routes);
	rows_add_one(&rows, "allows every method of a path", allows_every_method_of_a_path);
	rows_add_one(&rows, "has a label for each route", has_a_label_for_each);
	return rows_run(&rows, "web_route");
}
