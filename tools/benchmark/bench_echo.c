/* SPDX-License-Identifier: Apache-2.0 */
/* What HTTP costs by itself: a server that answers each POST with its own body, with the library,
 * the flags and the threads that `doorward serve` has, and nothing else.
 *
 *     bench_echo [THREADS [PATH]]     on a port of loopback, or on a unix socket;
 *                                     prints "listening ADDRESS"; ends with SIGTERM
 */
#include <microhttpd.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define THREADS_MAX 64
#define BODY_MAX    65536

struct body {
	size_t used;
	char   bytes[BODY_MAX];
};

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **state)
{
	struct body         *body = *state;
	struct MHD_Response *response;
	enum MHD_Result      result;

	(void)context, (void)url, (void)method, (void)version;
	if (body == NULL) {
		*state = body = malloc(sizeof *body);
		if (body == NULL)
			return MHD_NO;
		body->used = 0;
		return MHD_YES;
	}
	if (*size > 0) {
		if (*size > BODY_MAX - body->used)
			return MHD_NO;
		memcpy(body->bytes + body->used, data, *size);
		body->used += *size;
		*size = 0;
		return MHD_YES;
	}
	response = MHD_create_response_from_buffer(body->used, body->bytes, MHD_RESPMEM_MUST_COPY);
	result = MHD_add_response_header(response, "Content-Type", "application/json");
	if (result == MHD_YES)
		result = MHD_queue_response(connection, MHD_HTTP_OK, response);
	MHD_destroy_response(response);
	return result;
}

static void finish(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code)
{
	(void)context, (void)connection, (void)code;
	free(*state);
	*state = NULL;
}

static int listen_on_loopback(char name[static 32])
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		                       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t          length = sizeof address;
	int                fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 ||
	    listen(fd, 1024) != 0 || getsockname(fd, (struct sockaddr *)&address, &length) != 0)
		return -1;
	snprintf(name, 32, "127.0.0.1:%u", ntohs(address.sin_port));
	return fd;
}

static int listen_on_path(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int                fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 ||
	    listen(fd, 1024) != 0)
		return -1;
	return fd;
}

int main(int argc, char **argv)
{
	unsigned long threads = argc > 1 ? strtoul(argv[1], NULL, 10) : 1;
	char          name[32] = "unix";
	int           fd = argc > 2 ? listen_on_path(argv[2]) : listen_on_loopback(name);
	int           number;
	sigset_t      ends;

	if (fd < 0 || threads < 1 || threads > THREADS_MAX) {
		fprintf(stderr, "usage: bench_echo [THREADS [PATH]]\n");
		return 2;
	}
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	for (unsigned long i = 0; i < threads; i++)
		if (MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0,
		                     NULL, NULL, answer, NULL, MHD_OPTION_LISTEN_SOCKET, dup(fd),
		                     MHD_OPTION_NOTIFY_COMPLETED, finish, NULL,
		                     MHD_OPTION_CONNECTION_LIMIT, 1024u,
		                     MHD_OPTION_CONNECTION_TIMEOUT, 10u,
		                     MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16384,
		                     MHD_OPTION_END) == NULL)
			return 2;
	printf("listening %s\n", name);
	fflush(stdout);
	sigwait(&ends, &number);
	return 0;
}
