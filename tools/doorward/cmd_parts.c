/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_parts.h"

#include "cmd_print.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* "keys needs one of create, list, rotate". */
static int complain(const char *command, const struct cmd_part *parts, size_t part_count)
{
	char   names[256];
	size_t len = 0;

	for (size_t i = 0; i < part_count && len < sizeof names; i++)
		len += (size_t)snprintf(names + len, sizeof names - len, "%s%s", i > 0 ? ", " : "",
		                        parts[i].name);
	cmd_complain("%s needs one of %s", command, names);
	return CMD_FAILED;
}

int cmd_parts_run(const char *command, const struct cmd_usage *usage, const struct cmd_part *parts,
                  size_t part_count, int count, char **words)
{
	const char      *names[CMD_PARTS_MAX];
	struct cmd_words rest = { .count = count, .words = words };
	char             what[32];
	int              exit_code;

	assert(part_count <= CMD_PARTS_MAX);
	if (count == 0 || words[0][0] == '-')
		return cmd_options_read(usage, &rest, &exit_code)
		               ? complain(command, parts, part_count)
		               : exit_code;
	for (size_t i = 0; i < part_count; i++) {
		names[i] = parts[i].name;
		if (strcmp(words[0], parts[i].name) == 0)
			return parts[i].run(count - 1, words + 1);
	}
	(void)snprintf(what, sizeof what, "part of %s", command);
	return cmd_unknown(what, words[0], names, part_count);
}
