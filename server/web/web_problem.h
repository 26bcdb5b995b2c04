/* SPDX-License-Identifier: Apache-2.0 */
/* Errors of native routes: RFC 9457 problem documents with a stable `code`. */
#ifndef WEB_PROBLEM_H
#define WEB_PROBLEM_H

#include "base_buffer.h"
#include "base_error.h"

enum web_problem {
#define PROBLEM(name, http, code, title) WEB_PROBLEM_##name,
#include "web_problem.def"
#undef PROBLEM
	WEB_PROBLEM_COUNT
};

#define WEB_PROBLEM_TYPE "application/problem+json"

unsigned    web_problem_http(enum web_problem problem);
const char *web_problem_code(enum web_problem problem);
const char *web_problem_title(enum web_problem problem);

/* A refusal that the table of problems does not hold: of keys and limits. All texts are static. */
struct web_fault {
	unsigned    http;
	const char *code;
	const char *title;
	const char *detail;
	const char *type;     /* an absolute URI; NULL: ours, made of the code */
	const char *violated; /* name of a RateLimit-Policy item, or NULL */
};

/* Appends the document. The fault's `detail` is a sentence of ours and never a piece of the
 * request; `request_id` is NUL-terminated. `err` may be NULL; with a line it becomes the one item
 * of errors[{file,line,column,detail}], the file for a fault in a rule file. */
void web_problem_write_fault(const struct web_fault *fault, const char *request_id,
                             const struct error *err, struct buffer *out);

#endif
