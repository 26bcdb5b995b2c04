/* SPDX-License-Identifier: Apache-2.0 */
/* One open-addressing table a document. Each object gets a number when it opens, and a
 * slot holds (number, key): {"a":{"a":1},"b":2} fills (1,a) (2,a) (1,b). Nothing is
 * taken out when an object closes, for its number never comes again.
 *
 * The hash has no secret, so a document can be written whose keys all fall into one
 * place. A look-up therefore gives up after PROBES_MAX slots and the document is
 * refused: the table is at most half full, where an honest run is a few slots
 * long, and the cost of a hostile document stays linear. */
#include "base_keyset.h"

#include <assert.h>
#include <string.h>

enum { FIRST_SLOTS = 32, PROBES_MAX = 128 };

struct slot {
	struct slice key;
	uint32_t     object; /* 0: the slot is free */
	uint32_t     hash;
};

struct keyset {
	struct arena *arena;
	struct slot  *slots;
	size_t        slot_count; /* a power of two */
	size_t        used_count;
	uint32_t      objects;
	uint32_t      open[KEYSET_DEPTH_MAX + 1]; /* by depth: number of the object there */
};

struct keyset *keyset_open(struct arena *arena)
{
	struct keyset *keyset = ARENA_NEW(arena, struct keyset);

	if (keyset != NULL)
		keyset->arena = arena;
	return keyset;
}

void keyset_enter(struct keyset *keyset, unsigned depth)
{
	assert(depth <= KEYSET_DEPTH_MAX);
	keyset->open[depth] = ++keyset->objects;
}

static struct slot *slot_at(const struct keyset *keyset, size_t index)
{
	return &keyset->slots[index & (keyset->slot_count - 1)];
}

static bool grow(struct keyset *keyset)
{
	struct keyset bigger = *keyset;

	bigger.slot_count = keyset->slot_count == 0 ? FIRST_SLOTS : keyset->slot_count * 2;
	bigger.slots = arena_alloc_zero(keyset->arena, bigger.slot_count, sizeof *bigger.slots);
	if (bigger.slots == NULL)
		return false;
	for (size_t i = 0; i < keyset->slot_count; i++) {
		size_t at = keyset->slots[i].hash;

		if (keyset->slots[i].object == 0)
			continue;
		while (slot_at(&bigger, at)->object != 0)
			at++;
		*slot_at(&bigger, at) = keyset->slots[i];
	}
	*keyset = bigger;
	return true;
}

static uint32_t hash_of(uint32_t object, struct slice key)
{
	uint64_t hash = slice_hash(key) ^ object * 0x9e3779b97f4a7c15u;

	return (uint32_t)(hash ^ hash >> 32);
}

enum status keyset_add(struct keyset *keyset, unsigned depth, struct slice key)
{
	struct slot added = { key, keyset->open[depth], hash_of(keyset->open[depth], key) };

	assert(added.object != 0);
	if (keyset->used_count >= keyset->slot_count / 2 && !grow(keyset))
		return STATUS_NO_MEMORY;
	for (size_t i = 0; i < PROBES_MAX; i++) {
		struct slot *slot = slot_at(keyset, added.hash + i);

		if (slot->object == 0) {
			*slot = added;
			keyset->used_count++;
			return STATUS_OK;
		}
		if (slot->hash == added.hash && slot->object == added.object &&
		    slice_equal(slot->key, key))
			return STATUS_CORRUPT;
	}
	return STATUS_LIMIT_REACHED;
}
