/* SPDX-License-Identifier: Apache-2.0 */
/* Rows for decoders: in this text, this run, which stands for that. A row also checks that
 * the survey lets the decoder look, that the same is found by place and behind prose, that the map
 * covers what was decoded, and that decoding with a map gives the same bytes. */
#ifndef TEST_DECODE_ROWS_H
#define TEST_DECODE_ROWS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decode_gate.h"
#include "decode_kind.h"
#include "decode_search.h"
#include "decode_solve.h"
#include "test_decode_lexicon.h"

#include <stdlib.h>
#include <string.h>

struct decode_row {
	const char               *when;
	const struct decode_kind *kind;
	const char               *text;
	const char               *run; /* NULL: there is none, or what is found is refused */
	const char               *decoded;
};

/* The first run that decodes to text, as decode_search.c tries them. */
static bool decode_rows_first(const struct decode_row *row, struct arena *arena,
                              struct decode_run *run, struct decode_sink *sink)
{
	const struct slice text = slice_from_cstr(row->text);
	size_t             from = 0;

	while (from < text.len) {
		struct decode_input input = { .text = text,
			                      .lexicon = test_decode_lexicon(),
			                      .scratch = arena };

		if (!row->kind->find(&input, from, run))
			return false;
		assert_true(run->start >= from && run->end > run->start && run->end <= text.len);
		assert_true(run->shorter_end > run->start && run->shorter_end <= run->end);
		for (int i = 0; i < 2; i++) {
			size_t end = i == 0 ? run->end : run->shorter_end;

			input.text = slice_range(text, run->start, end);
			*sink = (struct decode_sink){ .cap = decode_kind_room(row->kind,
				                                              input.text.len) };
			sink->bytes = ARENA_ARRAY(arena, sink->cap + 1, char);
			assert_non_null(sink->bytes);
			if (row->kind->decode(&input, sink) &&
			    decode_gate_is_text((struct slice){ sink->bytes, sink->len })) {
				run->end = end;
				return true;
			}
		}
		from = run->shorter_end;
	}
	return false;
}

static void decode_rows_check_map(const struct decode_row *row, const struct decode_run *run,
                                  const struct decode_sink *sink, struct arena *arena)
{
	const struct slice        text = slice_from_cstr(row->text);
	const struct decode_input input = { .text = slice_range(text, run->start, run->end),
		                            .lexicon = test_decode_lexicon(),
		                            .scratch = arena };
	struct text_map           map;
	struct decode_sink        again = { .cap = sink->cap, .map = &map };

	text_map_init(&map, arena);
	again.bytes = ARENA_ARRAY(arena, sink->cap + 1, char);
	assert_non_null(again.bytes);
	assert_true(row->kind->decode(&input, &again));
	assert_int_equal(again.len, sink->len);
	assert_memory_equal(again.bytes, sink->bytes, sink->len);
	assert_int_equal(map.length, sink->len);
	for (size_t i = 0; i < map.count; i++) {
		assert_true(map.segments[i].source_start <= map.segments[i].source_end);
		assert_true(map.segments[i].source_end <= input.text.len);
	}
}

static decode_marks decode_rows_marks(const struct decode_row *row, struct arena *arena)
{
	const struct slice         text = slice_from_cstr(row->text);
	const struct decode_words *words = decode_words_of(text, test_decode_lexicon(), arena);

	assert_non_null(words);
	return decode_survey(text) | words->marks;
}

static decode_set decode_rows_bit(const struct decode_kind *kind)
{
	for (size_t i = 0; i < decode_kind_count(); i++)
		if (decode_kind_at(i) == kind)
			return (decode_set)1 << i;
	return 0;
}

/* What the search by place finds first; false when nothing. */
static bool decode_rows_search(const struct decode_row *row, struct slice text, struct arena *arena,
                               struct decode_found *found)
{
	struct decode_survey *survey = decode_survey_places(text, arena);
	struct decode_purse   purse = { .bytes = 1 << 20, .candidates = 1 << 10, .views = 1 };
	struct decode_search  search = { .text = text,
		                         .survey = survey,
		                         .lexicon = test_decode_lexicon(),
		                         .decoders = decode_rows_bit(row->kind),
		                         .pass = row->kind->pass,
		                         .arena = arena };
	struct decode_finds   finds;
	decode_set            chosen[DECODE_PASS_COUNT];

	assert_non_null(survey);
	search.words = decode_words_by_place(text, SLICE_NONE, search.lexicon, survey, arena);
	assert_non_null(search.words);
	search.marks = survey->marks | search.words->marks;
	decode_search_choose(search.decoders, search.marks, chosen);
	assert_true(chosen[row->kind->pass] != 0);
	search.solutions = decode_solutions_of(text, search.words, survey, search.lexicon, NULL,
	                                       arena);
	assert_int_equal(decode_search(&search, &purse, &finds), STATUS_OK);
	if (finds.count > 0)
		*found = finds.items[0];
	return finds.count > 0;
}

/* Found by place as it was without a survey; and behind prose, of so many bytes that the run
 * begins in each part of a block, where its decoder has a reach. */
static void decode_rows_check_place(const struct decode_row *row, const struct decode_run *run,
                                    struct arena *arena)
{
	static const char prose[] =
		"the plain words of a quiet street in the evening say very little about the "
		"letters on the table and the bread that my sister wanted to bake for the old "
		"neighbour and for all of his friends who came on Sunday evening to hear the "
		"music of a small band from the next village, which was late\n";
	struct decode_found found;
	const size_t        before = sizeof prose - 1;
	const size_t        length = strlen(row->text);
	const size_t        mark = arena_mark(arena);
	char               *bytes = ARENA_ARRAY(arena, before + length, char);

	if (row->kind->pass == DECODE_PASS_CARRIER)
		return;
	assert_true(decode_rows_search(row, slice_from_cstr(row->text), arena, &found));
	assert_int_equal(found.start, run->start);
	assert_int_equal(found.end, run->end);
	assert_non_null(bytes);
	for (size_t skip = 0; row->kind->reach > 0 && skip < 64; skip += 9) {
		memcpy(bytes, prose + skip, before - skip);
		memcpy(bytes + before - skip, row->text, length);
		if (!decode_rows_search(row, (struct slice){ bytes, before - skip + length }, arena,
		                        &found) ||
		    found.start != before - skip + run->start ||
		    found.end != before - skip + run->end)
			fail_msg("\"%s\" is not found behind %zu bytes of prose", row->text,
			         before - skip);
	}
	arena_rewind(arena, mark);
}

/* The test function of a row; *state is the row. */
static void decode_rows_test(void **state)
{
	const struct decode_row *row = *state;
	struct arena             arena;
	struct decode_run        run;
	struct decode_sink       sink;

	assert_true(arena_open(&arena, 16 << 20));
	if (row->run == NULL) {
		assert_false(decode_rows_first(row, &arena, &run, &sink));
		arena_close(&arena);
		return;
	}
	if (row->kind->needs != 0)
		assert_true((row->kind->needs & decode_rows_marks(row, &arena)) != 0);
	assert_true(decode_rows_first(row, &arena, &run, &sink));
	assert_true(slice_equal_cstr(slice_range(slice_from_cstr(row->text), run.start, run.end),
	                             row->run));
	assert_int_equal(sink.len, strlen(row->decoded));
	assert_memory_equal(sink.bytes, row->decoded, sink.len);
	decode_rows_check_map(row, &run, &sink, &arena);
	decode_rows_check_place(row, &run, &arena);
	arena_close(&arena);
}

/* Runs a table of rows as a group of tests. */
static int decode_rows_run(const char *name, const struct decode_row *rows, size_t count,
                           CMFixtureFunction setup, CMFixtureFunction teardown)
{
	struct CMUnitTest *tests = calloc(count, sizeof *tests);
	int                failed;

	if (tests == NULL)
		return 1;
	for (size_t i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].when,
			                        .test_func = decode_rows_test,
			                        .initial_state = (void *)(uintptr_t)&rows[i] };
	failed = _cmocka_run_group_tests(name, tests, count, setup, teardown);
	free(tests);
	return failed;
}

#endif
