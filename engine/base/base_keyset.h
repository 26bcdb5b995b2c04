/* SPDX-License-Identifier: Apache-2.0 */
/* Which keys the objects of a document have had so far: how the JSON and YAML
 * readers notice a duplicate. Private to base. */
#ifndef BASE_KEYSET_H
#define BASE_KEYSET_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"

#define KEYSET_DEPTH_MAX 64

struct keyset;

/* Lives in the arena. NULL when that is full. */
MUST_CHECK struct keyset *keyset_open(struct arena *arena);

/* An object opens at nesting `depth` (0 to KEYSET_DEPTH_MAX) and replaces the one there. */
void keyset_enter(struct keyset *keyset, unsigned depth);

/* Remembers `key` (decoded; borrowed as long as the set is used) of the object at
 * `depth`. STATUS_OK; STATUS_CORRUPT when that object has it already;
 * STATUS_LIMIT_REACHED when too many keys share a hash; STATUS_NO_MEMORY. */
MUST_CHECK enum status keyset_add(struct keyset *keyset, unsigned depth, struct slice key);

#endif
