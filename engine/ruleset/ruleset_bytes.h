/* SPDX-License-Identifier: Apache-2.0 */
/* Internal: what ruleset_bytes.c, the shapes of a ruleset and the check of its numbers share. */
#ifndef RULESET_BYTES_H
#define RULESET_BYTES_H

#include "ruleset_rule.h"
#include "ruleset_shape.h"

#include <stdbool.h>
#include <stddef.h>

/* struct ruleset with all that lies in its arena. */
extern const struct ruleset_shape ruleset_shape_root;

/* Do all numbers that others are reached by (nodes, words, rules, categories, enumerators) name
 * something? Pointers and counts are good already; triggers are asked about only here. */
bool ruleset_bytes_check(const struct ruleset *ruleset);

/* Writes the digest of all of it into the head of bytes that ruleset_save() wrote and somebody has
 * changed since: for tests of what is behind the digest. */
void ruleset_bytes_seal(char *bytes, size_t length);

#endif
