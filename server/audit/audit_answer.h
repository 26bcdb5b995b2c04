/* SPDX-License-Identifier: Apache-2.0 */
/* Answers about the log as JSON, the same from the routes and from the program. */
#ifndef AUDIT_ANSWER_H
#define AUDIT_ANSWER_H

#include "audit_search.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_status.h"

/* {"verdicts":[...],"next":"c1..."}: records as they stand in the log; "next" is null on the last
 * page. STATUS_OK; as audit_search_open(). */
MUST_CHECK enum status audit_answer_page(const char *data, const struct audit_query *query,
                                         struct buffer *out, struct error *err);

/* {"rows":[{"hour":"...","rule":"...","count":3}],"total":N}. STATUS_OK; as audit_search_stats().
 */
MUST_CHECK enum status audit_answer_stats(const char *data, const struct audit_query *query,
                                          struct buffer *out, struct error *err);

/* One of those rows, an object. */
void audit_answer_row(const struct audit_query *query, const struct audit_stats_row *row,
                      struct buffer *out);

#endif
