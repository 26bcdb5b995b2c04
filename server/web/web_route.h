/* SPDX-License-Identifier: Apache-2.0 */
/* From a method and a path to the function that answers. */
#ifndef WEB_ROUTE_H
#define WEB_ROUTE_H

#include "base_slice.h"
#include "keys_store.h"

#include <stdbool.h>

struct web_exchange;

/* Fills exchange->reply, and exchange->record when the answer must be recorded first. On the
 * worker's thread; must not block. */
typedef void web_handler(struct web_exchange *exchange);

struct web_fault;
struct error;

/* Writes an error to exchange->reply.body, and its type. `err` may be NULL. */
typedef void web_refuse(struct web_exchange *exchange, const struct web_fault *fault,
                        const struct error *err);

#define ROUTE(id, method, path, handler, has_body, area, role, text) web_handler handler;
#define FACE(id, method, path, handler, body, refuse, text)          web_handler handler;
#include "web_route.def"
#undef ROUTE
#undef FACE

web_refuse web_openai_refuse;  /* {"error":{"message","type","code","param"}} */
web_refuse web_portkey_refuse; /* {"verdict":false,"data":{…}}, as 200 */
web_refuse web_google_refuse;  /* {"error":{"code","message","status"}} */

enum web_route_id {
#define ROUTE(id, method, path, handler, has_body, area, role, text) WEB_ROUTE_##id,
#define FACE(id, method, path, handler, body, refuse, text)          WEB_ROUTE_##id,
#include "web_route.def"
#undef ROUTE
#undef FACE
	WEB_ROUTE_NONE, /* nothing at this path */
	WEB_ROUTE_COUNT
};

enum web_area {
	WEB_AREA_CHECK = 1,
	WEB_AREA_HEALTH = 2,
	WEB_AREA_EVERY = WEB_AREA_CHECK | WEB_AREA_HEALTH,
	WEB_AREA_MANAGEMENT = 4
};

/* What the caller's key must allow; bits of enum keys_role. */
enum web_role {
	WEB_ROLE_NONE = 0, /* no key is looked at */
	WEB_ROLE_CHECK = KEYS_ROLE_CHECK,
	WEB_ROLE_RULES = KEYS_ROLE_RULES,
	WEB_ROLE_AUDIT = KEYS_ROLE_AUDIT,
	WEB_ROLE_KEYS = KEYS_ROLE_KEYS,
	WEB_ROLE_METRICS = KEYS_ROLE_METRICS,
	WEB_ROLE_ANY = KEYS_ROLE_ALL + 1, /* any key but a demo key, and no anonymous caller */
	WEB_ROLE_DEMO                     /* any key at all, and no anonymous caller */
};

/* What is done with a body. */
enum web_takes {
	WEB_TAKES_NONE, /* it is read to its end and dropped */
	WEB_TAKES_JSON,
	WEB_TAKES_ANY /* the handler looks at its type */
};

struct web_route {
	enum web_route_id id;
	const char       *method;
	const char       *path;
	web_handler      *handler;
	enum web_takes    takes;
	enum web_area     area;
	enum web_role     role;
	web_refuse       *refuse; /* how its callers read errors; NULL: problem documents */
	const char       *text;
};

enum web_found { WEB_FOUND, WEB_NO_PATH, WEB_NO_METHOD };

/* "{id}" stands for one segment that is not empty. Paths are compared as they were sent. */
#define WEB_PARAMETER "{id}"
#define WEB_REST      "{rest}" /* everything to the end, perhaps nothing */

/* `areas` are those the listener serves (bits of enum web_area). HEAD is GET without the body.
 * With WEB_NO_METHOD, *route is one that has the path: its method is the one to allow.
 * *parameter (may be NULL) is the segment that stands for WEB_PARAMETER, or empty; borrowed. */
enum web_found web_route_find(struct slice method, struct slice path, unsigned areas,
                              const struct web_route **route, struct slice *parameter);

/* The methods of all routes at this path, as Allow lists them; static. */
const char *web_route_allow(struct slice path, unsigned areas);

/* The row of a route, but of WEB_ROUTE_NONE; static. */
const struct web_route *web_route_at(enum web_route_id id);

/* The path of a route, "other" for WEB_ROUTE_NONE. For metrics. */
const char *web_route_label(enum web_route_id id);

#endif
