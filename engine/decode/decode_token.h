/* SPDX-License-Identifier: Apache-2.0 */
/* What decoders of escapes share. An escaped text is plain text with units in it:
 *
 *   p&#105;pe bomb        run: the token "p&#105;pe"; units: "&#105;"
 *
 * A run is a whole token (what stands between spaces), so that a word which is escaped
 * in part is one word again; what is no unit stays as it is. */
#ifndef DECODE_TOKEN_H
#define DECODE_TOKEN_H

#include "base_ascii.h"
#include "base_slice.h"
#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 0 to 15, or -1. */
static inline int decode_hex_digit(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f')
		return (byte | 0x20) - 'a' + 10;
	return -1;
}

/* Of ASCII. */
static inline bool decode_is_letter_or_digit(char byte)
{
	return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* The number that digits of `base` (up to 16) spell at `at`, at most `max_digits` of them;
 * *end is behind the last. False when there is none. Stops growing above U+10FFFF. */
bool decode_number_at(struct slice text, size_t at, uint32_t base, size_t max_digits,
                      uint32_t *number, size_t *end);

/* One escape: text[start, end) stands for `count` bytes. */
struct decode_unit {
	char   bytes[8];
	size_t count;
	size_t end;
	bool   weak;   /* decoded only in a run that another unit began */
	bool   letter; /* a letter or digit of ASCII, which honest text does not escape */
};

/* Makes `code_point` the unit's bytes. False, and nothing done, for NUL, surrogates and
 * what is above U+10FFFF. */
bool decode_unit_set(struct decode_unit *unit, uint32_t code_point, size_t end);

/* The UTF-8 character that begins with the escaped byte at `at`, from as many escapes as
 * it needs. `byte_at` gives one byte and the end of its escape. False when the bytes are
 * no UTF-8 or NUL. */
bool decode_unit_gather(struct slice text, size_t at,
                        bool (*byte_at)(struct slice text, size_t at, char *byte, size_t *end),
                        struct decode_unit *unit);

struct decode_escapes {
	char                marker; /* every unit begins with it */
	enum text_operation operation;

	/* The unit that begins at `at`, where text.ptr[at] is the marker. Looks at a bounded
	 * number of bytes, or only at those of the unit. May reach over a space, which is
	 * inside the token then. */
	bool (*unit_at)(struct slice text, size_t at, struct decode_unit *unit);
};

/* Those that may stand side by side for the characters of one text. */
extern const struct decode_escapes decode_percent_escapes;
extern const struct decode_escapes decode_entity_escapes;
extern const struct decode_escapes decode_backslash_escapes;

/* find() and decode() of struct decode_kind for such an encoding. A token that is written in
 * several of the three above ("\160&#105;%70\x65") is undone in one step: one by one, what an
 * escape stands for would be taken for the beginning of another ("%5C" before "x41"). From `form`
 * on, the length of `encoded` at most, a plus sign is a space. */
bool decode_escapes_find(const struct decode_escapes *escapes, struct slice text, size_t from,
                         struct decode_run *run);
bool decode_escapes_decode(const struct decode_escapes *escapes, struct slice encoded, size_t form,
                           struct decode_sink *sink);

#endif
