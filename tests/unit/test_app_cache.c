/* SPDX-License-Identifier: Apache-2.0 */
/* Compiled rules on disk: found again, never trusted blindly, never too many. */
#include "app_cache.h"
#include "app_rules.h"
#include "test_base_rows.h"

#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>

static const char rules_form[] =
	"schema: 1\ncategory: weapons.conventional\nowner: team\nrules:\n"
	"  - id: weapons.test.one\n    title: One %d\n    severity: high\n    action: block\n"
	"    mode: enforce\n    when: {phrase: pipe bomb}\n"
	"    tests: {block: [a pipe bomb, the pipe bomb], pass: [c, d]}\n";

/* A folder with rules/a.yaml in it; cache/ is not there yet. */
struct fixture {
	char             folder[32];
	char             rules[64];
	char             cache[64];
	struct app_rules how;
};

static void rules_write(const struct fixture *fixture, int version)
{
	char  path[96];
	FILE *file;

	snprintf(path, sizeof path, "%s/a.yaml", fixture->rules);
	file = fopen(path, "wb");
	assert_non_null(file);
	fprintf(file, rules_form, version);
	assert_int_equal(fclose(file), 0);
}

static void fixture_open(struct fixture *fixture)
{
	*fixture = (struct fixture){ .folder = "/tmp/doorward-test-XXXXXX" };
	assert_non_null(mkdtemp(fixture->folder));
	snprintf(fixture->rules, sizeof fixture->rules, "%s/rules", fixture->folder);
	snprintf(fixture->cache, sizeof fixture->cache, "%s/cache", fixture->folder);
	assert_int_equal(mkdir(fixture->rules, 0700), 0);
	rules_write(fixture, 0);
	fixture->how = (struct app_rules){ .path = fixture->rules, .cache = fixture->cache };
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *walk)
{
	(void)about;
	(void)kind;
	(void)walk;
	return remove(path);
}

static void fixture_close(const struct fixture *fixture)
{
	assert_int_equal(nftw(fixture->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static size_t files_count(const char *folder)
{
	DIR           *entries = opendir(folder);
	struct dirent *entry;
	size_t         count = 0;

	assert_non_null(entries);
	while ((entry = readdir(entries)) != NULL)
		count += strstr(entry->d_name, ".ruleset") != NULL;
	closedir(entries);
	return count;
}

/* Of the only file in the cache. */
static void cached_path(const struct fixture *fixture, char path[400])
{
	DIR           *entries = opendir(fixture->cache);
	struct dirent *entry;

	assert_non_null(entries);
	while ((entry = readdir(entries)) != NULL)
		if (entry->d_name[0] != '.')
			snprintf(path, 400, "%s/%s", fixture->cache, entry->d_name);
	closedir(entries);
}

/* Loads, and keeps as if its tests had passed. Was it there? */
static bool load_and_keep(struct fixture *fixture)
{
	struct ruleset *ruleset = NULL;
	struct error    err = { 0 };
	bool            tested;

	assert_int_equal(app_rules_load(&fixture->how, NULL, &ruleset, &tested, &err), STATUS_OK);
	if (!tested)
		app_rules_keep(&fixture->how, ruleset);
	ruleset_close(&ruleset);
	return tested;
}

static void is_found_the_second_time(void **state)
{
	struct fixture fixture;
	struct stat    about;
	char           path[400];

	(void)state;
	fixture_open(&fixture);
	assert_false(load_and_keep(&fixture));
	assert_true(load_and_keep(&fixture));
	assert_int_equal(fixture.how.cache_fault.status, STATUS_OK);
	cached_path(&fixture, path);
	assert_int_equal(stat(path, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	assert_int_equal(stat(fixture.cache, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0700);
	rules_write(&fixture, 1);
	assert_false(load_and_keep(&fixture));
	rules_write(&fixture, 0);
	assert_true(load_and_keep(&fixture));
	fixture_close(&fixture);
}

static void the_ones_used_last_stay(void **state)
{
	struct fixture fixture;

	(void)state;
	fixture_open(&fixture);
	for (int i = 0; i < 7; i++) {
		rules_write(&fixture, 0);
		load_and_keep(&fixture);
		rules_write(&fixture, i);
		load_and_keep(&fixture);
	}
	assert_int_equal(files_count(fixture.cache), APP_CACHE_FILES_MAX);
	rules_write(&fixture, 0);
	assert_true(load_and_keep(&fixture));
	rules_write(&fixture, 1);
	assert_false(load_and_keep(&fixture));
	fixture_close(&fixture);
}

/* ---- what is not used ---- */

static void spoil_bytes(const char *path, const struct fixture *fixture)
{
	int file = open(path, O_WRONLY);

	(void)fixture;
	assert_true(file >= 0 && pwrite(file, "x", 1, 500) == 1);
	close(file);
}

static void spoil_length(const char *path, const struct fixture *fixture)
{
	(void)fixture;
	assert_int_equal(truncate(path, 100), 0);
}

static void spoil_all(const char *path, const struct fixture *fixture)
{
	(void)fixture;
	assert_int_equal(truncate(path, 0), 0);
}

static void open_file(const char *path, const struct fixture *fixture)
{
	(void)fixture;
	assert_int_equal(chmod(path, 0620), 0);
}

static void open_folder(const char *path, const struct fixture *fixture)
{
	(void)path;
	assert_int_equal(chmod(fixture->cache, 0777), 0);
}

static void put_link(const char *path, const struct fixture *fixture)
{
	char other[96];

	snprintf(other, sizeof other, "%s/other", fixture->folder);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(symlink(other, path), 0);
}

/* The bytes of other rules under this name. */
static void put_other(const char *path, const struct fixture *fixture)
{
	struct ruleset *ruleset = NULL;
	struct buffer   bytes;
	struct error    err = { 0 };

	rules_write(fixture, 9);
	assert_int_equal(ruleset_load(fixture->rules, &ruleset, &err), STATUS_OK);
	rules_write(fixture, 0);
	buffer_init_heap(&bytes);
	assert_int_equal(ruleset_save(ruleset, true, &bytes), STATUS_OK);
	assert_int_equal(app_cache_write(path, 0600, buffer_slice(&bytes), &err), STATUS_OK);
	buffer_free(&bytes);
	ruleset_close(&ruleset);
}

struct row {
	const char *label;
	void (*spoil)(const char *path, const struct fixture *fixture);
};

static const struct row rows_of_spoilt[] = {
	{ "a changed byte is not used", spoil_bytes },
	{ "a cut file is not used", spoil_length },
	{ "an empty file is not used", spoil_all },
	{ "a file that others can write is not used", open_file },
	{ "a folder that others can write is not used", open_folder },
	{ "a link is not used", put_link },
	{ "other rules under this name are not used", put_other },
};

static void is_not_used(void **state)
{
	const struct row *row = *state;
	struct fixture    fixture;
	char              path[400] = "";

	fixture_open(&fixture);
	load_and_keep(&fixture);
	cached_path(&fixture, path);
	row->spoil(path, &fixture);
	assert_false(load_and_keep(&fixture));
	assert_int_not_equal(fixture.how.cache_fault.status, STATUS_OK);
	assert_true(fixture.how.cache_fault.message[0] != '\0');
	fixture_close(&fixture);
}

static void a_cache_that_cannot_be_is_no_fault(void **state)
{
	struct fixture fixture;

	(void)state;
	fixture_open(&fixture);
	snprintf(fixture.cache, sizeof fixture.cache, "%s/no/such/folder", fixture.folder);
	assert_false(load_and_keep(&fixture));
	assert_int_equal(fixture.how.cache_fault.status, STATUS_IO);
	fixture.how.cache = NULL;
	fixture.how.cache_fault = (struct error){ 0 };
	assert_false(load_and_keep(&fixture));
	assert_int_equal(fixture.how.cache_fault.status, STATUS_OK);
	fixture_close(&fixture);
}

static void what_a_killed_writer_left_goes(void **state)
{
	const struct timespec old[2] = { { .tv_sec = 1000 }, { .tv_sec = 1000 } };
	struct fixture        fixture;
	char                  path[400] = "";
	char                  torn[900];

	(void)state;
	fixture_open(&fixture);
	load_and_keep(&fixture);
	cached_path(&fixture, path);
	snprintf(torn, sizeof torn, "%s/.%s.77", fixture.cache, strrchr(path, '/') + 1);
	assert_int_equal(close(open(torn, O_CREAT | O_WRONLY, 0600)), 0);
	assert_int_equal(utimensat(AT_FDCWD, torn, old, 0), 0);
	rules_write(&fixture, 3);
	load_and_keep(&fixture);
	assert_int_not_equal(access(torn, F_OK), 0);
	fixture_close(&fixture);
}

static void a_snapshot_is_taken_as_rules(void **state)
{
	struct fixture  fixture;
	struct ruleset *ruleset = NULL;
	struct error    err = { 0 };
	char            path[400] = "";
	char            revision[RULESET_REVISION_CHARS + 1];
	bool            tested;

	(void)state;
	fixture_open(&fixture);
	load_and_keep(&fixture);
	cached_path(&fixture, path);
	struct app_rules how = { .path = path };
	assert_int_equal(app_rules_revision(&how, revision, &err), STATUS_OK);
	assert_string_equal(revision, "");
	assert_int_equal(app_rules_load(&how, NULL, &ruleset, &tested, &err), STATUS_OK);
	assert_true(tested);
	assert_int_equal(ruleset_rule_count(ruleset), 1);
	ruleset_close(&ruleset);
	spoil_bytes(path, &fixture);
	assert_int_equal(app_rules_load(&how, NULL, &ruleset, &tested, &err), STATUS_CORRUPT);
	assert_string_equal(err.file, path);
	fixture_close(&fixture);
}

int main(void)
{
	struct rows rows = { 0 };

	rows_add_one(&rows, "is found the second time", is_found_the_second_time);
	rows_add_one(&rows, "the ones used last stay", the_ones_used_last_stay);
	ROWS_ADD(&rows, is_not_used, rows_of_spoilt);
	rows_add_one(&rows, "a cache that cannot be is no fault",
	             a_cache_that_cannot_be_is_no_fault);
	rows_add_one(&rows, "what a killed writer left goes", what_a_killed_writer_left_goes);
	rows_add_one(&rows, "a snapshot is taken as rules", a_snapshot_is_taken_as_rules);
	return rows_run(&rows, "app_cache");
}
