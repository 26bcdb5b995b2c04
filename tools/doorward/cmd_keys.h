/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward keys`: its parts, and how they find and open the store. */
#ifndef CMD_KEYS_H
#define CMD_KEYS_H

#include "app_keys.h"
#include "base_attr.h"
#include "cmd.h"
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

/* True, or the fault was reported. */
MUST_CHECK bool cmd_keys_open(const struct cmd_keys_options *options, struct app_keys_desk *desk);

/* CMD_GOOD for KEYS_DONE; else reports it: CMD_BAD, or CMD_FAILED when the store is the fault. */
int cmd_keys_outcome(enum keys_fault fault);

#endif
