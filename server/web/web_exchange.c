/* SPDX-License-Identifier: Apache-2.0 */
#include "web_exchange.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* A buffer that grew beyond this for one large body is not kept. */
#define KEPT_BYTES (32u * 1024u)

static struct web_exchange *make(struct web_worker *worker)
{
	struct web_exchange *exchange = calloc(1, sizeof *exchange);

	if (exchange == NULL)
		return NULL;
	exchange->worker = worker;
	exchange->announcements = web_board_hold(&worker->server->board);
	exchange->reply.fd = -1;
	buffer_init_heap(&exchange->body);
	buffer_init_heap(&exchange->reply.body);
	buffer_init_heap(&exchange->record);
	buffer_init_heap(&exchange->content);
	return exchange;
}

static void recycle(struct buffer *buffer)
{
	if (buffer->cap > KEPT_BYTES) {
		buffer_free(buffer);
		buffer_init_heap(buffer);
	}
	buffer_clear(buffer);
}

struct web_exchange *web_exchange_open(struct web_worker *worker)
{
	struct web_exchange *exchange = worker->idle;

	if (exchange == NULL)
		return make(worker);
	worker->idle = exchange->next_idle;
	exchange->head.header_count = 0;
	exchange->head.argument_count = 0;
	exchange->head.has_too_many = false;
	exchange->route = NULL;
	exchange->announcements = web_board_hold(&worker->server->board);
	exchange->ending = NULL;
	exchange->parameter = SLICE_NONE;
	exchange->later = NULL;
	exchange->body_bytes = 0;
	exchange->is_answered = false;
	exchange->reads_on = false;
	exchange->is_waiting = false;
	exchange->is_counted = false;
	exchange->is_held = false;
	exchange->is_lost = false;
	exchange->reply.allow = NULL;
	exchange->reply.fd = -1;
	exchange->reply.header_count = 0;
	web_caller_forget(&exchange->caller);
	exchange->trace_id[0] = '\0';
	exchange->recorded = STATUS_OK;
	exchange->entry_count = 0;
	return exchange;
}

void web_exchange_close(struct web_exchange **exchange)
{
	struct web_worker *worker = (*exchange)->worker;

	web_caller_end(*exchange);
	if ((*exchange)->reply.fd >= 0)
		close((*exchange)->reply.fd); /* it was not sent */
	(*exchange)->reply.fd = -1;
	web_board_drop(&worker->server->board, (*exchange)->announcements);
	(*exchange)->announcements = NULL;
	recycle(&(*exchange)->body);
	recycle(&(*exchange)->reply.body);
	recycle(&(*exchange)->record);
	recycle(&(*exchange)->content);
	(*exchange)->next_idle = worker->idle;
	worker->idle = *exchange;
	*exchange = NULL;
}

void web_exchange_free_idle(struct web_worker *worker)
{
	while (worker->idle != NULL) {
		struct web_exchange *exchange = worker->idle;

		worker->idle = exchange->next_idle;
		buffer_free(&exchange->body);
		buffer_free(&exchange->reply.body);
		buffer_free(&exchange->record);
		buffer_free(&exchange->content);
		free(exchange->entries);
		free(exchange);
	}
}

enum status web_exchange_entry(struct web_exchange *exchange)
{
	size_t            room = exchange->entry_room > 0 ? exchange->entry_room * 2 : 1;
	struct web_entry *grown = exchange->entries;

	if (exchange->record.failed || exchange->content.failed)
		return STATUS_NO_MEMORY;
	if (exchange->entry_count == exchange->entry_room) {
		grown = realloc(exchange->entries, room * sizeof *grown);
		if (grown == NULL)
			return STATUS_NO_MEMORY;
		exchange->entries = grown;
		exchange->entry_room = room;
	}
	grown[exchange->entry_count++] = (struct web_entry){ .record_end = exchange->record.len,
		                                             .content_end = exchange->content.len,
		                                             .receipt = web_caller_receipt(
								     exchange) };
	return STATUS_OK;
}

void web_exchange_cut(struct web_exchange *exchange)
{
	const struct web_entry *last = exchange->entry_count > 0
	                                       ? &exchange->entries[exchange->entry_count - 1]
	                                       : NULL;

	exchange->record.len = last != NULL ? last->record_end : 0;
	exchange->content.len = last != NULL ? last->content_end : 0;
}

void web_exchange_header(struct web_exchange *exchange, const char *name, const char *format, ...)
{
	struct web_reply        *reply = &exchange->reply;
	struct web_reply_header *header = &reply->headers[reply->header_count];
	va_list                  args;
	int                      len;

	if (reply->header_count == WEB_REPLY_HEADERS_MAX)
		return;
	va_start(args, format);
	len = vsnprintf(header->value, sizeof header->value, format, args);
	va_end(args);
	header->name = name;
	if (len >= 0 && (size_t)len < sizeof header->value)
		reply->header_count++;
}

/* Verdicts that are told to nobody cost nothing. */
static void drop_verdicts(struct web_exchange *exchange)
{
	web_caller_undo(exchange);
	for (size_t i = 0; i < exchange->entry_count; i++)
		keys_undo(exchange->worker->server->keys, &exchange->entries[i].receipt);
	buffer_clear(&exchange->record);
	buffer_clear(&exchange->content);
	exchange->entry_count = 0;
}

/* In the shape of the route's face; before a route is found, and on native routes, a problem. */
static void write_fault(struct web_exchange *exchange, const struct web_fault *fault,
                        const struct error *err)
{
	buffer_clear(&exchange->reply.body);
	exchange->reply.type = WEB_PROBLEM_TYPE;
	exchange->is_answered = true;
	exchange->reply.http = fault->http;
	if (exchange->route != NULL && exchange->route->refuse != NULL)
		exchange->route->refuse(exchange, fault, err);
	else
		web_problem_write_fault(fault, exchange->request_id, err, &exchange->reply.body);
}

void web_exchange_refuse_fault(struct web_exchange *exchange, const struct web_fault *fault,
                               const struct error *err)
{
	drop_verdicts(exchange);
	write_fault(exchange, fault, err);
}

void web_exchange_refuse_rest(struct web_exchange *exchange, const struct web_fault *fault,
                              const struct error *err)
{
	web_caller_undo(exchange);
	write_fault(exchange, fault, err);
}

void web_exchange_refuse(struct web_exchange *exchange, enum web_problem problem,
                         const char *detail, const struct error *err)
{
	const struct web_fault fault = {
		.http = web_problem_http(problem),
		.code = web_problem_code(problem),
		.title = web_problem_title(problem),
		.detail = detail,
	};

	web_exchange_refuse_fault(exchange, &fault, err);
}
