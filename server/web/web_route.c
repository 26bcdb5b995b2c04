/* SPDX-License-Identifier: Apache-2.0 */
#include "web_route.h"

#include <stddef.h>

static const struct web_route routes[] = {
#define ROUTE(id, method, path, handler, has_body, area, text)                                     \
	{ WEB_ROUTE_##id, method, path, handler, has_body, WEB_AREA_##area, text },
#include "web_route.def"
#undef ROUTE
};

static bool has_method(const struct web_route *route, struct slice method)
{
	return slice_equal_cstr(method, route->method) ||
	       (slice_equal_cstr(method, "HEAD") &&
	        slice_equal(slice_from_cstr(route->method), SLICE_LIT("GET")));
}

enum web_found web_route_find(struct slice method, struct slice path, unsigned areas,
                              const struct web_route **route)
{
	enum web_found found = WEB_NO_PATH;

	for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++) {
		if ((routes[i].area & areas) == 0 || !slice_equal_cstr(path, routes[i].path))
			continue;
		*route = &routes[i];
		if (has_method(&routes[i], method))
			return WEB_FOUND;
		found = WEB_NO_METHOD;
	}
	return found;
}

const char *web_route_label(enum web_route_id id)
{
	return id < WEB_ROUTE_NONE ? routes[id].path : "other";
}
