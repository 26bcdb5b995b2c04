/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of the native request share: the body reader, the list of fields
 * that grows, and errors with a place in the body. */
#ifndef SCAN_REQUEST_H
#define SCAN_REQUEST_H

#include "base_attr.h"
#include "base_json.h"
#include "doorward/request.h"

#include <stdbool.h>
#include <stddef.h>

struct scan_request {
	struct json_reader   reader;
	struct arena        *arena;
	struct request      *request;
	struct error        *err;
	struct engine_field *fields;
	size_t               field_count;
	size_t               field_cap;
	bool                 has_text; /* one of the members that carry texts was there */
	bool is_line;  /* a line of JSONL: foreign members beside "text" are skipped */
	bool is_short; /* it has "text" */

	struct error unknown; /* the first member of a line that is not known */
};

/* A fault at the current token. Returns STATUS_REQUEST_INVALID. */
MUST_CHECK enum status scan_request_fault(struct scan_request *parse, const char *format, ...)
	PRINTF_FORMAT(2, 3);

/* Adds a field; the name is copied. STATUS_OK, STATUS_LIMIT_REACHED, STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_request_add(struct scan_request *parse, const char *name,
                                        struct slice text, bool replaced,
                                        enum engine_polarity polarity);

/* The next token must be a string (or null: *present is false). `member` for messages. */
MUST_CHECK enum status scan_request_string(struct scan_request *parse, const char *member,
                                           struct slice *text, bool *replaced, bool *present);

/* The value of "messages". */
MUST_CHECK enum status scan_request_messages(struct scan_request *parse);

#endif
