/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_server.h"

#include "base_json.h"
#include "cmd.h"
#include "cmd_print.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void put_number_or_null(struct buffer *out, const char *name, unsigned number)
{
	json_write_key(out, name);
	if (number > 0)
		buffer_append_u64(out, number);
	else
		buffer_append_cstr(out, "null");
}

void cmd_server_complain(const struct error *err, bool json)
{
	struct buffer out;

	if (!json) {
		cmd_complain_error(err);
		return;
	}
	buffer_init_heap(&out);
	buffer_append_cstr(&out, "{\"good\":false,\"error\":{\"file\":");
	if (err->file[0] != '\0')
		json_write_string(&out, slice_from_cstr(err->file));
	else
		buffer_append_cstr(&out, "null");
	put_number_or_null(&out, "line", err->line);
	put_number_or_null(&out, "column", err->column);
	json_write_key(&out, "detail");
	json_write_string(
		&out,
		slice_from_cstr(err->message[0] != '\0' ? err->message : status_text(err->status)));
	buffer_append_cstr(&out, "}}\n");
	(void)cmd_emit(&out, stdout);
	buffer_free(&out);
}

int cmd_server_config(struct app_config *config, int count, char *const *words, bool json)
{
	struct error err = { 0 };
	enum status  status = app_config_load(config, count, words, (const char *const *)environ,
	                                      &err);

	if (status == STATUS_OK)
		return CMD_GOOD;
	err.status = status;
	cmd_server_complain(&err, json);
	return status == STATUS_CONFIG_INVALID || status == STATUS_YAML_MALFORMED ? CMD_BAD
	                                                                          : CMD_FAILED;
}

bool cmd_server_help_asked(int count, char *const *words)
{
	for (int i = 0; i < count; i++)
		if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0)
			return true;
	return false;
}

int cmd_server_help(const char *synopsis, const char *text, const char *example)
{
	struct buffer options;

	buffer_init_heap(&options);
	app_config_print_options(&options);
	printf("usage: doorward %s\n\n%s\n", synopsis, text);
	int exit_code = cmd_emit(&options, stdout) ? CMD_GOOD : CMD_FAILED;
	buffer_free(&options);
	printf("\nexample:\n%s", example);
	return exit_code;
}

bool cmd_server_switch(int *count, char **words, const char *name)
{
	bool found = false;
	int  kept = 0;

	for (int i = 0; i < *count; i++) {
		if (strcmp(words[i], name) == 0)
			found = true;
		else
			words[kept++] = words[i];
	}
	*count = kept;
	return found;
}
