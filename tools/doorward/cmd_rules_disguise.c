/* SPDX-License-Identifier: Apache-2.0 */
/* `doorward rules test --disguise`: see gate.h for what is measured. */
#include "cmd_engine.h"
#include "cmd_print.h"
#include "cmd_rules.h"
#include "gate.h"

#include <errno.h>
#include <string.h>

#define LOST_PER_ROW 5

static int fault_show(enum status status, struct error *err)
{
	err->status = status;
	cmd_complain_error(err);
	return CMD_FAILED;
}

static const char *policy_name(const struct cmd_rules_test_options *options)
{
	return options->engine.policy != NULL ? options->engine.policy : "default";
}

/* ---- which rules ---- */

static bool rule_asked(const void *context, const struct ruleset_rule *rule)
{
	const struct cmd_rules_test_options *options = context;

	return (options->rule == NULL || cmd_rules_is(rule, options->rule)) &&
	       cmd_rules_file_asked(ruleset_rule_file(rule), &options->files);
}

static int family_unknown(const char *family)
{
	const char *names[512];
	size_t      count = 0;

	for (size_t i = 0; i < disguise_count() && count + 2 < 512; i++) {
		names[count++] = disguise_at(i)->name;
		if (i == 0 || strcmp(disguise_at(i)->family, disguise_at(i - 1)->family) != 0)
			names[count++] = disguise_at(i)->family;
	}
	names[count++] = GATE_STACKS;
	return cmd_unknown("family or disguise", family, names, count);
}

static void rules_count(const struct ruleset *ruleset, const struct cmd_rules_test_options *options,
                        struct gate_report *report)
{
	for (size_t i = 0; i < ruleset_rule_count(ruleset); i++) {
		const struct ruleset_rule *rule = ruleset_rule_at(ruleset, i);

		if (!rule_asked(options, rule))
			continue;
		report->rule_count++;
		report->exact_count += ruleset_rule_is_exact(rule);
	}
}

/* ---- the answer ---- */

static int report_save(const struct gate_report *report, const char *path)
{
	FILE         *file = fopen(path, "we");
	struct buffer out;
	bool          written;

	if (file == NULL) {
		cmd_complain("%s: %s", path, strerror(errno));
		return CMD_FAILED;
	}
	buffer_init_heap(&out);
	gate_json_write(report, false, "\n", &out);
	written = cmd_emit(&out, file);
	buffer_free(&out);
	if (fclose(file) != 0) {
		cmd_complain("%s: %s", path, strerror(errno));
		return CMD_FAILED;
	}
	return written ? CMD_GOOD : CMD_FAILED;
}

static int report_show(const struct gate_report            *report,
                       const struct cmd_rules_test_options *options)
{
	struct buffer out;
	bool          written = true;

	if (!options->json) {
		gate_print(report, options->verbose, stdout);
	} else {
		buffer_init_heap(&out);
		gate_json_write(report, true, "", &out);
		written = cmd_emit(&out, stdout);
		buffer_free(&out);
	}
	if (!written)
		return CMD_FAILED;
	return report->good ? CMD_GOOD : CMD_BAD;
}

static int tally_report(const struct cmd_rules_test_options *options,
                        const struct gate_options *gate, struct gate_tally *tally, size_t tests)
{
	struct gate_report report = { .tally = tally,
		                      .options = gate,
		                      .policy = policy_name(options),
		                      .tests = tests,
		                      .compared = options->baseline != NULL };
	struct error       err = { 0 };
	enum status        status = gate_report_open(&report, tally);
	int                exit_code = CMD_GOOD;

	if (status != STATUS_OK)
		exit_code = fault_show(status, &err);
	rules_count(tally->ruleset, options, &report);
	if (exit_code == CMD_GOOD && options->save != NULL)
		exit_code = report_save(&report, options->save);
	if (exit_code == CMD_GOOD)
		exit_code = report_show(&report, options);
	gate_report_close(&report);
	return exit_code;
}

/* ---- the run ---- */

static int tests_gate(const struct cmd_rules_test_options *options, const struct cmd_engine *engine,
                      const struct gate_tests *tests)
{
	const struct gate_judge   judge = { .worker = engine->workers[0],
		                            .ruleset = engine->ruleset,
		                            .policy = engine->policy };
	const struct gate_options gate = { .seed = options->seed,
		                           .stacks = options->stacks,
		                           .sample = options->sample,
		                           .family = options->family };
	struct gate_tally         tally;
	struct error              err = { 0 };
	enum status               status = gate_tally_open(&tally, engine->ruleset, LOST_PER_ROW);
	int                       exit_code;

	if (status == STATUS_OK && options->baseline != NULL)
		status = gate_baseline_read(options->baseline, &gate, policy_name(options), &tally,
		                            &err);
	if (status == STATUS_OK)
		status = gate_run(&judge, tests, &gate, &tally);
	exit_code = status == STATUS_OK ? tally_report(options, &gate, &tally, tests->count)
	                                : fault_show(status, &err);
	gate_tally_close(&tally);
	return exit_code;
}

int cmd_rules_disguise(const struct cmd_rules_test_options *options)
{
	struct cmd_engine engine = { 0 };
	struct gate_tests tests = { 0 };
	struct error      err = { 0 };
	int               exit_code = CMD_GOOD;

	if (options->family != NULL && !gate_family_known(options->family))
		return family_unknown(options->family);
	exit_code = cmd_engine_open(&engine, &options->engine, 1);
	if (exit_code == CMD_GOOD) {
		enum status status = gate_tests_open(&tests, engine.ruleset, rule_asked, options,
		                                     options->sample, options->seed);

		exit_code = status == STATUS_OK ? CMD_GOOD : fault_show(status, &err);
	}
	if (exit_code == CMD_GOOD && tests.count == 0) {
		cmd_complain("no rule asked for has a test of three words and twelve letters");
		exit_code = CMD_FAILED;
	}
	if (exit_code == CMD_GOOD)
		exit_code = tests_gate(options, &engine, &tests);
	gate_tests_close(&tests);
	cmd_engine_close(&engine);
	return exit_code;
}
