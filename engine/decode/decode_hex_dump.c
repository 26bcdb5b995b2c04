/* SPDX-License-Identifier: Apache-2.0 */
/* What programs that show files print: an offset, bytes, and perhaps the characters again:
 *
 *   00000000: 686f 7720 746f 2062 7569 6c64 2061 2070  how to build a p      xxd
 *   00000000  68 6f 77 20 74 6f 20 62  75 69 6c 64 20 61 20 70  |how to build a p|
 *   0000000 6f68 2077 6f74 6220 6975 646c 6120 7020                hexdump: words, low byte first
 *
 * A dump begins with the offset zero. A line has sixteen bytes at most; a wide gap, but for
 * the one in its middle, ends them, and what stands behind is passed over. */
#include "decode_kind.h"
#include "decode_token.h"
#include "text_letters.h"

#define OFFSET_MIN 4u
#define OFFSET_MAX 16u
#define LINE_BYTES 16u
#define MIN_BYTES  6u

struct line {
	size_t starts[LINE_BYTES]; /* of each byte's two digits */
	size_t count;
	size_t end;   /* behind the last of them */
	bool   words; /* only groups of four digits */
};

static size_t behind_blanks(struct slice text, size_t at)
{
	while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t'))
		at++;
	return at;
}

static size_t digits_end(struct slice text, size_t at)
{
	const size_t start = at;

	while (at < text.len && at - start <= OFFSET_MAX && decode_hex_digit(text.ptr[at]) >= 0)
		at++;
	return at;
}

/* Behind an offset that begins at `at`; 0 where none does. */
static size_t offset_end(struct slice text, size_t at, bool first)
{
	const bool prefixed = text.len - at > 2 && text.ptr[at] == '0' &&
	                      (text.ptr[at + 1] | 0x20) == 'x';
	const size_t start = prefixed ? at + 2 : at;
	const size_t end = digits_end(text, start);

	if (end - start < OFFSET_MIN || end - start > OFFSET_MAX)
		return 0;
	for (size_t i = start; first && i < end; i++)
		if (text.ptr[i] != '0')
			return 0;
	at = end < text.len && (text.ptr[end] == ':' || text.ptr[end] == '|') ? end + 1 : end;
	return at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\t') ? at : 0;
}

/* The bytes behind an offset. */
static void read_bytes(struct slice text, size_t at, struct line *line)
{
	line->count = 0;
	line->words = true;
	while (line->count < LINE_BYTES) {
		const size_t start = behind_blanks(text, at);
		const size_t end = digits_end(text, start);
		const size_t gap = start - at;

		if (end == start || (end - start) % 2 != 0 || end - start > 16 ||
		    (end < text.len && !ascii_is_space(text.ptr[end]) && text.ptr[end] != '-') ||
		    (line->count > 0 && gap > 1 && !(gap == 2 && line->count % 8 == 0)))
			break;
		line->words = line->words && end - start == 4;
		for (at = start; at < end && line->count < LINE_BYTES; at += 2)
			line->starts[line->count++] = at;
		line->end = at;
		at += at < text.len && text.ptr[at] == '-';
	}
}

/* The line of a dump that begins at `at`. */
static bool line_at(struct slice text, size_t at, bool first, struct line *line)
{
	size_t bytes = offset_end(text, behind_blanks(text, at), first);

	if (bytes == 0)
		return false;
	read_bytes(text, bytes, line);
	return line->count > 0;
}

static size_t next_line(struct slice text, size_t at)
{
	while (at < text.len && text.ptr[at] != '\n')
		at++;
	return at < text.len ? at + 1 : at;
}

static char byte_at(struct slice text, size_t at)
{
	return (char)(decode_hex_digit(text.ptr[at]) << 4 | decode_hex_digit(text.ptr[at + 1]));
}

/* Behind the characters that stand beside the bytes of a line, if they do. */
static size_t column_end(struct slice text, const struct line *line)
{
	size_t     at = behind_blanks(text, line->end);
	const bool framed = at < text.len && text.ptr[at] == '|';

	at += framed;
	if (at == line->end || text.len - at < line->count + framed)
		return line->end;
	for (size_t i = 0; i < line->count; i++) {
		const char byte = byte_at(text, line->starts[i]);

		if (text.ptr[at + i] != (byte >= ' ' && byte < 0x7F ? byte : '.'))
			return line->end;
	}
	return at + line->count + framed;
}

/* Spaces, and what stands before a string. */
static bool is_edge(char byte)
{
	return ascii_is_space(byte) || byte == '"' || byte == '\'' || byte == '`' || byte == '>' ||
	       byte == ',' || byte == '=' || byte == '(' || byte == '[';
}

/* Where the next dump begins that has bytes enough; the end of the text for none. */
static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	const size_t until = decode_until(input);
	struct line  line;
	size_t       count;

	for (size_t at = from; at < until; at++) {
		if (text.ptr[at] != '0' || (at > 0 && !is_edge(text.ptr[at - 1])))
			continue;
		if (!line_at(text, at, true, &line))
			continue;
		*run = (struct decode_run){ .start = at };
		count = 0;
		do {
			count += line.count;
			run->end = run->shorter_end = column_end(text, &line);
			at = next_line(text, line.end);
		} while (line_at(text, at, false, &line));
		if (count >= MIN_BYTES)
			return true;
		at = run->end;
	}
	return false;
}

/* "00000000: 686f": xxd, which writes bytes as they come. */
static bool has_colon(struct slice text)
{
	const size_t end = offset_end(text, 0, true);

	return end > 0 && text.ptr[end - 1] == ':';
}

/* Reads the bytes of each pair in the other order where that is language and this not. */
static bool is_swapped(struct slice text)
{
	char        plain[LINE_BYTES];
	char        swapped[LINE_BYTES];
	struct line line;

	if (!line_at(text, 0, true, &line) || !line.words || has_colon(text))
		return false;
	for (size_t i = 0; i < line.count; i++) {
		plain[i] = byte_at(text, line.starts[i]);
		swapped[i ^ 1] = plain[i];
	}
	return text_letters_score((struct slice){ swapped, line.count }) >
	       text_letters_score((struct slice){ plain, line.count });
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice text = input->text;
	const bool   swapped = is_swapped(text);
	struct line  line;

	for (size_t at = 0; line_at(text, at, at == 0, &line); at = next_line(text, line.end)) {
		const bool filled = line.words && next_line(text, line.end) == text.len;

		for (size_t i = 0; i < line.count; i++) {
			size_t place = line.starts[swapped ? i ^ 1 : i];
			char   byte = byte_at(text, place);

			if (byte != '\0' || i + 1 < line.count || !filled) /* the last word */
				decode_sink_put(sink, (struct slice){ &byte, 1 }, line.starts[i],
				                line.starts[i] + 2, TEXT_OPERATION_BIT(hex_dump),
				                0);
		}
	}
	return sink->len > 0;
}

const struct decode_kind decode_hex_dump = { .name = "hex_dump",
	                                     .operation = TEXT_OPERATION_hex_dump,
	                                     .signal = "bypass.encoding/hex_dump",
	                                     .pass = DECODE_PASS_ENCODING,
	                                     .needs = DECODE_MARK_NUMBERS,
	                                     .reach = 64,
	                                     .find = find,
	                                     .decode = decode };
