/* SPDX-License-Identifier: Apache-2.0 */
/* uuencode (POSIX, uuencode) and xxencode, whole files or lines alone:
 *
 *   9:&]W(&1O($D@;6%K92!A('!I<&4@8F]M8@     "9": 25 bytes in 36 characters
 *   N4HrV64FjP...                            the same digits, xxencoded
 *
 * The first character of a line is the number of its bytes, so a line knows its end, in a
 * sentence as well. Lines that follow one another are one run; of words that were encoded
 * one by one the spaces are text. "begin 644 name" and "end" stay as they are. */
#include "decode_base64_look.h"
#include "decode_gate.h"
#include "decode_certain.h"
#include "decode_token.h"
#include "decode_wide.h"

#include <string.h>

#define MIN_BYTES_ALONE 6
#define MIN_BYTES_WORD  1
#define MIN_BYTES_RUN   6
#define MISSING_MAX     3 /* spaces that a line's end has lost */
#define HEAD_BYTES      12

enum table { UU, XX };

/* uuencode: a space or a grave accent is 0; xxencode: "+-0...9A...Za...z". */
static int value_of(char byte, enum table table)
{
	if (table == UU)
		return byte >= ' ' && byte <= '`' ? (byte - ' ') & 63 : -1;
	if (byte == '+' || byte == '-')
		return byte == '-';
	if (byte >= '0' && byte <= '9')
		return byte - '0' + 2;
	if (byte >= 'A' && byte <= 'Z')
		return byte - 'A' + 12;
	if (byte >= 'a' && byte <= 'z')
		return byte - 'a' + 38;
	return -1;
}

struct line {
	size_t bytes;
	size_t body;
	size_t end; /* of its characters */
};

static bool is_edge(struct slice text, size_t at)
{
	return at >= text.len || ascii_is_space(text.ptr[at]) ||
	       strchr("\"'`)]}>,.;:!?", text.ptr[at]) != NULL;
}

/* Decodes at most `limit` bytes of a line. Each byte ends in the character that completes
 * it. */
static size_t line_bytes(struct slice text, enum table table, const struct line *line, size_t limit,
                         char *bytes)
{
	uint32_t bits = 0;
	unsigned held = 0;
	size_t   count = 0;

	for (size_t at = line->body; count < limit; at++) {
		int value = at < line->end ? value_of(text.ptr[at], table) : 0;

		bits = (bits << 6 | (uint32_t)value) & 0xFFFF;
		held += 6;
		if (held < 8)
			continue;
		held -= 8;
		bytes[count++] = (char)(bits >> held & 0xFF);
	}
	return count;
}

/* A line of `min` bytes or more at `at`; its first bytes are text. */
static bool line_at(struct slice text, size_t at, enum table table, size_t min, struct line *line)
{
	int    count = value_of(text.ptr[at], table);
	size_t due;
	char   head[HEAD_BYTES];

	if (count < (int)min)
		return false;
	line->bytes = (size_t)count;
	line->body = at + 1;
	due = (line->bytes + 2) / 3 * 4;
	for (line->end = line->body; line->end < text.len && line->end - line->body < due;
	     line->end++)
		if (value_of(text.ptr[line->end], table) < 0)
			break;
	if (due - (line->end - line->body) > MISSING_MAX || !is_edge(text, line->end))
		return false;
	due = line_bytes(text, table, line, line->bytes < HEAD_BYTES ? line->bytes : HEAD_BYTES,
	                 head);
	return decode_gate_is_clean((struct slice){ head, due }) ||
	       decode_wide_guess((struct slice){ head, due }) != DECODE_BYTES;
}

/* The line behind one that ended at `end`. */
static bool next_line(struct slice text, size_t end, enum table table, struct line *line)
{
	if (end < text.len && text.ptr[end] == '\r')
		end++;
	return text.len - end >= 6 && (text.ptr[end] == '\n' || text.ptr[end] == ' ') &&
	       line_at(text, end + 1, table, MIN_BYTES_WORD, line);
}

/* All bytes of a run, for judging; at most the room given. */
static bool reads_well(struct slice text, enum table table, struct line line)
{
	char   bytes[256];
	size_t len = 0;
	bool   more = true;

	while (more && len < sizeof bytes) {
		size_t room = sizeof bytes - len;

		len += line_bytes(text, table, &line, line.bytes < room ? line.bytes : room,
		                  bytes + len);
		more = next_line(text, line.end, table, &line);
	}
	return decode_certain((struct slice){ bytes, len });
}

static bool run_at(struct slice text, size_t at, enum table table, struct decode_run *run)
{
	struct line line;
	struct line next;
	size_t      bytes;

	if (!line_at(text, at, table, MIN_BYTES_WORD, &line) ||
	    (line.bytes < MIN_BYTES_ALONE && !next_line(text, line.end, table, &next)) ||
	    !reads_well(text, table, line))
		return false;
	bytes = line.bytes;
	run->start = at;
	run->shorter_end = line.end;
	for (run->end = line.end; next_line(text, line.end, table, &line); run->end = line.end)
		bytes += line.bytes;
	return bytes >= MIN_BYTES_RUN;
}

static bool may_stand_before(char byte)
{
	switch (byte) {
	case ' ':
	case '\t':
	case '\n':
	case '\r':
	case '"':
	case '\'':
	case '`':
	case '(':
	case '[':
	case '{':
	case '<':
	case '>':
	case ':':
	case '=':
	case ',':
	case '\0':
		return true;
	default:
		return false;
	}
}

/* Letters say that a line of xxencode has sixteen characters or more, in none of which there is a
 * space. */
static bool may_be_xx(const struct decode_input *input, size_t at)
{
	return input->survey == NULL || input->text.ptr[at] < 'A' ||
	       decode_survey_marked(input->survey, DECODE_MARK_LONG, at, at + 1) == at;
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	const size_t until = decode_until(input);

	for (size_t at = from; (at = decode_over_words(input, at)) < until; at++)
		if ((at == 0 || may_stand_before(text.ptr[at - 1])) &&
		    !ascii_is_space(text.ptr[at]) &&
		    (run_at(text, at, UU, run) ||
		     (may_be_xx(input, at) && run_at(text, at, XX, run))))
			return true;
	return false;
}

static void put_line(struct decode_sink *sink, struct slice text, enum table table,
                     const struct line *line)
{
	char   bytes[64];
	size_t count = line_bytes(text, table, line, line->bytes, bytes);

	for (size_t i = 0; i < count; i++) {
		size_t group = line->body + i / 3 * 4;
		size_t end = group + 4 < line->end ? group + 4 : line->end;

		decode_sink_put(sink, (struct slice){ bytes + i, 1 }, group < end ? group : end - 1,
		                end, TEXT_OPERATION_BIT(uuencode), 0);
	}
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice encoded = input->text;
	struct line  line;
	enum table   table = UU;

	if (!line_at(encoded, 0, UU, MIN_BYTES_WORD, &line) || !reads_well(encoded, UU, line))
		table = XX;
	if (table == XX && !line_at(encoded, 0, XX, MIN_BYTES_WORD, &line))
		return false;
	for (;;) {
		struct line before = line;

		put_line(sink, encoded, table, &line);
		if (!next_line(encoded, before.end, table, &line))
			return true;
		if (encoded.ptr[before.end] == ' ')
			decode_sink_copy(sink, encoded, before.end, before.end + 1);
	}
}

const struct decode_kind decode_uuencode = { .name = "uuencode",
	                                     .operation = TEXT_OPERATION_uuencode,
	                                     .signal = "bypass.encoding/uuencode",
	                                     .pass = DECODE_PASS_ENCODING,
	                                     .needs = DECODE_MARK_LONG | DECODE_MARK_INNER,
	                                     .reach = 96,
	                                     .find = find,
	                                     .decode = decode };
