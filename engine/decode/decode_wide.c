/* SPDX-License-Identifier: Apache-2.0 */
#include "decode_wide.h"

#include "decode_gate.h"
#include "text_utf8.h"

#define BYTES_MIN      7 /* four units, the last zero lost */
#define BYTES_ASIAN    12
#define SPREAD_UNITS   16
#define BYTE_ORDER     0xFEFFu
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

struct range {
	uint32_t first;
	uint32_t end;
};

/* In order: blocks of letters, and of signs that letters are drawn with or hidden in, outside
 * Latin-1. */
static const struct range written[] = {
	{ 0x0100, 0x0700 }, /* Latin, phonetic signs, accents; Greek to Arabic */
	{ 0x0900, 0x0E80 }, /* of India; Thai */
	{ 0x10A0, 0x1100 }, /* Georgian */
	{ 0x13A0, 0x1400 }, /* Cherokee */
	{ 0x16A0, 0x1700 }, /* runes */
	{ 0x1D00, 0x2070 }, /* phonetic signs, Latin, Greek; spaces, dashes, what is not shown */
	{ 0x2070, 0x2190 }, /* raised and lowered letters, currencies, marks, letterlike signs */
	{ 0x2460, 0x2500 }, /* in circles */
	{ 0x2700, 0x2900 }, /* dingbats; braille */
	{ 0x2C60, 0x2C80 }, /* Latin */
	{ 0xA4D0, 0xA500 }, /* Lisu */
	{ 0xA640, 0xA800 }, /* Cyrillic, Latin */
	{ 0xFE00, 0xFE10 }, /* variation selectors */
	{ 0xFF00, 0xFFF0 }, /* wide letters */
};

static bool is_written(uint32_t unit)
{
	for (size_t i = 0; i < sizeof written / sizeof written[0]; i++)
		if (unit < written[i].end)
			return unit >= written[i].first;
	return false;
}

/* These stand for years and times of day as well, as hexadecimal digits. */
static bool is_rarer(uint32_t unit)
{
	return is_written(unit) && (unit < 0x370 || unit >= 0x700);
}

enum asian { ASIAN_NO, ASIAN_HAN, ASIAN_HANGUL };

static enum asian asian_of(uint32_t unit)
{
	if (unit >= 0xAC00 && unit < 0xD7A4)
		return ASIAN_HANGUL;
	return (unit >= 0x3001 && unit < 0x3130) || (unit >= 0x4E00 && unit < 0xA000) ? ASIAN_HAN
	                                                                              : ASIAN_NO;
}

/* Its hexadecimal digits are decimal ones. */
static bool is_decimal(uint32_t unit)
{
	for (; unit > 0; unit >>= 4)
		if ((unit & 0xF) > 9)
			return false;
	return true;
}

/* Also what moves a cursor back or begins a colour. */
static bool is_plain(uint32_t unit)
{
	return (unit >= 0x20 && unit < 0x7F) || (unit >= '\t' && unit <= '\r') || unit == '\b' ||
	       unit == 0x1B || unit == 0x7F || (unit >= 0xA0 && unit <= 0xFF) || is_written(unit);
}

/* The first halves of the planes in which letters of mathematics, pictures and tags are. */
static bool is_first_half(uint32_t unit)
{
	return unit == 0xD835 || (unit >= 0xD83C && unit <= 0xD83E) || unit == 0xDB40;
}

/* Letters with a zero behind each, but for those before a space: "h\0o\0w d\0o". The last letter
 * of a word and the space look like a sign that nobody writes; or like one of those not shown that
 * hide between letters, but then every second unit is one. */
static bool is_strewn(uint32_t unit, uint32_t before)
{
	const uint32_t letter = unit & 0xDF;

	return unit >> 8 == 0x20 && letter >= 'A' && letter <= 'Z' && before < 0x80;
}

static bool is_hidden(uint32_t unit)
{
	return unit >= 0x2061 && unit <= 0x2064;
}

struct tally {
	size_t   units;
	size_t   asian;
	size_t   zeros; /* of those, with a lower byte of 0: letters of ASCII the other way round */
	unsigned quarters; /* a bit each: where the lower bytes of those are */
	size_t   strewn;
	size_t   hidden; /* of those, what may be meant so */
	enum asian script;
	bool       half;     /* the last one was the first half of a character */
	bool       rarer;    /* one of them is */
	bool       lettered; /* one of them is no number */
};

/* Counts a unit. False for what is in no text. */
static bool take_unit(struct tally *tally, uint32_t unit, uint32_t before)
{
	const enum asian asian = asian_of(unit);

	if (tally->half) {
		tally->half = false;
		return unit >= LOW_SURROGATE && unit < SURROGATES_END;
	}
	tally->strewn += is_strewn(unit, before);
	tally->hidden += is_strewn(unit, before) && is_hidden(unit);
	tally->rarer = tally->rarer || is_rarer(unit);
	tally->lettered = tally->lettered || !is_decimal(unit);
	if (asian != ASIAN_NO) {
		tally->asian++;
		tally->zeros += (unit & 0xFF) == 0;
		tally->quarters |= 1u << (unit >> 6 & 3);
		if (tally->script == ASIAN_NO)
			tally->script = asian;
		return tally->script == asian;
	}
	tally->half = is_first_half(unit);
	return is_plain(unit) || tally->half || unit >> 16 == 1 ||
	       (unit == 0 && before != 0 && tally->units > 0) ||
	       (tally->units == 0 && unit == BYTE_ORDER);
}

/* Lower bytes are any; those of masked ASCII keep together, in three quarters of all at most. */
static bool is_spread(unsigned quarters, size_t units)
{
	const unsigned second = quarters & (quarters - 1);

	return units >= SPREAD_UNITS ? quarters == 0xF : (second & (second - 1)) != 0;
}

enum look { LOOK_NONE, LOOK_WRITTEN, LOOK_ASIAN };

static enum look look_as(struct slice bytes, enum decode_wide form)
{
	const unsigned width = width_of(form);
	struct tally   tally = { 0 };
	uint32_t       before = 0;

	for (size_t at = 0; at + width <= bytes.len; at += width) {
		uint32_t unit = 0;

		for (unsigned i = 0; i < width; i++)
			unit |= (uint32_t)(uint8_t)bytes.ptr[at + i] << shift_of(form, i);
		if (!take_unit(&tally, unit, before))
			return LOOK_NONE;
		tally.units++;
		before = unit;
	}
	if (tally.strewn > tally.hidden || (tally.strewn > 0 && tally.strewn * 3 <= tally.units))
		return LOOK_NONE;
	if (tally.asian > 0)
		return tally.asian * 2 >= tally.units && tally.zeros * 4 < tally.asian &&
		                       is_spread(tally.quarters, tally.asian)
		               ? LOOK_ASIAN
		               : LOOK_NONE;
	return tally.lettered || !tally.rarer ? LOOK_WRITTEN : LOOK_NONE;
}

static enum decode_wide form_of(struct slice bytes, bool guess)
{
	static const enum decode_wide forms[] = { DECODE_UTF32_LE, DECODE_UTF32_BE, DECODE_UTF16_LE,
		                                  DECODE_UTF16_BE };

	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		const enum look look = look_as(bytes, forms[i]);

		if (look == LOOK_WRITTEN && !decode_gate_is_plain(bytes))
			return forms[i];
		if (look == LOOK_ASIAN && guess && bytes.len >= BYTES_ASIAN &&
		    !decode_gate_is_text(bytes))
			return forms[i];
	}
	return DECODE_BYTES;
}

enum decode_wide decode_wide_of(struct slice first_bytes)
{
	return first_bytes.len < BYTES_MIN ? DECODE_BYTES : form_of(first_bytes, false);
}

enum decode_wide decode_wide_guess(struct slice first_bytes)
{
	return first_bytes.len < BYTES_MIN ? DECODE_BYTES : form_of(first_bytes, true);
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
