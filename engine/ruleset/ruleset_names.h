/* SPDX-License-Identifier: Apache-2.0 */
/* A map from bytes to a number, growing in an arena: rule ids, list names, patterns,
 * literals. Keys are borrowed. */
#ifndef RULESET_NAMES_H
#define RULESET_NAMES_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ruleset_names_row {
	struct slice key;
	uint32_t     value;
	bool         taken;
};

struct ruleset_names {
	struct ruleset_names_row *rows; /* open addressing; a power of two of them */
	size_t                    cap;
	size_t                    count;
	struct arena             *arena;
};

void ruleset_names_init(struct ruleset_names *names, struct arena *arena);
bool ruleset_names_find(const struct ruleset_names *names, struct slice key, uint32_t *value);
/* The key must be new. False when memory is full. */
MUST_CHECK bool ruleset_names_add(struct ruleset_names *names, struct slice key, uint32_t value);

#endif
