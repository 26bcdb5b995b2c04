/* SPDX-License-Identifier: Apache-2.0 */
/* Characters by their numbers as the Unicode Standard writes them (appendix A):
 *
 *   U+0070 U+0069 U+0070 U+0065     U+70,U+69     u+0070u+0069
 *
 * A run is two numbers or more; one alone is a mention. What stands between two numbers,
 * up to two spaces, commas or semicolons, is no text. */
#include "decode_token.h"

#include <string.h>

enum { BETWEEN_MAX = 2 };

/* "U+" and two to six digits; `plus` is the place of the sign. */
static bool number_at(struct slice text, size_t plus, struct decode_unit *unit)
{
	uint32_t number;
	size_t   end;

	return plus > 0 && (text.ptr[plus - 1] == 'U' || text.ptr[plus - 1] == 'u') &&
	       decode_number_at(text, plus + 1, 16, 6, &number, &end) && end - plus >= 3 &&
	       decode_unit_set(unit, number, end);
}

static bool is_between(char byte)
{
	return ascii_is_space(byte) || byte == ',' || byte == ';';
}

/* The number behind the one that ended at `at`; *start is its first byte. */
static bool next_at(struct slice text, size_t at, size_t *start, struct decode_unit *unit)
{
	for (size_t i = 0; i < BETWEEN_MAX && at < text.len && is_between(text.ptr[at]); i++)
		at++;
	*start = at;
	return text.len - at >= 2 && text.ptr[at + 1] == '+' && number_at(text, at + 1, unit);
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice       text = input->text;
	struct decode_unit unit;
	size_t             start;

	for (size_t at = from; at < text.len; at++) {
		const char *plus = memchr(text.ptr + at, '+', text.len - at);

		if (plus == NULL)
			return false;
		at = (size_t)(plus - text.ptr);
		if (at == from || !number_at(text, at, &unit) ||
		    !next_at(text, unit.end, &start, &unit))
			continue;
		run->start = at - 1;
		do
			run->end = run->shorter_end = unit.end;
		while (next_at(text, unit.end, &start, &unit));
		return true;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice          encoded = input->text;
	const text_operations done = TEXT_OPERATION_BIT(code_point);
	struct decode_unit    unit;
	size_t                start;

	for (size_t at = 0; next_at(encoded, at, &start, &unit); at = unit.end)
		decode_sink_put(sink, (struct slice){ unit.bytes, unit.count }, start, unit.end,
		                done, unit.letter ? done : 0);
	return sink->len > 0;
}

const struct decode_kind decode_code_point = { .name = "code_point",
	                                       .operation = TEXT_OPERATION_code_point,
	                                       .signal = "bypass.encoding/code_point",
	                                       .pass = DECODE_PASS_ENCODING,
	                                       .needs = DECODE_MARK_PLUS,
	                                       .find = find,
	                                       .decode = decode };
