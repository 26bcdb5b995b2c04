/* SPDX-License-Identifier: Apache-2.0 */
/* Who calls: the key of a request, from its header to the line that its answer says of it.
 *
 *     web_caller_identify()   at the head: is there a key, may it use this route?
 *     web_caller_admit()      before judging: limits, credits, policy, subject
 *     web_caller_settle()     a verdict was made: charged or not, a strike or not
 *     web_caller_put()        the member "key" of the answer
 *     web_caller_end()        the exchange is over
 *
 * All on the worker's thread. */
#ifndef WEB_CALLER_H
#define WEB_CALLER_H

#include "base_buffer.h"
#include "doorward/engine.h"
#include "doorward/request.h"
#include "keys_book.h"
#include "web_problem.h"

#include <stdbool.h>

struct web_exchange;

struct web_caller {
	struct keys_caller   who;
	struct keys_ticket   ticket;
	struct keys_standing standing;
	bool                 is_admitted;
	bool                 has_standing;
};

void web_caller_forget(struct web_caller *caller);

/* False: the exchange is answered, with 400, 401 or 403. */
bool web_caller_identify(struct web_exchange *exchange);

/* May the caller see every view of a prompt? */
bool web_caller_may_explain(const struct web_exchange *exchange);

/* Takes limits and credits; request->prompt.policy becomes the one to judge by. False: *fault says
 * why not, with 400, 402, 403, 409, 422, 429 or 503, and the headers of the reply are set. */
bool web_caller_admit(struct web_exchange *exchange, struct request *request,
                      struct web_fault *fault);

/* `id` is the verdict's. */
void web_caller_settle(struct web_exchange *exchange, const struct engine_verdict *verdict,
                       const char *id);

/* What the verdict of web_caller_settle() took; it is the receiver's from now on. */
struct keys_receipt web_caller_receipt(struct web_exchange *exchange);

/* No verdict was made after all: what was settled, and is nobody's yet, is given back. */
void web_caller_undo(struct web_exchange *exchange);

/* ,"key":null or ,"key":{"id":..., "plan":..., ...} */
void web_caller_put(const struct web_exchange *exchange, struct buffer *out);

void web_caller_end(struct web_exchange *exchange);

#endif
