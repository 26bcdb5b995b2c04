/* SPDX-License-Identifier: Apache-2.0 */
/* Something between all letters, so that no word is left: "h o w   t o", "h.o.w t.o",
 * "(h)(o)(w)". Word gaps are wider than letter gaps, unless the name says flat. */
#include "disguise_kind.h"

struct gaps {
	const char *before; /* each letter */
	const char *after;
	const char *letter; /* between letters */
	const char *word;   /* between words */
};

static void encode(struct slice plain, struct gaps gaps, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] == ' ') {
			buffer_append_cstr(out, gaps.word);
			continue;
		}
		if (!disguise_is_ascii_letter(plain.ptr[i])) {
			buffer_append_char(out, plain.ptr[i]);
			continue;
		}
		if (i > 0 && plain.ptr[i - 1] != ' ')
			buffer_append_cstr(out, gaps.letter);
		buffer_append_cstr(out, gaps.before);
		buffer_append_char(out, plain.ptr[i]);
		buffer_append_cstr(out, gaps.after);
	}
}

static void apart(struct slice plain, const char *letter, const char *word, struct buffer *out)
{
	encode(plain, (struct gaps){ "", "", letter, word }, out);
}

/* Some word has two letters at least: one has no inside. */
bool disguise_accepts_spaced(struct slice plain)
{
	return disguise_accepts_words(plain) && disguise_accepts_letters(plain);
}

void disguise_spaced(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, " ", "   ", out);
}

void disguise_spaced_two(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, " ", "  ", out);
}

void disguise_spaced_flat(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, " ", " ", out);
}

void disguise_spaced_slash(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, " ", " / ", out);
}

void disguise_spaced_wide(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, "\xE2\x80\x83", "   ", out);
}

void disguise_dotted(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, ".", " ", out);
}

void disguise_dashed(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, "-", " ", out);
}

void disguise_underscored(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, "_", " ", out);
}

void disguise_starred(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, "*", " ", out);
}

void disguise_slashed_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, "/", " ", out);
}

void disguise_piped(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, "|", " ", out);
}

void disguise_comma_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, ",", " ", out);
}

void disguise_middle_dots(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, "\xC2\xB7", " ", out);
}

void disguise_tilde_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const marks[] = { "~", "+", "=", ":", ";", "^", "#", "'", "\"" };

	apart(plain, marks[disguise_pick(&seed, 9)], " ", out);
}

void disguise_spaced_dashes(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, " - ", "   ", out);
}

void disguise_dashed_flat(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, "-", "-", out);
}

void disguise_dotted_flat(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, ".", ".", out);
}

void disguise_letters_on_lines(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, "\n", "\n\n", out);
}

void disguise_letters_on_lines_flat(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, "\n", "\n", out);
}

void disguise_tabbed_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	apart(plain, "\t", "  ", out);
}

void disguise_bracketed_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct gaps){ "[", "]", "", " " }, out);
}

void disguise_parenthesis_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct gaps){ "(", ")", "", " " }, out);
}

void disguise_quoted_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, (struct gaps){ "'", "'", " ", "   " }, out);
}

void disguise_emoji_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char *const emoji[] = { "\xF0\x9F\x98\x8A", "\xE2\x9C\xA8", "\xF0\x9F\x94\xB9",
		                             "\xE2\x9D\xA4" };

	apart(plain, emoji[disguise_pick(&seed, 4)], " ", out);
}
