/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled rulesets in a folder, by what they were made of and by whom. */
#ifndef APP_CACHE_H
#define APP_CACHE_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_error.h"
#include "base_status.h"
#include "doorward/ruleset.h"

#include <stddef.h>

#define APP_CACHE_FILES_MAX 4u /* the ones used last stay */

/* The ruleset of this revision, whose inline tests have passed. STATUS_OK; STATUS_NOT_FOUND: it
 * is not there; anything else: what is there cannot be used, with a reason in err. */
MUST_CHECK enum status app_cache_open(const char *folder, const char *revision,
                                      struct ruleset **ruleset, struct error *err);

/* Keeps a ruleset whose inline tests have passed, and drops what was not used for longest. The
 * folder is created (not its parents). STATUS_OK, STATUS_IO, STATUS_NO_MEMORY. Any thread or
 * process: a file is there whole or not at all. */
MUST_CHECK enum status app_cache_store(const char *folder, const struct ruleset *ruleset,
                                       struct error *err);

/* The whole file in a new arena, which is to be closed in any case. A copy: a mapped file could
 * change while it is looked at. STATUS_OK, STATUS_IO, STATUS_NO_MEMORY. */
MUST_CHECK enum status app_cache_read(const char *path, struct arena *arena, struct slice *bytes,
                                      struct error *err);

/* Writes the file so that it is there whole and durable, or not at all. `mode` as of open(2).
 * STATUS_OK or STATUS_IO with the path in err. */
MUST_CHECK enum status app_cache_write(const char *path, unsigned mode, struct slice bytes,
                                       struct error *err);

#endif
