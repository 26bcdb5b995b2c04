/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward rules list --stats`: rules with what is known of them. */
#ifndef CMD_RULES_STATS_H
#define CMD_RULES_STATS_H

#include "cmd_options.h"

#include <stdbool.h>

struct cmd_rules_stats_options {
	const char *rules;
	const char *data;   /* NULL: where the server keeps its data */
	const char *config; /* NULL: the server's own */
	const char *url;    /* not NULL: ask a running server, and read no file */
	bool        json;
};

/* Prints the rules that the words name, most hits first. An exit code. */
int cmd_rules_stats(const struct cmd_rules_stats_options *options, const struct cmd_words *words);

#endif
