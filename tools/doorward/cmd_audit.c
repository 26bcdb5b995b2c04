/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_audit.h"

#include "cmd_options.h"
#include "cmd_parts.h"
#include "cmd_print.h"
#include "cmd_server.h"

#include <stdio.h>
#include <string.h>

static const struct cmd_part parts[] = {
	{ "query", cmd_audit_query },     { "stats", cmd_audit_stats },
	{ "export", cmd_audit_export },   { "verify", cmd_audit_verify },
	{ "proof", cmd_audit_proof },     { "hash", cmd_audit_hash },
	{ "erase", cmd_audit_erase },     { "hold", cmd_audit_hold },
	{ "reindex", cmd_audit_reindex },
};

static const char about[] = "Works on the log of verdicts, without a server or beside one.\n"
			    "\n"
			    "  query    find verdicts\n"
			    "  stats    count verdicts\n"
			    "  export   write verdicts to a file, with a manifest\n"
			    "  verify   prove that the log is whole\n"
			    "  proof    prove that a record is in it, or check such a proof\n"
			    "  hash     the hash under which a known text is in the log\n"
			    "  erase    destroy the texts that are kept of an account\n"
			    "  hold     keep what would expire\n"
			    "  reindex  make the index of searches anew\n";

static const char example[] = "  doorward audit verify --data build/data\n"
			      "  doorward audit hash \"a known text\"\n";

int cmd_audit(int count, char **words)
{
	const struct cmd_usage usage = {
		.synopsis =
			"audit query|stats|export|verify|proof|hash|erase|hold|reindex [OPTIONS]",
		.about = about,
		.example = example
	};

	return cmd_parts_run("audit", &usage, parts, sizeof parts / sizeof parts[0], count, words);
}

bool cmd_audit_data(const struct cmd_audit_options *options, struct app_config *config)
{
	char  data_flag[] = "--data";
	char  config_flag[] = "--config";
	char  data[APP_TEXT_BYTES];
	char  file[APP_TEXT_BYTES];
	char *words[4];
	int   count = 0;

	if (options->data != NULL) {
		snprintf(data, sizeof data, "%s", options->data);
		words[count++] = data_flag;
		words[count++] = data;
	}
	if (options->config != NULL) {
		snprintf(file, sizeof file, "%s", options->config);
		words[count++] = config_flag;
		words[count++] = file;
	}
	return cmd_server_config(config, count, words, false) == CMD_GOOD;
}

static bool set_word(struct audit_query *query, const char *word)
{
	const char *equals = strchr(word, '=');
	char        why[AUDIT_QUERY_WHY_CHARS];

	if (equals == NULL) {
		cmd_complain("\"%s\" is not of the form NAME=VALUE", word);
		return false;
	}
	if (audit_query_set(query, (struct slice){ word, (size_t)(equals - word) },
	                    slice_from_cstr(equals + 1), why) == STATUS_OK)
		return true;
	cmd_complain("%s: %s", word, why);
	return false;
}

bool cmd_audit_words(struct audit_query *query, const struct cmd_words *words, struct buffer *text)
{
	for (int i = 0; i < words->count; i++) {
		if (!set_word(query, words->words[i]))
			return false;
		if (text != NULL)
			buffer_append_format(text, "%s%s", i > 0 ? " " : "", words->words[i]);
	}
	if (text != NULL)
		buffer_append_char(text, '\0');
	return text == NULL || !text->failed;
}
