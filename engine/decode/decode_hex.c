/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal bytes (RFC 4648, section 8), as people and programs write them:
 *
 *   70697065     70 69 70 65     70:69:70:65     0x70, 0x69     \x70\x69     706970 65
 *
 * A run is four bytes or more. Separators stand between bytes, never inside one, so a
 * number of three digits ends the run. English words of hexadecimal letters
 * ("decade", "facade") give bytes above 0x7F that are no UTF-8 and are refused. */
#include "decode_gate.h"
#include "decode_kind.h"

#define MIN_BYTES      4
#define SEPARATORS_MAX 3

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

static bool is_separator(char byte)
{
	switch (byte) {
	case ' ':
	case '\t':
	case '\n':
	case '\r':
	case ',':
	case ':':
	case ';':
	case '-':
	case '_':
	case '|':
	case '.':
		return true;
	default:
		return false;
	}
}

struct unit {
	size_t start;
	size_t end;
	char   byte;
};

/* Two digits at `at`, behind an optional 0x or \x. */
static bool unit_at(struct slice text, size_t at, struct unit *unit)
{
	size_t digits = at;

	if (text.len - at >= 4 && (text.ptr[at] == '0' || text.ptr[at] == '\\') &&
	    (text.ptr[at + 1] == 'x' || text.ptr[at + 1] == 'X'))
		digits = at + 2;
	if (text.len - digits < 2 || digit_of(text.ptr[digits]) < 0 ||
	    digit_of(text.ptr[digits + 1]) < 0)
		return false;
	*unit = (struct unit){ at, digits + 2,
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

/* May a run begin at `start`? Looks at 16 units at most, so that trying again at the
 * next word stays linear ("step 10 70697065": refused at 10, found at 70). */
static bool may_begin(struct slice text, size_t start)
{
	char        bytes[16];
	size_t      count = 0;
	struct unit unit;
	bool        more = unit_at(text, start, &unit);

	while (more && count < sizeof bytes && is_whole(text, &unit)) {
		bytes[count++] = unit.byte;
		more = next_unit(text, unit.end, &unit);
	}
	return count >= MIN_BYTES && decode_gate_may_be_text((struct slice){ bytes, count });
}

static size_t run_end(struct slice text, size_t start)
{
	struct unit unit;
	size_t      end = start;

	for (bool more = unit_at(text, start, &unit); more && is_whole(text, &unit);
	     more = next_unit(text, unit.end, &unit))
		end = unit.end;
	return end;
}

/* Behind the word that holds `at`. */
static size_t behind_word(struct slice text, size_t at)
{
	while (at < text.len && is_word_byte(text.ptr[at]))
		at++;
	return at;
}

static bool find(struct slice text, size_t from, struct decode_run *run)
{
	size_t at = from;

	if (at > 0 && at < text.len && is_word_byte(text.ptr[at - 1]))
		at = behind_word(text, at);
	for (; at < text.len; at++) {
		if (!is_word_byte(text.ptr[at]) && text.ptr[at] != '\\')
			continue;
		if (may_begin(text, at)) {
			run->start = at;
			run->end = run->shorter_end = run_end(text, at);
			return true;
		}
		at = behind_word(text, at + 1);
	}
	return false;
}

static bool decode(struct slice encoded, struct decode_sink *sink)
{
	const text_operations hex = TEXT_OPERATION_BIT(hex);
	struct unit           unit;
	size_t                at = 0;

	for (bool more = unit_at(encoded, 0, &unit); more; more = next_unit(encoded, at, &unit)) {
		decode_sink_put(sink, (struct slice){ &unit.byte, 1 }, unit.start, unit.end, hex,
		                0);
		at = unit.end;
	}
	return sink->len > 0;
}

const struct decode_kind decode_hex = { .name = "hex",
	                                .operation = TEXT_OPERATION_hex,
	                                .signal = "bypass.encoding/hex",
	                                .find = find,
	                                .decode = decode };
