/* SPDX-License-Identifier: Apache-2.0 */
/* One inline test of a rule, for who runs them all and for who runs them on changed rules. */
#ifndef SCAN_SELFTEST_H
#define SCAN_SELFTEST_H

#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "scan_stage.h"

#include <stdbool.h>
#include <stddef.h>

/* Scans `text` in a field and a direction that the rule looks at; the rule itself when it is a
 * draft, and `drafts` drafts that stand behind it, are judged too. `state` lives until the worker's
 * next reset. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status scan_selftest_run(struct engine_worker      *worker,
                                         const struct ruleset      *ruleset,
                                         const struct ruleset_rule *rule, size_t drafts,
                                         struct slice text, struct scan_prompt *state);

bool scan_selftest_matched(const struct scan_prompt *state, const struct ruleset_rule *rule);

#endif
