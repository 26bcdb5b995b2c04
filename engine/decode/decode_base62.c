/* SPDX-License-Identifier: Apache-2.0 */
/* One large number in base 62 or 36, or in base 58 with Flickr's or Ripple's alphabet:
 *
 *   1SZ8pXUO6eYYx4nE9B        "a pipe bomb"
 *
 * Every token of letters and digits has this shape, so the whole must read as text. */
#include "decode_big_number.h"
#include "decode_kind.h"
#include "decode_certain.h"
#include "decode_token.h"

#define MIN_CHARS 14

#define CAPITALS "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define SMALL    "abcdefghijklmnopqrstuvwxyz"
#define DIGITS   "0123456789"

static const struct decode_big_base bases[] = {
	{ DIGITS CAPITALS SMALL },
	{ DIGITS SMALL CAPITALS },
	{ CAPITALS SMALL DIGITS },
	{ DIGITS SMALL },
	{ DIGITS CAPITALS },
	{ "123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ" },
	{ "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz" },
};

#define BASE_COUNT (sizeof bases / sizeof bases[0])

/* Letters and digits, or letters of both cases: else it is a word or a number. */
static bool has_shape(struct slice token)
{
	unsigned classes = 0;

	if (token.len < MIN_CHARS || token.len > DECODE_BIG_CHARS_MAX)
		return false;
	for (size_t i = 0; i < token.len; i++) {
		char byte = token.ptr[i];

		classes |= byte >= 'a' ? 1 : byte >= 'A' ? 2 : 4;
	}
	return (classes & (classes - 1)) != 0;
}

static size_t text_of(struct slice token, char bytes[DECODE_BIG_CHARS_MAX])
{
	for (size_t i = 0; i < BASE_COUNT; i++) {
		size_t len;

		if (!decode_big_may_be_text(&bases[i], token))
			continue;
		len = decode_big_convert(&bases[i], token, bytes);
		if (decode_certain((struct slice){ bytes, len }))
			return len;
	}
	return 0;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	const size_t until = decode_until(input);
	char         bytes[DECODE_BIG_CHARS_MAX];

	for (size_t at = from; at < until;) {
		size_t       end = at;
		struct slice token;

		while (end < text.len && decode_is_letter_or_digit(text.ptr[end]))
			end++;
		token = slice_range(text, at, end);
		if (has_shape(token) && text_of(token, bytes) > 0) {
			*run = (struct decode_run){ at, end, end };
			return true;
		}
		at = end + 1;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	char   bytes[DECODE_BIG_CHARS_MAX];
	size_t len = text_of(input->text, bytes);

	decode_sink_put(sink, (struct slice){ bytes, len }, 0, input->text.len,
	                TEXT_OPERATION_BIT(base62), 0);
	return len > 0;
}

const struct decode_kind decode_base62 = { .name = "base62",
	                                   .operation = TEXT_OPERATION_base62,
	                                   .signal = "bypass.encoding/base62",
	                                   .pass = DECODE_PASS_ENCODING,
	                                   .needs = DECODE_MARK_LONG,
	                                   .reach = 1,
	                                   .find = find,
	                                   .decode = decode };
