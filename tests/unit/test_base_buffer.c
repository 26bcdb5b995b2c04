/* SPDX-License-Identifier: Apache-2.0 */
#include "base_buffer.h"
#include "test_base_rows.h"

static void writes_everything(struct buffer *buffer)
{
	for (unsigned i = 0; i < 1000; i++)
		buffer_append_char(buffer, (char)('a' + i % 26));
	buffer_append(buffer, SLICE_LIT("\0|"));
	buffer_append_cstr(buffer, "cstr|");
	buffer_append_cstr(buffer, NULL);
	buffer_append(buffer, SLICE_NONE);
	buffer_append_u64(buffer, 0);
	buffer_append_u64(buffer, UINT64_MAX);
	buffer_append_format(buffer, "|%d %s", -5, "five");
	assert_false(buffer->failed);
	assert_int_equal(buffer->len, 1000 + 2 + 5 + 1 + 20 + 8);
	assert_true(slice_equal(slice_from(buffer_slice(buffer), 1000),
	                        SLICE_LIT("\0|cstr|018446744073709551615|-5 five")));
}

static void grows_on_the_heap(void **state)
{
	struct buffer buffer;

	(void)state;
	buffer_init_heap(&buffer);
	assert_int_equal(buffer_slice(&buffer).len, 0);
	writes_everything(&buffer);
	buffer_free(&buffer);
	assert_null(buffer.ptr);
}

static void grows_in_an_arena(void **state)
{
	struct arena  arena;
	struct buffer buffer;

	(void)state;
	assert_true(arena_open(&arena, 64 * 1024));
	buffer_init_arena(&buffer, &arena);
	writes_everything(&buffer);
	buffer_free(&buffer);
	arena_close(&arena);
}

static void fails_when_the_arena_is_full(void **state)
{
	struct arena  arena;
	struct buffer buffer;

	(void)state;
	assert_true(arena_open(&arena, 4096));
	buffer_init_arena(&buffer, &arena);
	for (unsigned i = 0; i < 10000; i++)
		buffer_append_char(&buffer, 'x');
	assert_true(buffer.failed);
	arena_close(&arena);
}

static void drops_whole_what_does_not_fit(void **state)
{
	char          memory[8];
	struct buffer buffer;

	(void)state;
	buffer_init_fixed(&buffer, memory, sizeof memory);
	buffer_append_cstr(&buffer, "12345");
	buffer_append_cstr(&buffer, "6789");
	assert_true(buffer.failed);
	buffer_append_char(&buffer, '6');
	assert_true(slice_equal_cstr(buffer_slice(&buffer), "12345"));
	buffer_clear(&buffer);
	buffer_append_cstr(&buffer, "12345678");
	assert_false(buffer.failed);
	assert_true(slice_equal_cstr(buffer_slice(&buffer), "12345678"));
	buffer_free(&buffer);
}

static void formats_more_than_its_scratch(void **state)
{
	struct buffer buffer;
	char          memory[300];

	(void)state;
	buffer_init_heap(&buffer);
	buffer_append_format(&buffer, "%0*d", 1000, 7);
	assert_int_equal(buffer.len, 1000);
	assert_int_equal(buffer.ptr[999], '7');
	buffer_free(&buffer);
	buffer_init_fixed(&buffer, memory, sizeof memory);
	buffer_append_format(&buffer, "%0*d", 1000, 7);
	assert_true(buffer.failed);
	assert_int_equal(buffer.len, 0);
}

static void reserves_room(void **state)
{
	struct buffer buffer;
	char         *room;

	(void)state;
	buffer_init_heap(&buffer);
	room = buffer_reserve(&buffer, 5000);
	assert_non_null(room);
	memset(room, 'y', 5000);
	buffer.len += 5000;
	assert_int_equal(buffer_slice(&buffer).len, 5000);
	assert_null(buffer_reserve(&buffer, SIZE_MAX));
	assert_true(buffer.failed);
	buffer_free(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows_on_the_heap),
		cmocka_unit_test(grows_in_an_arena),
		cmocka_unit_test(fails_when_the_arena_is_full),
		cmocka_unit_test(drops_whole_what_does_not_fit),
		cmocka_unit_test(formats_more_than_its_scratch),
		cmocka_unit_test(reserves_room),
	};

	return cmocka_run_group_tests_name("buffer", tests, NULL, NULL);
}
