/* SPDX-License-Identifier: Apache-2.0 */
/* From "host:port" or "unix:PATH" to a listening socket. */
#ifndef WEB_ADDRESS_H
#define WEB_ADDRESS_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

#define WEB_ADDRESS_CHARS 128

struct web_address {
	struct sockaddr_storage socket;
	socklen_t               socket_bytes;
	bool                    is_unix;
	bool                    is_private; /* loopback or a unix socket */
	char                    path[108];  /* of a unix socket */
};

/* Host: a numeric IPv4 address, a numeric IPv6 address in brackets, or "localhost"; port 0 lets
 * the system choose. STATUS_OK or STATUS_CONFIG_INVALID with err. */
MUST_CHECK enum status web_address_parse(const char *text, struct web_address *address,
                                         struct error *err);

/* A non-blocking, listening socket. A unix socket gets mode 0660; a stale one, which nobody
 * listens on, is replaced. STATUS_OK or STATUS_IO with err. */
MUST_CHECK enum status web_address_listen(const struct web_address *address, int *fd,
                                          struct error *err);

/* The address of a listening stream socket that somebody else opened (systemd), which becomes
 * non-blocking. STATUS_OK; STATUS_CONFIG_INVALID for any other descriptor. */
MUST_CHECK enum status web_address_adopt(int fd, struct web_address *address, struct error *err);

/* As it is: "127.0.0.1:40123" when port 0 was asked for. `fd` -1: as it was asked for. */
void web_address_name(const struct web_address *address, int fd, char text[WEB_ADDRESS_CHARS]);

#endif
