/* SPDX-License-Identifier: Apache-2.0 */
/* Which of two forms of an answer does a client like better? (RFC 9110, 12.5.1)
 *
 *     Accept: text/html, application/xhtml+xml, application/json;q=0.9
 *
 * A form has the weight of the range that names it most closely: by its whole name, by the half
 * before the slash, or with any. */
#ifndef WEB_ACCEPT_H
#define WEB_ACCEPT_H

#include "web_head.h"

#include <stdbool.h>

/* Is `type` liked better than `standard`, or as well and named more closely? Both are in small
 * letters, "text/html". Without an Accept header, and where none of it can be read, it is not. */
bool web_accept_prefers(const struct web_head *head, const char *type, const char *standard);

#endif
