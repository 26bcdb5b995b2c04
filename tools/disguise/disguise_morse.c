/* SPDX-License-Identifier: Apache-2.0 */
/* International Morse code: Recommendation ITU-R M.1677-1. Letters parted by a space,
 * words by a slash; and other ways to write dots, dashes and gaps. An exclamation mark has
 * no code. */
#include "disguise_kind.h"

#include <string.h>

static const char *const letters[26] = { ".-",   "-...", "-.-.", "-..",  ".",    "..-.", "--.",
	                                 "....", "..",   ".---", "-.-",  ".-..", "--",   "-.",
	                                 "---",  ".--.", "--.-", ".-.",  "...",  "-",    "..-",
	                                 "...-", ".--",  "-..-", "-.--", "--.." };
static const char *const digits[10] = { "-----", ".----", "..---", "...--", "....-",
	                                ".....", "-....", "--...", "---..", "----." };

bool disguise_accepts_morse(struct slice plain)
{
	return disguise_accepts_caseless(plain) && memchr(plain.ptr, '!', plain.len) == NULL;
}

static const char *code_of(char byte)
{
	if (disguise_is_ascii_letter(byte))
		return letters[disguise_lower(byte) - 'a'];
	if (disguise_is_digit(byte))
		return digits[byte - '0'];
	return byte == '.' ? ".-.-.-" : byte == ',' ? "--..--" : "..--..";
}

struct signs {
	const char *dot;
	const char *dash;
	const char *letter; /* between letters */
	const char *word;   /* between words */
};

static void encode(struct slice plain, struct signs signs, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] == ' ') {
			buffer_append_cstr(out, signs.word);
			continue;
		}
		if (i > 0 && plain.ptr[i - 1] != ' ')
			buffer_append_cstr(out, signs.letter);
		for (const char *code = code_of(plain.ptr[i]); *code != '\0'; code++)
			buffer_append_cstr(out, *code == '.' ? signs.dot : signs.dash);
	}
}

void disguise_morse(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct signs){ ".", "-", " ", " / " }, out);
}

void disguise_morse_slash(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct signs){ ".", "-", " ", "/" }, out);
}

void disguise_morse_bar(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct signs){ ".", "-", " ", " | " }, out);
}

void disguise_morse_lines(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct signs){ ".", "-", " ", "\n" }, out);
}

void disguise_morse_gaps(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct signs){ ".", "-", " ", "   " }, out);
}

void disguise_morse_typographic(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const struct signs signs[] = {
		{ "\xC2\xB7", "\xE2\x88\x92", " ", " / " },     /* U+00B7, U+2212 */
		{ "\xE2\x80\xA2", "\xE2\x80\x93", " ", " / " }, /* U+2022, U+2013 */
		{ "\xE2\x80\xA2", "\xE2\x80\x94", " ", " / " }, /* U+2014 */
		{ "\xC2\xB7", "-", " ", " / " },
	};

	encode(plain, signs[disguise_pick(&seed, 4)], out);
}

void disguise_morse_underscore(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct signs){ ".", "_", " ", " / " }, out);
}

void disguise_morse_digits(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct signs){ "0", "1", " ", " / " }, out);
}

void disguise_morse_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct signs){ "di", "dah", " ", " / " }, out);
}

void disguise_morse_emoji(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct signs){ "\xE2\x9A\xAA", "\xE2\x9A\xAB", " ", " / " }, out);
}
