/* SPDX-License-Identifier: Apache-2.0 */
/* Look-alikes from other scripts: Cherokee, Armenian, Lisu and accented Latin, by the
 * confusables of Unicode Technical Standard 39 and the code charts; and the fancier
 * alphabets that circulate as fonts, where a rune or a currency sign is near enough. */
#include "disguise_kind.h"

#include <string.h>

/* The tables are in the order of the alphabet, in UTF-8; NULL: the letter stays. */
static void encode(struct slice plain, const char *const table[26], struct buffer *out)
{
	for (size_t i = 0; i < plain.len; i++) {
		char        lower = disguise_lower(plain.ptr[i]);
		const char *twin = disguise_is_ascii_letter(lower) ? table[lower - 'a'] : NULL;

		if (twin != NULL)
			buffer_append_cstr(out, twin);
		else
			buffer_append_char(out, plain.ptr[i]);
	}
}

static bool any_of(struct slice plain, const char *const table[26])
{
	for (size_t i = 0; i < plain.len; i++) {
		char lower = disguise_lower(plain.ptr[i]);

		if (disguise_is_ascii_letter(lower) && table[lower - 'a'] != NULL)
			return true;
	}
	return false;
}

static const char *const cherokee[26] = {
	"\xE1\x8E\xAA", "\xE1\x8F\xB4", "\xE1\x8F\x9F", "\xE1\x8E\xA0", "\xE1\x8E\xAC",
	NULL,           "\xE1\x8F\x80", "\xE1\x8E\xBB", "\xE1\x8E\xA5", "\xE1\x8E\xAB",
	"\xE1\x8F\xA6", "\xE1\x8F\x9E", "\xE1\x8E\xB7", NULL,           NULL,
	"\xE1\x8F\xA2", NULL,           "\xE1\x8E\xA1", "\xE1\x8F\x9A", "\xE1\x8E\xA2",
	NULL,           "\xE1\x8F\x99", "\xE1\x8E\xB3", NULL,           NULL,
	"\xE1\x8F\x83"
};

static const char *const armenian[26] = {
	NULL,       NULL, NULL,       NULL, NULL,       NULL,       "\xD6\x81", "\xD5\xB0", NULL,
	"\xD5\xB5", NULL, NULL,       NULL, "\xD5\xB8", "\xD6\x85", NULL,       "\xD5\xA6", NULL,
	NULL,       NULL, "\xD5\xBD", NULL, "\xD5\xA1", NULL,       NULL,       NULL
};

static const char *const lisu[26] = {
	"\xEA\x93\xAE", "\xEA\x93\x90", "\xEA\x93\x9A", "\xEA\x93\x93", "\xEA\x93\xB0",
	"\xEA\x93\x9D", "\xEA\x93\x96", "\xEA\x93\xA7", "\xEA\x93\xB2", "\xEA\x93\x99",
	"\xEA\x93\x97", "\xEA\x93\xA1", "\xEA\x93\x9F", "\xEA\x93\xA0", "\xEA\x93\xB3",
	"\xEA\x93\x91", NULL,           "\xEA\x93\xA3", "\xEA\x93\xA2", "\xEA\x93\x94",
	"\xEA\x93\xB4", "\xEA\x93\xA6", "\xEA\x93\xAA", "\xEA\x93\xAB", "\xEA\x93\xAC",
	"\xEA\x93\x9C"
};

static const char *const accented[26] = {
	"\xC3\xA4",     "\xE1\xB8\x83", "\xC3\xA7", "\xE1\xB8\x8B", "\xC3\xA9", "\xE1\xB8\x9F",
	"\xC4\xA1",     "\xE1\xB8\xA3", "\xC3\xAF", "\xC4\xB5",     "\xC4\xB7", "\xC4\xBC",
	"\xE1\xB9\x81", "\xC3\xB1",     "\xC3\xB6", "\xE1\xB9\x97", NULL,       "\xC5\x99",
	"\xC5\xA1",     "\xC5\xA5",     "\xC3\xBC", "\xE1\xB9\xBD", "\xC5\xB5", "\xE1\xBA\x8B",
	"\xC3\xBF",     "\xC5\xBE"
};

static const char *const latin[26] = {
	"\xC9\x91",     NULL,          NULL,       NULL,           NULL, "\xC6\x92",
	"\xC9\xA1",     NULL,          "\xC4\xB1", "\xC8\xB7",     NULL, "\xE2\x85\xBC",
	"\xE2\x85\xBF", NULL,          NULL,       NULL,           NULL, NULL,
	"\xEA\x9C\xB1", NULL,          NULL,       "\xE2\x85\xB4", NULL, "\xE2\x85\xB9",
	NULL,           "\xE1\xB4\xA2"
};

static const char *const greek_styled[26] = { "\xCE\xB1", "\xD0\xB2", "\xC2\xA2", "\xE2\x88\x82",
	                                      "\xD1\x94", "\xC6\x92", NULL,       "\xD0\xBD",
	                                      "\xCE\xB9", "\xD7\xA0", "\xD0\xBA", "\xE2\x84\x93",
	                                      "\xD0\xBC", "\xCE\xB7", "\xCF\x83", "\xCF\x81",
	                                      NULL,       "\xD1\x8F", "\xD1\x95", "\xD1\x82",
	                                      "\xCF\x85", "\xCE\xBD", "\xCF\x89", "\xCF\x87",
	                                      "\xD1\x83", NULL };

static const char *const currency[26] = {
	"\xE2\x82\xB3", "\xE0\xB8\xBF", "\xE2\x82\xB5", "\xC4\x90",     "\xC9\x86",
	"\xE2\x82\xA3", "\xE2\x82\xB2", "\xE2\xB1\xA7", "\xC5\x82",     NULL,
	"\xE2\x82\xAD", "\xE2\xB1\xA0", "\xE2\x82\xA5", "\xE2\x82\xA6", "\xC3\x98",
	"\xE2\x82\xB1", NULL,           "\xE2\xB1\xA4", "\xE2\x82\xB4", "\xE2\x82\xAE",
	"\xC9\x84",     NULL,           "\xE2\x82\xA9", "\xD3\xBE",     "\xC9\x8E",
	"\xE2\xB1\xAB"
};

static const char *const runes[26] = {
	"\xE1\x9A\xA8", "\xE1\x9B\x92", "\xE1\x9A\xB2", "\xE1\x9B\x9E", "\xE1\x9B\x96",
	"\xE1\x9A\xA0", "\xE1\x9A\xB7", "\xE1\x9A\xBA", "\xE1\x9B\x81", "\xE1\x9B\x83",
	"\xE1\x9B\x95", "\xE1\x9B\x9A", "\xE1\x9B\x97", "\xE1\x9A\xBE", "\xE1\x9B\x9F",
	"\xE1\x9B\x88", "\xE1\x9B\xA9", "\xE1\x9A\xB1", "\xE1\x9B\x8A", "\xE1\x9B\x8F",
	"\xE1\x9A\xA2", "\xE1\x9A\xA1", "\xE1\x9A\xB9", "\xE1\x9B\xAA", "\xE1\x9A\xA4",
	"\xE1\x9B\x89"
};

bool disguise_accepts_lookalike_cherokee(struct slice plain)
{
	return disguise_accepts_words(plain) && any_of(plain, cherokee);
}

bool disguise_accepts_lookalike_armenian(struct slice plain)
{
	return disguise_accepts_words(plain) && any_of(plain, armenian);
}

bool disguise_accepts_lookalike_latin(struct slice plain)
{
	return disguise_accepts_words(plain) && any_of(plain, latin);
}

void disguise_lookalike_cherokee(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, cherokee, out);
}

void disguise_lookalike_armenian(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, armenian, out);
}

void disguise_lookalike_lisu(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, lisu, out);
}

void disguise_lookalike_latin(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, latin, out);
}

void disguise_accented(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, accented, out);
}

void disguise_greek_styled(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, greek_styled, out);
}

void disguise_currency_signs(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, currency, out);
}

void disguise_runes(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	encode(plain, runes, out);
}

/* Two letters for one: rn for m, vv for w, cl for d. */
bool disguise_accepts_drawn_pairs(struct slice plain)
{
	for (size_t i = 0; i < plain.len; i++) {
		if (plain.ptr[i] == 'm' || plain.ptr[i] == 'w')
			return disguise_accepts_english(plain);
	}
	return false;
}

void disguise_drawn_pairs(struct slice plain, uint64_t seed, struct buffer *out)
{
	bool clad = seed % 2 == 1;

	for (size_t i = 0; i < plain.len; i++) {
		char byte = plain.ptr[i];

		if (byte == 'm')
			buffer_append_cstr(out, "rn");
		else if (byte == 'w')
			buffer_append_cstr(out, "vv");
		else if (byte == 'd' && clad)
			buffer_append_cstr(out, "cl");
		else
			buffer_append_char(out, byte);
	}
}

/* Things for their names, by the short names of Unicode's CLDR. */
static const struct thing {
	const char *name;
	const char *emoji;
} things[] = {
	{ "bomb", "\xF0\x9F\x92\xA3" },        { "fire", "\xF0\x9F\x94\xA5" },
	{ "pill", "\xF0\x9F\x92\x8A" },        { "syringe", "\xF0\x9F\x92\x89" },
	{ "firecracker", "\xF0\x9F\xA7\xA8" }, { "house", "\xF0\x9F\x8F\xA0" },
	{ "dog", "\xF0\x9F\x90\x95" },         { "cat", "\xF0\x9F\x90\x88" },
	{ "skull", "\xF0\x9F\x92\x80" },       { "dagger", "\xF0\x9F\x97\xA1" },
};

static const struct thing *thing_of(struct slice word)
{
	for (size_t i = 0; i < sizeof things / sizeof things[0]; i++) {
		if (slice_equal_cstr(slice_range(word, 0, disguise_stem(word)), things[i].name))
			return &things[i];
	}
	return NULL;
}

bool disguise_accepts_emoji_words(struct slice plain)
{
	for (size_t at = 0; at < plain.len;) {
		if (thing_of(disguise_next_word(plain, &at)) != NULL)
			return disguise_accepts_words(plain);
	}
	return false;
}

void disguise_emoji_words(struct slice plain, uint64_t seed, struct buffer *out)
{
	(void)seed;
	for (size_t at = 0; at < plain.len;) {
		const struct thing *thing;
		struct slice        word;

		if (at > 0)
			buffer_append_char(out, ' ');
		word = disguise_next_word(plain, &at);
		thing = thing_of(word);
		if (thing != NULL) {
			buffer_append_cstr(out, thing->emoji);
			word = slice_from(word, disguise_stem(word));
		}
		buffer_append(out, word);
	}
}
