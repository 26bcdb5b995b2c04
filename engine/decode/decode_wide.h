/* SPDX-License-Identifier: Apache-2.0 */
/* Text in code units of two or four bytes (the Unicode Standard, section 3.10), below
 * base64, hexadecimal or binary digits:
 *
 *   68 00 6F 00 77 00      UTF-16, low byte first
 *   00 00 00 68 ...        UTF-32, high byte first
 *
 * Told from the first bytes: every unit is a character of Latin-1 or of some blocks of letters,
 * which bytes of text or chance are not. */
#ifndef DECODE_WIDE_H
#define DECODE_WIDE_H

#include "base_slice.h"
#include "decode_kind.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum decode_wide {
	DECODE_BYTES,
	DECODE_UTF16_LE,
	DECODE_UTF16_BE,
	DECODE_UTF32_LE,
	DECODE_UTF32_BE
};

/* What the first bytes of a run are in: seven at least, for another answer than
 * DECODE_BYTES. */
enum decode_wide decode_wide_of(struct slice first_bytes);

/* The same, and the letters of East Asia, whose bytes are any: of twelve bytes at least, that are no
 * text as they are. One of two hundred random runs passes: the whole must be judged. */
enum decode_wide decode_wide_guess(struct slice first_bytes);

/* May bytes from the middle of a run be such units, wherever one begins? */
bool decode_wide_may_go_on(struct slice bytes);

struct decode_wide_reader {
	struct decode_sink *sink;
	enum decode_wide    form;
	text_operations     operations;
	uint32_t            unit;
	unsigned            held; /* bytes of it */
	uint32_t            high; /* surrogate */
	size_t              start;
};

/* A byte that encoded [start, end) carried. Puts it, or the character it completes: at
 * most three bytes for two, or four for four. */
void decode_wide_put(struct decode_wide_reader *reader, char byte, size_t start, size_t end);

/* The last byte of a unit may be missing, where a run ended before a zero. */
void decode_wide_end(struct decode_wide_reader *reader, size_t end);

#endif
