/* SPDX-License-Identifier: Apache-2.0 */
/* Bacon's biliteral cipher (De Augmentis Scientiarum, 1623, book VI, chapter 1): five of
 * two symbols a letter.
 *
 *   ABBBB ABAAA ABBBB AABAA        pipe, of 26 letters
 *   abbba abaaa abbba aabaa        pipe, of the 24 of old: I is J and U is V
 *   01111 01000 01111 00100        digits
 *
 * Digits in groups of five stand for many things, so they have to read like words. */
#include "decode_kind.h"
#include "decode_spelling.h"
#include "decode_token.h"

enum { SYMBOLS = 5, SIGNS_MIN = 4, DISTINCT_MIN = 3 };

enum { LETTERS = 1, DIGITS = 2 }; /* sets */

static const char old_letters[] = "abcdefghiklmnopqrstuwxyz";

/* 0 or 1, and which set it is of; -1 for what is no symbol. */
static int symbol_of(char byte, uint32_t *set)
{
	*set = byte == '0' || byte == '1' ? DIGITS : LETTERS;
	if (*set == DIGITS)
		return byte - '0';
	byte |= 0x20;
	return byte == 'a' || byte == 'b' ? byte - 'a' : -1;
}

static bool is_symbol(char byte)
{
	uint32_t set;

	return symbol_of(byte, &set) >= 0;
}

static bool sign_at(const struct decode_spelling *spelling, struct slice text, size_t at,
                    struct decode_sign *sign)
{
	(void)spelling;
	if (text.len - at < SYMBOLS)
		return false;
	sign->end = at + SYMBOLS;
	for (; at < sign->end; at++) {
		uint32_t set;
		int      symbol = symbol_of(text.ptr[at], &set);

		sign->sets &= set;
		if (symbol < 0 || sign->sets == 0)
			return false;
		sign->value = sign->value << 1 | (uint32_t)symbol;
	}
	return at == text.len || is_symbol(text.ptr[at]) ||
	       !decode_is_letter_or_digit(text.ptr[at]);
}

/* Readings: 26 letters or 24, and each with the symbols swapped. */
static char letter(uint32_t value, unsigned reading)
{
	if (reading >= 2)
		value ^= (1u << SYMBOLS) - 1;
	if ((reading & 1) == 0)
		return value < 26 ? (char)('a' + value) : '\0';
	return value < sizeof old_letters - 1 ? old_letters[value] : '\0';
}

static const struct decode_spelling bacon = {
	.sign_at = sign_at, .letter = letter, .readings = 4, .gaps = " \t\n\r,;.:-_/|", .gap_max = 5
};

static bool accepts(const struct decode_input *input, const struct decode_spelled *run)
{
	struct slice text = input->text;

	if (run->signs < SIGNS_MIN || run->distinct < DISTINCT_MIN ||
	    (run->end < text.len && decode_is_letter_or_digit(text.ptr[run->end])))
		return false;
	if (run->sets == LETTERS)
		return decode_spelling_is_read(&bacon, text, run);
	if (!decode_spelling_is_whole(text, run))
		return false;
	return decode_spelling_reads(&bacon, input, run) ||
	       (decode_spelling_is_read(&bacon, text, run) &&
	        decode_spelling_is_parted(&bacon, text, run));
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_spelling_find(&bacon, input, from, "abAB01", accepts, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	return decode_spelling_decode(&bacon, TEXT_OPERATION_bacon, input, sink);
}

const struct decode_kind decode_bacon = { .name = "bacon",
	                                  .operation = TEXT_OPERATION_bacon,
	                                  .signal = "bypass.encoding/bacon",
	                                  .pass = DECODE_PASS_ENCODING,
	                                  .needs = DECODE_MARK_REPEAT | DECODE_MARK_NUMBERS,
	                                  .reach = 96,
	                                  .find = find,
	                                  .decode = decode };
