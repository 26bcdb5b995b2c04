/* SPDX-License-Identifier: Apache-2.0 */
/* GET /openapi.json: OpenAPI 3.1, made of the tables that the server itself goes by.
 *
 *     web_route.def     paths, methods, roles, addresses, what a route is for
 *     web_openapi.def   the schemas of its body and answer, and its query
 *     schemas.json      those schemas
 *     web_problem.def, keys_refusal.def, keys_fault.def   every code of an error
 *
 * So a route cannot be missing here, and what the tests of the service get is held against it. */
#include "web_openapi.h"

#include "base_json.h"
#include "keys_admin.h"
#include "web_announce.h"
#include "web_exchange.h"
#include "web_version.h"

#include <string.h>

#define VERDICT_FILTERS                                                                            \
	"from to id request_id trace_id text_hash decision category rule key account policy "      \
	"revision face direction evasion chain shadow would signal"

static const struct operation {
	const char *request;
	unsigned    http;
	const char *answer;
	const char *query;
} operations[] = {
#define OPERATION(route, request, http, answer, query)                                             \
	[WEB_ROUTE_##route] = { request, http, answer, query },
#include "web_openapi.def"
#undef OPERATION
};

enum {
#define OPERATION(route, request, http, answer, query) HAS_##route,
#include "web_openapi.def"
#undef OPERATION
	OPERATION_COUNT
};
_Static_assert(OPERATION_COUNT == (int)WEB_ROUTE_NONE, "a row of web_openapi.def for each route");

/* ---- pieces ---- */

static void put_text(struct buffer *out, const char *name, const char *text)
{
	json_write_key(out, name);
	json_write_string(out, slice_from_cstr(text));
}

static void put_content(struct buffer *out, const char *type, const char *schema)
{
	buffer_append_format(out,
	                     "\"content\":{\"%s\":{\"schema\":{\"$ref\":"
	                     "\"#/components/schemas/%s\"}}}",
	                     type, schema);
}

static void put_answer_body(struct buffer *out, const char *schema)
{
	if (strcmp(schema, "text") == 0)
		buffer_append_cstr(out, ",\"content\":{\"text/plain\":{\"schema\":"
		                        "{\"type\":\"string\"}}}");
	else if (strcmp(schema, "export") == 0)
		buffer_append_cstr(out, ",\"content\":{\"application/json\":{\"schema\":{\"$ref\":"
		                        "\"#/components/schemas/ExportState\"}},"
		                        "\"application/zstd\":{},\"text/csv\":{}}");
	else if (strcmp(schema, "status") == 0)
		buffer_append_cstr(out, ",\"content\":{\"application/json\":{\"schema\":{\"$ref\":"
		                        "\"#/components/schemas/Status\"}},\"text/html\":{}}");
	else if (schema[0] != '\0') {
		buffer_append_char(out, ',');
		put_content(out, "application/json", schema);
	}
}

/* ---- errors ---- */

/* Who can get which error. */
enum why {
	WHY_KEY = 1,      /* the route asks for a role */
	WHY_BODY = 2,     /* it takes one */
	WHY_LIMIT = 4,    /* it is counted, or costs credits */
	WHY_PATH = 8,     /* its path names a thing, or it may be switched off */
	WHY_CHANGE = 16,  /* it changes keys or tries rules */
	WHY_READY = 32,   /* it says whether prompts can be judged */
	WHY_BLOCKED = 64, /* its answer is the decision */
};

static const struct {
	unsigned    http;
	unsigned    why;
	const char *text;
} errors[] = {
	{ 400, WHY_KEY | WHY_BODY, "The request cannot be understood." },
	{ 401, WHY_KEY, "There is no key, or none that is valid." },
	{ 402, WHY_LIMIT, "The account has too few credits." },
	{ 403, WHY_KEY, "The key may not do that, or was revoked." },
	{ 404, WHY_PATH, "There is no such thing here." },
	{ 409, WHY_LIMIT | WHY_CHANGE, "The state does not allow it." },
	{ 413, WHY_BODY, "The body is too large, or arrived cut." },
	{ 415, WHY_BODY, "The body is of a kind that cannot be judged." },
	{ 422, WHY_LIMIT | WHY_CHANGE, "The values cannot be used." },
	{ 429, WHY_LIMIT, "A limit is reached; Retry-After says for how long." },
	{ 503, WHY_KEY | WHY_READY, "It cannot be decided or done now." },
};

static unsigned why_of(const struct web_route *route)
{
	unsigned why = 0;

	if (route->refuse == web_portkey_refuse)
		return 0; /* its caller takes an error for a pass */
	if (route->role != WEB_ROLE_NONE)
		why |= WHY_KEY;
	if (route->takes != WEB_TAKES_NONE)
		why |= WHY_BODY;
	if (route->role == WEB_ROLE_CHECK)
		why |= WHY_LIMIT;
	if (route->area == WEB_AREA_MANAGEMENT)
		why |= WHY_PATH;
	if (route->area == WEB_AREA_MANAGEMENT && route->takes != WEB_TAKES_NONE)
		why |= WHY_CHANGE;
	if (route->handler == web_readyz)
		why |= WHY_READY;
	if (route->handler == web_ext_authz)
		why |= WHY_BLOCKED;
	return why;
}

static void put_error_body(struct buffer *out, const struct web_route *route, unsigned http)
{
	if (route->handler == web_readyz)
		put_answer_body(out, "text");
	else if (route->handler == web_ext_authz && http == 403)
		put_answer_body(out, "Denied");
	else if (route->refuse == web_openai_refuse)
		put_answer_body(out, "OpenAIError");
	else if (route->refuse == web_google_refuse)
		put_answer_body(out, "GoogleError");
	else {
		buffer_append_char(out, ',');
		put_content(out, WEB_PROBLEM_TYPE, "Problem");
	}
}

static void put_responses(struct buffer *out, const struct web_route *route)
{
	const struct operation *operation = &operations[route->id];
	unsigned                why = why_of(route);

	buffer_append_format(out, "\"responses\":{\"%u\":{\"description\":\"%s\"", operation->http,
	                     operation->answer[0] == '\0' ? "Allowed." : "Done.");
	put_answer_body(out, operation->answer);
	buffer_append_char(out, '}');
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
		if ((errors[i].why & why) == 0)
			continue;
		buffer_append_format(out, ",\"%u\":{\"description\":\"%s\"", errors[i].http,
		                     errors[i].text);
		put_error_body(out, route, errors[i].http);
		buffer_append_char(out, '}');
	}
	buffer_append_char(out, '}');
}

/* ---- operations ---- */

static const char *role_name(enum web_role role)
{
	switch (role) {
	case WEB_ROLE_NONE:
		return "none";
	case WEB_ROLE_CHECK:
		return "check";
	case WEB_ROLE_RULES:
		return "rules";
	case WEB_ROLE_AUDIT:
		return "audit";
	case WEB_ROLE_KEYS:
		return "keys";
	case WEB_ROLE_METRICS:
		return "metrics";
	case WEB_ROLE_DEMO:
		return "demo";
	case WEB_ROLE_ANY:
		break;
	}
	return "any";
}

static const char *area_name(enum web_area area)
{
	switch (area) {
	case WEB_AREA_CHECK:
		return "check";
	case WEB_AREA_HEALTH:
		return "health";
	case WEB_AREA_EVERY:
		return "every";
	case WEB_AREA_MANAGEMENT:
		break;
	}
	return "management";
}

static void put_parameter(struct buffer *out, const char *where, struct slice name, bool is_first)
{
	if (!is_first)
		buffer_append_char(out, ',');
	buffer_append_cstr(out, "{\"name\":");
	json_write_string(out, name);
	buffer_append_format(out, ",\"in\":\"%s\"%s,\"schema\":{\"type\":\"string\"}}", where,
	                     where[0] == 'p' ? ",\"required\":true" : "");
}

static void put_parameters(struct buffer *out, const struct web_route *route)
{
	struct slice left = slice_from_cstr(operations[route->id].query);
	const char  *brace = strchr(route->path, '{');
	bool         is_first = brace == NULL;

	buffer_append_cstr(out, ",\"parameters\":[");
	if (brace != NULL)
		put_parameter(out, "path", (struct slice){ brace + 1, strcspn(brace + 1, "}") },
		              true);
	while (left.len > 0) {
		size_t end = slice_find(left, SLICE_LIT(" "), 0);

		end = end == SIZE_MAX ? left.len : end;
		put_parameter(out, "query", slice_range(left, 0, end), is_first);
		is_first = false;
		left = end < left.len ? slice_from(left, end + 1) : SLICE_NONE;
	}
	buffer_append_cstr(out, "],");
}

/* `of_route` (may be NULL): what is announced to end, by route. */
static void put_operation(struct buffer *out, const struct web_route *route, const char *method,
                          const struct web_ending *const *of_route)
{
	const struct operation *operation = &operations[route->id];

	buffer_append_format(out, "\"%s\":{", method);
	buffer_append_format(out, "\"operationId\":\"%s_%s_%u\"", role_name(route->role), method,
	                     (unsigned)route->id);
	put_text(out, "summary", route->text);
	put_text(out, "x-doorward-role", role_name(route->role));
	put_text(out, "x-doorward-listener", area_name(route->area));
	if (route->role == WEB_ROLE_NONE)
		buffer_append_cstr(out, ",\"security\":[]");
	if (of_route != NULL && of_route[route->id] != NULL)
		buffer_append_cstr(out, ",\"deprecated\":true");
	put_parameters(out, route);
	if (operation->request[0] != '\0') {
		buffer_append_cstr(out, "\"requestBody\":{");
		put_content(out, "application/json", operation->request);
		buffer_append_cstr(out, "},");
	}
	put_responses(out, route);
	buffer_append_char(out, '}');
}

static void put_methods(struct buffer *out, const struct web_route *route,
                        const struct web_ending *const *of_route)
{
	static const char *const any[] = { "get",  "head", "options", "delete",
		                           "post", "put",  "patch" };

	if (route->method[0] != '*') {
		put_operation(out, route, route->method[0] == 'G' ? "get" : "post", of_route);
		return;
	}
	for (size_t i = 0; i < sizeof any / sizeof any[0]; i++) {
		if (i > 0)
			buffer_append_char(out, ',');
		put_operation(out, route, any[i], of_route);
	}
}

/* All methods of the route's path, unless an earlier route has it, too. */
static void put_path(struct buffer *out, const struct web_route *route,
                     const struct web_ending *const *of_route)
{
	for (unsigned i = 0; i < (unsigned)route->id; i++)
		if (strcmp(web_route_at((enum web_route_id)i)->path, route->path) == 0)
			return;
	if (route->id > 0)
		buffer_append_char(out, ',');
	buffer_append_format(out, "\n\"%s\":{", route->path);
	put_methods(out, route, of_route);
	for (unsigned i = (unsigned)route->id + 1; i < WEB_ROUTE_NONE; i++) {
		const struct web_route *other = web_route_at((enum web_route_id)i);

		if (strcmp(other->path, route->path) != 0)
			continue;
		buffer_append_char(out, ',');
		put_methods(out, other, of_route);
	}
	buffer_append_char(out, '}');
}

/* ---- codes ---- */

static const char *const codes[] = {
#define PROBLEM(name, http, code, title)     code,
#define KEYS_REFUSAL(name, http, code, text) code,
#define KEYS_FAULT(name, code, text)         code,
#include "keys_fault.def"
#include "keys_refusal.def"
#include "web_problem.def"
#undef PROBLEM
#undef KEYS_REFUSAL
#undef KEYS_FAULT
};

static void put_codes(struct buffer *out)
{
	buffer_append_cstr(out, "\"Code\":{\"enum\":[");
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		bool is_new = true;

		for (size_t k = 0; k < i; k++)
			is_new = is_new && strcmp(codes[k], codes[i]) != 0;
		if (is_new)
			buffer_append_format(out, "%s\"%s\"", i > 0 ? "," : "", codes[i]);
	}
	buffer_append_cstr(out, "]},");
}

void web_openapi(struct web_exchange *exchange)
{
	struct buffer                  *out = &exchange->reply.body;
	const struct web_announcements *announcements = exchange->announcements;

	buffer_append_cstr(out, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Doorward\","
	                        "\"license\":{\"name\":\"Apache-2.0\","
	                        "\"identifier\":\"Apache-2.0\"},\"version\":\"" WEB_VERSION
	                        "\"},\"servers\":[{\"url\":\"/\"}],"
	                        "\"security\":[{\"bearer\":[]},{\"header\":[]}],\"paths\":{");
	for (unsigned i = 0; i < WEB_ROUTE_NONE; i++)
		put_path(out, web_route_at((enum web_route_id)i),
		         announcements != NULL ? announcements->of_route : NULL);
	buffer_append_cstr(out, "},\n\"components\":{\"securitySchemes\":{"
	                        "\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"},"
	                        "\"header\":{\"type\":\"apiKey\",\"in\":\"header\","
	                        "\"name\":\"x-api-key\"}},\n\"schemas\":{");
	put_codes(out);
	buffer_append_cstr(out, web_openapi_schemas + 1); /* behind its "{" */
	buffer_append_cstr(out, "}}\n");
	exchange->reply.http = 200;
	exchange->reply.type = "application/json";
}
