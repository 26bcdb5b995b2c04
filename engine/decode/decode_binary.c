/* SPDX-License-Identifier: Apache-2.0 */
/* Binary digits, as converters print them:
 *
 *   01110000 01101001    0111000001101001    0111 0000 0110 1001    1110000 1101001
 *   01110000,01101001    0b01110000 0b01101001
 *
 * The digits of all groups are one stream, cut into bytes of 8 bits, or of 7 where
 * the groups have 7. Long lines may break anywhere. Four bytes at least, and the first
 * ones must read as text: tables of flags and bit patterns do not. */
#include "decode_gate.h"
#include "decode_kind.h"

#define MIN_BYTES      4
#define MIN_DIGITS     4 /* of a group */
#define SEPARATORS_MAX 3
#define JUNK_MAX       3
#define LOOK_BYTES     16

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

static struct reader reader_from(struct slice text, size_t start)
{
	struct reader reader = { .text = text };
	size_t        digits;

	reader.more = group_at(text, start, &reader.group);
	reader.at = reader.group.digits;
	digits = reader.group.end - reader.group.digits;
	reader.width = digits % 7 == 0 && digits % 8 != 0 ? 7 : 8;
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

static bool may_begin(struct slice text, size_t start)
{
	struct reader      reader = reader_from(text, start);
	struct binary_byte byte;
	char               bytes[LOOK_BYTES];
	size_t             count = 0;

	while (count < LOOK_BYTES && read_byte(&reader, &byte))
		bytes[count++] = byte.value;
	return count >= MIN_BYTES && decode_gate_may_be_text((struct slice){ bytes, count });
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

	while (junk < JUNK_MAX && read_byte(&reader, &byte)) {
		junk = is_junk(byte.value) ? junk + 1 : 0;
		end = junk == 0 ? byte.end : end;
	}
	return end;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;

	for (size_t at = from; at < text.len; at++) {
		if (!is_digit(text.ptr[at]))
			continue;
		if ((at == 0 || !is_word_byte(text.ptr[at - 1])) && may_begin(text, at)) {
			run->start = at;
			run->end = run->shorter_end = run_end(text, at);
			return true;
		}
		while (at < text.len && is_word_byte(text.ptr[at]))
			at++;
	}
	return false;
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice          encoded = input->text;
	const text_operations binary = TEXT_OPERATION_BIT(binary);
	struct reader         reader = reader_from(encoded, 0);
	struct binary_byte    byte;

	while (read_byte(&reader, &byte))
		decode_sink_put(sink, (struct slice){ &byte.value, 1 }, byte.start, byte.end,
		                binary, 0);
	return sink->len > 0;
}

const struct decode_kind decode_binary = { .name = "binary",
	                                   .operation = TEXT_OPERATION_binary,
	                                   .signal = "bypass.encoding/binary",
	                                   .pass = DECODE_PASS_ENCODING,
	                                   .needs = DECODE_MARK_NUMBERS,
	                                   .find = find,
	                                   .decode = decode };
