/* SPDX-License-Identifier: Apache-2.0 */
#include "web_dispatch.h"

#include "base_limits.h"
#include "web_announce.h"
#include "web_gate.h"
#include "web_jobs.h"

#include <assert.h>
#include <string.h>

/* A body that nobody asked for, or the rest of one that is too large, is read to its end and
 * thrown away, so that the answer can be sent; but not for ever. */
#define DISCARDED_BYTES_MAX LIMIT_BODY_BYTES_MAX

static void take_request_id(struct web_exchange *exchange)
{
	const struct web_pair *header = web_head_find(&exchange->head, "x-request-id");
	struct audit_id        id;

	exchange->has_own_id = header != NULL && web_trace_is_request_id(header->value);
	if (exchange->has_own_id) {
		memcpy(exchange->request_id, header->value.ptr, header->value.len);
		exchange->request_id[header->value.len] = '\0';
		return;
	}
	/* The ULID alone: "vd_" names verdicts. */
	audit_id_next(&exchange->worker->server->ids, &id);
	memcpy(exchange->request_id, id.text + 3, sizeof id.text - 3);
}

static void take_trace_id(struct web_exchange *exchange)
{
	const struct web_pair *parent = web_head_find(&exchange->head, "traceparent");
	struct slice           id = parent != NULL ? web_trace_id(parent->value) : SLICE_NONE;

	if (id.len > 0)
		memcpy(exchange->trace_id, id.ptr, id.len);
	exchange->trace_id[id.len] = '\0';
}

static void refuse_method(struct web_exchange *exchange)
{
	exchange->reply.allow = web_route_allow(exchange->head.path, exchange->worker->areas);
	web_exchange_refuse(exchange, WEB_PROBLEM_METHOD_NOT_ALLOWED,
	                    "See the Allow header for what this path takes.", NULL);
}

/* Also where the head is refused: an error has the shape of its route's face, and says like every
 * answer of the route whether it is announced to end. */
static enum web_found find_route(struct web_exchange *exchange)
{
	const struct web_route *route = NULL;
	enum web_found          found = web_route_find(exchange->head.method, exchange->head.path,
	                                               exchange->worker->areas, &route,
	                                               &exchange->parameter);

	exchange->route = found == WEB_NO_PATH ? NULL : route;
	if (exchange->announcements != NULL && exchange->route != NULL)
		exchange->ending = exchange->announcements->of_route[exchange->route->id];
	return found;
}

static void refuse_head(struct web_exchange *exchange, const struct web_refusal *refusal)
{
	web_exchange_refuse(exchange, refusal->problem, refusal->detail, NULL);
}

/* Is there a body to be read and thrown away before the answer is sent? A client that still writes
 * when the connection is closed may never see it. Not where the client waits to be asked for the
 * body, and not for ever: chunks are counted as they come. */
static bool must_read_on(const struct web_exchange *exchange)
{
	uint64_t length = web_gate_length(&exchange->head);
	uint64_t most = exchange->worker->server->limits.body_bytes_max + DISCARDED_BYTES_MAX;

	return exchange->is_answered && length > 0 && (length <= most || length == UINT64_MAX) &&
	       web_head_find(&exchange->head, "expect") == NULL;
}

static void look_at_head(struct web_exchange *exchange, enum web_found found)
{
	struct web_refusal refusal;

	if (found == WEB_NO_METHOD)
		refuse_method(exchange);
	else if (found == WEB_NO_PATH)
		web_exchange_refuse(exchange, WEB_PROBLEM_NOT_FOUND,
		                    "There is no such route on this address.", NULL);
	else if (web_caller_identify(exchange) && exchange->route->takes != WEB_TAKES_NONE &&
	         !web_gate_body(&exchange->head, exchange->route->takes == WEB_TAKES_JSON,
	                        exchange->worker->server->limits.body_bytes_max, &refusal))
		refuse_head(exchange, &refusal);
	exchange->reads_on = must_read_on(exchange);
}

void web_dispatch_head(struct web_exchange *exchange)
{
	struct web_refusal refusal;
	enum web_found     found;

	exchange->began_us = web_server_now_us();
	take_request_id(exchange);
	take_trace_id(exchange);
	found = find_route(exchange);
	if (web_gate_head(&exchange->head, &refusal))
		look_at_head(exchange, found);
	else
		refuse_head(exchange, &refusal);
}

bool web_dispatch_body(struct web_exchange *exchange, struct slice piece)
{
	uint64_t max = exchange->worker->server->limits.body_bytes_max;

	exchange->body_bytes += piece.len;
	if (!exchange->is_answered && exchange->route->takes != WEB_TAKES_NONE) {
		if (exchange->body_bytes <= max) {
			buffer_append(&exchange->body, piece);
			return true;
		}
		web_exchange_refuse(exchange, WEB_PROBLEM_BODY_TOO_LARGE,
		                    "The body is above the limit.", NULL);
	}
	return exchange->body_bytes <= max + DISCARDED_BYTES_MAX;
}

void web_dispatch_end(struct web_exchange *exchange)
{
	if (exchange->is_answered)
		return;
	if (exchange->body.failed) {
		web_exchange_refuse(exchange, WEB_PROBLEM_CANNOT_DECIDE,
		                    "There is not enough memory for the body.", NULL);
		return;
	}
	exchange->route->handler(exchange);
	exchange->is_answered = true;
	if (exchange->reply.body.failed)
		web_exchange_refuse(exchange, WEB_PROBLEM_CANNOT_DECIDE,
		                    "There is not enough memory for the answer.", NULL);
}

enum web_next web_dispatch_next(const struct web_exchange *exchange)
{
	const struct web_server *server = exchange->worker->server;

	if (exchange->later != NULL)
		return WEB_WAIT;
	if (exchange->entry_count == 0 || !audit_log_answers_later(server->log))
		return WEB_SEND;
	return WEB_WAIT;
}

/* The last of the entries ends the wait. Mostly on the log's thread. */
static bool entries_done(struct web_exchange *exchange, size_t count, enum status status)
{
	if (status != STATUS_OK)
		exchange->recorded = status;
	return atomic_fetch_sub(&exchange->pending, count) == count;
}

static void entry_done(struct audit_ticket *ticket, enum status status)
{
	struct web_exchange *exchange = ticket->context;

	if (entries_done(exchange, 1, status))
		exchange->ticket.done(&exchange->ticket, exchange->recorded);
}

static enum status submit(struct web_exchange *exchange, size_t i)
{
	struct web_entry         *entry = &exchange->entries[i];
	size_t                    record = i > 0 ? entry[-1].record_end : 0;
	size_t                    content = i > 0 ? entry[-1].content_end : 0;
	const struct audit_parcel parcel = {
		slice_range(buffer_slice(&exchange->record), record, entry->record_end),
		slice_range(buffer_slice(&exchange->content), content, entry->content_end),
		&entry->ticket,
	};

	entry->ticket = (struct audit_ticket){ entry_done, exchange, exchange->ticket.bell };
	return audit_log_submit(exchange->worker->server->log, &parcel);
}

bool web_dispatch_hand_over(struct web_exchange *exchange)
{
	size_t count = exchange->entry_count;

	if (exchange->later != NULL)
		return web_jobs_submit(exchange->worker->server->jobs, exchange);
	exchange->pending = count;
	for (size_t i = 0; i < count; i++) {
		enum status status = submit(exchange, i);

		/* Those that are not handed over are done; the last one to be done, here or
		 * on the log's thread, ends the wait. */
		if (status != STATUS_OK)
			return !entries_done(exchange, count - i, status);
	}
	return true;
}

void web_dispatch_recorded(struct web_exchange *exchange)
{
	struct web_server *server = exchange->worker->server;

	if (exchange->entry_count == 0 || exchange->recorded == STATUS_OK)
		return;
	if (server->may_drop_records) {
		audit_log_count_dropped(server->log);
		return;
	}
	exchange->reply.header_count = 0; /* they tell of the verdict */
	web_exchange_refuse(exchange, WEB_PROBLEM_AUDIT_UNAVAILABLE,
	                    "No prompt is decided without a record; try again later.", NULL);
}

void web_dispatch_sent(struct web_exchange *exchange)
{
	enum web_route_id route = exchange->route != NULL ? exchange->route->id : WEB_ROUTE_NONE;

	assert(exchange->is_answered);
	/* Before the client can have the answer: its next request must find this one ended. */
	web_caller_end(exchange);
	if (exchange->is_counted)
		return;
	exchange->is_counted = true;
	web_count_request(exchange->worker->counters, route, exchange->reply.http,
	                  web_server_now_us() - exchange->began_us);
}
