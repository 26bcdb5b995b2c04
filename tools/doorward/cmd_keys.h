/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward keys`: its parts, and how they find and open the store. */
#ifndef CMD_KEYS_H
#define CMD_KEYS_H

#include "app_keys.h"
#include "base_attr.h"
#include "cmd.h"
#include "cmd_options.h"
#include "keys_json.h"

#include <stdbool.h>

cmd_run cmd_keys_create;
cmd_run cmd_keys_rotate;
cmd_run cmd_keys_expire;
cmd_run cmd_keys_activate;
cmd_run cmd_keys_deactivate;
cmd_run cmd_keys_revoke;
cmd_run cmd_keys_reinstate;
cmd_run cmd_keys_list;
cmd_run cmd_keys_plan;
cmd_run cmd_keys_grant;
cmd_run cmd_keys_refund;
cmd_run cmd_keys_ledger;
cmd_run cmd_keys_simulate;

/* What every part has. */
struct cmd_keys_options {
	const char *data;
	const char *config;
	bool        json;
};

#define CMD_KEYS_ROWS(options)                                                                     \
	{ "data", "DIR", .text = &(options)->data, .help = "data folder of the server" },          \
		{ "config", "FILE", .text = &(options)->config,                                    \
		  .help = "configuration that names the data folder" },                            \
	{                                                                                          \
		"json", NULL, .flag = &(options)->json, .help = "print JSON, one object a line"    \
	}

/* One command on the store: what was said, and the open desk. */
struct cmd_keys_task {
	struct cmd_keys_options options;
	struct cmd_words        rest;
	struct app_keys_desk    desk;
};

/* Reads the options, sees that `least` to `most` words follow (else it says `needed`), and opens
 * the desk. False: *exit_code is the end of the command, and nothing is open. */
MUST_CHECK bool cmd_keys_begin(struct cmd_keys_task *task, const struct cmd_usage *usage, int least,
                               int most, const char *needed, int *exit_code);
/* Closes the desk and returns `exit_code`. */
int cmd_keys_end(struct cmd_keys_task *task, int exit_code);

/* CMD_GOOD for KEYS_DONE; else reports it: CMD_BAD, or CMD_FAILED when the store is the fault. */
int cmd_keys_outcome(enum keys_fault fault);

#endif
