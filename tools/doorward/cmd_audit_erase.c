/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward audit erase` and `doorward audit hold`. */
#include "audit_log.h"
#include "audit_retain.h"
#include "base_json.h"
#include "cmd_audit.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WAITS   300 /* of WAIT_US: half a minute */
#define WAIT_US 100000

static const char erase_about[] =
	"Erases the texts of prompts that are kept of an account, or of one of its users: their "
        "keys\n"
	"are destroyed, the records stay, the log stays whole and says what was done. A running\n"
	"server does it within a second; without one it is done here.\n"
	"Exit code: 0 erased, 1 the account is held, 2 it could not be done.\n";

static const char erase_example[] = "  doorward audit erase --account acme --user anna\n";

static const char hold_about[] = "Legal holds: records and texts of an account that is held stay, "
                                 "whatever their age. ACCOUNT\n"
				 "* is everything. Without words the holds are listed.\n";

static const char hold_example[] = "  doorward audit hold case-2026-17 acme\n"
				   "  doorward audit hold --release case-2026-17\n";

struct erase_options {
	struct cmd_audit_options all;
	const char              *account;
	const char              *user;
	const char              *release;
};

static int complain(enum status status, struct error *err)
{
	err->status = status;
	cmd_complain_error(err);
	return CMD_FAILED;
}

static bool wait_done(const char *data, const char *name, uint64_t *keys, bool *is_held)
{
	for (unsigned i = 0; i < WAITS; i++) {
		if (audit_retain_is_done(data, name, keys, is_held))
			return true;
		usleep(WAIT_US);
	}
	return false;
}

/* Without a server the log is opened here, and its own thread does what was asked. */
static struct audit_log *open_log(const struct app_config *config)
{
	const struct audit_options options = {
		.mode = AUDIT_GROUP,
		.queue_bytes = config->audit_queue_bytes,
		.segment_bytes = config->audit_segment_bytes,
		.checkpoint_records = config->audit_checkpoint_records,
		.checkpoint_s = config->audit_checkpoint_s,
		.clock = audit_clock_system()
	};
	struct audit_log *log = NULL;
	struct error      err = { 0 };

	return audit_log_open(config->data, &options, &log, &err) == STATUS_OK ? log : NULL;
}

static int erase(const struct erase_options *options, const struct app_config *config)
{
	char              name[AUDIT_REQUEST_CHARS];
	struct audit_log *log;
	struct error      err = { 0 };
	uint64_t          keys = 0;
	bool              is_held = false, is_done;
	enum status       status = audit_retain_ask(config->data, slice_from_cstr(options->account),
	                                            slice_from_cstr(options->user), name, &err);

	if (status != STATUS_OK)
		return complain(status, &err);
	log = open_log(config);
	is_done = wait_done(config->data, name, &keys, &is_held);
	if (log != NULL) {
		audit_log_stop(log);
		audit_log_close(&log);
	}
	if (!is_done) {
		cmd_complain("nobody did it so far: it is done when the server runs again");
		return CMD_FAILED;
	}
	if (options->all.json)
		printf("{\"keys\":%" PRIu64 ",\"held\":%s}\n", keys, is_held ? "true" : "false");
	else if (is_held)
		printf("the account is held: nothing was erased\n");
	else
		printf("%" PRIu64 " keys destroyed\n", keys);
	return is_held ? CMD_BAD : CMD_GOOD;
}

int cmd_audit_erase(int count, char **words)
{
	struct erase_options    options = { 0 };
	const struct cmd_option rows[] = {
		CMD_AUDIT_ROWS(&options.all),
		{ "account", "NAME", .text = &options.account, .help = "whose texts" },
		{ "user", "NAME", .text = &options.user, .help = "only those of this user of it" },
	};
	const struct cmd_usage usage = { .synopsis = "audit erase --account NAME [--user NAME]",
		                         .about = erase_about,
		                         .example = erase_example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words       rest = { .count = count, .words = words };
	struct app_config      config;
	int                    exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (options.account == NULL || rest.count > 0) {
		cmd_complain("audit erase needs --account NAME and takes no words");
		return CMD_FAILED;
	}
	return cmd_audit_data(&options.all, &config) ? erase(&options, &config) : CMD_FAILED;
}

/* ---- holds ---- */

static int list(const char *data, bool json)
{
	static struct audit_holds holds;
	struct error              err = { 0 };
	enum status               status = audit_holds_load(data, &holds, &err);

	if (status != STATUS_OK)
		return complain(status, &err);
	for (size_t i = 0; i < holds.count; i++) {
		struct buffer out;

		buffer_init_heap(&out);
		if (json) {
			buffer_append_cstr(&out, "{\"case\":");
			json_write_string(&out, holds.at[i].name);
			buffer_append_cstr(&out, ",\"account\":");
			json_write_string(&out, holds.at[i].account);
			buffer_append_cstr(&out, "}\n");
		} else {
			buffer_append_format(&out, "%.*s  %.*s\n", SLICE_ARG(holds.at[i].name),
			                     SLICE_ARG(holds.at[i].account));
		}
		cmd_emit(&out, stdout);
		buffer_free(&out);
	}
	return CMD_GOOD;
}

int cmd_audit_hold(int count, char **words)
{
	struct erase_options    options = { 0 };
	const struct cmd_option rows[] = {
		CMD_AUDIT_ROWS(&options.all),
		{ "release", "CASE", .text = &options.release, .help = "end the holds of a case" },
	};
	const struct cmd_usage usage = { .synopsis = "audit hold [CASE ACCOUNT]",
		                         .about = hold_about,
		                         .example = hold_example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words       rest = { .count = count, .words = words };
	struct app_config      config;
	struct error           err = { 0 };
	enum status            status;
	int                    exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count != 0 && (rest.count != 2 || options.release != NULL)) {
		cmd_complain("name a case and an account, or a case to --release");
		return CMD_FAILED;
	}
	if (!cmd_audit_data(&options.all, &config))
		return CMD_FAILED;
	if (rest.count == 0 && options.release == NULL)
		return list(config.data, options.all.json);
	status = audit_holds_change(
		config.data, slice_from_cstr(options.release != NULL ? options.release : words[0]),
		options.release != NULL ? SLICE_NONE : slice_from_cstr(words[1]), &err);
	if (status == STATUS_OK)
		return CMD_GOOD;
	complain(status, &err);
	return status == STATUS_NOT_FOUND ? CMD_BAD : CMD_FAILED;
}
