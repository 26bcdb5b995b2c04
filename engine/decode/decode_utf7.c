/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-7 (RFC 2152), and the form of mailbox names (RFC 3501, section 5.1.3):
 *
 *   +AHAAaQBwAGU- bomb        p+AGkAcA-e        &AHAAaQBwAGU-
 *
 * Each shifted part is a run of its own. "+foo-" stands in honest text as well: the bits
 * that are left over are zero, and the code units are letters of the alphabets below
 * U+0700, or at least four of East Asia, all of them. */
#include "decode_base64_look.h"
#include "decode_token.h"
#include "text_utf8.h"

#include <string.h>

#define UNITS_MIN_OPEN  3 /* without the closing '-' */
#define UNITS_MIN_ASIAN 4
#define BASE64_BEFORE   16

/* The characters between the sign at `at` and `end`. */
struct shift {
	size_t end;
	size_t closed_end;
	size_t units;
	size_t near_units; /* below U+0700, of India, signs, and pairs of halves */
	bool   high;       /* the last was the first half of one */
	size_t asian_units;
	bool   remains; /* bits that should be zero */
};

static int value_at(struct slice text, size_t at, char sign)
{
	if (at >= text.len || text.ptr[at] == '-' || text.ptr[at] == '_')
		return -1;
	if (sign == '&' && text.ptr[at] == ',')
		return 63;
	return decode_base64_value(text.ptr[at]);
}

static void count_unit(struct shift *shift, uint32_t unit)
{
	shift->units++;
	shift->near_units += unit >= 0x20 && unit < 0x700 && (unit < 0x7F || unit >= 0xA0);
	shift->near_units += unit == '\n' || unit == '\r' || unit == '\t' ||
	                     (unit >= 0x2000 && unit < 0x2070) || (unit >= 0x900 && unit < 0xE80);
	if (shift->high && unit >= 0xDC00 && unit < 0xE000)
		shift->near_units += 2;
	shift->high = unit == 0xD835 || (unit >= 0xD83C && unit <= 0xD83E) || unit == 0xDB40;
	shift->asian_units += (unit >= 0x3000 && unit < 0xA000) ||
	                      (unit >= 0xAC00 && unit < 0xD7A4) || unit >= 0xFF00;
}

static struct shift shift_at(struct slice text, size_t at)
{
	struct shift shift = { .end = at + 1 };
	uint32_t     bits = 0;
	unsigned     held = 0;
	int          value;

	for (; (value = value_at(text, shift.end, text.ptr[at])) >= 0; shift.end++) {
		bits = (bits << 6 | (uint32_t)value) & 0x3FFFFF;
		held += 6;
		if (held < 16)
			continue;
		held -= 16;
		count_unit(&shift, bits >> held & 0xFFFF);
		if (shift.near_units + shift.asian_units + shift.high < shift.units)
			break;
	}
	shift.remains = held >= 6 || (bits & ((1u << held) - 1)) != 0;
	shift.closed_end = shift.end;
	if (shift.end < text.len && text.ptr[shift.end] == '-')
		shift.closed_end++;
	return shift;
}

/* `within`: letters or digits stand before the sign, as in the middle of base64. */
static bool is_shift(const struct shift *shift, bool within, bool row)
{
	bool closed = shift->closed_end > shift->end;

	if (shift->units == 0 || shift->remains ||
	    shift->near_units + shift->asian_units < shift->units)
		return false;
	if (shift->asian_units > 0 &&
	    ((shift->asian_units < UNITS_MIN_ASIAN && !row) || (within && !closed)))
		return false;
	return closed || shift->units >= UNITS_MIN_OPEN;
}

/* "+/0g-+/08-": each character by itself, one behind the other. */
static bool is_in_row(struct slice text, size_t at, const struct shift *shift)
{
	if (text.ptr[at] != '+' || shift->closed_end == shift->end)
		return false;
	return (at > 0 && text.ptr[at - 1] == '-') ||
	       (shift->closed_end < text.len && text.ptr[shift->closed_end] == '+');
}

/* "...AHMAK+AGkAcABl...": the sign is a letter of base64 where it ends no text and more than a
 * word of base64 stands before it. */
static bool is_amid_base64(struct slice text, size_t at, const struct shift *shift)
{
	size_t start = at;
	size_t capitals = 0;

	if (text.ptr[at] != '+' || shift->closed_end > shift->end)
		return false;
	for (; start > 0 && at - start < BASE64_BEFORE &&
	       decode_base64_value(text.ptr[start - 1]) >= 0;
	     start--)
		capitals += text.ptr[start - 1] < 'a';
	return at - start == BASE64_BEFORE && capitals * 5 > BASE64_BEFORE;
}

/* The next sign at or after `at`; the end of the text where there is none. */
static size_t next_sign(struct slice text, size_t at)
{
	while (at < text.len && text.ptr[at] != '+' && text.ptr[at] != '&')
		at++;
	return at;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;

	for (size_t at = next_sign(text, from); at < text.len; at = next_sign(text, at + 1)) {
		struct shift shift = shift_at(text, at);

		if (!is_shift(&shift, at > 0 && decode_base64_value(text.ptr[at - 1]) >= 0,
		              is_in_row(text, at, &shift)) ||
		    is_amid_base64(text, at, &shift))
			continue;
		run->start = at;
		run->end = run->shorter_end = shift.closed_end;
		return true;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const text_operations done = TEXT_OPERATION_BIT(utf7);
	struct slice          encoded = input->text;
	uint32_t              bits = 0;
	uint32_t              high = 0;
	unsigned              held = 0;
	size_t                start = 0;
	int                   value;

	for (size_t at = 1; (value = value_at(encoded, at, encoded.ptr[0])) >= 0; at++) {
		uint32_t unit;
		char     bytes[4];

		bits = (bits << 6 | (uint32_t)value) & 0x3FFFFF;
		held += 6;
		if (held < 16)
			continue;
		held -= 16;
		unit = bits >> held & 0xFFFF;
		if (unit >= 0xD800 && unit < 0xDC00) {
			high = unit;
			continue;
		}
		if (unit >= 0xDC00 && unit < 0xE000)
			unit = high == 0 ? 0xFFFD
			                 : 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00);
		decode_sink_put(sink, (struct slice){ bytes, text_utf8_encode(unit, bytes) }, start,
		                at + 1, done,
		                unit < 0x80 && decode_is_letter_or_digit(bytes[0]) ? done : 0);
		start = held == 0 ? at + 1 : at;
		high = 0;
	}
	return sink->len > 0;
}

const struct decode_kind decode_utf7 = { .name = "utf7",
	                                 .operation = TEXT_OPERATION_utf7,
	                                 .signal = "bypass.encoding/utf7",
	                                 .pass = DECODE_PASS_ENCODING,
	                                 .needs = DECODE_MARK_PLUS | DECODE_MARK_AMPERSAND,
	                                 .growth = 2,
	                                 .find = find,
	                                 .decode = decode };
