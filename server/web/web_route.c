/* SPDX-License-Identifier: Apache-2.0 */
#include "web_route.h"

#include <assert.h>
#include <stddef.h>

static const struct web_route routes[] = {
#define ROUTE(id, method, path, handler, has_body, area, role, text)                               \
	{ WEB_ROUTE_##id,                                                                          \
	  method,                                                                                  \
	  path,                                                                                    \
	  handler,                                                                                 \
	  has_body ? WEB_TAKES_JSON : WEB_TAKES_NONE,                                              \
	  WEB_AREA_##area,                                                                         \
	  WEB_ROLE_##role,                                                                         \
	  NULL,                                                                                    \
	  text },
#define FACE(id, method, path, handler, body, refuse, text)                                        \
	{ WEB_ROUTE_##id, method,         path,   handler, WEB_TAKES_##body,                       \
	  WEB_AREA_CHECK, WEB_ROLE_CHECK, refuse, text },
#include "web_route.def"
#undef ROUTE
#undef FACE
};

static bool has_method(const struct web_route *route, struct slice method)
{
	return slice_equal_cstr(method, route->method) || route->method[0] == '*' ||
	       (slice_equal_cstr(method, "HEAD") &&
	        slice_equal(slice_from_cstr(route->method), SLICE_LIT("GET")));
}

/* Does the path begin as "/ext-authz/{rest}" does? So does "/ext-authz". */
static bool has_rest(struct slice form, struct slice path, struct slice *parameter)
{
	size_t at = form.len - (sizeof WEB_REST - 1);

	if (slice_equal(path, slice_range(form, 0, at - 1)))
		at = path.len;
	else if (path.len < at || !slice_equal(slice_range(path, 0, at), slice_range(form, 0, at)))
		return false;
	*parameter = slice_from(path, at);
	return true;
}

/* Does the path have the form "/v1/rules/{id}"? */
static bool has_parameter(struct slice form, struct slice path, struct slice *parameter)
{
	size_t       at = slice_find(form, SLICE_LIT(WEB_PARAMETER), 0);
	struct slice rest, behind;

	if (slice_ends_with(form, SLICE_LIT(WEB_REST)))
		return has_rest(form, path, parameter);
	if (at == SIZE_MAX || path.len <= at ||
	    !slice_equal(slice_range(path, 0, at), slice_range(form, 0, at)))
		return false;
	rest = slice_from(path, at);
	behind = slice_from(form, at + sizeof WEB_PARAMETER - 1);
	if (rest.len <= behind.len || !slice_ends_with(rest, behind))
		return false;
	rest.len -= behind.len;
	if (slice_find(rest, SLICE_LIT("/"), 0) != SIZE_MAX)
		return false;
	*parameter = rest;
	return true;
}

static bool has_path(const struct web_route *route, bool with_parameter, struct slice path,
                     struct slice *parameter)
{
	if (with_parameter)
		return has_parameter(slice_from_cstr(route->path), path, parameter);
	return slice_equal_cstr(path, route->path);
}

static enum web_found find_among(bool with_parameter, struct slice method, struct slice path,
                                 unsigned areas, const struct web_route **route,
                                 struct slice *parameter)
{
	enum web_found found = WEB_NO_PATH;

	for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
		if ((routes[i].area & areas) == 0 ||
		    !has_path(&routes[i], with_parameter, path, parameter))
			continue;
		*route = &routes[i];
		if (has_method(&routes[i], method))
			return WEB_FOUND;
		found = WEB_NO_METHOD;
	}
	return found;
}

enum web_found web_route_find(struct slice method, struct slice path, unsigned areas,
                              const struct web_route **route, struct slice *parameter)
{
	struct slice   segment = SLICE_NONE;
	enum web_found found = find_among(false, method, path, areas, route, &segment);

	if (found == WEB_NO_PATH)
		found = find_among(true, method, path, areas, route, &segment);
	if (parameter != NULL)
		*parameter = segment;
	return found;
}

const char *web_route_allow(struct slice path, unsigned areas)
{
	const struct web_route *route;

	if (web_route_find(SLICE_LIT("GET"), path, areas, &route, NULL) != WEB_FOUND)
		return "POST";
	if (web_route_find(SLICE_LIT("POST"), path, areas, &route, NULL) != WEB_FOUND)
		return "GET, HEAD";
	return "GET, HEAD, POST";
}

const struct web_route *web_route_at(enum web_route_id id)
{
	assert(id < WEB_ROUTE_NONE);
	return &routes[id];
}

const char *web_route_label(enum web_route_id id)
{
	return id < WEB_ROUTE_NONE ? routes[id].path : "other";
}
