/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_wide.h"

#include "text_utf8.h"

#define BYTES_MIN      7 /* four units, the last zero lost */
#define BYTE_ORDER     0xFEFFu
#define GREEK          0x370u /* before it stand letters whose numbers are times of day */
#define NEAR_END       0x700u
#define INDIC          0x900u
#define INDIC_END      0xE80u
#define SIGNS          0x2000u /* spaces, dashes, what is not shown */
#define SIGNS_END      0x2070u
#define BRAILLE        0x2800u
#define BRAILLE_END    0x2900u
#define HIGH_SURROGATE 0xD800u
#define LOW_SURROGATE  0xDC00u
#define SURROGATES_END 0xE000u
#define REPLACEMENT    0xFFFDu

static unsigned width_of(enum decode_wide form)
{
	return form == DECODE_BYTES                                 ? 1
	       : form == DECODE_UTF16_LE || form == DECODE_UTF16_BE ? 2
	                                                            : 4;
}

/* Where a byte of a unit stands in its number. */
static unsigned shift_of(enum decode_wide form, unsigned index)
{
	bool low_first = form == DECODE_UTF16_LE || form == DECODE_UTF32_LE;

	return 8 * (low_first ? index : width_of(form) - 1 - index);
}

/* What also looks like years and times of day: India's letters, braille, what is not shown. */
static bool is_rarer(uint32_t unit)
{
	return (unit >= INDIC && unit < INDIC_END) || (unit >= SIGNS && unit < SIGNS_END) ||
	       (unit >= BRAILLE && unit < BRAILLE_END);
}

/* Its hexadecimal digits are decimal ones. */
static bool is_decimal(uint32_t unit)
{
	for (; unit > 0; unit >>= 4)
		if ((unit & 0xF) > 9)
			return false;
	return true;
}

static bool is_plain(uint32_t unit)
{
	return (unit >= 0x20 && unit < 0x7F) || (unit >= '\t' && unit <= '\r') ||
	       (unit >= 0xA0 && unit <= 0xFF) || (unit >= GREEK && unit < NEAR_END) ||
	       is_rarer(unit);
}

/* The first halves of the planes in which letters of mathematics, pictures and tags are. */
static bool is_first_half(uint32_t unit)
{
	return unit == 0xD835 || (unit >= 0xD83C && unit <= 0xD83E) || unit == 0xDB40;
}

static bool is_form(struct slice bytes, enum decode_wide form)
{
	const unsigned width = width_of(form);
	bool           half = false;
	bool           rarer = false;
	bool           lettered = false;

	for (size_t at = 0; at + width <= bytes.len; at += width) {
		uint32_t unit = 0;

		for (unsigned i = 0; i < width; i++)
			unit |= (uint32_t)(uint8_t)bytes.ptr[at + i] << shift_of(form, i);
		if (half ? unit < LOW_SURROGATE || unit >= SURROGATES_END
		         : !is_plain(unit) && !is_first_half(unit) && unit >> 16 != 1 &&
		                    (at > 0 || unit != BYTE_ORDER))
			return false;
		half = !half && is_first_half(unit);
		rarer = rarer || is_rarer(unit);
		lettered = lettered || !is_decimal(unit);
	}
	return lettered || !rarer;
}

enum decode_wide decode_wide_of(struct slice first_bytes)
{
	static const enum decode_wide forms[] = { DECODE_UTF16_LE, DECODE_UTF16_BE, DECODE_UTF32_LE,
		                                  DECODE_UTF32_BE };

	if (first_bytes.len < BYTES_MIN)
		return DECODE_BYTES;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (is_form(first_bytes, forms[i]))
			return forms[i];
	return DECODE_BYTES;
}

bool decode_wide_may_go_on(struct slice bytes)
{
	for (size_t skipped = 0; skipped < 4 && skipped < bytes.len; skipped++)
		if (decode_wide_of(slice_from(bytes, skipped)) != DECODE_BYTES)
			return true;
	return false;
}

static void put_unit(struct decode_wide_reader *reader, size_t end)
{
	uint32_t unit = reader->unit;
	uint32_t high = reader->high;
	char     bytes[4];

	reader->unit = 0;
	reader->held = 0;
	if (unit >= HIGH_SURROGATE && unit < LOW_SURROGATE) {
		reader->high = unit;
		return;
	}
	reader->high = 0;
	if (unit == BYTE_ORDER)
		return;
	if (unit >= LOW_SURROGATE && unit < SURROGATES_END)
		unit = high == 0
		               ? REPLACEMENT
		               : 0x10000 + ((high - HIGH_SURROGATE) << 10) + (unit - LOW_SURROGATE);
	if (unit > 0x10FFFF)
		unit = REPLACEMENT;
	decode_sink_put(reader->sink, (struct slice){ bytes, text_utf8_encode(unit, bytes) },
	                reader->start, end, reader->operations, 0);
}

void decode_wide_put(struct decode_wide_reader *reader, char byte, size_t start, size_t end)
{
	if (reader->form == DECODE_BYTES) {
		decode_sink_put(reader->sink, (struct slice){ &byte, 1 }, start, end,
		                reader->operations, 0);
		return;
	}
	if (reader->held == 0 && reader->high == 0)
		reader->start = start;
	reader->unit |= (uint32_t)(uint8_t)byte << shift_of(reader->form, reader->held);
	if (++reader->held == width_of(reader->form))
		put_unit(reader, end);
}

void decode_wide_end(struct decode_wide_reader *reader, size_t end)
{
	if (reader->held > 0 && reader->form != DECODE_UTF16_BE && reader->form != DECODE_UTF32_BE)
		put_unit(reader, end);
}
