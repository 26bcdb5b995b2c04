/* SPDX-License-Identifier: Apache-2.0 */
/* Words cut where none ends and joined where one does: hy-phen, CamelCase, snake_case,
 * "ho wdo ima ke"; other kinds of white space; words and lines set out. */
#include "disguise_kind.h"

#include <string.h>

/* Every space as `gap`. */
static void gaps(struct slice plain, const char *gap, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] == ' ')
			buffer_append_cstr(out, gap);
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}

static bool has_long_word(struct slice plain)
{
	for (size_t at = 0; at < plain.len;) {
		if (disguise_stem(disguise_next_word(plain, &at)) >= 4)
			return true;
	}
	return false;
}

bool disguise_accepts_cut_words(struct slice plain)
{
	return disguise_accepts_words(plain) && has_long_word(plain);
}

bool disguise_accepts_cut_english(struct slice plain)
{
	return disguise_accepts_english(plain) && has_long_word(plain);
}

/* A mark in the middle of words of four letters and more. */
static void cut_words(struct slice plain, const char *mark, uint64_t seed, struct buffer *out)
{
	for (size_t at = 0; at < plain.len;) {
		struct slice word;
		size_t       cut;

		if (at > 0)
			buffer_append_char(out, ' ');
		word = disguise_next_word(plain, &at);
		if (disguise_stem(word) < 4) {
			buffer_append(out, word);
			continue;
		}
		cut = 1 + (disguise_stem(word) / 2 - 1 + disguise_pick(&seed, 8)) %
		                  (uint32_t)(disguise_stem(word) - 1);
		buffer_append(out, slice_range(word, 0, cut));
		buffer_append_cstr(out, mark);
		buffer_append(out, slice_from(word, cut));
	}
}

void disguise_hyphen_inside(struct slice plain, uint64_t seed, struct buffer *out)
{
	cut_words(plain, "-", seed, out);
}

void disguise_dot_inside(struct slice plain, uint64_t seed, struct buffer *out)
{
	cut_words(plain, ".", seed, out);
}

void disguise_star_inside(struct slice plain, uint64_t seed, struct buffer *out)
{
	cut_words(plain, "*", seed, out);
}

void disguise_underscore_inside(struct slice plain, uint64_t seed, struct buffer *out)
{
	cut_words(plain, "_", seed, out);
}

void disguise_hyphen_break(struct slice plain, uint64_t seed, struct buffer *out)
{
	cut_words(plain, "-\n", seed, out);
}

void disguise_marks_inside(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const marks[] = { "|", "/", "~", "+", "'", "\"", ",", "^", "=" };
	const char              *mark = marks[disguise_pick(&seed, 9)];

	cut_words(plain, mark, seed, out);
}

void disguise_space_inside(struct slice plain, uint64_t seed, struct buffer *out)
{
	cut_words(plain, " ", seed, out);
}

void disguise_line_inside(struct slice plain, uint64_t seed, struct buffer *out)
{
	cut_words(plain, "\n", seed, out);
}

/* A capital begins each word from number `upper_from` on; SIZE_MAX: none. */
static void join(struct slice plain, const char *between, size_t upper_from, struct buffer *out)
{
	for (size_t at = 0, count = 0; at < plain.len; count++) {
		struct slice word;

		if (at > 0)
			buffer_append_cstr(out, between);
		word = disguise_next_word(plain, &at);
		for (size_t i = 0; i < disguise_stem(word); i++) {
			char lower = disguise_lower(word.ptr[i]);

			buffer_append_char(out, i == 0 && count >= upper_from
			                                ? (char)(lower - 'a' + 'A')
			                                : lower);
		}
	}
}

void disguise_camel_case(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	join(plain, "", 1, out);
}

void disguise_pascal_case(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	join(plain, "", 0, out);
}

void disguise_snake_case(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	join(plain, "_", SIZE_MAX, out);
}

void disguise_kebab_case(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	join(plain, "-", SIZE_MAX, out);
}

void disguise_dotted_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	join(plain, ".", SIZE_MAX, out);
}

void disguise_slashed_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	join(plain, "/", SIZE_MAX, out);
}

void disguise_plus_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	join(plain, "+", SIZE_MAX, out);
}

void disguise_hashtag(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	buffer_append_char(out, '#');
	join(plain, "", 0, out);
}

void disguise_screaming_snake_case(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		char lower = disguise_lower(plain.ptr[i]);

		if (plain.ptr[i] == ' ')
			buffer_append_char(out, '_');
		else if (disguise_is_ascii_letter(lower))
			buffer_append_char(out, (char)(lower - 'a' + 'A'));
	}
}

void disguise_joined_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	join(plain, "", SIZE_MAX, out);
}

/* Spaces as they come: every third letter, or as the seed falls, and the first of them not
 * where it was. */
void disguise_random_spaces(struct slice plain, uint64_t seed, struct buffer *out)
{
	size_t run = 0;
	size_t length = plain.len > 3 && plain.ptr[3] == ' ' ? 4 : 3;

	for (size_t i = 0; i < plain.len; i++) {
		if (!disguise_is_ascii_letter(plain.ptr[i]))
			continue;
		if (run == length) {
			buffer_append_char(out, ' ');
			run = 0;
			length = 2 + (1 + disguise_pick(&seed, 4)) % 4;
		}
		buffer_append_char(out, plain.ptr[i]);
		run++;
	}
}

void disguise_words_on_lines(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	gaps(plain, "\n", out);
}

void disguise_words_on_paragraphs(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	gaps(plain, "\n\n", out);
}

void disguise_wide_gaps(struct slice plain, uint64_t seed, struct buffer *out)
{
	gaps(plain, seed % 2 == 0 ? "      " : "\t\t", out);
}

void disguise_other_spaces(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const spaces[] = {
		"\xC2\xA0",     /* U+00A0 no-break space */
		"\xE2\x80\x82", /* U+2002 en space */
		"\xE2\x80\x83", /* U+2003 em space */
		"\xE2\x80\x89", /* U+2009 thin space */
		"\xE2\x80\xAF", /* U+202F narrow no-break space */
		"\xE2\x81\x9F", /* U+205F mathematical space */
		"\xE3\x80\x80", /* U+3000 ideographic space */
		"\xE1\x9A\x80", /* U+1680 ogham space mark */
		"\xE2\xA0\x80", /* U+2800 blank braille cell */
	};

	gaps(plain, spaces[disguise_pick(&seed, 9)], out);
}

void disguise_emoji_gaps(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const emoji[] = { "\xF0\x9F\x98\x8A", " \xE2\x9C\xA8 ",
		                             "\xF0\x9F\x91\x8F" };

	gaps(plain, emoji[disguise_pick(&seed, 3)], out);
}

void disguise_punctuated_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const marks[] = { ". ", ", ", "... ", " - ", " | ", "; ", "! " };

	gaps(plain, marks[disguise_pick(&seed, 7)], out);
}

/* Gaps of one to four spaces, as justified lines have. */
void disguise_justified(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		buffer_append_char(out, plain.ptr[i]);
		if (plain.ptr[i] != ' ')
			continue;
		for (uint32_t more = 1 + disguise_pick(&seed, 4); more > 0; more--)
			buffer_append_char(out, ' ');
	}
}

void disguise_numbered_lines(struct slice plain, uint64_t seed, struct buffer *out)
{
	size_t line = 0;

	(void)seed;
	for (size_t at = 0; at < plain.len;) {
		struct slice word = disguise_next_word(plain, &at);

		buffer_append_format(out, "%s%zu: %.*s", line > 0 ? "\n" : "", line + 1,
		                     SLICE_ARG(word));
		line++;
	}
}

/* cAsE from letter to letter. */
void disguise_alternating_case(struct slice plain, uint64_t seed, struct buffer *out)
{
	bool upper = seed % 2 == 1;

	for (size_t i = 0; i < plain.len; i++) {
		char lower = disguise_lower(plain.ptr[i]);

		if (!disguise_is_ascii_letter(lower)) {
			buffer_append_char(out, lower);
			continue;
		}
		buffer_append_char(out, upper ? (char)(lower - 'a' + 'A') : lower);
		upper = !upper;
	}
}
