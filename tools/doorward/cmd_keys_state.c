/* SPDX-License-Identifier: Apache-2.0 */
/* Changes of a key's state: one command a change, all of the same shape. */
#include "cmd_keys.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <stdio.h>

typedef enum keys_fault change(const struct keys_admin *admin, const char *id, const char *reason);

struct part {
	const char *synopsis;
	const char *about;
	const char *example;
	change     *change;
};

static const struct part deactivate = {
	"keys deactivate [OPTIONS] ID",
	"Pauses a key: requests with it are answered 401 until it is activated.\n",
	"  doorward keys deactivate 0aB3dE6gH9jK --reason \"owner on holiday\"\n",
	keys_admin_deactivate,
};
static const struct part activate = {
	"keys activate [OPTIONS] ID",
	"Ends a pause.\n",
	"  doorward keys activate 0aB3dE6gH9jK\n",
	keys_admin_activate,
};
static const struct part revoke = {
	"keys revoke [OPTIONS] ID",
	"Takes a key away for good: requests with it are answered 403 within a second.\n",
	"  doorward keys revoke 0aB3dE6gH9jK --reason \"found in a repository\"\n",
	keys_admin_revoke,
};
static const struct part reinstate = {
	"keys reinstate [OPTIONS] ID",
	"Gives a revoked key back, or frees one that strikes warn, throttle or suspend. Its\n"
	"strikes are cleared. A reason is needed, because somebody will ask for it.\n",
	"  doorward keys reinstate 0aB3dE6gH9jK --reason \"a test of their own filter\"\n",
	keys_admin_reinstate,
};

static int part_run(const struct part *part, int count, char **words)
{
	struct cmd_keys_task    task = { .rest = { count, words } };
	const char             *reason = "";
	const struct cmd_option rows[] = { CMD_KEYS_ROWS(&task.options),
		                           { "reason", "TEXT", .text = &reason,
		                             .help = "why; it is recorded" } };
	const struct cmd_usage  usage = { .synopsis = part->synopsis,
		                          .about = part->about,
		                          .example = part->example,
		                          .options = rows,
		                          .option_count = sizeof rows / sizeof rows[0] };
	int                     exit_code;

	if (!cmd_keys_begin(&task, &usage, 1, 1,
	                    "the id of one key is needed: doorward keys list has them", &exit_code))
		return exit_code;
	exit_code = cmd_keys_outcome(part->change(&task.desk.admin, task.rest.words[0], reason));
	return cmd_keys_end(&task, exit_code);
}

int cmd_keys_deactivate(int count, char **words)
{
	return part_run(&deactivate, count, words);
}

int cmd_keys_activate(int count, char **words)
{
	return part_run(&activate, count, words);
}

int cmd_keys_revoke(int count, char **words)
{
	return part_run(&revoke, count, words);
}

int cmd_keys_reinstate(int count, char **words)
{
	return part_run(&reinstate, count, words);
}

static const char expire_about[] =
	"Says when a key ends: a date (2027-01-31, the beginning of that day in UTC), a time from\n"
	"now (30d), or \"never\".\n";

static const char expire_example[] = "  doorward keys expire 0aB3dE6gH9jK 30d\n";

int cmd_keys_expire(int count, char **words)
{
	struct cmd_keys_task    task = { .rest = { count, words } };
	const struct cmd_option rows[] = { CMD_KEYS_ROWS(&task.options) };
	const struct cmd_usage  usage = { .synopsis = "keys expire [OPTIONS] ID WHEN",
		                          .about = expire_about,
		                          .example = expire_example,
		                          .options = rows,
		                          .option_count = sizeof rows / sizeof rows[0] };
	uint64_t                expires_s;
	int                     exit_code;

	if (!cmd_keys_begin(&task, &usage, 2, 2, "keys expire takes the id of a key and a time",
	                    &exit_code))
		return exit_code;
	if (keys_time_read(slice_from_cstr(task.rest.words[1]), task.desk.admin.now_s,
	                   &expires_s)) {
		exit_code = cmd_keys_outcome(
			keys_admin_expire(&task.desk.admin, task.rest.words[0], expires_s));
	} else {
		cmd_complain("\"%s\" is no date (2027-01-31), no time from now (30d) and not "
		             "\"never\"",
		             task.rest.words[1]);
		exit_code = CMD_FAILED;
	}
	return cmd_keys_end(&task, exit_code);
}
