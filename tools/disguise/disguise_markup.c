/* SPDX-License-Identifier: Apache-2.0 */
/* Markup inside words, which the reader's screen takes away: tags and comments of HTML,
 * emphasis of Markdown (CommonMark), quotes that a shell removes (IEEE Std 1003.1, 2.2). */
#include "disguise_kind.h"

struct marks {
	const char *before; /* one letter of each word */
	const char *after;
	const char *behind; /* behind that, once a word */
};

/* The first letter of each word of two or more, or another under a seed. */
static void encode(struct slice plain, struct marks marks, uint64_t seed, struct buffer *out)
{
	for (size_t at = 0; at < plain.len;) {
		struct slice word;
		size_t       marked;

		if (at > 0)
			buffer_append_char(out, ' ');
		word = disguise_next_word(plain, &at);
		if (disguise_stem(word) < 2) {
			buffer_append(out, word);
			continue;
		}
		marked = disguise_pick(&seed, 8) % (disguise_stem(word) - 1);
		buffer_append(out, slice_range(word, 0, marked));
		buffer_append_cstr(out, marks.before);
		buffer_append_char(out, word.ptr[marked]);
		buffer_append_cstr(out, marks.after);
		buffer_append_cstr(out, marks.behind);
		buffer_append(out, slice_from(word, marked + 1));
	}
}

void disguise_html_bold(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "<b>", "</b>", "" }, seed, out);
}

void disguise_html_span(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "<span class=\"x\">", "</span>", "" }, seed, out);
}

void disguise_html_comments(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "", "", "<!-- -->" }, seed, out);
}

void disguise_html_empty_tags(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "", "", "<wbr>" }, seed, out);
}

void disguise_html_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		if (disguise_is_ascii_letter(plain.ptr[i]))
			buffer_append_format(out, "<i>%c</i>", plain.ptr[i]);
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}

void disguise_markdown_bold(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "**", "**", "" }, seed, out);
}

void disguise_markdown_italic(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "*", "*", "" }, seed, out);
}

void disguise_markdown_underscores(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "__", "__", "" }, seed, out);
}

void disguise_markdown_struck(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "~~", "~~", "" }, seed, out);
}

void disguise_markdown_code(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "`", "`", "" }, seed, out);
}

void disguise_markdown_link(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "[", "](x)", "" }, seed, out);
}

void disguise_code_comments(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "", "", "/**/" }, seed, out);
}

void disguise_shell_quotes(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "", "", seed % 2 == 0 ? "''" : "\"\"" }, seed, out);
}

void disguise_shell_quoted_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "'", "'", "" }, seed, out);
}

void disguise_shell_backslash(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "", "", "\\" }, seed, out);
}

void disguise_latex_braces(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, (struct marks){ "{", "}", "{}" }, seed, out);
}
