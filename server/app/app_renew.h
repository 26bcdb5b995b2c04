/* SPDX-License-Identifier: Apache-2.0 */
/* What SIGHUP reads again beside the rules: announcements, the certificate and its key. */
#ifndef APP_RENEW_H
#define APP_RENEW_H

#include "app_config.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "web_server.h"

struct app_renew {
	const struct app_config *config; /* borrowed */
	struct web_server       *server; /* NULL: not opened */
};

/* Reads them for the first time and gives them to the server: before its listeners open. STATUS_OK,
 * or a fault with its place. */
MUST_CHECK enum status app_renew_open(struct app_renew *renew, const struct app_config *config,
                                      struct web_server *server, struct error *err);
/* Reads them again; what is at fault is logged and stays as it was. On the main thread. */
void app_renew_again(struct app_renew *renew);
/* No listener may be running. */
void app_renew_close(struct app_renew *renew);

#endif
