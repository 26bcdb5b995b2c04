/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts: their plan and their credits. */
#include "cmd_keys.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <stdio.h>

/* ---- plan ---- */

static const char plan_about[] =
	"Gives ACCOUNT the plan NAME; the account is made if there is none. Limits are said for a\n"
	"custom plan, and only for one: a number, or 4294967295 for no limit.\n";

static const char plan_example[] =
	"  doorward keys plan acme scale\n"
	"  doorward keys plan acme enterprise --per-minute 5000 --per-day 1000000\n";

int cmd_keys_plan(int count, char **words)
{
	struct cmd_keys_task    task = { .rest = { count, words } };
	uint64_t                minute = UINT64_MAX, day = UINT64_MAX, concurrent = 50;
	const struct cmd_option rows[] = {
		CMD_KEYS_ROWS(&task.options),
		{ "per-minute", "N", .number = &minute, .help = "requests a minute" },
		{ "per-day", "N", .number = &day, .help = "requests a day" },
		{ "concurrent", "N", .number = &concurrent, .help = "requests at once [50]" },
	};
	const struct cmd_usage usage = { .synopsis = "keys plan [OPTIONS] ACCOUNT NAME",
		                         .about = plan_about,
		                         .example = plan_example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct keys_limits     limits;
	bool                   has_limits;
	int                    exit_code;

	if (!cmd_keys_begin(&task, &usage, 2, 2,
	                    "keys plan takes an account and the name of a plan", &exit_code))
		return exit_code;
	has_limits = minute != UINT64_MAX || day != UINT64_MAX;
	if ((has_limits && (minute > UINT32_MAX || day > UINT32_MAX)) || concurrent > UINT32_MAX) {
		cmd_complain("say both --per-minute and --per-day, each at most 4294967295");
		return cmd_keys_end(&task, CMD_FAILED);
	}
	limits = (struct keys_limits){ (uint32_t)minute, (uint32_t)day, (uint32_t)concurrent };
	exit_code = cmd_keys_outcome(keys_admin_set_plan(&task.desk.admin, task.rest.words[0],
	                                                 task.rest.words[1],
	                                                 has_limits ? &limits : NULL));
	return cmd_keys_end(&task, exit_code);
}

/* ---- credits ---- */

static const char grant_about[] =
	"Gives ACCOUNT credits: a number with at most six places. From the first grant on, its\n"
	"operations are paid by what keys.prices says.\n";

static const char grant_example[] = "  doorward keys grant acme 100 --reason \"order 4711\"\n";

static bool read_amount(const char *text, keys_amount *amount)
{
	if (keys_amount_read(slice_from_cstr(text), amount))
		return true;
	cmd_complain("\"%s\" is no amount: 100 or 0.5, at most six places", text);
	return false;
}

int cmd_keys_grant(int count, char **words)
{
	struct cmd_keys_task    task = { .rest = { count, words } };
	const char             *reason = "";
	const struct cmd_option rows[] = { CMD_KEYS_ROWS(&task.options),
		                           { "reason", "TEXT", .text = &reason,
		                             .help = "why; it is recorded" } };
	const struct cmd_usage  usage = { .synopsis = "keys grant [OPTIONS] ACCOUNT CREDITS",
		                          .about = grant_about,
		                          .example = grant_example,
		                          .options = rows,
		                          .option_count = sizeof rows / sizeof rows[0] };
	keys_amount             amount;
	int                     exit_code;

	if (!cmd_keys_begin(&task, &usage, 2, 2,
	                    "keys grant takes an account and a number of credits", &exit_code))
		return exit_code;
	if (!read_amount(task.rest.words[1], &amount))
		return cmd_keys_end(&task, CMD_FAILED);
	exit_code = cmd_keys_outcome(
		keys_admin_grant(&task.desk.admin, task.rest.words[0], amount, reason));
	return cmd_keys_end(&task, exit_code);
}

static const char refund_about[] =
	"Gives ACCOUNT back what the verdict VERDICT cost, or CREDITS of it; never more than was\n"
	"charged. The credits given back are printed.\n";

static const char refund_example[] = "  doorward keys refund acme vd_01JABCDEFGHJKMNPQRSTVWXYZ\n";

int cmd_keys_refund(int count, char **words)
{
	struct cmd_keys_task    task = { .rest = { count, words } };
	const struct cmd_option rows[] = { CMD_KEYS_ROWS(&task.options) };
	const struct cmd_usage  usage = {
		 .synopsis = "keys refund [OPTIONS] ACCOUNT VERDICT [CREDITS]",
		 .about = refund_about,
		 .example = refund_example,
		 .options = rows,
		 .option_count = sizeof rows / sizeof rows[0]
	};
	keys_amount amount = 0, refunded;
	char        text[KEYS_AMOUNT_CHARS];
	int         exit_code;

	if (!cmd_keys_begin(&task, &usage, 2, 3,
	                    "keys refund takes an account, a verdict's id, and perhaps an amount",
	                    &exit_code))
		return exit_code;
	if (task.rest.count == 3 && !read_amount(task.rest.words[2], &amount))
		return cmd_keys_end(&task, CMD_FAILED);
	exit_code = cmd_keys_outcome(keys_admin_refund(&task.desk.admin, task.rest.words[0],
	                                               task.rest.words[1], amount, &refunded));
	if (exit_code == CMD_GOOD)
		printf("%s\n", keys_amount_print(refunded, text));
	return cmd_keys_end(&task, exit_code);
}
