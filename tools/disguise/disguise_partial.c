/* SPDX-License-Identifier: Apache-2.0 */
/* Only the word that matters is hidden, and the rest is plain: "how to bake YSBjYWtl". It
 * is the longest word, or under a seed any of four letters or more. And only one letter of
 * each word: a look-alike, an invisible character, a mark. */
#include "disguise_kind.h"

enum { LONG = 4 };

typedef void (*encoder)(struct slice plain, uint64_t seed, struct buffer *out);

static struct slice stem_of(struct slice word)
{
	return slice_range(word, 0, disguise_stem(word));
}

static size_t longest_stem(struct slice plain)
{
	size_t longest = 0;

	for (size_t at = 0; at < plain.len;) {
		struct slice stem = stem_of(disguise_next_word(plain, &at));

		longest = stem.len > longest ? stem.len : longest;
	}
	return longest;
}

static size_t count_of(struct slice plain, size_t least)
{
	size_t count = 0;

	for (size_t at = 0; at < plain.len;)
		count += disguise_stem(disguise_next_word(plain, &at)) >= least;
	return count;
}

static void one_word(struct slice plain, encoder encode, uint64_t seed, struct buffer *out)
{
	size_t least = seed == 0 ? longest_stem(plain) : LONG;
	size_t chosen = disguise_pick(&seed, 64) % count_of(plain, least);

	for (size_t at = 0; at < plain.len;) {
		struct slice word;

		if (at > 0)
			buffer_append_char(out, ' ');
		word = disguise_next_word(plain, &at);
		if (disguise_stem(word) < least || chosen-- > 0) {
			buffer_append(out, word);
			continue;
		}
		encode(stem_of(word), 0, out);
		buffer_append(out, slice_from(word, disguise_stem(word)));
	}
}

void disguise_base64_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_base64, seed, out);
}

void disguise_base32_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_base32, seed, out);
}

void disguise_hex_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_hex, seed, out);
}

void disguise_hex_escaped_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_hex_escaped, seed, out);
}

void disguise_percent_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_percent, seed, out);
}

void disguise_entity_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_entity_decimal, seed, out);
}

void disguise_escape_u_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_escape_u, seed, out);
}

void disguise_binary_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_binary, seed, out);
}

void disguise_rot13_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_rot13, seed, out);
}

void disguise_atbash_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_atbash, seed, out);
}

static void reverse(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = plain.len; i-- > 0;)
		buffer_append_char(out, plain.ptr[i]);
}

/* "noon" is no disguise of itself. */
bool disguise_accepts_reversed_word(struct slice plain)
{
	for (size_t at = 0; at < plain.len;) {
		struct slice stem = stem_of(disguise_next_word(plain, &at));

		if (stem.len >= LONG && stem.ptr[0] == stem.ptr[stem.len - 1])
			return false;
	}
	return disguise_accepts_cut_english(plain);
}

void disguise_reversed_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, reverse, seed, out);
}

void disguise_braille_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_braille, seed, out);
}

void disguise_morse_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_morse, seed, out);
}

void disguise_math_bold_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_math_bold, seed, out);
}

void disguise_circled_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_circled, seed, out);
}

void disguise_zero_width_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_zero_width, seed, out);
}

void disguise_tags_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_tags, seed, out);
}

void disguise_zalgo_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_zalgo, seed, out);
}

void disguise_spaced_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_spaced, seed, out);
}

void disguise_dotted_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_dotted, seed, out);
}

void disguise_dashed_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_dashed, seed, out);
}

void disguise_starred_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, disguise_starred, seed, out);
}

static void halves(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_format(out, "\"%.*s\" + \"%.*s\"",
	                     SLICE_ARG(slice_range(plain, 0, plain.len / 2)),
	                     SLICE_ARG(slice_from(plain, plain.len / 2)));
}

void disguise_concat_word(struct slice plain, uint64_t seed, struct buffer *out)
{
	one_word(plain, halves, seed, out);
}

/* One letter of each word, the first that has a look-alike. */
bool disguise_accepts_lookalike_words(struct slice plain)
{
	return disguise_accepts_words(plain) && disguise_accepts_lookalike_cyrillic(plain);
}

void disguise_lookalike_once(struct slice plain, uint64_t seed, struct buffer *out)
{
	bool done = false;

	for (size_t i = 0; i < plain.len; i++) {
		struct slice letter = slice_range(plain, i, i + 1);

		if (!done && disguise_accepts_lookalike_cyrillic(letter)) {
			disguise_lookalike_cyrillic(letter, seed, out);
			done = true;
		} else {
			buffer_append(out, letter);
		}
		done = done && plain.ptr[i] != ' ';
	}
}

/* `what` behind the first letter of each word of two or more. */
static void once(struct slice plain, const char *what, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		bool first = i == 0 || plain.ptr[i - 1] == ' ';

		buffer_append_char(out, plain.ptr[i]);
		if (first && i + 1 < plain.len && disguise_is_ascii_letter(plain.ptr[i + 1]))
			buffer_append_cstr(out, what);
	}
}

void disguise_zero_width_once(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const invisible[] = { "\xE2\x80\x8B", "\xC2\xAD", "\xE2\x81\xA0",
		                                 "\xE2\x80\x8D", "\xEF\xBB\xBF" };

	once(plain, invisible[disguise_pick(&seed, 5)], out);
}

void disguise_mark_once(struct slice plain, uint64_t seed, struct buffer *out)
{
	once(plain, seed % 2 == 0 ? "\xCC\x81" : "\xCC\xB6", out);
}

void disguise_line_once(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	once(plain, "\n", out);
}
