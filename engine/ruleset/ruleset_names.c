/* SPDX-License-Identifier: Apache-2.0 */
#include "ruleset_names.h"

#include <assert.h>

#define NAMES_CAP_FIRST 64

void ruleset_names_init(struct ruleset_names *names, struct arena *arena)
{
	*names = (struct ruleset_names){ .arena = arena };
}

/* The row of the key, or the free row where it belongs. */
static struct ruleset_names_row *row_of(const struct ruleset_names *names, struct slice key)
{
	size_t index = (size_t)slice_hash(key) & (names->cap - 1);

	while (names->rows[index].taken && !slice_equal(names->rows[index].key, key))
		index = (index + 1) & (names->cap - 1);
	return &names->rows[index];
}

bool ruleset_names_find(const struct ruleset_names *names, struct slice key, uint32_t *value)
{
	const struct ruleset_names_row *row;

	if (names->cap == 0)
		return false;
	row = row_of(names, key);
	if (row->taken)
		*value = row->value;
	return row->taken;
}

static bool grow(struct ruleset_names *names)
{
	struct ruleset_names wider = *names;

	wider.cap = names->cap == 0 ? NAMES_CAP_FIRST : names->cap * 2;
	wider.rows = arena_alloc_zero(names->arena, wider.cap, sizeof *wider.rows);
	if (wider.rows == NULL)
		return false;
	for (size_t i = 0; i < names->cap; i++) {
		if (names->rows[i].taken)
			*row_of(&wider, names->rows[i].key) = names->rows[i];
	}
	*names = wider;
	return true;
}

bool ruleset_names_add(struct ruleset_names *names, struct slice key, uint32_t value)
{
	struct ruleset_names_row *row;

	if (names->count * 2 >= names->cap && !grow(names))
		return false;
	row = row_of(names, key);
	assert(!row->taken);
	*row = (struct ruleset_names_row){ .key = key, .value = value, .taken = true };
	names->count++;
	return true;
}
