/* SPDX-License-Identifier: Apache-2.0 */
/* Letters said twice and more: "bommmb". What was double before is not told from what was
 * drawn out, so a reader needs to know the language. */
#include "disguise_kind.h"

#include <string.h>

static bool is_vowel(char byte)
{
	return memchr("aeiou", disguise_lower(byte), 5) != NULL;
}

static void repeat(struct buffer *out, char letter, uint32_t times)
{
	for (; times > 0; times--)
		buffer_append_char(out, letter);
}

void disguise_letters_doubled(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++)
		repeat(out, plain.ptr[i], disguise_is_ascii_letter(plain.ptr[i]) ? 2 : 1);
}

void disguise_letters_repeated(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++)
		repeat(out, plain.ptr[i],
		       disguise_is_ascii_letter(plain.ptr[i])
		               ? 2 + (1 + disguise_pick(&seed, 3)) % 3
		               : 1);
}

void disguise_last_letter_repeated(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		bool last = i + 1 == plain.len || !disguise_is_ascii_letter(plain.ptr[i + 1]);

		repeat(out, plain.ptr[i],
		       last && disguise_is_ascii_letter(plain.ptr[i]) ? 3 + disguise_pick(&seed, 3)
		                                                      : 1);
	}
}

void disguise_vowels_repeated(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++)
		repeat(out, plain.ptr[i], is_vowel(plain.ptr[i]) ? 2 + disguise_pick(&seed, 3) : 1);
}

/* One letter of each word, drawn out. */
void disguise_one_letter_repeated(struct slice plain, uint64_t seed, struct buffer *out)
{
	for (size_t at = 0; at < plain.len;) {
		struct slice word;
		size_t       drawn;

		if (at > 0)
			buffer_append_char(out, ' ');
		word = disguise_next_word(plain, &at);
		drawn = (disguise_stem(word) / 2 + disguise_pick(&seed, 8)) % disguise_stem(word);
		for (size_t i = 0; i < word.len; i++)
			repeat(out, word.ptr[i], i == drawn ? 4 : 1);
	}
}
