/* SPDX-License-Identifier: Apache-2.0 */
/* From sources and folders to a ruleset: what counts, in which order, with which defaults. */
#include "test_ruleset_support.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "schema: 1\ncategory: weapons.conventional\nowner: team\nrules:\n"
#define TEXT(array)                                                                                \
	{                                                                                          \
		(array), sizeof(array) - 1                                                         \
	}
#define TESTS "    tests: {block: [a, b], pass: [c, d]}\n"

static const char plain[] = HEAD
	"  - id: weapons.test.plain\n    title: Plain\n    severity: medium\n    action: block\n"
	"    when: pipe bomb\n" TESTS;

static const char full[] = HEAD
	"  - id: privacy.test.full\n    title: Full\n    severity: critical\n    action: signal\n"
	"    mode: shadow\n    level: 3\n    score: 1\n    category: privacy.secret\n"
	"    languages: [EN, pt-BR]\n    direction: output\n    check: entropy\n"
	"    disguise: transport\n    when: {regex: 'key-[a-z]{8}'}\n    except: [example]\n"
	"    message: Own words.\n    description: Why.\n    created: 2026-01-31\n"
	"    expires: 2028-02-29\n    references: [a, b]\n" TESTS;

static void a_plain_rule_has_the_defaults(void **state)
{
	struct ruleset            *ruleset = support_load_text(plain);
	const struct ruleset_rule *rule = ruleset_rule_at(ruleset, 0);

	(void)state;
	assert_string_equal(ruleset_rule_id(rule), "weapons.test.plain");
	assert_string_equal(ruleset_rule_title(rule), "Plain");
	assert_string_equal(ruleset_rule_owner(rule), "team");
	assert_string_equal(ruleset_rule_file(rule), "rules.yaml");
	assert_int_equal(ruleset_rule_line(rule), 5);
	assert_int_equal(rule->column, 9);
	assert_string_equal(ruleset_category_code(ruleset_rule_category(rule)),
	                    "weapons.conventional");
	assert_string_equal(ruleset_rule_message(rule), ruleset_category_message(rule->category));
	assert_string_equal(ruleset_rule_description(rule), "");
	assert_string_equal(ruleset_rule_expires(rule), "");
	assert_int_equal(ruleset_rule_mode(rule), RULESET_DRAFT);
	assert_int_equal(ruleset_rule_level(rule), 1);
	assert_int_equal(rule->score, 3);
	assert_int_equal(rule->polarity, RULESET_FIELD_POSITIVE);
	assert_true(rule->input && rule->output);
	assert_false(ruleset_rule_is_exact(rule));
	assert_int_equal(rule->check, RULESET_CHECK_NONE);
	assert_null(rule->except);
	assert_int_equal(rule->language_count, 0);
	ruleset_close(&ruleset);
}

static const char exact[] = HEAD
	"  - id: weapons.test.exact\n    title: Exact\n    severity: medium\n    action: block\n"
	"    when: pipe bomb\n    disguise: {transport: its digits}\n" TESTS;

static void a_rule_about_exact_letters_says_why(void **state)
{
	struct ruleset            *ruleset = support_load_text(exact);
	const struct ruleset_rule *rule = ruleset_rule_at(ruleset, 0);

	(void)state;
	assert_true(ruleset_rule_is_exact(rule));
	assert_string_equal(ruleset_rule_exact_reason(rule), "its digits");
	assert_false(ruleset_rule_is_negative(rule));
	assert_false(ruleset_rule_is_output(rule));
	ruleset_close(&ruleset);
}

static void a_full_rule_has_its_own(void **state)
{
	struct ruleset            *ruleset = support_load_text(full);
	const struct ruleset_rule *rule = ruleset_rule_at(ruleset, 0);

	(void)state;
	assert_string_equal(ruleset_category_code(rule->category), "privacy.secret");
	assert_string_equal(rule->message, "Own words.");
	assert_string_equal(rule->description, "Why.");
	assert_string_equal(rule->expires, "2028-02-29");
	assert_int_equal(rule->severity, RULESET_CRITICAL);
	assert_int_equal(rule->action, RULESET_SIGNAL);
	assert_int_equal(rule->mode, RULESET_SHADOW);
	assert_int_equal(rule->level, 3);
	assert_int_equal(rule->score, 1);
	assert_int_equal(rule->polarity, RULESET_FIELD_ANY);
	assert_false(rule->input);
	assert_true(rule->output);
	assert_true(ruleset_rule_is_exact(rule));
	assert_string_equal(ruleset_rule_exact_reason(rule), "");
	assert_true(ruleset_rule_is_output(rule));
	assert_int_equal(rule->check, RULESET_CHECK_ENTROPY);
	assert_int_equal(rule->language_count, 2);
	assert_true(slice_equal_cstr(rule->languages[0], "en"));
	assert_true(slice_equal_cstr(rule->languages[1], "pt-br"));
	ruleset_close(&ruleset);
}

struct score_row {
	const char *label;
	const char *keys;
	int         score;
};

static const struct score_row score_rows[] = {
	{ "low blocks with 2", "severity: low\n    action: block", 2 },
	{ "medium blocks with 3", "severity: medium\n    action: block", 3 },
	{ "high blocks with 4", "severity: high\n    action: block", 4 },
	{ "critical blocks with 5", "severity: critical\n    action: block", 5 },
	{ "a critical signal stops at 4", "severity: critical\n    action: signal", 4 },
	{ "a low signal has 2", "severity: low\n    action: signal", 2 },
	{ "flag adds nothing", "severity: critical\n    action: flag", 0 },
	{ "mask adds nothing", "severity: critical\n    action: mask", 0 },
	{ "a rule may say 9", "severity: low\n    action: block\n    score: 9", 9 },
	{ "or 0", "severity: critical\n    action: block\n    score: 0", 0 },
};

static void score_is(void **state)
{
	const struct score_row *row = *state;
	struct ruleset         *ruleset;
	char                    text[1024];

	(void)snprintf(text, sizeof text,
	               HEAD "  - id: t.score\n    title: t\n    %s\n    when: a\n" TESTS,
	               row->keys);
	ruleset = support_load_text(text);
	assert_int_equal(ruleset->rules[0].score, row->score);
	ruleset_close(&ruleset);
}

static void tests_have_their_place(void **state)
{
	struct ruleset            *ruleset = support_load_text(plain);
	const struct ruleset_test *tests;

	(void)state;
	assert_int_equal(ruleset_rule_tests(&ruleset->rules[0], &tests), 4);
	assert_true(tests[0].expect_match && tests[1].expect_match);
	assert_false(tests[2].expect_match || tests[3].expect_match);
	assert_true(slice_equal_cstr(tests[3].text, "d"));
	assert_int_equal(tests[0].line, 10);
	assert_int_equal(tests[0].column, 21);
	ruleset_close(&ruleset);
}

/* ---- sources ---- */

static const char second[] = HEAD
	"  - id: a.second\n    title: t\n    severity: low\n    action: flag\n    mode: enforce\n"
	"    when: '@gadget'\n" TESTS;

static void sources_count_as_they_are_named(void **state)
{
	const struct ruleset_source sources[] = {
		{ "z.yaml", TEXT(plain) },
		{ "README.md", SLICE_INIT("no YAML: [") },
		{ "notes/more.txt", SLICE_INIT("not a list") },
		{ "schema/rule.schema.json", SLICE_INIT("{") },
		{ "schema/example.yaml", SLICE_INIT("[") },
		{ "categories.yaml", SLICE_INIT("[") },
		{ "policies/strict.yaml", SLICE_INIT("level: 2\n") },
		{ "lists/gadget.txt", SLICE_INIT("# one\nwidget\n  pipe bomb  # two\n") },
		{ "lists/README.md", SLICE_INIT("{") },
		{ "a/b.yaml", TEXT(second) },
	};
	struct ruleset *ruleset = support_load(sources, sizeof sources / sizeof sources[0]);

	(void)state;
	assert_int_equal(ruleset->rule_count, 2);
	assert_int_equal(ruleset->file_count, 4);
	assert_string_equal(ruleset->rules[0].id, "a.second");
	assert_string_equal(ruleset->rules[0].file, "a/b.yaml");
	assert_string_equal(ruleset->rules[1].id, "weapons.test.plain");
	assert_int_equal(ruleset->rules[1].index, 1);
	assert_non_null(ruleset_policy_find(ruleset, SLICE_LIT("strict")));
	assert_non_null(ruleset_policy_find(ruleset, SLICE_LIT("default")));
	assert_true(support_occurs(ruleset, &ruleset->atoms[0], SLICE_LIT("a widget")));
	assert_true(support_occurs(ruleset, &ruleset->atoms[0], SLICE_LIT("pipe bomb")));
	assert_false(support_occurs(ruleset, &ruleset->atoms[0], SLICE_LIT("one two")));
	ruleset_close(&ruleset);
}

static void a_file_list_hides_a_shared_one(void **state)
{
	const struct ruleset_source sources[] = {
		{ "a.yaml", SLICE_INIT("schema: 1\ncategory: profanity\nowner: t\n"
		                       "lists: {gadget: [own]}\nrules:\n"
		                       "  - id: a.own\n    title: t\n    severity: low\n"
		                       "    action: flag\n    when: {list: gadget}\n" TESTS) },
		{ "b.yaml", TEXT(second) },
		{ "lists/gadget.txt", SLICE_INIT("shared\n") },
	};
	struct ruleset *ruleset = support_load(sources, 3);

	(void)state;
	assert_int_equal(ruleset->atom_count, 2);
	assert_true(support_occurs(ruleset, &ruleset->atoms[0], SLICE_LIT("own")));
	assert_false(support_occurs(ruleset, &ruleset->atoms[0], SLICE_LIT("shared")));
	assert_true(support_occurs(ruleset, &ruleset->atoms[1], SLICE_LIT("shared")));
	ruleset_close(&ruleset);
}

static void the_revision_follows_names_and_bytes(void **state)
{
	const struct ruleset_source one[] = { { "a.yaml", TEXT(plain) },
		                              { "b.yaml", TEXT(second) },
		                              { "lists/gadget.txt", SLICE_INIT("widget") } };
	const struct ruleset_source turned[] = {
		one[2], one[1], one[0], { "README.md", SLICE_INIT("x") }
	};
	struct ruleset_source renamed[] = { one[0], one[1], one[2] };
	struct ruleset_source changed[] = { one[0], one[1], one[2] };
	struct ruleset       *a = support_load(one, 3);
	struct ruleset       *b = support_load(turned, 4);

	(void)state;
	renamed[0].name = "c.yaml";
	changed[2].text = SLICE_LIT("widgets");
	struct ruleset *c = support_load(renamed, 3);
	struct ruleset *d = support_load(changed, 3);
	assert_int_equal(strlen(ruleset_revision(a)), 7 + 64);
	assert_memory_equal(ruleset_revision(a), "sha256:", 7);
	assert_string_equal(ruleset_revision(a), ruleset_revision(b));
	assert_string_not_equal(ruleset_revision(a), ruleset_revision(c));
	assert_string_not_equal(ruleset_revision(a), ruleset_revision(d));
	ruleset_close(&a);
	ruleset_close(&b);
	ruleset_close(&c);
	ruleset_close(&d);
}

static void figures_add_up(void **state)
{
	const struct ruleset_source sources[] = { { "a.yaml", TEXT(plain) },
		                                  { "b.yaml", TEXT(full) },
		                                  { "c.yaml", TEXT(second) },
		                                  { "lists/gadget.txt", SLICE_INIT("widget") } };
	struct ruleset             *ruleset = support_load(sources, 4);
	struct ruleset_figures      figures;

	(void)state;
	ruleset_figures(ruleset, &figures);
	assert_int_equal(figures.rules, 3);
	assert_int_equal(figures.draft, 1);
	assert_int_equal(figures.shadow, 1);
	assert_int_equal(figures.enforce, 1);
	assert_int_equal(figures.regexes, 1);
	assert_int_equal(figures.atoms, 4);
	assert_int_equal(figures.tests, 12);
	assert_int_equal(figures.policies, 1);
	assert_int_equal(figures.files, 4);
	assert_true(figures.vocabulary >= 3);
	assert_true(figures.arena_bytes > 0);
	ruleset_close(&ruleset);
}

static void an_unknown_backend_is_named(void **state)
{
	const struct ruleset_source source = { "a.yaml", TEXT(plain) };
	struct ruleset             *ruleset = NULL;
	struct error                err = { 0 };

	(void)state;
	assert_int_equal(ruleset_load_with("fast", &source, 1, &ruleset, &err), STATUS_NOT_FOUND);
	assert_null(ruleset);
	assert_string_equal(err.message, "no matching backend \"fast\"; known: hyperscan, naive");
}

static void no_sources_are_refused(void **state)
{
	const struct ruleset_source list = { "lists/a.txt", SLICE_INIT("a") };
	struct ruleset             *ruleset = NULL;
	struct error                err = { 0 };

	(void)state;
	assert_int_equal(ruleset_load_sources(&list, 1, &ruleset, &err), STATUS_RULE_MALFORMED);
	assert_string_equal(err.message, "no rule files in the sources");
	assert_int_equal(ruleset_load_sources(NULL, 0, &ruleset, NULL), STATUS_RULE_MALFORMED);
}

/* ---- folders ---- */

struct folder {
	char path[64];
};

static int folder_make(void **state)
{
	static struct folder folder;

	(void)snprintf(folder.path, sizeof folder.path, "/tmp/doorward-test-XXXXXX");
	*state = &folder;
	return mkdtemp(folder.path) == NULL ? -1 : 0;
}

static int entry_remove(const char *path, const struct stat *about, int kind, struct FTW *walk)
{
	(void)about;
	(void)kind;
	(void)walk;
	return remove(path);
}

static int folder_remove(void **state)
{
	const struct folder *folder = *state;

	return nftw(folder->path, entry_remove, 8, FTW_DEPTH | FTW_PHYS);
}

static void path_join(const struct folder *folder, const char *name, char *path, size_t bytes)
{
	(void)snprintf(path, bytes, "%s/%s", folder->path, name);
}

static void file_write(const struct folder *folder, const char *name, const char *text)
{
	char  path[256];
	FILE *file;

	path_join(folder, name, path, sizeof path);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void folder_add(const struct folder *folder, const char *name)
{
	char path[256];

	path_join(folder, name, path, sizeof path);
	assert_int_equal(mkdir(path, 0700), 0);
}

static void link_add(const struct folder *folder, const char *name, const char *target)
{
	char path[256];

	path_join(folder, name, path, sizeof path);
	assert_int_equal(symlink(target, path), 0);
}

static void load_fails(const char *folder, enum status status, const char *expected)
{
	struct ruleset *ruleset = NULL;
	struct buffer   text;
	struct error    err;

	assert_int_equal(ruleset_load(folder, &ruleset, &err), status);
	assert_null(ruleset);
	buffer_init_heap(&text);
	error_print(&err, &text);
	buffer_append_char(&text, '\0');
	assert_string_equal(text.ptr, expected);
	buffer_free(&text);
}

static void a_folder_is_the_same_as_its_sources(void **state)
{
	const struct folder        *folder = *state;
	const struct ruleset_source sources[] = { { "b.yaml", TEXT(plain) },
		                                  { "sub/a.yaml", TEXT(second) },
		                                  { "lists/gadget.txt", SLICE_INIT("widget") } };
	struct ruleset             *from_sources = support_load(sources, 3);
	struct ruleset             *from_folder = NULL;
	struct error                err;

	folder_add(folder, "sub");
	folder_add(folder, "lists");
	folder_add(folder, ".git");
	file_write(folder, "b.yaml", plain);
	file_write(folder, "sub/a.yaml", second);
	file_write(folder, "lists/gadget.txt", "widget");
	file_write(folder, "README.md", "text");
	file_write(folder, ".hidden.yaml", "[");
	file_write(folder, ".git/config.yaml", "[");
	assert_int_equal(ruleset_load(folder->path, &from_folder, &err), STATUS_OK);
	assert_string_equal(ruleset_revision(from_folder), ruleset_revision(from_sources));
	assert_string_equal(ruleset_rule_file(ruleset_rule_at(from_folder, 1)), "sub/a.yaml");
	ruleset_close(&from_folder);
	ruleset_close(&from_sources);
}

static void links_to_files_are_followed(void **state)
{
	const struct folder *folder = *state;
	struct ruleset      *ruleset = NULL;
	struct error         err;

	folder_add(folder, "..2026");
	file_write(folder, "..2026/a.yaml", plain);
	link_add(folder, "..data", "..2026");
	link_add(folder, "a.yaml", "..data/a.yaml");
	assert_int_equal(ruleset_load(folder->path, &ruleset, &err), STATUS_OK);
	assert_int_equal(ruleset_rule_count(ruleset), 1);
	ruleset_close(&ruleset);
}

static void a_link_loop_is_refused(void **state)
{
	const struct folder *folder = *state;

	folder_add(folder, "sub");
	file_write(folder, "a.yaml", plain);
	link_add(folder, "sub/up", "..");
	load_fails(folder->path, STATUS_RULE_MALFORMED,
	           "sub/up: the link leads back to a folder above it");
}

static void a_dangling_link_is_refused(void **state)
{
	const struct folder *folder = *state;

	file_write(folder, "a.yaml", plain);
	link_add(folder, "b.yaml", "nowhere.yaml");
	load_fails(folder->path, STATUS_IO, "b.yaml: cannot be read: No such file or directory");
}

static void an_empty_folder_is_refused(void **state)
{
	const struct folder *folder = *state;
	char                 expected[128];

	(void)snprintf(expected, sizeof expected, "no rule files in %s", folder->path);
	load_fails(folder->path, STATUS_RULE_MALFORMED, expected);
}

static void a_missing_folder_is_named(void **state)
{
	(void)state;
	load_fails("/nonexistent/rules", STATUS_IO,
	           "/nonexistent/rules: the rules folder cannot be read: "
	           "No such file or directory");
}

int main(void)
{
	static struct rows             rows;
	static const struct CMUnitTest folder_tests[] = {
		cmocka_unit_test_setup_teardown(a_folder_is_the_same_as_its_sources, folder_make,
		                                folder_remove),
		cmocka_unit_test_setup_teardown(links_to_files_are_followed, folder_make,
		                                folder_remove),
		cmocka_unit_test_setup_teardown(a_link_loop_is_refused, folder_make, folder_remove),
		cmocka_unit_test_setup_teardown(a_dangling_link_is_refused, folder_make,
		                                folder_remove),
		cmocka_unit_test_setup_teardown(an_empty_folder_is_refused, folder_make,
		                                folder_remove),
		cmocka_unit_test(a_missing_folder_is_named),
	};

	rows_add_one(&rows, "a plain rule has the defaults", a_plain_rule_has_the_defaults);
	rows_add_one(&rows, "a full rule has its own", a_full_rule_has_its_own);
	rows_add_one(&rows, "a rule about exact letters says why",
	             a_rule_about_exact_letters_says_why);
	ROWS_ADD(&rows, score_is, score_rows);
	rows_add_one(&rows, "tests have their place", tests_have_their_place);
	rows_add_one(&rows, "sources count as they are named", sources_count_as_they_are_named);
	rows_add_one(&rows, "a list of a file hides a shared one", a_file_list_hides_a_shared_one);
	rows_add_one(&rows, "the revision follows names and bytes",
	             the_revision_follows_names_and_bytes);
	rows_add_one(&rows, "figures add up", figures_add_up);
	rows_add_one(&rows, "an unknown backend is named", an_unknown_backend_is_named);
	rows_add_one(&rows, "no sources are refused", no_sources_are_refused);
	for (size_t i = 0; i < sizeof folder_tests / sizeof folder_tests[0]; i++)
		rows.tests[rows.count++] = folder_tests[i];
	return rows_run(&rows, "ruleset_load");
}
