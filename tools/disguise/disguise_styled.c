/* SPDX-License-Identifier: Apache-2.0 */
/* Letters drawn otherwise: the styled alphabets of mathematics, circles, squares, small
 * capitals, flags. Each is a run of code points in the order of the alphabet, with a few
 * letters that Unicode had given a place before (the Unicode Standard, code charts:
 * Mathematical Alphanumeric Symbols, Letterlike Symbols, Enclosed Alphanumerics, Enclosed
 * Alphanumeric Supplement, Phonetic Extensions). */
#include "disguise_kind.h"

#include <string.h>

/* The first code point of capitals, small letters and digits; 0: there are none, and the
 * letter is drawn in the other case, the digit not at all. */
struct style {
	uint32_t upper;
	uint32_t lower;
	uint32_t digits;
	struct {
		char     letter;
		uint32_t code_point;
	} elsewhere[11];
};

static uint32_t letter_of(const struct style *style, char byte)
{
	char lower = disguise_lower(byte);
	bool small = style->upper == 0 || (lower == byte && style->lower != 0);
	char drawn = small ? lower : (char)(lower - 'a' + 'A');

	for (size_t i = 0; i < sizeof style->elsewhere / sizeof style->elsewhere[0]; i++) {
		if (style->elsewhere[i].letter == drawn)
			return style->elsewhere[i].code_point;
	}
	return (small ? style->lower : style->upper) + (uint32_t)(lower - 'a');
}

static void encode(struct slice plain, const struct style *style, const char *between,
                   struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		char byte = plain.ptr[i];

		if (i > 0 && disguise_is_ascii_letter(byte) &&
		    disguise_is_ascii_letter(plain.ptr[i - 1]))
			buffer_append_cstr(out, between);
		if (disguise_is_ascii_letter(byte))
			disguise_append_code_point(out, letter_of(style, byte));
		else if (disguise_is_digit(byte) && style->digits != 0)
			disguise_append_code_point(out, style->digits + (uint32_t)(byte - '0'));
		else
			buffer_append_char(out, byte);
	}
}

static const struct style bold = { 0x1D400, 0x1D41A, 0x1D7CE, { { 0, 0 } } };
static const struct style italic = { 0x1D434, 0x1D44E, 0, { { 'h', 0x210E } } };
static const struct style bold_italic = { 0x1D468, 0x1D482, 0, { { 0, 0 } } };
static const struct style script = { 0x1D49C,
	                             0x1D4B6,
	                             0,
	                             { { 'B', 0x212C },
	                               { 'E', 0x2130 },
	                               { 'F', 0x2131 },
	                               { 'H', 0x210B },
	                               { 'I', 0x2110 },
	                               { 'L', 0x2112 },
	                               { 'M', 0x2133 },
	                               { 'R', 0x211B },
	                               { 'e', 0x212F },
	                               { 'g', 0x210A },
	                               { 'o', 0x2134 } } };
static const struct style bold_script = { 0x1D4D0, 0x1D4EA, 0, { { 0, 0 } } };
static const struct style fraktur = {
	0x1D504,
	0x1D51E,
	0,
	{ { 'C', 0x212D }, { 'H', 0x210C }, { 'I', 0x2111 }, { 'R', 0x211C }, { 'Z', 0x2128 } }
};
static const struct style bold_fraktur = { 0x1D56C, 0x1D586, 0, { { 0, 0 } } };
static const struct style double_struck = { 0x1D538,
	                                    0x1D552,
	                                    0x1D7D8,
	                                    { { 'C', 0x2102 },
	                                      { 'H', 0x210D },
	                                      { 'N', 0x2115 },
	                                      { 'P', 0x2119 },
	                                      { 'Q', 0x211A },
	                                      { 'R', 0x211D },
	                                      { 'Z', 0x2124 } } };
static const struct style sans = { 0x1D5A0, 0x1D5BA, 0x1D7E2, { { 0, 0 } } };
static const struct style sans_bold = { 0x1D5D4, 0x1D5EE, 0x1D7EC, { { 0, 0 } } };
static const struct style sans_italic = { 0x1D608, 0x1D622, 0, { { 0, 0 } } };
static const struct style sans_bold_italic = { 0x1D63C, 0x1D656, 0, { { 0, 0 } } };
static const struct style monospace = { 0x1D670, 0x1D68A, 0x1D7F6, { { 0, 0 } } };
static const struct style circled = { 0x24B6, 0x24D0, 0, { { 0, 0 } } };
static const struct style parenthesised = { 0, 0x249C, 0, { { 0, 0 } } };
static const struct style parenthesised_capitals = { 0x1F110, 0, 0, { { 0, 0 } } };
static const struct style squared = { 0x1F130, 0, 0, { { 0, 0 } } };
static const struct style negative_circled = { 0x1F150, 0, 0, { { 0, 0 } } };
static const struct style negative_squared = { 0x1F170, 0, 0, { { 0, 0 } } };
static const struct style regional = { 0x1F1E6, 0, 0, { { 0, 0 } } };

void disguise_math_bold(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &bold, "", out);
}

void disguise_math_italic(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &italic, "", out);
}

void disguise_math_bold_italic(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &bold_italic, "", out);
}

void disguise_math_script(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &script, "", out);
}

void disguise_math_bold_script(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &bold_script, "", out);
}

void disguise_math_fraktur(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &fraktur, "", out);
}

void disguise_math_bold_fraktur(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &bold_fraktur, "", out);
}

void disguise_math_double_struck(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &double_struck, "", out);
}

void disguise_math_sans(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &sans, "", out);
}

void disguise_math_sans_bold(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &sans_bold, "", out);
}

void disguise_math_sans_italic(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &sans_italic, "", out);
}

void disguise_math_sans_bold_italic(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &sans_bold_italic, "", out);
}

void disguise_math_monospace(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &monospace, "", out);
}

/* A style a letter. */
void disguise_math_mixed(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const struct style *const styles[] = {
		&bold, &italic, &script, &fraktur, &double_struck, &sans, &monospace, &circled
	};
	size_t count = sizeof styles / sizeof styles[0];

	for (size_t i = 0; i < plain.len; i++)
		encode(slice_range(plain, i, i + 1), styles[(i + disguise_pick(&seed, 8)) % count],
		       "", out);
}

void disguise_circled(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &circled, "", out);
}

void disguise_parenthesised(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &parenthesised, "", out);
}

void disguise_parenthesised_capitals(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &parenthesised_capitals, "", out);
}

void disguise_squared(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &squared, "", out);
}

void disguise_squared_negative(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &negative_squared, "", out);
}

void disguise_circled_negative(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &negative_circled, "", out);
}

/* Two side by side may draw a flag. */
void disguise_regional_indicators(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &regional, "", out);
}

void disguise_regional_spaced(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len;) {
		if (at > 0)
			buffer_append_cstr(out, "   ");
		encode(disguise_next_word(plain, &at), &regional, " ", out);
	}
}

/* U+200B keeps flags apart. */
void disguise_regional_apart(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, &regional, "\xE2\x80\x8B", out);
}

/* Some letter is drawn otherwise in every table below. */
bool disguise_accepts_drawn(struct slice plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (memchr("aehijkmrtv", disguise_lower(plain.ptr[i]), 10) != NULL)
			return disguise_accepts_words(plain);
	}
	return false;
}

/* Letters that have no run of their own; 0: the letter stays. */
static void from_table(struct slice plain, const uint16_t table[26], struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		char     lower = disguise_lower(plain.ptr[i]);
		uint32_t drawn = disguise_is_ascii_letter(lower) ? table[lower - 'a'] : 0;

		disguise_append_code_point(out, drawn != 0 ? drawn : (unsigned char)lower);
	}
}

/* Q and X have none in most fonts: U+01EB is what people use, and the letter x. */
void disguise_small_capitals(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const uint16_t table[26] = { 0x1D00, 0x0299, 0x1D04, 0x1D05, 0x1D07, 0xA730, 0x0262,
		                            0x029C, 0x026A, 0x1D0A, 0x1D0B, 0x029F, 0x1D0D, 0x0274,
		                            0x1D0F, 0x1D18, 0x01EB, 0x0280, 0xA731, 0x1D1B, 0x1D1C,
		                            0x1D20, 0x1D21, 0,      0x028F, 0x1D22 };

	(void)seed;
	from_table(plain, table, out);
}

void disguise_superscript(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const uint16_t table[26] = { 0x1D43, 0x1D47, 0x1D9C, 0x1D48, 0x1D49, 0x1DA0, 0x1D4D,
		                            0x02B0, 0x2071, 0x02B2, 0x1D4F, 0x02E1, 0x1D50, 0x207F,
		                            0x1D52, 0x1D56, 0,      0x02B3, 0x02E2, 0x1D57, 0x1D58,
		                            0x1D5B, 0x02B7, 0x02E3, 0x02B8, 0x1DBB };

	(void)seed;
	from_table(plain, table, out);
}

void disguise_subscript(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const uint16_t table[26] = { 0x2090, 0,      0,      0,      0x2091, 0,      0,
		                            0x2095, 0x1D62, 0x2C7C, 0x2096, 0x2097, 0x2098, 0x2099,
		                            0x2092, 0x209A, 0,      0x1D63, 0x209B, 0x209C, 0x1D64,
		                            0x1D65, 0,      0x2093, 0,      0 };

	(void)seed;
	from_table(plain, table, out);
}

/* Turned letters; q, b, d, p, n, u, o, s, x and z turn into letters of the alphabet. */
static const uint16_t turned[26] = { 0x0250, 'q',    0x0254, 'p',    0x01DD, 0x025F, 0x0183,
	                             0x0265, 0x1D09, 0x027E, 0x029E, 'l',    0x026F, 'u',
	                             'o',    'd',    'b',    0x0279, 's',    0x0287, 'n',
	                             0x028C, 0x028D, 'x',    0x028E, 'z' };

static void append_turned(struct buffer *out, char byte)
{
	char lower = disguise_lower(byte);

	if (byte == '?' || byte == '!')
		disguise_append_code_point(out, byte == '?' ? 0xBF : 0xA1);
	else if (byte == '.' || byte == ',')
		disguise_append_code_point(out, byte == '.' ? 0x02D9 : '\'');
	else
		disguise_append_code_point(out, byte == ' ' ? ' ' : turned[lower - 'a']);
}

void disguise_upside_down(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = plain.len; i-- > 0;)
		append_turned(out, plain.ptr[i]);
}

void disguise_turned_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		append_turned(out, plain.ptr[i]);
}
