/* SPDX-License-Identifier: Apache-2.0 */
/* base64 (RFC 4648, sections 4 and 5: standard and URL-safe alphabets, mixed),
 * padded or not, on one line or in parts. Where it begins and ends:
 * decode_base64_run.c.
 *
 * Three decoded bytes share four characters, so a span inside a group is rounded
 * to the group. */
#include "decode_base64_look.h"
#include "decode_base64_run.h"
#include "decode_wide.h"

#define FORM_CHARS 256u

/* Writes the bytes of a group of 2, 3 or 4 characters. */
static void put_group(struct decode_wide_reader *reader, uint32_t group, unsigned chars,
                      size_t start, size_t end)
{
	char bytes[3];

	group <<= 6 * (4 - chars);
	bytes[0] = (char)(group >> 16 & 0xFF);
	bytes[1] = (char)(group >> 8 & 0xFF);
	bytes[2] = (char)(group & 0xFF);
	if (reader->form == DECODE_BYTES)
		decode_sink_put(reader->sink, (struct slice){ bytes, chars - 1 }, start, end,
		                reader->operations, 0);
	else
		for (unsigned i = 0; i + 1 < chars; i++)
			decode_wide_put(reader, bytes[i], start, end);
}

static bool is_joint(struct slice encoded, size_t at)
{
	if (decode_base64_value(encoded.ptr[at]) < 62 ||
	    (at > 0 && decode_base64_value(encoded.ptr[at - 1]) >= 0))
		return false;
	return decode_base64_is_joint(encoded, at, decode_base64_token_end(encoded, at));
}

static void read_groups(struct decode_wide_reader *reader, struct slice encoded)
{
	uint32_t group = 0;
	unsigned chars = 0;
	size_t   start = 0;
	size_t   end = 0;

	for (size_t at = 0; at < encoded.len; at++) {
		int value = decode_base64_value(encoded.ptr[at]);

		if (value < 0 || is_joint(encoded, at))
			continue;
		if (chars == 0)
			start = at;
		group = group << 6 | (uint32_t)value;
		end = at + 1;
		if (++chars == 4) {
			put_group(reader, group, chars, start, end);
			group = 0;
			chars = 0;
		}
	}
	if (chars >= 2) /* the last group reaches over its padding */
		put_group(reader, group, chars, start, encoded.len);
}

/* What the first bytes are in. */
static enum decode_wide form_of(struct slice encoded)
{
	char                      bytes[FORM_CHARS];
	struct decode_sink        sink = { .bytes = bytes, .cap = sizeof bytes };
	struct decode_wide_reader reader = { .sink = &sink };

	read_groups(&reader,
	            slice_range(encoded, 0, encoded.len < FORM_CHARS ? encoded.len : FORM_CHARS));
	return decode_wide_guess((struct slice){ bytes, sink.len });
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice              encoded = input->text;
	struct decode_wide_reader reader = { .sink = sink,
		                             .form = form_of(encoded),
		                             .operations = TEXT_OPERATION_BIT(base64) };

	read_groups(&reader, encoded);
	decode_wide_end(&reader, encoded.len);
	return sink->len > 0;
}

const struct decode_kind decode_base64 = { .name = "base64",
	                                   .operation = TEXT_OPERATION_base64,
	                                   .signal = "bypass.encoding/base64",
	                                   .pass = DECODE_PASS_ENCODING,
	                                   .needs = DECODE_MARK_CODE | DECODE_MARK_CAPITALS |
	                                            DECODE_MARK_EQUALS,
	                                   .reach = 32,
	                                   .growth = 2, /* UTF-16 to UTF-8 */
	                                   .find = decode_base64_find,
	                                   .decode = decode };
