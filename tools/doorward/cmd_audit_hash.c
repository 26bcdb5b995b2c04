/* SPDX-License-Identifier: Apache-2.0 */
#include "audit_folder.h"
#include "audit_hash.h"
#include "cmd_audit.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <stdio.h>
#include <string.h>

static const char about[] =
	"Prints the keyed hash under which a text is in the log: \"field_hashes\" of every record\n"
	"that judged exactly these bytes has it. Without TEXT it is read from standard input, to\n"
	"its last byte. The key is in the data folder: nobody else can guess texts.\n";

static const char example[] = "  doorward audit hash --data build/data \"a known text\"\n"
			      "  printf '%s' \"$TEXT\" | doorward audit hash --json\n";

static enum status read_input(struct buffer *text)
{
	char   piece[65536];
	size_t n;

	while ((n = fread(piece, 1, sizeof piece, stdin)) > 0)
		buffer_append(text, (struct slice){ piece, n });
	return ferror(stdin) || text->failed ? STATUS_IO : STATUS_OK;
}

static int hash_print(const struct cmd_audit_options *options, struct slice text)
{
	struct app_config     config;
	struct audit_hash_key key;
	struct audit_hash     hash;
	struct error          err = { 0 };
	enum status           status;

	if (!cmd_audit_data(options, &config))
		return CMD_FAILED;
	status = audit_folder_secret_read(config.data, "hash.key", key.bytes, &err);
	if (status != STATUS_OK) {
		err.status = status;
		cmd_complain_error(&err);
		return CMD_FAILED;
	}
	audit_hash_of(&key, text, &hash);
	explicit_bzero(&key, sizeof key);
	printf(options->json ? "{\"hash\":\"%s\"}\n" : "%s\n", hash.text);
	return CMD_GOOD;
}

int cmd_audit_hash(int count, char **words)
{
	struct cmd_audit_options options = { 0 };
	const struct cmd_option  rows[] = { CMD_AUDIT_ROWS(&options) };
	const struct cmd_usage   usage = { .synopsis = "audit hash [OPTIONS] [TEXT]",
		                           .about = about,
		                           .example = example,
		                           .options = rows,
		                           .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words         rest = { .count = count, .words = words };
	struct buffer            input;
	int                      exit_code = CMD_FAILED;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count > 1) {
		cmd_complain("audit hash takes one text: put it in quotes");
		return CMD_FAILED;
	}
	if (rest.count == 1 && strcmp(rest.words[0], "-") != 0)
		return hash_print(&options, slice_from_cstr(rest.words[0]));
	buffer_init_heap(&input);
	if (read_input(&input) == STATUS_OK)
		exit_code = hash_print(&options, buffer_slice(&input));
	else
		cmd_complain("cannot read the text");
	buffer_free(&input);
	return exit_code;
}
