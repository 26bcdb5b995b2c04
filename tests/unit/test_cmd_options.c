/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "cmd_options.h"
#include "test_base_rows.h"

enum { WORDS_MAX = 8 };

struct row {
	const char *label;
	const char *words[WORDS_MAX]; /* up to the first NULL */
	bool        goes_on;
	int         exit_code;
	bool        json;
	const char *rules;
	uint64_t    threads;
	const char *rest[WORDS_MAX];
};

static const struct row rows[] = {
	{ "words stay in their order", { "a", "b" }, true, 0, false, NULL, 0, { "a", "b" } },
	{ "a switch is set", { "--json" }, true, 0, true, NULL, 0, { NULL } },
	{ "a value may be the next word",
	  { "--rules", "r", "x" },
	  true,
	  0,
	  false,
	  "r",
	  0,
	  { "x" } },
	{ "a value may stand behind an equals sign",
	  { "--rules=r" },
	  true,
	  0,
	  false,
	  "r",
	  0,
	  { NULL } },
	{ "a value behind an equals sign may be empty",
	  { "--rules=" },
	  true,
	  0,
	  false,
	  "",
	  0,
	  { NULL } },
	{ "the last of two values holds",
	  { "--rules=a", "--rules=b" },
	  true,
	  0,
	  false,
	  "b",
	  0,
	  { NULL } },
	{ "options may stand behind words", { "x", "--json" }, true, 0, true, NULL, 0, { "x" } },
	{ "two dashes end the options", { "--", "--json" }, true, 0, false, NULL, 0, { "--json" } },
	{ "one dash is a word", { "-" }, true, 0, false, NULL, 0, { "-" } },
	{ "a value may begin with a dash", { "--rules", "-" }, true, 0, false, "-", 0, { NULL } },
	{ "a number is read", { "--threads", "12" }, true, 0, false, NULL, 12, { NULL } },
	{ "a negative number is refused", { "--threads", "-1" }, false, CMD_FAILED },
	{ "a number with letters is refused", { "--threads=4x" }, false, CMD_FAILED },
	{ "an empty number is refused", { "--threads=" }, false, CMD_FAILED },
	{ "a number that does not fit is refused",
	  { "--threads=99999999999999999999" },
	  false,
	  CMD_FAILED },
	{ "an unknown option is refused", { "--jsn" }, false, CMD_FAILED },
	{ "a beginning of an option is no option", { "--rul", "x" }, false, CMD_FAILED },
	{ "a single dash option is refused", { "-x" }, false, CMD_FAILED },
	{ "a missing value is refused", { "--rules" }, false, CMD_FAILED },
	{ "a value for a switch is refused", { "--json=1" }, false, CMD_FAILED },
	{ "help ends well", { "--help" }, false, CMD_GOOD },
};

static void reads(void **state)
{
	const struct row       *row = *state;
	char                    memory[WORDS_MAX][64];
	char                   *words[WORDS_MAX];
	struct cmd_words        rest = { .words = words };
	bool                    json = false;
	const char             *rules = NULL;
	uint64_t                threads = 0;
	const struct cmd_option options[] = {
		{ "rules", "DIR", .text = &rules, .help = "" },
		{ "json", NULL, .flag = &json, .help = "" },
		{ "threads", "N", .number = &threads, .help = "" },
	};
	const struct cmd_usage usage = { "x", "", "", options, 3 };
	int                    exit_code = -1;

	for (; row->words[rest.count] != NULL; rest.count++) {
		snprintf(memory[rest.count], sizeof memory[0], "%s", row->words[rest.count]);
		words[rest.count] = memory[rest.count];
	}
	assert_int_equal(cmd_options_read(&usage, &rest, &exit_code), row->goes_on);
	if (!row->goes_on) {
		assert_int_equal(exit_code, row->exit_code);
		return;
	}
	assert_int_equal(json, row->json);
	assert_int_equal(threads, row->threads);
	assert_int_equal(rules == NULL, row->rules == NULL);
	if (rules != NULL)
		assert_string_equal(rules, row->rules);
	for (int i = 0; i < rest.count; i++)
		assert_string_equal(rest.words[i], row->rest[i]);
	assert_null(row->rest[rest.count]);
}

int main(void)
{
	struct rows all = { 0 };

	ROWS_ADD(&all, reads, rows);
	return rows_run(&all, "cmd_options");
}
