/* SPDX-License-Identifier: Apache-2.0 */
#include "base_arena.h"
#include "test_base_rows.h"

enum { CAP = 64 * 1024, MIB = 1024 * 1024 };

static int open_arena(void **state)
{
	static struct arena arena;

	assert_true(arena_open(&arena, CAP));
	*state = &arena;
	return 0;
}

static int close_arena(void **state)
{
	arena_close(*state);
	return 0;
}

static void hands_out_aligned_blocks(void **state)
{
	struct arena *arena = *state;

	for (size_t size = 0; size < 100; size++) {
		char *memory = arena_alloc(arena, size, 1);

		assert_non_null(memory);
		assert_int_equal((uintptr_t)memory % 16, 0);
		memset(memory, 0xAA, size);
	}
}

static void stays_overflowed_until_reset(void **state)
{
	struct arena *arena = *state;

	assert_non_null(arena_alloc(arena, CAP, 1));
	assert_false(arena->overflowed);
	assert_null(arena_alloc(arena, 1, 1));
	assert_true(arena->overflowed);
	arena_rewind(arena, 0);
	assert_true(arena->overflowed);
	assert_non_null(arena_alloc(arena, 1, 1));
	arena_reset(arena);
	assert_false(arena->overflowed);
	assert_int_equal(arena->peak_bytes, 0);
}

static void refuses_a_product_that_overflows(void **state)
{
	struct arena *arena = *state;

	assert_null(arena_alloc(arena, SIZE_MAX / 2, 4));
	assert_true(arena->overflowed);
	arena_reset(arena);
	assert_null(arena_alloc_zero(arena, SIZE_MAX, 1));
	assert_true(arena->overflowed);
	assert_null(arena_resize(arena, arena_alloc(arena, 1, 1), 1, SIZE_MAX));
}

static void zeroes_on_request(void **state)
{
	struct arena *arena = *state;
	char         *memory = arena_alloc(arena, 64, 1);

	assert_non_null(memory);
	memset(memory, 0xAA, 64);
	arena_rewind(arena, 0);
	memory = arena_alloc_zero(arena, 64, 1);
	assert_non_null(memory);
	for (size_t i = 0; i < 64; i++)
		assert_int_equal(memory[i], 0);
}

static void resizes_the_last_block_in_place(void **state)
{
	struct arena *arena = *state;
	char         *memory = arena_alloc(arena, 10, 1);

	assert_non_null(memory);
	memcpy(memory, "0123456789", 10);
	assert_ptr_equal(arena_resize(arena, memory, 10, 1000), memory);
	memset(memory + 10, 'x', 990);
	assert_ptr_equal(arena_resize(arena, memory, 1000, 5), memory);
	assert_int_equal(arena->used_bytes, 16);
	assert_int_equal(arena->peak_bytes, 1008);
	assert_memory_equal(memory, "01234", 5);
}

static void moves_an_older_block(void **state)
{
	struct arena *arena = *state;
	char         *memory = arena_alloc(arena, 4, 1);
	char         *moved;

	assert_non_null(memory);
	memcpy(memory, "abcd", 4);
	assert_non_null(arena_alloc(arena, 1, 1));
	moved = arena_resize(arena, memory, 4, 100);
	assert_non_null(moved);
	assert_ptr_not_equal(moved, memory);
	assert_memory_equal(moved, "abcd", 4);
}

static void keeps_the_old_block_when_full(void **state)
{
	struct arena *arena = *state;
	char         *memory = arena_alloc(arena, 4, 1);

	assert_non_null(memory);
	memcpy(memory, "abcd", 4);
	assert_null(arena_resize(arena, memory, 4, CAP + 1));
	assert_true(arena->overflowed);
	assert_memory_equal(memory, "abcd", 4);
	assert_non_null(arena_resize(arena, NULL, 0, 8));
}

static void copies_bytes(void **state)
{
	struct arena *arena = *state;
	struct slice  copy = arena_copy(arena, SLICE_LIT("a\0b"));

	assert_true(slice_equal(copy, SLICE_LIT("a\0b")));
	assert_int_equal(arena_copy(arena, SLICE_NONE).len, 0);
	assert_non_null(arena_alloc(arena, CAP - arena->used_bytes, 1));
	assert_null(arena_copy(arena, SLICE_LIT("x")).ptr);
	assert_true(arena->overflowed);
}

static void gives_pages_back_on_reset(void **state)
{
	struct arena big;
	char        *memory;

	(void)state;
	assert_true(arena_open(&big, 8 * MIB));
	memory = arena_alloc(&big, 4 * MIB, 1);
	assert_non_null(memory);
	memset(memory, 0xAA, 4 * MIB);
	arena_reset(&big);
	memory = arena_alloc(&big, 4 * MIB, 1);
	assert_non_null(memory);
	assert_int_equal(memory[3 * MIB], 0);
	assert_int_equal((unsigned char)memory[MIB - 1], 0xAA);
	arena_close(&big);
	assert_null(big.base);
}

static void allows_a_zeroed_arena(void **state)
{
	struct arena none = { 0 };

	(void)state;
	assert_null(arena_alloc(&none, 1, 1));
	assert_true(none.overflowed);
	arena_reset(&none);
	assert_false(none.overflowed);
	arena_close(&none);
	assert_false(arena_open(&none, 0));
	assert_false(arena_open(&none, SIZE_MAX));
}

#define IN_ARENA(test) cmocka_unit_test_setup_teardown(test, open_arena, close_arena)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_ARENA(hands_out_aligned_blocks),
		IN_ARENA(stays_overflowed_until_reset),
		IN_ARENA(refuses_a_product_that_overflows),
		IN_ARENA(zeroes_on_request),
		IN_ARENA(resizes_the_last_block_in_place),
		IN_ARENA(moves_an_older_block),
		IN_ARENA(keeps_the_old_block_when_full),
		IN_ARENA(copies_bytes),
		cmocka_unit_test(gives_pages_back_on_reset),
		cmocka_unit_test(allows_a_zeroed_arena),
	};

	return cmocka_run_group_tests_name("arena", tests, NULL, NULL);
}
