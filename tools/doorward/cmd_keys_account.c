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
	struct cmd_keys_options options = { 0 };
	uint64_t                minute = UINT64_MAX, day = UINT64_MAX, concurrent = 50;
	const struct cmd_option rows[] = {
		CMD_KEYS_ROWS(&options),
		{ "per-minute", "N", .number = &minute, .help = "requests a minute" },
		{ "per-day", "N", .number = &day, .help = "requests a day" },
		{ "concurrent", "N", .number = &concurrent, .help = "requests at once [50]" },
	};
	const struct cmd_usage usage = { .synopsis = "keys plan [OPTIONS] ACCOUNT NAME",
		                         .about = plan_about,
		                         .example = plan_example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words       rest = { .count = count, .words = words };
	struct app_keys_desk   desk;
	struct keys_limits     limits;
	bool                   has_limits;
	int                    exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	has_limits = minute != UINT64_MAX || day != UINT64_MAX;
	if (rest.count != 2 || (has_limits && (minute > UINT32_MAX || day > UINT32_MAX)) ||
	    concurrent > UINT32_MAX) {
		cmd_complain(rest.count != 2 ? "keys plan takes an account and the name of a plan"
		                             : "say both --per-minute and --per-day, each at most "
		                               "4294967295");
		return CMD_FAILED;
	}
	if (!cmd_keys_open(&options, &desk))
		return CMD_FAILED;
	limits = (struct keys_limits){ (uint32_t)minute, (uint32_t)day, (uint32_t)concurrent };
	exit_code = cmd_keys_outcome(keys_admin_set_plan(&desk.admin, rest.words[0], rest.words[1],
	                                                 has_limits ? &limits : NULL));
	app_keys_desk_close(&desk);
	return exit_code;
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
	struct cmd_keys_options options = { 0 };
	const char             *reason = "";
	const struct cmd_option rows[] = { CMD_KEYS_ROWS(&options),
		                           { "reason", "TEXT", .text = &reason,
		                             .help = "why; it is recorded" } };
	const struct cmd_usage  usage = { .synopsis = "keys grant [OPTIONS] ACCOUNT CREDITS",
		                          .about = grant_about,
		                          .example = grant_example,
		                          .options = rows,
		                          .option_count = sizeof rows / sizeof rows[0] };
	struct cmd_words        rest = { .count = count, .words = words };
	struct app_keys_desk    desk;
	keys_amount             amount;
	int                     exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count != 2) {
		cmd_complain("keys grant takes an account and a number of credits");
		return CMD_FAILED;
	}
	if (!read_amount(rest.words[1], &amount) || !cmd_keys_open(&options, &desk))
		return CMD_FAILED;
	exit_code = cmd_keys_outcome(keys_admin_grant(&desk.admin, rest.words[0], amount, reason));
	app_keys_desk_close(&desk);
	return exit_code;
}

static const char refund_about[] =
	"Gives ACCOUNT back what the verdict VERDICT cost, or CREDITS of it; never more than was\n"
	"charged. The credits given back are printed.\n";

static const char refund_example[] = "  doorward keys refund acme vd_01JABCDEFGHJKMNPQRSTVWXYZ\n";

int cmd_keys_refund(int count, char **words)
{
	struct cmd_keys_options options = { 0 };
	const struct cmd_option rows[] = { CMD_KEYS_ROWS(&options) };
	const struct cmd_usage  usage = {
		 .synopsis = "keys refund [OPTIONS] ACCOUNT VERDICT [CREDITS]",
		 .about = refund_about,
		 .example = refund_example,
		 .options = rows,
		 .option_count = sizeof rows / sizeof rows[0]
	};
	struct cmd_words     rest = { .count = count, .words = words };
	struct app_keys_desk desk;
	keys_amount          amount = 0, refunded;
	char                 text[KEYS_AMOUNT_CHARS];
	int                  exit_code;

	if (!cmd_options_read(&usage, &rest, &exit_code))
		return exit_code;
	if (rest.count < 2 || rest.count > 3) {
		cmd_complain("keys refund takes an account, a verdict's id, and perhaps an amount");
		return CMD_FAILED;
	}
	if (rest.count == 3 && !read_amount(rest.words[2], &amount))
		return CMD_FAILED;
	if (!cmd_keys_open(&options, &desk))
		return CMD_FAILED;
	exit_code = cmd_keys_outcome(
		keys_admin_refund(&desk.admin, rest.words[0], rest.words[1], amount, &refunded));
	if (exit_code == CMD_GOOD)
		printf("%s\n", keys_amount_print(refunded, text));
	app_keys_desk_close(&desk);
	return exit_code;
}
