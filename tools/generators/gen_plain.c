/* SPDX-License-Identifier: Apache-2.0 */
#include "gen_plain.h"

#include "gen_ucd.h"

#include <stddef.h>
#include <string.h>

struct range {
	uint32_t first;
	uint32_t last;
	char     plain;
};

/* Sorted for the reader; searched from top to bottom. */
static const struct range named[] = {
	{ 0x00A1, 0x00A1, '!' },  { 0x00AB, 0x00AB, '"' },  { 0x00B4, 0x00B4, '\'' },
	{ 0x00B7, 0x00B7, '.' },  { 0x00BB, 0x00BB, '"' },  { 0x00BF, 0x00BF, '?' },
	{ 0x02B9, 0x02B9, '\'' }, { 0x02BA, 0x02BA, '"' },  { 0x02BB, 0x02BD, '\'' },
	{ 0x02C8, 0x02C8, '\'' }, { 0x02CA, 0x02CC, '\'' }, { 0x02D0, 0x02D0, ':' },
	{ 0x02D7, 0x02D7, '-' },  { 0x02DC, 0x02DC, '~' },  { 0x02EE, 0x02EE, '"' },
	{ 0x0374, 0x0374, '\'' }, { 0x037E, 0x037E, ';' },  { 0x0384, 0x0384, '\'' },
	{ 0x0387, 0x0387, '.' },  { 0x055A, 0x055B, '\'' }, { 0x055C, 0x055C, '!' },
	{ 0x055D, 0x055D, ',' },  { 0x055E, 0x055E, '?' },  { 0x0589, 0x0589, '.' },
	{ 0x05C0, 0x05C0, '|' },  { 0x05C3, 0x05C3, ':' },  { 0x05F3, 0x05F3, '\'' },
	{ 0x05F4, 0x05F4, '"' },  { 0x060C, 0x060C, ',' },  { 0x061B, 0x061B, ';' },
	{ 0x061F, 0x061F, '?' },  { 0x066A, 0x066A, '%' },  { 0x066B, 0x066C, ',' },
	{ 0x06D4, 0x06D4, '.' },  { 0x0964, 0x0965, '.' },  { 0x0E5A, 0x0E5B, ' ' },
	{ 0x0F0B, 0x0F0C, ' ' },  { 0x0F0D, 0x0F0E, '.' },  { 0x104A, 0x104A, ',' },
	{ 0x104B, 0x104B, '.' },  { 0x1361, 0x1361, ' ' },  { 0x1362, 0x1362, '.' },
	{ 0x1363, 0x1363, ',' },  { 0x1364, 0x1364, ';' },  { 0x1365, 0x1366, ':' },
	{ 0x1367, 0x1367, '?' },  { 0x166E, 0x166E, '.' },  { 0x17D4, 0x17D5, '.' },
	{ 0x1802, 0x1802, ',' },  { 0x1803, 0x1803, '.' },  { 0x2018, 0x201B, '\'' },
	{ 0x201C, 0x201F, '"' },  { 0x2022, 0x2023, '*' },  { 0x2024, 0x2024, '.' },
	{ 0x2027, 0x2027, '.' },  { 0x2028, 0x2029, '\n' }, { 0x0085, 0x0085, '\n' },
	{ 0x2030, 0x2031, '%' },  { 0x2032, 0x2032, '\'' }, { 0x2033, 0x2033, '"' },
	{ 0x2035, 0x2035, '\'' }, { 0x2036, 0x2036, '"' },  { 0x2039, 0x2039, '<' },
	{ 0x203A, 0x203A, '>' },  { 0x203B, 0x203B, '*' },  { 0x2043, 0x2043, '-' },
	{ 0x2044, 0x2044, '/' },  { 0x204E, 0x204E, '*' },  { 0x204F, 0x204F, ';' },
	{ 0x2053, 0x2053, '~' },  { 0x2055, 0x2055, '*' },  { 0x2212, 0x2212, '-' },
	{ 0x2215, 0x2215, '/' },  { 0x2216, 0x2216, '\\' }, { 0x2217, 0x2217, '*' },
	{ 0x2219, 0x2219, '.' },  { 0x2223, 0x2223, '|' },  { 0x2236, 0x2236, ':' },
	{ 0x223C, 0x223C, '~' },  { 0x22C5, 0x22C5, '.' },  { 0x22C6, 0x22C6, '*' },
	{ 0x25E6, 0x25E6, '*' },  { 0x25AA, 0x25AA, '*' },  { 0x2758, 0x275A, '|' },
	{ 0x275B, 0x275C, '\'' }, { 0x275D, 0x275E, '"' },  { 0x2768, 0x2768, '(' },
	{ 0x2769, 0x2769, ')' },  { 0x27E8, 0x27E8, '<' },  { 0x27E9, 0x27E9, '>' },
	{ 0x2800, 0x2800, ' ' },  { 0x29F8, 0x29F8, '/' },  { 0x29F9, 0x29F9, '\\' },
	{ 0x2E31, 0x2E31, '.' },  { 0x3001, 0x3001, ',' },  { 0x3002, 0x3002, '.' },
	{ 0x3003, 0x3003, '"' },  { 0x3008, 0x3008, '<' },  { 0x3009, 0x3009, '>' },
	{ 0x300A, 0x300A, '<' },  { 0x300B, 0x300B, '>' },  { 0x300C, 0x300F, '"' },
	{ 0x301C, 0x301C, '~' },  { 0x301D, 0x301F, '"' },  { 0x3030, 0x3030, '~' },
	{ 0x30A0, 0x30A0, '-' },  { 0x30FB, 0x30FB, ' ' },  { 0xA4FE, 0xA4FE, '.' },
	{ 0xA4FF, 0xA4FF, '.' },  { 0xA60D, 0xA60D, ',' },  { 0xA60E, 0xA60E, '.' },
	{ 0xA60F, 0xA60F, '?' },  { 0xA789, 0xA789, ':' },  { 0xFE45, 0xFE46, ',' },
};

/* What a category becomes where no name says better. */
static const struct {
	char category[3];
	char plain;
} by_category[] = {
	{ "Pd", '-' }, { "Pc", '_' }, { "Ps", '(' }, { "Pe", ')' },  { "Pi", '"' },
	{ "Pf", '"' }, { "Po", ' ' }, { "Zs", ' ' }, { "Zl", '\n' }, { "Zp", '\n' },
};

char gen_plain_named(uint32_t code_point)
{
	for (size_t i = 0; i < sizeof named / sizeof named[0]; i++) {
		if (code_point >= named[i].first && code_point <= named[i].last)
			return named[i].plain;
	}
	return code_point >= 0x80 && gen_char_of(code_point)->white_space ? ' ' : '\0';
}

char gen_plain_by_category(uint32_t code_point)
{
	const char *category = gen_char_of(code_point)->category;

	for (size_t i = 0; i < sizeof by_category / sizeof by_category[0]; i++) {
		if (strcmp(category, by_category[i].category) == 0)
			return by_category[i].plain;
	}
	return '\0';
}

/* What shows nothing although Unicode does not call it ignorable: the place of an embedded object,
 * a musical notehead that is none, format controls of hieroglyphs. The skin tones of
 * emoji change what stands before them and are no word. */
static const struct range unseen[] = {
	{ 0xFFFC, 0xFFFC, '\0' },
	{ 0x13430, 0x1343F, '\0' },
	{ 0x1D159, 0x1D159, '\0' },
	{ 0x1F3FB, 0x1F3FF, '\0' },
};

/* Default-ignorable characters; the C1 controls, for which no font has a glyph and
 * no text a use (U+0085 is a line end and was named before); the interlinear
 * annotation marks, whose text between them is shown; the half rings that
 * transliterations of Arabic and Hebrew write and readers leave out. */
bool gen_plain_invisible(uint32_t code_point)
{
	for (size_t i = 0; i < sizeof unseen / sizeof unseen[0]; i++) {
		if (code_point >= unseen[i].first && code_point <= unseen[i].last)
			return true;
	}
	return gen_char_of(code_point)->ignorable || (code_point >= 0x80 && code_point < 0xA0) ||
	       (code_point >= 0xFFF9 && code_point <= 0xFFFB) || code_point == 0x02BE ||
	       code_point == 0x02BF;
}
