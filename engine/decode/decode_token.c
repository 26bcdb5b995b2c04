/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_token.h"

#include "text_utf8.h"

#include <string.h>

enum { ABOVE_UNICODE = 0x110000 };

bool decode_number_at(struct slice text, size_t at, uint32_t base, size_t max_digits,
                      uint32_t *number, size_t *end)
{
	size_t digits = 0;

	*number = 0;
	for (; digits < max_digits && at + digits < text.len; digits++) {
		int digit = decode_hex_digit(text.ptr[at + digits]);

		if (digit < 0 || (uint32_t)digit >= base)
			break;
		*number = *number * base + (uint32_t)digit;
		if (*number > ABOVE_UNICODE)
			*number = ABOVE_UNICODE;
	}
	*end = at + digits;
	return digits > 0;
}

bool decode_unit_set(struct decode_unit *unit, uint32_t code_point, size_t end)
{
	if (code_point == 0 || code_point >= ABOVE_UNICODE ||
	    (code_point >= 0xD800 && code_point <= 0xDFFF))
		return false;
	unit->count = text_utf8_encode(code_point, unit->bytes);
	unit->end = end;
	unit->weak = false;
	unit->letter = decode_is_letter_or_digit(unit->bytes[0]);
	return true;
}

bool decode_unit_gather(struct slice text, size_t at,
                        bool (*byte_at)(struct slice text, size_t at, char *byte, size_t *end),
                        struct decode_unit *unit)
{
	*unit = (struct decode_unit){ .end = at };
	while (unit->count < 4 && byte_at(text, unit->end, &unit->bytes[unit->count], &unit->end)) {
		unit->count++;
		if (!text_utf8_valid((struct slice){ unit->bytes, unit->count }))
			continue;
		unit->letter = decode_is_letter_or_digit(unit->bytes[0]);
		return unit->bytes[0] != '\0';
	}
	return false;
}

/* The end of the token that `at` stands in. */
static size_t token_end(const struct decode_escapes *escapes, struct slice text, size_t at)
{
	struct decode_unit unit;

	while (at < text.len && !ascii_is_space(text.ptr[at])) {
		if (text.ptr[at] == escapes->marker && escapes->unit_at(text, at, &unit))
			at = unit.end;
		else
			at++;
	}
	return at;
}

bool decode_escapes_find(const struct decode_escapes *escapes, struct slice text, size_t from,
                         struct decode_run *run)
{
	for (size_t at = from; at < text.len; at++) {
		const char        *marker = memchr(text.ptr + at, escapes->marker, text.len - at);
		struct decode_unit unit;

		if (marker == NULL)
			return false;
		at = (size_t)(marker - text.ptr);
		if (!escapes->unit_at(text, at, &unit) || unit.weak)
			continue;
		run->start = at;
		while (run->start > from && !ascii_is_space(text.ptr[run->start - 1]))
			run->start--;
		run->end = run->shorter_end = token_end(escapes, text, at);
		return true;
	}
	return false;
}

/* ---- several kinds ---- */

#define MIXED_MIN 2u /* of a kind, so that a token is written in it */

static const struct decode_escapes *const mixable[] = { &decode_percent_escapes,
	                                                &decode_entity_escapes,
	                                                &decode_backslash_escapes };
#define MIXABLE (sizeof mixable / sizeof mixable[0])

/* The escapes of which a unit begins at `at`; NULL: of none. */
static const struct decode_escapes *any_at(struct slice text, size_t at, struct decode_unit *unit)
{
	for (size_t i = 0; i < MIXABLE; i++)
		if (text.ptr[at] == mixable[i]->marker && mixable[i]->unit_at(text, at, unit))
			return mixable[i];
	return NULL;
}

/* Nearly nothing but escapes, and those of two kinds. */
static bool is_mixed(struct slice encoded)
{
	size_t counts[MIXABLE] = { 0 };
	size_t covered = 0;
	size_t kinds = 0;

	for (size_t at = 0; at < encoded.len;) {
		struct decode_unit           unit;
		const struct decode_escapes *escapes = any_at(encoded, at, &unit);

		if (escapes == NULL) {
			at++;
			continue;
		}
		for (size_t i = 0; i < MIXABLE; i++)
			counts[i] += escapes == mixable[i] && !unit.weak;
		covered += unit.end - at;
		at = unit.end;
	}
	for (size_t i = 0; i < MIXABLE; i++)
		kinds += counts[i] >= MIXED_MIN;
	return kinds > 1 && covered * 4 >= encoded.len * 3;
}

bool decode_escapes_decode(const struct decode_escapes *escapes, struct slice encoded, size_t form,
                           struct decode_sink *sink)
{
	const bool mixed = is_mixed(encoded);
	size_t     plain = 0;

	for (size_t at = 0; at < encoded.len;) {
		const struct decode_escapes *of = escapes;
		struct decode_unit           unit;
		text_operations              done;

		if (at >= form && encoded.ptr[at] == '+') {
			decode_sink_copy(sink, encoded, plain, at);
			decode_sink_put(sink, SLICE_LIT(" "), at, at + 1,
			                (text_operations)1 << escapes->operation, 0);
			plain = ++at;
			continue;
		}
		if (mixed)
			of = any_at(encoded, at, &unit);
		else if (encoded.ptr[at] != of->marker || !of->unit_at(encoded, at, &unit))
			of = NULL;
		if (of == NULL) {
			at++;
			continue;
		}
		done = (text_operations)1 << of->operation;
		decode_sink_copy(sink, encoded, plain, at);
		decode_sink_put(sink, (struct slice){ unit.bytes, unit.count }, at, unit.end, done,
		                unit.letter ? done : 0);
		at = plain = unit.end;
	}
	decode_sink_copy(sink, encoded, plain, encoded.len);
	return sink->len < encoded.len;
}
