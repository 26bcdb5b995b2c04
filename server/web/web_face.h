/* SPDX-License-Identifier: Apache-2.0 */
/* A face is how one kind of caller speaks: a body to prompts, verdicts to an answer, and errors in
 * the shape that its software reads. All faces judge in the same way:
 *
 *     read the body -> [admit -> judge -> settle -> write -> record] for each prompt -> answer
 *
 * The answer leaves only when all records are durable, which the dispatcher sees to. A block is a
 * successful check; what a caller sees of it is the face's. */
#ifndef WEB_FACE_H
#define WEB_FACE_H

#include "base_buffer.h"
#include "doorward/engine.h"
#include "doorward/request.h"
#include "web_exchange.h"
#include "web_problem.h"

#include <stdbool.h>

/* What came of one prompt. Lives until the worker judges the next. */
struct web_outcome {
	const struct engine_verdict *verdict;
	const struct request        *request;
	const char                  *id; /* of the verdict */
	uint64_t                     timing_us;
};

/* Writes the answer, or the part of it that is about this prompt, to exchange->reply. */
typedef void web_write(struct web_exchange *exchange, const struct web_outcome *outcome,
                       void *context);

/* Judges one prompt that the worker's arena holds, and writes and records what came of it; `face`
 * is its name in the record. False: *fault says why not, nothing was written, and no verdict was
 * made (or none that may be told). */
MUST_CHECK bool web_face_judge(struct web_exchange *exchange, const char *face,
                               struct request *request, web_write *write, void *context,
                               struct web_fault *fault);

/* A fault of the table, and the fault of a body that could not be read. */
struct web_fault web_face_fault(enum web_problem problem, const char *detail);
struct web_fault web_face_unreadable(enum status status);

/* The decision in headers, for callers that read nothing else: x-doorward-decision,
 * x-doorward-verdict, x-doorward-category, x-doorward-rule, x-doorward-coverage. */
void web_face_headers(struct web_exchange *exchange, const struct web_outcome *outcome);

/* The finding that a short answer names: the first that decided, or NULL. */
const struct engine_finding *web_face_reason(const struct engine_verdict *verdict);

/* The native verdict, as /v1/check answers it. */
void web_face_put_native(struct web_exchange *exchange, const struct web_outcome *outcome);

#endif
