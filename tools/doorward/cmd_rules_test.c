/* SPDX-License-Identifier: Apache-2.0 */
#include "cmd_rules.h"

#include "base_json.h"
#include "cmd_engine.h"
#include "cmd_options.h"
#include "cmd_print.h"

#include <stdio.h>

static const char about[] =
	"Runs the tests that stand in the rule files: each text under \"block\" must match\n"
	"its rule, each under \"pass\" must not. Prints every one that fails, with its place.\n"
	"With FILE, only the tests of that file are shown and counted.\n"
	"\n"
	"With --disguise, each text under \"block\" of three words and twelve letters or\n"
	"more goes through every disguise and some stacks of two to four, alone or in\n"
	"prose, and must be decided like the plain text. Prints the share of kept\n"
	"decisions and of right spans by family, and the disguises and rules that lose\n"
	"something. Asked is 100 % of disguises undone by a table, 98 % of those undone by\n"
	"how they read, 90 % of misspellings, 97 % of stacks, and 99 % right spans; with\n"
	"--baseline, no less than before where that was less.\n"
	"\n"
	"With --mutate, each exception, each branch of when and each list is left out of its\n"
	"rule in turn, and the rule's own tests are run again. Prints what can be lost without\n"
	"any of them noticing, and the share that is noticed, of which 95 % is asked.\n"
	"Exit code: 0 all pass, 1 some fail, 2 the rules cannot be loaded, or\n"
	"what is asked for is not there.\n";

static const char example[] = "  doorward rules test --rules rules\n"
			      "  doorward rules test --disguise --rule weapons --verbose\n";

struct rules_test {
	const char      *folder;
	struct cmd_words files;
	bool             json;
	size_t           failed;
};

static void failure_print(void *context, const struct error *failure)
{
	struct rules_test *test = context;
	struct buffer      out;

	if (!cmd_rules_file_asked(failure->file, &test->files))
		return;
	test->failed++;
	buffer_init_heap(&out);
	if (test->json) {
		buffer_append_cstr(&out, "{\"file\":");
		json_write_string(&out, slice_from_cstr(failure->file));
		buffer_append_format(&out, ",\"line\":%u,\"column\":%u,\"message\":", failure->line,
		                     failure->column);
		json_write_string(&out, slice_from_cstr(failure->message));
		buffer_append_cstr(&out, "}\n");
	} else {
		error_print(failure, &out);
		buffer_append_char(&out, '\n');
	}
	cmd_emit(&out, stdout);
	buffer_free(&out);
}

static void sum_print(const struct ruleset *ruleset, const struct rules_test *test)
{
	size_t tests = 0;
	size_t rules = 0;

	for (size_t i = 0; i < ruleset_rule_count(ruleset); i++) {
		const struct ruleset_rule *rule = ruleset_rule_at(ruleset, i);
		const struct ruleset_test *list;

		if (!cmd_rules_file_asked(ruleset_rule_file(rule), &test->files))
			continue;
		tests += ruleset_rule_tests(rule, &list);
		rules++;
	}
	if (test->json)
		printf("{\"rules\":%zu,\"tests\":%zu,\"failed\":%zu}\n", rules, tests,
		       test->failed);
	else
		printf("%zu tests of %zu rules: %zu failed\n", tests, rules, test->failed);
}

static int tests_run(const struct ruleset *ruleset, struct rules_test *test)
{
	enum status status = cmd_rules_selftest(ruleset, test->folder, failure_print, test);

	if (status != STATUS_OK && status != STATUS_RULE_TEST_FAILED)
		return CMD_FAILED;
	sum_print(ruleset, test);
	return test->failed > 0 ? CMD_BAD : CMD_GOOD;
}

static int plain_test(const struct cmd_rules_test_options *options)
{
	struct rules_test test = { .folder = cmd_rules_folder(options->engine.rules),
		                   .files = options->files,
		                   .json = options->json };
	struct ruleset   *ruleset = NULL;
	int               exit_code = cmd_ruleset_load(options->engine.rules, false, &ruleset);

	if (exit_code == CMD_GOOD)
		exit_code = tests_run(ruleset, &test);
	ruleset_close(&ruleset);
	return exit_code;
}

int cmd_rules_test(int count, char **words)
{
	struct cmd_rules_test_options options = { .files = { .count = count, .words = words },
		                                  .seed = 1,
		                                  .stacks = 8 };
	const struct cmd_option       rows[] = {
		      { "rules", "DIR", .text = &options.engine.rules, .help = CMD_RULES_HELP },
		      { "json", NULL, .flag = &options.json, .help = "print JSON" },
		      { "no-cache", NULL, .flag = &cmd_no_cache, .help = CMD_CACHE_HELP },
		      { "disguise", NULL, .flag = &options.disguise,
		        .help = "run them through disguises" },
		      { "mutate", NULL, .flag = &options.mutate,
		        .help = "run them on rules with one part left out" },
		      { "rule", "ID", .text = &options.rule,
		        .help = "with either: rules of this id or category" },
		      { "policy", "NAME", .text = &options.engine.policy, .help = CMD_POLICY_HELP },
		      { "family", "NAME", .text = &options.family,
		        .help = "one family of disguises, one disguise, or stacks" },
		      { "seed", "N", .number = &options.seed,
		        .help = "what is drawn: forms, frames, stacks; 0: plainest forms [1]" },
		      { "stacks", "N", .number = &options.stacks, .help = "stacks for each test [8]" },
		      { "sample", "N", .number = &options.sample, .help = "so many of the tests [all]" },
		      { "baseline", "FILE", .text = &options.baseline,
		        .help = "compare with figures saved before" },
		      { "save", "FILE", .text = &options.save, .help = "save the figures" },
		      { "verbose", NULL, .flag = &options.verbose,
		        .help = "all disguises, all rules, and samples of what was lost" },
	};
	const struct cmd_usage usage = { .synopsis = "rules test [OPTIONS] [FILE…]",
		                         .about = about,
		                         .example = example,
		                         .options = rows,
		                         .option_count = sizeof rows / sizeof rows[0] };
	int                    exit_code;

	if (!cmd_options_read(&usage, &options.files, &exit_code))
		return exit_code;
	exit_code = cmd_rules_files_known(cmd_rules_folder(options.engine.rules), &options.files);
	if (exit_code != CMD_GOOD)
		return exit_code;
	if (options.mutate && options.disguise) {
		cmd_complain("--mutate and --disguise are two runs: give one of them");
		return CMD_FAILED;
	}
	if (options.mutate)
		return cmd_rules_mutate(&options);
	return options.disguise ? cmd_rules_disguise(&options) : plain_test(&options);
}
