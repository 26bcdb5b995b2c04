/* SPDX-License-Identifier: Apache-2.0 */
/* Leet: digits and signs that look like letters, h0w t0 m4k3. The light form takes the few
 * that everyone reads; the full one has a sign for most letters and two or three to choose
 * from, so that 1 is i or l and only the language tells. */
#include "disguise_kind.h"

#include <string.h>

/* Up to four forms of a letter, in the order of the alphabet; the first is the plainest. */
struct forms {
	const char *of[26][4];
};

static const struct forms light = { { { "4" }, { 0 },   { 0 }, { 0 }, { "3" }, { 0 },  { 0 },
	                              { 0 },   { "1" }, { 0 }, { 0 }, { 0 },   { 0 },  { 0 },
	                              { "0" }, { 0 },   { 0 }, { 0 }, { "5" }, { "7" } } };

static const struct forms signs = { { { "@" }, { 0 },   { 0 }, { 0 }, { "3" }, { 0 },  { 0 },
	                              { 0 },   { "!" }, { 0 }, { 0 }, { 0 },   { 0 },  { 0 },
	                              { "0" }, { 0 },   { 0 }, { 0 }, { "$" }, { "+" } } };

static const struct forms full = { {
	{ "4", "@", "^" },
	{ "8", "6" },
	{ "(", "<", "{" },
	{ 0 },
	{ "3", "\xE2\x82\xAC" },
	{ 0 },
	{ "9", "6" },
	{ "#" },
	{ "1", "!", "|" },
	{ 0 },
	{ 0 },
	{ "1", "|" },
	{ 0 },
	{ 0 },
	{ "0" },
	{ 0 },
	{ 0 },
	{ 0 },
	{ "5", "$" },
	{ "7", "+" },
	{ 0 },
	{ 0 },
	{ 0 },
	{ 0 },
	{ 0 },
	{ "2" },
} };

/* Strokes that draw a letter. */
static const struct forms drawn = { {
	{ "4", "/\\", "@", "/-\\" },
	{ "|3", "8", "13", "|}" },
	{ "(", "<", "[" },
	{ "|)", "[)", "|>" },
	{ "3" },
	{ "|=", "ph" },
	{ "9", "6" },
	{ "|-|", "#", "]-[", ")-(" },
	{ "1", "!", "|" },
	{ "_|", ";" },
	{ "|<", "|{" },
	{ "|_", "1", "|" },
	{ "|\\/|", "/\\/\\", "|v|" },
	{ "|\\|", "/\\/", "^/" },
	{ "0", "()", "[]" },
	{ "|>", "|*", "|o" },
	{ "0_", "(,)" },
	{ "|2", "|?", "12" },
	{ "5", "$" },
	{ "7", "+", "']['" },
	{ "|_|", "(_)" },
	{ "\\/" },
	{ "\\/\\/", "vv", "\\^/" },
	{ "><", "}{" },
	{ "`/", "'/" },
	{ "2", "7_" },
} };

static const char *form_of(const struct forms *forms, char byte, uint64_t *seed)
{
	const char *const *of;
	uint32_t           count = 0;

	if (!disguise_is_ascii_letter(byte))
		return NULL;
	of = forms->of[disguise_lower(byte) - 'a'];
	while (count < 4 && of[count] != NULL)
		count++;
	return count == 0 ? NULL : of[disguise_pick(seed, count)];
}

static void encode(struct slice plain, const struct forms *forms, uint64_t seed, struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		const char *form = form_of(forms, plain.ptr[i], &seed);

		if (form != NULL)
			buffer_append_cstr(out, form);
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}

/* Plain words have no digits; an exclamation mark would be read as a letter. */
bool disguise_accepts_leet(struct slice plain)
{
	if (!disguise_accepts_english(plain) || memchr(plain.ptr, '!', plain.len) != NULL)
		return false;
	for (size_t i = 0; i < plain.len; i++) {
		if (memchr("aeiost", disguise_lower(plain.ptr[i]), 6) != NULL)
			return true;
	}
	return false;
}

void disguise_leet_light(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, &light, seed, out);
}

void disguise_leet_signs(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, &signs, seed, out);
}

void disguise_leet_full(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, &full, seed, out);
}

/* Every other letter that has a form, or as the seed falls. */
void disguise_leet_some(struct slice plain, uint64_t seed, struct buffer *out)
{
	bool skip = false;

	for (size_t i = 0; i < plain.len; i++) {
		const char *form = form_of(&full, plain.ptr[i], &seed);

		if (form == NULL || skip)
			buffer_append_char(out, plain.ptr[i]);
		else
			buffer_append_cstr(out, form);
		if (form != NULL)
			skip = !skip && disguise_pick(&seed, 3) != 2;
	}
}

void disguise_leet_drawn(struct slice plain, uint64_t seed, struct buffer *out)
{
	encode(plain, &drawn, seed, out);
}

/* One sign for all vowels, as forums hide words: b*mb. */
static bool inner_vowel(struct slice plain, size_t at)
{
	return at > 0 && at + 1 < plain.len && memchr("aeiouAEIOU", plain.ptr[at], 10) != NULL &&
	       disguise_is_ascii_letter(plain.ptr[at - 1]) &&
	       disguise_is_ascii_letter(plain.ptr[at + 1]);
}

bool disguise_accepts_starred_vowels(struct slice plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (inner_vowel(plain, i))
			return disguise_accepts_english(plain);
	}
	return false;
}

void disguise_starred_vowels(struct slice plain, uint64_t seed, struct buffer *out)
{
	static const char marks[] = "*#@_-";
	char              mark = marks[disguise_pick(&seed, 5)];

	for (size_t i = 0; i < plain.len; i++)
		buffer_append_char(out, inner_vowel(plain, i) ? mark : plain.ptr[i]);
}
