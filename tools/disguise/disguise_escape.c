/* SPDX-License-Identifier: Apache-2.0 */
/* Escapes of one character each: \x and octal of every byte (ISO/IEC 9899:2018, 6.4.4.4),
 * \u of every UTF-16 code unit (RFC 8259, section 7), \U of every code point (C, Python),
 * \u{} (ECMA-262, section 12.9.4), \x{} and \o{} (Perl), CSS (CSS Syntax Level 3, section
 * 4.3.7) and the U+ notation of the Unicode Standard, appendix A. */
#include "disguise_kind.h"

#include "base_utf8.h"

#include <assert.h>
#include <stdio.h>

void disguise_escape_x(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		buffer_append_format(out, "\\x%02x", (unsigned)(unsigned char)plain.ptr[i]);
}

void disguise_escape_octal(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		buffer_append_format(out, "\\%03o", (unsigned)(unsigned char)plain.ptr[i]);
}

/* As ANSI-C quoting of shells. */
void disguise_escape_shell(struct slice plain, uint64_t seed, struct buffer *out)
{
	buffer_append_cstr(out, "$'");
	disguise_escape_octal(plain, seed, out);
	buffer_append_char(out, '\'');
}

void disguise_escape_x_upper(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		buffer_append_format(out, "\\x%02X", (unsigned)(unsigned char)plain.ptr[i]);
}

static uint32_t code_point_at(struct slice plain, size_t *at)
{
	uint32_t code_point;
	size_t   length = utf8_sequence(plain, *at, &code_point);

	assert(length > 0); /* accepted */
	*at += length;
	return code_point;
}

static void append_units(struct buffer *out, uint32_t code_point)
{
	if (code_point >= 0x10000) {
		buffer_append_format(out, "\\u%04x", 0xD800 + ((code_point - 0x10000) >> 10));
		code_point = 0xDC00 + (code_point & 0x3FF);
	}
	buffer_append_format(out, "\\u%04x", code_point);
}

void disguise_escape_u(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len;)
		append_units(out, code_point_at(plain, &at));
}

/* A JSON string in which every second letter, or a seed's choice, is an escape. The rest
 * is what JSON asks for. */
void disguise_escape_json(struct slice plain, uint64_t seed, struct buffer *out)
{
	bool escaped = true;

	buffer_append_char(out, '"');
	for (size_t at = 0; at < plain.len;) {
		uint32_t code_point = code_point_at(plain, &at);

		if (code_point < 0x80 && disguise_is_ascii_letter((char)code_point)) {
			if (escaped)
				append_units(out, code_point);
			else
				buffer_append_char(out, (char)code_point);
			escaped = !escaped || disguise_pick(&seed, 3) == 2;
		} else if (code_point == '"' || code_point == '\\' || code_point == '/') {
			buffer_append_format(out, "\\%c", (char)code_point);
		} else if (code_point < ' ') {
			append_units(out, code_point);
		} else {
			disguise_append_code_point(out, code_point);
		}
	}
	buffer_append_char(out, '"');
}

void disguise_escape_u8(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len;)
		buffer_append_format(out, "\\U%08x", code_point_at(plain, &at));
}

void disguise_escape_u_braced(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len;)
		buffer_append_format(out, "\\u{%x}", code_point_at(plain, &at));
}

void disguise_escape_x_braced(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len;)
		buffer_append_format(out, "\\x{%x}", code_point_at(plain, &at));
}

void disguise_escape_o_braced(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len;)
		buffer_append_format(out, "\\o{%o}", code_point_at(plain, &at));
}

/* The space ends the number. */
void disguise_escape_css(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len;)
		buffer_append_format(out, "\\%x ", code_point_at(plain, &at));
}

void disguise_escape_css_padded(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len;)
		buffer_append_format(out, "\\%06x", code_point_at(plain, &at));
}

void disguise_code_points(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { " ", ", ", "" };
	const char              *separator = separators[disguise_pick(&seed, 3)];

	for (size_t at = 0; at < plain.len;) {
		if (at > 0)
			buffer_append_cstr(out, separator);
		buffer_append_format(out, "U+%04X", code_point_at(plain, &at));
	}
}

static void append_as(struct buffer *out, size_t notation, unsigned code)
{
	switch (notation) {
	case 0:
		buffer_append_format(out, "\\u%04x", code);
		break;
	case 1:
		buffer_append_format(out, "&#%u;", code);
		break;
	case 2:
		buffer_append_format(out, "%%%02X", code);
		break;
	case 3:
		buffer_append_format(out, "\\x%02x", code);
		break;
	default:
		buffer_append_format(out, "\\%03o", code);
		break;
	}
}

/* Another notation a character. */
void disguise_escape_mixed(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++)
		append_as(out, (i + disguise_pick(&seed, 5)) % 5, (unsigned char)plain.ptr[i]);
}

/* Letters as classes of both their cases: [hH][oO][wW]. */
void disguise_regex_classes(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		char letter = disguise_lower(plain.ptr[i]);

		if (disguise_is_ascii_letter(letter))
			buffer_append_format(out, "[%c%c]", letter, letter - 'a' + 'A');
		else
			buffer_append_char(out, letter);
	}
}
