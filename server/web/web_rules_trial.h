/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that somebody tries and that are not saved: compiled beside the folder, or alone with the
 * folder's lists and policies, and kept for the next prompt that is tried against them. */
#ifndef WEB_RULES_TRIAL_H
#define WEB_RULES_TRIAL_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_digest.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "doorward/ruleset.h"

#include <stdbool.h>
#include <stdint.h>

#define WEB_TRIAL_TEXT_BYTES_MAX (96u * 1024u)
#define WEB_TRIAL_NAME_BYTES_MAX 200u
#define WEB_TRIAL_KEPT_US        30000000u

/* Zeroed is empty. */
struct web_trial {
	struct ruleset *ruleset;
	struct digest   digest;   /* of what it was made from */
	struct buffer   failures; /* a line for each inline test that failed */
	uint64_t        made_us;
	uint64_t        compile_us;
};

struct web_trial_text {
	struct slice name; /* of the file that it would be; "" is "unsaved.yaml" */
	struct slice text; /* YAML */
	bool         alone;
};

/* Is the text short enough, and its name one of a rule file? STATUS_OK; STATUS_LIMIT_REACHED,
 * STATUS_REQUEST_INVALID with err. */
MUST_CHECK enum status web_trial_check(const struct web_trial_text *text, struct error *err);

/* Compiles the text, unless it is the one compiled last, not long ago, and runs its inline tests.
 * STATUS_OK; STATUS_REQUEST_INVALID for a name that is none of a rule file; STATUS_LIMIT_REACHED;
 * the faults of ruleset_load() with file, line and column in err. */
MUST_CHECK enum status web_trial_make(struct web_trial *trial, const char *folder,
                                      const struct web_trial_text *text, struct error *err);

void web_trial_reset(struct web_trial *trial);

/* The name as it stands with the rules: ruleset_rule_file(). NUL-terminated. */
void web_trial_name(const struct web_trial_text *text, char name[WEB_TRIAL_NAME_BYTES_MAX + 1]);

#endif
