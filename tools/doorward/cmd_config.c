/* SPDX-License-Identifier: Apache-2.0 */
#include "app_check.h"
#include "base_json.h"
#include "cmd.h"
#include "cmd_options.h"
#include "cmd_print.h"
#include "cmd_server.h"

#include <stdio.h>
#include <string.h>

static const char about[] =
	"show prints the value of every option of the server, and where it came from: a\n"
	"flag, a variable, a line of the file, or the default. check only says whether they\n"
	"are good, with the files that they name (plans, prices, strikes, announcements,\n"
	"certificate and key), and warns of what audit.profile forbids.\n"
	"Exit code: 0 good, 1 not good, 2 could not run.\n"
	"\n"
	"  --json   print JSON, one object a line; of check, also what is not good\n";

static const char example[] = "  doorward config check --config /etc/doorward/doorward.yaml\n"
			      "  DOORWARD_LISTEN=127.0.0.1:9000 doorward config show\n";

static int config_print(const struct app_config *config, bool json)
{
	struct buffer out;

	buffer_init_heap(&out);
	app_config_print(config, json, &out);
	int exit_code = cmd_emit(&out, stdout) ? CMD_GOOD : CMD_FAILED;
	buffer_free(&out);
	return exit_code;
}

/* The warnings on stderr, or as JSON strings. A configuration that is warned of is good. */
static int config_check(const struct app_config *config, bool json)
{
	struct buffer warnings, out;
	struct error  err = { 0 };

	err.status = app_check_files(config, &err);
	if (err.status != STATUS_OK) {
		cmd_server_complain(&err, json);
		return err.status == STATUS_NO_MEMORY ? CMD_FAILED : CMD_BAD;
	}
	buffer_init_heap(&warnings);
	buffer_init_heap(&out);
	app_config_warn(config, &warnings);
	if (json) {
		buffer_append_cstr(&out, "{\"good\":true,\"warnings\":[");
		for (size_t at = 0; at < warnings.len;) {
			size_t end = slice_find(buffer_slice(&warnings), SLICE_LIT("\n"), at);

			buffer_append_cstr(&out, at > 0 ? "," : "");
			json_write_string(&out, slice_range(buffer_slice(&warnings), at, end));
			at = end + 1;
		}
		buffer_append_cstr(&out, "]}\n");
	} else {
		fprintf(stderr, "%.*s", (int)warnings.len, warnings.len > 0 ? warnings.ptr : "");
		buffer_append_format(&out, "the configuration is good%s%s\n",
		                     config->file[0] != '\0' ? ": " : "", config->file);
	}
	int exit_code = !warnings.failed && cmd_emit(&out, stdout) ? CMD_GOOD : CMD_FAILED;
	buffer_free(&warnings);
	buffer_free(&out);
	return exit_code;
}

/* The first word that is no option of the server: show or check. */
static int part_find(int count, char **words, const char **part)
{
	static const char *const names[] = { "show", "check" };

	if (count == 0) {
		cmd_complain("config needs one of show, check");
		return CMD_FAILED;
	}
	for (size_t i = 0; i < 2; i++) {
		if (strcmp(words[0], names[i]) == 0) {
			*part = names[i];
			return CMD_GOOD;
		}
	}
	return cmd_unknown("part of config", words[0], names, 2);
}

int cmd_config(int count, char **words)
{
	struct app_config config;
	const char       *part = NULL;

	if (cmd_server_help_asked(count, words))
		return cmd_server_help("config show|check [OPTIONS]", about, example);
	bool json = cmd_server_switch(&count, words, "--json");
	if (part_find(count, words, &part) != CMD_GOOD)
		return CMD_FAILED;
	int exit_code = cmd_server_config(&config, count - 1, words + 1, json);
	if (exit_code != CMD_GOOD)
		return exit_code;
	if (strcmp(part, "show") == 0)
		return config_print(&config, json);
	return config_check(&config, json);
}
