/* SPDX-License-Identifier: Apache-2.0 */
/* Random mixtures from a fixed seed: with and without a map the same, valid, clean for
 * good, bounded in length, every range inside the source; and no text costs more than
 * a fixed time a byte, marks without end included. */
#include "test_base_rows.h"
#include "text_fold.h"
#include "text_utf8.h"

#define SEED   0x9E3779B97F4A7C15u
#define ROUNDS 20000

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Where trouble lives: ranges to draw from, with equal chances. */
static const struct {
	uint32_t first;
	uint32_t last;
} ranges[] = {
	{ 0x20, 0x7E },       { 'a', 'z' },         { 0x00, 0x1F },       { 0xA0, 0x24F },
	{ 0x300, 0x36F },     { 0x370, 0x3FF },     { 0x400, 0x45F },     { 0x531, 0x587 },
	{ 0x591, 0x5F4 },     { 0x600, 0x6FF },     { 0x900, 0x97F },     { 0x9C7, 0x9D7 },
	{ 0xE00, 0xE4F },     { 0x1100, 0x11FF },   { 0x13A0, 0x13F4 },   { 0x1D00, 0x1DBF },
	{ 0x1F00, 0x1FFF },   { 0x2000, 0x206F },   { 0x2460, 0x24FF },   { 0x3041, 0x30FF },
	{ 0x3131, 0x318E },   { 0x4E00, 0x4E80 },   { 0xAC00, 0xAC60 },   { 0xFB00, 0xFDFF },
	{ 0xFE00, 0xFFEF },   { 0x1D400, 0x1D7FF }, { 0x1F100, 0x1F1FF }, { 0x1F600, 0x1F64F },
	{ 0xE0000, 0xE01EF }, { 0x200B, 0x200D },   { 0x3099, 0x309C },   { 0, 0x10FFFF },
};

static size_t mixture_write(uint64_t *random, char *text, size_t count)
{
	size_t length = 0;

	while (count-- > 0) {
		size_t   range = next_random(random) % (sizeof ranges / sizeof ranges[0]);
		uint32_t span = ranges[range].last - ranges[range].first + 1;
		uint32_t point = ranges[range].first + (uint32_t)(next_random(random) % span);

		if (point < 0xD800 || point > 0xDFFF)
			length += text_utf8_encode(point, text + length);
	}
	return length;
}

static bool ranges_are_inside(const struct text_map *map, size_t source_len)
{
	for (size_t start = 0; start < map->length; start++) {
		struct text_origin origin = text_map_origin(map, start, start + 1);

		if (origin.start > origin.end || origin.end > source_len)
			return false;
	}
	return true;
}

static void mixture_check(struct slice text, enum text_clean_mode mode, struct arena *arena)
{
	struct slice    clean;
	struct slice    again;
	struct slice    folded;
	struct text_map map;
	struct text_map fold_map;

	text_map_init(&map, arena);
	text_map_init(&fold_map, arena);
	assert_int_equal(text_clean(text, mode, arena, &clean, NULL, NULL), STATUS_OK);
	assert_int_equal(text_clean(text, mode, arena, &again, NULL, &map), STATUS_OK);
	assert_true(slice_equal(clean, again));
	assert_true(text_utf8_valid(clean));
	assert_true(clean.len <= 11 * text.len);
	assert_int_equal(map.length, clean.len);
	assert_true(ranges_are_inside(&map, text.len));
	assert_int_equal(text_fold(clean, arena, &folded, NULL), STATUS_OK);
	assert_int_equal(text_fold(clean, arena, &again, &fold_map), STATUS_OK);
	assert_true(slice_equal(folded, again));
	assert_true(folded.len >= clean.len + 2 && folded.len <= 2 * clean.len + 2);
	assert_true(ranges_are_inside(&fold_map, clean.len));
	if (mode == TEXT_CLEAN_ALL)
		return;
	assert_int_equal(text_clean(clean, mode, arena, &again, NULL, NULL), STATUS_OK);
	assert_true(slice_equal(clean, again));
}

static void holds_for_mixtures(void **state)
{
	uint64_t     random = SEED;
	struct arena arena;
	char         text[64];

	(void)state;
	assert_true(arena_open(&arena, 1 << 20));
	for (size_t i = 0; i < ROUNDS; i++) {
		size_t length = mixture_write(&random, text, 1 + next_random(&random) % 15);

		mixture_check((struct slice){ text, length },
		              i % 2 == 0 ? TEXT_CLEAN_MIXED : TEXT_CLEAN_ALL, &arena);
		arena_rewind(&arena, 0);
	}
	arena_close(&arena);
}

/* A megabyte of each: in linear time these take well under a second together. */
static const char *const floods[] = {
	"\u0301", "\u0316\u0301",  "\u200B",       "b\u200B",      "и\u0306", "bо", "о",
	"₳",      "क\u094D\u093C", "\u094D\u093C", "\u1100\u1161", "\uFDFA",  "文", "a💣",
};

static void stays_linear(void **state)
{
	enum { SIZE = 1 << 20 };
	struct arena arena;
	char        *text = test_malloc(SIZE);

	(void)state;
	assert_true(arena_open(&arena, (size_t)256 << 20));
	for (size_t i = 0; i < sizeof floods / sizeof floods[0]; i++) {
		size_t       step = strlen(floods[i]);
		size_t       length = 0;
		struct slice clean;
		struct slice folded;

		for (; length + step <= SIZE; length += step)
			memcpy(text + length, floods[i], step);
		assert_int_equal(text_clean((struct slice){ text, length }, TEXT_CLEAN_ALL, &arena,
		                            &clean, NULL, NULL),
		                 STATUS_OK);
		assert_int_equal(text_fold(clean, &arena, &folded, NULL), STATUS_OK);
		arena_reset(&arena);
	}
	arena_close(&arena);
	test_free(text);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "holds for mixtures", holds_for_mixtures);
	rows_add_one(&rows, "stays linear under floods", stays_linear);
	return rows_run(&rows, "random texts");
}
