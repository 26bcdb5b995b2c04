/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal with other digits, or in another order:
 *
 *   icihidhgdcdngidf      modhex (Yubico): c b d e f g h i j k l n r t u v
 *   HAGJHAGF              NetBIOS, first level (RFC 1001, section 14.1): A to P
 *   IHOCJHPG              Citrix CTX1: A to P, each byte xored with the one before
 *   07960756              hexadecimal with the halves of each byte swapped
 *   56079607              hexadecimal backwards
 *
 * A token of sixteen digits or more, all of one kind, that reads as text. */
#include "decode_gate.h"
#include "decode_certain.h"
#include "decode_token.h"
#include "text_letters.h"

#include <stdint.h>
#include <string.h>

#define MIN_DIGITS  16
#define HEAD_DIGITS 32

enum form { MODHEX, NETBIOS, CTX1, SWAPPED, BACKWARDS, FORM_COUNT };

static int digit_of(char byte, enum form form)
{
	static const char modhex[] = "cbdefghijklnrtuv";
	const char        small = (char)(byte | 0x20);
	const char       *place;

	switch (form) {
	case MODHEX:
		place = small == '\0' ? NULL : strchr(modhex, small);
		return place == NULL || (byte & 0x40) == 0 ? -1 : (int)(place - modhex);
	case NETBIOS:
	case CTX1:
		return (byte & 0x40) != 0 && small >= 'a' && small <= 'p' ? small - 'a' : -1;
	case SWAPPED:
	case BACKWARDS:
	case FORM_COUNT:
		break;
	}
	return decode_hex_digit(byte);
}

/* The bytes of some pairs of digits; all are digits of the form. */
static size_t read_pairs(struct slice digits, enum form form, char *bytes)
{
	size_t len = 0;
	int    last = 0;

	for (size_t at = 0; at + 1 < digits.len; at += 2) {
		size_t first = form == BACKWARDS ? digits.len - 1 - at : at;
		size_t second = form == BACKWARDS ? first - 1 : first + 1;
		int    high = digit_of(digits.ptr[first], form);
		int    low = digit_of(digits.ptr[second], form);
		int    value = form == SWAPPED ? low << 4 | high : high << 4 | low;

		if (form == CTX1 && at % 4 != 0) { /* the second byte of a code unit: zero */
			last = value;
			continue;
		}
		bytes[len++] = (char)(form == CTX1 ? value ^ 0xA5 ^ last : value);
		last = value;
	}
	return len;
}

static bool begins_well(struct slice digits, enum form form)
{
	char   bytes[HEAD_DIGITS / 2];
	size_t count = digits.len < HEAD_DIGITS ? digits.len : HEAD_DIGITS;

	if (form == BACKWARDS)
		digits = slice_from(digits, digits.len - count);
	return decode_gate_is_clean(
		(struct slice){ bytes, read_pairs(slice_range(digits, 0, count), form, bytes) });
}

static bool is_all(struct slice digits, enum form form)
{
	for (size_t i = 0; i < digits.len; i++)
		if (digit_of(digits.ptr[i], form) < 0)
			return false;
	return true;
}

/* How these digits are best read; FORM_COUNT: not at all. A text backwards has something
 * of a language too, so the forms are compared. *bytes is on the scratch. */
static enum form form_of(struct slice digits, struct arena *scratch, struct slice *bytes)
{
	enum form best = FORM_COUNT;
	int64_t   best_score = 0;

	for (enum form form = MODHEX; form < FORM_COUNT; form++) {
		struct slice read;
		char        *out;

		if (!is_all(digits, form) || !begins_well(digits, form))
			continue;
		out = ARENA_ARRAY(scratch, digits.len / 2 + 1, char);
		if (out == NULL)
			break;
		read = (struct slice){ out, read_pairs(digits, form, out) };
		if (!decode_certain(read) ||
		    (best < FORM_COUNT && text_letters_score(read) <= best_score))
			continue;
		best = form;
		best_score = text_letters_score(read);
		*bytes = read;
	}
	return best;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	const size_t until = decode_until(input);

	for (size_t at = from; at < until;) {
		size_t       end = at;
		size_t       mark = arena_mark(input->scratch);
		struct slice bytes;
		bool         found;

		while (end < text.len && decode_is_letter_or_digit(text.ptr[end]))
			end++;
		found = end - at >= MIN_DIGITS && (end - at) % 2 == 0 &&
		        form_of(slice_range(text, at, end), input->scratch, &bytes) < FORM_COUNT;
		arena_rewind(input->scratch, mark);
		if (found) {
			*run = (struct decode_run){ at, end, end };
			return true;
		}
		at = end + 1;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	const size_t len = input->text.len;
	struct slice bytes;
	enum form    form = form_of(input->text, input->scratch, &bytes);
	size_t       width = form == CTX1 ? 4 : 2;

	if (form == FORM_COUNT)
		return false;
	for (size_t i = 0; i < bytes.len; i++) {
		size_t start = form == BACKWARDS ? len - (i + 1) * width : i * width;

		decode_sink_put(sink, slice_range(bytes, i, i + 1), start,
		                start + width < len ? start + width : len,
		                TEXT_OPERATION_BIT(nibble), 0);
	}
	return true;
}

const struct decode_kind decode_nibble = { .name = "nibble",
	                                   .operation = TEXT_OPERATION_nibble,
	                                   .signal = "bypass.encoding/nibble",
	                                   .pass = DECODE_PASS_ENCODING,
	                                   .needs = DECODE_MARK_LONG,
	                                   .reach = 1,
	                                   .find = find,
	                                   .decode = decode };
