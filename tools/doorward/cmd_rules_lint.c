/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_rules.h"

#include "base_file.h"
#include "cmd_engine.h"
#include "cmd_options.h"
#include "cmd_print.h"
#include "lint.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SOURCE_BYTES_MAX ((size_t)8 * 1024 * 1024)

static const char about[] =
	"Finds faults and doubtful places in rule files, all of them in one run (a hundred faults\n"
	"at most), each with its line, a code that never changes its meaning, and what would be\n"
	"right. Where no file is at fault the inline tests are run, ids are held against those "
        "that\n"
	"were released (released.txt), and every rule, drafts too, is run on benign texts. With\n"
	"FILE, only what is about that file is shown and counted.\n"
	"Exit code: 0 no error (there may be warnings), 1 errors, 2 could not run, or\n"
	"FILE is none of the folder.\n";

static const char example[] = "  doorward rules lint rules/weapons/explosives.yaml\n"
			      "  doorward rules lint --sarif > lint.sarif\n";

struct lint_options {
	const char *rules;
	const char *benign;
	const char *released;
	bool        json;
	bool        sarif;
	bool        release;
};

const char *lint_level_name(enum lint_level level)
{
	static const char *const names[] = {
		[LINT_NOTE] = "note", [LINT_WARNING] = "warning", [LINT_ERROR] = "error"
	};

	return names[level];
}

/* The file's text; empty when it cannot be read: the finding is then printed without its line. */
static struct slice source_get(struct lint *lint, const char *file)
{
	if (strcmp(file, lint->path) == 0)
		return lint->source;
	snprintf(lint->path, sizeof lint->path, "%s", file);
	arena_reset(&lint->arena);
	lint->source = SLICE_NONE;
	if (file_read(file, SOURCE_BYTES_MAX, &lint->arena, &lint->source, NULL) != STATUS_OK)
		return SLICE_NONE;
	return lint->source;
}

struct slice lint_line(struct lint *lint, const char *file, unsigned number)
{
	struct slice source = source_get(lint, file);

	for (unsigned line = 1; source.len > 0; line++) {
		size_t end = slice_find(source, SLICE_LIT("\n"), 0);
		size_t len = end == SIZE_MAX ? source.len : end;

		if (line == number)
			return slice_range(source, 0, len);
		source = slice_from(source, end == SIZE_MAX ? len : len + 1);
	}
	return SLICE_NONE;
}

void lint_take(void *context, const struct lint_finding *finding)
{
	struct lint        *lint = context;
	struct lint_finding placed = *finding;

	cmd_rules_place(lint->folder, &placed.place);
	if (!cmd_rules_file_asked(placed.place.file, &lint->files))
		return;
	lint->counts[placed.level]++;
	if (lint->form == LINT_SARIF)
		lint_sarif_add(lint, &placed);
	else
		lint_print(lint, &placed);
}

/* A test that fails stops a load as much as a fault of the file does. */
static void failure_take(void *context, const struct error *failure)
{
	const struct lint_finding finding = {
		.code = "R005", .level = LINT_ERROR, .place = *failure, .rule = ""
	};

	lint_take(context, &finding);
}

/* What needs a ruleset that loads. False when it could not be run. */
static bool ruleset_lint(struct lint *lint, const struct ruleset *ruleset,
                         const struct lint_options *options)
{
	enum status status = cmd_rules_selftest(ruleset, lint->folder, failure_take, lint);

	if (status != STATUS_OK && status != STATUS_RULE_TEST_FAILED)
		return false;
	if (!lint_released(lint, ruleset, options->released) ||
	    !lint_benign(lint, ruleset, options->benign))
		return false;
	if (options->release && lint->counts[LINT_ERROR] == 0)
		return lint_release(lint, ruleset, options->released);
	return true;
}

static int lint_run(struct lint *lint, const struct lint_options *options)
{
	struct ruleset *ruleset = NULL;
	enum status     status = lint_folder(lint->folder, (int64_t)time(NULL), lint_take, lint,
	                                     &ruleset);
	bool            ran = status == STATUS_OK || status == STATUS_RULE_MALFORMED;

	if (ruleset != NULL)
		ran = ruleset_lint(lint, ruleset, options) && ran;
	ruleset_close(&ruleset);
	if (lint->form == LINT_SARIF)
		lint_sarif_print(lint);
	else if (lint->form == LINT_TEXT)
		lint_print_sum(lint);
	if (!ran)
		return CMD_FAILED;
	return lint->counts[LINT_ERROR] > 0 ? CMD_BAD : CMD_GOOD;
}

static int lint_begin(const struct lint_options *options, const struct cmd_words *files)
{
	struct lint lint = { .folder = cmd_rules_folder(options->rules), .files = *files };
	int         exit_code;

	if (options->json)
		lint.form = LINT_JSON;
	if (options->sarif)
		lint.form = LINT_SARIF;
	if (access(lint.folder, R_OK | X_OK) != 0) {
		cmd_complain("%s: %s", lint.folder, strerror(errno));
		return CMD_FAILED;
	}
	exit_code = cmd_rules_files_known(lint.folder, files);
	if (exit_code != CMD_GOOD)
		return exit_code;
	if (!arena_open(&lint.arena, SOURCE_BYTES_MAX * 2)) {
		cmd_complain("%s", status_text(STATUS_NO_MEMORY));
		return CMD_FAILED;
	}
	buffer_init_heap(&lint.sarif);
	exit_code = lint_run(&lint, options);
	buffer_free(&lint.sarif);
	arena_close(&lint.arena);
	return exit_code;
}

int cmd_rules_lint(int count, char **words)
{
	struct lint_options     options = { 0 };
	struct cmd_words        files = { .count = count, .words = words };
	const struct cmd_option rows[] = {
		{ "rules", "DIR", .text = &options.rules, .help = CMD_RULES_HELP },
		{ "benign", "PATH", .text = &options.benign,
		  .help = "JSONL file or folder of benign texts [corpus/benign beside the rules]" },
		{ "released", "FILE", .text = &options.released,
		  .help = "ids that were released [released.txt in the rules]" },
		{ "release", NULL, .flag = &options.release,
		  .help = "without errors, add the ids of this release to that file" },
		{ "json", NULL, .flag = &options.json, .help = "print JSON, one object a line" },
		{ "sarif", NULL, .flag = &options.sarif, .help = "print SARIF 2.1.0" },
	};
	const struct cmd_usage usage = { .synopsis = "rules lint [OPTIONS] [FILE…]",
		                         .about = about,
		                         .example = example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	int                    exit_code;

	if (!cmd_options_read(&usage, &files, &exit_code))
		return exit_code;
	return lint_begin(&options, &files);
}
