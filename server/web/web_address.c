/* SPDX-License-Identifier: Apache-2.0 */
#include "web_address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 1024

static enum status refuse(const char *text, struct error *err)
{
	return error_set(err, STATUS_CONFIG_INVALID, NULL, 0, 0,
	                 "\"%.100s\" is no address to listen on: write 127.0.0.1:8080, [::1]:8080 "
	                 "or unix:/path/to/socket",
	                 text);
}

static enum status parse_unix(const char *text, struct web_address *address, struct error *err)
{
	struct sockaddr_un unix_address = { .sun_family = AF_UNIX };
	const char        *path = text + sizeof "unix:" - 1;
	size_t             len = strlen(path);

	if (len == 0 || len >= sizeof unix_address.sun_path)
		return error_set(err, STATUS_CONFIG_INVALID, NULL, 0, 0,
		                 "the path of a unix socket has 1 to %zu bytes",
		                 sizeof unix_address.sun_path - 1);
	memcpy(unix_address.sun_path, path, len + 1);
	memcpy(address->path, path, len + 1);
	memcpy(&address->socket, &unix_address, sizeof unix_address);
	address->socket_bytes = sizeof unix_address;
	address->is_unix = true;
	address->is_private = true;
	return STATUS_OK;
}

static bool parse_port(const char *text, in_port_t *port)
{
	unsigned long value;
	char         *end;

	if (*text < '0' || *text > '9')
		return false;
	value = strtoul(text, &end, 10);
	if (*end != '\0' || value > 65535)
		return false;
	*port = htons((uint16_t)value);
	return true;
}

static bool parse_ipv4(const char *host, in_port_t port, struct web_address *address)
{
	struct sockaddr_in socket = { .sin_family = AF_INET, .sin_port = port };

	if (inet_pton(AF_INET, host, &socket.sin_addr) != 1)
		return false;
	memcpy(&address->socket, &socket, sizeof socket);
	address->socket_bytes = sizeof socket;
	address->is_private = ntohl(socket.sin_addr.s_addr) >> 24 == 127;
	return true;
}

static bool parse_ipv6(const char *host, in_port_t port, struct web_address *address)
{
	struct sockaddr_in6 socket = { .sin6_family = AF_INET6, .sin6_port = port };

	if (inet_pton(AF_INET6, host, &socket.sin6_addr) != 1)
		return false;
	memcpy(&address->socket, &socket, sizeof socket);
	address->socket_bytes = sizeof socket;
	address->is_private = IN6_IS_ADDR_LOOPBACK(&socket.sin6_addr) != 0;
	return true;
}

enum status web_address_parse(const char *text, struct web_address *address, struct error *err)
{
	const char *colon = strrchr(text, ':');
	char        host[64];
	size_t      len;
	in_port_t   port;

	*address = (struct web_address){ 0 };
	if (strncmp(text, "unix:", 5) == 0)
		return parse_unix(text, address, err);
	len = colon != NULL ? (size_t)(colon - text) : 0;
	if (len == 0 || len >= sizeof host || !parse_port(colon + 1, &port))
		return refuse(text, err);
	memcpy(host, text, len);
	host[len] = '\0';
	if (host[0] == '[' && host[len - 1] == ']') {
		host[len - 1] = '\0';
		return parse_ipv6(host + 1, port, address) ? STATUS_OK : refuse(text, err);
	}
	if (strcmp(host, "localhost") == 0)
		snprintf(host, sizeof host, "127.0.0.1");
	return parse_ipv4(host, port, address) ? STATUS_OK : refuse(text, err);
}

static enum status cannot(const char *what, const struct web_address *address, int fd,
                          struct error *err)
{
	int  saved = errno;
	char name[WEB_ADDRESS_CHARS];

	if (fd >= 0)
		close(fd);
	web_address_name(address, -1, name);
	return error_set(err, STATUS_IO, NULL, 0, 0, "cannot %s %s: %s", what, name,
	                 strerror(saved));
}

/* Removes a socket file that a server left behind when it was killed. */
static void remove_stale(const struct web_address *address)
{
	struct stat info;
	int         fd;

	if (lstat(address->path, &info) != 0 || !S_ISSOCK(info.st_mode))
		return;
	/* Not blocking: a server that is stopped may have a full backlog. */
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return;
	if (connect(fd, (const struct sockaddr *)&address->socket, address->socket_bytes) != 0 &&
	    errno == ECONNREFUSED)
		unlink(address->path);
	close(fd);
}

enum status web_address_listen(const struct web_address *address, int *fd, struct error *err)
{
	const int on = 1;
	int made = socket(address->socket.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (made < 0)
		return cannot("make a socket for", address, made, err);
	if (address->is_unix)
		remove_stale(address);
	else
		setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(made, (const struct sockaddr *)&address->socket, address->socket_bytes) != 0)
		return cannot("listen on", address, made, err);
	if (address->is_unix && chmod(address->path, 0660) != 0)
		return cannot("set the mode of", address, made, err);
	if (listen(made, BACKLOG) != 0)
		return cannot("listen on", address, made, err);
	*fd = made;
	return STATUS_OK;
}

static bool is_listening(int fd)
{
	int       type = 0, listens = 0;
	socklen_t bytes = sizeof type;

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &bytes) == 0 && type == SOCK_STREAM &&
	       getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &bytes) == 0 && listens != 0;
}

static void take_unix(struct web_address *address)
{
	struct sockaddr_un unix_address = { 0 };

	memcpy(&unix_address, &address->socket, address->socket_bytes);
	(void)snprintf(address->path, sizeof address->path, "%s", unix_address.sun_path);
	address->is_unix = true;
	address->is_private = true;
}

enum status web_address_adopt(int fd, struct web_address *address, struct error *err)
{
	struct sockaddr_in  ipv4;
	struct sockaddr_in6 ipv6;

	*address = (struct web_address){ .socket_bytes = sizeof address->socket };
	if (!is_listening(fd) ||
	    getsockname(fd, (struct sockaddr *)&address->socket, &address->socket_bytes) != 0 ||
	    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) != 0 ||
	    fcntl(fd, F_SETFD, FD_CLOEXEC) != 0)
		return error_set(err, STATUS_CONFIG_INVALID, NULL, 0, 0,
		                 "descriptor %d is no listening stream socket", fd);
	if (address->socket.ss_family == AF_UNIX) {
		take_unix(address);
	} else if (address->socket.ss_family == AF_INET) {
		memcpy(&ipv4, &address->socket, sizeof ipv4);
		address->is_private = ntohl(ipv4.sin_addr.s_addr) >> 24 == 127;
	} else if (address->socket.ss_family == AF_INET6) {
		memcpy(&ipv6, &address->socket, sizeof ipv6);
		address->is_private = IN6_IS_ADDR_LOOPBACK(&ipv6.sin6_addr) != 0;
	} else {
		return error_set(err, STATUS_CONFIG_INVALID, NULL, 0, 0,
		                 "descriptor %d is a socket of another kind", fd);
	}
	return STATUS_OK;
}

void web_address_name(const struct web_address *address, int fd, char text[WEB_ADDRESS_CHARS])
{
	struct sockaddr_storage bound = address->socket;
	socklen_t               bytes = sizeof bound;
	char                    host[INET6_ADDRSTRLEN] = "";
	struct sockaddr_in      ipv4;
	struct sockaddr_in6     ipv6;

	if (address->is_unix) {
		snprintf(text, WEB_ADDRESS_CHARS, "unix:%s", address->path);
		return;
	}
	if (fd >= 0)
		(void)getsockname(fd, (struct sockaddr *)&bound, &bytes);
	if (bound.ss_family == AF_INET) {
		memcpy(&ipv4, &bound, sizeof ipv4);
		inet_ntop(AF_INET, &ipv4.sin_addr, host, sizeof host);
		snprintf(text, WEB_ADDRESS_CHARS, "%s:%u", host, ntohs(ipv4.sin_port));
	} else {
		memcpy(&ipv6, &bound, sizeof ipv6);
		inet_ntop(AF_INET6, &ipv6.sin6_addr, host, sizeof host);
		snprintf(text, WEB_ADDRESS_CHARS, "[%s]:%u", host, ntohs(ipv6.sin6_port));
	}
}
