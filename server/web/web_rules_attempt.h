/* SPDX-License-Identifier: Apache-2.0 */
/* An attempt to load rules, as /v1/rules/status and /v1/rules/reload show it. */
#ifndef WEB_RULES_ATTEMPT_H
#define WEB_RULES_ATTEMPT_H

#include "base_buffer.h"
#include "web_reload.h"

/* Appends "name":{"number","cause","result","forced","cached","at","duration_us","rules","tests",
 * "revision","fault"}, or null when there was none. In web_rules_status.c. */
void web_rules_put_attempt(struct buffer *out, const char *name,
                           const struct web_reload_attempt *attempt);

#endif
