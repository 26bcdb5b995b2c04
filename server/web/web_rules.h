/* SPDX-License-Identifier: Apache-2.0 */
/* What the routes about rules share. */
#ifndef WEB_RULES_H
#define WEB_RULES_H

#include "base_error.h"
#include "base_status.h"
#include "doorward/ruleset.h"
#include "web_exchange.h"

/* Appends the members "id", "title", "category", "mode", "level", "action", "severity", "owner",
 * "expires", "file", "line", without braces. */
void web_rules_put(const struct ruleset_rule *rule, struct buffer *out);

/* "name":"text", or null for "". */
void web_rules_put_text(struct buffer *out, const char *name, const char *text);

/* {"status","file","line","column","detail"} of a fault, or null for none. */
void web_rules_put_fault(struct buffer *out, const char *name, const struct error *fault);

/* Ends the body with a newline: 200, application/json. */
void web_rules_answer(struct web_exchange *exchange);

/* A request that could not be read or judged. */
void web_rules_refuse(struct web_exchange *exchange, enum status status, const struct error *err);

#endif
