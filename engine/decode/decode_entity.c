/* SPDX-License-Identifier: Apache-2.0 */
/* Character references of HTML (the HTML Standard, section 13.5) and XML:
 *
 *   p&#105;pe   p&#x69;pe   &#0000112;   &#112&#105   pi&shy;pe   &lt;b&gt;
 *
 * As in HTML, a number needs no semicolon, and neither do the old names; those only where no
 * letter, digit, '=' or '_' follows, nearly as in an attribute ("?a=1&copy=2" stays). Numbers
 * 128 to 159 mean Windows-1252. Honest text writes signs and accents so, but no plain
 * letter: only that counts as inside_word. */
#include "decode_token.h"

#include <stdlib.h>
#include <string.h>

struct entity {
	const char *name;
	const char *text;
	bool        bare; /* needs no semicolon */
};

#include "decode_entity.inc"

/* Windows-1252, 0x80 to 0x9F; 0 where it has nothing. */
static const uint16_t windows_1252[32] = { 0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020,
	                                   0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
	                                   0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D,
	                                   0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
	                                   0x0153, 0,      0x017E, 0x0178 };

static size_t behind_semicolon(struct slice text, size_t at)
{
	return at < text.len && text.ptr[at] == ';' ? at + 1 : at;
}

/* "&#" stands at `at`. */
static bool numeric_at(struct slice text, size_t at, struct decode_unit *unit)
{
	bool     hex = text.len - at > 3 && (text.ptr[at + 2] == 'x' || text.ptr[at + 2] == 'X');
	uint32_t number;
	size_t   end;

	if (!decode_number_at(text, at + (hex ? 3 : 2), hex ? 16 : 10, SIZE_MAX, &number, &end))
		return false;
	if (number >= 0x80 && number <= 0x9F && windows_1252[number - 0x80] != 0)
		number = windows_1252[number - 0x80];
	return decode_unit_set(unit, number, behind_semicolon(text, end));
}

static int compare_name(const void *key, const void *row)
{
	return slice_compare(*(const struct slice *)key,
	                     slice_from_cstr(((const struct entity *)row)->name));
}

static bool named_at(struct slice text, size_t at, struct decode_unit *unit)
{
	size_t               end = at + 1;
	const struct entity *entity;
	struct slice         name;
	bool                 closed;

	while (end < text.len && end - at <= ENTITY_NAME_MAX &&
	       decode_is_letter_or_digit(text.ptr[end]))
		end++;
	closed = end < text.len && text.ptr[end] == ';';
	if (!closed && end < text.len &&
	    (text.ptr[end] == '=' || text.ptr[end] == '_' ||
	     decode_is_letter_or_digit(text.ptr[end])))
		return false;
	name = slice_range(text, at + 1, end);
	entity = bsearch(&name, entities, sizeof entities / sizeof entities[0], sizeof entities[0],
	                 compare_name);
	if (entity == NULL || (!closed && !entity->bare))
		return false;
	*unit = (struct decode_unit){ .count = strlen(entity->text),
		                      .end = behind_semicolon(text, end) };
	memcpy(unit->bytes, entity->text, unit->count);
	return true;
}

static bool unit_at(struct slice text, size_t at, struct decode_unit *unit)
{
	if (text.len - at < 3)
		return false;
	return text.ptr[at + 1] == '#' ? numeric_at(text, at, unit) : named_at(text, at, unit);
}

const struct decode_escapes decode_entity_escapes = { .marker = '&',
	                                              .operation = TEXT_OPERATION_entity,
	                                              .unit_at = unit_at };

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_escapes_find(&decode_entity_escapes, input->text, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_escapes_decode(&decode_entity_escapes, input->text, input->text.len, sink);
}

const struct decode_kind decode_entity = { .name = "entity",
	                                   .operation = TEXT_OPERATION_entity,
	                                   .signal = "bypass.encoding/entity",
	                                   .pass = DECODE_PASS_ESCAPE,
	                                   .needs = DECODE_MARK_AMPERSAND,
	                                   .find = find,
	                                   .decode = decode };
