/* SPDX-License-Identifier: Apache-2.0 */
/* The first look at a request: is its head one that two servers cannot read in two ways?
 * What libmicrohttpd lets through (a Content-Length twice, or beside Transfer-Encoding,
 * control bytes, no Host) is refused here. */
#ifndef WEB_GATE_H
#define WEB_GATE_H

#include "web_head.h"
#include "web_problem.h"

#include <stdbool.h>
#include <stdint.h>

struct web_refusal {
	enum web_problem problem;
	const char      *detail; /* static */
};

/* True when the head is acceptable; else *refusal says why not. Pure. */
bool web_gate_head(const struct web_head *head, struct web_refusal *refusal);

/* For routes that take a body: is it plain (and JSON, where that is needed), and does it say it is
 * small enough? */
bool web_gate_body(const struct web_head *head, bool needs_json, uint64_t body_bytes_max,
                   struct web_refusal *refusal);

/* "application/json", alone or with a charset of UTF-8. */
bool web_gate_is_json(struct slice type);
/* "text/plain", alone or with a charset of UTF-8 or US-ASCII. */
bool web_gate_is_plain(struct slice type);

/* What is known of a body's length from a head that web_gate_head() let pass: 0 without a body,
 * UINT64_MAX when it comes in chunks. */
uint64_t web_gate_length(const struct web_head *head);

#endif
