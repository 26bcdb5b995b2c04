/* SPDX-License-Identifier: Apache-2.0 */
/* The subcommands of the program: one file each, one row each in main.c.
 *
 * `words` are the `count` words after the subcommand's name; the array may be reordered.
 * Each returns an exit code of enum cmd_exit. */
#ifndef CMD_H
#define CMD_H

enum cmd_exit {
	CMD_GOOD = 0,  /* allowed, no lint error, log whole, ... */
	CMD_BAD = 1,   /* the thing asked about is not: blocked, failed test, worse */
	CMD_FAILED = 2 /* could not run: unknown option, unreadable file, bad rules */
};

typedef int cmd_run(int count, char **words);

cmd_run cmd_audit;
cmd_run cmd_backtest;
cmd_run cmd_check;
cmd_run cmd_config;
cmd_run cmd_eval;
cmd_run cmd_keys;
cmd_run cmd_rules;
cmd_run cmd_serve;
cmd_run cmd_version;

#endif
