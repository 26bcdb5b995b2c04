/* SPDX-License-Identifier: Apache-2.0 */
/* A slip of the finger: one edit, inside one word of eight letters or more, neither its
 * first letter nor its last. Shorter words have neighbours of their own. */
#include "disguise_kind.h"

#include <string.h>

enum { LONG = 8 };

static bool is_long(struct slice word)
{
	return disguise_stem(word) >= LONG;
}

static size_t count_long(struct slice plain)
{
	size_t count = 0;

	for (size_t at = 0; at < plain.len;)
		count += is_long(disguise_next_word(plain, &at));
	return count;
}

bool disguise_accepts_typo(struct slice plain)
{
	return count_long(plain) > 0 && disguise_accepts_english(plain);
}

/* Two letters alike cannot be swapped. */
static size_t place_of_swap(struct slice word, size_t from)
{
	size_t inner = disguise_stem(word) - 3;

	for (size_t i = 0; i < inner; i++) {
		size_t at = 1 + (from + i) % inner;

		if (word.ptr[at] != word.ptr[at + 1])
			return at;
	}
	return 1;
}

static char neighbour_key(char letter)
{
	static const char keys[] = "qwertyuiopasdfghjklzxcvbnm";
	static const char right[] = "wertyuioplsdfghjklkxcvbnmn";
	const char       *key = memchr(keys, disguise_lower(letter), sizeof keys - 1);

	return key == NULL ? letter : right[key - keys];
}

enum edit { SWAP, DROP, DOUBLE, NEIGHBOUR, INSERT };

static void append_edited(struct slice word, enum edit edit, size_t choice, struct buffer *out)
{
	size_t at = 1 + choice % (disguise_stem(word) - 2);

	if (edit == SWAP)
		at = place_of_swap(word, choice);
	buffer_append(out, slice_range(word, 0, at));
	switch (edit) {
	case SWAP:
		buffer_append_char(out, word.ptr[at + 1]);
		buffer_append_char(out, word.ptr[at++]);
		break;
	case DROP:
		break;
	case DOUBLE:
		buffer_append_char(out, word.ptr[at]);
		buffer_append_char(out, word.ptr[at]);
		break;
	case NEIGHBOUR:
		buffer_append_char(out, neighbour_key(word.ptr[at]));
		break;
	case INSERT:
		buffer_append_char(out, neighbour_key(word.ptr[at]));
		buffer_append_char(out, word.ptr[at]);
		break;
	}
	buffer_append(out, slice_from(word, at + 1));
}

static void encode(struct slice plain, enum edit edit, uint64_t seed, struct buffer *out)
{
	size_t chosen = disguise_pick(&seed, 64) % count_long(plain);

	for (size_t at = 0; at < plain.len;) {
		struct slice word;

		if (at > 0)
			buffer_append_char(out, ' ');
		word = disguise_next_word(plain, &at);
		if (is_long(word) && chosen-- == 0)
			append_edited(word, edit, 2 + disguise_pick(&seed, 16), out);
		else
			buffer_append(out, word);
	}
}

void disguise_typo_swap(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, SWAP, seed, out);
}

void disguise_typo_drop(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, DROP, seed, out);
}

void disguise_typo_double(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, DOUBLE, seed, out);
}

void disguise_typo_neighbour(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, NEIGHBOUR, seed, out);
}

void disguise_typo_insert(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, INSERT, seed, out);
}

/* The letters inside every word of four and more in another order. */
static void append_scrambled(struct slice word, uint64_t *seed, struct buffer *out)
{
	size_t stem = disguise_stem(word);
	size_t inner = stem - 2;
	size_t by = 1 + disguise_pick(seed, 16) % (inner - 1);

	buffer_append_char(out, word.ptr[0]);
	for (size_t i = 0; i < inner; i++)
		buffer_append_char(out, word.ptr[1 + (i + by) % inner]);
	buffer_append(out, slice_from(word, stem - 1));
}

static bool scrambles(struct slice word)
{
	for (size_t i = 2; i + 1 < disguise_stem(word); i++) {
		if (word.ptr[i] != word.ptr[i - 1])
			return true;
	}
	return false;
}

bool disguise_accepts_scrambled(struct slice plain)
{
	for (size_t at = 0; at < plain.len;) {
		struct slice word = disguise_next_word(plain, &at);

		if (scrambles(word) && is_long(word))
			return disguise_accepts_english(plain);
	}
	return false;
}

void disguise_letters_scrambled(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t at = 0; at < plain.len;) {
		struct slice word;

		if (at > 0)
			buffer_append_char(out, ' ');
		word = disguise_next_word(plain, &at);
		if (disguise_stem(word) >= 4)
			append_scrambled(word, &seed, out);
		else
			buffer_append(out, word);
	}
}
