/* SPDX-License-Identifier: Apache-2.0 */
/* Static findings about rule files, beyond what stops a load. */
#ifndef DOORWARD_LINT_H
#define DOORWARD_LINT_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "doorward/ruleset.h"

#include <stddef.h>
#include <stdint.h>

enum lint_level { LINT_NOTE, LINT_WARNING, LINT_ERROR };

struct lint_finding {
	const char     *code; /* "R010"; a code never changes its meaning */
	enum lint_level level;
	struct error    place; /* file, line, column, message */
	const char     *rule;  /* id, or "" */
};

/* Called for each finding in order of file and line; the struct is borrowed. */
typedef void lint_report(void *context, const struct lint_finding *finding);

/* Lints a rules folder: a load fault is reported as an error with code R001 (YAML),
 * R002 (schema) or the code it has; then the static checks of a ruleset that loads.
 * `now_s` is the time, in seconds since 1970 UTC, that expiry dates are held against: the
 * engine has no clock. *ruleset (may be NULL) receives the loaded ruleset or NULL; close it.
 * STATUS_OK when there is no error among the findings, else STATUS_RULE_MALFORMED. */
MUST_CHECK enum status lint_folder(const char *folder, int64_t now_s, lint_report *report,
                                   void *context, struct ruleset **ruleset);

#endif
