/* SPDX-License-Identifier: Apache-2.0 */
/* Every code point, alone and in company: the clean form is clean, holds only what a
 * clean form may hold, and is the same with a map, whose ranges lie in the source. */
#include "test_base_rows.h"
#include "text_fold.h"
#include "text_tables.h"
#include "text_utf8.h"

struct company {
	const char          *label;
	const char          *before;
	const char          *after;
	enum text_clean_mode mode;
};

static const struct company companies[] = {
	{ "alone", "", "", TEXT_CLEAN_MIXED },
	{ "between Latin letters", "a", "b", TEXT_CLEAN_MIXED },
	{ "between Latin letters, all look-alikes", "a", "b", TEXT_CLEAN_ALL },
	{ "alone, all look-alikes", "", "", TEXT_CLEAN_ALL },
	{ "behind a Cyrillic letter", "и", "ж", TEXT_CLEAN_MIXED },
	{ "behind kana", "か", "が", TEXT_CLEAN_MIXED },
	{ "behind a Devanagari letter and mark", "क\u094D", "ष", TEXT_CLEAN_MIXED },
	{ "behind a jamo", "\u1100", "\u11A8", TEXT_CLEAN_MIXED },
	{ "behind an Arabic letter", "ا", "\u0654", TEXT_CLEAN_MIXED },
	{ "between digits and signs", "5", "$", TEXT_CLEAN_MIXED },
	{ "between a space and a mark", " ", "\u0301", TEXT_CLEAN_MIXED },
};

static bool is_clean(struct slice clean)
{
	for (size_t at = 0, length; at < clean.len; at += length) {
		uint32_t                  code_point = text_utf8_decode(clean, at, &length);
		const struct text_record *record = text_table_record(code_point);

		if (code_point >= 0x80 &&
		    (record->kind == TEXT_KIND_PLAIN || record->kind == TEXT_KIND_DROPPED ||
		     record->image_length > 0))
			return false;
	}
	return text_utf8_valid(clean);
}

static bool map_is_sound(const struct text_map *map, size_t source_len, size_t clean_len)
{
	size_t end = 0;

	if (map->length != clean_len || (map->count > 0 && map->segments[0].start != 0))
		return false;
	for (size_t i = 0; i < map->count; i++) {
		const struct text_segment *segment = &map->segments[i];

		if (segment->start < end || segment->source_start > segment->source_end ||
		    segment->source_end > source_len)
			return false;
		end = segment->start;
	}
	return true;
}

static const char *fault_of(struct slice text, enum text_clean_mode mode, struct arena *arena)
{
	struct slice    clean;
	struct slice    mapped;
	struct slice    again;
	struct slice    folded;
	struct text_map map;

	text_map_init(&map, arena);
	if (text_clean(text, mode, arena, &clean, NULL, NULL) != STATUS_OK ||
	    text_clean(text, mode, arena, &mapped, NULL, &map) != STATUS_OK ||
	    text_clean(clean, mode, arena, &again, NULL, NULL) != STATUS_OK ||
	    text_fold(clean, arena, &folded, NULL) != STATUS_OK)
		return "status";
	if (!is_clean(clean))
		return "not clean";
	/* The extra view is an end: in it, CJK compounds of "1" and "日" stay what they are. */
	if (mode == TEXT_CLEAN_MIXED && !slice_equal(clean, again))
		return "changes when cleaned again";
	if (!slice_equal(clean, mapped))
		return "other with a map";
	if (!map_is_sound(&map, text.len, clean.len))
		return "map";
	return text_utf8_valid(folded) ? NULL : "folded";
}

static void holds(void **state)
{
	const struct company *company = *state;
	struct arena          arena;

	assert_true(arena_open(&arena, 1 << 20));
	for (uint32_t code_point = 0; code_point < 0x110000; code_point++) {
		char        text[32];
		char        bytes[4];
		const char *fault;
		int         count;

		if (code_point >= 0xD800 && code_point <= 0xDFFF)
			continue;
		count = (int)text_utf8_encode(code_point, bytes);
		memcpy(text, company->before, strlen(company->before));
		memcpy(text + strlen(company->before), bytes, (size_t)count);
		memcpy(text + strlen(company->before) + count, company->after,
		       strlen(company->after));
		fault = fault_of((struct slice){ text, strlen(company->before) + (size_t)count +
		                                               strlen(company->after) },
		                 company->mode, &arena);
		if (fault != NULL)
			fail_msg("U+%04X %s: %s", code_point, company->label, fault);
		arena_rewind(&arena, 0);
	}
	arena_close(&arena);
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, holds, companies);
	return rows_run(&rows, "every code point");
}
