/* SPDX-License-Identifier: Apache-2.0 */
/* A subcommand of parts: `doorward keys create`, `doorward audit verify`. */
#ifndef CMD_PARTS_H
#define CMD_PARTS_H

#include "cmd.h"
#include "cmd_options.h"

#include <stddef.h>

#define CMD_PARTS_MAX 16

struct cmd_part {
	const char *name;
	cmd_run    *run;
};

/* Runs the part that the first word names, with the words behind it. Without one, or with an option
 * in its place, --help of `usage`; else what there is is reported. `command` is "keys". */
int cmd_parts_run(const char *command, const struct cmd_usage *usage, const struct cmd_part *parts,
                  size_t part_count, int count, char **words);

#endif
