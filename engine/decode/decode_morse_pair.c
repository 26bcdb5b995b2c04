/* SPDX-License-Identifier: Apache-2.0 */
/* Morse code in two characters that are no dot and dash:
 *
 *   0110 00 0110 0 / 1000 111 11 1000     0 is the dot or the dash, whichever reads
 *   (white circles and black ones)        the same
 *
 * Groups of 0 and 1 and rows of circles stand for many things, so the letters have to read
 * like words, or to be parted like words. */
#include "decode_kind.h"
#include "decode_morse.h"
#include "decode_spelling.h"

#include <string.h>

enum { SIGNS_MIN = 6, PAIRS = 4, SYMBOL_BYTES = 4 };

static const char pairs[PAIRS][2][SYMBOL_BYTES + 1] = {
	{ "0", "1" },
	{ "\xe2\x9a\xaa", "\xe2\x9a\xab" },         /* medium circles, U+26AA and U+26AB */
	{ "\xe2\x97\x8b", "\xe2\x97\x8f" },         /* circles, U+25CB and U+25CF */
	{ "\xf0\x9f\x94\xb4", "\xf0\x9f\x94\xb5" }, /* large circles, U+1F534 and U+1F535 */
};

/* 0 or 1, or -1; *set is the pair. */
static int symbol_at(struct slice text, size_t at, uint32_t *set, size_t *end)
{
	for (size_t i = 0; i < PAIRS; i++)
		for (int symbol = 0; symbol < 2; symbol++) {
			size_t length = strlen(pairs[i][symbol]);

			if (text.len - at < length ||
			    memcmp(text.ptr + at, pairs[i][symbol], length) != 0)
				continue;
			*set = UINT32_C(1) << i;
			*end = at + length;
			return symbol;
		}
	return -1;
}

static bool sign_at(const struct decode_spelling *spelling, struct slice text, size_t at,
                    struct decode_sign *sign)
{
	uint32_t set;
	int      symbol;

	(void)spelling;
	sign->value = 1;
	sign->end = at;
	while (sign->end < text.len &&
	       (symbol = symbol_at(text, sign->end, &set, &sign->end)) >= 0) {
		sign->sets &= set;
		sign->value = sign->value << 1 | (uint32_t)symbol;
		if (sign->sets == 0 || sign->value >> (DECODE_MORSE_ELEMENTS + 1) != 0)
			return false;
	}
	return decode_morse_letter(sign->value, 0) != '\0' ||
	       decode_morse_letter(sign->value, 1) != '\0';
}

static const struct decode_spelling pair = { .sign_at = sign_at,
	                                     .letter = decode_morse_letter,
	                                     .readings = 2,
	                                     .gaps = " \t\n\r/|,;",
	                                     .gap_max = 5 };

static bool accepts(const struct decode_input *input, const struct decode_spelled *run)
{
	return run->signs >= SIGNS_MIN && (decode_spelling_reads(&pair, input, run) ||
	                                   (decode_spelling_is_read(&pair, input->text, run) &&
	                                    decode_spelling_is_parted(&pair, input->text, run)));
}

static bool begins(char byte)
{
	for (size_t i = 0; i < PAIRS; i++)
		if (byte == pairs[i][0][0] || byte == pairs[i][1][0])
			return true;
	return false;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_spelling_find(&pair, input, from, begins, accepts, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_spelling_decode(&pair, TEXT_OPERATION_morse_pair, input->text, sink);
}

const struct decode_kind decode_morse_pair = { .name = "morse_pair",
	                                       .operation = TEXT_OPERATION_morse_pair,
	                                       .signal = "bypass.encoding/morse_pair",
	                                       .pass = DECODE_PASS_ENCODING,
	                                       .needs = DECODE_MARK_NUMBERS | DECODE_MARK_FOREIGN,
	                                       .find = find,
	                                       .decode = decode };
