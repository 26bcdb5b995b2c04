/* SPDX-License-Identifier: Apache-2.0 */
#include "web_deadline.h"

#include <stdlib.h>
#include <sys/socket.h>

void web_deadlines_init(struct web_deadlines *deadlines)
{
	pthread_mutex_init(&deadlines->lock, NULL);
	deadlines->first.next = &deadlines->first;
	deadlines->first.previous = &deadlines->first;
}

void web_deadlines_reset(struct web_deadlines *deadlines)
{
	pthread_mutex_destroy(&deadlines->lock);
}

struct web_deadline *web_deadline_open(struct web_deadlines *deadlines, int fd)
{
	struct web_deadline *deadline = calloc(1, sizeof *deadline);

	if (deadline == NULL)
		return NULL;
	deadline->fd = fd;
	web_deadline_lift(deadline);
	pthread_mutex_lock(&deadlines->lock);
	deadline->previous = &deadlines->first;
	deadline->next = deadlines->first.next;
	deadline->next->previous = deadline;
	deadlines->first.next = deadline;
	pthread_mutex_unlock(&deadlines->lock);
	return deadline;
}

void web_deadline_close(struct web_deadlines *deadlines, struct web_deadline **deadline)
{
	if (*deadline == NULL)
		return;
	pthread_mutex_lock(&deadlines->lock);
	(*deadline)->previous->next = (*deadline)->next;
	(*deadline)->next->previous = (*deadline)->previous;
	pthread_mutex_unlock(&deadlines->lock);
	free(*deadline);
	*deadline = NULL;
}

void web_deadline_set(struct web_deadline *deadline, uint64_t at_us)
{
	if (deadline != NULL)
		atomic_store_explicit(&deadline->at_us, at_us, memory_order_relaxed);
}

void web_deadline_lift(struct web_deadline *deadline)
{
	web_deadline_set(deadline, UINT64_MAX);
}

unsigned web_deadlines_enforce(struct web_deadlines *deadlines, uint64_t now_us)
{
	unsigned late = 0;

	pthread_mutex_lock(&deadlines->lock);
	for (struct web_deadline *each = deadlines->first.next; each != &deadlines->first;
	     each = each->next) {
		if (atomic_load_explicit(&each->at_us, memory_order_relaxed) > now_us)
			continue;
		web_deadline_lift(each);
		shutdown(each->fd, SHUT_RDWR);
		late++;
	}
	pthread_mutex_unlock(&deadlines->lock);
	return late;
}
