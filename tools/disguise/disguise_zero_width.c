/* SPDX-License-Identifier: Apache-2.0 */
/* Invisible characters between letters: U+200B ZERO WIDTH SPACE, and under a seed its
 * neighbours (the Unicode Standard, section 23.2); each of the others by itself; visible
 * text in reversed order behind a bidi control (UAX #9); characters that take back or
 * colour others (ECMA-48). */
#include "disguise_kind.h"

#include <string.h>

static bool begins_character(char byte)
{
	return ((unsigned char)byte & 0xC0u) != 0x80u;
}

static bool between_letters(struct slice plain, size_t at)
{
	return at > 0 && disguise_is_letter(plain.ptr[at - 1]) &&
	       disguise_is_letter(plain.ptr[at]) && begins_character(plain.ptr[at]);
}

/* One of `count` strings between letters. */
static void strew(struct slice plain, const char *const *invisible, uint32_t count, uint64_t seed,
                  struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (between_letters(plain, i))
			buffer_append_cstr(out, invisible[disguise_pick(&seed, count)]);
		buffer_append_char(out, plain.ptr[i]);
	}
}

static void strew_one(struct slice plain, const char *invisible, struct buffer *out)
{
	strew(plain, &invisible, 1, 0, out);
}

void disguise_zero_width(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const invisible[] = {
		"\xE2\x80\x8B", /* U+200B zero width space */
		"\xE2\x80\x8C", /* U+200C zero width non-joiner */
		"\xE2\x80\x8D", /* U+200D zero width joiner */
		"\xE2\x81\xA0", /* U+2060 word joiner */
		"\xEF\xBB\xBF", /* U+FEFF zero width no-break space */
	};

	strew(plain, invisible, 5, seed, out);
}

void disguise_soft_hyphen(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	strew_one(plain, "\xC2\xAD", out);
}

void disguise_zero_width_joiner(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	strew_one(plain, "\xE2\x80\x8D", out);
}

void disguise_zero_width_non_joiner(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	strew_one(plain, "\xE2\x80\x8C", out);
}

void disguise_word_joiner(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	strew_one(plain, "\xE2\x81\xA0", out);
}

void disguise_byte_order_marks(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	strew_one(plain, "\xEF\xBB\xBF", out);
}

/* U+0640, the Arabic stroke that only lengthens. */
void disguise_tatweel(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	strew_one(plain, "\xD9\x80", out);
}

void disguise_grapheme_joiner(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	strew_one(plain, "\xCD\x8F", out);
}

void disguise_vowel_separator(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	strew_one(plain, "\xE1\xA0\x8E", out);
}

void disguise_variation_selectors(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const invisible[] = { "\xEF\xB8\x8F", "\xEF\xB8\x8E", "\xEF\xB8\x80",
		                                 "\xF3\xA0\x84\x80" };

	strew(plain, invisible, 4, seed, out);
}

void disguise_hangul_fillers(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const invisible[] = {
		"\xE3\x85\xA4", /* U+3164 */
		"\xE1\x85\x9F", /* U+115F */
		"\xE1\x85\xA0", /* U+1160 */
		"\xEF\xBE\xA0", /* U+FFA0 */
	};

	strew(plain, invisible, 4, seed, out);
}

/* Function application, times, separator, plus. */
void disguise_invisible_operators(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const invisible[] = { "\xE2\x81\xA1", "\xE2\x81\xA2", "\xE2\x81\xA3",
		                                 "\xE2\x81\xA4" };

	strew(plain, invisible, 4, seed, out);
}

void disguise_direction_marks(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const invisible[] = { "\xE2\x80\x8E", "\xD8\x9C",     "\xE2\x81\xA6",
		                                 "\xE2\x81\xA9", "\xE2\x80\xAA", "\xE2\x80\xAC" };

	strew(plain, invisible, 6, seed, out);
}

/* U+E0061 and its like: tags that carry nothing. */
void disguise_stray_tags(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	strew_one(plain, "\xF3\xA0\x81\xBF", out);
}

/* Several in a row. */
void disguise_invisible_runs(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const invisible[] = { "\xE2\x80\x8B\xE2\x80\x8B\xE2\x80\x8B",
		                                 "\xE2\x80\x8C\xC2\xAD",
		                                 "\xE2\x81\xA0\xEF\xBB\xBF\xE2\x80\x8B" };

	strew(plain, invisible, 3, seed, out);
}

/* Stored from behind, shown from the front: RIGHT-TO-LEFT OVERRIDE ... POP. */
bool disguise_accepts_override(struct slice plain)
{
	return disguise_accepts_cipher(plain) && memchr(plain.ptr, '\n', plain.len) == NULL;
}

static void append_override(struct slice text, struct buffer *out)
{
	buffer_append_cstr(out, "\xE2\x80\xAE");
	for (size_t i = text.len; i-- > 0;)
		buffer_append_char(out, text.ptr[i]);
	buffer_append_cstr(out, "\xE2\x80\xAC");
}

void disguise_bidi_override(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	append_override(plain, out);
}

void disguise_bidi_override_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len;) {
		if (at > 0)
			buffer_append_char(out, ' ');
		append_override(disguise_next_word(plain, &at), out);
	}
}

/* Overrides and isolates that show each pair of letters swapped, as published under the
 * name Bad Characters: LRO LRI RLO LRI b PDI LRI a PDI PDF PDI PDF shows as ab. */
void disguise_bidi_swaps(struct slice plain, uint64_t seed, struct buffer *out)
{
	size_t i = 0;

	(void)seed;
	for (; i + 1 < plain.len; i += 2) {
		buffer_append_cstr(out, "\xE2\x80\xAD\xE2\x81\xA6\xE2\x80\xAE\xE2\x81\xA6");
		buffer_append_char(out, plain.ptr[i + 1]);
		buffer_append_cstr(out, "\xE2\x81\xA9\xE2\x81\xA6");
		buffer_append_char(out, plain.ptr[i]);
		buffer_append_cstr(out, "\xE2\x81\xA9\xE2\x80\xAC\xE2\x81\xA9\xE2\x80\xAC");
	}
	buffer_append(out, slice_from(plain, i));
}

/* A wrong character and a backspace, between letters; DELETE takes back as well. */
static void take_back(struct slice plain, char control, uint64_t seed, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (between_letters(plain, i)) {
			buffer_append_char(out, (char)('a' + (23 + disguise_pick(&seed, 26)) % 26));
			buffer_append_char(out, control);
		}
		buffer_append_char(out, plain.ptr[i]);
	}
}

void disguise_backspace(struct slice plain, uint64_t seed, struct buffer *out)
{
	take_back(plain, '\b', seed, out);
}

void disguise_delete(struct slice plain, uint64_t seed, struct buffer *out)
{
	take_back(plain, '\x7F', seed, out);
}

void disguise_escape_sequences(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const sequences[] = { "\x1B[0m", "\x1B[1m", "\x1B[38;5;1m", "\x1B[K" };

	strew(plain, sequences, 4, seed, out);
}

void disguise_nul_between(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		if (between_letters(plain, i))
			buffer_append_char(out, '\0');
		buffer_append_char(out, plain.ptr[i]);
	}
}
