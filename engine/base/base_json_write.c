/* SPDX-License-Identifier: Apache-2.0 */
#include "base_json.h"
#include "base_utf8.h"

#include <string.h>

enum { REPLACEMENT = 0xFFFD };

static bool is_plain(unsigned char byte)
{
	return byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\';
}

static void write_unit(struct buffer *out, uint32_t unit)
{
	static const char digits[] = "0123456789abcdef";
	char              escape[6] = { '\\', 'u' };

	for (unsigned i = 0; i < 4; i++)
		escape[2 + i] = digits[unit >> (12 - 4 * i) & 15];
	buffer_append(out, (struct slice){ escape, sizeof escape });
}

static void write_escaped(struct buffer *out, uint32_t code_point)
{
	if (code_point < 0x10000) {
		write_unit(out, code_point);
		return;
	}
	write_unit(out, 0xD800 + ((code_point - 0x10000) >> 10));
	write_unit(out, 0xDC00 + ((code_point - 0x10000) & 0x3FF));
}

static void write_special(struct buffer *out, unsigned char byte)
{
	switch (byte) {
	case '"':
		buffer_append_cstr(out, "\\\"");
		return;
	case '\\':
		buffer_append_cstr(out, "\\\\");
		return;
	case '\n':
		buffer_append_cstr(out, "\\n");
		return;
	case '\r':
		buffer_append_cstr(out, "\\r");
		return;
	case '\t':
		buffer_append_cstr(out, "\\t");
		return;
	default:
		write_unit(out, byte);
		return;
	}
}

#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The high bit of each byte of `word` that is zero; above the first one others may be set too. */
static uint64_t zeros(uint64_t word)
{
	return (word - EIGHT(1)) & ~word & EIGHT(0x80);
}

/* Is one of the eight bytes not plain? */
static bool has_special(uint64_t word)
{
	const uint64_t control = (word - EIGHT(0x20)) & ~word;

	return ((word | control) & EIGHT(0x80)) != 0 ||
	       (zeros(word ^ EIGHT('"')) | zeros(word ^ EIGHT('\\')) | zeros(word ^ EIGHT(0x7F))) !=
	               0;
}

static uint64_t word_at(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof word);
	return word;
}

/* Where the run of plain bytes from `at` on ends; eight at a time, as most text is nothing else. */
static size_t plain_end(struct slice text, size_t at)
{
	while (text.len - at >= 8 && !has_special(word_at(text.ptr + at)))
		at += 8;
	while (at < text.len && is_plain((unsigned char)text.ptr[at]))
		at++;
	return at;
}

/* Most strings are words of ours: of those of eight bytes and more the last eight are looked at
 * together, whatever was seen of them before, of shorter ones the first four and the last four. */
static bool is_all_plain(struct slice text)
{
	uint32_t first, last;

	if (text.len < 4)
		return plain_end(text, 0) == text.len;
	if (text.len < 8) {
		memcpy(&first, text.ptr, sizeof first);
		memcpy(&last, text.ptr + text.len - sizeof last, sizeof last);
		return !has_special((uint64_t)first << 32 | last);
	}
	for (size_t at = 0; at + 8 < text.len; at += 8)
		if (has_special(word_at(text.ptr + at)))
			return false;
	return !has_special(word_at(text.ptr + text.len - 8));
}

/* A string without anything to escape. False when it is not, or when there is no room. */
static bool write_plain(struct buffer *out, struct slice text)
{
	char *room;

	if (!is_all_plain(text))
		return false;
	room = buffer_reserve(out, text.len + 2);
	if (room == NULL)
		return false;
	room[0] = '"';
	if (text.len > 0)
		memcpy(room + 1, text.ptr, text.len);
	room[text.len + 1] = '"';
	out->len += text.len + 2;
	return true;
}

static void write_text(struct buffer *out, struct slice text, bool ascii)
{
	size_t at = 0;

	if (write_plain(out, text))
		return;
	buffer_append_char(out, '"');
	while (at < text.len) {
		size_t   start = at;
		uint32_t code_point = REPLACEMENT;
		size_t   len;

		at = plain_end(text, at);
		buffer_append(out, slice_range(text, start, at));
		if (at == text.len)
			break;
		len = utf8_sequence(text, at, &code_point);
		if (len == 1)
			write_special(out, (unsigned char)text.ptr[at]);
		else if (ascii)
			write_escaped(out, code_point);
		else if (len == 0)
			buffer_append_cstr(out, "\xEF\xBF\xBD");
		else
			buffer_append(out, slice_range(text, at, at + len));
		at += len == 0 ? 1 : len;
	}
	buffer_append_char(out, '"');
}

void json_write_string(struct buffer *out, struct slice text)
{
	write_text(out, text, false);
}

void json_write_string_ascii(struct buffer *out, struct slice text)
{
	write_text(out, text, true);
}

void json_write_key(struct buffer *out, const char *name)
{
	bool is_next = out->len > 0 && out->ptr[out->len - 1] != '{' &&
	               out->ptr[out->len - 1] != '[';
	size_t len = strlen(name);
	char  *room = buffer_reserve(out, len + 4);

	if (room == NULL)
		return;
	out->len += len + 3 + (is_next ? 1 : 0);
	if (is_next)
		*room++ = ',';
	*room++ = '"';
	memcpy(room, name, len);
	memcpy(room + len, "\":", 2);
}
