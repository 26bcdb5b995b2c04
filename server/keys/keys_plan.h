/* SPDX-License-Identifier: Apache-2.0 */
/* Plans are data: plans.yaml names each plan's limits (defaults/plans.yaml explains the file).
 *
 * Immutable once read; any number of threads may look plans up. */
#ifndef KEYS_PLAN_H
#define KEYS_PLAN_H

#include "base_attr.h"
#include "base_error.h"
#include "base_slice.h"
#include "base_status.h"
#include "keys_limit.h"

#include <stdbool.h>
#include <stddef.h>

#define KEYS_PLANS_MAX       64u
#define KEYS_PLAN_NAME_CHARS 32

struct keys_plan {
	char     name[KEYS_PLAN_NAME_CHARS + 1]; /* a-z, 0-9, '-', '_' */
	bool     is_custom;                      /* the account brings its own limits */
	uint32_t per_minute;
	uint32_t per_day;
	uint32_t concurrent;
	uint32_t key_per_minute; /* KEYS_UNLIMITED: only the account's limit counts */
	uint32_t key_per_day;
};

struct keys_plans {
	int              zone_s; /* seconds east of Greenwich */
	size_t           count;
	struct keys_plan plans[KEYS_PLANS_MAX];
};

/* From a file, or what is shipped when `path` is NULL. STATUS_OK; STATUS_IO,
 * STATUS_YAML_MALFORMED, STATUS_CONFIG_INVALID, STATUS_NO_MEMORY with file, line and column. */
MUST_CHECK enum status keys_plans_read(const char *path, struct keys_plans *plans,
                                       struct error *err);
/* The same from memory; `name` stands for the file in messages. */
MUST_CHECK enum status keys_plans_parse(struct slice text, const char *name,
                                        struct keys_plans *plans, struct error *err);

/* NULL when there is none. */
const struct keys_plan *keys_plan_find(const struct keys_plans *plans, struct slice name);

/* The limits of an account of this plan, and of one key of it. */
struct keys_limits keys_plan_account(const struct keys_plan *plan);
struct keys_limits keys_plan_key(const struct keys_plan *plan);

#endif
