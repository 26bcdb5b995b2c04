/* SPDX-License-Identifier: Apache-2.0 */
/* Binary digits, as converters print them:
 *
 *   01110000 01101001    0111000001101001    0111 0000 0110 1001    1110000 1101001
 *   01110000,01101001    0b01110000 0b01101001    0000000001110000 (UTF-16)
 *
 * The digits of all groups are one stream, cut into bytes of 8 bits, or of 7 where
 * the groups have 7. Long lines may break anywhere. Four bytes at least, and the first
 * ones must read as text: tables of flags and bit patterns do not. */
#include "decode_gate.h"
#include "decode_kind.h"
#include "decode_wide.h"

#include <string.h>

#define MIN_BYTES      4
#define MIN_DIGITS     4 /* of a group */
#define SEPARATORS_MAX 3
#define JUNK_MAX       3
#define WIDE_ZEROS_MAX 5
#define LOOK_BYTES     16
#define FORM_BYTES     64

static bool is_digit(char byte)
{
	return byte == '0' || byte == '1';
}

static bool is_word_byte(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
	       (byte >= 'A' && byte <= 'Z') || (unsigned char)byte >= 0x80;
}

static bool is_separator(char byte)
{
	return !is_word_byte(byte) && byte != '\\' && byte != '%' && byte != '=';
}

struct group {
	size_t start; /* of its prefix, if it has one */
	size_t digits;
	size_t end;
};

static bool group_at(struct slice text, size_t at, struct group *group)
{
	size_t end;

	group->start = at;
	if (text.len - at > 2 && text.ptr[at] == '0' &&
	    (text.ptr[at + 1] == 'b' || text.ptr[at + 1] == 'B'))
		at += 2;
	for (end = at; end < text.len && is_digit(text.ptr[end]);)
		end++;
	group->digits = at;
	group->end = end;
	return end - at >= MIN_DIGITS && (end == text.len || !is_word_byte(text.ptr[end]));
}

static bool next_group(struct slice text, struct group *group)
{
	size_t at = group->end;
	size_t skipped = 0;

	while (at < text.len && is_separator(text.ptr[at])) {
		at++;
		if (++skipped > SEPARATORS_MAX)
			return false;
	}
	return at < text.len && group_at(text, at, group);
}

/* Reads bytes off the groups, one at a time. */
struct reader {
	struct slice text;
	struct group group;
	size_t       at;
	unsigned     width;
	bool         more;
};

struct binary_byte {
	size_t start;
	size_t end;
	char   value;
};

static struct reader reader_with(struct slice text, size_t start, unsigned width)
{
	struct reader reader = { .text = text, .width = width };

	reader.more = group_at(text, start, &reader.group);
	reader.at = reader.group.digits;
	return reader;
}

static bool read_byte(struct reader *reader, struct binary_byte *byte)
{
	unsigned value = 0;

	for (unsigned bits = 0; bits < reader->width; bits++) {
		if (reader->more && reader->at == reader->group.end) {
			reader->more = next_group(reader->text, &reader->group);
			reader->at = reader->group.digits;
		}
		if (!reader->more)
			return false;
		if (bits == 0)
			byte->start = reader->at == reader->group.digits ? reader->group.start
			                                                 : reader->at;
		value = value << 1 | (unsigned)(reader->text.ptr[reader->at++] == '1');
	}
	byte->end = reader->at;
	byte->value = (char)value;
	return true;
}

static struct slice first_bytes(struct reader reader, char bytes[LOOK_BYTES])
{
	struct binary_byte byte;
	size_t             count = 0;

	while (count < LOOK_BYTES && read_byte(&reader, &byte))
		bytes[count++] = byte.value;
	return (struct slice){ bytes, count };
}

/* 56 digits in one group are seven bytes or eight: what they spell decides. */
static struct reader reader_from(struct slice text, size_t start)
{
	struct reader eight = reader_with(text, start, 8);
	struct reader seven = reader_with(text, start, 7);
	const size_t  digits = eight.group.end - eight.group.digits;
	char          bytes[LOOK_BYTES];

	if (digits % 7 != 0)
		return eight;
	if (digits % 8 != 0)
		return seven;
	return !decode_gate_may_be_text(first_bytes(eight, bytes)) &&
	                       decode_gate_is_plain(first_bytes(seven, bytes))
	               ? seven
	               : eight;
}

static bool may_begin(struct slice text, size_t start)
{
	struct reader      reader = reader_from(text, start);
	struct binary_byte byte;
	char               bytes[LOOK_BYTES];
	size_t             count = 0;

	while (count < LOOK_BYTES && read_byte(&reader, &byte))
		bytes[count++] = byte.value;
	return count >= MIN_BYTES &&
	       (decode_gate_may_be_text((struct slice){ bytes, count }) ||
	        decode_wide_guess((struct slice){ bytes, count }) != DECODE_BYTES);
}

/* What the first bytes are in. */
static enum decode_wide form_at(struct slice text, size_t start)
{
	struct reader      reader = reader_from(text, start);
	struct binary_byte byte;
	char               bytes[FORM_BYTES];
	size_t             count = 0;

	while (count < FORM_BYTES && read_byte(&reader, &byte))
		bytes[count++] = byte.value;
	return decode_wide_guess((struct slice){ bytes, count });
}

static bool is_junk(char byte)
{
	return ((unsigned char)byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') ||
	       byte == 0x7F;
}

/* What is no text at the end of a run is left out. */
static size_t run_end(struct slice text, size_t start)
{
	struct reader      reader = reader_from(text, start);
	struct binary_byte byte;
	size_t             end = start;
	size_t             junk = 0;
	size_t junk_max = form_at(text, start) == DECODE_BYTES ? JUNK_MAX : WIDE_ZEROS_MAX;

	while (junk < junk_max && read_byte(&reader, &byte)) {
		junk = is_junk(byte.value) ? junk + 1 : 0;
		end = junk == 0 ? byte.end : end;
	}
	return end;
}

/* "0066 0101 0101": codes of other digits, of which some have ones and zeros alone. Is the
 * token next to a run one, as long as `width`? `at` is its first byte or its last. */
static bool is_other_code(struct slice text, size_t at, size_t step, size_t width)
{
	size_t length = 0;
	bool   other = false;

	for (; at < text.len && length <= width && text.ptr[at] >= '0' && text.ptr[at] <= '9';
	     at += step) {
		other = other || !is_digit(text.ptr[at]);
		length++;
	}
	return other && length == width && (at >= text.len || !is_word_byte(text.ptr[at]));
}

static bool is_amid_codes(struct slice text, size_t start, size_t end)
{
	const struct reader reader = reader_from(text, start);
	const size_t        width = reader.group.end - reader.group.digits;

	return (start > 1 && is_other_code(text, start - 2, (size_t)-1, width)) ||
	       (end + 1 < text.len && is_other_code(text, end + 1, 1, width));
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	const size_t until = decode_until(input);

	for (size_t at = from; at < until; at++) {
		if (!is_digit(text.ptr[at]))
			continue;
		if ((at == 0 || !is_word_byte(text.ptr[at - 1])) && may_begin(text, at)) {
			run->start = at;
			run->end = run->shorter_end = run_end(text, at);
			if (!is_amid_codes(text, run->start, run->end))
				return true;
			at = run->end;
		}
		while (at < text.len && is_word_byte(text.ptr[at]))
			at++;
	}
	return false;
}

static bool has_spaces(struct slice encoded)
{
	struct reader      reader = reader_from(encoded, 0);
	struct binary_byte byte;

	while (read_byte(&reader, &byte))
		if (byte.value == ' ' || byte.value == '\n')
			return true;
	return false;
}

/* Words that were encoded one by one: where no byte is a space, a gap of another kind than
 * the first one is, and so is every gap between groups of several bytes. */
struct gaps {
	struct slice usual;
	size_t       end;     /* of the last byte */
	bool         several; /* it was in a group of several */
	bool         varies;  /* the groups are no lines of one width */
	bool         spaces;
};

/* Are the groups whole bytes, and of different widths, the last one left out? */
static bool has_words(struct slice encoded)
{
	struct reader reader = reader_from(encoded, 0);
	size_t        first = reader.group.end - reader.group.digits;
	bool          varies = false;
	bool          other = false;

	for (bool more = reader.more; more; more = next_group(encoded, &reader.group)) {
		size_t digits = reader.group.end - reader.group.digits;

		if (digits % reader.width != 0)
			return false;
		varies = varies || other;
		other = digits != first;
	}
	return varies;
}

static bool parts_words(struct gaps *gaps, struct slice encoded, const struct reader *reader,
                        const struct binary_byte *byte)
{
	struct slice gap = slice_range(encoded, gaps->end, byte->start);
	bool         before = gaps->several;

	gaps->several = reader->group.end - reader->group.digits > reader->width;
	if (gaps->spaces || gaps->end == 0 || gap.len == 0)
		return false;
	if (gaps->varies && (gaps->several || before))
		return true;
	if (gaps->usual.len == 0)
		gaps->usual = gap;
	return !slice_equal(gap, gaps->usual);
}

/* A line's end stays one: long lists are wrapped. */
static struct slice joint(struct slice gap)
{
	return memchr(gap.ptr, '\n', gap.len) != NULL ? SLICE_LIT("\n") : SLICE_LIT(" ");
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice              encoded = input->text;
	const text_operations     binary = TEXT_OPERATION_BIT(binary);
	struct reader             reader = reader_from(encoded, 0);
	struct decode_wide_reader wide = { .sink = sink,
		                           .form = form_at(encoded, 0),
		                           .operations = binary };
	struct gaps        gaps = { .spaces = wide.form != DECODE_BYTES || has_spaces(encoded),
		                    .varies = has_words(encoded) };
	struct binary_byte byte;

	while (read_byte(&reader, &byte)) {
		if (parts_words(&gaps, encoded, &reader, &byte))
			decode_sink_put(sink, joint(slice_range(encoded, gaps.end, byte.start)),
			                gaps.end, byte.start, binary, 0);
		decode_wide_put(&wide, byte.value, byte.start, byte.end);
		gaps.end = byte.end;
	}
	decode_wide_end(&wide, encoded.len);
	return sink->len > 0;
}

const struct decode_kind decode_binary = { .name = "binary",
	                                   .operation = TEXT_OPERATION_binary,
	                                   .signal = "bypass.encoding/binary",
	                                   .pass = DECODE_PASS_ENCODING,
	                                   .needs = DECODE_MARK_NUMBERS,
	                                   .reach = 64,
	                                   .find = find,
	                                   .decode = decode };
