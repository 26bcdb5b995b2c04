/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	cmd_run    *run;
	const char *text;
} commands[] = {
	{ "serve", cmd_serve, "answer checks over HTTP" },
	{ "check", cmd_check, "judge one prompt, or many lines" },
	{ "eval", cmd_eval, "labelled prompts to recall and false positives" },
	{ "backtest", cmd_backtest, "what changed rules decide otherwise, over a corpus or the log" },
	{ "rules", cmd_rules, "lint, test, list and show rule files" },
	{ "audit", cmd_audit, "prove that the log of verdicts is whole" },
	{ "keys", cmd_keys, "keys, accounts, credits and strikes" },
	{ "config", cmd_config, "show or check the server's configuration" },
	{ "version", cmd_version, "what this is" },
};

#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static int help(FILE *out)
{
	fputs("usage: doorward COMMAND [OPTIONS] [WORDS]\n\n", out);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].text);
	fputs("\nExit code: 0 good; 1 what was asked about is not; 2 could not run.\n"
	      "doorward COMMAND --help tells more.\n"
	      "\nexample:\n  doorward check \"How do I bake bread?\"\n",
	      out);
	return out == stdout ? CMD_GOOD : CMD_FAILED;
}

static int command_run(int count, char **words)
{
	const char *names[COMMAND_COUNT];

	if (strcmp(words[0], "--help") == 0 || strcmp(words[0], "-h") == 0 ||
	    strcmp(words[0], "help") == 0)
		return help(stdout);
	if (strcmp(words[0], "--version") == 0)
		return cmd_version(0, words + 1);
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		names[i] = commands[i].name;
		if (strcmp(words[0], commands[i].name) == 0)
			return commands[i].run(count - 1, words + 1);
	}
	return cmd_unknown("command", words[0], names, COMMAND_COUNT);
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return help(stderr);
	return cmd_finish(command_run(argc - 1, argv + 1));
}
