/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal bytes (RFC 4648, section 8), as people and programs write them:
 *
 *   70697065     70 69 70 65     70:69:70:65     0x70, 0x69     \x70\x69     706970 65
 *
 * A run is four bytes or more. Separators stand between bytes, never inside one, so a
 * number of three digits ends the run, and so do bytes that are no text ("... 62 10 11
 * 12"). English words of hexadecimal letters ("decade", "facade") give bytes above 0x7F
 * that are no UTF-8 and are refused. Where words were encoded one by one
 * ("70697065 626f6d62"), the space between them is text too. Bytes may be UTF-16 or UTF-32
 * ("0070 0069"). */
#include "decode_gate.h"
#include "decode_kind.h"
#include "decode_unwrap.h"
#include "decode_wide.h"

#define MIN_BYTES             4
#define SEPARATORS_MAX        6
#define JUNK_MAX              3
#define WIDE_ZEROS_MAX        5
#define WORD_BYTES_MIN        4
#define MIN_BYTES_BEFORE_JUNK 12
#define FORM_BYTES            64
#define TEXT_BYTES            16 /* so many of text end a run of packed bytes */

static int digit_of(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	if (byte >= 'A' && byte <= 'F')
		return byte - 'A' + 10;
	return -1;
}

static bool is_word_byte(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
	       (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80;
}

/* What people put between bytes: spaces, commas, colons, quotes, brackets, ... */
static bool is_separator(char byte)
{
	bool is_space = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
	bool is_sign = byte > ' ' && byte < 0x7F && !is_word_byte(byte);

	return is_space || (is_sign && byte != '\\' && byte != '%');
}

struct unit {
	size_t start;
	size_t end;
	char   byte;
};

/* Two digits at `at` and the "h" of assemblers behind them. */
static bool has_suffix(struct slice text, size_t at)
{
	return text.len - at >= 3 && digit_of(text.ptr[at]) >= 0 &&
	       digit_of(text.ptr[at + 1]) >= 0 && (text.ptr[at + 2] | 0x20) == 'h' &&
	       (text.len - at == 3 || !is_word_byte(text.ptr[at + 3]));
}

/* Two digits at `at`, behind an optional 0x, \x or, before "h", 0. */
static bool unit_at(struct slice text, size_t at, struct unit *unit)
{
	size_t digits = at;

	if (text.len - at >= 4 && (text.ptr[at] == '0' || text.ptr[at] == '\\') &&
	    (text.ptr[at + 1] == 'x' || text.ptr[at + 1] == 'X'))
		digits = at + 2;
	else if (has_suffix(text, at + 1))
		digits = at + 1;
	if (text.len - digits < 2 || digit_of(text.ptr[digits]) < 0 ||
	    digit_of(text.ptr[digits + 1]) < 0)
		return false;
	*unit = (struct unit){ at, digits + 2 + has_suffix(text, digits),
		               (char)(digit_of(text.ptr[digits]) << 4 |
		                      digit_of(text.ptr[digits + 1])) };
	return true;
}

/* The unit behind the one that ended at `at`, over a few separators. */
static bool next_unit(struct slice text, size_t at, struct unit *unit)
{
	for (size_t skipped = 0; at < text.len; skipped++, at++) {
		if (unit_at(text, at, unit))
			return true;
		if (skipped == SEPARATORS_MAX || !is_separator(text.ptr[at]))
			return false;
	}
	return false;
}

/* A unit that a letter or digit follows is not a whole one: the run ends before it. */
static bool is_whole(struct slice text, const struct unit *unit)
{
	struct unit following;

	return unit->end == text.len || !is_word_byte(text.ptr[unit->end]) ||
	       unit_at(text, unit->end, &following);
}

static bool is_control(char byte)
{
	return ((unsigned char)byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') ||
	       byte == 0x7F;
}

/* So far as a look tells; what is no text at its end is left out. */
static bool is_text(const char *bytes, size_t count)
{
	while (count > MIN_BYTES && is_control(bytes[count - 1]))
		count--;
	return count >= MIN_BYTES && decode_gate_may_be_text((struct slice){ bytes, count });
}

/* What the bytes from `start` on are in. */
static enum decode_wide form_at(struct slice text, size_t start)
{
	char        bytes[FORM_BYTES];
	size_t      count = 0;
	struct unit unit;

	for (bool more = unit_at(text, start, &unit); more && count < sizeof bytes;
	     more = next_unit(text, unit.end, &unit))
		bytes[count++] = unit.byte;
	return decode_wide_guess((struct slice){ bytes, count });
}

/* May a run begin at `start`? Looks at 16 units at most, so that trying again at the
 * next word stays linear ("step 10 70697065": refused at 10, found at 70). */
static bool may_begin(struct slice text, size_t start, enum decode_unwrap_look *look)
{
	char        bytes[16];
	size_t      count = 0;
	struct unit first;
	struct unit unit;
	bool        more = unit_at(text, start, &unit);
	bool        number; /* that stands by itself, before the bytes */

	*look = DECODE_UNWRAP_NOTHING;
	if (!more)
		return false;
	first = unit;
	number = is_control(first.byte) && first.end < text.len &&
	         is_separator(text.ptr[first.end]);
	while (more && count < sizeof bytes && is_whole(text, &unit)) {
		bytes[count++] = unit.byte;
		more = next_unit(text, unit.end, &unit);
	}
	if (decode_wide_guess((struct slice){ bytes, count }) != DECODE_BYTES &&
	    form_at(text, start) != DECODE_BYTES)
		return true;
	*look = decode_unwrap_look((struct slice){ bytes, count });
	if (*look == DECODE_UNWRAP_BYTES && !decode_gate_is_clean((struct slice){ bytes, count }))
		return true; /* as much junk as damaged text may have, or a mask over text */
	if (*look != DECODE_UNWRAP_PACKED && !number && is_text(bytes, count))
		*look = DECODE_UNWRAP_NOTHING;
	else if (*look == DECODE_UNWRAP_NOTHING)
		return false;
	return true;
}

/* Follows UTF-8 byte by byte: `due` bytes of a character are to come. */
static bool is_text_byte(char byte, unsigned *due)
{
	uint8_t value = (uint8_t)byte;

	if (*due > 0 && (value & 0xC0) == 0x80) {
		--*due;
		return true;
	}
	*due = 0;
	if (value < 0x80)
		return !is_control(byte);
	if (value < 0xC2 || value > 0xF4)
		return false;
	*due = value < 0xE0 ? 1 : value < 0xF0 ? 2 : 3;
	return true;
}

/* The end of the run that begins at `start`; what is no text at its end is left out.
 * A few bytes of text in a stream of others are chance: they make no run (0). */
static size_t run_end(struct slice text, size_t start)
{
	struct unit unit;
	size_t      end = start;
	size_t      good = 0;
	size_t      good_end = start;
	size_t      junk = 0;
	unsigned    due = 0;
	size_t      junk_max = form_at(text, start) == DECODE_BYTES ? JUNK_MAX : WIDE_ZEROS_MAX;

	for (bool more = unit_at(text, start, &unit);
	     more && junk < junk_max && is_whole(text, &unit);
	     more = next_unit(text, unit.end, &unit)) {
		end = unit.end;
		if (is_text_byte(unit.byte, &due)) {
			good++;
			good_end = end;
			junk = 0;
		} else {
			junk++;
		}
	}
	if (good == 0 || (junk == junk_max && good < MIN_BYTES_BEFORE_JUNK))
		return 0;
	return good_end;
}

/* The same where bytes that hold text begin: to the last unit, or to the word in which
 * text begins. */
static size_t packed_end(struct slice text, size_t start)
{
	struct unit unit;
	size_t      end = start;
	size_t      packed = 0; /* the end of the last word before text */
	size_t      good = 0;

	for (bool more = unit_at(text, start, &unit); more && is_whole(text, &unit);
	     more = next_unit(text, unit.end, &unit)) {
		if (unit.start > end && good == 0)
			packed = end;
		end = unit.end;
		good = (unsigned char)unit.byte < 0x80 && !is_control(unit.byte) ? good + 1 : 0;
		if (good == TEXT_BYTES && packed > start)
			return packed;
	}
	return end;
}

static size_t run_end_at(struct slice text, size_t start)
{
	enum decode_unwrap_look look;

	if (!may_begin(text, start, &look))
		return 0;
	return look == DECODE_UNWRAP_NOTHING ? run_end(text, start) : packed_end(text, start);
}

/* Behind the word that holds `at`. */
static size_t behind_word(struct slice text, size_t at)
{
	while (at < text.len && is_word_byte(text.ptr[at]))
		at++;
	return at;
}

/* Two digits, or what stands before them, or the "h" behind them. */
static bool may_be_unit(struct slice text, size_t at)
{
	return digit_of(text.ptr[at]) >= 0 || text.ptr[at] == '\\' ||
	       (text.len - at > 3 && (text.ptr[at + 3] | 0x20) == 'h');
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	const size_t until = decode_until(input);
	size_t       at = from;

	if (at > 0 && at < text.len && is_word_byte(text.ptr[at - 1]))
		at = behind_word(text, at);
	for (; at < until; at++) {
		if (!is_word_byte(text.ptr[at]) && text.ptr[at] != '\\')
			continue;
		run->start = at;
		run->end = may_be_unit(text, at) ? run_end_at(text, at) : 0;
		run->shorter_end = run->end;
		if (run->end > 0)
			return true;
		at = behind_word(text, at + 1);
	}
	return false;
}

/* Are these words, encoded one by one? Then none of them holds a space, one space parts
 * them, and they are not all of one short width, as the columns of a dump are. */
static bool holds_words(struct slice encoded)
{
	struct unit unit;
	size_t      first = 0;
	size_t      count = 0;
	size_t      at = 0;
	bool        varies = false;

	for (bool more = unit_at(encoded, 0, &unit); more; more = next_unit(encoded, at, &unit)) {
		if (unit.byte == ' ')
			return false;
		if (unit.start > at) {
			if (unit.start - at > 1 || encoded.ptr[at] != ' ')
				return false;
			first = first == 0 ? count : first;
			varies = varies || count != first;
			count = 0;
		}
		count++;
		at = unit.end;
	}
	return first > 0 && (varies || first >= WORD_BYTES_MIN);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice              encoded = input->text;
	struct decode_wide_reader reader = { .sink = sink,
		                             .form = form_at(encoded, 0),
		                             .operations = TEXT_OPERATION_BIT(hex) };
	const bool                words = reader.form == DECODE_BYTES && holds_words(encoded);
	struct unit               unit;
	size_t                    at = 0;

	for (bool more = unit_at(encoded, 0, &unit); more; more = next_unit(encoded, at, &unit)) {
		if (words && unit.start > at)
			decode_sink_copy(sink, encoded, at, unit.start);
		decode_wide_put(&reader, unit.byte, unit.start, unit.end);
		at = unit.end;
	}
	decode_wide_end(&reader, at);
	return sink->len > 0;
}

const struct decode_kind decode_hex = { .name = "hex",
	                                .operation = TEXT_OPERATION_hex,
	                                .signal = "bypass.encoding/hex",
	                                .pass = DECODE_PASS_ENCODING,
	                                .needs = DECODE_MARK_CODE | DECODE_MARK_NUMBERS |
	                                         DECODE_MARK_BACKSLASH | DECODE_MARK_PERCENT,
	                                .reach = 64,
	                                .find = find,
	                                .decode = decode };
