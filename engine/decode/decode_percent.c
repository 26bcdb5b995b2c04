/* SPDX-License-Identifier: Apache-2.0 */
/* Percent-encoding (RFC 3986, section 2.1), any character, any case:
 *
 *   how%20to%20make   p%69pe   %D0%B1%D0%BE%D0%BC%D0%B1%D0%B0
 *
 * A run is a whole token (what stands between spaces) that holds at least one escape
 * which decodes to UTF-8; escapes that do not ("100%de") stay as they are. Double
 * encoding is undone by the next round. Honest text has a reason to escape spaces,
 * signs and letters outside ASCII, but none to escape a plain letter: only that
 * counts as inside_word. */
#include "decode_kind.h"
#include "text_utf8.h"

#include <string.h>

static int digit_of(char byte)
{
	if (byte >= '0' && byte <= '9')
		return byte - '0';
	if (byte >= 'a' && byte <= 'f')
		return byte - 'a' + 10;
	if (byte >= 'A' && byte <= 'F')
		return byte - 'A' + 10;
	return -1;
}

static bool escape_at(struct slice text, size_t at, char *byte)
{
	int high;
	int low;

	if (at >= text.len || text.len - at < 3 || text.ptr[at] != '%')
		return false;
	high = digit_of(text.ptr[at + 1]);
	low = digit_of(text.ptr[at + 2]);
	if (high < 0 || low < 0)
		return false;
	*byte = (char)(high << 4 | low);
	return true;
}

/* The character whose escapes begin at `at`: its bytes, or 0 when they are no UTF-8
 * or a control character that no text holds. */
static size_t character_at(struct slice text, size_t at, char bytes[4])
{
	for (size_t count = 0; count < 4 && escape_at(text, at + 3 * count, &bytes[count]);) {
		count++;
		if (text_utf8_valid((struct slice){ bytes, count }))
			return bytes[0] == '\0' ? 0 : count;
	}
	return 0;
}

static bool is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_letter_or_digit(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
	       (byte >= 'A' && byte <= 'Z');
}

static bool find(struct slice text, size_t from, struct decode_run *run)
{
	for (size_t at = from; at < text.len;) {
		const char *sign = memchr(text.ptr + at, '%', text.len - at);
		char        bytes[4];

		if (sign == NULL)
			return false;
		at = (size_t)(sign - text.ptr);
		if (character_at(text, at, bytes) == 0) {
			at++;
			continue;
		}
		run->start = at;
		while (run->start > from && !is_space(text.ptr[run->start - 1]))
			run->start--;
		run->end = at;
		while (run->end < text.len && !is_space(text.ptr[run->end]))
			run->end++;
		run->shorter_end = run->end;
		return true;
	}
	return false;
}

static bool decode(struct slice encoded, struct decode_sink *sink)
{
	const text_operations percent = TEXT_OPERATION_BIT(percent);
	size_t                plain = 0;

	for (size_t at = 0; at < encoded.len;) {
		char   bytes[4];
		size_t count = encoded.ptr[at] == '%' ? character_at(encoded, at, bytes) : 0;

		if (count == 0) {
			at++;
			continue;
		}
		decode_sink_copy(sink, encoded, plain, at);
		decode_sink_put(sink, (struct slice){ bytes, count }, at, at + 3 * count, percent,
		                is_letter_or_digit(bytes[0]) ? percent : 0);
		at += 3 * count;
		plain = at;
	}
	decode_sink_copy(sink, encoded, plain, encoded.len);
	return sink->len < encoded.len;
}

const struct decode_kind decode_percent = { .name = "percent",
	                                    .operation = TEXT_OPERATION_percent,
	                                    .signal = "bypass.encoding/percent",
	                                    .find = find,
	                                    .decode = decode };
