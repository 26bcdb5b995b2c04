/* SPDX-License-Identifier: Apache-2.0 */
/* Each finding as compilers print it, with the line it is about:
 *
 *     rules/weapons/explosives.yaml:14:17: error R004: unknown list "devise"; did you mean
 *     "device"?
 *        14 |         - list: devise
 *           |                 ^
 */
#include "cmd_rules.h"

#include "base_file.h"
#include "base_json.h"
#include "cmd_engine.h"
#include "cmd_options.h"
#include "cmd_print.h"
#include "doorward/lint.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define SOURCE_BYTES_MAX ((size_t)8 * 1024 * 1024)
#define LINE_BYTES_SHOWN 160

static const char about[] =
	"Finds faults and doubtful places in rule files, each with its place and a code that\n"
	"never changes its meaning. With FILE, only what is about that file is shown and\n"
	"counted.\n"
	"Exit code: 0 no error (there may be warnings), 1 errors, 2 could not run.\n";

static const char example[] = "  doorward rules lint rules/weapons/explosives.yaml\n";

struct lint {
	const char      *folder;
	struct cmd_words files;
	bool             json;
	size_t           counts[3]; /* by level */
	struct arena     arena;     /* of the source file below */
	char             path[512];
	struct slice     source;
};

static const char *level_name(enum lint_level level)
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

static struct slice line_get(struct slice source, unsigned number)
{
	for (unsigned line = 1; source.len > 0; line++) {
		size_t end = slice_find(source, SLICE_LIT("\n"), 0);
		size_t len = end == SIZE_MAX ? source.len : end;

		if (line == number)
			return slice_range(source, 0, len);
		source = slice_from(source, end == SIZE_MAX ? len : len + 1);
	}
	return SLICE_NONE;
}

static bool begins_character(char byte)
{
	return ((unsigned char)byte & 0xC0) != 0x80;
}

/* Tabs and control characters are shown as blanks: a rule file cannot drive the terminal. */
static void line_show(struct slice line)
{
	for (size_t i = 0; i < line.len; i++) {
		unsigned char byte = (unsigned char)line.ptr[i];

		putchar(byte < 0x20 || byte == 0x7F ? ' ' : byte);
	}
}

static void caret_print(struct lint *lint, const struct error *place)
{
	struct slice line = line_get(source_get(lint, place->file), place->line);

	if (line.len == 0 || place->column > LINE_BYTES_SHOWN)
		return;
	if (line.len > LINE_BYTES_SHOWN)
		line.len = LINE_BYTES_SHOWN;
	printf("%5u | ", place->line);
	line_show(line);
	if (place->column > 0) {
		fputs("\n      | ", stdout);
		for (size_t i = 0; i + 1 < place->column && i < line.len; i++)
			if (begins_character(line.ptr[i]))
				putchar(' ');
		printf("%s^%s", cmd_colour_begin(stdout, CMD_GREEN), cmd_colour_end(stdout));
	}
	putchar('\n');
}

static void finding_print(struct lint *lint, const struct lint_finding *finding)
{
	static const enum cmd_colour colours[] = {
		[LINT_NOTE] = CMD_DIM, [LINT_WARNING] = CMD_YELLOW, [LINT_ERROR] = CMD_RED
	};
	const struct error *place = &finding->place;

	printf("%s", place->file[0] != '\0' ? place->file : lint->folder);
	if (place->line > 0)
		printf(":%u", place->line);
	if (place->line > 0 && place->column > 0)
		printf(":%u", place->column);
	printf(": %s%s%s %s: %s\n", cmd_colour_begin(stdout, colours[finding->level]),
	       level_name(finding->level), cmd_colour_end(stdout), finding->code, place->message);
	if (place->line > 0)
		caret_print(lint, place);
}

static void finding_json(const struct lint_finding *finding)
{
	const struct error *place = &finding->place;
	struct buffer       out;

	buffer_init_heap(&out);
	buffer_append_format(&out, "{\"code\":\"%s\",\"level\":\"%s\",\"file\":", finding->code,
	                     level_name(finding->level));
	json_write_string(&out, slice_from_cstr(place->file));
	buffer_append_format(&out, ",\"line\":%u,\"column\":%u,\"rule\":", place->line,
	                     place->column);
	json_write_string(&out, slice_from_cstr(finding->rule));
	json_write_key(&out, "message");
	json_write_string(&out, slice_from_cstr(place->message));
	buffer_append_cstr(&out, "}\n");
	cmd_emit(&out, stdout);
	buffer_free(&out);
}

static void finding_take(void *context, const struct lint_finding *finding)
{
	struct lint        *lint = context;
	struct lint_finding placed = *finding;

	cmd_rules_place(lint->folder, &placed.place);
	if (!cmd_rules_file_asked(placed.place.file, &lint->files))
		return;
	lint->counts[placed.level]++;
	if (lint->json)
		finding_json(&placed);
	else
		finding_print(lint, &placed);
}

/* A test that fails stops a load as much as a fault of the file does. */
static void failure_take(void *context, const struct error *failure)
{
	const struct lint_finding finding = {
		.code = "R005", .level = LINT_ERROR, .place = *failure, .rule = ""
	};

	finding_take(context, &finding);
}

static void sum_print(const struct lint *lint)
{
	printf("%zu error%s, %zu warning%s, %zu note%s\n", lint->counts[LINT_ERROR],
	       lint->counts[LINT_ERROR] == 1 ? "" : "s", lint->counts[LINT_WARNING],
	       lint->counts[LINT_WARNING] == 1 ? "" : "s", lint->counts[LINT_NOTE],
	       lint->counts[LINT_NOTE] == 1 ? "" : "s");
}

int cmd_rules_lint(int count, char **words)
{
	const struct cmd_usage   usage = { .synopsis = "rules lint [OPTIONS] [FILE…]",
		                           .about = about,
		                           .example = example };
	struct cmd_rules_options options = { 0 };
	struct lint              lint = { .files = { .count = count, .words = words } };
	struct ruleset          *ruleset = NULL;
	int                      exit_code;

	if (!cmd_rules_read(&usage, &options, &lint.files, &exit_code))
		return exit_code;
	lint.folder = cmd_rules_folder(options.rules);
	lint.json = options.json;
	if (access(lint.folder, R_OK | X_OK) != 0) {
		cmd_complain("%s: %s", lint.folder, strerror(errno));
		return CMD_FAILED;
	}
	if (!arena_open(&lint.arena, SOURCE_BYTES_MAX * 2)) {
		cmd_complain("%s", status_text(STATUS_NO_MEMORY));
		return CMD_FAILED;
	}
	enum status status = lint_folder(lint.folder, (int64_t)time(NULL), finding_take, &lint,
	                                 &ruleset);
	if (ruleset != NULL)
		status = cmd_rules_selftest(ruleset, lint.folder, failure_take, &lint);
	ruleset_close(&ruleset);
	arena_close(&lint.arena);
	if (!lint.json)
		sum_print(&lint);
	if (status != STATUS_OK && status != STATUS_RULE_MALFORMED &&
	    status != STATUS_RULE_TEST_FAILED)
		return CMD_FAILED;
	return lint.counts[LINT_ERROR] > 0 ? CMD_BAD : CMD_GOOD;
}
