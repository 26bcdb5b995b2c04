/* SPDX-License-Identifier: Apache-2.0 */
/* A tree of structs as bytes: each array as it stands in memory, followed by all that its elements
 * point to, element by element and pointer by pointer. A pointer holds the offset of its array, or
 * 0 for NULL (the root is at 0, and nothing points to it).
 *
 *     0    struct ruleset   { rules = 64, rule_count = 2 }
 *     64   struct rule [0]  { id = 96 }  [1] { id = 108 }
 *     96   "weapons.bomb\0"
 *     108  ...
 *
 * Reading walks the same shapes in the same order, so where the next array must stand is known:
 * behind the last one. Any other offset is refused, and so nothing overlaps, nothing is visited
 * twice, and nothing lies outside. Pointers are written over their offsets in place.
 *
 * The recursion is as deep as shapes nest, whatever the bytes say. What two pointers share is
 * written twice. Numbers stand as the machine has them: bytes are for the build that made them. */
#include "ruleset_shape.h"

#include "doorward/ruleset.h"

#include <assert.h>
#include <string.h>

_Static_assert(sizeof(void *) == sizeof(uint64_t), "an offset takes the place of a pointer");

static size_t aligned(size_t offset, size_t align)
{
	return (offset + align - 1) / align * align;
}

/* Of everything but TEXT. False when the member holds what cannot be. */
static bool count_read(const struct ruleset_pointer *pointer, const char *element, size_t *count)
{
	uint32_t narrow = 0;
	uint64_t wide = 0;

	*count = pointer->count == RULESET_COUNT_CATEGORIES ? ruleset_category_count() : 1;
	if (pointer->count != RULESET_COUNT_MEMBER)
		return true;
	if (pointer->count_bytes == sizeof narrow) {
		memcpy(&narrow, element + pointer->count_at, sizeof narrow);
		wide = narrow;
	} else {
		memcpy(&wide, element + pointer->count_at, sizeof wide);
	}
	*count = (wide + pointer->add) / pointer->divisor;
	return wide <= SIZE_MAX - pointer->add;
}

/* ---- writing ---- */

struct save {
	struct buffer *out;
	size_t         root; /* where the root stands in `out` */
};

static uint64_t array_save(struct save *save, const struct ruleset_shape *shape, const void *array,
                           size_t count);

static uint64_t pointer_save(struct save *save, const struct ruleset_pointer *pointer,
                             const char *element)
{
	const void *target;
	size_t      count;

	memcpy(&target, element + pointer->at, sizeof target);
	if (target == NULL || pointer->count == RULESET_COUNT_NONE)
		return 0;
	if (pointer->count == RULESET_COUNT_TEXT)
		count = strlen(target) + 1;
	else if (!count_read(pointer, element, &count))
		count = 0;
	return array_save(save, pointer->of, target, count);
}

static uint64_t array_save(struct save *save, const struct ruleset_shape *shape, const void *array,
                           size_t count)
{
	static const char zeros[16];
	struct buffer    *out = save->out;
	const size_t      at = save->root + aligned(out->len - save->root, shape->align);

	buffer_append(out, (struct slice){ zeros, at - out->len });
	buffer_append(out, (struct slice){ array, count * shape->size });
	for (size_t i = 0; !out->failed && shape->pointer_count > 0 && i < count; i++) {
		const char *element = (const char *)array + i * shape->size;

		for (size_t p = 0; p < shape->pointer_count; p++) {
			const struct ruleset_pointer *pointer = &shape->pointers[p];
			const uint64_t                offset = pointer_save(save, pointer, element);

			if (!out->failed)
				memcpy(out->ptr + at + i * shape->size + pointer->at, &offset,
				       sizeof offset);
		}
	}
	return at - save->root;
}

enum status ruleset_shape_save(const struct ruleset_shape *shape, const void *root,
                               struct buffer *out)
{
	struct save save = { out, out->len };

	assert(out->len % 16 == 0);
	(void)array_save(&save, shape, root, 1);
	return out->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

/* ---- reading ---- */

struct open {
	char  *memory;
	size_t length;
	size_t at; /* where what was read so far ends */
};

static bool array_open(struct open *open, const struct ruleset_shape *shape, size_t count);

static bool text_length(const struct open *open, size_t *count)
{
	const char *text = open->memory + open->at;
	const char *end = open->at < open->length ? memchr(text, '\0', open->length - open->at)
	                                          : NULL;

	*count = end == NULL ? 0 : (size_t)(end - text) + 1;
	return end != NULL;
}

static bool pointer_open(struct open *open, const struct ruleset_pointer *pointer, char *element)
{
	uint64_t offset;
	size_t   count;
	char    *target;

	memcpy(&offset, element + pointer->at, sizeof offset);
	if (offset == 0) {
		/* The bytes of NULL. Elements that are not there must not be counted. */
		return pointer->count == RULESET_COUNT_NONE ||
		       (pointer->count == RULESET_COUNT_MEMBER &&
		        count_read(pointer, element, &count) && count == 0);
	}
	if (pointer->count == RULESET_COUNT_NONE)
		return false;
	open->at = aligned(open->at, pointer->of->align);
	if (offset != open->at || open->at > open->length)
		return false;
	if (pointer->count == RULESET_COUNT_TEXT ? !text_length(open, &count)
	                                         : !count_read(pointer, element, &count))
		return false;
	target = open->memory + open->at;
	memcpy(element + pointer->at, &target, sizeof target);
	return array_open(open, pointer->of, count);
}

static bool array_open(struct open *open, const struct ruleset_shape *shape, size_t count)
{
	char *array = open->memory + open->at;

	if (count > (open->length - open->at) / shape->size)
		return false;
	open->at += count * shape->size;
	for (size_t i = 0; shape->pointer_count > 0 && i < count; i++) {
		for (size_t p = 0; p < shape->pointer_count; p++) {
			if (!pointer_open(open, &shape->pointers[p], array + i * shape->size))
				return false;
		}
	}
	return true;
}

enum status ruleset_shape_open(const struct ruleset_shape *shape, char *memory, size_t length)
{
	struct open open = { .memory = memory, .length = length };

	return array_open(&open, shape, 1) && open.at == length ? STATUS_OK : STATUS_CORRUPT;
}

/* ---- what it looks like ---- */

void ruleset_shape_describe(const struct ruleset_shape *shape, struct buffer *out)
{
	buffer_append_format(out, "%s %zu %zu(", shape->name, shape->size, shape->align);
	for (size_t i = 0; i < shape->pointer_count; i++) {
		const struct ruleset_pointer *pointer = &shape->pointers[i];

		buffer_append_format(out, "%zu %d %zu %zu %zu %zu ", pointer->at,
		                     (int)pointer->count, pointer->count_at, pointer->count_bytes,
		                     pointer->add, pointer->divisor);
		if (pointer->of != NULL)
			ruleset_shape_describe(pointer->of, out);
	}
	buffer_append_char(out, ')');
}
