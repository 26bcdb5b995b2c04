/* SPDX-License-Identifier: Apache-2.0 */
/* The inline tests of rule files: each text under `block` must make its rule match, each
 * under `pass` must not. Only that rule counts, not the decision, so a test says what
 * its author means and nothing about other rules or policies. A rule that is not a draft
 * must be found through its triggers, as in service; a draft has none and is judged
 * directly. */
#include "scan_selftest.h"

struct selftest {
	struct engine_worker *worker;
	const struct ruleset *ruleset;
	struct error         *err;
	struct buffer        *failures;
	size_t                failed;
};

bool scan_selftest_matched(const struct scan_prompt *state, const struct ruleset_rule *rule)
{
	for (size_t i = 0; i < state->matches.count; i++)
		if (state->matches.items[i].rule == rule)
			return true;
	return false;
}

enum status scan_selftest_run(struct engine_worker *worker, const struct ruleset *ruleset,
                              const struct ruleset_rule *rule, size_t drafts, struct slice text,
                              struct scan_prompt *state)
{
	const struct engine_field  field = { .name = SLICE_LIT("test"),
		                             .text = text,
		                             .polarity = rule->polarity == RULESET_FIELD_NEGATIVE
		                                                 ? ENGINE_NEGATIVE
		                                                 : ENGINE_POSITIVE };
	const struct engine_prompt prompt = { .fields = &field,
		                              .field_count = 1,
		                              .direction = rule->input ? ENGINE_INPUT
		                                                       : ENGINE_OUTPUT,
		                              .decoders = ENGINE_DECODE_ALL };
	enum status                status;

	engine_worker_reset(worker);
	status = scan_begin(state, worker, ruleset, &ruleset->policies[0], &prompt);
	if (status != STATUS_OK)
		return status;
	state->forced = rule->mode == RULESET_DRAFT ? rule : rule + 1;
	state->forced_count = drafts + (rule->mode == RULESET_DRAFT ? 1 : 0);
	scan_run_matches(state);
	return STATUS_OK;
}

static enum status run_test(struct selftest *run, const struct ruleset_rule *rule,
                            struct slice text, bool *matched)
{
	struct scan_prompt state;
	enum status        status;

	status = scan_selftest_run(run->worker, run->ruleset, rule, 0, text, &state);
	if (status == STATUS_OK)
		*matched = scan_selftest_matched(&state, rule);
	return status;
}

static void report(struct selftest *run, const struct ruleset_rule *rule,
                   const struct ruleset_test *test)
{
	struct error failure = { .status = STATUS_OK };

	run->failed++;
	error_set(&failure, STATUS_RULE_TEST_FAILED, rule->file, test->line, test->column,
	          "rule \"%s\": %s: \"%.*s\"", rule->id,
	          test->expect_match ? "this text under tests.block does not match the rule"
	                             : "this text under tests.pass matches the rule",
	          (int)(test->text.len < 200 ? test->text.len : 200), test->text.ptr);
	error_set(run->err, failure.status, failure.file, failure.line, failure.column, "%s",
	          failure.message);
	if (run->failures != NULL) {
		error_print(&failure, run->failures);
		buffer_append_char(run->failures, '\n');
	}
}

static enum status test_rule(struct selftest *run, const struct ruleset_rule *rule)
{
	for (size_t i = 0; i < rule->test_count; i++) {
		bool        matched = false;
		enum status status = run_test(run, rule, rule->tests[i].text, &matched);

		if (status != STATUS_OK)
			return status;
		if (matched != rule->tests[i].expect_match)
			report(run, rule, &rule->tests[i]);
	}
	return STATUS_OK;
}

enum status engine_matches(struct engine_worker *worker, const struct ruleset *ruleset,
                           struct slice text, engine_match_report *take, void *context)
{
	const struct engine_field  field = { .name = SLICE_LIT("text"), .text = text };
	const struct engine_prompt prompt = { .fields = &field,
		                              .field_count = 1,
		                              .decoders = ENGINE_DECODE_ALL };
	struct scan_prompt         state;
	enum status status = scan_begin(&state, worker, ruleset, &ruleset->policies[0], &prompt);

	if (status != STATUS_OK)
		return status;
	state.with_drafts = true;
	scan_run_matches(&state);
	for (size_t i = 0; i < state.matches.count; i++)
		take(context, state.matches.items[i].rule->index);
	return STATUS_OK;
}

enum status engine_selftest(const struct ruleset *ruleset, struct error *err,
                            struct buffer *failures)
{
	struct selftest run = { .ruleset = ruleset, .err = err, .failures = failures };
	enum status     status = engine_worker_open(&run.worker);

	for (size_t i = 0; i < ruleset->rule_count && status == STATUS_OK; i++)
		status = test_rule(&run, &ruleset->rules[i]);
	engine_worker_close(&run.worker);
	if (status != STATUS_OK)
		return error_set(err, status, NULL, 0, 0, "inline tests could not run: %s",
		                 status_text(status));
	return run.failed > 0 ? STATUS_RULE_TEST_FAILED : STATUS_OK;
}
