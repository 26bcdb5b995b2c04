/* SPDX-License-Identifier: Apache-2.0 */
/* Percent-encoding (RFC 3986, section 2.1), any character, any case, and the %uHHHH of
 * escape() (ECMA-262, section B.2.1):
 *
 *   how%20to%20make   p%69pe   %D0%B1%D0%BE%D0%BC%D0%B1%D0%B0   %u0070%u0069pe
 *   %C1%B0%C1%A9pe   %E0%81%B0   an ASCII character in two to four bytes, which is no UTF-8
 *
 *   how+do+I%3F      of forms: a plus sign is a space where no sign stands unescaped
 *
 * Escapes that are no UTF-8 ("100%de") stay as they are, unless they stand amid others: bytes.
 * Double encoding is undone by the next round. Honest text has a reason to escape spaces, signs and
 * letters outside ASCII, but none to escape a plain letter: only that counts as inside_word. */
#include "decode_token.h"

#include <string.h>

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

/* One byte between two others: of UTF-16, or packed. */
static bool raw_at(struct slice text, size_t at, struct decode_unit *unit)
{
	char   other;
	char   byte;
	size_t end;

	if (at < 3 || !byte_at(text, at, &byte, &end) ||
	    (!byte_at(text, at - 3, &other, &end) && text.ptr[at - 1] != '+') ||
	    (at + 3 < text.len && text.ptr[at + 3] != '%' && text.ptr[at + 3] != '+'))
		return false;
	*unit = (struct decode_unit){ .bytes = { byte }, .count = 1, .end = at + 3, .weak = true };
	return true;
}

static bool unit_at(struct slice text, size_t at, struct decode_unit *unit)
{
	uint32_t high;
	uint32_t low;
	size_t   end;

	if (!unicode_at(text, at, &high, &end))
		return decode_unit_gather(text, at, byte_at, unit) || overlong_at(text, at, unit) ||
		       raw_at(text, at, unit);
	if (high >= 0xD800 && high <= 0xDBFF && unicode_at(text, end, &low, &end) &&
	    low >= 0xDC00 && low <= 0xDFFF)
		high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
	return decode_unit_set(unit, high, end);
}

const struct decode_escapes decode_percent_escapes = { .marker = '%',
	                                               .operation = TEXT_OPERATION_percent,
	                                               .unit_at = unit_at };

/* Behind the head of a data URL (RFC 2397), which is no part of what it holds. */
static size_t behind_scheme(struct slice text, const struct decode_run *run)
{
	const struct slice token = slice_range(text, run->start, run->end);
	const char        *comma = memchr(token.ptr, ',', token.len < 64 ? token.len : 64);
	const char        *escape = memchr(token.ptr, '%', token.len);

	if (token.len < 6 || memcmp(token.ptr, "data:", 5) != 0 || comma == NULL || escape < comma)
		return run->start;
	return (size_t)(comma - text.ptr) + 1;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	if (!decode_escapes_find(&decode_percent_escapes, input->text, from, run))
		return false;
	run->start = behind_scheme(input->text, run);
	return true;
}

/* application/x-www-form-urlencoded (the URL Standard, section 5.2) leaves letters, digits and
 * "*-._"; a space is a plus sign. Where the last part of a token that is so written begins; its end
 * where it is not, or has spaces that are escaped. */
static size_t form_start(struct slice token)
{
	size_t start = token.len;
	size_t signs = 0;
	size_t pluses = 0;

	for (; start > 0; start--) {
		const char byte = token.ptr[start - 1];
		char       escaped;
		size_t     end;

		if (!decode_is_letter_or_digit(byte) && memchr("%+*-._", byte, 6) == NULL)
			break;
		pluses += byte == '+';
		if (byte != '%' || !byte_at(token, start - 1, &escaped, &end))
			continue;
		if (escaped == ' ')
			return token.len;
		signs += !decode_is_letter_or_digit(escaped);
	}
	return signs > 0 && pluses > 0 ? start : token.len;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_escapes_decode(&decode_percent_escapes, input->text, form_start(input->text),
	                             sink);
}

const struct decode_kind decode_percent = { .name = "percent",
	                                    .operation = TEXT_OPERATION_percent,
	                                    .signal = "bypass.encoding/percent",
	                                    .pass = DECODE_PASS_ESCAPE,
	                                    .needs = DECODE_MARK_PERCENT,
	                                    .find = find,
	                                    .decode = decode };

/* "%E0%A4%AE" beside a vowel sign of its script, escapes among characters that are not shown: in
 * the clean text what belongs to a letter that is escaped is gone. So escapes of characters
 * outside ASCII that touch others outside ASCII are undone in the raw text. */
static bool is_foreign(struct slice text, size_t at)
{
	return at < text.len && (unsigned char)text.ptr[at] >= 0x80;
}

static bool find_raw(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	const char  *marker;

	for (size_t at = from; at < text.len; at++) {
		struct decode_unit unit;

		marker = memchr(text.ptr + at, '%', text.len - at);
		if (marker == NULL)
			return false;
		at = (size_t)(marker - text.ptr);
		if (!unit_at(text, at, &unit) || unit.weak || unit.count < 2 ||
		    !(is_foreign(text, unit.end) || (at > 0 && is_foreign(text, at - 1))))
			continue;
		return decode_escapes_find(&decode_percent_escapes, text, from, run);
	}
	return false;
}

static bool decode_raw(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_escapes_decode(&decode_percent_escapes, input->text, input->text.len, sink);
}

const struct decode_kind decode_percent_raw = { .name = "percent_raw",
	                                        .operation = TEXT_OPERATION_percent,
	                                        .signal = "bypass.encoding/percent",
	                                        .pass = DECODE_PASS_CARRIER,
	                                        .needs = DECODE_MARK_PERCENT,
	                                        .find = find_raw,
	                                        .decode = decode_raw };
