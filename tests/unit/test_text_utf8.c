/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "text_utf8.h"

struct row {
	const char  *label;
	struct slice text;
	struct slice repaired;
	size_t       replaced_count;
	size_t       utf16_units;
};

#define FFFD "\xEF\xBF\xBD"
#define GOOD(label, text, units)                                                                   \
	{                                                                                          \
		label, SLICE_INIT(text), SLICE_INIT(text), 0, units                                \
	}
#define BAD(label, text, repaired, count, units)                                                   \
	{                                                                                          \
		label, SLICE_INIT(text), SLICE_INIT(repaired), count, units                        \
	}

static const struct row texts[] = {
	GOOD("nothing", "", 0),
	GOOD("ASCII with NUL", "a\0b", 3),
	GOOD("two, three and four bytes", "é€💣", 4),
	GOOD("the ends of each length",
	     "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBF\xF0\x90\x80\x80", 7),
	GOOD("beside the surrogates", "\xED\x9F\xBF\xEE\x80\x80", 2),
	GOOD("the last code point", "\xF4\x8F\xBF\xBF", 2),
	BAD("a continuation alone", "a\x80z", "a" FFFD "z", 1, 3),
	BAD("an overlong slash", "\xC0\xAF", FFFD FFFD, 2, 2),
	BAD("an overlong form of three", "\xE0\x80\xAF", FFFD FFFD FFFD, 3, 3),
	BAD("a surrogate", "\xED\xA0\x80", FFFD FFFD FFFD, 3, 3),
	BAD("beyond the last code point", "\xF4\x90\x80\x80", FFFD FFFD FFFD FFFD, 4, 4),
	BAD("cut off after two of three", "a\xE2\x82", "a" FFFD, 1, 2),
	BAD("cut off after three of four", "\xF0\x9F\x92z", FFFD "z", 1, 2),
	BAD("the example of the standard", "\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64",
	    "a" FFFD FFFD FFFD "b" FFFD "c" FFFD FFFD "d", 6, 10),
	BAD("no lead byte at all", "\xFE\xFF", FFFD FFFD, 2, 2),
	BAD("good text on both sides", "привет\xFFмир", "привет" FFFD "мир", 1, 10),
};

static void repairs(void **state)
{
	const struct row *row = *state;
	struct arena      arena;
	struct text_map   map;
	struct slice      repaired;
	size_t            count;

	assert_true(arena_open(&arena, 1 << 16));
	text_map_init(&map, &arena);
	assert_int_equal(text_utf8_valid(row->text), row->replaced_count == 0);
	assert_int_equal(text_utf8_repair(row->text, &arena, &repaired, &count, &map), STATUS_OK);
	assert_true(slice_equal(repaired, row->repaired));
	assert_true(text_utf8_valid(repaired));
	assert_int_equal(count, row->replaced_count);
	assert_int_equal(map.length, repaired.len);
	assert_int_equal(text_map_origin(&map, 0, repaired.len).end, row->text.len);
	assert_int_equal(text_utf8_utf16_units(row->text, row->text.len), row->utf16_units);
	arena_close(&arena);
}

static void maps_the_replacement(void **state)
{
	struct arena       arena;
	struct text_map    map;
	struct slice       repaired;
	struct text_origin origin;
	size_t             count;

	(void)state;
	assert_true(arena_open(&arena, 1 << 16));
	text_map_init(&map, &arena);
	assert_int_equal(
		text_utf8_repair(SLICE_LIT("ab\xE2\x82z"), &arena, &repaired, &count, &map),
		STATUS_OK);
	origin = text_map_origin(&map, 2, 5);
	assert_int_equal(origin.start, 2);
	assert_int_equal(origin.end, 4);
	assert_int_equal(origin.operations, TEXT_OPERATION_BIT(utf8));
	assert_int_equal(text_map_origin(&map, 5, 6).start, 4);
	arena_close(&arena);
}

static void writes_what_it_reads(void **state)
{
	(void)state;
	for (uint32_t code = 0; code <= 0x10FFFF; code++) {
		char   bytes[4];
		size_t length;
		size_t count;

		if (code >= 0xD800 && code <= 0xDFFF)
			continue;
		count = text_utf8_encode(code, bytes);
		if (!text_utf8_valid((struct slice){ bytes, count }) ||
		    text_utf8_decode((struct slice){ bytes, count }, 0, &length) != code ||
		    length != count)
			fail_msg("U+%04X", code);
	}
}

/* One byte outside ASCII at every place of texts of every length. */
static void finds_it_anywhere(void **state)
{
	char text[600];

	(void)state;
	memset(text, 'a', sizeof(text));
	for (size_t length = 0; length <= sizeof(text); length += 37) {
		struct slice whole = { text, length };

		assert_true(text_utf8_is_ascii(whole));
		assert_int_equal(text_utf8_ascii_end(whole, 0), length);
		for (size_t at = 0; at < length; at++) {
			text[at] = '\x80';
			assert_false(text_utf8_is_ascii(whole));
			assert_int_equal(text_utf8_ascii_end(whole, at / 2), at);
			text[at] = 'a';
		}
	}
}

static void counts_up_to_an_end(void **state)
{
	struct slice text = SLICE_LIT("a💣b");

	(void)state;
	assert_int_equal(text_utf8_utf16_units(text, 1), 1);
	assert_int_equal(text_utf8_utf16_units(text, 5), 3);
	assert_int_equal(text_utf8_utf16_units(text, 6), 4);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, repairs, texts);
	rows_add_one(&rows, "maps a replacement to the bad bytes", maps_the_replacement);
	rows_add_one(&rows, "writes every code point as it reads it", writes_what_it_reads);
	rows_add_one(&rows, "finds a foreign byte anywhere", finds_it_anywhere);
	rows_add_one(&rows, "counts UTF-16 units up to an end", counts_up_to_an_end);
	return rows_run(&rows, "text_utf8");
}
