/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_options.h"

#include "base_error.h"
#include "cmd.h"
#include "cmd_print.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One option as written: "--name=value", "--name" or "-h". */
struct written {
	const char *name;
	size_t      name_len;
	const char *value; /* behind the "=", or NULL */
};

static struct written written_split(const char *word)
{
	struct written written = { .name = word + 2 };
	const char    *equals = strchr(written.name, '=');

	if (equals == NULL) {
		written.name_len = strlen(written.name);
		return written;
	}
	written.name_len = (size_t)(equals - written.name);
	written.value = equals + 1;
	return written;
}

static bool written_is(const struct written *written, const char *name)
{
	return strlen(name) == written->name_len &&
	       memcmp(name, written->name, written->name_len) == 0;
}

static const struct cmd_option *option_find(const struct cmd_usage *usage,
                                            const struct written   *written)
{
	for (size_t i = 0; i < usage->option_count; i++)
		if (written_is(written, usage->options[i].name))
			return &usage->options[i];
	return NULL;
}

static int option_unknown(const struct cmd_usage *usage, const struct written *written)
{
	const char *names[CMD_OPTIONS_MAX];
	size_t      count = 0;

	assert(usage->option_count < CMD_OPTIONS_MAX);
	for (; count < usage->option_count; count++)
		names[count] = usage->options[count].name;
	names[count++] = "help";

	const char *nearest = error_nearest(written->name, written->name_len, names, count);
	if (nearest != NULL)
		cmd_complain("unknown option --%.*s; did you mean --%s?", (int)written->name_len,
		             written->name, nearest);
	else
		cmd_complain("unknown option --%.*s; see doorward %.*s --help",
		             (int)written->name_len, written->name,
		             (int)strcspn(usage->synopsis, " "), usage->synopsis);
	return CMD_FAILED;
}

static bool number_set(const struct cmd_option *option, const char *value)
{
	char *end = NULL;

	errno = 0;
	unsigned long long number = strtoull(value, &end, 10);
	if (value[0] < '0' || value[0] > '9' || *end != '\0' || errno != 0) {
		cmd_complain("--%s takes a number, not \"%s\"", option->name, value);
		return false;
	}
	*option->number = number;
	return true;
}

/* `next` is the word behind the option or NULL; *used says whether it was the value. */
static bool option_set(const struct cmd_option *option, const struct written *written,
                       const char *next, bool *used)
{
	if (option->flag != NULL) {
		if (written->value != NULL) {
			cmd_complain("--%s takes no value", option->name);
			return false;
		}
		*option->flag = true;
		return true;
	}

	const char *value = written->value != NULL ? written->value : next;
	*used = written->value == NULL;
	if (value == NULL) {
		cmd_complain("--%s needs a value: --%s %s", option->name, option->name,
		             option->value);
		return false;
	}
	if (option->number != NULL)
		return number_set(option, value);
	*option->text = value;
	return true;
}

/* Handles the option at words[*at] and moves *at to its last word. */
static bool option_read(const struct cmd_usage *usage, const struct cmd_words *words, int *at,
                        int *exit_code)
{
	const char *word = words->words[*at];
	bool        used = false;

	*exit_code = CMD_GOOD;
	if (strcmp(word, "-h") == 0 || strcmp(word, "--help") == 0) {
		cmd_options_help(usage);
		return false;
	}
	*exit_code = CMD_FAILED;
	if (word[1] != '-') {
		cmd_complain("unknown option %s; options have two dashes, and a text that "
		             "begins with a dash goes behind --",
		             word);
		return false;
	}

	struct written           written = written_split(word);
	const struct cmd_option *option = option_find(usage, &written);
	if (option == NULL) {
		*exit_code = option_unknown(usage, &written);
		return false;
	}
	const char *next = *at + 1 < words->count ? words->words[*at + 1] : NULL;
	if (!option_set(option, &written, next, &used))
		return false;
	*at += used ? 1 : 0;
	return true;
}

bool cmd_options_read(const struct cmd_usage *usage, struct cmd_words *words, int *exit_code)
{
	int  kept = 0;
	bool options = true;

	for (int at = 0; at < words->count; at++) {
		char *word = words->words[at];

		if (options && strcmp(word, "--") == 0) {
			options = false;
		} else if (options && word[0] == '-' && word[1] != '\0') {
			if (!option_read(usage, words, &at, exit_code))
				return false;
		} else {
			words->words[kept++] = word;
		}
	}
	words->count = kept;
	return true;
}

static int flag_width(const struct cmd_option *option)
{
	return (int)strlen(option->name) + 2 +
	       (option->value != NULL ? 1 + (int)strlen(option->value) : 0);
}

static void option_help(const struct cmd_option *option, int width)
{
	int pad = width - flag_width(option);

	printf("  --%s%s%s%*s  %s\n", option->name, option->value != NULL ? " " : "",
	       option->value != NULL ? option->value : "", pad, "", option->help);
}

void cmd_options_help(const struct cmd_usage *usage)
{
	static const struct cmd_option help = { .name = "help", .help = "this text" };
	int                            width = flag_width(&help);

	for (size_t i = 0; i < usage->option_count; i++)
		if (flag_width(&usage->options[i]) > width)
			width = flag_width(&usage->options[i]);

	printf("usage: doorward %s\n\n%s\n", usage->synopsis, usage->about);
	for (size_t i = 0; i < usage->option_count; i++)
		option_help(&usage->options[i], width);
	option_help(&help, width);
	printf("\nexample:\n%s", usage->example);
}

int cmd_unknown(const char *what, const char *word, const char *const *names, size_t count)
{
	const char *nearest = error_nearest(word, strlen(word), names, count);

	if (nearest != NULL)
		cmd_complain("unknown %s \"%s\"; did you mean \"%s\"?", what, word, nearest);
	else
		cmd_complain("unknown %s \"%s\"", what, word);
	return CMD_FAILED;
}
