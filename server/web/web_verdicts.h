/* SPDX-License-Identifier: Apache-2.0 */
/* What the routes about verdicts share. */
#ifndef WEB_VERDICTS_H
#define WEB_VERDICTS_H

#include "audit_query.h"
#include "base_arena.h"
#include "web_exchange.h"
#include "web_query.h"

#include <stdbool.h>

/* The query behind "?" in the path; the argument `except` is not of it (NULL: all are). False: it
 * is refused. Values live in the arena or the head. */
bool web_verdicts_query(struct web_exchange *exchange, struct arena *arena, const char *except,
                        struct audit_query *query);

#endif
