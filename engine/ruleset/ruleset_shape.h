/* SPDX-License-Identifier: Apache-2.0 */
/* Structs with pointers as one run of bytes, and back in place. See ruleset_shape.c. */
#ifndef RULESET_SHAPE_H
#define RULESET_SHAPE_H

#include "base_attr.h"
#include "base_buffer.h"
#include "base_slice.h"
#include "base_status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ruleset_shape;

/* How many elements stand behind a pointer. */
enum ruleset_shape_count {
	RULESET_COUNT_MEMBER, /* as a member says: (member + add) / divisor */
	RULESET_COUNT_ONE,
	RULESET_COUNT_TEXT,       /* characters and a NUL */
	RULESET_COUNT_CATEGORIES, /* one a category */
	RULESET_COUNT_NONE        /* left out: NULL in the bytes and after */
};

/* One pointer of a struct. */
struct ruleset_pointer {
	size_t                      at; /* of the pointer in its struct */
	const struct ruleset_shape *of; /* what it points to; NULL for NONE */
	enum ruleset_shape_count    count;
	size_t                      count_at;    /* of MEMBER: where, and ... */
	size_t                      count_bytes; /* ... 4 or 8 */
	size_t                      add;
	size_t                      divisor;
};

/* A struct, or a number when it has no pointers. */
struct ruleset_shape {
	const char                   *name;
	size_t                        size;
	size_t                        align;
	const struct ruleset_pointer *pointers;
	size_t                        pointer_count;
};

/* Appends `root` and all that it leads to, from out->len on, which is a multiple of 16.
 * STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status ruleset_shape_save(const struct ruleset_shape *shape, const void *root,
                                          struct buffer *out);

/* Turns what ruleset_shape_save() wrote, at `memory` (aligned to 16) with `length` bytes, into
 * structs where it stands. STATUS_OK: `memory` is the root. STATUS_CORRUPT: a pointer leads out of
 * the bytes, or to where no pointer of this shape can. */
MUST_CHECK enum status ruleset_shape_open(const struct ruleset_shape *shape, char *memory,
                                          size_t length);

/* Appends names, sizes and places of all that the shape leads to: two builds that give the same
 * text lay structs out alike. */
void ruleset_shape_describe(const struct ruleset_shape *shape, struct buffer *out);

#endif
