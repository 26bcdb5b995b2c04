/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_verify.h"
#include "base_json.h"
#include "cmd_audit.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char about[] =
	"verify proves that the log of verdicts is whole: each record's hash, the chain from\n"
	"the first to the last, the segments, and each signed checkpoint. It reads only, needs\n"
	"no server and may run beside one. A last line that was never acknowledged is a note.\n"
	"Exit code: 0 whole, 1 not whole, 2 it could not be told.\n";

static const char example[] =
	"  doorward audit verify --data build/data\n"
	"  doorward audit verify --data copy-of-data --public-key kept-elsewhere.pub --json\n";

struct verify_options {
	struct cmd_audit_options all;
	const char              *public_key;
	const char              *checkpoints;
};

static void fault_print(void *context, const struct audit_fault *fault)
{
	const bool   *json = context;
	struct buffer out;

	buffer_init_heap(&out);
	if (*json) {
		buffer_append_format(&out, "{\"fault\":\"%s\",\"failure\":%s,\"file\":",
		                     audit_fault_word(fault->kind),
		                     fault->is_failure ? "true" : "false");
		json_write_string(&out, slice_from_cstr(fault->file));
		buffer_append_format(&out, ",\"line\":%" PRIu64 ",\"seq\":%" PRIu64 ",\"message\":",
		                     fault->line, fault->seq);
		json_write_string(&out, slice_from_cstr(fault->message));
		buffer_append_cstr(&out, "}\n");
	} else {
		buffer_append_cstr(&out, fault->file);
		if (fault->line > 0)
			buffer_append_format(&out, ":%" PRIu64, fault->line);
		buffer_append_format(
			&out, ": %s%s%s: %s\n",
			cmd_colour_begin(stdout, fault->is_failure ? CMD_RED : CMD_YELLOW),
			audit_fault_word(fault->kind), cmd_colour_end(stdout), fault->message);
	}
	cmd_emit(&out, stdout);
	buffer_free(&out);
}

static void summary_print(const struct audit_summary *summary, bool json)
{
	if (json) {
		printf("{\"whole\":%s,\"nodes\":%" PRIu64 ",\"segments\":%" PRIu64
		       ",\"records\":%" PRIu64 ",\"checkpoints\":%" PRIu64 ",\"failures\":%" PRIu64
		       ",\"notes\":%" PRIu64 ",\"gone\":%" PRIu64 ",\"checkpoint_seq\":%" PRIu64
		       ",\"last_seq\":%" PRIu64 ",\"head\":\"%s\",\"root\":\"%s\"}\n",
		       summary->failures == 0 ? "true" : "false", summary->nodes, summary->segments,
		       summary->records, summary->checkpoints, summary->failures, summary->notes,
		       summary->gone, summary->checkpoint_seq, summary->last_seq, summary->head,
		       summary->root);
		return;
	}
	printf("%s: %" PRIu64 " records in %" PRIu64 " segments, %" PRIu64 " checkpoints; %" PRIu64
	       " failures, %" PRIu64 " notes\n",
	       summary->failures == 0 ? "the log is whole" : "the log is NOT whole",
	       summary->records, summary->segments, summary->checkpoints, summary->failures,
	       summary->notes);
	if (summary->gone > 0)
		printf("%" PRIu64 " records went by retention, as the log says\n", summary->gone);
	if (summary->nodes == 1 && summary->last_seq > 0)
		printf("signed up to record %" PRIu64 " of %" PRIu64 ", head %s, root %s\n",
		       summary->checkpoint_seq, summary->last_seq, summary->head, summary->root);
}

static int verify(const struct verify_options *options)
{
	struct app_config    config;
	struct audit_summary summary = { 0 };
	struct error         err = { 0 };
	bool                 json = options->all.json;

	if (!cmd_audit_data(&options->all, &config))
		return CMD_FAILED;
	const struct audit_verify_options what = { config.data, options->public_key,
		                                   options->checkpoints, fault_print, &json };
	enum status                       status = audit_verify(&what, &summary, &err);
	if (status != STATUS_OK && status != STATUS_CORRUPT) {
		err.status = status;
		cmd_complain_error(&err);
		return CMD_FAILED;
	}
	summary_print(&summary, json);
	return status == STATUS_OK ? CMD_GOOD : CMD_BAD;
}

int cmd_audit_verify(int count, char **words)
{
	struct verify_options   options = { 0 };
	const struct cmd_option rows[] = {
		CMD_AUDIT_ROWS(&options.all),
		{ "public-key", "FILE", .text = &options.public_key,
		  .help = "the key to trust [DIR/audit.pub]" },
		{ "checkpoints", "FILE", .text = &options.checkpoints,
		  .help = "checkpoints that were kept elsewhere" },
	};
	const struct cmd_usage usage = { .synopsis = "audit verify [OPTIONS]",
		                         .about = about,
		                         .example = example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words       rest = { .count = count, .words = words };
	int                    exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count > 0) {
		cmd_complain("audit verify takes no words: name the folder with --data");
		return CMD_FAILED;
	}
	return verify(&options);
}
