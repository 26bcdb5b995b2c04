/* SPDX-License-Identifier: Apache-2.0 */
/* Hexadecimal bytes: RFC 4648, section 8 (base16), as hex dumps space them, with the
 * 0x prefix of C, in the \x escapes of C strings (ISO/IEC 9899:2018, 6.4.4), and as the
 * dumps of xxd and hexdump show them, with offsets and characters beside. */
#include "disguise_kind.h"

static const char lower[] = "0123456789abcdef";
static const char upper[] = "0123456789ABCDEF";

/* `before` and `after` each byte, `between` each `group` of bytes. */
struct form {
	const char *before;
	const char *after;
	const char *between;
	size_t      group;
};

static void encode(struct slice plain, const char *digits, struct form form, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		unsigned char byte = (unsigned char)plain.ptr[i];

		if (i > 0 && i % form.group == 0)
			buffer_append_cstr(out, form.between);
		buffer_append_cstr(out, form.before);
		buffer_append_char(out, digits[byte >> 4]);
		buffer_append_char(out, digits[byte & 15]);
		buffer_append_cstr(out, form.after);
	}
}

static void between(struct slice plain, const char *separator, size_t group, struct buffer *out)
{
	encode(plain, lower, (struct form){ "", "", separator, group }, out);
}

void disguise_hex(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	between(plain, "", 1, out);
}

void disguise_hex_upper(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, upper, (struct form){ "", "", "", 1 }, out);
}

void disguise_hex_spaced(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { " ", ":", "-", ", " };

	between(plain, separators[disguise_pick(&seed, 4)], 1, out);
}

void disguise_hex_prefixed(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const separators[] = { " ", ", ", "," };

	encode(plain, lower, (struct form){ "0x", "", separators[disguise_pick(&seed, 3)], 1 },
	       out);
}

void disguise_hex_escaped(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, lower, (struct form){ "\\x", "", "", 1 }, out);
}

void disguise_hex_colon(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, upper, (struct form){ "", "", ":", 1 }, out);
}

void disguise_hex_comma(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	between(plain, ",", 1, out);
}

void disguise_hex_semicolon(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	between(plain, ";", 1, out);
}

void disguise_hex_dash(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, upper, (struct form){ "", "", "-", 1 }, out);
}

void disguise_hex_newline(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	between(plain, "\n", 1, out);
}

void disguise_hex_escaped_spaced(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, lower, (struct form){ "\\x", "", " ", 1 }, out);
}

void disguise_hex_list(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_char(out, '[');
	encode(plain, lower, (struct form){ "0x", "", ", ", 1 }, out);
	buffer_append_char(out, ']');
}

/* One number. */
void disguise_hex_number(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_cstr(out, "0x");
	between(plain, "", 1, out);
}

/* As assemblers write it. */
void disguise_hex_suffixed(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, upper, (struct form){ "", "h", " ", 1 }, out);
}

/* As intrusion rules write it: |68 6f 77|. */
void disguise_hex_bars(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_char(out, '|');
	encode(plain, upper, (struct form){ "", "", " ", 1 }, out);
	buffer_append_char(out, '|');
}

void disguise_hex_pairs(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	between(plain, " ", 2, out);
}

/* xxd -p: 30 bytes a line, or 4 to 19 under a seed. */
void disguise_hex_wrapped(struct slice plain, uint64_t seed, struct buffer *out)
{
	uint32_t shorter = disguise_pick(&seed, 16);

	between(plain, "\n", shorter == 0 ? 30 : 3 + shorter, out);
}

static void append_characters(struct slice line, struct buffer *out)
{
	for (size_t i = 0; i < line.len; i++)
		buffer_append_char(out,
		                   line.ptr[i] >= ' ' && line.ptr[i] < 0x7F ? line.ptr[i] : '.');
}

static struct slice line_at(struct slice plain, size_t at)
{
	return slice_range(plain, at, plain.len - at < 16 ? plain.len : at + 16);
}

/* xxd: 39 columns for the 16 bytes of a line. */
void disguise_hex_dump(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len; at += 16) {
		struct slice line = line_at(plain, at);
		size_t       columns = 2 * line.len + (line.len - 1) / 2;

		buffer_append_format(out, "%s%08zx: ", at > 0 ? "\n" : "", at);
		between(line, " ", 2, out);
		buffer_append_format(out, "%*s", (int)(41 - columns), "");
		append_characters(line, out);
	}
}

/* hexdump -C, od -A x -t x1z. */
void disguise_hex_dump_bytes(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len; at += 16) {
		struct slice line = line_at(plain, at);
		size_t       columns = 3 * line.len - 1 + (line.len > 8);

		buffer_append_format(out, "%s%08zx  ", at > 0 ? "\n" : "", at);
		between(slice_range(line, 0, line.len < 8 ? line.len : 8), " ", 1, out);
		if (line.len > 8) {
			buffer_append_cstr(out, "  ");
			between(slice_from(line, 8), " ", 1, out);
		}
		buffer_append_format(out, "%*s|", (int)(50 - columns), "");
		append_characters(line, out);
		buffer_append_char(out, '|');
	}
}

/* Word by word, the spaces left. */
void disguise_hex_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len;) {
		if (at > 0)
			buffer_append_char(out, ' ');
		between(disguise_next_word(plain, &at), "", 1, out);
	}
}

/* EBCDIC, code page 037: letters run a-i, j-r, s-z from 0x81, 0x91, 0xA2. */
static unsigned char ebcdic(char letter)
{
	char small = disguise_lower(letter);
	int  code = small <= 'i'   ? 0x81 + small - 'a'
	            : small <= 'r' ? 0x91 + small - 'j'
	                           : 0xA2 + small - 's';

	if (letter == ' ')
		return 0x40;
	if (!disguise_is_ascii_letter(letter))
		return letter == '.' ? 0x4B : letter == ',' ? 0x6B : letter == '?' ? 0x6F : 0x5A;
	return (unsigned char)(small == letter ? code : code + 0x40);
}

void disguise_hex_ebcdic(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		buffer_append_format(out, "%s%02x", i > 0 ? " " : "",
		                     (unsigned)ebcdic(plain.ptr[i]));
}
