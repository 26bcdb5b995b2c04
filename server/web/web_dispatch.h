/* SPDX-License-Identifier: Apache-2.0 */
/* The life of an exchange, without the listener's library:
 *
 *     web_dispatch_head()    gate, route, 413 by Content-Length
 *     web_dispatch_body()    each piece as it arrives, counted
 *     web_dispatch_end()     the handler runs
 *     web_dispatch_hand_over(), web_dispatch_recorded()     the record, when there is one
 *     web_dispatch_sent()    counted */
#ifndef WEB_DISPATCH_H
#define WEB_DISPATCH_H

#include "web_exchange.h"

#include <stdbool.h>

/* The head is complete. On return exchange->is_answered says that the body is of no interest. */
void web_dispatch_head(struct web_exchange *exchange);

/* False: this client sends without end, close the connection. */
bool web_dispatch_body(struct web_exchange *exchange, struct slice piece);

/* The body is complete. */
void web_dispatch_end(struct web_exchange *exchange);

/* What must happen before the answer may leave. */
enum web_next {
	WEB_SEND, /* nothing more */
	WEB_WAIT  /* until the ticket is called; then web_dispatch_recorded() */
};

/* Will web_dispatch_hand_over() have to wait, for the log or for a job of exchange->later? The
 * listener suspends the connection first. */
enum web_next web_dispatch_next(const struct web_exchange *exchange);

/* Hands the record over, or the exchange to the thread of jobs. With WEB_WAIT from
 * web_dispatch_next(), exchange->ticket is called later, or never when false is returned: then
 * web_dispatch_recorded() is due now. */
bool web_dispatch_hand_over(struct web_exchange *exchange);

/* exchange->recorded is known: a refused record makes the answer a 503. */
void web_dispatch_recorded(struct web_exchange *exchange);

/* The answer is handed to the connection. */
void web_dispatch_sent(struct web_exchange *exchange);

#endif
