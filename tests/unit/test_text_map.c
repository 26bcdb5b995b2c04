/* SPDX-License-Identifier: Apache-2.0 */
#include "test_base_rows.h"
#include "text_map.h"

#define SPACING   TEXT_OPERATION_BIT(spacing)
#define COMPAT    TEXT_OPERATION_BIT(compat)
#define INVISIBLE TEXT_OPERATION_BIT(invisible)

struct piece {
	struct text_segment segment;
	size_t              length;
};

#define LINEAR(from, to, ops)                                                                      \
	{                                                                                          \
		{ .source_start = from,                                                            \
		  .source_end = to,                                                                \
		  .operations = ops,                                                               \
		  .linear = true,                                                                  \
		  .exact = true },                                                                 \
			to - from                                                                  \
	}
#define BLOCK(from, to, ops, count)                                                                \
	{                                                                                          \
		{ .source_start = from, .source_end = to, .operations = ops, .exact = true },      \
			count                                                                      \
	}

struct row {
	const char        *label;
	struct piece       pieces[4];
	size_t             start;
	size_t             end;
	struct text_origin origin;
	size_t             segment_count;
};

static const struct row rows_of_maps[] = {
	{ "a linear run is traced byte by byte",
	  { LINEAR(0, 10, 0) },
	  3,
	  5,
	  { 3, 5, 0, 0, true },
	  1 },
	{ "alike neighbours merge",
	  { LINEAR(0, 4, 0), LINEAR(4, 9, 0) },
	  2,
	  8,
	  { 2, 8, 0, 0, true },
	  1 },
	{ "other operations do not",
	  { LINEAR(0, 4, 0), LINEAR(4, 9, COMPAT) },
	  3,
	  6,
	  { 3, 6, COMPAT, 0, true },
	  2 },
	{ "a hole in the source neither",
	  { LINEAR(0, 4, 0), LINEAR(6, 9, 0) },
	  3,
	  5,
	  { 3, 7, 0, 0, true },
	  2 },
	{ "a block is whole",
	  { LINEAR(0, 2, 0), BLOCK(2, 5, COMPAT, 2), LINEAR(5, 9, 0) },
	  3,
	  4,
	  { 2, 5, COMPAT, 0, true },
	  3 },
	{ "operations beside the range are not told",
	  { LINEAR(0, 2, SPACING), BLOCK(2, 5, COMPAT, 2), LINEAR(5, 9, 0) },
	  4,
	  6,
	  { 5, 7, 0, 0, true },
	  3 },
	{ "what was dropped goes to the next byte",
	  { LINEAR(0, 2, 0), BLOCK(2, 5, INVISIBLE, 0), LINEAR(5, 9, 0) },
	  2,
	  3,
	  { 2, 6, INVISIBLE, 0, true },
	  3 },
	{ "and to that one only",
	  { LINEAR(0, 2, 0), BLOCK(2, 5, INVISIBLE, 0), LINEAR(5, 9, 0) },
	  3,
	  6,
	  { 6, 9, 0, 0, true },
	  3 },
	{ "two droppings add up",
	  { BLOCK(0, 2, INVISIBLE, 0), BLOCK(2, 5, SPACING, 0), BLOCK(5, 7, 0, 1) },
	  0,
	  1,
	  { 0, 7, INVISIBLE | SPACING, 0, true },
	  1 },
	{ "what was dropped at the end is behind the last byte",
	  { LINEAR(0, 2, 0), BLOCK(2, 5, INVISIBLE, 0) },
	  0,
	  2,
	  { 0, 2, 0, 0, true },
	  2 },
	{ "an empty range in a run", { LINEAR(0, 9, COMPAT) }, 4, 4, { 4, 4, 0, 0, true }, 1 },
	{ "an empty range at the end of a block",
	  { BLOCK(0, 9, COMPAT, 2) },
	  2,
	  2,
	  { 9, 9, 0, 0, true },
	  1 },
	{ "an inserted byte has a place",
	  { LINEAR(0, 2, 0), BLOCK(2, 2, 0, 1), LINEAR(2, 4, 0) },
	  2,
	  3,
	  { 2, 2, 0, 0, true },
	  3 },
	{ "an empty map", { BLOCK(0, 0, 0, 0) }, 0, 0, { 0, 0, 0, 0, true }, 1 },
};

static void traces(void **state)
{
	const struct row  *row = *state;
	struct arena       arena;
	struct text_map    map;
	struct text_origin origin;

	assert_true(arena_open(&arena, 1 << 16));
	text_map_init(&map, &arena);
	for (size_t i = 0; i < 4; i++) {
		const struct piece *piece = &row->pieces[i];

		if (i == 0 || piece->segment.exact)
			text_map_add(&map, &piece->segment, piece->length);
	}
	assert_int_equal(map.count, row->segment_count);
	origin = text_map_origin(&map, row->start, row->end);
	assert_int_equal(origin.start, row->origin.start);
	assert_int_equal(origin.end, row->origin.end);
	assert_int_equal(origin.operations, row->origin.operations);
	assert_int_equal(origin.exact, row->origin.exact);
	arena_close(&arena);
}

static void joins(void **state)
{
	static const struct piece run = LINEAR(0, 6, 0);
	static const struct piece dropped = BLOCK(6, 9, INVISIBLE, 0);
	struct arena              arena;
	struct text_map           map;
	struct text_origin        origin;

	(void)state;
	assert_true(arena_open(&arena, 1 << 16));
	text_map_init(&map, &arena);
	text_map_add(&map, &run.segment, run.length);
	text_map_add(&map, &dropped.segment, dropped.length);
	text_map_join(&map, 5, 2, 11, COMPAT, 0);
	assert_int_equal(map.length, 7);
	origin = text_map_origin(&map, 6, 7);
	assert_int_equal(origin.start, 5);
	assert_int_equal(origin.end, 11);
	assert_int_equal(origin.operations, INVISIBLE | COMPAT);
	origin = text_map_origin(&map, 2, 5);
	assert_int_equal(origin.start, 2);
	assert_int_equal(origin.end, 5);
	assert_int_equal(origin.operations, 0);
	arena_close(&arena);
}

static void fails_once(void **state)
{
	static const struct piece piece = BLOCK(0, 1, 0, 1);
	struct arena              arena;
	struct text_map           map;

	(void)state;
	assert_true(arena_open(&arena, 4096));
	text_map_init(&map, &arena);
	for (size_t i = 0; i < 10000; i++)
		text_map_add(&map, &piece.segment, piece.length);
	assert_true(map.failed);
	text_map_add(NULL, &piece.segment, piece.length);
	arena_close(&arena);
}

static void names_operations(void **state)
{
	(void)state;
	assert_string_equal(text_operation_name(TEXT_OPERATION_lookalike), "lookalike");
	assert_string_equal(text_operation_text(TEXT_OPERATION_base64), "base64 decoded");
	assert_int_equal(text_operation_evasive(TEXT_OPERATION_invisible),
	                 TEXT_EVASIVE_INSIDE_WORD);
	assert_int_equal(text_operation_evasive(TEXT_OPERATION_base64), TEXT_EVASIVE_YES);
	assert_int_equal(text_operation_evasive(TEXT_OPERATION_caseless), TEXT_EVASIVE_NO);
}

static void trace_beyond(void)
{
	struct text_map map = { 0 };

	text_map_origin(&map, 0, 1);
}

static void dies_beyond_the_end(void **state)
{
	(void)state;
	assert_true(dies(trace_beyond));
}

int main(void)
{
	struct rows rows = { 0 };

	ROWS_ADD(&rows, traces, rows_of_maps);
	rows_add_one(&rows, "joins a base and its marks", joins);
	rows_add_one(&rows, "remembers that the arena was full", fails_once);
	rows_add_one(&rows, "dies on a range beyond the end", dies_beyond_the_end);
	rows_add_one(&rows, "knows its operations", names_operations);
	return rows_run(&rows, "text_map");
}
