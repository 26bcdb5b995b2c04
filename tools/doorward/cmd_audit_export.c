/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_export.h"
#include "cmd_audit.h"
#include "cmd_options.h"
#include "cmd_print.h"
#include "doorward/ruleset.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char about[] =
	"Writes verdicts to take away into the folder --out: the file, and manifest.json with its\n"
	"SHA-256, the range of the chain it is from and the last checkpoint. NAME=VALUE are the\n"
	"filters of doorward audit query.\n"
	"\n"
	"  --format jsonl     records as they stand in the log\n"
	"  --format csv       for a spreadsheet: no cell can be a formula\n"
	"  --format opa       decision-log events of Open Policy Agent, one a line\n"
	"  --format dsa-sor   statements of reasons (Digital Services Act) for blocks and masks;\n"
	"                     have a lawyer check the categories before they are sent\n"
	"\n"
	"All but csv are compressed (zstd) unless --plain is given.\n";

static const char example[] =
	"  doorward audit export --out january from=2026-01-01 to=2026-02-01\n"
	"  doorward audit export --out blocks --format csv decision=block\n";

struct export_options {
	struct cmd_audit_options all;
	const char              *out;
	const char              *format;
	bool                     plain;
};

static const char *dsa_category(void *context, struct slice code)
{
	uint16_t category;

	(void)context;
	if (!ruleset_category_find(code, &category))
		return NULL;
	return ruleset_category_codes(category, RULESET_DSA)[0];
}

static void show_progress(void *context, uint64_t records)
{
	(void)context;
	fprintf(stderr, "\r%" PRIu64 " records", records);
}

static bool read_format(const char *word, enum audit_format *format)
{
	const char *names[AUDIT_FORMATS];

	for (unsigned i = 0; i < AUDIT_FORMATS; i++) {
		names[i] = audit_format_word((enum audit_format)i);
		if (strcmp(word, names[i]) == 0) {
			*format = (enum audit_format)i;
			return true;
		}
	}
	cmd_unknown("format", word, names, AUDIT_FORMATS);
	return false;
}

static int run(const struct export_options *options, struct audit_export *what)
{
	struct error err = { 0 };
	uint64_t     records = 0;
	bool         is_shown = isatty(STDERR_FILENO);

	if (mkdir(options->out, 0750) != 0 && errno != EEXIST) {
		cmd_complain("%s: %s", options->out, strerror(errno));
		return CMD_FAILED;
	}
	what->progress = is_shown ? show_progress : NULL;
	err.status = audit_export_run(what, &records, &err);
	if (is_shown)
		fputc('\n', stderr);
	if (err.status != STATUS_OK) {
		cmd_complain_error(&err);
		return CMD_FAILED;
	}
	printf(options->all.json ? "{\"records\":%" PRIu64 "}\n" : "%" PRIu64 " records exported\n",
	       records);
	return CMD_GOOD;
}

int cmd_audit_export(int count, char **words)
{
	struct export_options   options = { .format = "jsonl" };
	const struct cmd_option rows[] = {
		CMD_AUDIT_ROWS(&options.all),
		{ "out", "DIR", .text = &options.out, .help = "folder to write to" },
		{ "format", "FORM", .text = &options.format,
		  .help = "jsonl, csv, opa, dsa-sor [jsonl]" },
		{ "plain", NULL, .flag = &options.plain, .help = "do not compress" },
	};
	const struct cmd_usage usage = { .synopsis = "audit export --out DIR [NAME=VALUE]...",
		                         .about = about,
		                         .example = example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words       rest = { .count = count, .words = words };
	struct audit_export    what = { .category = dsa_category, .clock = audit_clock_system() };
	struct app_config      config;
	struct audit_query     query;
	struct buffer          text;
	int                    exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (options.out == NULL) {
		cmd_complain("audit export needs --out DIR");
		return CMD_FAILED;
	}
	audit_query_init(&query);
	buffer_init_heap(&text);
	exit_code = CMD_FAILED;
	if (read_format(options.format, &what.format) && cmd_audit_words(&query, &rest, &text) &&
	    cmd_audit_data(&options.all, &config)) {
		what.data = config.data;
		what.query = &query;
		what.query_text = text.ptr;
		what.folder = options.out;
		what.is_plain = options.plain || what.format == AUDIT_FORMAT_CSV;
		exit_code = run(&options, &what);
	}
	buffer_free(&text);
	return exit_code;
}
