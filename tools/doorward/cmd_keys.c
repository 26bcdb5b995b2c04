/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_keys.h"

#include "cmd_audit.h"
#include "cmd_options.h"
#include "cmd_parts.h"
#include "cmd_print.h"

#include <string.h>

static const struct cmd_part parts[] = {
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

	return cmd_parts_run("keys", &usage, parts, sizeof parts / sizeof parts[0], count, words);
}

static bool desk_open(const struct cmd_keys_options *options, struct app_keys_desk *desk)
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

bool cmd_keys_begin(struct cmd_keys_task *task, const struct cmd_usage *usage, int least, int most,
                    const char *needed, int *exit_code)
{
	if (!cmd_options_read(usage, &task->rest, exit_code))
		return false;
	*exit_code = CMD_FAILED;
	if (task->rest.count < least || task->rest.count > most) {
		cmd_complain("%s", needed);
		return false;
	}
	return desk_open(&task->options, &task->desk);
}

int cmd_keys_end(struct cmd_keys_task *task, int exit_code)
{
	app_keys_desk_close(&task->desk);
	return exit_code;
}

int cmd_keys_outcome(enum keys_fault fault)
{
	if (fault == KEYS_DONE)
		return CMD_GOOD;
	cmd_complain("%s: %s", keys_fault_code(fault), keys_fault_text(fault));
	return fault == KEYS_FAULT_STORE ? CMD_FAILED : CMD_BAD;
}
