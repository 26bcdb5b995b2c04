/* SPDX-License-Identifier: Apache-2.0 */
/* What there is: keys, and the ledger of an account. */
#include "cmd_keys.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <stdio.h>
#include <string.h>

static const char list_about[] =
	"One line a key: id, account, name, environment, roles, state, strikes, end. WORD is the\n"
	"beginning of an id, or an account. Points of strikes are as of the last strike.\n";

static const char list_example[] =
	"  doorward keys list acme\n"
	"  doorward keys list --json | jq -r 'select(.state==\"active\").id'\n";

struct listing {
	struct keys_store *store;
	const char        *word; /* NULL: all */
	bool               json;
	struct cmd_table   table;
	struct buffer      out;
	enum status        status;
};

static bool is_asked(const struct listing *listing, const struct keys_key *key)
{
	return listing->word == NULL ||
	       strncmp(key->id.text, listing->word, strlen(listing->word)) == 0 ||
	       strcmp(key->account, listing->word) == 0;
}

static void list_row(struct listing *listing, const struct keys_key *key,
                     const struct keys_strikes *strikes)
{
	char roles[KEYS_ROLES_CHARS], points[KEYS_AMOUNT_CHARS], end[KEYS_TIME_CHARS];

	cmd_table_cell(&listing->table, "%s", key->id.text);
	cmd_table_cell(&listing->table, "%s", key->account);
	cmd_table_cell(&listing->table, "%s", key->name);
	cmd_table_cell(&listing->table, "%s", keys_environment_name(key->environment));
	cmd_table_cell(&listing->table, "%s",
	               key->is_demo ? "demo" : keys_roles_print(key->roles, roles));
	cmd_table_cell(&listing->table, "%s", keys_state_name(key->state));
	cmd_table_cell(&listing->table, "%s",
	               keys_amount_print((keys_amount)strikes->milli * 1000, points));
	cmd_table_cell(&listing->table, "%s",
	               key->expires_s != 0 ? keys_time_print(key->expires_s, end) : "never");
}

static bool list_key(void *context, const struct keys_key *key)
{
	struct listing     *listing = context;
	struct keys_strikes strikes;

	if (!is_asked(listing, key))
		return true;
	listing->status = keys_store_get_strikes(listing->store, key->id.text, &strikes);
	if (listing->status != STATUS_OK)
		return false;
	if (listing->json) {
		keys_json_key(key, &strikes, NULL, &listing->out);
		buffer_append_char(&listing->out, '\n');
		return cmd_emit(&listing->out, stdout);
	}
	list_row(listing, key, &strikes);
	return true;
}

static int list(struct listing *listing)
{
	static const char *const heads[] = { "id",    "account", "name",    "environment",
		                             "roles", "state",   "strikes", "expires" };
	enum status              status;

	buffer_init_heap(&listing->out);
	cmd_table_open(&listing->table, "llllllrl");
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
		cmd_table_cell(&listing->table, "%s", heads[i]);
	status = keys_store_each_key(listing->store, list_key, listing);
	if (listing->json)
		buffer_free(&listing->table.cells);
	else
		cmd_table_close(&listing->table, stdout);
	buffer_free(&listing->out);
	if (status == STATUS_OK)
		status = listing->status;
	if (status == STATUS_OK)
		return CMD_GOOD;
	cmd_complain("the key store: %s", status_text(status));
	return CMD_FAILED;
}

int cmd_keys_list(int count, char **words)
{
	struct cmd_keys_task    task = { .rest = { count, words } };
	const struct cmd_option rows[] = { CMD_KEYS_ROWS(&task.options) };
	const struct cmd_usage  usage = { .synopsis = "keys list [OPTIONS] [WORD]",
		                          .about = list_about,
		                          .example = list_example,
		                          .options = rows,
		                          .option_count = sizeof rows / sizeof rows[0] };
	struct listing          listing = { 0 };
	int                     exit_code;

	if (!cmd_keys_begin(&task, &usage, 0, 1, "keys list takes one word at most", &exit_code))
		return exit_code;
	listing.store = task.desk.store;
	listing.json = task.options.json;
	listing.word = task.rest.count == 1 ? task.rest.words[0] : NULL;
	exit_code = list(&listing);
	return cmd_keys_end(&task, exit_code);
}

/* ---- ledger ---- */

static const char ledger_about[] =
	"Every change of an account's credits, in order, one JSON object a line, and the account\n"
	"as the last. Exit code 1 when the credits are not the sum of the ledger.\n";

static const char ledger_example[] = "  doorward keys ledger acme\n";

static bool ledger_entry(void *context, const struct keys_entry *entry)
{
	struct buffer *out = context;

	keys_json_entry(entry, out);
	buffer_append_char(out, '\n');
	return cmd_emit(out, stdout);
}

static int ledger(struct keys_store *store, const char *id)
{
	struct keys_account account;
	struct buffer       out;
	char                wrong[KEYS_NAME_CHARS + 1];
	enum status         status = keys_store_get_account(store, id, &account);

	if (status == STATUS_NOT_FOUND)
		return cmd_keys_outcome(KEYS_FAULT_NO_ACCOUNT);
	buffer_init_heap(&out);
	if (status == STATUS_OK)
		status = keys_store_each_entry(store, id, 0, ledger_entry, &out);
	if (status == STATUS_OK) {
		keys_json_account(&account, &out);
		buffer_append_char(&out, '\n');
		(void)cmd_emit(&out, stdout);
		status = keys_store_check_ledger(store, wrong);
	}
	buffer_free(&out);
	if (status == STATUS_CORRUPT) {
		cmd_complain("the credits of account %s are not the sum of its ledger", wrong);
		return CMD_BAD;
	}
	return status == STATUS_OK ? CMD_GOOD : cmd_keys_outcome(KEYS_FAULT_STORE);
}

int cmd_keys_ledger(int count, char **words)
{
	struct cmd_keys_task    task = { .rest = { count, words } };
	const struct cmd_option rows[] = { CMD_KEYS_ROWS(&task.options) };
	const struct cmd_usage  usage = { .synopsis = "keys ledger [OPTIONS] ACCOUNT",
		                          .about = ledger_about,
		                          .example = ledger_example,
		                          .options = rows,
		                          .option_count = sizeof rows / sizeof rows[0] };
	int                     exit_code;

	if (!cmd_keys_begin(&task, &usage, 1, 1, "keys ledger takes the name of one account",
	                    &exit_code))
		return exit_code;
	exit_code = ledger(task.desk.store, task.rest.words[0]);
	return cmd_keys_end(&task, exit_code);
}
