/* SPDX-License-Identifier: Apache-2.0 */
/* One GET to a running server: what a command needs that can ask it instead of reading files. */
#ifndef CMD_HTTP_H
#define CMD_HTTP_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_error.h"
#include "base_status.h"

#define CMD_URL_HELP "ask the server at http://HOST:PORT or unix:PATH ($DOORWARD_KEY: its key)"

/* Appends the body of the answer to GET `path`. Plain HTTP, for loopback and unix sockets: nothing
 * is encrypted. STATUS_OK; STATUS_USAGE for another kind of URL; STATUS_IO when there is no answer
 * or it is not 200, with the problem's detail; STATUS_NO_MEMORY. */
MUST_CHECK enum status cmd_http_get(const char *url, const char *path, struct buffer *body,
                                    struct error *err);

#endif
