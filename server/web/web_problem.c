/* SPDX-License-Identifier: Apache-2.0 */
#include "web_problem.h"

#include "base_json.h"

#include <assert.h>
#include <stddef.h>

static const struct {
	unsigned    http;
	const char *code;
	const char *title;
} problems[WEB_PROBLEM_COUNT] = {
#define PROBLEM(name, http, code, title) [WEB_PROBLEM_##name] = { http, code, title },
#include "web_problem.def"
#undef PROBLEM
};

unsigned web_problem_http(enum web_problem problem)
{
	assert(problem < WEB_PROBLEM_COUNT);
	return problems[problem].http;
}

const char *web_problem_code(enum web_problem problem)
{
	assert(problem < WEB_PROBLEM_COUNT);
	return problems[problem].code;
}

const char *web_problem_title(enum web_problem problem)
{
	assert(problem < WEB_PROBLEM_COUNT);
	return problems[problem].title;
}

static void put_text(struct buffer *out, const char *name, const char *text)
{
	json_write_key(out, name);
	json_write_string(out, slice_from_cstr(text));
}

static void put_errors(struct buffer *out, const struct error *err)
{
	json_write_key(out, "errors");
	buffer_append_cstr(out, "[{");
	if (err->file[0] != '\0')
		put_text(out, "file", err->file);
	if (err->line > 0) {
		json_write_key(out, "line");
		buffer_append_u64(out, err->line);
	}
	if (err->column > 0) {
		json_write_key(out, "column");
		buffer_append_u64(out, err->column);
	}
	put_text(out, "detail", err->message);
	buffer_append_cstr(out, "}]");
}

void web_problem_write_fault(const struct web_fault *fault, const char *request_id,
                             const struct error *err, struct buffer *out)
{
	buffer_append_char(out, '{');
	json_write_key(out, "type");
	if (fault->type != NULL)
		json_write_string(out, slice_from_cstr(fault->type));
	else
		buffer_append_format(out, "\"urn:doorward:problem:%s\"", fault->code);
	put_text(out, "title", fault->title);
	json_write_key(out, "status");
	buffer_append_u64(out, fault->http);
	put_text(out, "detail", fault->detail);
	put_text(out, "code", fault->code);
	put_text(out, "request_id", request_id);
	if (fault->violated != NULL)
		buffer_append_format(out, ",\"violated-policies\":[\"%s\"]", fault->violated);
	if (err != NULL && err->status != STATUS_OK)
		put_errors(out, err);
	buffer_append_cstr(out, "}\n");
}
