/* SPDX-License-Identifier: Apache-2.0 */
/* A bump allocator with a hard cap. One arena = one lifetime: a worker's arena
 * is reset after each prompt, a ruleset's arena lives with the ruleset.
 *
 * The cap is reserved as address space and touched lazily, so an arena of
 * 64 MiB costs nothing until it is used. A failed allocation returns NULL and
 * sets `overflowed`, which stays set until arena_reset(): a stage may allocate
 * freely and test it once at its end. Memory is zeroed only by arena_alloc_zero.
 * Not thread-safe: an arena belongs to one thread at a time. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base_attr.h"
#include "base_slice.h"

#include <stdbool.h>
#include <stddef.h>

struct arena {
	char  *base;
	size_t used_bytes;
	size_t cap_bytes;
	size_t peak_bytes; /* highest used_bytes since the last arena_reset() */
	bool   overflowed;
};

/* Reserves `cap_bytes` of address space. Returns false when the system refuses. */
MUST_CHECK bool arena_open(struct arena *arena, size_t cap_bytes);

/* Gives everything back and zeroes the struct; a zeroed arena is allowed. */
void arena_close(struct arena *arena);

/* `count` * `size` bytes, aligned to 16. NULL when full or when the product
 * overflows. A request for 0 bytes returns a valid pointer. */
MUST_CHECK void *arena_alloc(struct arena *arena, size_t count, size_t size);
MUST_CHECK void *arena_alloc_zero(struct arena *arena, size_t count, size_t size);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc_zero((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_alloc((arena), (count), sizeof(type)))

/* A copy that lives in the arena; empty (NULL, 0) when full. */
struct slice arena_copy(struct arena *arena, struct slice bytes);

/* The last allocation grows or shrinks in place where `memory` is the most
 * recent one, else it is copied. NULL when full (the old block stays valid).
 * memory NULL behaves like arena_alloc. */
MUST_CHECK void *arena_resize(struct arena *arena, void *memory, size_t old_bytes,
                              size_t new_bytes);

/* All that was allocated after the mark is given back by rewind. */
size_t arena_mark(const struct arena *arena);
void   arena_rewind(struct arena *arena, size_t mark);

/* Empties the arena for the next lifetime; pages beyond 1 MiB go back to the
 * system. Under ASan the given-back bytes are poisoned. */
void arena_reset(struct arena *arena);

#endif
