/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_http.h"

#include "base_slice.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define TIMEOUT_S        30
#define READ_BYTES       ((size_t)64 * 1024)
#define ANSWER_BYTES_MAX ((size_t)64 * 1024 * 1024)
#define HOST_CHARS       256

static enum status cannot(struct error *err, const char *url, const char *why)
{
	return error_set(err, STATUS_IO, NULL, 0, 0, "no answer from %.200s: %s", url, why);
}

static void set_timeout(int fd)
{
	const struct timeval limit = { .tv_sec = TIMEOUT_S };

	(void)setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

static int connect_unix(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int                fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || strlen(path) >= sizeof address.sun_path) {
		errno = fd < 0 ? errno : ENAMETOOLONG;
		if (fd >= 0)
			close(fd);
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path));
	set_timeout(fd);
	if (connect(fd, (const struct sockaddr *)&address, sizeof address) == 0)
		return fd;
	close(fd);
	return -1;
}

static int connect_tcp(const char *host, const char *port)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo      *found = NULL;
	int                   fd = -1;

	if (getaddrinfo(host, port, &hints, &found) != 0) {
		errno = EADDRNOTAVAIL;
		return -1;
	}
	for (const struct addrinfo *at = found; at != NULL && fd < 0; at = at->ai_next) {
		fd = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
		if (fd < 0)
			continue;
		set_timeout(fd);
		if (connect(fd, at->ai_addr, at->ai_addrlen) == 0)
			break;
		close(fd);
		fd = -1;
	}
	freeaddrinfo(found);
	return fd;
}

/* "http://host:port", "http://[::1]:port", with or without a slash at the end. */
static bool split_host(const char *url, char host[HOST_CHARS], char port[16])
{
	const char *rest = url + sizeof "http://" - 1;
	size_t      len = strcspn(rest, "/");
	const char *colon = memrchr(rest, ':', len);
	size_t      host_len;

	if (rest[len] == '/' && rest[len + 1] != '\0')
		return false;
	if (colon == NULL || rest[len - 1] == ']')
		colon = rest + len;
	host_len = (size_t)(colon - rest);
	if (host_len > 1 && rest[0] == '[' && rest[host_len - 1] == ']') {
		rest++;
		host_len -= 2;
	}
	if (host_len == 0 || host_len >= HOST_CHARS)
		return false;
	snprintf(host, HOST_CHARS, "%.*s", (int)host_len, rest);
	len = strcspn(*colon == ':' ? colon + 1 : colon, "/");
	snprintf(port, 16, "%.*s", (int)(len < 15 ? len : 15), *colon == ':' ? colon + 1 : colon);
	if (port[0] == '\0')
		snprintf(port, 16, "80");
	return true;
}

static enum status connect_url(const char *url, int *fd, struct error *err)
{
	char host[HOST_CHARS], port[16];

	if (strncmp(url, "unix:", 5) == 0) {
		*fd = connect_unix(url + 5);
	} else if (strncmp(url, "http://", 7) == 0 && split_host(url, host, port)) {
		*fd = connect_tcp(host, port);
	} else {
		return error_set(err, STATUS_USAGE, NULL, 0, 0,
		                 "\"%.200s\" is neither http://HOST:PORT nor unix:PATH", url);
	}
	return *fd >= 0 ? STATUS_OK : cannot(err, url, strerror(errno));
}

static bool send_request(int fd, const char *path)
{
	const char   *key = getenv("DOORWARD_KEY");
	struct buffer request;
	size_t        sent = 0;
	bool          good;

	buffer_init_heap(&request);
	buffer_append_format(&request, "GET %s HTTP/1.0\r\nHost: localhost\r\n", path);
	if (key != NULL && key[strcspn(key, "\r\n")] == '\0' && key[0] != '\0')
		buffer_append_format(&request, "Authorization: Bearer %s\r\n", key);
	buffer_append_cstr(&request, "\r\n");
	good = !request.failed;
	while (good && sent < request.len) {
		ssize_t done = send(fd, request.ptr + sent, request.len - sent, MSG_NOSIGNAL);

		good = done > 0;
		sent += good ? (size_t)done : 0;
	}
	buffer_free(&request);
	return good;
}

static bool read_answer(int fd, struct buffer *answer)
{
	while (answer->len < ANSWER_BYTES_MAX) {
		char   *to = buffer_reserve(answer, READ_BYTES);
		ssize_t got = to != NULL ? recv(fd, to, READ_BYTES, 0) : -1;

		if (got <= 0)
			return got == 0;
		answer->len += (size_t)got;
	}
	return false;
}

static enum status take_body(const char *url, struct slice answer, struct buffer *body,
                             struct error *err)
{
	size_t       end = slice_find(answer, SLICE_LIT("\r\n\r\n"), 0);
	size_t       line = slice_find(answer, SLICE_LIT("\r\n"), 0);
	struct slice status;

	if (end == SIZE_MAX || !slice_starts_with(answer, SLICE_LIT("HTTP/1.")))
		return cannot(err, url, "this is no HTTP");
	status = slice_range(answer, 0, line);
	if (slice_find(status, SLICE_LIT(" 200"), 0) != sizeof "HTTP/1.1" - 1)
		return error_set(err, STATUS_IO, NULL, 0, 0, "%.200s answers %.*s", url,
		                 (int)(status.len < 100 ? status.len : 100), status.ptr);
	buffer_append(body, slice_from(answer, end + 4));
	return body->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

enum status cmd_http_get(const char *url, const char *path, struct buffer *body, struct error *err)
{
	struct buffer answer;
	int           fd = -1;
	enum status   status = connect_url(url, &fd, err);

	if (status != STATUS_OK)
		return status;
	buffer_init_heap(&answer);
	if (!send_request(fd, path) || !read_answer(fd, &answer))
		status = cannot(err, url, answer.failed ? "no memory" : strerror(errno));
	close(fd);
	if (status == STATUS_OK)
		status = take_body(url, buffer_slice(&answer), body, err);
	buffer_free(&answer);
	return status;
}
