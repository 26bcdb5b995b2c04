/* SPDX-License-Identifier: Apache-2.0 */
/* Lint over small folders: which codes, where, in which order. */
#include "doorward/lint.h"

#include "test_ruleset_support.h"

#include <unistd.h>

#define FOUND_BYTES 512
#define JUNE_2026   1780272000 /* the first of June, 00:00 */

struct row {
	const char *label;
	const char *rules;    /* what follows "rules:" */
	const char *findings; /* "code line" of each, parted by commas */
	enum status status;
};

#define RULE(id, more)                                                                             \
	"  - {id: " id ", title: t, severity: low, action: flag, mode: enforce, message: m,\n"     \
	"     tests: {block: [a, b], pass: [c, d]},\n"                                             \
	"     " more "}\n"

static const struct row lint_rows[] = {
	{ "nothing to say", RULE("t.a", "when: semtex"), "", STATUS_OK },
	{ "two rules look for the same",
	  RULE("t.a", "when: {any: [semtex, tatp]}") RULE("t.b", "when: {any: [semtex, tatp]}"),
	  "R009 8", STATUS_OK },
	{ "the same in other fields is not the same",
	  RULE("t.a", "when: semtex") RULE("t.b", "when: semtex, field: negative"), "", STATUS_OK },
	{ "a letter that only looks Latin", RULE("t.a", "when: s\xd0\xb5mtex"), "R010 7",
	  STATUS_OK },
	{ "an invisible character", RULE("t.a", "when: sem\xe2\x80\x8btex"), "R010 7", STATUS_OK },
	{ "a whole Cyrillic word is none",
	  RULE("t.a", "when: \xd0\xb1\xd0\xbe\xd0\xbc\xd0\xb1\xd0\xb0"), "", STATUS_OK },
	{ "long expired", RULE("t.a", "when: semtex, expires: 2001-01-01"), "R013 5", STATUS_OK },
	{ "not yet expired", RULE("t.a", "when: semtex, expires: 2999-01-01"), "", STATUS_OK },
	{ "no message, no description",
	  "  - {id: t.a, title: t, severity: low, action: flag, when: semtex,\n"
	  "     tests: {block: [a, b], pass: [c, d]}}\n",
	  "R014 5", STATUS_OK },
	{ "one word that is not so common", RULE("t.a", "when: make a picture"), "", STATUS_OK },
	{ "nothing but very common words", RULE("t.a", "when: to the"), "R008 5", STATUS_OK },
	{ "a regex without a word that ordinary text does not hold",
	  RULE("t.a", "when: {regex: '[0-9]{6}'}"), "", STATUS_OK },
	{ "a regex without a word that matches ordinary text",
	  RULE("t.a", "when: {regex: '[a-z]{3}, [a-z]{3}'}"), "R008 5", STATUS_OK },
	{ "the findings in order of lines",
	  RULE("t.a", "when: {regex: '\\w+ \\w'}") RULE("t.b", "when: semtex, expires: 2001-01-01")
	          RULE("t.c", "when: semtex"),
	  "R008 5,R013 8,R009 11", STATUS_OK },
	{ "bad YAML", "  - [\n", "R001 6", STATUS_RULE_MALFORMED },
	{ "an unknown key", RULE("t.a", "when: semtex, wen: x"), "R002 7", STATUS_RULE_MALFORMED },
	{ "a duplicate id", RULE("t.a", "when: semtex") RULE("t.a", "when: tatp"), "R003 8",
	  STATUS_RULE_MALFORMED },
	{ "an unknown list", RULE("t.a", "when: {list: x}"), "R004 7", STATUS_RULE_MALFORMED },
	{ "too few tests",
	  "  - {id: t.a, title: t, severity: low, action: flag, when: semtex,\n"
	  "     tests: {block: [a], pass: [c, d]}}\n",
	  "R005 6", STATUS_RULE_MALFORMED },
	{ "a phrase out of grammar", RULE("t.a", "when: 'a } b'"), "R006 7",
	  STATUS_RULE_MALFORMED },
	{ "a phrase that matches anything", RULE("t.a", "when: '[a] [b]'"), "R007 7",
	  STATUS_RULE_MALFORMED },
};

static const struct row exception_rows[] = {
	{ "an exception that stays",
	  RULE("t.a", "when: semtex, except: [{phrase: novel, reason: a title}]"), "", STATUS_OK },
	{ "an exception that has time",
	  RULE("t.a", "when: semtex, except: [{phrase: novel, reason: r, expires: 2999-01-01}]"),
	  "", STATUS_OK },
	{ "an expired exception is an error, and the ruleset stands",
	  RULE("t.a", "when: semtex, except: {phrase: novel, reason: r, expires: 2001-01-01}"),
	  "R013 7", STATUS_RULE_MALFORMED },
	{ "an end without a reason",
	  RULE("t.a", "when: semtex, except: [film, {all: [a, b], expires: 2999-01-01}]"), "R013 7",
	  STATUS_OK },
	{ "an end within fourteen days",
	  RULE("t.a", "when: semtex, except: {phrase: novel, reason: r, expires: 2026-06-14}"),
	  "R013 7", STATUS_OK },
};

static const struct row shadow_rows[] = {
	{ "another matches more and does as much",
	  RULE("t.a", "when: semtex") RULE("t.b", "when: {any: [tatp, semtex]}"), "R009 5",
	  STATUS_OK },
	{ "whatever the order",
	  RULE("t.a", "when: {any: [tatp, semtex, rdx]}") RULE("t.b", "when: {any: [rdx, tatp]}"),
	  "R009 8", STATUS_OK },
	{ "branches as deep as they are",
	  RULE("t.a", "when: {all: [a1, none: [b1]]}")
	          RULE("t.b", "when: {any: [tatp, {all: [a1, none: [b1]]}]}"),
	  "R009 5", STATUS_OK },
	{ "the other lets more through",
	  RULE("t.a", "when: semtex") RULE("t.b", "when: {any: [tatp, semtex]}, except: film"), "",
	  STATUS_OK },
	{ "both let the same through",
	  RULE("t.a", "when: semtex, except: [novel, film]")
	          RULE("t.b", "when: {any: [tatp, semtex]}, except: film"),
	  "R009 5", STATUS_OK },
	{ "the other is broader by a level",
	  RULE("t.a", "when: semtex") RULE("t.b", "when: {any: [tatp, semtex]}, level: 2"), "",
	  STATUS_OK },
	{ "the other looks at negative fields",
	  RULE("t.a", "when: semtex") RULE("t.b", "when: {any: [tatp, semtex]}, field: negative"),
	  "", STATUS_OK },
	{ "the other is of another category",
	  RULE("t.a", "when: semtex")
	          RULE("t.b", "when: {any: [tatp, semtex]}, category: weapons.cbrn"),
	  "", STATUS_OK },
	{ "one alternative is its own",
	  RULE("t.a", "when: {any: [semtex, rdx]}") RULE("t.b", "when: {any: [semtex, tatp]}"), "",
	  STATUS_OK },
};

/* Every fault of every file is found in one run. */
static const struct row fault_rows[] = {
	{ "two rules at fault", RULE("t.a", "when: {list: x}") RULE("t.b", "when: 'a } b'"),
	  "R004 7,R006 10", STATUS_RULE_MALFORMED },
	{ "each fault of one rule",
	  "  - {id: T, titel: t, severity: hihg, action: deny, when: {any: ['{', {regex: '('}]},\n"
	  "     except: ['}'], tests: {block: [a], pas: [c, d]}}\n",
	  "R002 5,R002 5,R002 5,R002 5,R002 5,R006 5,R006 5,R006 6,R005 6,R005 6,R002 6",
	  STATUS_RULE_MALFORMED },
	{ "a rule at fault hides no good one",
	  RULE("t.a", "when: {list: x}") RULE("t.b", "when: semtex"), "R004 7",
	  STATUS_RULE_MALFORMED },
	{ "a duplicate id of a rule at fault",
	  RULE("t.a", "when: {list: x}") RULE("t.a", "when: semtex"), "R004 7,R003 8",
	  STATUS_RULE_MALFORMED },
	{ "a list at fault is still known",
	  RULE("t.a", "when: '@none'") RULE("t.b", "when: {list: none}") "lists: {none: []}\n",
	  "R002 11", STATUS_RULE_MALFORMED },
	{ "each entry of a list, once for all rules that name it",
	  RULE("t.a", "when: '@two'")
	          RULE("t.b", "when: 'x @two'") "lists: {two: ['a {', b, 'c }']}\n",
	  "R006 11,R006 11", STATUS_RULE_MALFORMED },
};

static void finding_write(void *context, const struct lint_finding *finding)
{
	char *text = context;

	assert_string_equal(finding->place.file, "rules.yaml");
	assert_true(finding->place.message[0] != '\0');
	(void)snprintf(text + strlen(text), FOUND_BYTES - strlen(text), "%s%s %u",
	               text[0] == '\0' ? "" : ",", finding->code, finding->place.line);
}

static void lint_finds(void **state)
{
	const struct row *row = *state;
	char              folder[] = "/tmp/doorward-lint-XXXXXX";
	char              path[64];
	char              found[FOUND_BYTES] = "";
	struct ruleset   *ruleset = NULL;
	FILE             *file;

	assert_non_null(mkdtemp(folder));
	(void)snprintf(path, sizeof path, "%s/rules.yaml", folder);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_true(fprintf(file, "schema: 1\ncategory: profanity\nowner: t\nrules:\n%s",
	                    row->rules) > 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(lint_folder(folder, JUNE_2026, finding_write, found, &ruleset),
	                 row->status);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
	if (row->status == STATUS_OK || strncmp(row->findings, "R013", 4) == 0)
		assert_non_null(ruleset);
	else
		assert_null(ruleset);
	ruleset_close(&ruleset);
	assert_string_equal(found, row->findings);
}

static void finding_named(void *context, const struct lint_finding *finding)
{
	struct lint_finding *kept = context;

	assert_non_null(finding);
	kept->code = finding->code;
	kept->level = finding->level;
	kept->place = finding->place;
}

static void a_missing_folder_is_an_error(void **state)
{
	struct lint_finding finding = { 0 };

	(void)state;
	assert_int_equal(lint_folder("/nonexistent", 0, finding_named, &finding, NULL),
	                 STATUS_RULE_MALFORMED);
	assert_string_equal(finding.code, "R001");
	assert_int_equal(finding.level, LINT_ERROR);
}

static void fault_count(void *context, const struct lint_finding *finding)
{
	unsigned *counts = context;

	assert_int_equal(finding->level, LINT_ERROR);
	counts[finding->place.line > 0 ? 0 : 1]++;
}

/* Two files of 80 faults each: a hundred are shown, and that there may be more. */
static void faults_have_a_bound(void **state)
{
	char     folder[] = "/tmp/doorward-lint-XXXXXX";
	char     path[2][64];
	unsigned counts[2] = { 0 };

	(void)state;
	assert_non_null(mkdtemp(folder));
	for (int i = 0; i < 2; i++) {
		FILE *file;

		(void)snprintf(path[i], sizeof path[i], "%s/%d.yaml", folder, i);
		file = fopen(path[i], "wb");
		assert_non_null(file);
		assert_true(fputs("schema: 1\ncategory: profanity\nowner: t\nrules:\n", file) >= 0);
		for (int j = 0; j < 80; j++)
			assert_true(fprintf(file, RULE("t.a%d%d", "when: {list: x}"), i, j) > 0);
		assert_int_equal(fclose(file), 0);
	}
	assert_int_equal(lint_folder(folder, 0, fault_count, counts, NULL), STATUS_RULE_MALFORMED);
	assert_int_equal(unlink(path[0]) + unlink(path[1]) + rmdir(folder), 0);
	assert_int_equal(counts[0], 100);
	assert_int_equal(counts[1], 1);
}

int main(void)
{
	static struct rows rows;

	ROWS_ADD(&rows, lint_finds, lint_rows);
	ROWS_ADD(&rows, lint_finds, fault_rows);
	ROWS_ADD(&rows, lint_finds, exception_rows);
	ROWS_ADD(&rows, lint_finds, shadow_rows);
	rows_add_one(&rows, "faults of all files, up to a bound", faults_have_a_bound);
	rows_add_one(&rows, "a missing folder is an error", a_missing_folder_is_an_error);
	return rows_run(&rows, "ruleset_lint");
}
