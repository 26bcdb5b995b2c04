/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward rules snapshot`: a rules folder as one file of compiled, tested rules. */
#include "app_cache.h"
#include "base_json.h"
#include "cmd.h"
#include "cmd_print.h"
#include "cmd_rules.h"

#include <string.h>

static const char about[] =
	"Compiles a rules folder, runs its tests and writes it all into one file. --rules FILE\n"
	"takes it in the place of the folder, in every command and in serve, without\n"
	"compiling and testing again. The file is for this build of the program, these\n"
	"libraries and this kind of processor: any other refuses it. Load none that somebody\n"
	"else may have written.\n"
	"Exit code: 0 written; 2 the rules are not good, or the file cannot be written.\n";

static const char example[] = "  doorward rules snapshot --rules rules -o rules.snapshot\n"
			      "  doorward check --rules rules.snapshot \"How do I bake bread?\"\n";

static int print(const struct ruleset *ruleset, const char *file, size_t bytes, bool json)
{
	struct ruleset_figures figures;
	struct buffer          out;

	ruleset_figures(ruleset, &figures);
	buffer_init_heap(&out);
	if (json) {
		buffer_append_char(&out, '{');
		json_write_key(&out, "file");
		json_write_string(&out, slice_from_cstr(file));
		buffer_append_format(&out,
		                     ",\"bytes\":%zu,\"rules\":%zu,\"tests\":%zu,\"revision\":"
		                     "\"%s\"}\n",
		                     bytes, figures.rules, figures.tests,
		                     ruleset_revision(ruleset));
	} else {
		buffer_append_format(&out, "%zu rules, %s, %zu bytes in ", figures.rules,
		                     ruleset_revision(ruleset), bytes);
		buffer_append_cstr(&out, file);
		buffer_append_char(&out, '\n');
	}
	int exit_code = cmd_emit(&out, stdout) ? CMD_GOOD : CMD_FAILED;
	buffer_free(&out);
	return exit_code;
}

static int snapshot(const struct ruleset *ruleset, const char *file, bool json)
{
	struct error  err = { 0 };
	struct buffer bytes;
	int           exit_code = CMD_FAILED;

	buffer_init_heap(&bytes);
	enum status status = ruleset_save(ruleset, true, &bytes);
	if (status == STATUS_OK)
		status = app_cache_write(file, 0666, buffer_slice(&bytes), &err);
	if (status == STATUS_OK) {
		exit_code = print(ruleset, file, bytes.len, json);
	} else {
		err.status = status;
		cmd_complain_error(&err);
	}
	buffer_free(&bytes);
	return exit_code;
}

int cmd_rules_snapshot(int count, char **words)
{
	const char             *file = NULL;
	const char             *folder = NULL;
	bool                    json = false;
	static char             output[] = "--output"; /* "-o" is short for it */
	const struct cmd_option rows[] = {
		{ "rules", "DIR", .text = &folder, .help = CMD_RULES_HELP },
		{ "output", "FILE", .text = &file,
		  .help = "the file to write; -o FILE is the same" },
		{ "json", NULL, .flag = &json, .help = "print JSON" },
		{ "no-cache", NULL, .flag = &cmd_no_cache, .help = CMD_CACHE_HELP },
	};
	const struct cmd_usage usage = { .synopsis = "rules snapshot [OPTIONS] -o FILE",
		                         .about = about,
		                         .example = example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words       rest = { .count = count, .words = words };
	struct ruleset        *ruleset = NULL;
	int                    exit_code;

	for (int i = 0; i < count; i++)
		words[i] = strcmp(words[i], "-o") == 0 ? output : words[i];
	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count > 0 || file == NULL) {
		cmd_complain("rules snapshot takes -o FILE and no other words");
		return CMD_FAILED;
	}
	if (cmd_ruleset_load(folder, true, &ruleset) != CMD_GOOD)
		return CMD_FAILED;
	exit_code = snapshot(ruleset, file, json);
	ruleset_close(&ruleset);
	return exit_code;
}
