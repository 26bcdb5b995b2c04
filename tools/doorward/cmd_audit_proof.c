/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_proof.h"
#include "base_json.h"
#include "cmd_audit.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char about[] =
	"Prints a proof that a record is in the log, or that a later checkpoint extends an\n"
	"earlier one, and checks such proofs with nothing but the public key.\n"
	"\n"
	"  proof ID                      record ID (or its number) is under the last checkpoint\n"
	"  proof --consistency OLD [NEW] OLD and NEW are sizes of checkpoints, or files with one;\n"
	"                                without NEW it is the last checkpoint of the log\n"
	"  proof --check FILE            does the proof hold? FILE - is standard input\n"
	"\n"
	"Exit code: 0 proven, 1 it does not hold or cannot be proven, 2 it could not be told.\n";

static const char example[] =
	"  doorward audit proof vd_01JABC... > record.tlog-proof\n"
	"  doorward audit proof --check record.tlog-proof --public-key kept-elsewhere.pub\n"
	"  doorward audit proof --consistency kept-checkpoint > grown.proof\n";

struct proof_options {
	struct cmd_audit_options all;
	const char              *public_key;
	const char              *check;
	bool                     consistency;
};

static int complain(enum status status, struct error *err)
{
	err->status = status;
	cmd_complain_error(err);
	return status == STATUS_CORRUPT || status == STATUS_NOT_FOUND ? CMD_BAD : CMD_FAILED;
}

static int make(const struct proof_options *options, const struct cmd_words *words)
{
	struct app_config config;
	struct buffer     out;
	struct error      err = { 0 };
	enum status       status;
	int               exit_code = CMD_GOOD;

	if (!cmd_audit_data(&options->all, &config))
		return CMD_FAILED;
	buffer_init_heap(&out);
	if (options->consistency)
		status = audit_proof_extend(config.data, words->words[0],
		                            words->count > 1 ? words->words[1] : NULL, &out, &err);
	else
		status = audit_proof_include(config.data, slice_from_cstr(words->words[0]), &out,
		                             &err);
	if (status != STATUS_OK)
		exit_code = complain(status, &err);
	else if (!cmd_emit(&out, stdout))
		exit_code = CMD_FAILED;
	buffer_free(&out);
	return exit_code;
}

static bool read_file(const char *path, struct buffer *text)
{
	FILE  *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	char   piece[16384];
	size_t n;

	if (file == NULL) {
		cmd_complain("%s: %s", path, strerror(errno));
		return false;
	}
	while ((n = fread(piece, 1, sizeof piece, file)) > 0)
		buffer_append(text, (struct slice){ piece, n });
	bool is_read = !ferror(file) && !text->failed;
	if (file != stdin)
		fclose(file);
	if (!is_read)
		cmd_complain("%s: cannot be read", path);
	return is_read;
}

static void print_proven(const struct audit_proven *proven, bool json)
{
	if (json) {
		printf("{\"holds\":true,\"kind\":\"%s\",\"node\":\"%.*s\",\"size\":%" PRIu64,
		       proven->is_consistency ? "consistency" : "inclusion",
		       SLICE_ARG(proven->node), proven->size);
		if (proven->is_consistency)
			printf(",\"old_size\":%" PRIu64 "}\n", proven->old_size);
		else
			printf(",\"seq\":%" PRIu64 ",\"record\":%s}\n", proven->seq,
			       proven->record[0] != '\0' ? proven->record : "null");
		return;
	}
	if (proven->is_consistency)
		printf("the checkpoint over %" PRIu64 " records of %.*s extends the one over "
		       "%" PRIu64 "\n",
		       proven->size, SLICE_ARG(proven->node), proven->old_size);
	else
		printf("record %" PRIu64 " of %.*s is under the checkpoint over %" PRIu64
		       " records:\n%s\n",
		       proven->seq, SLICE_ARG(proven->node), proven->size, proven->record);
}

static int check(const struct proof_options *options)
{
	struct audit_public_key    keys[AUDIT_KEYS_MAX];
	struct app_config          config;
	char                       path[APP_TEXT_BYTES + 32];
	static struct audit_proven proven;
	struct buffer              text;
	struct error               err = { 0 };
	size_t                     count;
	enum status                status;
	int                        exit_code = CMD_FAILED;

	if (options->public_key == NULL && !cmd_audit_data(&options->all, &config))
		return CMD_FAILED;
	if (options->public_key == NULL)
		snprintf(path, sizeof path, "%s/%s", config.data, AUDIT_PUBLIC_FILE);
	else
		snprintf(path, sizeof path, "%s", options->public_key);
	status = audit_public_keys_read(path, keys, &count, &err);
	if (status != STATUS_OK)
		return complain(STATUS_IO, &err);
	buffer_init_heap(&text);
	if (read_file(options->check, &text)) {
		status = audit_proof_check(buffer_slice(&text), keys, count, &proven, &err);
		exit_code = status == STATUS_OK ? CMD_GOOD : complain(status, &err);
		if (status == STATUS_OK)
			print_proven(&proven, options->all.json);
	}
	buffer_free(&text);
	return exit_code;
}

int cmd_audit_proof(int count, char **words)
{
	struct proof_options    options = { 0 };
	const struct cmd_option rows[] = {
		CMD_AUDIT_ROWS(&options.all),
		{ "check", "FILE", .text = &options.check, .help = "check a proof" },
		{ "consistency", NULL, .flag = &options.consistency,
		  .help = "prove that a checkpoint extends another" },
		{ "public-key", "FILE", .text = &options.public_key,
		  .help = "the key to trust [DIR/audit.pub]" },
	};
	const struct cmd_usage usage = {
		.synopsis = "audit proof ID | --consistency OLD [NEW] | --check FILE",
		.about = about,
		.example = example,
		.options = rows,
		.option_count = sizeof rows / sizeof rows[0]
	};
	struct cmd_words rest = { .count = count, .words = words };
	int              exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (options.check != NULL && rest.count == 0 && !options.consistency)
		return check(&options);
	if (options.check != NULL || rest.count < 1 || rest.count > (options.consistency ? 2 : 1)) {
		cmd_complain("name one record, or two checkpoints, or a proof to check");
		return CMD_FAILED;
	}
	return make(&options, &rest);
}
