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
	struct cmd_keys_options options = { 0 };
	const char             *reason = "";
	const struct cmd_option rows[] = { CMD_KEYS_ROWS(&options),
		                           { "reason", "TEXT", .text = &reason,
		                             .help = "why; it is recorded" } };
	const struct cmd_usage  usage = { .synopsis = part->synopsis,
		                          .about = part->about,
		                          .example = part->example,
		                          .options = rows,
		                          .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words        rest = { .count = count, .words = words };
	struct app_keys_desk    desk;
	int                     exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count != 1) {
		cmd_complain("the id of one key is needed: doorward keys list has them");
		return CMD_FAILED;
	}
	if (!cmd_keys_open(&options, &desk))
		return CMD_FAILED;
	exit_code = cmd_keys_outcome(part->change(&desk.admin, rest.words[0], reason));
	app_keys_desk_close(&desk);
	return exit_code;
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
	struct cmd_keys_options options = { 0 };
	const struct cmd_option rows[] = { CMD_KEYS_ROWS(&options) };
	const struct cmd_usage  usage = { .synopsis = "keys expire [OPTIONS] ID WHEN",
		                          .about = expire_about,
		                          .example = expire_example,
		                          .options = rows,
		                          .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words        rest = { .count = count, .words = words };
	struct app_keys_desk    desk;
	uint64_t                expires_s;
	int                     exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count != 2) {
		cmd_complain("keys expire takes the id of a key and a time");
		return CMD_FAILED;
	}
	if (!cmd_keys_open(&options, &desk))
		return CMD_FAILED;
	if (keys_time_read(slice_from_cstr(rest.words[1]), desk.admin.now_s, &expires_s)) {
		exit_code = cmd_keys_outcome(
			keys_admin_expire(&desk.admin, rest.words[0], expires_s));
	} else {
		cmd_complain("\"%s\" is no date (2027-01-31), no time from now (30d) and not "
		             "\"never\"",
		             rest.words[1]);
		exit_code = CMD_FAILED;
	}
	app_keys_desk_close(&desk);
	return exit_code;
}
