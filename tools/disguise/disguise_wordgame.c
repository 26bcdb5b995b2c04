/* SPDX-License-Identifier: Apache-2.0 */
/* Children's languages: Pig Latin (ookbay), Ubbi Dubbi (bubook), oppish (bopook), javanais
 * (bavook), rövarspråket (bobookok), and s after a vowel. Rules are as the games are
 * usually told; letters alone, y a consonant at the beginning of a word. */
#include "disguise_kind.h"

#include <string.h>

static bool is_vowel(char byte)
{
	return memchr("aeiou", disguise_lower(byte), 5) != NULL;
}

static void append_lower(struct buffer *out, struct slice letters)
{
	for (size_t i = 0; i < letters.len; i++)
		buffer_append_char(out, disguise_lower(letters.ptr[i]));
}

/* The consonants in front, qu as one of them. */
static size_t front(struct slice stem)
{
	size_t at = 0;

	while (at < stem.len && !is_vowel(stem.ptr[at]) &&
	       (at == 0 || disguise_lower(stem.ptr[at]) != 'y'))
		at++;
	if (at > 0 && at < stem.len && disguise_lower(stem.ptr[at]) == 'u' &&
	    disguise_lower(stem.ptr[at - 1]) == 'q')
		at++;
	return at;
}

static void append_pig(struct slice stem, const char *after_vowel, struct buffer *out)
{
	size_t at = front(stem);

	append_lower(out, slice_from(stem, at));
	append_lower(out, slice_range(stem, 0, at));
	buffer_append_cstr(out, at == 0 ? after_vowel : "ay");
}

static void pig_latin(struct slice plain, const char *after_vowel, struct buffer *out)
{
	for (size_t at = 0; at < plain.len;) {
		struct slice word;
		size_t       stem;

		if (at > 0)
			buffer_append_char(out, ' ');
		word = disguise_next_word(plain, &at);
		stem = disguise_stem(word);
		append_pig(slice_range(word, 0, stem), after_vowel, out);
		buffer_append(out, slice_from(word, stem));
	}
}

void disguise_pig_latin(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	pig_latin(plain, "way", out);
}

void disguise_pig_latin_yay(struct slice plain, uint64_t seed, struct buffer *out)
{
	pig_latin(plain, seed % 2 == 0 ? "yay" : "ay", out);
}

/* A syllable before each run of vowels. */
static void before_vowels(struct slice plain, const char *syllable, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (is_vowel(plain.ptr[i]) && (i == 0 || !is_vowel(plain.ptr[i - 1])))
			buffer_append_cstr(out, syllable);
		buffer_append_char(out, disguise_lower(plain.ptr[i]));
	}
}

void disguise_ubbi_dubbi(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	before_vowels(plain, "ub", out);
}

void disguise_oppish(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	before_vowels(plain, "op", out);
}

void disguise_javanais(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	before_vowels(plain, "av", out);
}

void disguise_rovarspraket(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t i = 0; i < plain.len; i++) {
		char lower = disguise_lower(plain.ptr[i]);

		buffer_append_char(out, lower);
		if (disguise_is_ascii_letter(lower) && !is_vowel(lower)) {
			buffer_append_char(out, 'o');
			buffer_append_char(out, lower);
		}
	}
}
