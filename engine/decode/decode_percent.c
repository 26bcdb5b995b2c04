/* SPDX-License-Identifier: Apache-2.0 */
/* Percent-encoding (RFC 3986, section 2.1), any character, any case, and the %uHHHH of
 * escape() (ECMA-262, section B.2.1):
 *
 *   how%20to%20make   p%69pe   %D0%B1%D0%BE%D0%BC%D0%B1%D0%B0   %u0070%u0069pe
 *   %C1%B0%C1%A9pe   %E0%81%B0   an ASCII character in two to four bytes, which is no UTF-8
 *
 * Escapes that are no UTF-8 ("100%de") stay as they are. Double encoding is undone by
 * the next round. Honest text has a reason to escape spaces, signs and letters outside
 * ASCII, but none to escape a plain letter: only that counts as inside_word. */
#include "decode_token.h"

static bool byte_at(struct slice text, size_t at, char *byte, size_t *end)
{
	uint32_t number;

	if (at >= text.len || text.len - at < 3 || text.ptr[at] != '%' ||
	    !decode_number_at(text, at + 1, 16, 2, &number, end) || *end != at + 3)
		return false;
	*byte = (char)(unsigned char)number;
	return true;
}

static bool unicode_at(struct slice text, size_t at, uint32_t *unit, size_t *end)
{
	return text.len - at >= 6 && text.ptr[at] == '%' &&
	       (text.ptr[at + 1] == 'u' || text.ptr[at + 1] == 'U') &&
	       decode_number_at(text, at + 2, 16, 4, unit, end) && *end == at + 6;
}

/* Overlong UTF-8 (RFC 3629, section 10): old filters were passed with it. */
static bool overlong_at(struct slice text, size_t at, struct decode_unit *unit)
{
	uint32_t code_point;
	unsigned more;
	char     byte;
	size_t   end;

	if (!byte_at(text, at, &byte, &end))
		return false;
	more = ((unsigned char)byte & 0xFE) == 0xC0 ? 1
	       : (unsigned char)byte == 0xE0        ? 2
	       : (unsigned char)byte == 0xF0        ? 3
	                                            : 0;
	if (more == 0)
		return false;
	code_point = (unsigned char)byte & 0x01;
	for (; more > 0; more--) {
		if (!byte_at(text, end, &byte, &end) || ((unsigned char)byte & 0xC0) != 0x80)
			return false;
		code_point = code_point << 6 | ((unsigned char)byte & 0x3F);
	}
	return code_point < 0x80 && decode_unit_set(unit, code_point, end);
}

static bool unit_at(struct slice text, size_t at, struct decode_unit *unit)
{
	uint32_t high;
	uint32_t low;
	size_t   end;

	if (!unicode_at(text, at, &high, &end))
		return decode_unit_gather(text, at, byte_at, unit) || overlong_at(text, at, unit);
	if (high >= 0xD800 && high <= 0xDBFF && unicode_at(text, end, &low, &end) &&
	    low >= 0xDC00 && low <= 0xDFFF)
		high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
	return decode_unit_set(unit, high, end);
}

static const struct decode_escapes percent = { .marker = '%', .unit_at = unit_at };

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_escapes_find(&percent, input->text, from, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_escapes_decode(&percent, TEXT_OPERATION_percent, input->text, sink);
}

const struct decode_kind decode_percent = { .name = "percent",
	                                    .operation = TEXT_OPERATION_percent,
	                                    .signal = "bypass.encoding/percent",
	                                    .pass = DECODE_PASS_ENCODING,
	                                    .needs = DECODE_MARK_PERCENT,
	                                    .find = find,
	                                    .decode = decode };
