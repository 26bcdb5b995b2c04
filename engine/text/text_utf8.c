/* SPDX-License-Identifier: Apache-2.0 */
#include "text_utf8.h"

#include "base_utf8.h"
#include "text_vector.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"

VECTORISED bool text_utf8_is_ascii(struct slice text)
{
	size_t  at = 0;
	uint8_t seen = 0;

	/* Blocks, so that a long foreign text is left early. */
	for (; text.len - at >= 256; at += 256) {
		uint8_t bits = 0;

		for (size_t i = 0; i < 256; i++)
			bits |= (uint8_t)text.ptr[at + i];
		if (bits & 0x80)
			return false;
	}
	for (; at < text.len; at++)
		seen |= (uint8_t)text.ptr[at];
	return (seen & 0x80) == 0;
}

/* Length of the character that `lead` begins, 0 when it begins none; the range
 * its second byte must be in (the Unicode Standard, table 3-7). */
static size_t lead_length(uint8_t lead, uint8_t *low, uint8_t *high)
{
	*low = 0x80;
	*high = 0xBF;
	if (lead < 0x80)
		return 1;
	if (lead >= 0xC2 && lead <= 0xDF)
		return 2;
	if (lead >= 0xE0 && lead <= 0xEF) {
		if (lead == 0xE0)
			*low = 0xA0;
		if (lead == 0xED)
			*high = 0x9F;
		return 3;
	}
	if (lead >= 0xF0 && lead <= 0xF4) {
		if (lead == 0xF0)
			*low = 0x90;
		if (lead == 0xF4)
			*high = 0x8F;
		return 4;
	}
	return 0;
}

/* Bytes of the well-formed character or of the maximal ill-formed part at `at`. */
static size_t part_length(struct slice text, size_t at, bool *well_formed)
{
	uint8_t low;
	uint8_t high;
	size_t  length = lead_length((uint8_t)text.ptr[at], &low, &high);
	size_t  got = 1;

	while (got < length && at + got < text.len) {
		uint8_t byte = (uint8_t)text.ptr[at + got];

		if (byte < low || byte > high)
			break;
		low = 0x80;
		high = 0xBF;
		got++;
	}
	*well_formed = length > 0 && got == length;
	return got;
}

size_t text_utf8_ascii_end(struct slice text, size_t at)
{
	while (text.len - at >= sizeof(uint64_t)) {
		uint64_t word;

		memcpy(&word, text.ptr + at, sizeof(word));
		word = le64toh(word) & 0x8080808080808080u;
		if (word != 0)
			return at + (size_t)__builtin_ctzll(word) / 8;
		at += sizeof(word);
	}
	while (at < text.len && (uint8_t)text.ptr[at] < 0x80)
		at++;
	return at;
}

/* Offset of the first ill-formed byte, or the length. */
static size_t valid_end(struct slice text, size_t at)
{
	bool well_formed = true;

	while (at < text.len) {
		size_t length;

		if ((uint8_t)text.ptr[at] < 0x80) {
			at = text_utf8_ascii_end(text, at);
			continue;
		}
		length = part_length(text, at, &well_formed);
		if (!well_formed)
			break;
		at += length;
	}
	return at;
}

bool text_utf8_valid(struct slice text)
{
	return valid_end(text, 0) == text.len;
}

static void keep(size_t start, size_t end, struct text_map *map)
{
	struct text_segment same = {
		.source_start = start, .source_end = end, .linear = true, .exact = true
	};

	if (end > start)
		text_map_add(map, &same, end - start);
}

static void replace(size_t start, size_t end, struct text_map *map)
{
	struct text_segment bad = {
		.source_start = start,
		.source_end = end,
		.operations = TEXT_OPERATION_BIT(utf8),
		.exact = true,
	};

	text_map_add(map, &bad, sizeof(REPLACEMENT) - 1);
}

enum status text_utf8_repair(struct slice text, struct arena *arena, struct slice *repaired,
                             size_t *replaced_count, struct text_map *map)
{
	size_t length = 0;
	char  *out = ARENA_ARRAY(arena, text.len * (sizeof(REPLACEMENT) - 1), char);

	*replaced_count = 0;
	if (out == NULL)
		return STATUS_NO_MEMORY;
	for (size_t at = 0; at < text.len;) {
		size_t good = valid_end(text, at);
		bool   well_formed;

		memcpy(out + length, text.ptr + at, good - at);
		length += good - at;
		keep(at, good, map);
		if (good == text.len)
			break;
		at = good + part_length(text, good, &well_formed);
		memcpy(out + length, REPLACEMENT, sizeof(REPLACEMENT) - 1);
		length += sizeof(REPLACEMENT) - 1;
		replace(good, at, map);
		++*replaced_count;
	}
	*repaired = (struct slice){ out, length };
	return map != NULL && map->failed ? STATUS_NO_MEMORY : STATUS_OK;
}

size_t text_utf8_encode(uint32_t code_point, char bytes[4])
{
	assert(code_point < 0xD800 || code_point > 0xDFFF);
	return utf8_put(code_point, bytes);
}

size_t text_utf8_utf16_units(struct slice text, size_t end)
{
	size_t units = 0;

	assert(end <= text.len);
	for (size_t at = 0; at < end;) {
		bool   well_formed;
		size_t ascii = text_utf8_ascii_end((struct slice){ text.ptr, end }, at);
		size_t length;

		units += ascii - at;
		at = ascii;
		if (at == end)
			break;
		length = part_length(text, at, &well_formed);
		units += well_formed && length == 4 ? 2 : 1;
		at += length;
	}
	return units;
}
