/* SPDX-License-Identifier: Apache-2.0 */
#include "web_exchange.h"

#include <stdlib.h>

/* A buffer that grew beyond this for one large body is not kept. */
#define KEPT_BYTES (32u * 1024u)

static struct web_exchange *make(struct web_worker *worker)
{
	struct web_exchange *exchange = calloc(1, sizeof *exchange);

	if (exchange == NULL)
		return NULL;
	exchange->worker = worker;
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
	exchange->parameter = SLICE_NONE;
	exchange->later = NULL;
	exchange->body_bytes = 0;
	exchange->is_answered = false;
	exchange->is_waiting = false;
	exchange->is_counted = false;
	exchange->reply.allow = NULL;
	exchange->trace_id[0] = '\0';
	exchange->recorded = STATUS_OK;
	return exchange;
}

void web_exchange_close(struct web_exchange **exchange)
{
	struct web_worker *worker = (*exchange)->worker;

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
		free(exchange);
	}
}

void web_exchange_refuse(struct web_exchange *exchange, enum web_problem problem,
                         const char *detail, const struct error *err)
{
	buffer_clear(&exchange->record);
	buffer_clear(&exchange->content);
	buffer_clear(&exchange->reply.body);
	exchange->reply.http = web_problem_http(problem);
	exchange->reply.type = WEB_PROBLEM_TYPE;
	web_problem_write(problem, detail, exchange->request_id, err, &exchange->reply.body);
	exchange->is_answered = true;
}
