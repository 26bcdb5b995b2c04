/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward audit`: its parts, and how they find the data folder. */
#ifndef CMD_AUDIT_H
#define CMD_AUDIT_H

#include "app_config.h"
#include "audit_query.h"
#include "base_attr.h"
#include "base_buffer.h"
#include "cmd.h"
#include "cmd_options.h"

#include <stdbool.h>

cmd_run cmd_audit_erase;
cmd_run cmd_audit_export;
cmd_run cmd_audit_hash;
cmd_run cmd_audit_hold;
cmd_run cmd_audit_proof;
cmd_run cmd_audit_query;
cmd_run cmd_audit_reindex;
cmd_run cmd_audit_stats;
cmd_run cmd_audit_verify;

/* What every part has. */
struct cmd_audit_options {
	const char *data;
	const char *config;
	bool        json;
};

/* Their rows, for a part's table of options. */
#define CMD_AUDIT_ROWS(options)                                                                    \
	{ "data", "DIR", .text = &(options)->data, .help = "data folder of the server" },          \
		{ "config", "FILE", .text = &(options)->config,                                    \
		  .help = "configuration that names the data folder" },                            \
	{                                                                                          \
		"json", NULL, .flag = &(options)->json, .help = "print JSON, one object a line"    \
	}

/* The server's own way to find the data folder: flag, variable, file, default. True, or the fault
 * was reported. */
MUST_CHECK bool cmd_audit_data(const struct cmd_audit_options *options, struct app_config *config);

/* Words of the form NAME=VALUE into a query; and all of them into `text`, with a NUL behind
 * (may be NULL). True, or the fault was reported. */
MUST_CHECK bool cmd_audit_words(struct audit_query *query, const struct cmd_words *words,
                                struct buffer *text);

#endif
