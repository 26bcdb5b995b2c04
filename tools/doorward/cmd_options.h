/* SPDX-License-Identifier: Apache-2.0 */
/* Options of a subcommand: one table makes the parser and the text of --help. */
#ifndef CMD_OPTIONS_H
#define CMD_OPTIONS_H

#include "base_attr.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CMD_OPTIONS_MAX 24

/* Exactly one of the three targets is set. */
struct cmd_option {
	const char  *name;   /* "rules" is the flag --rules */
	const char  *value;  /* what --help calls the value; NULL for a switch */
	bool        *flag;   /* a switch: set to true */
	const char **text;   /* receives the value; borrowed from the arguments */
	uint64_t    *number; /* receives the value, a number in decimal digits */
	const char  *help;
};

struct cmd_usage {
	const char              *synopsis; /* "check [OPTIONS] [TEXT]" */
	const char              *about;    /* some lines, each ending in a newline */
	const char              *example;  /* the same */
	const struct cmd_option *options;
	size_t                   option_count; /* at most CMD_OPTIONS_MAX - 1: --help is added */
};

struct cmd_words {
	int    count;
	char **words;
};

/* Reads the options out of `words` and leaves the other words, in their order. Options may
 * stand anywhere; "--name=value" and "--name value" are the same; "--" ends them; "-" is a
 * word. True: go on. False: *exit_code is CMD_GOOD after --help was printed, CMD_FAILED
 * after an unknown option, a missing or a malformed value was reported. */
MUST_CHECK bool cmd_options_read(const struct cmd_usage *usage, struct cmd_words *words,
                                 int *exit_code);

/* What --help prints, to standard output. */
void cmd_options_help(const struct cmd_usage *usage);

/* Reports a word that is none of `names` (what = "subcommand", "decoder", ...), with the
 * nearest one. Returns CMD_FAILED. */
int cmd_unknown(const char *what, const char *word, const char *const *names, size_t count);

#endif
