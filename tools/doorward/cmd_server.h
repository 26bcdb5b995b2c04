/* SPDX-License-Identifier: Apache-2.0 */
/* What the subcommands share that read the server's configuration. */
#ifndef CMD_SERVER_H
#define CMD_SERVER_H

#include "app_config.h"
#include "base_attr.h"

#include <stdbool.h>

/* Says what is wrong: on standard error, or with `json` as an object on standard output,
 *
 *     {"good":false,"error":{"file":"doorward.yaml","line":2,"column":3,"detail":"unknown ..."}}
 *
 * whose place is null where the fault has none. */
void cmd_server_complain(const struct error *err, bool json);

/* Loads the configuration from `words` (flags), the environment and the file. CMD_GOOD; after
 * the fault was reported CMD_BAD for a variable or a file that is not good, else CMD_FAILED. */
MUST_CHECK int cmd_server_config(struct app_config *config, int count, char *const *words,
                                 bool json);

/* True when a word is --help or -h. */
bool cmd_server_help_asked(int count, char *const *words);

/* "usage: doorward ...", the text, the server's options and an example. Returns CMD_GOOD. */
int cmd_server_help(const char *synopsis, const char *text, const char *example);

/* Takes the switch `name` ("--json") out of the words: true when it was there. */
bool cmd_server_switch(int *count, char **words, const char *name);

#endif
