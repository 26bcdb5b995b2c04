/* SPDX-License-Identifier: Apache-2.0 */
#include "base_json.h"
#include "base_utf8.h"

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

static void write_text(struct buffer *out, struct slice text, bool ascii)
{
	size_t at = 0;

	buffer_append_char(out, '"');
	while (at < text.len) {
		size_t   start = at;
		uint32_t code_point = REPLACEMENT;
		size_t   len;

		while (at < text.len && is_plain((unsigned char)text.ptr[at]))
			at++;
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
	if (out->len > 0 && out->ptr[out->len - 1] != '{' && out->ptr[out->len - 1] != '[')
		buffer_append_char(out, ',');
	buffer_append_char(out, '"');
	buffer_append_cstr(out, name);
	buffer_append_cstr(out, "\":");
}
