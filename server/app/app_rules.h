/* SPDX-License-Identifier: Apache-2.0 */
/* From a path to a ruleset, the quickest way: a file of compiled rules, the cache, the compiler.
 * For the server and for the subcommands that judge prompts themselves. */
#ifndef APP_RULES_H
#define APP_RULES_H

#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "doorward/ruleset.h"

#include <stdbool.h>

struct app_rules {
	const char *path;  /* a rules folder, or a file that `doorward rules snapshot` wrote */
	const char *cache; /* folder of app_cache.h; NULL: none */

	/* Out: why the cache could not be read or written; STATUS_OK when it could. Never a
	 * reason to fail. Only the first fault is kept. */
	struct error cache_fault;
};

/* The revision that app_rules_load() would find, without opening or compiling anything: "" for a
 * file of compiled rules. As ruleset_folder_revision(). */
MUST_CHECK enum status app_rules_revision(const struct app_rules *rules,
                                          char          revision[RULESET_REVISION_CHARS + 1],
                                          struct error *err);

/* *tested: read ready-made, its inline tests passed when it was compiled. `revision` as the
 * function above found it, or NULL. As ruleset_load(), and STATUS_CORRUPT for a file of compiled
 * rules that ruleset_open_bytes() refuses. */
MUST_CHECK enum status app_rules_load(struct app_rules *rules, const char *revision,
                                      struct ruleset **ruleset, bool *tested, struct error *err);

/* Keeps what app_rules_load() compiled and whose tests have passed since. */
void app_rules_keep(struct app_rules *rules, const struct ruleset *ruleset);

/* The cache of a user who runs no server: $XDG_CACHE_HOME/doorward, else ~/.cache/doorward. Creates
 * what is missing of it. False when there is no such folder. `environment` as environ. */
#define APP_RULES_PATH_CHARS 4096
bool app_rules_user_cache(const char *const *environment, char folder[APP_RULES_PATH_CHARS]);

#endif
