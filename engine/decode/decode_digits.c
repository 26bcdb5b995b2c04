/* SPDX-License-Identifier: Apache-2.0 */
/* Character codes with nothing between them:
 *
 *   104111119032100111     decimal, three digits each
 *   10411111932100111      decimal: none but those of one to two hundred have three
 *   150157167040144157     octal, three digits each
 *   080523000415           places in the alphabet, two digits each, 00 a space
 *
 * Long numbers are everywhere (digests, times, keys), so all of it must read as text. */
#include "base_ascii.h"
#include "decode_certain.h"
#include "decode_gate.h"
#include "decode_kind.h"
#include "decode_token.h"
#include "text_letters.h"

#define MIN_DIGITS       12
#define MIN_DIGITS_PLACE 20
#define HEAD_DIGITS      24

enum form { PADDED, FREE, OCTAL, PLACES, FORM_COUNT };

static size_t width_of(struct slice digits, size_t at, enum form form)
{
	if (form == PLACES)
		return 2;
	return form == FREE && digits.ptr[at] >= '3' ? 2 : 3;
}

/* The byte of the number at `at`, -1 for none; *end is behind it. */
static int byte_at(struct slice digits, size_t at, enum form form, size_t *end)
{
	int value = 0;

	*end = at + width_of(digits, at, form);
	if (*end > digits.len)
		return -1;
	for (size_t i = at; i < *end; i++) {
		int digit = digits.ptr[i] - '0';

		if (form == OCTAL && digit > 7)
			return -1;
		value = value * (form == OCTAL ? 8 : 10) + digit;
	}
	if (form == PLACES)
		return value == 0 ? ' ' : value <= 26 ? 'a' + value - 1 : -1;
	return value <= 0xFF ? value : -1;
}

/* The bytes of all digits; no number is cut off. 0 where that cannot be. */
static size_t read_all(struct slice digits, enum form form, char *bytes)
{
	size_t len = 0;

	for (size_t at = 0; at < digits.len;) {
		int byte = byte_at(digits, at, form, &at);

		if (byte < 0)
			return 0;
		bytes[len++] = (char)byte;
	}
	return len;
}

static bool begins_well(struct slice digits, enum form form)
{
	char   bytes[HEAD_DIGITS];
	size_t len = 0;

	for (size_t at = 0; at < digits.len && at < HEAD_DIGITS;) {
		int byte = byte_at(digits, at, form, &at);

		if (byte < 0)
			return false;
		bytes[len++] = (char)byte;
	}
	return decode_gate_is_clean((struct slice){ bytes, len });
}

static bool is_text(struct slice bytes, size_t digits, enum form form)
{
	if (form != PLACES)
		return decode_certain(bytes);
	return digits >= MIN_DIGITS_PLACE && text_letters_score(bytes) >= 2 * (int64_t)bytes.len;
}

/* How these digits are best read; FORM_COUNT: not at all. */
static enum form form_of(struct slice digits, struct arena *scratch)
{
	enum form best = FORM_COUNT;
	int64_t   best_score = 0;
	size_t    mark = arena_mark(scratch);
	char     *bytes = ARENA_ARRAY(scratch, digits.len / 2 + 1, char);

	for (enum form form = PADDED; bytes != NULL && form < FORM_COUNT; form++) {
		struct slice read = { bytes, 0 };

		if (!begins_well(digits, form))
			continue;
		read.len = read_all(digits, form, bytes);
		if (read.len == 0 || !is_text(read, digits.len, form) ||
		    (best < FORM_COUNT && text_letters_score(read) <= best_score))
			continue;
		best = form;
		best_score = text_letters_score(read);
	}
	arena_rewind(scratch, mark);
	return best;
}

#define BESIDE_MAX 64u /* bytes of what stands beside */

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\n' || byte == '\r';
}

/* Is it hexadecimal, with letters: a word or a line of something that these digits are of too?
 * `at` is its first byte or, `step` backwards, its last. */
static bool is_hex(struct slice text, size_t at, size_t step)
{
	size_t length = 0;
	bool   letter = false;

	for (; at < text.len && length < BESIDE_MAX && decode_hex_digit(text.ptr[at]) >= 0;
	     at += step) {
		letter = letter || !ascii_is_digit(text.ptr[at]);
		length++;
	}
	return letter && length > 3 && length % 2 == 0 &&
	       (at >= text.len || is_blank(text.ptr[at]) ||
	        !decode_is_letter_or_digit(text.ptr[at]));
}

/* "68656c70 72657669657773": hexadecimal, of which one word has digits alone. */
static bool is_beside_hex(struct slice text, size_t start, size_t end)
{
	return (end - start) % 2 == 0 &&
	       ((start > 1 && is_blank(text.ptr[start - 1]) &&
	         is_hex(text, start - 2, (size_t)-1)) ||
	        (end + 1 < text.len && is_blank(text.ptr[end]) && is_hex(text, end + 1, 1)));
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	const size_t until = decode_until(input);

	for (size_t at = from; at < until;) {
		size_t end = at;

		while (end < text.len && ascii_is_digit(text.ptr[end]))
			end++;
		if (end - at >= MIN_DIGITS && !is_beside_hex(text, at, end) &&
		    form_of(slice_range(text, at, end), input->scratch) < FORM_COUNT) {
			*run = (struct decode_run){ at, end, end };
			return true;
		}
		at = end + 1;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice digits = input->text;
	enum form    form = form_of(digits, input->scratch);
	size_t       end;

	for (size_t at = 0; form < FORM_COUNT && at < digits.len; at = end) {
		char byte = (char)byte_at(digits, at, form, &end);

		decode_sink_put(sink, (struct slice){ &byte, 1 }, at, end,
		                TEXT_OPERATION_BIT(digits), 0);
	}
	return sink->len > 0;
}

const struct decode_kind decode_digits = { .name = "digits",
	                                   .operation = TEXT_OPERATION_digits,
	                                   .signal = "bypass.encoding/digits",
	                                   .pass = DECODE_PASS_ENCODING,
	                                   .needs = DECODE_MARK_NUMBERS,
	                                   .reach = 64,
	                                   .find = find,
	                                   .decode = decode };
