/* SPDX-License-Identifier: Apache-2.0 */
/* base58 with Bitcoin's alphabet: digits and letters without 0, O, I and l.
 *
 *   R5vuHyVF3NxAKQm          "a pipe bomb"
 *
 * The characters are the digits of one large number (decode_big_number.h), so a finding
 * inside is rounded to all of it; a token longer than 128 is left alone.
 * A token must have small letters and capitals (or digits), or it is a word. */
#include "decode_big_number.h"
#include "decode_gate.h"
#include "decode_kind.h"

#define MIN_CHARS 12
#define MAX_CHARS DECODE_BIG_CHARS_MAX

static const struct decode_big_base base58 = {
	"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
};

static int value_of(char byte)
{
	if (byte >= '1' && byte <= '9')
		return byte - '1';
	if (byte >= 'A' && byte <= 'H')
		return byte - 'A' + 9;
	if (byte >= 'J' && byte <= 'N')
		return byte - 'J' + 17;
	if (byte >= 'P' && byte <= 'Z')
		return byte - 'P' + 22;
	if (byte >= 'a' && byte <= 'k')
		return byte - 'a' + 33;
	if (byte >= 'm' && byte <= 'z')
		return byte - 'm' + 44;
	return -1;
}

static bool is_word_byte(char byte)
{
	return value_of(byte) >= 0 || byte == '0' || byte == 'O' || byte == 'I' || byte == 'l';
}

static size_t token_end(struct slice text, size_t at)
{
	while (at < text.len && is_word_byte(text.ptr[at]))
		at++;
	return at;
}

/* Capitals or digits behind the first character, among small letters or digits; and
 * nothing outside the alphabet. */
static bool has_shape(struct slice token)
{
	bool small = false;
	bool other = false;

	if (token.len < MIN_CHARS || token.len > MAX_CHARS)
		return false;
	for (size_t i = 0; i < token.len; i++) {
		int value = value_of(token.ptr[i]);

		if (value < 0)
			return false;
		small = small || value >= 33;
		other = other || (i > 0 && value < 33);
	}
	return small && other;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	char         bytes[MAX_CHARS];
	const size_t until = decode_until(input);
	size_t       at = from;

	if (at > 0 && at < text.len && is_word_byte(text.ptr[at - 1]))
		at = token_end(text, at);
	while ((at = decode_over_words(input, at)) < until) {
		size_t       end = token_end(text, at);
		struct slice token = slice_range(text, at, end);

		if (has_shape(token) && decode_big_may_be_text(&base58, token) &&
		    decode_gate_is_clean(
			    (struct slice){ bytes, decode_big_convert(&base58, token, bytes) })) {
			run->start = at;
			run->end = run->shorter_end = end;
			return true;
		}
		at = end + (end == at);
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice encoded = input->text;
	char         bytes[MAX_CHARS];
	size_t       len = decode_big_convert(&base58, encoded, bytes);

	decode_sink_put(sink, (struct slice){ bytes, len }, 0, encoded.len,
	                TEXT_OPERATION_BIT(base58), 0);
	return sink->len > 0;
}

const struct decode_kind decode_base58 = { .name = "base58",
	                                   .operation = TEXT_OPERATION_base58,
	                                   .signal = "bypass.encoding/base58",
	                                   .pass = DECODE_PASS_ENCODING,
	                                   .needs = DECODE_MARK_CODE | DECODE_MARK_CAPITALS,
	                                   .reach = 1,
	                                   .find = find,
	                                   .decode = decode };
