/* SPDX-License-Identifier: Apache-2.0 */
/* Every mistake of a rule author, and the exact message it earns.
 *
 * A case is a file of tests/cases/ruleset_errors with NAME.expected beside it, which holds the
 * message as it is printed. NAME.yaml is a rule file, policy-NAME.yaml a policy, NAME.txt a
 * file of lists/; the last two are loaded beside a rule file without faults. One cmocka test
 * a case, named by its file. The folder is the program's argument. */
#include "doorward/ruleset.h"

#include "base_arena.h"
#include "base_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES_MAX  512
#define PATH_BYTES 512

struct row {
	const char *folder;
	char        name[128]; /* "list_empty.yaml" */
};

static const struct ruleset_source sound = {
	.name = "sound.yaml",
	.text = SLICE_INIT("schema: 1\n"
	                   "category: profanity\n"
	                   "owner: team\n"
	                   "rules:\n"
	                   "  - id: sound.rule\n"
	                   "    title: A rule without faults\n"
	                   "    severity: low\n"
	                   "    action: flag\n"
	                   "    when: some words\n"
	                   "    tests: {block: [a, b], pass: [c, d]}\n"),
};

/* What a layer of a case may be based on, besides the built-in default. */
static const struct ruleset_source base = {
	.name = "policies/sound.yaml",
	.text = SLICE_INIT("level: 2\ncategories: {profanity: {at_least: mask}}\n"
	                   "can_relax: [violence.graphic]\n"),
};
static const struct ruleset_source default_policy = {
	.name = "policies/default.yaml",
	.text = SLICE_INIT("description: none\n"),
};

static bool ends_with(const char *name, const char *ending)
{
	return slice_ends_with(slice_from_cstr(name), slice_from_cstr(ending));
}

static void source_name(const struct row *row, char *name, size_t bytes)
{
	const char *folder = "";

	if (ends_with(row->name, ".txt"))
		folder = "lists/";
	else if (strncmp(row->name, "policy-", strlen("policy-")) == 0)
		folder = "policies/";
	(void)snprintf(name, bytes, "%s%s", folder, row->name);
}

static struct slice file_text(const char *path, struct arena *arena)
{
	struct slice text = SLICE_NONE;
	struct error err = { 0 };

	if (file_read(path, 1024 * 1024, arena, &text, &err) != STATUS_OK)
		fail_msg("%s: %s", path, err.message);
	return text;
}

static struct slice expected_text(const struct row *row, struct arena *arena)
{
	char        path[PATH_BYTES];
	const char *dot = strrchr(row->name, '.');

	(void)snprintf(path, sizeof path, "%s/%.*s.expected", row->folder, (int)(dot - row->name),
	               row->name);
	return slice_trim(file_text(path, arena));
}

static void refuses_with_the_message(void **state)
{
	const struct row     *row = *state;
	struct ruleset_source sources[4] = { sound };
	struct ruleset       *ruleset = NULL;
	struct arena          arena;
	struct buffer         message;
	struct error          err;
	char                  path[PATH_BYTES];
	char                  name[160];
	size_t                count = 1;

	assert_true(arena_open(&arena, 8 * 1024 * 1024));
	(void)snprintf(path, sizeof path, "%s/%s", row->folder, row->name);
	source_name(row, name, sizeof name);
	if (strchr(name, '/') == NULL) {
		count = 0;
	} else {
		sources[count++] = base;
		sources[count++] = default_policy;
	}
	sources[count++] = (struct ruleset_source){ name, file_text(path, &arena) };
	assert_int_not_equal(ruleset_load_with("naive", sources, count, &ruleset, &err), STATUS_OK);
	assert_null(ruleset);
	buffer_init_arena(&message, &arena);
	error_print(&err, &message);
	buffer_append_char(&message, '\0');
	struct slice expected = expected_text(row, &arena);
	char        *wanted = ARENA_ARRAY(&arena, expected.len + 1, char);
	assert_non_null(wanted);
	memcpy(wanted, expected.ptr, expected.len);
	wanted[expected.len] = '\0';
	assert_string_equal(message.ptr, wanted);
	arena_close(&arena);
}

static int compare_rows(const void *left, const void *right)
{
	const struct row *a = left;
	const struct row *b = right;

	return strcmp(a->name, b->name);
}

static size_t rows_find(const char *folder, struct row *rows)
{
	DIR                 *open = opendir(folder);
	const struct dirent *entry;
	size_t               count = 0;

	if (open == NULL)
		return 0;
	while ((entry = readdir(open)) != NULL && count < CASES_MAX) {
		if (entry->d_name[0] == '.' || ends_with(entry->d_name, ".expected"))
			continue;
		rows[count].folder = folder;
		(void)snprintf(rows[count].name, sizeof rows[count].name, "%.120s", entry->d_name);
		count++;
	}
	(void)closedir(open);
	qsort(rows, count, sizeof *rows, compare_rows);
	return count;
}

int main(int argc, char **argv)
{
	static struct row        rows[CASES_MAX];
	static struct CMUnitTest tests[CASES_MAX];
	size_t                   count = argc == 2 ? rows_find(argv[1], rows) : 0;

	if (count == 0) {
		(void)fprintf(stderr, "usage: test_ruleset_errors FOLDER (with cases in it)\n");
		return 2;
	}
	for (size_t i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].name,
			                        .test_func = refuses_with_the_message,
			                        .initial_state = &rows[i] };
	return _cmocka_run_group_tests("ruleset_errors", tests, count, NULL, NULL);
}
