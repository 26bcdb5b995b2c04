/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets that systemd opened for the server (sd_listen_fds(3)): the one that is named
 * "management" is management.listen, the other one is listen. */
#ifndef APP_SOCKETS_H
#define APP_SOCKETS_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"

struct app_sockets {
	int listen;     /* -1: none */
	int management; /* -1: none */
};

/* STATUS_OK, also without any; STATUS_CONFIG_INVALID for more than two, or two of one name. */
MUST_CHECK enum status app_sockets_take(struct app_sockets *sockets, struct error *err);

#endif
