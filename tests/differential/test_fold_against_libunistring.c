/* SPDX-License-Identifier: Apache-2.0 */
/* The folded form of every code point against the same put together from libunistring's
 * NFKD, case folding, properties and NFC. libunistring knows Unicode 14: what is not
 * assigned there is skipped. Where ours is meant to differ is listed, with the reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text_fold.h"
#include "text_utf8.h"
#include "text_words.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#define POINTS_MAX     64
#define IOTA_SUBSCRIPT 0x345u

struct points {
	uint32_t at[POINTS_MAX];
	size_t   count;
};

struct difference {
	uint32_t    first;
	uint32_t    last;
	const char *reason;
};

/* In order; a row that no code point needs fails the test. Latin letters without a
 * decomposition are not listed: theirs stay, ours are in lookalikes.txt. */
static const struct difference differences[] = {
	{ 0x0080, 0x009F, "C1 controls are dropped, not kept" },
	{ 0x00BC, 0x00BE, "the fraction slash is a slash" },
	{ 0x0149, 0x0149, "the apostrophe of an n is dropped" },
	{ 0x02B9, 0x02CC, "modifier letters that are apostrophes and primes" },
	{ 0x02D0, 0x02D0, "the length mark is a colon" },
	{ 0x02D7, 0x02D7, "the modifier minus is a dash" },
	{ 0x02EE, 0x02EE, "the double apostrophe is a quote" },
	{ 0x0374, 0x0374, "the Greek numeral sign is a quote" },
	{ 0x0640, 0x0640, "tatweel is dropped" },
	{ 0x1E9A, 0x1E9A, "half rings of transliteration are dropped" },
	{ 0x2044, 0x2044, "the fraction slash is a slash" },
	{ 0x207B, 0x208B, "raised and lowered minus are dashes" },
	{ 0x2150, 0x215F, "the fraction slash is a slash" },
	{ 0x2189, 0x2189, "the fraction slash is a slash" },
	{ 0x2212, 0x2241, "mathematical signs that are punctuation" },
	{ 0x22C5, 0x22C6, "the dot and star operators are punctuation" },
	{ 0x24EB, 0x24FF, "negative and double circled numbers" },
	{ 0x25AA, 0x25AA, "bullets" },
	{ 0x25E6, 0x25E6, "bullets" },
	{ 0x2758, 0x275E, "ornamental bars and quotes" },
	{ 0x2776, 0x2793, "negative circled numbers" },
	{ 0x29F8, 0x29F9, "big slashes" },
	{ 0x3382, 0x33DF, "units that mix Greek and Latin letters" },
	{ 0xA789, 0xA789, "the modifier colon" },
	{ 0xFCF2, 0xFCF4, "tatweel is dropped" },
	{ 0xFE71, 0xFE7F, "tatweel is dropped" },
	{ 0xFFFC, 0xFFFC, "the place of an object shows nothing" },
	{ 0x10781, 0x10781, "the length mark is a colon" },
	{ 0x13430, 0x1343F, "format controls of hieroglyphs show nothing" },
	{ 0x1D159, 0x1D159, "a notehead that is none" },
	{ 0x1F10B, 0x1F10C, "negative circled numbers" },
	{ 0x1F150, 0x1F18E, "negative circled and squared letters" },
	{ 0x1F1E6, 0x1F1FF, "regional indicators" },
	{ 0x1F3FB, 0x1F3FF, "skin tones" },
};

static void append(struct points *points, uint32_t point)
{
	assert_true(points->count < POINTS_MAX);
	points->at[points->count++] = point;
}

static bool in_script(uint32_t point, const char *const *names, size_t count)
{
	const uc_script_t *script = uc_script(point);

	for (size_t i = 0; script != NULL && i < count; i++) {
		if (strcmp(script->name, names[i]) == 0)
			return true;
	}
	return script == NULL;
}

static const char *const accented[] = { "Latin", "Common", "Inherited" };
static const char *const pointed[] = { "Latin",  "Common",    "Inherited", "Greek",  "Cyrillic",
	                               "Coptic", "Armenian",  "Georgian",  "Hebrew", "Arabic",
	                               "Syriac", "Samaritan", "Glagolitic" };
#define IN(point, names) in_script((point), (names), sizeof(names) / sizeof((names)[0]))

static bool is_mark(uint32_t point)
{
	return uc_is_general_category(point, UC_CATEGORY_M);
}

static void normalize(uninorm_t form, const struct points *in, struct points *out)
{
	size_t count = POINTS_MAX;

	assert_non_null(u32_normalize(form, in->at, in->count, out->at, &count));
	out->count = count;
}

/* The case folding of all but ASCII; the iota subscript would become a letter. */
static void casefold(const struct points *in, struct points *out)
{
	for (size_t i = 0; i < in->count; i++) {
		uint32_t one[8];
		size_t   count = 8;

		if (in->at[i] == IOTA_SUBSCRIPT)
			continue;
		if (in->at[i] < 0x80) {
			append(out, in->at[i]);
			continue;
		}
		assert_non_null(u32_casefold(&in->at[i], 1, NULL, NULL, one, &count));
		for (size_t k = 0; k < count; k++)
			append(out, one[k]);
	}
}

static void decompose(uint32_t point, struct points *points)
{
	struct points one = { .at = { point }, .count = 1 };

	normalize(UNINORM_NFKD, &one, points);
	for (int i = 0; i < 2; i++) {
		struct points folded = { .count = 0 };

		casefold(points, &folded);
		normalize(UNINORM_NFKD, &folded, points);
	}
}

/* Without ignorable characters and without marks that are not spelling. */
static void strip(const struct points *all, struct points *kept)
{
	uint32_t base = 0;

	for (size_t i = 0; i < all->count; i++) {
		uint32_t point = all->at[i];

		if (uc_is_property_default_ignorable_code_point(point) ||
		    (point >= 0xFFF9 && point <= 0xFFFB))
			continue;
		if (!is_mark(point)) {
			base = point;
			if (uc_decimal_value(point) >= 0)
				point = '0' + (uint32_t)uc_decimal_value(point);
		} else if (base == 0 || IN(base, accented)) {
			continue;
		}
		append(kept, point);
	}
}

/* After composition: marks that composed with nothing and are no spelling. */
static void drop_foreign(const struct points *all, struct points *kept)
{
	uint32_t base = 0;

	for (size_t i = 0; i < all->count; i++) {
		uint32_t point = all->at[i];

		if (!is_mark(point))
			base = point;
		else if (IN(point, pointed) || uc_is_general_category(point, UC_CATEGORY_Me) ||
		         uc_script(point) != uc_script(base))
			continue;
		append(kept, point);
	}
}

static bool is_gap(uint32_t point)
{
	if (point < 0x80)
		return !((point >= 'a' && point <= 'z') || (point >= '0' && point <= '9'));
	return uc_is_general_category(point, UC_CATEGORY_P) || uc_is_property_white_space(point) ||
	       point == 0x2800;
}

/* Words with one space before each. */
static size_t words_write(const struct points *points, char *out)
{
	size_t length = 0;
	bool   gap = true;
	bool   was_solo = false;

	for (size_t i = 0; i < points->count; i++) {
		uint32_t point = points->at[i];

		if (point >= 'A' && point <= 'Z')
			point |= 0x20;
		if (is_gap(point)) {
			gap = true;
			continue;
		}
		if (gap || was_solo != text_words_is_solo(point))
			out[length++] = ' ';
		gap = false;
		was_solo = text_words_is_solo(point);
		length += text_utf8_encode(point, out + length);
	}
	return length;
}

static size_t expected_write(uint32_t point, char *out)
{
	struct points all = { .count = 0 };
	struct points kept = { .count = 0 };
	struct points composed = { .count = 0 };
	struct points last = { .count = 0 };

	decompose(point, &all);
	strip(&all, &kept);
	normalize(UNINORM_NFC, &kept, &composed);
	drop_foreign(&composed, &last);
	return words_write(&last, out);
}

static size_t ours_write(uint32_t point, struct arena *arena, char *out)
{
	struct points points = { .count = 0 };
	struct slice  folded;
	char          bytes[4];
	size_t        length;

	assert_int_equal(text_fold_pattern((struct slice){ bytes, text_utf8_encode(point, bytes) },
	                                   arena, &folded),
	                 STATUS_OK);
	for (size_t at = 0; at < folded.len; at += length)
		append(&points, text_utf8_decode(folded, at, &length));
	arena_rewind(arena, 0);
	return words_write(&points, out);
}

/* Theirs holds a Latin letter outside ASCII, ours nothing but ASCII. */
static bool is_latin_letter(struct slice ours, struct slice theirs)
{
	size_t length;

	if (!text_utf8_is_ascii(ours) || ours.len < 2)
		return false;
	for (size_t at = 0; at < theirs.len; at += length) {
		uint32_t point = text_utf8_decode(theirs, at, &length);

		if (point >= 0x80 && strcmp(uc_script(point)->name, "Latin") == 0)
			return true;
	}
	return false;
}

static bool is_listed(uint32_t point, bool used[])
{
	for (size_t i = 0; i < sizeof differences / sizeof differences[0]; i++) {
		if (point < differences[i].first || point > differences[i].last)
			continue;
		used[i] = true;
		return true;
	}
	return false;
}

static bool point_agrees(uint32_t point, struct arena *arena, bool used[])
{
	char         ours[256];
	char         theirs[256];
	struct slice our_words = { ours, ours_write(point, arena, ours) };
	struct slice their_words = { theirs, expected_write(point, theirs) };

	if (slice_equal(our_words, their_words) || is_latin_letter(our_words, their_words) ||
	    is_listed(point, used))
		return true;
	print_error("U+%04X: \"%.*s\", libunistring \"%.*s\"\n", point, SLICE_ARG(our_words),
	            SLICE_ARG(their_words));
	return false;
}

static void agrees(void **state)
{
	bool         used[sizeof differences / sizeof differences[0]] = { false };
	struct arena arena;
	unsigned     wrong = 0;

	(void)state;
	assert_true(arena_open(&arena, 1 << 20));
	for (uint32_t point = 0; point < 0x110000; point++) {
		if (!uc_is_general_category(point, UC_CATEGORY_Cn) &&
		    !uc_is_general_category(point, UC_CATEGORY_Cs))
			wrong += !point_agrees(point, &arena, used);
	}
	arena_close(&arena);
	assert_int_equal(wrong, 0);
	for (size_t i = 0; i < sizeof differences / sizeof differences[0]; i++) {
		if (!used[i])
			fail_msg("U+%04X needs no exception: %s", differences[i].first,
			         differences[i].reason);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(agrees) };

	return cmocka_run_group_tests_name("fold against libunistring", tests, NULL, NULL);
}
