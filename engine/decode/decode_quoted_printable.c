/* SPDX-License-Identifier: Apache-2.0 */
/* Quoted-printable (RFC 2045, section 6.7), in capitals or small letters:
 *
 *   =68=6F=77   p=69pe   how=20do   ma=<line's end>ke
 *
 * An equals sign before two hexadecimal digits is common in honest text ("x=42",
 * "?id=1f"). So one escape alone begins a run only between letters and for a letter, or
 * for a space before another one, and two when side by side; so does a line's end that parts a
 * word. Honest mail writes letters outside ASCII so, but no plain letter: only that counts as
 * inside_word. */
#include "decode_token.h"

#include <string.h>

#define LOOK_AHEAD 24

static bool is_shown(char byte)
{
	return (byte >= 0x20 && byte <= 0x7E) || byte == '\n' || byte == '\r' || byte == '\t' ||
	       (unsigned char)byte >= 0x80;
}

static bool byte_at(struct slice text, size_t at, char *byte, size_t *end)
{
	uint32_t number;

	if (at >= text.len || text.len - at < 3 || text.ptr[at] != '=' ||
	    !decode_number_at(text, at + 1, 16, 2, &number, end) || *end != at + 3)
		return false;
	*byte = (char)(unsigned char)number;
	return is_shown(*byte);
}

static bool is_word_at(struct slice text, size_t at)
{
	return at < text.len &&
	       (decode_is_letter_or_digit(text.ptr[at]) || (unsigned char)text.ptr[at] >= 0x80);
}

/* "=" at a line's end, spaces before the end or not. */
static bool soft_break_at(struct slice text, size_t at, struct decode_unit *unit)
{
	size_t end = at + 1;

	while (end < text.len && end - at < 4 && (text.ptr[end] == ' ' || text.ptr[end] == '\t'))
		end++;
	if (end < text.len && text.ptr[end] == '\r')
		end++;
	if (end == text.len || text.ptr[end] != '\n')
		return false;
	*unit = (struct decode_unit){ .end = end + 1 };
	unit->weak = at == 0 || !is_word_at(text, at - 1) ||
	             (!is_word_at(text, unit->end) &&
	              (unit->end == text.len || text.ptr[unit->end] != '='));
	return true;
}

/* Is there another escape in the same word, or the next? */
static bool has_another(struct slice text, size_t at)
{
	char   byte;
	size_t end;

	for (size_t i = 0; i < LOOK_AHEAD && at < text.len && !ascii_is_space(text.ptr[at]); i++)
		if (byte_at(text, at++, &byte, &end))
			return true;
	return false;
}

/* Does the escape [at, unit->end) begin a run? */
static bool is_proof(struct slice text, size_t at, const struct decode_unit *unit)
{
	char   byte;
	size_t end;

	if (unit->end - at > 3 || byte_at(text, unit->end, &byte, &end))
		return true;
	if (at == 0 || !is_word_at(text, at - 1) || !is_word_at(text, unit->end))
		return false;
	return unit->letter || (unit->bytes[0] == ' ' && has_another(text, unit->end));
}

static bool unit_at(struct slice text, size_t at, struct decode_unit *unit)
{
	char   byte;
	size_t end;

	if (soft_break_at(text, at, unit))
		return true;
	if (!decode_unit_gather(text, at, byte_at, unit)) {
		if (!byte_at(text, at, &byte, &end) || (unsigned char)byte < 0xA0 ||
		    !decode_unit_set(unit, (unsigned char)byte, end))
			return false;
	}
	unit->weak = !is_proof(text, at, unit);
	return true;
}

static const struct decode_escapes quoted_printable = {
	.marker = '=', .operation = TEXT_OPERATION_quoted_printable, .unit_at = unit_at
};

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_escapes_find(&quoted_printable, input->text, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_escapes_decode(&quoted_printable, input->text, input->text.len, sink);
}

const struct decode_kind decode_quoted_printable = { .name = "quoted_printable",
	                                             .operation = TEXT_OPERATION_quoted_printable,
	                                             .signal = "bypass.encoding/quoted_printable",
	                                             .pass = DECODE_PASS_ESCAPE,
	                                             .needs = DECODE_MARK_EQUALS,
	                                             .find = find,
	                                             .decode = decode };
