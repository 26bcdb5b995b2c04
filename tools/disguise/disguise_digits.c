/* SPDX-License-Identifier: Apache-2.0 */
/* Character codes of ASCII (ISO/IEC 646) in digits: binary, as eight digits a character or
 * the seven that ASCII needs; decimal; octal; also as the calls and lists of programs that
 * make a text of them: chr(104)+chr(111), String.fromCharCode(104,111). */
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

/* `base` 2, 8 or 10; `digits` at least; around each number, and between them. */
struct form {
	unsigned    base;
	unsigned    digits;
	const char *before;
	const char *after;
	const char *between;
};

static void append_number(struct buffer *out, unsigned value, const struct form *form)
{
	char     text[16];
	unsigned count = 0;

	for (; value > 0 || count < form->digits; value /= form->base)
		text[count++] = (char)('0' + value % form->base);
	buffer_append_cstr(out, form->before);
	while (count > 0)
		buffer_append_char(out, text[--count]);
	buffer_append_cstr(out, form->after);
}

static void encode(struct slice plain, struct form form, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (i > 0)
			buffer_append_cstr(out, form.between);
		append_number(out, (unsigned char)plain.ptr[i], &form);
	}
}

static void plainly(struct slice plain, unsigned base, unsigned digits, const char *between,
                    struct buffer *out)
{
	encode(plain, (struct form){ base, digits, "", "", between }, out);
}

static void framed(struct slice plain, const char *open, const char *between, const char *close,
                   struct buffer *out)
{
	buffer_append_cstr(out, open);
	plainly(plain, 10, 1, between, out);
	buffer_append_cstr(out, close);
}

void disguise_binary(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { " ", ",", "_", "\n" };

	plainly(plain, 2, 8, separators[disguise_pick(&seed, 4)], out);
}

void disguise_binary_joined(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	plainly(plain, 2, 8, "", out);
}

void disguise_binary_prefixed(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct form){ 2, 8, "0b", "", " " }, out);
}

/* Seven digits say it all of ASCII. */
void disguise_binary_7bit(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	plainly(plain, 2, 7, " ", out);
}

void disguise_binary_7bit_joined(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	plainly(plain, 2, 7, "", out);
}

void disguise_binary_16bit(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	plainly(plain, 2, 16, " ", out);
}

void disguise_binary_nibbles(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const struct form form = { 2, 4, "", "", "" };

	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		unsigned byte = (unsigned char)plain.ptr[i];

		buffer_append_cstr(out, i > 0 ? " " : "");
		append_number(out, byte >> 4, &form);
		buffer_append_char(out, ' ');
		append_number(out, byte & 15, &form);
	}
}

/* Gray code: neighbours differ in one bit. */
void disguise_binary_gray(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const struct form form = { 2, 8, "", "", "" };

	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		unsigned byte = (unsigned char)plain.ptr[i];

		buffer_append_cstr(out, i > 0 ? " " : "");
		append_number(out, byte ^ byte >> 1, &form);
	}
}

void disguise_decimal(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { " ", "-", ";", "\n" };

	plainly(plain, 10, 1, separators[disguise_pick(&seed, 4)], out);
}

void disguise_decimal_comma(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { ",", ", " };

	plainly(plain, 10, 1, separators[disguise_pick(&seed, 2)], out);
}

void disguise_decimal_marks(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { ".", "/", "|", ":", "_", "+", " - " };

	plainly(plain, 10, 1, separators[disguise_pick(&seed, 7)], out);
}

void disguise_decimal_padded(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	plainly(plain, 10, 3, " ", out);
}

/* Three digits a character, and nothing between. */
void disguise_decimal_joined(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	plainly(plain, 10, 3, "", out);
}

void disguise_decimal_list(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "[", ", ", "]", out);
}

void disguise_decimal_bytes(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "bytes([", ", ", "]).decode()", out);
}

void disguise_char_codes_python(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const between[] = { " + ", "+" };

	encode(plain, (struct form){ 10, 1, "chr(", ")", between[disguise_pick(&seed, 2)] }, out);
}

void disguise_char_codes_php(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct form){ 10, 1, "chr(", ")", "." }, out);
}

void disguise_char_codes_javascript(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "String.fromCharCode(", ",", ")", out);
}

void disguise_char_codes_sql(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	framed(plain, "CHAR(", ", ", ")", out);
}

void disguise_char_codes_sql_joined(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct form){ 10, 1, "CHR(", ")", "||" }, out);
}

void disguise_char_codes_powershell(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct form){ 10, 1, "[char]", "", "+" }, out);
}

void disguise_octal(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { " ", ", ", "-" };

	plainly(plain, 8, 3, separators[disguise_pick(&seed, 3)], out);
}

void disguise_octal_unpadded(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	plainly(plain, 8, 1, " ", out);
}

void disguise_octal_joined(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	plainly(plain, 8, 3, "", out);
}

void disguise_octal_prefixed(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct form){ 8, 3, "0o", "", " " }, out);
}

void disguise_octal_zero(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct form){ 8, 3, "0", "", " " }, out);
}
