/* SPDX-License-Identifier: Apache-2.0 */
/* Keys that are made: the text of a key is printed once, and nowhere else. */
#include "cmd_keys.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <stdio.h>
#include <string.h>

static const char create_about[] =
	"Makes a key for ACCOUNT and prints it: only a hash of it is kept, so this is the one\n"
	"time it can be read. An account that is not there yet is made, with the plan \"free\"\n"
	"unless --plan says another.\n"
	"Roles are check (the default), explain, rules, audit, keys and metrics, with commas; "
	"none\n"
	"implies another. As soon as a key with the role \"keys\" exists, management without a "
	"key\n"
	"is closed, also on this machine.\n";

static const char create_example[] =
	"  doorward keys create acme --plan pro --name gateway\n"
	"  doorward keys create ops --roles keys,rules,audit,metrics,explain --expires 90d\n";

static const char rotate_about[] =
	"Makes a successor of the key ID with the same rights and prints it. The old key goes on\n"
	"for --overlap (24h), then it has expired.\n";

static const char rotate_example[] = "  doorward keys rotate 0aB3dE6gH9jK --overlap 7d\n";

/* The text alone on its line: it is what gets copied. */
static int print_new(const struct cmd_keys_options *options, const struct keys_key *key,
                     struct keys_form *form)
{
	struct buffer out;
	bool          is_good;

	buffer_init_heap(&out);
	if (options->json)
		keys_json_key(key, NULL, form, &out);
	else
		buffer_append_cstr(&out, form->text);
	buffer_append_char(&out, '\n');
	if (!options->json)
		fprintf(stderr, "key %s of account %s; it is shown this once\n", key->id.text,
		        key->account);
	keys_form_forget(form);
	is_good = cmd_emit(&out, stdout);
	buffer_free(&out);
	return is_good ? CMD_GOOD : CMD_FAILED;
}

struct create {
	struct cmd_keys_options options;
	struct keys_new_key     wanted;
	const char             *roles;
	const char             *expires;
	bool                    is_test;
};

static bool read_words(struct create *create, const struct cmd_words *rest, uint64_t now_s)
{
	if (rest->count != 1) {
		cmd_complain("keys create takes the name of one account");
		return false;
	}
	create->wanted.account = rest->words[0];
	create->wanted.environment = create->is_test ? KEYS_TEST : KEYS_LIVE;
	if (create->roles != NULL &&
	    !keys_roles_read(slice_from_cstr(create->roles), &create->wanted.roles)) {
		cmd_complain("--roles: names of check, explain, rules, audit, keys, metrics are "
		             "expected, with commas");
		return false;
	}
	if (create->expires != NULL &&
	    !keys_time_read(slice_from_cstr(create->expires), now_s, &create->wanted.expires_s)) {
		cmd_complain("--expires: a date (2027-01-31), a time from now (90d) or \"never\" "
		             "is expected");
		return false;
	}
	return true;
}

int cmd_keys_create(int count, char **words)
{
	struct create           create = { .wanted = { .name = "", .policies = "" } };
	const struct cmd_option rows[] = {
		CMD_KEYS_ROWS(&create.options),
		{ "plan", "NAME", .text = &create.wanted.plan, .help = "plan of the account" },
		{ "name", "TEXT", .text = &create.wanted.name, .help = "what people call the key" },
		{ "roles", "NAMES", .text = &create.roles, .help = "what the key may do [check]" },
		{ "policies", "NAMES", .text = &create.wanted.policies,
		  .help = "policies it may be judged by, blanks between, the first the default "
		          "[any]" },
		{ "expires", "WHEN", .text = &create.expires,
		  .help = "date, or time from now [never]" },
		{ "test", NULL, .flag = &create.is_test, .help = "a test key: nothing is charged" },
		{ "on-behalf", NULL, .flag = &create.wanted.on_behalf,
		  .help = "a gateway's key: it may name the customer's key in \"subject\"" },
		{ "demo", NULL, .flag = &create.wanted.is_demo,
		  .help = "a key to publish: it reads sample verdicts and nothing else" },
	};
	const struct cmd_usage usage = { .synopsis = "keys create [OPTIONS] ACCOUNT",
		                         .about = create_about,
		                         .example = create_example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words       rest = { .count = count, .words = words };
	struct app_keys_desk   desk;
	struct keys_form       form;
	struct keys_key        key;
	int                    exit_code = CMD_FAILED;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (!cmd_keys_open(&create.options, &desk))
		return CMD_FAILED;
	if (read_words(&create, &rest, desk.admin.now_s)) {
		exit_code = cmd_keys_outcome(
			keys_admin_create(&desk.admin, &create.wanted, &key, &form));
		if (exit_code == CMD_GOOD)
			exit_code = print_new(&create.options, &key, &form);
	} else {
		exit_code = CMD_FAILED;
	}
	app_keys_desk_close(&desk);
	return exit_code;
}

int cmd_keys_rotate(int count, char **words)
{
	struct cmd_keys_options options = { 0 };
	const char             *overlap = "24h";
	const struct cmd_option rows[] = { CMD_KEYS_ROWS(&options),
		                           { "overlap", "TIME", .text = &overlap,
		                             .help = "how long the old key goes on [24h]" } };
	const struct cmd_usage  usage = { .synopsis = "keys rotate [OPTIONS] ID",
		                          .about = rotate_about,
		                          .example = rotate_example,
		                          .options = rows,
		                          .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words        rest = { .count = count, .words = words };
	struct app_keys_desk    desk;
	struct keys_form        form;
	struct keys_key         key;
	uint64_t                overlap_s;
	int                     exit_code = CMD_FAILED;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count != 1 || !keys_duration_read(slice_from_cstr(overlap), &overlap_s)) {
		cmd_complain(rest.count != 1 ? "keys rotate takes the id of one key"
		                             : "--overlap: a duration is expected: 90s, 24h or 7d");
		return CMD_FAILED;
	}
	if (!cmd_keys_open(&options, &desk))
		return CMD_FAILED;
	exit_code = cmd_keys_outcome(
		keys_admin_rotate(&desk.admin, rest.words[0], overlap_s, &key, &form));
	if (exit_code == CMD_GOOD)
		exit_code = print_new(&options, &key, &form);
	app_keys_desk_close(&desk);
	return exit_code;
}
