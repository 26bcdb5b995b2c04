/* SPDX-License-Identifier: Apache-2.0 */
/* Cheap looks at a text that may be a code, as it stands or under a key:
 *
 *     68 6f 77 20 64 6f      digits of hexadecimal bytes that begin a text
 *     NBXXOIDE N4QEGIDN      parts of base32, of text again
 */
#include "decode_reads.h"

#include "base_ascii.h"
#include "decode_gate.h"
#include "decode_kind.h"
#include "decode_reads_token.h"
#include "decode_word.h"
#include "text_letters.h"

#include <string.h>

#define CODE_BYTES_MIN  12u
#define SMALL_BY_CHANCE 8u /* small letters above a half, in a short token */
#define DENSE_MIN       24u
#define SIGNS_BEFORE    4u
#define STRING_MIN      4u   /* letters that may be a word */
#define DENSE_SCORE     (-8) /* a byte, in sixteenths of a bit */

struct slice decode_reads_code_sample(struct slice text)
{
	size_t len = text.len < DECODE_CODE_BYTES ? text.len : DECODE_CODE_BYTES;
	size_t end = len;

	while (len < text.len && end > DECODE_CODE_BYTES / 2 && text.ptr[end - 1] != '\n')
		end--;
	return slice_range(text, 0, end > DECODE_CODE_BYTES / 2 ? end : len);
}

/* The end of the letters at `at`; a capital behind a small letter begins others. */
static size_t string_end(struct slice text, size_t at)
{
	size_t end = at + 1;

	while (end < text.len && decode_reads_is_letter(text.ptr[end]) &&
	       (ascii_is_small(text.ptr[end]) || !ascii_is_small(text.ptr[end - 1])))
		end++;
	return end;
}

unsigned decode_reads_wordy(struct slice text)
{
	size_t words = 0;
	size_t bytes = 0;
	size_t end;

	for (size_t at = 0; at < text.len; at = end) {
		end = at + 1;
		if (decode_reads_is_letter(text.ptr[at])) {
			end = string_end(text, at);
			if (end - at >= STRING_MIN &&
			    text_letters_score(slice_range(text, at, end)) > 0)
				words += end - at;
		}
		bytes += decode_reads_is_space(text.ptr[at]) ? 0 : end - at;
	}
	return bytes == 0 ? 0 : (unsigned)(100 * words / bytes);
}

/* A long token whose letters stand in an order that no language has. */
static bool has_dense_token(struct slice text)
{
	struct decode_reads_token token;

	for (size_t at = 0; decode_reads_next_token(text, at, &token); at = token.end) {
		const struct slice bytes = slice_range(text, token.start, token.end);

		if (bytes.len >= DENSE_MIN &&
		    text_letters_score(bytes) < (int64_t)bytes.len * DENSE_SCORE)
			return true;
	}
	return false;
}

bool decode_reads_looks_coded(struct slice text)
{
	size_t odd = 0;

	if (text.len < CODE_BYTES_MIN)
		return false;
	for (size_t i = 1; i < text.len; i++) {
		const char byte = text.ptr[i];

		if (decode_reads_is_space(byte) || (unsigned char)byte >= 0x80)
			continue;
		if (!decode_reads_is_letter(byte) ||
		    (byte <= 'Z' && text.ptr[i - 1] >= 'a' && text.ptr[i - 1] <= 'z'))
			odd++;
	}
	return odd * 12 >= text.len || has_dense_token(text);
}

enum base { BASE64, BASE32, BASE32_HEX, BASE_COUNT };

static unsigned value_of(char byte, enum base base)
{
	if (base == BASE32)
		return byte >= '2' && byte <= '7'     ? (unsigned)(byte - '2') + 26
		       : decode_reads_is_letter(byte) ? ((unsigned)byte & 0x1F) - 1
		                                      : 64;
	if (base == BASE32_HEX)
		return byte >= '0' && byte <= '9' ? (unsigned)(byte - '0')
		       : decode_reads_is_letter(byte) && (byte & 0x1F) <= 'V' - '@'
		               ? ((unsigned)byte & 0x1F) + 9
		               : 64;
	if (byte >= 'A' && byte <= 'Z')
		return (unsigned)(byte - 'A');
	if (byte >= 'a' && byte <= 'z')
		return (unsigned)(byte - 'a') + 26;
	if (byte >= '0' && byte <= '9')
		return (unsigned)(byte - '0') + 52;
	return byte == '+' || byte == '-' ? 62 : byte == '/' || byte == '_' ? 63 : 64;
}

/* Text, or what gzip and zlib begin with. */
static bool is_beginning(struct slice bytes)
{
	return decode_gate_is_clean(bytes) ||
	       (bytes.len > 3 && memcmp(bytes.ptr, "\x1f\x8b\x08", 3) == 0) ||
	       (bytes.ptr[0] == 0x78 && memchr("\x01\x5E\x9C\xDA", bytes.ptr[1], 4) != NULL);
}

/* Twelve bytes of base64 are nine of text, of base32 seven. Parts with spaces between them are
 * one. */
static bool begins_as_base(struct slice text, enum base base)
{
	const unsigned width = base == BASE64 ? 6 : 5;
	uint32_t       bits = 0;
	unsigned       held = 0;
	char           out[9];
	size_t         len = 0;
	size_t         taken = 0;

	for (size_t i = 0; i < text.len && taken < 12; i++) {
		const unsigned value = value_of(text.ptr[i], base);

		if (value == 64 && (taken < 3 || !decode_reads_is_space(text.ptr[i])))
			return false;
		if (value == 64)
			continue;
		taken++;
		bits = bits << width | value;
		held += width;
		if (held >= 8) {
			held -= 8;
			out[len++] = (char)(bits >> held);
		}
	}
	return taken == 12 && is_beginning((struct slice){ out, len });
}

static bool begins_as_any_base(struct slice text)
{
	for (enum base base = BASE64; base < BASE_COUNT; base++)
		if (begins_as_base(text, base))
			return true;
	return false;
}

static unsigned hex_value(char byte)
{
	if (byte >= '0' && byte <= '9')
		return (unsigned)(byte - '0');
	byte |= 0x20;
	return byte >= 'a' && byte <= 'f' ? (unsigned)(byte - 'a') + 10 : 16;
}

/* Digits of hex and nothing else but spaces and signs between pairs: are the first eight bytes
 * text? */
static bool begins_as_hex(struct slice text)
{
	char     out[8];
	size_t   digits = 0;
	unsigned value = 0;

	for (size_t i = 0; i < text.len && digits < 2 * sizeof out; i++) {
		if (decode_reads_is_space(text.ptr[i]) ||
		    (digits > 0 && digits % 2 == 0 && memchr(":,;-", text.ptr[i], 4) != NULL))
			continue;
		if (hex_value(text.ptr[i]) == 16)
			return false;
		value = value << 4 | hex_value(text.ptr[i]);
		if (++digits % 2 == 0)
			out[digits / 2 - 1] = (char)(value & 0xFF);
	}
	return digits >= 8 && decode_gate_is_clean((struct slice){ out, digits / 2 });
}

/* Signs between numbers: \\x6f, %6f, U+006F, dots and dashes. */
bool decode_reads_has_form(struct slice text)
{
	size_t signs = 0;
	size_t letters = 0;
	size_t spaces = 0;

	for (size_t i = 0; i < text.len; i++) {
		signs += !decode_word_is_part(text.ptr[i]);
		letters += decode_reads_is_letter(text.ptr[i]);
		spaces += decode_reads_is_space(text.ptr[i]);
	}
	return signs * 6 >= text.len && letters * 2 <= text.len - spaces;
}

/* The first long token, without signs before it; the whole where there is none. */
static struct slice base_part(struct slice text)
{
	struct decode_reads_token token;

	for (size_t at = 0; decode_reads_next_token(text, at, &token); at = token.end) {
		struct slice bytes = slice_range(text, token.start, token.end);

		for (unsigned signs = 0;
		     signs < SIGNS_BEFORE && bytes.len > 12 && !decode_word_is_part(bytes.ptr[0]);
		     signs++)
			bytes = slice_from(bytes, 1);
		if (bytes.len >= 12)
			return bytes;
	}
	return text;
}

/* Are the first bytes base64 or base32 of text? */
static bool may_be_base(struct slice text)
{
	return begins_as_any_base(base_part(text));
}

static bool is_of(struct slice text, const char *set, size_t count)
{
	for (size_t i = 0; i < text.len; i++)
		if (!decode_reads_is_space(text.ptr[i]) && memchr(set, text.ptr[i], count) == NULL)
			return false;
	return text.len >= DENSE_MIN;
}

/* Halves of bytes as one of sixteen letters, or base45. */
static bool is_of_few(struct slice text)
{
	static const char base45[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
	size_t            digits = 0;

	if (is_of(text, "ABCDEFGHIJKLMNOP", 16) || is_of(text, "abcdefghijklmnop", 16) ||
	    is_of(text, "cbdefghijklnrtuv", 16))
		return true;
	for (size_t i = 0; i < text.len; i++)
		digits += text.ptr[i] >= '0' && text.ptr[i] <= '9';
	return digits * 8 >= text.len && is_of(text, base45, sizeof base45 - 1);
}

/* Nearly all letters are those of hexadecimal digits, or of what stands before some: "\\x6f",
 * "&#x6f;", "U+6F", "6Fh". */
static bool is_hexish(struct slice text)
{
	size_t letters = 0;
	size_t others = 0;
	size_t digits = 0;

	for (size_t i = 0; i < text.len; i++) {
		const char byte = (char)(text.ptr[i] | 0x20);

		digits += text.ptr[i] >= '0' && text.ptr[i] <= '9';
		if (!decode_reads_is_letter(text.ptr[i]))
			continue;
		letters++;
		others += byte > 'f' && byte != 'x' && byte != 'u' && byte != 'h' && byte != 'o';
	}
	return digits * 4 >= text.len && others * 8 <= letters;
}

/* Nearly all of it long tokens of letters, digits and signs, as base85 is, of which small letters
 * are a third. An address of the web has signs and capitals as well, but is mostly small. */
static bool is_dense(struct slice text)
{
	struct decode_reads_token token;
	size_t                    bytes = 0;
	size_t                    signs = 0;
	size_t                    capitals = 0;
	size_t                    small = 0;

	for (size_t at = 0; decode_reads_next_token(text, at, &token); at = token.end) {
		if (token.end - token.start < DENSE_MIN)
			continue;
		bytes += token.end - token.start;
		for (size_t i = token.start; i < token.end; i++) {
			const char byte = text.ptr[i];

			signs += !decode_word_is_part(byte);
			capitals += byte >= 'A' && byte <= 'Z';
			small += byte >= 'a' && byte <= 'z';
		}
	}
	return bytes * 4 >= text.len * 3 && signs * 16 >= bytes && capitals * 8 >= bytes &&
	       (small == 0 || small * 8 >= bytes) && small * 2 <= bytes + SMALL_BY_CHANCE;
}

bool decode_reads_may_be_code(struct slice text)
{
	return begins_as_hex(text) || decode_reads_has_form(text) || may_be_base(text) ||
	       is_dense(text);
}

/* "&eacute;", three times at least. */
static bool has_references(struct slice text)
{
	size_t count = 0;

	for (size_t at = 0; at < text.len; at++) {
		size_t end = at + 1;

		if (text.ptr[at] != '&')
			continue;
		while (end < text.len && decode_word_is_part(text.ptr[end]))
			end++;
		count += end < text.len && end > at + 1 && text.ptr[end] == ';';
	}
	return count >= 3;
}

bool decode_reads_may_be_undone(struct slice text)
{
	return begins_as_hex(text) || is_hexish(text) || may_be_base(text) || is_dense(text) ||
	       is_of_few(text) || has_references(text);
}

/* ---- under a key ---- */

/* Can some shift of the alphabet make digits of hexadecimal numbers, "a" to "f", of all these? */
static bool may_be_hex_letters(uint32_t letters)
{
	for (unsigned shift = 0; shift < 26; shift++)
		if (((letters >> shift | letters << (26 - shift)) & 0x3FFFFC0) == 0)
			return true;
	return false;
}

/* begins_as_hex() of what stands there under some key, but for what the bytes are. */
static bool may_begin_as_hex(struct slice text)
{
	size_t   digits = 0;
	uint32_t letters = 0;

	for (size_t i = 0; i < text.len && digits < 16; i++) {
		if (decode_reads_is_space(text.ptr[i]) ||
		    (digits > 0 && digits % 2 == 0 && memchr(":,;-", text.ptr[i], 4) != NULL))
			continue;
		if (decode_reads_is_letter(text.ptr[i]))
			letters |= (uint32_t)1 << ((text.ptr[i] | 0x20) - 'a');
		else if (hex_value(text.ptr[i]) == 16)
			return false;
		digits++;
	}
	return digits >= 8 && may_be_hex_letters(letters);
}

/* may_be_base(), the same. */
static bool may_begin_as_base(struct slice text)
{
	size_t taken = 0;

	for (size_t i = 0; i < text.len && taken < 12; i++) {
		if (value_of(text.ptr[i], BASE64) != 64)
			taken++;
		else if (taken < 3 || !decode_reads_is_space(text.ptr[i]))
			return false;
	}
	return taken == 12;
}

/* Letters of one case and nothing else. */
static bool is_of_one_case(struct slice text)
{
	char seen = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (decode_reads_is_space(text.ptr[i]))
			continue;
		if (!decode_reads_is_letter(text.ptr[i]) ||
		    (seen != 0 && ((seen ^ text.ptr[i]) & 0x20) != 0))
			return false;
		seen = text.ptr[i];
	}
	return text.len >= DENSE_MIN;
}

/* "&lt;" and the like: references as they stand, which are none under another key. */
static bool has_plain_reference(struct slice text)
{
	static const struct slice plain[] = { SLICE_INIT("lt;"), SLICE_INIT("gt;"),
		                              SLICE_INIT("amp;"), SLICE_INIT("quot;"),
		                              SLICE_INIT("nbsp;") };

	for (size_t at = 0; at < text.len; at++)
		for (size_t i = 0; text.ptr[at] == '&' && i < sizeof plain / sizeof plain[0]; i++)
			if (slice_starts_with(slice_from(text, at + 1), plain[i]))
				return true;
	return false;
}

bool decode_reads_may_be_keyed(struct slice text)
{
	size_t digits = 0;

	for (size_t i = 0; i < text.len; i++)
		digits += text.ptr[i] >= '0' && text.ptr[i] <= '9';
	if (has_plain_reference(text))
		return false;
	if (has_plain_reference(text))
		return false;
	return digits * 4 >= text.len || may_begin_as_hex(text) ||
	       may_begin_as_base(base_part(text)) || is_dense(text) || is_of_one_case(text) ||
	       is_of_few(text) || has_references(text);
}
