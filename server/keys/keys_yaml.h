/* SPDX-License-Identifier: Apache-2.0 */
/* Reading plans, prices and strike policies: a mapping whose keys are known by name, each value
 * of a kind, every fault with its place and what would be right. server/app reads announcements
 * with it, too. */
#ifndef KEYS_YAML_H
#define KEYS_YAML_H

#include "base_attr.h"
#include "base_error.h"
#include "base_yaml.h"
#include "keys_amount.h"

#include <stddef.h>
#include <stdint.h>

struct keys_yaml {
	const char   *file; /* for messages */
	struct error *err;
};

/* Reads one value of a mapping into `target`. STATUS_OK or STATUS_CONFIG_INVALID with err. */
typedef enum status keys_yaml_read(const struct keys_yaml *yaml, const struct yaml_node *value,
                                   void *target);

struct keys_yaml_member {
	const char     *name;
	keys_yaml_read *read;
	size_t          offset; /* of the target in the struct */
	bool            is_required;
};

/* Every key of `mapping` must be one of the members. */
MUST_CHECK enum status keys_yaml_members(const struct keys_yaml *yaml,
                                         const struct yaml_node *mapping, const char *what,
                                         const struct keys_yaml_member *members, size_t count,
                                         void *target);

keys_yaml_read keys_yaml_count;    /* uint32_t; "unlimited" is KEYS_UNLIMITED */
keys_yaml_read keys_yaml_duration; /* uint32_t seconds: 90s, 15m, 24h, 7d */
keys_yaml_read keys_yaml_amount;   /* keys_amount */
keys_yaml_read keys_yaml_bool;     /* bool: true, false */
keys_yaml_read keys_yaml_zone;     /* int seconds: UTC, +02:00, -03:30 */
keys_yaml_read keys_yaml_schema;   /* nothing: it must be 1 */

/* A whole document: read_root gets its root node and `target`. From memory (`name` stands for the
 * file in messages) or from a file. STATUS_OK; STATUS_IO, STATUS_YAML_MALFORMED,
 * STATUS_CONFIG_INVALID, STATUS_NO_MEMORY with err. */
MUST_CHECK enum status keys_yaml_parse(struct slice text, const char *name,
                                       keys_yaml_read *read_root, void *target, struct error *err);
MUST_CHECK enum status keys_yaml_load(const char *path, keys_yaml_read *read_root, void *target,
                                      struct error *err);

enum status keys_yaml_fault(const struct keys_yaml *yaml, const struct yaml_node *node,
                            const char *format, ...) PRINTF_FORMAT(3, 4);

#endif
