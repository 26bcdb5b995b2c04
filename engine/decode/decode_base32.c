/* SPDX-License-Identifier: Apache-2.0 */
/* base32 (RFC 4648, section 6, and with the digits of section 7), padded or not, in
 * capitals or small letters but not mixed:
 *
 *   OBUXAZJAMJXW2YQ=    obuxazjamjxw2yq    OBUX AZJA MJXW 2YQ    OBUXAZJA\nMJXW2YQ=
 *
 * Eight characters are five bytes. Every lower-case word of eight letters has this
 * shape, so the look is strict: a run of less than ten bytes must be words and use up
 * its last bit, the first ones of a longer run must all be text. */
#include "decode_gate.h"
#include "decode_kind.h"
#include "decode_unwrap.h"
#include "decode_wide.h"

#include <string.h>

#define MIN_CHARS        8
#define MIN_CHARS_PADDED 7
#define MIN_CHARS_PARTED 16 /* of a run whose first part is shorter than MIN_CHARS */
#define MIN_PART         4
#define MIN_LONG_BYTES   10
#define LOOK_CHARS       24
#define GAP_MAX          3

enum alphabet { PLAIN, EXTENDED, ALPHABET_COUNT };

/* 0 to 31, or -1. */
static int value_of(char byte, enum alphabet alphabet)
{
	int letter = -1;

	if (byte >= 'a' && byte <= 'z')
		letter = byte - 'a';
	else if (byte >= 'A' && byte <= 'Z')
		letter = byte - 'A';
	if (letter >= 0)
		return alphabet == PLAIN ? letter : letter <= 'V' - 'A' ? letter + 10 : -1;
	if (alphabet == PLAIN)
		return byte >= '2' && byte <= '7' ? byte - '2' + 26 : -1;
	return byte >= '0' && byte <= '9' ? byte - '0' : -1;
}

/* The letters and digits of both alphabets. */
static bool is_token_byte(char byte)
{
	unsigned char lower = (unsigned char)(byte | 0x20);

	return (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9');
}

static size_t token_end(struct slice text, size_t at)
{
	while (at < text.len && is_token_byte(text.ptr[at]))
		at++;
	return at;
}

static size_t padding_end(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.len && end - at < 6 && text.ptr[end] == '=')
		end++;
	return end;
}

/* The part behind one that ended at `at`: spaces, a line's end or a dash between. */
static size_t next_part(struct slice text, size_t at)
{
	size_t start = at;

	while (start < text.len && start - at <= GAP_MAX &&
	       (text.ptr[start] == ' ' || text.ptr[start] == '\n' || text.ptr[start] == '\r' ||
	        text.ptr[start] == '\t' || text.ptr[start] == '-'))
		start++;
	return start == at || start - at > GAP_MAX ? text.len : start;
}

/* ---- what comes out ---- */

/* Decodes one character after another; keeps the first bytes. */
struct stream {
	uint32_t bits;
	unsigned held;
	char     bytes[LOOK_CHARS * 5 / 8 + 1];
	size_t   len;
	bool     small;
	bool     capital;
	bool     wrong; /* not of the alphabet, or both small letters and capitals */
};

static void stream_add(struct stream *stream, struct slice chars, enum alphabet alphabet)
{
	for (size_t i = 0; i < chars.len && !stream->wrong; i++) {
		int value = value_of(chars.ptr[i], alphabet);

		stream->small = stream->small || (chars.ptr[i] >= 'a' && chars.ptr[i] <= 'z');
		stream->capital = stream->capital || (chars.ptr[i] >= 'A' && chars.ptr[i] <= 'Z');
		stream->wrong = value < 0 || (stream->small && stream->capital);
		stream->bits = (stream->bits << 5 | (uint32_t)(value & 31)) & 0xFFF;
		stream->held += 5;
		if (stream->held < 8)
			continue;
		stream->held -= 8;
		if (stream->len < sizeof stream->bytes)
			stream->bytes[stream->len++] = (char)(stream->bits >> stream->held & 0xFF);
	}
}

/* Words in small letters, the first letter perhaps a capital, or in capitals. */
static bool is_words(struct slice bytes)
{
	size_t small = 0;
	size_t capital = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		bool is_small = bytes.ptr[i] >= 'a' && bytes.ptr[i] <= 'z';
		bool is_capital = bytes.ptr[i] >= 'A' && bytes.ptr[i] <= 'Z';

		if (!is_small && !is_capital && bytes.ptr[i] != ' ')
			return false;
		small += is_small;
		capital += is_capital;
	}
	return small + capital > 0 && (small == 0 || capital <= 1);
}

/* No bit is left over. */
static bool is_whole(const struct stream *stream)
{
	return stream->held < 5 && (stream->bits & ((1u << stream->held) - 1)) == 0;
}

static bool begins_text(const struct stream *stream, bool all)
{
	struct slice bytes = { stream->bytes, stream->len };

	if (stream->wrong)
		return false;
	if (stream->len >= MIN_LONG_BYTES)
		return decode_gate_is_clean(bytes);
	return (!all || is_whole(stream)) && is_words(bytes);
}

/* ---- a run of several parts ---- */

struct parts {
	size_t        first_end;
	size_t        end; /* of the run so far, padding not included */
	size_t        width;
	size_t        chars;
	struct stream stream;
};

/* Adds the token [start, end). False when not all of it is text: so the gate never refuses
 * a run of several parts, and none is read twice. */
static bool add_token(struct stream *stream, struct slice text, size_t start, size_t end,
                      enum alphabet alphabet)
{
	while (start < end && !stream->wrong) {
		size_t stop = end - start < LOOK_CHARS ? end : start + LOOK_CHARS;

		stream->len = 0;
		stream_add(stream, slice_range(text, start, stop), alphabet);
		if (!decode_gate_is_clean((struct slice){ stream->bytes, stream->len }))
			return false;
		start = stop;
	}
	return !stream->wrong;
}

/* Takes the token [start, end) if it goes on with what the run says. */
static bool take_part(struct parts *parts, struct slice text, size_t start, size_t end,
                      enum alphabet alphabet)
{
	bool wraps = memchr(text.ptr + parts->end, '\n', start - parts->end) != NULL;
	bool is_last = end - start < parts->width && parts->end > parts->first_end;

	if ((end - start != parts->width && !is_last && !wraps) ||
	    !add_token(&parts->stream, text, start, end, alphabet))
		return false;
	parts->end = end;
	parts->chars += end - start;
	return true;
}

/* The run that begins with the token [start, end). */
static struct parts parts_from(struct slice text, size_t start, size_t end, enum alphabet alphabet)
{
	struct parts parts = {
		.first_end = end, .end = end, .width = end - start, .chars = end - start
	};
	bool more = add_token(&parts.stream, text, start, end, alphabet);

	while (more && padding_end(text, parts.end) == parts.end) {
		size_t next = next_part(text, parts.end);

		more = next < text.len &&
		       take_part(&parts, text, next, token_end(text, next), alphabet);
	}
	return parts;
}

/* ---- the search ---- */

static bool has_next_of_width(struct slice text, size_t end, size_t width)
{
	size_t next = next_part(text, end);

	return next < text.len && token_end(text, next) - next == width;
}

/* The first character is the upper five bits of a byte of text: no control character and
 * no continuation of UTF-8. */
static bool may_begin(char first, enum alphabet alphabet)
{
	int value = value_of(first, alphabet);

	return value == 1 || (value >= 4 && value < 16) || value >= 24;
}

/* The first characters from a token on: of the next ones too, if those are as wide. */
static struct stream look_from(struct slice text, size_t start, size_t end, enum alphabet alphabet)
{
	struct stream stream = { 0 };
	size_t        width = end - start;

	for (size_t chars = 0;;) {
		size_t most = LOOK_CHARS - chars;

		stream_add(&stream,
		           slice_range(text, start, end - start < most ? end : start + most),
		           alphabet);
		chars += end - start;
		if (chars >= LOOK_CHARS || !has_next_of_width(text, end, width))
			return stream;
		start = next_part(text, end);
		end = token_end(text, start);
	}
}

/* Behind the last part, which may be shorter than those before: in no small letters where they are
 * in capitals, and the other way round. */
static size_t behind_rest(struct slice text, size_t end, size_t width, bool small)
{
	const size_t start = next_part(text, end);
	const size_t rest = token_end(text, start);

	if (start == text.len || rest == start || rest - start >= width)
		return end;
	for (size_t i = start; i < rest; i++)
		if (text.ptr[i] >= (small ? 'A' : 'a') && text.ptr[i] <= (small ? 'Z' : 'z'))
			return end;
	return rest;
}

static bool is_packed(struct slice bytes)
{
	return decode_unwrap_look(bytes) == DECODE_UNWRAP_PACKED ||
	       decode_wide_of(bytes) != DECODE_BYTES;
}

/* A token that begins like packed bytes or wide characters, and what follows it in lines of its
 * length. */
static bool packed_run_at(struct slice text, size_t start, size_t end, const struct stream *stream,
                          struct decode_run *run)
{
	size_t width = end - start;

	if (stream->wrong || stream->len < DECODE_UNWRAP_HEAD ||
	    !is_packed((struct slice){ stream->bytes, stream->len }))
		return false;
	if (has_next_of_width(text, end, width)) {
		while (has_next_of_width(text, end, width))
			end = token_end(text, next_part(text, end));
		end = behind_rest(text, end, width, stream->small);
	}
	run->start = start;
	run->end = run->shorter_end = padding_end(text, end);
	return true;
}

/* Is there a run at the token [start, end)? */
static bool run_at(struct slice text, size_t start, size_t end, enum alphabet alphabet,
                   struct decode_run *run)
{
	struct stream stream;
	struct parts  parts;
	bool is_long = end - start >= (padding_end(text, end) > end ? MIN_CHARS_PADDED : MIN_CHARS);

	if (end - start < MIN_PART || (!is_long && !has_next_of_width(text, end, end - start)))
		return false;
	stream = look_from(text, start, end, alphabet);
	if (packed_run_at(text, start, end, &stream, run))
		return true;
	if (!may_begin(text.ptr[start], alphabet) ||
	    !begins_text(&stream, is_long && !has_next_of_width(text, end, end - start)))
		return false;
	parts = parts_from(text, start, end, alphabet);
	if (!is_long && parts.chars < MIN_CHARS_PARTED)
		return false;
	run->start = start;
	run->shorter_end = padding_end(text, is_long ? parts.first_end : parts.end);
	run->end = padding_end(text, parts.end);
	return true;
}

/* In the first alphabet that fits. */
static bool any_run_at(struct slice text, size_t start, size_t end, enum alphabet *alphabet,
                       struct decode_run *run)
{
	for (int i = 0; i < ALPHABET_COUNT; i++) {
		*alphabet = (enum alphabet)i;
		if (run_at(text, start, end, *alphabet, run))
			return true;
	}
	return false;
}

/* Most tokens of prose are short, and their neighbours of another length. */
static bool is_worth_a_look(struct slice text, size_t start, size_t end)
{
	return end - start >= MIN_CHARS_PADDED || has_next_of_width(text, end, end - start);
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice  text = input->text;
	enum alphabet alphabet;
	const size_t  until = decode_until(input);
	size_t        at = from;

	if (at > 0 && at < text.len && is_token_byte(text.ptr[at - 1]))
		at = token_end(text, at);
	while ((at = decode_over_words(input, at)) < until) {
		size_t end = token_end(text, at);

		if (end - at >= MIN_PART && is_worth_a_look(text, at, end) &&
		    !decode_words_know(input, at, end) && any_run_at(text, at, end, &alphabet, run))
			return true;
		at = end + (end == at);
	}
	return false;
}

/* ---- decoding ---- */

struct group {
	uint64_t bits;
	unsigned chars;
	size_t   start;
	size_t   end;
};

static void put_group(struct decode_sink *sink, const struct group *group)
{
	const uint64_t bits = group->bits << 5 * (8 - group->chars);
	char           bytes[5];

	for (unsigned i = 0; i < 5; i++)
		bytes[i] = (char)(bits >> (32 - 8 * i) & 0xFF);
	decode_sink_put(sink, (struct slice){ bytes, group->chars * 5 / 8 }, group->start,
	                group->end, TEXT_OPERATION_BIT(base32), 0);
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice      encoded = input->text;
	struct group      group = { 0 };
	struct decode_run run;
	enum alphabet     alphabet;

	if (!any_run_at(encoded, 0, token_end(encoded, 0), &alphabet, &run))
		return false;
	for (size_t at = 0; at < encoded.len; at++) {
		int value = value_of(encoded.ptr[at], alphabet);

		if (value < 0)
			continue;
		if (group.chars == 0)
			group.start = at;
		group.bits = group.bits << 5 | (uint64_t)value;
		group.end = at + 1;
		if (++group.chars == 8) {
			put_group(sink, &group);
			group = (struct group){ 0 };
		}
	}
	group.end = encoded.len; /* the last group reaches over its padding */
	if (group.chars >= 2)
		put_group(sink, &group);
	return sink->len > 0;
}

const struct decode_kind decode_base32 = { .name = "base32",
	                                   .operation = TEXT_OPERATION_base32,
	                                   .signal = "bypass.encoding/base32",
	                                   .pass = DECODE_PASS_ENCODING,
	                                   .needs = DECODE_MARK_CODE | DECODE_MARK_CAPITALS |
	                                            DECODE_MARK_LONG,
	                                   .reach = 64,
	                                   .find = find,
	                                   .decode = decode };
