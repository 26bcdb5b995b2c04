/* SPDX-License-Identifier: Apache-2.0 */
/* How an exchange goes through libmicrohttpd.
 *
 *     connection opens        notify_connection      a deadline for the first head
 *     head is complete        answer(), 1st call     web_dispatch_head()
 *     a piece of the body     answer(), more calls   web_dispatch_body()
 *     body is complete        answer(), last call    web_dispatch_end(): the verdict
 *       must it be recorded?  hand over; answer() is called again until it is (web_loop.h)
 *       does it take long?    suspend, hand over to the jobs, whose thread calls resume();
 *                             answer() is called once more
 *     answer is queued        send_reply()
 *     answer is sent          finish()               a deadline for the next head
 *
 * Suspending comes before handing over, because the jobs may be faster than we are. */
#include "web_listener.h"

#include "web_announce.h"
#include "web_deadline.h"
#include "web_dispatch.h"
#include "web_loop.h"
#include "web_tls.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define ENFORCE_EVERY_MS 250
#define BACKLOG_WAIT_MS  200
/* A client that reads a file slower than this loses its connection. */
#define FILE_BYTES_PER_SECOND 65536u

struct thread {
	struct web_loop      loop;
	struct web_listener *listener;
	struct web_worker   *worker;
	struct MHD_Daemon   *daemon;
	struct web_deadlines deadlines;
};

struct web_listener {
	struct web_server          *server;
	struct web_listener_options options;
	int                         fd;
	bool                        is_quiet;
	atomic_bool                 is_closing;
	bool                        has_enforcer;
	pthread_t                   enforcer;
	unsigned                    thread_count;
	struct thread               threads[];
};

/* What the listener knows of a connection. */
struct connection {
	struct web_deadline *deadline;
	struct web_tls_pair *seen; /* NULL: it is plain */
};

/* ---- deadlines ---- */

static struct web_deadline *deadline_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	const struct connection *known = info != NULL ? info->socket_context : NULL;

	return known != NULL ? known->deadline : NULL;
}

static void allow_seconds(struct web_deadline *deadline, uint64_t seconds)
{
	web_deadline_set(deadline, web_server_coarse_us() + seconds * 1000000u);
}

/* ---- connections ---- */

static bool speaks_tls(const struct web_listener *listener)
{
	return listener->options.tls != NULL && !listener->options.address.is_unix;
}

/* NULL when there is no memory: then it has no deadline, and its certificate is kept for ever. */
static struct connection *begin_connection(struct thread *thread, int fd)
{
	struct web_server   *server = thread->listener->server;
	struct web_tls_pair *seen = speaks_tls(thread->listener) ? web_tls_enter(server->tls)
	                                                         : NULL;
	struct connection   *known = calloc(1, sizeof *known);

	if (known == NULL)
		return NULL;
	known->seen = seen;
	known->deadline = web_deadline_open(&thread->deadlines, fd);
	allow_seconds(known->deadline, server->limits.header_deadline_s);
	return known;
}

static void end_connection(struct thread *thread, struct connection *known)
{
	if (known == NULL)
		return;
	web_deadline_close(&thread->deadlines, &known->deadline);
	if (known->seen != NULL)
		web_tls_leave(thread->listener->server->tls, known->seen);
	free(known);
}

static void notify_connection(void *context, struct MHD_Connection *connection,
                              void **socket_context, enum MHD_ConnectionNotificationCode code)
{
	struct thread     *thread = context;
	struct web_server *server = thread->listener->server;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info = MHD_get_connection_info(
			connection, MHD_CONNECTION_INFO_CONNECTION_FD);

		*socket_context = begin_connection(thread, info->connect_fd);
		atomic_fetch_add(&server->connections, 1);
	} else {
		end_connection(thread, *socket_context);
		*socket_context = NULL;
		atomic_fetch_sub(&server->connections, 1);
	}
}

static void *enforce(void *context)
{
	struct web_listener  *listener = context;
	const struct timespec pause = { .tv_nsec = ENFORCE_EVERY_MS * 1000000L };

	while (!atomic_load(&listener->is_closing)) {
		for (unsigned i = 0; i < listener->thread_count; i++)
			web_deadlines_enforce(&listener->threads[i].deadlines, web_server_now_us());
		nanosleep(&pause, NULL);
	}
	return NULL;
}

/* ---- one exchange ---- */

static enum MHD_Result take_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   size_t name_len, const char *value, size_t value_len)
{
	struct web_head *head = context;
	bool             is_header = kind == MHD_HEADER_KIND;
	struct web_pair  pair = { { name, name_len }, { value, value != NULL ? value_len : 0 } };

	if (is_header && head->header_count < WEB_HEADERS_MAX)
		head->headers[head->header_count++] = pair;
	else if (!is_header && head->argument_count < WEB_ARGUMENTS_MAX)
		head->arguments[head->argument_count++] = pair;
	else
		head->has_too_many = true;
	return MHD_YES;
}

static struct web_exchange *begin(struct thread *thread, struct MHD_Connection *connection,
                                  const char *url, const char *method, const char *version)
{
	struct web_exchange *exchange = web_exchange_open(thread->worker);

	if (exchange == NULL)
		return NULL;
	exchange->connection = connection;
	exchange->head.method = slice_from_cstr(method);
	exchange->head.path = slice_from_cstr(url);
	exchange->head.is_http_10 = strcmp(version, "HTTP/1.0") == 0;
	MHD_get_connection_values_n(connection, MHD_HEADER_KIND, take_header, &exchange->head);
	MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, take_header,
	                            &exchange->head);
	atomic_fetch_add(&thread->listener->server->in_flight, 1);
	web_dispatch_head(exchange);
	return exchange;
}

static void add_ending(struct MHD_Response *response, const struct web_ending *ending)
{
	MHD_add_response_header(response, "Deprecation", ending->deprecation_header);
	MHD_add_response_header(response, "Sunset", ending->sunset_header);
	if (ending->link_header[0] != '\0')
		MHD_add_response_header(response, "Link", ending->link_header);
}

static void add_headers(struct MHD_Response *response, const struct web_exchange *exchange)
{
	const struct web_reply *reply = &exchange->reply;

	MHD_add_response_header(response, "Content-Type", reply->type);
	MHD_add_response_header(response, "Cache-Control", "no-store");
	MHD_add_response_header(response, "X-Request-Id", exchange->request_id);
	for (size_t i = 0; i < reply->header_count; i++)
		MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value);
	if (exchange->ending != NULL)
		add_ending(response, exchange->ending);
	if (reply->allow != NULL)
		MHD_add_response_header(response, "Allow", reply->allow);
	if (reply->http == 503)
		MHD_add_response_header(response, "Retry-After", "1");
	if (atomic_load(&exchange->worker->server->is_draining))
		MHD_add_response_header(response, "Connection", "close");
}

/* A file is read while it is sent, and closed with the response; it may take longer than other
 * answers. */
static struct MHD_Response *make_response(struct web_reply *reply, uint64_t *seconds)
{
	struct MHD_Response *response;
	struct stat          info;

	if (reply->fd < 0)
		return MHD_create_response_from_buffer(reply->body.len, reply->body.ptr,
		                                       MHD_RESPMEM_PERSISTENT);
	if (fstat(reply->fd, &info) != 0)
		return NULL;
	response = MHD_create_response_from_fd64((uint64_t)info.st_size, reply->fd);
	if (response != NULL)
		reply->fd = -1;
	*seconds += (uint64_t)info.st_size / FILE_BYTES_PER_SECOND;
	return response;
}

static enum MHD_Result send_reply(struct web_exchange *exchange)
{
	struct MHD_Connection *connection = exchange->connection;
	struct web_reply      *reply = &exchange->reply;
	uint64_t               seconds = exchange->worker->server->limits.body_deadline_s;
	struct MHD_Response   *response = make_response(reply, &seconds);
	enum MHD_Result        result;

	if (response == NULL)
		return MHD_NO;
	add_headers(response, exchange);
	allow_seconds(deadline_of(connection), seconds);
	web_dispatch_sent(exchange);
	result = MHD_queue_response(connection, reply->http, response);
	MHD_destroy_response(response);
	return result;
}

/* On the thread of jobs. */
static void resume(struct audit_ticket *ticket, enum status status)
{
	struct web_exchange *exchange = ticket->context;

	exchange->recorded = status;
	MHD_resume_connection(exchange->connection);
}

/* What takes long does not stand in the loop's way. */
static enum MHD_Result suspend(struct web_exchange *exchange)
{
	exchange->ticket = (struct audit_ticket){ .done = resume, .context = exchange };
	MHD_suspend_connection(exchange->connection);
	if (!web_dispatch_hand_over(exchange))
		MHD_resume_connection(exchange->connection);
	return MHD_YES;
}

/* The handler ran. Sends the answer, or sees to it that it is sent once it is recorded. */
static enum MHD_Result record_and_send(struct thread *thread, struct web_exchange *exchange)
{
	if (exchange->later != NULL)
		return suspend(exchange);
	if (web_dispatch_next(exchange) == WEB_WAIT) {
		web_loop_hold(&thread->loop, exchange);
		if (web_dispatch_hand_over(exchange))
			return MHD_YES;
		web_loop_let_go(&thread->loop, exchange);
		if (exchange->is_suspended)
			return MHD_YES;
	} else {
		(void)web_dispatch_hand_over(exchange);
	}
	web_dispatch_recorded(exchange);
	return send_reply(exchange);
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_len, void **state)
{
	struct thread       *thread = context;
	struct web_exchange *exchange = *state;

	if (exchange == NULL) {
		exchange = begin(thread, connection, url, method, version);
		if (exchange == NULL)
			return MHD_NO;
		*state = exchange;
		allow_seconds(deadline_of(connection),
		              thread->listener->server->limits.body_deadline_s);
		return exchange->is_answered && !exchange->reads_on ? send_reply(exchange)
		                                                    : MHD_YES;
	}
	if (*upload_len > 0) {
		struct slice piece = { upload, *upload_len };

		*upload_len = 0;
		thread->loop.is_busy = true;
		return web_dispatch_body(exchange, piece) ? MHD_YES : MHD_NO;
	}
	if (exchange->is_held)
		return MHD_YES;
	if (exchange->is_waiting) {
		web_dispatch_recorded(exchange);
		return send_reply(exchange);
	}
	web_deadline_lift(deadline_of(connection));
	web_dispatch_end(exchange);
	exchange->is_waiting = true;
	return record_and_send(thread, exchange);
}

static void close_exchange(struct web_exchange *exchange)
{
	struct web_server *server = exchange->worker->server;

	web_exchange_close(&exchange);
	atomic_fetch_sub(&server->in_flight, 1);
}

/* A refused record takes back what it cost, though nobody is told. */
void web_loop_lost(struct web_exchange *exchange)
{
	web_dispatch_recorded(exchange);
	close_exchange(exchange);
}

static void finish(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode why)
{
	struct thread       *thread = context;
	struct web_server   *server = thread->listener->server;
	struct web_exchange *exchange = *state;

	(void)why;
	if (exchange == NULL)
		return;
	*state = NULL;
	allow_seconds(deadline_of(connection),
	              server->limits.idle_timeout_s + server->limits.header_deadline_s);
	if (web_loop_may_close(exchange))
		close_exchange(exchange);
}

/* Paths are compared as they were sent. */
static size_t leave_escaped(void *context, struct MHD_Connection *connection, char *text)
{
	(void)context;
	(void)connection;
	return strlen(text);
}

/* ---- opening and closing ---- */

static unsigned share(uint64_t whole, unsigned threads)
{
	return (unsigned)((whole + threads - 1) / threads);
}

/* What libmicrohttpd is told beside: with a certificate, that it speaks TLS. */
struct tls_options {
	unsigned              flag;
	struct MHD_OptionItem items[3];
};

static struct tls_options tls_options(const struct web_listener *listener)
{
	static char              priorities[] = WEB_TLS_PRIORITIES;
	const struct web_tls    *tls = listener->options.tls;
	const struct tls_options none = { 0, { { MHD_OPTION_END, 0, NULL } } };

	if (!speaks_tls(listener))
		return none;
	return (struct tls_options){
		MHD_USE_TLS,
		{ { MHD_OPTION_HTTPS_CERT_CALLBACK, 0, web_tls_callback(tls) },
		  { MHD_OPTION_HTTPS_PRIORITIES, 0, priorities },
		  { MHD_OPTION_END, 0, NULL } },
	};
}

static bool start_thread(struct web_listener *listener, struct thread *thread)
{
	const struct web_limits *limits = &listener->server->limits;
	uint64_t                 connections_max = listener->options.connections_max;
	unsigned                 threads = listener->thread_count;
	struct tls_options       tls = tls_options(listener);
	int                      fd = fcntl(listener->fd, F_DUPFD_CLOEXEC, 0);

	if (fd < 0)
		return false;
	thread->daemon = MHD_start_daemon(
		MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | tls.flag, 0, NULL, NULL, answer, thread,
		MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_COMPLETED, finish, thread,
		MHD_OPTION_NOTIFY_CONNECTION, notify_connection, thread,
		MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL, MHD_OPTION_CONNECTION_LIMIT,
		share(connections_max, threads), MHD_OPTION_PER_IP_CONNECTION_LIMIT,
		share(limits->connections_per_address_max, threads), MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned)limits->idle_timeout_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)limits->connection_memory_bytes, MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_ARRAY, tls.items, MHD_OPTION_END);
	if (thread->daemon == NULL) {
		close(fd);
		return false;
	}
	return web_loop_start(&thread->loop, thread->daemon) == STATUS_OK;
}

/* The socket that is there, or a new one. */
static enum status take_socket(struct web_listener *listener, struct error *err)
{
	if (listener->options.inherited_fd < 0)
		return web_address_listen(&listener->options.address, &listener->fd, err);
	listener->fd = listener->options.inherited_fd;
	return STATUS_OK;
}

enum status web_listener_open(struct web_server *server, const struct web_listener_options *options,
                              struct web_listener **listener, struct error *err)
{
	struct web_listener *fresh = calloc(1, sizeof *fresh +
	                                               options->threads * sizeof fresh->threads[0]);
	enum status          status;

	if (fresh == NULL)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "no memory to listen");
	fresh->server = server;
	fresh->options = *options;
	status = take_socket(fresh, err);
	if (status != STATUS_OK) {
		free(fresh);
		return status;
	}
	for (unsigned i = 0; i < options->threads && status == STATUS_OK; i++) {
		struct thread *thread = &fresh->threads[i];

		status = web_worker_open(server, options->areas, &thread->worker, err);
		if (status == STATUS_OK)
			thread->worker->is_private = options->address.is_private;
		if (status != STATUS_OK)
			break;
		thread->listener = fresh;
		web_deadlines_init(&thread->deadlines);
		fresh->thread_count++;
	}
	*listener = fresh;
	if (status != STATUS_OK)
		web_listener_close(listener);
	return status;
}

enum status web_listener_start(struct web_listener *listener, struct error *err)
{
	for (unsigned i = 0; i < listener->thread_count; i++)
		if (!start_thread(listener, &listener->threads[i]))
			return error_set(err, STATUS_IO, NULL, 0, 0, "cannot start a worker: %s",
			                 strerror(errno));
	listener->has_enforcer = pthread_create(&listener->enforcer, NULL, enforce, listener) == 0;
	if (!listener->has_enforcer)
		return error_set(err, STATUS_NO_MEMORY, NULL, 0, 0, "cannot start a thread");
	return STATUS_OK;
}

void web_listener_name(const struct web_listener *listener, char text[WEB_ADDRESS_CHARS])
{
	web_address_name(&listener->options.address, listener->fd, text);
}

/* Closing a listening socket resets the connections in its backlog: they may have sent their
 * request already. So it is closed in a moment when the workers have taken them all. */
static void wait_for_backlog(const struct web_listener *listener)
{
	const struct timespec pause = { .tv_nsec = 1000000L };
	struct pollfd         waiting = { .fd = listener->fd, .events = POLLIN };

	for (unsigned i = 0; i < BACKLOG_WAIT_MS && poll(&waiting, 1, 0) > 0; i++)
		nanosleep(&pause, NULL);
}

void web_listener_quiesce(struct web_listener *listener)
{
	if (listener->is_quiet)
		return;
	listener->is_quiet = true;
	if (listener->options.address.is_unix && listener->options.inherited_fd < 0)
		unlink(listener->options.address.path);
	wait_for_backlog(listener);
	for (unsigned i = 0; i < listener->thread_count; i++) {
		if (listener->threads[i].daemon != NULL) {
			MHD_socket fd = MHD_quiesce_daemon(listener->threads[i].daemon);

			if (fd != MHD_INVALID_SOCKET)
				close(fd);
		}
	}
	close(listener->fd);
}

void web_listener_stop(struct web_listener *listener)
{
	web_listener_quiesce(listener);
	atomic_store(&listener->is_closing, true);
	if (listener->has_enforcer)
		pthread_join(listener->enforcer, NULL);
	listener->has_enforcer = false;
	for (unsigned i = 0; i < listener->thread_count; i++) {
		web_loop_stop(&listener->threads[i].loop);
		if (listener->threads[i].daemon != NULL)
			MHD_stop_daemon(listener->threads[i].daemon);
		listener->threads[i].daemon = NULL;
	}
}

void web_listener_close(struct web_listener **listener)
{
	struct web_listener *closed = *listener;

	if (closed == NULL)
		return;
	web_listener_stop(closed);
	for (unsigned i = 0; i < closed->thread_count; i++) {
		web_deadlines_reset(&closed->threads[i].deadlines);
		web_worker_close(&closed->threads[i].worker);
	}
	free(closed);
	*listener = NULL;
}
