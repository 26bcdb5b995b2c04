/* SPDX-License-Identifier: Apache-2.0 */
/* Every PLACE_BYTES a place is kept, moved on to where a character begins: any byte but 0x80 to
 * 0xBF begins one, in bad UTF-8 too. */
#include "scan_units.h"

#include "text_utf8.h"

#include <assert.h>

#define PLACE_BYTES ((size_t)1024)

static bool begins(char byte)
{
	return ((unsigned char)byte & 0xC0) != 0x80;
}

static size_t units_from(struct slice text, struct scan_place place, size_t offset)
{
	return place.units +
	       text_utf8_utf16_units(slice_from(text, place.offset), offset - place.offset);
}

/* Places at or behind each multiple of PLACE_BYTES. */
static void places_fill(struct slice text, struct scan_place *places)
{
	places[0] = (struct scan_place){ 0 };
	for (size_t i = 1; i <= text.len / PLACE_BYTES; i++) {
		size_t at = i * PLACE_BYTES;

		if (at < places[i - 1].offset)
			at = places[i - 1].offset;
		while (at < text.len && !begins(text.ptr[at]))
			at++;
		places[i] = (struct scan_place){ at, units_from(text, places[i - 1], at) };
	}
}

static enum status places_make(struct scan_units *units, struct decode_fields fields,
                               uint32_t field, struct arena *arena)
{
	const struct slice text = fields.texts[field];

	if (units->places == NULL)
		units->places = arena_alloc_zero(arena, fields.count, sizeof(struct scan_place *));
	if (units->places == NULL)
		return STATUS_NO_MEMORY;
	if (units->places[field] != NULL)
		return STATUS_OK;
	units->places[field] = ARENA_ARRAY(arena, text.len / PLACE_BYTES + 1, struct scan_place);
	if (units->places[field] == NULL)
		return STATUS_NO_MEMORY;
	places_fill(text, units->places[field]);
	return STATUS_OK;
}

/* The last kept place that is not behind `offset`. */
static struct scan_place place_near(const struct scan_units *units, uint32_t field, size_t offset)
{
	size_t i = offset / PLACE_BYTES;

	while (units->places[field][i].offset > offset)
		i--;
	return units->places[field][i];
}

enum status scan_units_before(struct scan_units *units, struct decode_fields fields, uint32_t field,
                              size_t offset, struct arena *arena, size_t *before)
{
	const struct slice text = fields.texts[field];
	struct scan_place  from = { 0 };
	enum status        status = STATUS_OK;

	assert(offset <= text.len);
	if (units->field == field && units->last.offset <= offset)
		from = units->last;
	if (offset - from.offset > PLACE_BYTES) {
		status = places_make(units, fields, field, arena);
		if (status != STATUS_OK)
			return status;
		from = place_near(units, field, offset);
	}
	*before = units_from(text, from, offset);
	units->field = field;
	units->last = (struct scan_place){ offset, *before };
	return STATUS_OK;
}
