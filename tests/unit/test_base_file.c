/* SPDX-License-Identifier: Apache-2.0 */
#include "base_file.h"
#include "test_base_rows.h"

#include <stdlib.h>
#include <sys/stat.h>

struct place {
	struct arena arena;
	char         folder[64];
	char         path[80];
};

static int open_place(void **state)
{
	static struct place place;

	snprintf(place.folder, sizeof place.folder, "/tmp/doorward-file-XXXXXX");
	assert_non_null(mkdtemp(place.folder));
	snprintf(place.path, sizeof place.path, "%s/a.yaml", place.folder);
	assert_true(arena_open(&place.arena, 64 * 1024));
	*state = &place;
	return 0;
}

static int close_place(void **state)
{
	struct place *place = *state;

	remove(place->path);
	remove(place->folder);
	arena_close(&place->arena);
	return 0;
}

static void write_file(const struct place *place, struct slice bytes)
{
	FILE *file = fopen(place->path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes.len > 0 ? bytes.ptr : "", 1, bytes.len, file), bytes.len);
	assert_int_equal(fclose(file), 0);
}

static void reads_all_bytes(void **state)
{
	struct place *place = *state;
	struct slice  bytes;

	write_file(place, SLICE_LIT("a\0b\n"));
	assert_int_equal(file_read(place->path, 4, &place->arena, &bytes, NULL), STATUS_OK);
	assert_true(slice_equal(bytes, SLICE_LIT("a\0b\n")));
}

static void reads_an_empty_file(void **state)
{
	struct place *place = *state;
	struct slice  bytes = SLICE_LIT("x");

	write_file(place, SLICE_NONE);
	assert_int_equal(file_read(place->path, 4, &place->arena, &bytes, NULL), STATUS_OK);
	assert_int_equal(bytes.len, 0);
}

static void refuses_a_large_file(void **state)
{
	struct place *place = *state;
	struct error  err = { 0 };
	struct slice  bytes;

	write_file(place, SLICE_LIT("12345"));
	assert_int_equal(file_read(place->path, 4, &place->arena, &bytes, &err),
	                 STATUS_LIMIT_REACHED);
	assert_string_equal(err.file, place->path);
	assert_string_equal(err.message, "the file is larger than 4 bytes; split it");
}

static void refuses_what_is_no_file(void **state)
{
	struct place *place = *state;
	struct error  missing = { 0 };
	struct error  folder = { 0 };
	struct error  pipe = { 0 };
	struct slice  bytes;

	assert_int_equal(file_read(place->path, 4, &place->arena, &bytes, &missing), STATUS_IO);
	assert_string_equal(missing.message, "cannot read the file: No such file or directory");
	assert_int_equal(file_read(place->folder, 4, &place->arena, &bytes, &folder), STATUS_IO);
	assert_string_equal(folder.message, "cannot read the file: it is not a regular file");
	assert_int_equal(mkfifo(place->path, 0600), 0);
	assert_int_equal(file_read(place->path, 4, &place->arena, &bytes, &pipe), STATUS_IO);
	assert_string_equal(pipe.message, "cannot read the file: it is not a regular file");
}

static void says_when_memory_is_full(void **state)
{
	struct place *place = *state;
	struct slice  bytes;

	write_file(place, SLICE_LIT("12345"));
	assert_non_null(arena_alloc(&place->arena, place->arena.cap_bytes, 1));
	assert_int_equal(file_read(place->path, 5, &place->arena, &bytes, NULL), STATUS_NO_MEMORY);
}

#define IN_PLACE(test) cmocka_unit_test_setup_teardown(test, open_place, close_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_PLACE(reads_all_bytes),          IN_PLACE(reads_an_empty_file),
		IN_PLACE(refuses_a_large_file),     IN_PLACE(refuses_what_is_no_file),
		IN_PLACE(says_when_memory_is_full),
	};

	return cmocka_run_group_tests_name("file", tests, NULL, NULL);
}
