/* SPDX-License-Identifier: Apache-2.0 */
/* The square of Polybius: a letter is a row and a column of
 *
 *       1 2 3 4 5
 *     1 A B C D E        35 24 35 15          pipe   (I and J share a cell)
 *     2 F G H I K        3524 3515            with any separators, or none
 *     3 L M N O P        ..... ..... ...      the tap code: strokes for digits, and
 *     4 Q R S T U                             C and K share a cell
 *     5 V W X Y Z
 *
 * In some hands columns come first. Digits have to read like words; strokes are proof
 * enough where the letters differ. */
#include "decode_kind.h"
#include "decode_spelling.h"
#include "decode_token.h"

#include <string.h>

enum { DIGITS = 1 }; /* of sets; the others are strokes */

enum {
	SIDE = 5,
	SIGNS_MIN = 4,
	DIGITS_MIN = 6,
	DISTINCT_MIN = 3,
	READING_TAP = 1,
	READING_TURNED = 2
};

static const char squares[2][SIDE * SIDE + 1] = { "abcdefghiklmnopqrstuvwxyz",
	                                          "abcdefghijlmnopqrstuvwxyz" };

/* Which stroke a byte is; STROKES for none. */
enum { STROKES = 10 };

static unsigned stroke_of(char byte)
{
	switch (byte) {
	case '.':
		return 0;
	case '*':
		return 1;
	case '#':
		return 2;
	case 'x':
		return 3;
	case 'X':
		return 4;
	case 'o':
		return 5;
	case '+':
		return 6;
	case '\'':
		return 7;
	case '`':
		return 8;
	case '~':
		return 9;
	default:
		return STROKES;
	}
}

/* How many: a digit, or strokes. *kind tells one from the other. */
static size_t count_at(struct slice text, size_t at, uint32_t *kind, size_t *end)
{
	unsigned stroke;

	*end = at;
	if (at >= text.len)
		return 0;
	if (text.ptr[at] >= '1' && text.ptr[at] <= '5') {
		*kind = DIGITS;
		*end = at + 1;
		return (size_t)(text.ptr[at] - '0');
	}
	stroke = stroke_of(text.ptr[at]);
	if (stroke == STROKES)
		return 0;
	*kind = UINT32_C(2) << stroke;
	while (*end < text.len && *end - at <= SIDE && text.ptr[*end] == text.ptr[at])
		(*end)++;
	return *end - at <= SIDE ? *end - at : 0;
}

static bool sign_at(const struct decode_spelling *spelling, struct slice text, size_t at,
                    struct decode_sign *sign)
{
	uint32_t kinds[2] = { 0 };
	size_t   end;
	size_t   row = count_at(text, at, &kinds[0], &end);
	size_t   column;

	(void)spelling;
	if (row == 0)
		return false;
	if (end < text.len && text.ptr[end] != '\0' && strchr(" ,-:/", text.ptr[end]) != NULL)
		end++;
	column = count_at(text, end, &kinds[1], &sign->end);
	sign->sets = sign->marks = kinds[0];
	sign->value = (uint32_t)((row - 1) * SIDE + column - 1);
	return column > 0 && kinds[0] == kinds[1];
}

static char letter(uint32_t value, unsigned reading)
{
	if ((reading & READING_TURNED) != 0)
		value = value % SIDE * SIDE + value / SIDE;
	return squares[reading & READING_TAP][value];
}

/* The usual reading of strokes is another. */
static char tapped(uint32_t value, unsigned reading)
{
	return letter(value, reading ^ READING_TAP);
}

#define GAPS    " \t\n\r,;:-_/|()[]"
#define GAP_MAX 5

/* C and K or I and J, and the cell behind I. */
#define SHARED "ckkcijjijkkj"

static const struct decode_spelling digits = { sign_at, letter, 4, GAPS, GAP_MAX, { 0 }, SHARED };
static const struct decode_spelling taps = { sign_at, tapped, 4, GAPS, GAP_MAX, { 0 }, SHARED };

static bool accepts(const struct decode_input *input, const struct decode_spelled *run)
{
	if (run->signs < SIGNS_MIN || run->distinct < DISTINCT_MIN)
		return false;
	return run->sets != DIGITS || (decode_spelling_is_whole(input->text, run) &&
	                               (decode_spelling_reads(&digits, input, run) ||
	                                decode_spelling_is_parted(&digits, input->text, run)));
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	return decode_spelling_find(&digits, input, from, "12345.*#xXo+'`~", accepts, run);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	bool is_digit = input->text.ptr[0] >= '1' && input->text.ptr[0] <= '5';

	return decode_spelling_decode(is_digit ? &digits : &taps, TEXT_OPERATION_polybius, input,
	                              sink);
}

const struct decode_kind decode_polybius = { .name = "polybius",
	                                     .operation = TEXT_OPERATION_polybius,
	                                     .signal = "bypass.encoding/polybius",
	                                     .pass = DECODE_PASS_ENCODING,
	                                     .needs = DECODE_MARK_NUMBERS | DECODE_MARK_DOTS |
	                                              DECODE_MARK_SIGN | DECODE_MARK_REPEAT |
	                                              DECODE_MARK_SINGLES,
	                                     .reach = 48,
	                                     .find = find,
	                                     .decode = decode };
