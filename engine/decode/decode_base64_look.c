/* SPDX-License-Identifier: Apache-2.0 */
/* Sixteen characters tell whether a run is text: three in ten random bytes are printable,
 * and twelve in a row never. A look on from the middle of a run begins with the characters
 * of the group that the last part left unfinished:
 *
 *     aG93IHRvIG  1ha2Ug...      waiting: "IG"; the look: "IG1ha2Ug" */
#include "decode_base64_look.h"

#include "decode_gate.h"
#include "decode_wide.h"

#include <stdint.h>

/* Values of both alphabets of RFC 4648, -1 for every other byte below 0x80. */
static const signed char values[128] = {
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 62,
	-1, 62, -1, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, -1, -1, -1, -1, -1, -1, -1, 0,
	1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
	23, 24, 25, -1, -1, -1, -1, 63, -1, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
	39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, -1, -1, -1, -1, -1,
};

int decode_base64_value(char byte)
{
	unsigned char index = (unsigned char)byte;

	return index < sizeof values ? values[index] : -1;
}

bool decode_base64_is_sign(char byte)
{
	return decode_base64_value(byte) >= 62;
}

size_t decode_base64_token_end(struct slice text, size_t at)
{
	while (at < text.len && decode_base64_value(text.ptr[at]) >= 0)
		at++;
	return at;
}

bool decode_base64_is_joint(struct slice text, size_t start, size_t end)
{
	return end - start == 1 && decode_base64_is_sign(text.ptr[start]);
}

size_t decode_base64_padding_end(struct slice text, size_t at)
{
	size_t end = at;

	while (end < text.len && end - at < 2 && text.ptr[end] == '=')
		end++;
	return end;
}

void decode_base64_look_add(struct decode_base64_look *look, struct slice token)
{
	for (size_t i = 0; i < token.len && look->len < sizeof look->chars; i++)
		look->chars[look->len++] = token.ptr[i];
}

void decode_base64_look_behind(struct decode_base64_look *look, struct slice token, size_t chars)
{
	size_t                    wanted = chars % 4;
	struct decode_base64_look kept = { .len = 0 };

	if (token.len < wanted) {
		decode_base64_look_add(look, token);
		token = (struct slice){ look->chars, look->len };
	}
	decode_base64_look_add(&kept, slice_from(token, token.len - wanted));
	*look = kept;
}

/* The bytes of whole groups. */
static struct slice look_decode(const struct decode_base64_look *look, char bytes[12])
{
	size_t   len = 0;
	uint32_t group = 0;

	for (size_t i = 0; i < look->len && len + 3 <= 12; i++) {
		group = group << 6 | (uint32_t)decode_base64_value(look->chars[i]);
		if (i % 4 != 3)
			continue;
		bytes[len++] = (char)(group >> 16 & 0xFF);
		bytes[len++] = (char)(group >> 8 & 0xFF);
		bytes[len++] = (char)(group & 0xFF);
	}
	return (struct slice){ bytes, len };
}

/* A digest: no text gives sixteen hexadecimal digits of one case in a row. */
static bool look_is_hex(const struct decode_base64_look *look)
{
	size_t small = 0;
	size_t large = 0;

	if (look->len < DECODE_BASE64_LOOK_CHARS)
		return false;
	for (size_t i = 0; i < look->len; i++) {
		char byte = look->chars[i];
		bool digit = byte >= '0' && byte <= '9';

		small += digit || (byte >= 'a' && byte <= 'f');
		large += digit || (byte >= 'A' && byte <= 'F');
	}
	return small == look->len || large == look->len;
}

/* Capitals, small letters and maybe digits: no base32. */
static bool look_is_varied(const struct decode_base64_look *look)
{
	size_t small = 0;
	size_t capital = 0;

	for (size_t i = 0; i < look->len; i++) {
		small += look->chars[i] >= 'a' && look->chars[i] <= 'z';
		capital += look->chars[i] >= 'A' && look->chars[i] <= 'Z';
	}
	return small > 1 && capital > 1;
}

bool decode_base64_may_be_text(const struct decode_base64_look *look)
{
	char         bytes[12];
	struct slice decoded = look_decode(look, bytes);

	return (decode_gate_may_be_text(decoded) ||
	        (look_is_varied(look) ? decode_wide_guess(decoded) : decode_wide_of(decoded)) !=
	                DECODE_BYTES) &&
	       !look_is_hex(look);
}

bool decode_base64_is_signed(const struct decode_base64_look *look)
{
	char bytes[12];

	return decode_unwrap_is_signed(look_decode(look, bytes));
}

bool decode_base64_is_zlib(const struct decode_base64_look *look)
{
	char               bytes[12];
	const struct slice head = look_decode(look, bytes);

	return head.len >= DECODE_UNWRAP_HEAD && head.ptr[0] == 0x78 &&
	       decode_unwrap_zlib.begins(head);
}

enum decode_unwrap_look decode_base64_unwrap_look(const struct decode_base64_look *look)
{
	char bytes[12];

	if (look_is_hex(look))
		return DECODE_UNWRAP_NOTHING;
	return decode_unwrap_look(look_decode(look, bytes));
}

bool decode_base64_may_go_on(const struct decode_base64_look *look)
{
	char         bytes[12];
	struct slice decoded = look_decode(look, bytes);

	return (decode_gate_may_be_text(decode_gate_whole(decoded)) ||
	        decode_wide_may_go_on(decoded)) &&
	       !look_is_hex(look);
}

bool decode_base64_is_text(const struct decode_base64_look *look)
{
	char         bytes[12];
	struct slice decoded = look_decode(look, bytes);

	return (decode_gate_is_clean(decoded) || decode_wide_may_go_on(decoded)) &&
	       !look_is_hex(look);
}
