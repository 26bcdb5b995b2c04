/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_folder.h"
#include "audit_index.h"
#include "cmd_audit.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <inttypes.h>
#include <stdio.h>

#define BATCH 10000u

static const char about[] =
	"Makes the index of the log anew from the segments, which are the truth. A running server\n"
	"keeps its index itself: stop it first. Searches do without an index, only slower.\n";

static const char example[] = "  doorward audit reindex --data build/data\n";

static enum status fill(const char *data, uint64_t *records, struct error *err)
{
	const struct audit_index_limit everything = { 0 };
	struct audit_index            *index = NULL;
	uint64_t                       count = 1;
	enum status                    status = audit_index_remove(data, err);

	if (status == STATUS_OK)
		status = audit_index_open(data, &index, err);
	while (status == STATUS_OK && count > 0) {
		status = audit_index_fill(index, &everything, BATCH, &count, err);
		*records += count;
	}
	audit_index_close(&index);
	return status;
}

int cmd_audit_reindex(int count, char **words)
{
	struct cmd_audit_options options = { 0 };
	const struct cmd_option  rows[] = { CMD_AUDIT_ROWS(&options) };
	const struct cmd_usage   usage = { .synopsis = "audit reindex [OPTIONS]",
		                           .about = about,
		                           .example = example,
		                           .options = rows,
		                           .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words         rest = { .count = count, .words = words };
	struct audit_folder      folder;
	struct app_config        config;
	struct error             err = { 0 };
	uint64_t                 records = 0;
	int                      exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count > 0) {
		cmd_complain("audit reindex takes no words: name the folder with --data");
		return CMD_FAILED;
	}
	if (!cmd_audit_data(&options, &config))
		return CMD_FAILED;
	err.status = audit_folder_open(config.data, &folder, &err);
	if (err.status == STATUS_OK) {
		err.status = fill(config.data, &records, &err);
		audit_folder_close(&folder);
	}
	if (err.status != STATUS_OK) {
		cmd_complain_error(&err);
		return CMD_FAILED;
	}
	printf(options.json ? "{\"records\":%" PRIu64 "}\n" : "%" PRIu64 " records indexed\n",
	       records);
	return CMD_GOOD;
}
