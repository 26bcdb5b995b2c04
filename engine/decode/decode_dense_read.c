/* SPDX-License-Identifier: Apache-2.0 */
/* Groups of digits become bytes: five bits each, or six, or base 85 (RFC 1924's idea, Adobe's
 * form) or pairs of base91, from the front or from behind. */
#include "decode_dense_read.h"

#include "decode_token.h"

#include <string.h>

static void set_alias(struct dense_values *values, char letter, char digit)
{
	if (values->of[(unsigned char)letter] < 0)
		values->of[(unsigned char)letter] = values->of[(unsigned char)digit];
}

void dense_values_set(struct dense_values *values, const struct dense_alphabet *alphabet)
{
	memset(values->of, DENSE_NONE, sizeof values->of);
	values->of['\n'] = values->of['\r'] = values->of[' '] = values->of['\t'] = DENSE_SPACE;
	for (char sign = '!'; alphabet->strewn && sign < 0x7F; sign++)
		if (!decode_is_letter_or_digit(sign))
			values->of[(unsigned char)sign] = DENSE_PADDING;
	if (alphabet->base <= DENSE_32)
		values->of['='] = DENSE_PADDING;
	for (size_t i = 0; alphabet->digits[i] != '\0'; i++)
		values->of[(unsigned char)alphabet->digits[i]] = (signed char)i;
	if (alphabet->caseless) { /* what a reader takes for a digit is one */
		set_alias(values, 'o', '0');
		set_alias(values, 'i', '1');
		set_alias(values, 'l', '1');
	}
	for (int letter = 'a'; alphabet->caseless && letter <= 'z'; letter++)
		values->of[letter - 'a' + 'A'] = values->of[letter];
}

/* ---- reading ---- */

struct reader {
	const struct dense_values *values;
	struct decode_sink        *sink;
	text_operations            operation;
	uint64_t                   bits; /* or the number that a group's digits make */
	unsigned                   held; /* bits, or digits */
	size_t                     start;
	int first; /* base91: the digit that waits for a second; or DENSE_NONE */
};

static bool put(struct reader *reader, uint64_t group, unsigned bytes, size_t start, size_t end)
{
	char out[8];

	if (bytes > reader->sink->cap - reader->sink->len)
		return false;
	for (unsigned i = 0; i < bytes; i++)
		out[i] = (char)(group >> 8 * (bytes - 1 - i) & 0xFF);
	decode_sink_put(reader->sink, (struct slice){ out, bytes }, start, end, reader->operation,
	                0);
	return true;
}

static bool digit_32(struct reader *reader, int value, size_t at, size_t end)
{
	if (reader->held == 0)
		reader->start = at;
	reader->bits = reader->bits << 5 | (unsigned)value;
	if (++reader->held < 8)
		return true;
	reader->held = 0;
	return put(reader, reader->bits & 0xFFFFFFFFFF, 5, reader->start, end);
}

static bool end_32(struct reader *reader, size_t end)
{
	const unsigned bytes = reader->held * 5 / 8;

	return put(reader,
	           (reader->bits & 0xFFFFFFFFFF) << 5 * (8 - reader->held) >> 8 * (5 - bytes),
	           bytes, reader->start, end);
}

static bool digit_64(struct reader *reader, int value, size_t at, size_t end)
{
	if (reader->held == 0)
		reader->start = at;
	reader->bits = reader->bits << 6 | (unsigned)value;
	if (++reader->held < 4)
		return true;
	reader->held = 0;
	return put(reader, reader->bits & 0xFFFFFF, 3, reader->start, end);
}

static bool end_64(struct reader *reader, size_t end)
{
	if (reader->held < 2)
		return true;
	return put(reader,
	           reader->bits << 6 * (4 - reader->held) >> 8 * (4 - reader->held) & 0xFFFFFF,
	           reader->held - 1, reader->start, end);
}

static bool digit_85(struct reader *reader, int value, size_t at, size_t end)
{
	if (reader->held == 0) {
		reader->start = at;
		reader->bits = 0;
	}
	reader->bits = reader->bits * 85 + (unsigned)value;
	if (++reader->held < 5)
		return true;
	reader->held = 0;
	return reader->bits <= UINT32_MAX && put(reader, reader->bits, 4, reader->start, end);
}

static bool end_85(struct reader *reader, size_t end)
{
	unsigned digits = reader->held;

	if (digits < 2)
		return true;
	for (unsigned i = digits; i < 5; i++)
		reader->bits = reader->bits * 85 + 84;
	return reader->bits <= UINT32_MAX &&
	       put(reader, reader->bits >> 8 * (5 - digits), digits - 1, reader->start, end);
}

/* basE91 (J. Henke): two digits hold 13 bits, or 14; the low ones first. */
static bool digit_91(struct reader *reader, int value, size_t at, size_t end)
{
	uint64_t pair;

	if (reader->first == DENSE_NONE) {
		reader->first = value;
		reader->start = at;
		return true;
	}
	pair = (unsigned)reader->first + 91 * (unsigned)value;
	reader->first = DENSE_NONE;
	reader->bits |= pair << reader->held;
	reader->held += (pair & 8191) > 88 ? 13 : 14;
	for (; reader->held > 7; reader->held -= 8, reader->bits >>= 8)
		if (!put(reader, reader->bits & 0xFF, 1, reader->start, end))
			return false;
	return true;
}

static bool end_91(struct reader *reader, size_t end)
{
	if (reader->first == DENSE_NONE)
		return true;
	return put(reader, (reader->bits | (uint64_t)reader->first << reader->held) & 0xFF, 1,
	           reader->start, end);
}

static bool short_form(struct reader *reader, char byte, size_t at)
{
	if (reader->held > 0 || (byte != 'y' && byte != 'z'))
		return false;
	return put(reader, byte == 'y' ? 0x20202020 : 0, byte == 'y' ? 4 : 0, at, at + 1);
}

static bool (*const digit_of[])(struct reader *, int, size_t, size_t) = {
	[DENSE_32] = digit_32, [DENSE_64] = digit_64, [DENSE_85] = digit_85, [DENSE_91] = digit_91
};

static bool (*const end_of[])(struct reader *, size_t) = {
	[DENSE_32] = end_32, [DENSE_64] = end_64, [DENSE_85] = end_85, [DENSE_91] = end_91
};

bool dense_read_with(const struct dense_alphabet *alphabet, const struct dense_values *values,
                     text_operations operation, struct slice chars, size_t start,
                     struct decode_sink *sink)
{
	struct reader reader = {
		.values = values, .sink = sink, .operation = operation, .first = DENSE_NONE
	};

	for (size_t i = 0; i < chars.len; i++) {
		size_t place = alphabet->backwards ? chars.len - 1 - i : i;
		int    value = dense_value_of(values, chars.ptr[place]);
		size_t at = start + place;
		bool   good;

		if (value == DENSE_SPACE || (value == DENSE_PADDING && alphabet->base <= DENSE_32))
			continue;
		if (value < 0)
			good = alphabet->short_forms && short_form(&reader, chars.ptr[place], at);
		else if (alphabet->backwards)
			good = digit_64(&reader, value, start, start + chars.len);
		else
			good = digit_of[alphabet->base](&reader, value, at, at + 1);
		if (!good)
			return false;
	}
	return end_of[alphabet->base](&reader, start + chars.len);
}

bool decode_dense_read(const struct dense_alphabets *alphabets, size_t index, struct slice chars,
                       size_t start, struct decode_sink *sink)
{
	struct dense_values values;

	dense_values_set(&values, &alphabets->items[index]);
	return dense_read_with(&alphabets->items[index], &values, alphabets->operation, chars,
	                       start, sink);
}
