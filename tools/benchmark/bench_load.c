/* SPDX-License-Identifier: Apache-2.0 */
/* The client of the HTTP benchmarks: so many connections, each with one request under way, until
 * the time is up. It speaks TCP and unix sockets, and sends prose of which no two requests are
 * alike.
 *
 *     bench_load ADDRESS CONNECTIONS SECONDS BYTES [HEADER]
 *
 * ADDRESS is HOST:PORT in digits, or unix:PATH. Prints one line of JSON: requests answered,
 * seconds, answers that were not 200, and percentiles of the time to an answer. */
#include "base_arena.h"
#include "base_buffer.h"
#include "bench_texts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define REQUESTS        4096u
#define CONNECTIONS_MAX 1024u
#define EVENTS          64
#define ANSWER_BYTES    65536u
#define TIMES_MAX       (1u << 23)
#define ARENA_BYTES     (1u << 20)

struct connection {
	int    fd;
	double begun_us;
	size_t used;     /* of the answer */
	size_t expected; /* bytes of it in all; 0: the head is not complete */
	char   answer[ANSWER_BYTES];
};

struct load {
	struct sockaddr_storage address;
	socklen_t               address_len;
	int                     epoll_fd;
	struct buffer           requests[REQUESTS];
	size_t                  next;
	struct connection      *connections;
	float                  *times_us;
	size_t                  answered, refused;
};

static void fail(const char *what)
{
	fprintf(stderr, "bench_load: %s: %s\n", what, strerror(errno));
	exit(2);
}

static double now_us(void)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	return (double)at.tv_sec * 1e6 + (double)at.tv_nsec / 1e3;
}

/* ---- what is sent ---- */

static void make_requests(struct load *load, size_t bytes, const char *header)
{
	struct arena arena;
	uint64_t     random = bytes + 1;

	if (!arena_open(&arena, ARENA_BYTES))
		fail("memory");
	for (size_t i = 0; i < REQUESTS; i++) {
		struct buffer *request = &load->requests[i];
		struct slice   text;

		arena_reset(&arena);
		text = bench_prose(&arena, bytes, BENCH_PROSE_NAMES, &random);
		buffer_init_heap(request);
		buffer_append_format(request,
		                     "POST /v1/check HTTP/1.1\r\nHost: bench\r\n"
		                     "Content-Type: application/json\r\n%s%sContent-Length: %zu\r\n"
		                     "\r\n{\"prompt\":\"",
		                     header, header[0] != '\0' ? "\r\n" : "",
		                     text.len + sizeof "{\"prompt\":\"\"}" - 1);
		buffer_append(request, text);
		buffer_append_cstr(request, "\"}");
		if (request->failed)
			fail("memory");
	}
	arena_close(&arena);
}

static void ask(struct load *load, struct connection *connection)
{
	const struct buffer *request = &load->requests[load->next++ % REQUESTS];

	connection->used = 0;
	connection->expected = 0;
	connection->begun_us = now_us();
	/* A request fits into an empty socket buffer. */
	if (send(connection->fd, request->ptr, request->len, MSG_NOSIGNAL) != (ssize_t)request->len)
		fail("send");
}

/* ---- what comes back ---- */

/* Content-Length, once the head is there: then the answer's length is known. */
static void read_head(struct connection *connection)
{
	const char *end, *length;

	connection->answer[connection->used] = '\0';
	end = strstr(connection->answer, "\r\n\r\n");
	if (end == NULL)
		return;
	length = strcasestr(connection->answer, "\r\ncontent-length:");
	if (length == NULL || length > end)
		fail("an answer without Content-Length");
	connection->expected = (size_t)(end - connection->answer) + 4 +
	                       strtoul(length + sizeof "\r\ncontent-length:" - 1, NULL, 10);
	if (connection->expected >= ANSWER_BYTES)
		fail("an answer that is too long");
}

static void take_answer(struct load *load, struct connection *connection)
{
	ssize_t got = recv(connection->fd, connection->answer + connection->used,
	                   ANSWER_BYTES - 1 - connection->used, MSG_DONTWAIT);

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0)
		fail("receive");
	connection->used += (size_t)got;
	if (connection->expected == 0)
		read_head(connection);
	if (connection->expected == 0 || connection->used < connection->expected)
		return;
	if (load->answered < TIMES_MAX)
		load->times_us[load->answered] = (float)(now_us() - connection->begun_us);
	load->answered++;
	load->refused += memcmp(connection->answer, "HTTP/1.1 200", 12) != 0;
	ask(load, connection);
}

/* ---- the run ---- */

static void read_address(struct load *load, const char *text)
{
	const char *colon = strrchr(text, ':');

	if (strncmp(text, "unix:", 5) == 0) {
		struct sockaddr_un *local = (struct sockaddr_un *)&load->address;

		local->sun_family = AF_UNIX;
		snprintf(local->sun_path, sizeof local->sun_path, "%s", text + 5);
		load->address_len = sizeof *local;
	} else {
		struct sockaddr_in *net = (struct sockaddr_in *)&load->address;
		char                host[64];

		snprintf(host, sizeof host, "%.*s", colon != NULL ? (int)(colon - text) : 0, text);
		net->sin_family = AF_INET;
		if (colon == NULL || inet_pton(AF_INET, host, &net->sin_addr) != 1)
			fail("an address is HOST:PORT or unix:PATH");
		net->sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
		load->address_len = sizeof *net;
	}
}

static void open_connection(struct load *load, struct connection *connection)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };
	int                family = load->address.ss_family, on = 1;

	connection->fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connection->fd < 0 ||
	    connect(connection->fd, (struct sockaddr *)&load->address, load->address_len) != 0)
		fail("connect");
	if (family == AF_INET)
		setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (epoll_ctl(load->epoll_fd, EPOLL_CTL_ADD, connection->fd, &event) != 0)
		fail("epoll");
	ask(load, connection);
}

static void run(struct load *load, double until_us)
{
	struct epoll_event events[EVENTS];

	while (now_us() < until_us) {
		int count = epoll_wait(load->epoll_fd, events, EVENTS, 100);

		for (int i = 0; i < count; i++)
			take_answer(load, events[i].data.ptr);
	}
}

static int compare(const void *a, const void *b)
{
	const float *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

static double percentile(const struct load *load, double share)
{
	size_t count = load->answered < TIMES_MAX ? load->answered : TIMES_MAX;

	return count == 0 ? 0 : (double)load->times_us[(size_t)(share * (double)(count - 1))];
}

static void report(struct load *load, double seconds)
{
	qsort(load->times_us, load->answered < TIMES_MAX ? load->answered : TIMES_MAX,
	      sizeof *load->times_us, compare);
	printf("{\"requests\":%zu,\"seconds\":%.4f,\"refused\":%zu,\"p50_us\":%.0f,\"p99_us\":%.0f,"
	       "\"p999_us\":%.0f}\n",
	       load->answered, seconds, load->refused, percentile(load, 0.5),
	       percentile(load, 0.99), percentile(load, 0.999));
}

int main(int argc, char **argv)
{
	static struct load load;
	size_t             count = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	double             seconds = argc > 3 ? strtod(argv[3], NULL) : 0, begun_us;

	if (argc < 5 || count < 1 || count > CONNECTIONS_MAX || seconds <= 0) {
		fprintf(stderr, "usage: bench_load ADDRESS CONNECTIONS SECONDS BYTES [HEADER]\n");
		return 2;
	}
	read_address(&load, argv[1]);
	make_requests(&load, strtoul(argv[4], NULL, 10), argc > 5 ? argv[5] : "");
	load.connections = calloc(count, sizeof *load.connections);
	load.times_us = calloc(TIMES_MAX, sizeof *load.times_us);
	load.epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (load.connections == NULL || load.times_us == NULL || load.epoll_fd < 0)
		fail("memory");
	begun_us = now_us();
	for (size_t i = 0; i < count; i++)
		open_connection(&load, &load.connections[i]);
	run(&load, begun_us + seconds * 1e6);
	report(&load, (now_us() - begun_us) / 1e6);
	return 0;
}
