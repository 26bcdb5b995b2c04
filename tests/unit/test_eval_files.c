/* SPDX-License-Identifier: Apache-2.0 */
#include "eval.h"
#include "test_base_rows.h"

#include <stdlib.h>
#include <sys/stat.h>

enum { PATH_BYTES = 64 };

static void touch(const char *folder, const char *name)
{
	char  path[128];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
}

static void folder_make(char folder[PATH_BYTES])
{
	char below[PATH_BYTES + 8];

	snprintf(folder, PATH_BYTES, P_tmpdir "/eval-XXXXXX");
	assert_non_null(mkdtemp(folder));
	snprintf(below, sizeof below, "%s/sub", folder);
	assert_int_equal(mkdir(below, 0700), 0);
	touch(folder, "b_plain.jsonl");
	touch(folder, "a.jsonl");
	touch(folder, "README.md");
	touch(below, "c.jsonl");
}

static void folder_remove(const char *folder)
{
	static const char *const names[] = { "b_plain.jsonl", "a.jsonl", "README.md",
		                             "sub/c.jsonl" };
	char                     path[128];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, names[i]);
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/sub", folder);
	rmdir(path);
	rmdir(folder);
}

static void folder_walked(void **state)
{
	char              folder[PATH_BYTES];
	char             *words[] = { folder };
	struct eval_files files;
	struct error      err = { 0 };

	(void)state;
	folder_make(folder);
	assert_int_equal(eval_files_open(&files, words, 1, &err), STATUS_OK);
	assert_int_equal(files.count, 3);
	assert_string_equal(files.items[0].name, "a");
	assert_string_equal(files.items[1].name, "b_plain");
	assert_string_equal(files.items[2].name, "sub/c");
	assert_false(files.items[0].benign);
	assert_true(files.items[1].benign);
	assert_string_equal(files.paths[2], files.items[2].path);
	eval_files_close(&files);
	folder_remove(folder);
}

static void missing(void **state)
{
	char              word[] = "no-such-folder";
	char             *words[] = { word };
	struct eval_files files;
	struct error      err = { 0 };

	(void)state;
	assert_int_equal(eval_files_open(&files, words, 1, &err), STATUS_IO);
	assert_string_equal(err.file, "no-such-folder");
	eval_files_close(&files);
}

static void empty_folder(void **state)
{
	char              folder[] = P_tmpdir "/empty-XXXXXX";
	char             *words[] = { folder };
	struct eval_files files;
	struct error      err = { 0 };

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(eval_files_open(&files, words, 1, &err), STATUS_NOT_FOUND);
	eval_files_close(&files);
	rmdir(folder);
}

int main(void)
{
	struct rows all = { 0 };

	rows_add_one(&all, "a folder stands for the files below it, in order", folder_walked);
	rows_add_one(&all, "a missing folder is named", missing);
	rows_add_one(&all, "a folder without files is a fault", empty_folder);
	return rows_run(&all, "eval_files");
}
