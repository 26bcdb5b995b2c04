/* SPDX-License-Identifier: Apache-2.0 */
/* One request and its answer, from the last byte of the head to the last byte sent. */
#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H

#include "audit_queue.h"
#include "base_buffer.h"
#include "web_caller.h"
#include "web_head.h"
#include "web_problem.h"
#include "web_route.h"
#include "web_server.h"
#include "web_trace.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#define WEB_REPLY_HEADERS_MAX      8u
#define WEB_REPLY_HEADER_BYTES_MAX 160u

struct web_announcements;
struct web_ending;
struct web_loop;

struct web_reply_header {
	const char *name; /* static */
	char        value[WEB_REPLY_HEADER_BYTES_MAX];
};

struct web_reply {
	unsigned      http;
	const char   *type;  /* Content-Type; static */
	const char   *allow; /* Allow, for 405; static or NULL */
	struct buffer body;
	int           fd; /* a file in the place of the body; the sender closes it; -1: none */
	struct web_reply_header headers[WEB_REPLY_HEADERS_MAX];
	size_t                  header_count;
};

/* One record of an exchange. */
struct web_entry {
	size_t              record_end;
	size_t              content_end;
	struct audit_ticket ticket;
	struct keys_receipt receipt; /* what the verdict took; given back when it is not told */
};

/* Buffers are kept from exchange to exchange: in the steady state nothing is allocated. */
struct web_exchange {
	struct web_worker      *worker;
	struct web_exchange    *next_idle;
	struct web_head         head;  /* borrowed from the connection */
	const struct web_route *route; /* NULL until found */
	const struct web_announcements
				*announcements; /* held until the end; NULL: there are none */
	const struct web_ending *ending;        /* of that route, or NULL */
	uint64_t                 began_us;      /* monotonic */
	struct slice             parameter;     /* of the path; borrowed like the head */
	web_handler             *later; /* set by a handler: run this on the thread of jobs */
	struct web_exchange     *next_job;
	bool                     force; /* of /v1/rules/reload */
	struct buffer            body;
	uint64_t                 body_bytes;  /* seen, kept or not */
	bool                     is_answered; /* the reply is complete */
	bool                     reads_on;    /* it is, but the body is read first, and dropped */
	bool                     is_waiting;  /* the handler ran: the reply may be recorded first */
	bool                     is_counted;  /* by the metrics */
	struct web_reply         reply;
	char                     request_id[WEB_REQUEST_ID_MAX + 1];
	bool                     has_own_id; /* the client sent the request id */
	char                     trace_id[WEB_TRACE_ID_CHARS + 1]; /* "" when absent */
	struct web_caller        caller;

	/* What must be durable before the answer leaves: none for other routes. */
	struct buffer       record;  /* records, one behind the other */
	struct buffer       content; /* fields, packed, of those whose policy keeps them */
	struct web_entry   *entries; /* where each record ends */
	size_t              entry_count, entry_room;
	_Atomic size_t      pending;    /* entries whose ticket was not called yet */
	struct audit_ticket ticket;     /* called when none is pending */
	_Atomic enum status recorded;   /* also written by the log's thread */
	void               *connection; /* the listener's */

	/* The loop's, while the log has the records. */
	struct web_loop     *loop;
	struct web_exchange *next_recorded;
	bool                 is_held;
	bool                 is_suspended;
	bool                 is_lost; /* its connection is gone */
};

/* NULL when there is no memory. On the worker's thread. */
struct web_exchange *web_exchange_open(struct web_worker *worker);
/* Back to the worker, for the next request. */
void web_exchange_close(struct web_exchange **exchange);
void web_exchange_free_idle(struct web_worker *worker);

/* What was appended to `record` and `content` since the last call is one record. STATUS_OK or
 * STATUS_NO_MEMORY. */
MUST_CHECK enum status web_exchange_entry(struct web_exchange *exchange);

/* Takes back what was appended to them since then: it becomes no record. */
void web_exchange_cut(struct web_exchange *exchange);

/* One more header of the reply. What is too long is left out, as is the ninth. */
void web_exchange_header(struct web_exchange *exchange, const char *name, const char *format, ...)
	PRINTF_FORMAT(3, 4);

/* As web_exchange_refuse(), for a fault that may be of no table. `err` may be NULL. */
void web_exchange_refuse_fault(struct web_exchange *exchange, const struct web_fault *fault,
                               const struct error *err);

/* The same, and what was judged before stays recorded: of several prompts, those before the one
 * that is refused were counted, and may have been charged. */
void web_exchange_refuse_rest(struct web_exchange *exchange, const struct web_fault *fault,
                              const struct error *err);

/* The answer is this document. What stood in the reply is dropped, with the verdicts in it: what
 * they took is given back. */
void web_exchange_refuse(struct web_exchange *exchange, enum web_problem problem,
                         const char *detail, const struct error *err);

#endif
