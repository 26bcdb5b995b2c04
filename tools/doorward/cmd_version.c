/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "cmd_options.h"
#include "cmd_print.h"
#include "doorward/ruleset.h"

#include <stdio.h>

static const char about[] = "The version of the program and of what decides verdicts with it.\n";
static const char example[] = "  doorward version --json\n";

int cmd_version(int count, char **words)
{
	bool                    json = false;
	const struct cmd_option rows[] = {
		{ "json", NULL, .flag = &json, .help = "print JSON" },
	};
	const struct cmd_usage usage = { .synopsis = "version [OPTIONS]",
		                         .about = about,
		                         .example = example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words       rest = { .count = count, .words = words };
	int                    exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count > 0) {
		cmd_complain("version takes no words");
		return CMD_FAILED;
	}
	printf(json ? "{\"version\":\"%s\",\"unicode\":\"%s\",\"scan\":\"%s\",\"regex\":\"%s\"}\n"
	            : "doorward %s\nUnicode %s\nHyperscan %s\nPCRE2 %s\n",
	       DOORWARD_VERSION, ruleset_unicode_version(), ruleset_scan_version(),
	       ruleset_regex_version());
	return CMD_GOOD;
}
