/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes, repaired to UTF-8: cleaning and folding end well; a map changes no byte of
 * the result and names ranges inside the source; a clean text is clean. */
#include "text_carrier.h"
#include "text_fold.h"
#include "text_utf8.h"
#include "text_words.h"

#include <assert.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_map(const struct text_map *map, size_t derived_len, size_t source_len)
{
	assert(map->length == derived_len);
	for (size_t i = 0; i < map->count; i++) {
		assert(map->segments[i].source_start <= map->segments[i].source_end);
		assert(map->segments[i].source_end <= source_len);
		assert(i == 0 || map->segments[i - 1].start < map->segments[i].start);
	}
}

static struct slice clean_both(struct slice text, enum text_clean_mode mode, struct arena *arena)
{
	struct slice            clean = SLICE_NONE;
	struct slice            mapped = SLICE_NONE;
	struct text_clean_notes notes;
	struct text_map         map;

	text_map_init(&map, arena);
	if (text_clean(text, mode, arena, &clean, &notes, NULL) != STATUS_OK ||
	    text_clean(text, mode, arena, &mapped, NULL, &map) != STATUS_OK)
		return SLICE_NONE;
	assert(slice_equal(clean, mapped));
	assert(text_utf8_valid(clean));
	assert(!notes.ascii || text_utf8_is_ascii(text));
	check_map(&map, clean.len, text.len);
	return clean;
}

static void fold_both(struct slice clean, struct arena *arena)
{
	struct slice      folded;
	struct slice      mapped;
	struct text_map   map;
	struct text_words words;

	text_map_init(&map, arena);
	if (text_fold(clean, arena, &folded, NULL) != STATUS_OK ||
	    text_fold(clean, arena, &mapped, &map) != STATUS_OK ||
	    text_words_split(folded, arena, &words) != STATUS_OK)
		return;
	assert(slice_equal(folded, mapped));
	assert(folded.len <= 2 * clean.len + 2);
	check_map(&map, folded.len, clean.len);
}

/* Runs are in order and inside the text; what they say fits and is UTF-8, but for cut runs. */
static void read_carriers(struct slice text, struct arena *arena)
{
	struct text_carrier_run run = { 0 };
	size_t                  end = 0;

	while (text_carrier_find(text, end, &run)) {
		struct slice    bytes = slice_range(text, run.start, run.end);
		char           *out = ARENA_ARRAY(arena, bytes.len, char);
		struct text_map map;
		size_t          len;

		assert(run.start >= end && run.end > run.start);
		end = run.end;
		text_map_init(&map, arena);
		if (out == NULL ||
		    !text_carrier_read(bytes, run.kind, out, bytes.len, &len, &map) || map.failed)
			continue;
		assert(len > 0 && len <= bytes.len);
		assert(text_utf8_valid((struct slice){ out, len }));
		check_map(&map, len, bytes.len);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice text = { (const char *)data, size };
	struct slice clean;
	struct arena arena;
	size_t       replaced;

	if (!arena_open(&arena, (size_t)64 << 20))
		return 0;
	if (text_utf8_repair(text, &arena, &text, &replaced, NULL) == STATUS_OK) {
		clean = clean_both(text, TEXT_CLEAN_MIXED, &arena);
		assert(slice_equal(clean, clean_both(clean, TEXT_CLEAN_MIXED, &arena)));
		fold_both(clean, &arena);
		fold_both(clean_both(text, TEXT_CLEAN_ALL, &arena), &arena);
		fold_both(text, &arena);
		read_carriers(text, &arena);
	}
	arena_close(&arena);
	return 0;
}
