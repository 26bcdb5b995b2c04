/* SPDX-License-Identifier: Apache-2.0 */
/* The same letters or words in another order: from behind, along the rails of a fence, down
 * the columns of a grid, the odd words before the even ones. */
#include "disguise_kind.h"

#include <string.h>

static size_t character_before(struct slice text, size_t end)
{
	do
		end--;
	while (end > 0 && ((unsigned char)text.ptr[end] & 0xC0) == 0x80);
	return end;
}

static void append_reversed(struct slice text, struct buffer *out)
{
	for (size_t end = text.len; end > 0;) {
		size_t start = character_before(text, end);

		buffer_append(out, slice_range(text, start, end));
		end = start;
	}
}

static void each_word_reversed(struct slice plain, struct buffer *out)
{
	for (size_t at = 0; at < plain.len;) {
		struct slice word;
		size_t       stem;

		if (at > 0)
			buffer_append_char(out, ' ');
		word = disguise_next_word(plain, &at);
		stem = disguise_stem(word);
		append_reversed(slice_range(word, 0, stem), out);
		buffer_append(out, slice_from(word, stem));
	}
}

static bool changes(struct slice plain, void (*reverse)(struct slice, struct buffer *))
{
	struct buffer reversed;
	bool          changed;

	buffer_init_heap(&reversed);
	reverse(plain, &reversed);
	changed = !slice_equal(buffer_slice(&reversed), plain);
	buffer_free(&reversed);
	return changed;
}

bool disguise_accepts_reversed(struct slice plain)
{
	return disguise_accepts_visible(plain) && changes(plain, append_reversed);
}

bool disguise_accepts_reversed_letters(struct slice plain)
{
	return disguise_accepts_caseless(plain) && changes(plain, each_word_reversed);
}

void disguise_reversed(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	append_reversed(plain, out);
}

/* Marks at the ends of words stay there. */
void disguise_reversed_letters(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	each_word_reversed(plain, out);
}

static void words_reversed(struct slice plain, struct buffer *out)
{
	for (size_t end = plain.len; end > 0;) {
		size_t start = end;

		while (start > 0 && plain.ptr[start - 1] != ' ')
			start--;
		buffer_append(out, slice_range(plain, start, end));
		if (start > 0)
			buffer_append_char(out, ' ');
		end = start > 0 ? start - 1 : 0;
	}
}

bool disguise_accepts_reversed_words(struct slice plain)
{
	return disguise_accepts_english(plain) && changes(plain, words_reversed);
}

void disguise_reversed_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	words_reversed(plain, out);
}

/* Every other word reversed. */
void disguise_reversed_some_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	bool reversed = seed % 2 == 0;

	for (size_t at = 0; at < plain.len; reversed = !reversed) {
		if (at > 0)
			buffer_append_char(out, ' ');
		if (reversed)
			append_reversed(disguise_next_word(plain, &at), out);
		else
			buffer_append(out, disguise_next_word(plain, &at));
	}
}

static void rail_fence(struct slice plain, size_t rails, struct buffer *out)
{
	size_t cycle = 2 * (rails - 1);

	for (size_t rail = 0; rail < rails; rail++) {
		for (size_t i = 0; i < plain.len; i++) {
			size_t step = i % cycle;

			if ((step < rails ? step : cycle - step) == rail)
				buffer_append_char(out, plain.ptr[i]);
		}
	}
}

/* Three rails, or two to six. */
void disguise_rail_fence(struct slice plain, uint64_t seed, struct buffer *out)
{
	rail_fence(plain, 2 + (1 + disguise_pick(&seed, 5)) % 5, out);
}

/* Written in rows of as many letters, read down the columns. */
void disguise_columns(struct slice plain, uint64_t seed, struct buffer *out)
{
	size_t width = 2 + (3 + disguise_pick(&seed, 7)) % 7;

	for (size_t column = 0; column < width; column++) {
		for (size_t i = column; i < plain.len; i += width)
			buffer_append_char(out, plain.ptr[i]);
	}
}

void disguise_odd_even_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	bool first = true;

	(void)seed;
	for (size_t parity = 0; parity < 2; parity++) {
		size_t count = 0;

		for (size_t at = 0; at < plain.len; count++) {
			struct slice word = disguise_next_word(plain, &at);

			if (count % 2 != parity)
				continue;
			if (!first)
				buffer_append_char(out, ' ');
			buffer_append(out, word);
			first = false;
		}
	}
}

/* The words by length, each with its place. */
void disguise_indexed_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	bool first = true;

	(void)seed;
	buffer_append_char(out, '[');
	for (size_t length = 1; length <= 20; length++) {
		size_t count = 0;

		for (size_t at = 0; at < plain.len; count++) {
			struct slice word = disguise_next_word(plain, &at);

			if (word.len != length)
				continue;
			buffer_append_format(out, "%s{\"%.*s\": %zu}", first ? "" : ", ",
			                     SLICE_ARG(word), count);
			first = false;
		}
	}
	buffer_append_char(out, ']');
}
