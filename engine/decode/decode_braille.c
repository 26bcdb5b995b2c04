/* SPDX-License-Identifier: Apache-2.0 */
/* Braille cells, U+2800 to U+28FF (uncontracted English braille, UEB sections 2 and 4 to 8;
 * dots 7 and 8, which computer braille adds, are left out):
 *
 *   ⠏⠊⠏⠑ ⠃⠕⠍⠃          pipe bomb
 *   ⠠⠏⠊⠏⠑ ⠼⠁⠃          Pipe 12: a capital sign, a number sign
 *
 * Nobody writes cells for anything else but drawings, which are no letters for the most
 * part. */
#include "decode_kind.h"

#include "decode_token.h"

#include <string.h>

enum {
	CELL_BYTES = 3,
	LETTERS_MIN = 2,
	GAP_MAX = 4,
	CAPITAL = 0x20,
	NUMBER = 0x3C,
	LETTER_SIGN = 0x30
};

/* By the six dots, dot 1 the lowest bit. */
static const char letters[64] = {
	[0x01] = 'a', [0x03] = 'b', [0x09] = 'c',  [0x19] = 'd', [0x11] = 'e', [0x0B] = 'f',
	[0x1B] = 'g', [0x13] = 'h', [0x0A] = 'i',  [0x1A] = 'j', [0x05] = 'k', [0x07] = 'l',
	[0x0D] = 'm', [0x1D] = 'n', [0x15] = 'o',  [0x0F] = 'p', [0x1F] = 'q', [0x17] = 'r',
	[0x0E] = 's', [0x1E] = 't', [0x25] = 'u',  [0x27] = 'v', [0x3A] = 'w', [0x2D] = 'x',
	[0x3D] = 'y', [0x35] = 'z', [0x02] = ',',  [0x06] = ';', [0x12] = ':', [0x32] = '.',
	[0x26] = '?', [0x16] = '!', [0x04] = '\'', [0x24] = '-', [0x36] = '"', [0x34] = '"',
	[0x0C] = '/',
};

static bool cell_at(struct slice text, size_t at, unsigned *dots)
{
	const unsigned char *bytes = (const unsigned char *)text.ptr + at;

	if (text.len - at < CELL_BYTES || bytes[0] != 0xE2 || bytes[1] < 0xA0 || bytes[1] > 0xA3)
		return false;
	*dots = ((bytes[1] & 3u) << 6 | (bytes[2] & 0x3Fu)) & 0x3F;
	return true;
}

static size_t gap_end(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.len && end - at < GAP_MAX && ascii_is_space(text.ptr[end]))
		end++;
	return end;
}

struct tally {
	size_t cells; /* other than signs and blanks */
	size_t letters;
};

static size_t run_end(struct slice text, size_t start, struct tally *tally)
{
	size_t   end = start;
	unsigned dots;

	for (size_t at = start; cell_at(text, at, &dots); at = gap_end(text, end)) {
		end = at + CELL_BYTES;
		if (dots == 0 || dots == CAPITAL || dots == NUMBER || dots == LETTER_SIGN)
			continue;
		tally->cells++;
		tally->letters += letters[dots] >= 'a' && letters[dots] <= 'z';
	}
	return end;
}

static bool is_beside_letter(struct slice text, size_t start, size_t end)
{
	return (start > 0 && decode_is_letter_or_digit(text.ptr[start - 1])) ||
	       (end < text.len && decode_is_letter_or_digit(text.ptr[end]));
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;

	for (size_t at = from; at < text.len; at++) {
		const char  *lead = memchr(text.ptr + at, 0xE2, text.len - at);
		struct tally tally = { 0 };
		unsigned     dots;

		if (lead == NULL)
			return false;
		at = (size_t)(lead - text.ptr);
		if (!cell_at(text, at, &dots))
			continue;
		run->start = at;
		run->end = run->shorter_end = run_end(text, at, &tally);
		if (tally.letters * 4 >= tally.cells * 3 &&
		    (tally.letters >= LETTERS_MIN || is_beside_letter(text, at, run->end)))
			return true;
		at = run->end - 1;
	}
	return false;
}

/* The digits 1 to 9 and 0 are the letters a to j behind a number sign. */
static char character_of(unsigned dots, bool number)
{
	char character = letters[dots];

	if (number && character >= 'a' && character <= 'j')
		return character == 'j' ? '0' : (char)('1' + character - 'a');
	return character;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice          encoded = input->text;
	const text_operations done = TEXT_OPERATION_BIT(braille);
	bool                  number = false;
	unsigned              dots;

	for (size_t at = 0; at < encoded.len;) {
		size_t end = at + CELL_BYTES;
		char   character;

		if (!cell_at(encoded, at, &dots)) {
			decode_sink_copy(sink, encoded, at, at + 1);
			number = false;
			at++;
			continue;
		}
		character = dots == 0 ? ' ' : character_of(dots, number);
		number = dots == NUMBER || (number && character >= '0' && character <= '9');
		if (character != '\0')
			decode_sink_put(sink, (struct slice){ &character, 1 }, at, end, done, 0);
		at = end;
	}
	return sink->len > 0;
}

const struct decode_kind decode_braille = { .name = "braille",
	                                    .operation = TEXT_OPERATION_braille,
	                                    .signal = "bypass.encoding/braille",
	                                    .pass = DECODE_PASS_ENCODING,
	                                    .needs = DECODE_MARK_FOREIGN,
	                                    .find = find,
	                                    .decode = decode };
