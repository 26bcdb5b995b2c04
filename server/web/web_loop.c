/* SPDX-License-Identifier: Apache-2.0 */
#include "web_loop.h"

#include <microhttpd.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Held requests look like work to the library, which would not sleep; while there are any, it is
 * asked again after this long, and after twice as long each time that nothing came of it: each look
 * goes over all that are held. */
#define LOOK_MS     1
#define LOOK_MS_MAX 8
#define IDLE_MS     1000

/* ---- on the log's thread ---- */

static void take(struct audit_ticket *ticket, enum status status)
{
	struct web_exchange *exchange = ticket->context;
	struct web_loop     *loop = exchange->loop;

	exchange->recorded = status;
	exchange->next_recorded = loop->arriving;
	loop->arriving = exchange;
}

static void wake(struct web_loop *loop)
{
	const uint64_t one = 1;

	/* Fails only when it would overflow, and then the loop is awake. */
	if (write(loop->bell_fd, &one, sizeof one) < 0)
		return;
}

static void ring(struct audit_bell *bell)
{
	struct web_loop     *loop = (struct web_loop *)bell; /* its first member */
	struct web_exchange *last = loop->arriving, *before;

	if (last == NULL)
		return;
	while (last->next_recorded != NULL)
		last = last->next_recorded;
	before = atomic_load(&loop->recorded);
	do {
		last->next_recorded = before;
	} while (!atomic_compare_exchange_weak(&loop->recorded, &before, loop->arriving));
	loop->arriving = NULL;
	if (before == NULL)
		wake(loop);
}

/* ---- on the loop's ---- */

void web_loop_hold(struct web_loop *loop, struct web_exchange *exchange)
{
	exchange->ticket = (struct audit_ticket){ take, exchange, &loop->bell };
	exchange->loop = loop;
	exchange->is_held = true;
	exchange->is_suspended = loop->held >= WEB_LOOP_HELD_MAX;
	if (exchange->is_suspended)
		MHD_suspend_connection(exchange->connection);
	else
		loop->held++;
}

void web_loop_let_go(struct web_loop *loop, struct web_exchange *exchange)
{
	exchange->is_held = false;
	if (exchange->is_lost)
		web_loop_lost(exchange);
	else if (exchange->is_suspended)
		MHD_resume_connection(exchange->connection);
	else
		loop->held--;
}

bool web_loop_may_close(struct web_exchange *exchange)
{
	if (!exchange->is_held)
		return true;
	exchange->is_lost = true;
	if (!exchange->is_suspended)
		exchange->loop->held--;
	return false;
}

static void let_go_recorded(struct web_loop *loop)
{
	struct web_exchange *exchange = atomic_exchange(&loop->recorded, NULL);

	while (exchange != NULL) {
		struct web_exchange *next = exchange->next_recorded;

		web_loop_let_go(loop, exchange);
		exchange = next;
	}
}

static int patience_ms(struct web_loop *loop)
{
	MHD_UNSIGNED_LONG_LONG ms;
	bool                   is_busy = loop->is_busy;

	loop->is_busy = false;
	if (loop->held > 0)
		return is_busy ? 0 : loop->look_ms;
	if (MHD_get_timeout(loop->daemon, &ms) != MHD_YES || ms > IDLE_MS)
		return IDLE_MS;
	return (int)ms;
}

static void *run(void *context)
{
	struct web_loop   *loop = context;
	struct epoll_event events[2];

	while (!atomic_load(&loop->is_closing)) {
		const int patience = patience_ms(loop);

		if (epoll_wait(loop->epoll_fd, events, 2, patience) != 0 || patience == 0)
			loop->look_ms = LOOK_MS;
		else if (loop->look_ms < LOOK_MS_MAX)
			loop->look_ms *= 2;
		let_go_recorded(loop);
		MHD_run(loop->daemon);
	}
	return NULL;
}

/* ---- opening and closing ---- */

static bool watch(const struct web_loop *loop, int fd, uint32_t how)
{
	struct epoll_event event = { .events = how };

	return fd >= 0 && epoll_ctl(loop->epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

enum status web_loop_start(struct web_loop *loop, struct MHD_Daemon *daemon)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);

	loop->bell.ring = ring;
	loop->daemon = daemon;
	loop->look_ms = LOOK_MS;
	loop->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	loop->bell_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	/* The bell by its edge: nobody has to read it. */
	loop->is_running = info != NULL && watch(loop, info->epoll_fd, EPOLLIN) &&
	                   watch(loop, loop->bell_fd, EPOLLIN | EPOLLET) &&
	                   pthread_create(&loop->thread, NULL, run, loop) == 0;
	if (loop->is_running)
		return STATUS_OK;
	if (loop->epoll_fd >= 0)
		close(loop->epoll_fd);
	if (loop->bell_fd >= 0)
		close(loop->bell_fd);
	return STATUS_IO;
}

void web_loop_stop(struct web_loop *loop)
{
	if (!loop->is_running)
		return;
	atomic_store(&loop->is_closing, true);
	wake(loop);
	pthread_join(loop->thread, NULL);
	let_go_recorded(loop);
	MHD_run(loop->daemon);
	close(loop->epoll_fd);
	close(loop->bell_fd);
	loop->is_running = false;
}
