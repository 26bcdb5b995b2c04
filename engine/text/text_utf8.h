/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 (RFC 3629; the Unicode Standard 15.0, table 3-7): check, repair, step. */
#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include "base_arena.h"
#include "base_attr.h"
#include "base_slice.h"
#include "base_status.h"
#include "text_map.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Only bytes below 0x80? Vectorised. */
bool text_utf8_is_ascii(struct slice text);

/* Offset of the first byte at or after `at` that is not ASCII, or the length. */
size_t text_utf8_ascii_end(struct slice text, size_t at);

/* Well-formed: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool text_utf8_valid(struct slice text);

/* A copy in which each maximal ill-formed part is one U+FFFD (the practice of
 * the Unicode Standard 15.0, section 3.9). *replaced_count says how many. `map`
 * may be NULL; operation utf8. STATUS_OK or STATUS_NO_MEMORY. */
MUST_CHECK enum status text_utf8_repair(struct slice text, struct arena *arena,
                                        struct slice *repaired, size_t *replaced_count,
                                        struct text_map *map);

/* The code point at `offset` of *valid* UTF-8, and its length in bytes (1 to 4). */
static inline uint32_t text_utf8_decode(struct slice text, size_t offset, size_t *length)
{
	const uint8_t *bytes = (const uint8_t *)text.ptr + offset;
	uint32_t       lead = bytes[0];

	if (lead < 0x80) {
		*length = 1;
		return lead;
	}
	if (lead < 0xE0) {
		*length = 2;
		return (lead & 0x1F) << 6 | (bytes[1] & 0x3Fu);
	}
	if (lead < 0xF0) {
		*length = 3;
		return (lead & 0x0F) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
	}
	*length = 4;
	return (lead & 0x07) << 18 | (bytes[1] & 0x3Fu) << 12 | (bytes[2] & 0x3Fu) << 6 |
	       (bytes[3] & 0x3Fu);
}

/* Where the character begins that ends at `end` (above 0) of *valid* UTF-8. */
static inline size_t text_utf8_before(struct slice text, size_t end)
{
	size_t start = end - 1;

	while (start > 0 && ((unsigned char)text.ptr[start] & 0xC0) == 0x80)
		start--;
	return start;
}

/* Writes 1 to 4 bytes; returns how many. Asserts a scalar value. */
size_t text_utf8_encode(uint32_t code_point, char bytes[4]);

/* UTF-16 code units in text[0, end) of UTF-8; ill-formed bytes count as the
 * U+FFFD that replaces them (one unit a maximal part). */
size_t text_utf8_utf16_units(struct slice text, size_t end);

#endif
