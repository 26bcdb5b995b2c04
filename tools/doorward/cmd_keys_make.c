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
	struct cmd_keys_task task;
	struct keys_new_key  wanted;
	const char          *roles;
	const char          *expires;
	bool                 is_test;
};

static bool read_wish(struct create *create, uint64_t now_s)
{
	create->wanted.account = create->task.rest.words[0];
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
	struct create           create = { .task = { .rest = { count, words } },
		                           .wanted = { .name = "", .policies = "" } };
	const struct cmd_option rows[] = {
		CMD_KEYS_ROWS(&create.task.options),
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
	struct keys_form       form;
	struct keys_key        key;
	int                    exit_code;

	if (!cmd_keys_begin(&create.task, &usage, 1, 1, "keys create takes the name of one account",
	                    &exit_code))
		return exit_code;
	if (!read_wish(&create, create.task.desk.admin.now_s))
		return cmd_keys_end(&create.task, CMD_FAILED);
	exit_code = cmd_keys_outcome(
		keys_admin_create(&create.task.desk.admin, &create.wanted, &key, &form));
	if (exit_code == CMD_GOOD)
		exit_code = print_new(&create.task.options, &key, &form);
	return cmd_keys_end(&create.task, exit_code);
}

int cmd_keys_rotate(int count, char **words)
{
	struct cmd_keys_task    task = { .rest = { count, words } };
	const char             *overlap = "24h";
	const struct cmd_option rows[] = { CMD_KEYS_ROWS(&task.options),
		                           { "overlap", "TIME", .text = &overlap,
		                             .help = "how long the old key goes on [24h]" } };
	const struct cmd_usage  usage = { .synopsis = "keys rotate [OPTIONS] ID",
		                          .about = rotate_about,
		                          .example = rotate_example,
		                          .options = rows,
		                          .option_count = sizeof rows / sizeof rows[0] };
	struct keys_form        form;
	struct keys_key         key;
	uint64_t                overlap_s;
	int                     exit_code;

	if (!cmd_keys_begin(&task, &usage, 1, 1, "keys rotate takes the id of one key", &exit_code))
		return exit_code;
	if (!keys_duration_read(slice_from_cstr(overlap), &overlap_s)) {
		cmd_complain("--overlap: a duration is expected: 90s, 24h or 7d");
		return cmd_keys_end(&task, CMD_FAILED);
	}
	exit_code = cmd_keys_outcome(
		keys_admin_rotate(&task.desk.admin, task.rest.words[0], overlap_s, &key, &form));
	if (exit_code == CMD_GOOD)
		exit_code = print_new(&task.options, &key, &form);
	return cmd_keys_end(&task, exit_code);
}
