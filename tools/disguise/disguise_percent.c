/* SPDX-License-Identifier: Apache-2.0 */
/* Percent-encoding: RFC 3986, section 2.1; of every byte, or of letters alone; twice and
 * thrice over; as forms are sent (application/x-www-form-urlencoded: a space is a plus
 * sign); and the %uXXXX of JavaScript's escape() (ECMA-262, annex B.2.1.1). */
#include "disguise_kind.h"

#include "base_utf8.h"

#include <assert.h>

static void append_encoded(struct buffer *out, char byte)
{
	static const char digits[] = "0123456789ABCDEF";
	unsigned char     value = (unsigned char)byte;
	char              encoded[3] = { '%', digits[value >> 4], digits[value & 15] };

	buffer_append(out, (struct slice){ encoded, sizeof encoded });
}

void disguise_percent(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		append_encoded(out, plain.ptr[i]);
}

/* Every letter, or the first and about every other one under a seed. A percent sign is encoded
 * always: the plain text may hold sequences that must come back as they are. */
void disguise_percent_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	bool first = true;
	bool encoded = false;

	for (size_t i = 0; i < plain.len; i++) {
		bool letter = disguise_is_letter(plain.ptr[i]);

		/* The bytes of one character go the same way. */
		if (letter && ((unsigned char)plain.ptr[i] & 0xC0) != 0x80) {
			encoded = disguise_pick(&seed, 2) == 0 || first;
			first = false;
		}
		if ((letter && encoded) || plain.ptr[i] == '%')
			append_encoded(out, plain.ptr[i]);
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}

void disguise_percent_lower(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		buffer_append_format(out, "%%%02x", (unsigned)(unsigned char)plain.ptr[i]);
}

void disguise_percent_double(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		buffer_append_format(out, "%%25%02X", (unsigned)(unsigned char)plain.ptr[i]);
}

void disguise_percent_triple(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		buffer_append_format(out, "%%2525%02X", (unsigned)(unsigned char)plain.ptr[i]);
}

/* Each byte of ASCII in the two bytes of an overlong form, as old servers took it. */
void disguise_percent_overlong(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		buffer_append_format(out, "%%%02X%%%02X", 0xC0u | (unsigned)plain.ptr[i] >> 6,
		                     0x80u | ((unsigned)plain.ptr[i] & 0x3F));
}

void disguise_percent_form(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] == ' ')
			buffer_append_char(out, '+');
		else
			append_encoded(out, plain.ptr[i]);
	}
}

void disguise_percent_u(struct slice plain, uint64_t seed, struct buffer *out)
{
	size_t length;

	(void)seed;
	for (size_t at = 0; at < plain.len; at += length) {
		uint32_t code_point;

		length = utf8_sequence(plain, at, &code_point);
		assert(length > 0); /* accepted */
		if (code_point >= 0x10000) {
			buffer_append_format(out, "%%u%04X",
			                     0xD800 + ((code_point - 0x10000) >> 10));
			code_point = 0xDC00 + (code_point & 0x3FF);
		}
		buffer_append_format(out, "%%u%04X", code_point);
	}
}
