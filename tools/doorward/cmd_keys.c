/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_keys.h"

#include "cmd_audit.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <string.h>

static const struct {
	const char *name;
	cmd_run    *run;
} parts[] = {
	{ "create", cmd_keys_create },
	{ "list", cmd_keys_list },
	{ "rotate", cmd_keys_rotate },
	{ "expire", cmd_keys_expire },
	{ "deactivate", cmd_keys_deactivate },
	{ "activate", cmd_keys_activate },
	{ "revoke", cmd_keys_revoke },
	{ "reinstate", cmd_keys_reinstate },
	{ "plan", cmd_keys_plan },
	{ "grant", cmd_keys_grant },
	{ "refund", cmd_keys_refund },
	{ "ledger", cmd_keys_ledger },
	{ "simulate", cmd_keys_simulate },
};

#define PART_COUNT (sizeof parts / sizeof parts[0])

static const char about[] =
	"Keys, accounts and credits, without a server or beside one: a running server notices\n"
	"within a second, and writes a record of each change.\n"
	"\n"
	"  create      a key, shown this once; its account is made if there is none\n"
	"  list        keys, with their state and strikes\n"
	"  rotate      a successor; the old key goes on for a while\n"
	"  expire      when a key ends\n"
	"  deactivate  a pause; activate ends it\n"
	"  revoke      for good; reinstate takes it back, with a reason, and clears the strikes\n"
	"  plan        the plan of an account\n"
	"  grant       gives an account credits; refund gives back what a verdict cost\n"
	"  ledger      every change of an account's credits\n"
	"  simulate    what a strike policy would have done, over the log\n";

static const char example[] =
	"  doorward keys create acme --plan pro --data build/data\n"
	"  doorward keys revoke 0aB3dE6gH9jK --reason \"found in a repository\"\n";

int cmd_keys(int count, char **words)
{
	const struct cmd_usage usage = { .synopsis = "keys PART [OPTIONS] [WORD…]",
		                         .about = about,
		                         .example = example };
	const char            *names[PART_COUNT];
	struct cmd_words       rest = { .count = count, .words = words };
	int                    exit_code;

	if (count == 0 || words[0][0] == '-') {
		if (!cmd_options_read(&usage, &rest, &exit_code))
			return exit_code;
		cmd_complain("keys needs one of create, list, rotate, expire, deactivate, "
		             "activate, revoke, reinstate, plan, grant, refund, ledger, simulate");
		return CMD_FAILED;
	}
	for (size_t i = 0; i < PART_COUNT; i++) {
		names[i] = parts[i].name;
		if (strcmp(words[0], parts[i].name) == 0)
			return parts[i].run(count - 1, words + 1);
	}
	return cmd_unknown("part of keys", words[0], names, PART_COUNT);
}

bool cmd_keys_open(const struct cmd_keys_options *options, struct app_keys_desk *desk)
{
	const struct cmd_audit_options folder = { options->data, options->config, false };
	struct app_config              config;
	struct error                   err = { 0 };
	enum status                    status;

	if (!cmd_audit_data(&folder, &config))
		return false;
	status = app_keys_desk_open(&config, desk, &err);
	if (status == STATUS_OK)
		return true;
	err.status = status;
	cmd_complain_error(&err);
	return false;
}

int cmd_keys_outcome(enum keys_fault fault)
{
	if (fault == KEYS_DONE)
		return CMD_GOOD;
	cmd_complain("%s: %s", keys_fault_code(fault), keys_fault_text(fault));
	return fault == KEYS_FAULT_STORE ? CMD_FAILED : CMD_BAD;
}
