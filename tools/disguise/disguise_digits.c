/* SPDX-License-Identifier: Apache-2.0 */
/* Character codes of ASCII (ISO/IEC 646) in digits: binary, as eight digits a character;
 * decimal; octal, as three. */
#include "disguise_kind.h"

/* Codes of text: a character is one byte. */
bool disguise_accepts_ascii(struct slice plain)
{
	size_t letters = 0;

	for (size_t i = 0; i < plain.len; i++) {
		if ((plain.ptr[i] < ' ' && plain.ptr[i] != '\n') || plain.ptr[i] >= 0x7F)
			return false;
		letters += disguise_is_letter(plain.ptr[i]) || plain.ptr[i] == ' ';
	}
	return plain.len >= 4 && letters * 2 >= plain.len;
}

static void binary(struct slice plain, const char *prefix, const char *between, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (i > 0)
			buffer_append_cstr(out, between);
		buffer_append_cstr(out, prefix);
		for (unsigned bit = 8; bit-- > 0;)
			buffer_append_char(
				out, ((unsigned char)plain.ptr[i] >> bit & 1) != 0 ? '1' : '0');
	}
}

/* `digits` at least. */
static void numbers(struct slice plain, unsigned base, unsigned digits, const char *between,
                    struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		unsigned value = (unsigned char)plain.ptr[i];
		char     text[3];
		unsigned count = 0;

		for (; value > 0 || count < digits; value /= base)
			text[count++] = (char)('0' + value % base);
		if (i > 0)
			buffer_append_cstr(out, between);
		while (count > 0)
			buffer_append_char(out, text[--count]);
	}
}

void disguise_binary(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { " ", ",", "_", "\n" };

	binary(plain, "", separators[disguise_pick(&seed, 4)], out);
}

void disguise_binary_joined(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	binary(plain, "", "", out);
}

void disguise_binary_prefixed(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	binary(plain, "0b", " ", out);
}

void disguise_decimal(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { " ", "-", ";", "\n" };

	numbers(plain, 10, 1, separators[disguise_pick(&seed, 4)], out);
}

void disguise_decimal_comma(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { ",", ", " };

	numbers(plain, 10, 1, separators[disguise_pick(&seed, 2)], out);
}

void disguise_octal(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { " ", ", ", "-" };

	numbers(plain, 8, 3, separators[disguise_pick(&seed, 3)], out);
}
