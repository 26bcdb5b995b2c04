/* SPDX-License-Identifier: Apache-2.0 */
/* Words of mail headers (RFC 2047):
 *
 *   =?utf-8?Q?a_p=69pe?= =?UTF-8?B?IGJvbWI=?=        "a pipe bomb"
 *
 * Spaces and line ends between two of them are no text. Bytes of a character set of one
 * byte a character are read as ISO 8859-1; every other set as UTF-8, whatever its name. */
#include "decode_base64_look.h"
#include "decode_token.h"
#include "text_utf8.h"

#include <string.h>

#define CHARSET_MAX 40

struct word {
	struct slice charset;
	char         encoding; /* 'q' or 'b' */
	size_t       body;
	size_t       body_end;
	size_t       end;
};

/* "=?charset?Q?" */
static bool head_at(struct slice text, size_t at, struct word *word)
{
	size_t mark = at + 2;

	if (text.len - at < 8 || text.ptr[at] != '=' || text.ptr[at + 1] != '?')
		return false;
	while (mark < text.len && mark - at < CHARSET_MAX &&
	       (decode_is_letter_or_digit(text.ptr[mark]) ||
	        (text.ptr[mark] != '\0' && strchr("-_*:.", text.ptr[mark]) != NULL)))
		mark++;
	if (text.len - mark < 4 || text.ptr[mark] != '?' || text.ptr[mark + 2] != '?')
		return false;
	word->charset = slice_range(text, at + 2, mark);
	word->encoding = (char)(text.ptr[mark + 1] | 0x20);
	word->body = mark + 3;
	return word->encoding == 'q' || word->encoding == 'b';
}

static bool word_at(struct slice text, size_t at, struct word *word)
{
	size_t end;

	if (!head_at(text, at, word))
		return false;
	for (end = word->body; end < text.len && text.ptr[end] != '?'; end++)
		if (text.ptr[end] == '\n')
			return false;
	if (text.len - end < 2 || text.ptr[end + 1] != '=')
		return false;
	word->body_end = end;
	word->end = end + 2;
	return end > word->body;
}

static bool next_word(struct slice text, size_t at, struct word *word)
{
	while (at < text.len && ascii_is_space(text.ptr[at]))
		at++;
	return at < text.len && word_at(text, at, word);
}

static bool find(const struct decode_input *input, size_t from, struct decode_run *run)
{
	struct slice text = input->text;
	struct word  word;

	for (size_t at = from; at < text.len; at++) {
		const char *mark = memchr(text.ptr + at, '=', text.len - at);

		if (mark == NULL)
			return false;
		at = (size_t)(mark - text.ptr);
		if (!word_at(text, at, &word))
			continue;
		run->start = at;
		do
			run->end = run->shorter_end = word.end;
		while (next_word(text, word.end, &word));
		return true;
	}
	return false;
}

static bool is_latin(struct slice charset)
{
	static const char *const names[] = { "iso-8859", "windows-125", "latin", "cp125" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t len = strlen(names[i]);
		size_t same = 0;

		while (same < len && same < charset.len &&
		       (charset.ptr[same] | 0x20) == (names[i][same] | 0x20))
			same++;
		if (same == len)
			return true;
	}
	return false;
}

static void put_byte(struct decode_sink *sink, const struct word *word, char byte, size_t start,
                     size_t end)
{
	const text_operations done = TEXT_OPERATION_BIT(encoded_word);
	char                  bytes[4] = { byte };
	size_t                count = 1;

	if ((unsigned char)byte >= 0x80 && is_latin(word->charset))
		count = text_utf8_encode((unsigned char)byte, bytes);
	decode_sink_put(sink, (struct slice){ bytes, count }, start, end, done,
	                decode_is_letter_or_digit(byte) && end - start == 3 ? done : 0);
}

static void put_q(struct decode_sink *sink, struct slice text, const struct word *word)
{
	for (size_t at = word->body; at < word->body_end;) {
		char     byte = text.ptr[at];
		uint32_t number;
		size_t   end = at + 1;

		if (byte == '=' && decode_number_at(text, at + 1, 16, 2, &number, &end) &&
		    end == at + 3)
			byte = (char)(unsigned char)number;
		else
			end = at + 1;
		put_byte(sink, word, byte == '_' && end == at + 1 ? ' ' : byte, at, end);
		at = end;
	}
}

/* Each byte has six bits or twelve of the characters that carry it. */
static void put_b(struct decode_sink *sink, struct slice text, const struct word *word)
{
	uint32_t bits = 0;
	unsigned held = 0;
	size_t   start = word->body;

	for (size_t at = word->body; at < word->body_end; at++) {
		int value = decode_base64_value(text.ptr[at]);

		if (value < 0)
			continue;
		bits = (bits << 6 | (uint32_t)value) & 0xFFFF;
		held += 6;
		if (held < 8) {
			start = at;
			continue;
		}
		held -= 8;
		put_byte(sink, word, (char)(bits >> held & 0xFF), start, at + 1);
		start = held == 0 ? at + 1 : at;
	}
}

static bool decode(const struct decode_input *input, struct decode_sink *sink)
{
	struct slice encoded = input->text;
	struct word  word;

	for (size_t at = 0; next_word(encoded, at, &word); at = word.end) {
		if (word.encoding == 'q')
			put_q(sink, encoded, &word);
		else
			put_b(sink, encoded, &word);
	}
	return sink->len > 0;
}

const struct decode_kind decode_encoded_word = { .name = "encoded_word",
	                                         .operation = TEXT_OPERATION_encoded_word,
	                                         .signal = "bypass.encoding/encoded_word",
	                                         .pass = DECODE_PASS_ENCODING,
	                                         .needs = DECODE_MARK_EQUALS,
	                                         .growth = 2,
	                                         .find = find,
	                                         .decode = decode };
