/* SPDX-License-Identifier: Apache-2.0 */
/* The body of POST /v1/rules/test: a native request with a few members more. */
#ifndef WEB_RULES_BODY_H
#define WEB_RULES_BODY_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "web_rules_trial.h"

#include <stdbool.h>
#include <stddef.h>

#define WEB_RULES_ASKED_MAX 64u

struct web_rules_body {
	bool                  has_text; /* there is "rules_text" */
	struct web_trial_text text;     /* "rules_text", "rules_file", "rules_alone" */
	struct slice          asked[WEB_RULES_ASKED_MAX]; /* "rules": ids */
	size_t                asked_count;
	struct slice          request; /* the body with blanks in the place of these members */
};

/* Lives in the body and the arena. Places in faults of `request` are those of the body.
 * STATUS_OK, STATUS_JSON_MALFORMED, STATUS_REQUEST_INVALID, STATUS_LIMIT_REACHED,
 * STATUS_NO_MEMORY. */
MUST_CHECK enum status web_rules_body_read(struct slice body, struct arena *arena,
                                           struct web_rules_body *parts, struct error *err);

#endif
