/* SPDX-License-Identifier: Apache-2.0 */
/* base64 (RFC 4648, sections 4 and 5: standard and URL-safe alphabets, mixed),
 * padded or not, on one line or wrapped at any width.
 *
 *   aG93IHRvIG1ha2U=   Z28gaG9tZQ   cGlwZQ==        a whole line of it,
 *                                                   wrapped   "aG93IHRv\nIG1ha2U="
 *
 * A run is 8 characters or more, or 4 or more where padding follows. Nearly every
 * long word of prose has that shape, so a run is only reported when its first
 * bytes may be text. "/" and "-" belong to the alphabet but also part words and
 * paths: when a run does not read like text from its beginning, it is tried again
 * behind the next of them ("files/cGlwZSBib21i").
 *
 * Three decoded bytes share four characters, so a span inside a group is rounded
 * to the group. */
#include "decode_gate.h"
#include "decode_kind.h"

#define MIN_CHARS        8
#define MIN_CHARS_PADDED 4

/* Values of both alphabets of RFC 4648, -1 for every other byte below 0x80. */
static const signed char values[128] = {
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 62,
	-1, 62, -1, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, -1, -1, -1, -1, -1, -1, -1, 0,
	1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
	23, 24, 25, -1, -1, -1, -1, 63, -1, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
	39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, -1, -1, -1, -1, -1,
};

static int value_of(char byte)
{
	unsigned char index = (unsigned char)byte;

	return index < sizeof values ? values[index] : -1;
}

static bool is_wrap(char byte)
{
	return byte == '\n' || byte == '\r' || byte == ' ' || byte == '\t';
}

static size_t token_end(struct slice text, size_t at)
{
	while (at < text.len && value_of(text.ptr[at]) >= 0)
		at++;
	return at;
}

/* Where the token of the next line begins when `at` is the end of a line's token
 * and a wrapped run may go on there; 0 when it cannot. */
static size_t next_line_token(struct slice text, size_t at)
{
	bool newline = false;

	while (at < text.len && is_wrap(text.ptr[at])) {
		newline = newline || text.ptr[at] == '\n' || text.ptr[at] == '\r';
		at++;
	}
	return newline && at < text.len && value_of(text.ptr[at]) >= 0 ? at : 0;
}

static size_t padding_end(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.len && end - at < 2 && text.ptr[end] == '=')
		end++;
	return end;
}

/* Goes on over wrapped lines. A line that is followed by anything but the line's end or
 * padding is the last one. */
static size_t wrapped_end(struct slice text, size_t first_end)
{
	size_t end = first_end;

	for (;;) {
		size_t next = next_line_token(text, end);

		if (next == 0)
			return end;
		end = token_end(text, next);
	}
}

/* Decodes up to 16 characters and looks at the bytes. */
static bool may_be_text(struct slice text, size_t start, size_t end)
{
	char     bytes[12];
	size_t   len = 0;
	uint32_t group = 0;
	unsigned chars = 0;

	for (size_t at = start; at < end && len + 3 <= sizeof bytes; at++) {
		int value = value_of(text.ptr[at]);

		if (value < 0)
			continue;
		group = group << 6 | (uint32_t)value;
		if (++chars % 4 != 0)
			continue;
		bytes[len++] = (char)(group >> 16 & 0xFF);
		bytes[len++] = (char)(group >> 8 & 0xFF);
		bytes[len++] = (char)(group & 0xFF);
	}
	return len > 0 && decode_gate_may_be_text((struct slice){ bytes, len });
}

/* The next place inside [at, end) at which a shorter run may begin. */
static size_t behind_separator(struct slice text, size_t at, size_t end)
{
	while (at < end) {
		char byte = text.ptr[at++];

		if (byte == '/' || byte == '-' || byte == '_' || byte == '+')
			return at;
	}
	return end;
}

/* Is there a run that begins exactly at `start`, within the token [start, end)? */
static bool run_at(struct slice text, size_t start, size_t end, struct decode_run *run)
{
	size_t padded = padding_end(text, end);

	if (end - start < (padded > end ? MIN_CHARS_PADDED : MIN_CHARS) ||
	    !may_be_text(text, start, end))
		return false;
	run->start = start;
	run->shorter_end = padded;
	run->end = padded;
	if (padded == end) {
		size_t last = wrapped_end(text, end);

		run->end = padding_end(text, last);
	}
	return true;
}

static bool find(struct slice text, size_t from, struct decode_run *run)
{
	size_t at = from;

	while (at < text.len) {
		size_t end = token_end(text, at);

		if (end == at) {
			at++;
			continue;
		}
		while (at < end) {
			if (run_at(text, at, end, run))
				return true;
			at = behind_separator(text, at, end);
		}
	}
	return false;
}

/* Writes the bytes of a group of 2, 3 or 4 characters. */
static void put_group(struct decode_sink *sink, uint32_t group, unsigned chars, size_t start,
                      size_t end)
{
	const text_operations base64 = TEXT_OPERATION_BIT(base64);
	char                  bytes[3];

	group <<= 6 * (4 - chars);
	bytes[0] = (char)(group >> 16 & 0xFF);
	bytes[1] = (char)(group >> 8 & 0xFF);
	bytes[2] = (char)(group & 0xFF);
	decode_sink_put(sink, (struct slice){ bytes, chars - 1 }, start, end, base64, 0);
}

static bool decode(struct slice encoded, struct decode_sink *sink)
{
	uint32_t group = 0;
	unsigned chars = 0;
	size_t   start = 0;
	size_t   end = 0;

	for (size_t at = 0; at < encoded.len; at++) {
		int value = value_of(encoded.ptr[at]);

		if (value < 0)
			continue;
		if (chars == 0)
			start = at;
		group = group << 6 | (uint32_t)value;
		end = at + 1;
		if (++chars == 4) {
			put_group(sink, group, chars, start, end);
			group = 0;
			chars = 0;
		}
	}
	if (chars >= 2) /* the last group reaches over its padding */
		put_group(sink, group, chars, start, encoded.len);
	return sink->len > 0;
}

const struct decode_kind decode_base64 = { .name = "base64",
	                                   .operation = TEXT_OPERATION_base64,
	                                   .signal = "bypass.encoding/base64",
	                                   .find = find,
	                                   .decode = decode };
