/* SPDX-License-Identifier: Apache-2.0 */
#include "base_keyset.h"
#include "test_base_rows.h"

static void tells_objects_apart(void **state)
{
	struct arena   arena;
	struct keyset *keyset;

	(void)state;
	assert_true(arena_open(&arena, 1024 * 1024));
	keyset = keyset_open(&arena);
	assert_non_null(keyset);
	keyset_enter(keyset, 1);
	assert_int_equal(keyset_add(keyset, 1, SLICE_LIT("a")), STATUS_OK);
	keyset_enter(keyset, 2);
	assert_int_equal(keyset_add(keyset, 2, SLICE_LIT("a")), STATUS_OK);
	assert_int_equal(keyset_add(keyset, 1, SLICE_LIT("a")), STATUS_CORRUPT);
	assert_int_equal(keyset_add(keyset, 2, SLICE_LIT("a")), STATUS_CORRUPT);
	keyset_enter(keyset, 2);
	assert_int_equal(keyset_add(keyset, 2, SLICE_LIT("a")), STATUS_OK);
	assert_int_equal(keyset_add(keyset, 2, SLICE_LIT("a\0")), STATUS_OK);
	assert_int_equal(keyset_add(keyset, 2, SLICE_NONE), STATUS_OK);
	assert_int_equal(keyset_add(keyset, 2, SLICE_NONE), STATUS_CORRUPT);
	arena_close(&arena);
}

static void remembers_across_growth(void **state)
{
	enum { KEYS = 20000 };
	struct arena   arena;
	struct keyset *keyset;

	(void)state;
	assert_true(arena_open(&arena, 16 * 1024 * 1024));
	keyset = keyset_open(&arena);
	assert_non_null(keyset);
	keyset_enter(keyset, 0);
	for (unsigned round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < KEYS; i++) {
			struct slice key = arena_copy(&arena, (struct slice){ (char *)&i, 4 });

			assert_int_equal(keyset_add(keyset, 0, key),
			                 round == 0 ? STATUS_OK : STATUS_CORRUPT);
		}
	}
	arena_close(&arena);
}

static void says_when_memory_is_full(void **state)
{
	struct arena   arena;
	struct keyset *keyset;

	(void)state;
	assert_true(arena_open(&arena, 512));
	keyset = keyset_open(&arena);
	assert_non_null(keyset);
	keyset_enter(keyset, 0);
	assert_int_equal(keyset_add(keyset, 0, SLICE_LIT("a")), STATUS_NO_MEMORY);
	assert_null(keyset_open(&arena));
	arena_close(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_objects_apart),
		cmocka_unit_test(remembers_across_growth),
		cmocka_unit_test(says_when_memory_is_full),
	};

	return cmocka_run_group_tests_name("keyset", tests, NULL, NULL);
}
