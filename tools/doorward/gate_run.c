/* SPDX-License-Identifier: Apache-2.0 */
#include "gate.h"

#include "cmd_print.h"

#include <string.h>

#define FRAMES_MAX 8

struct run {
	const struct gate_judge   *judge;
	const struct gate_options *options;
	struct gate_tally         *tally;
	struct cmd_progress        progress;
	uint64_t                   forms;

	/* Of the test in hand. */
	const struct gate_test *test;
	size_t                  rule; /* index in the ruleset */
	struct gate_outcome     plain[FRAMES_MAX];
};

static bool is_asked(const struct run *run, const char *name, const char *family)
{
	const char *asked = run->options->family;

	return asked == NULL || strcmp(asked, name) == 0 || strcmp(asked, family) == 0;
}

bool gate_family_known(const char *name)
{
	for (size_t i = 0; i < disguise_count(); i++)
		if (strcmp(disguise_at(i)->family, name) == 0 ||
		    strcmp(disguise_at(i)->name, name) == 0)
			return true;
	return strcmp(name, GATE_STACKS) == 0;
}

/* Each form has one frame, another with another seed; none where the rule does not match the
 * plain text in it (a rule about the whole prompt). */
static size_t frame_pick(const struct run *run, uint64_t key)
{
	size_t frame = gate_mix(key, UINT64_C(0xF4A3E)) % gate_frame_count();

	return run->plain[frame].rule ? frame : 0;
}

static enum status form_judge(struct run *run, size_t row, const struct gate_stack *stack,
                              uint64_t key, struct slice text)
{
	size_t              frame = frame_pick(run, key);
	struct gate_outcome form;
	enum status         status = gate_judge_text(run->judge, run->test->rule, text,
	                                             gate_frame_at(frame), &form);

	run->forms++;
	if (status != STATUS_OK)
		return status;
	return gate_tally_add(run->tally, row, run->rule, stack, frame, text, &run->plain[frame],
	                      &form);
}

static enum status single_run(struct run *run, size_t row)
{
	const struct disguise  *disguise = disguise_at(row);
	const struct gate_stack stack = { .steps = { disguise }, .count = 1 };
	uint64_t                key = gate_mix(gate_mix(run->test->hash, run->options->seed),
	                                       gate_hash(slice_from_cstr(disguise->name)));
	struct buffer           text;
	enum status             status = STATUS_OK;

	if (!is_asked(run, disguise->name, disguise->family) ||
	    (ruleset_rule_is_exact(run->test->rule) && !disguise->keeps_bytes))
		return STATUS_OK;
	buffer_init_heap(&text);
	/* Seed 0 stays 0: the plainest form of each. */
	if (gate_form_single(disguise, run->test->text, run->options->seed == 0 ? 0 : key, &text))
		status = form_judge(run, row, &stack, key, buffer_slice(&text));
	if (text.failed)
		status = STATUS_NO_MEMORY;
	buffer_free(&text);
	return status;
}

static enum status stack_run(struct run *run, uint64_t number)
{
	uint64_t          key = gate_mix(gate_mix(run->test->hash, run->options->seed), number);
	struct gate_stack stack;
	struct buffer     text;
	enum status       status = STATUS_OK;

	buffer_init_heap(&text);
	if (gate_form_stack(run->test->text, ruleset_rule_is_exact(run->test->rule), key, &stack,
	                    &text))
		status = form_judge(run, disguise_count(), &stack, key, buffer_slice(&text));
	if (text.failed)
		status = STATUS_NO_MEMORY;
	buffer_free(&text);
	return status;
}

static enum status plain_judge(struct run *run)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < gate_frame_count() && status == STATUS_OK; i++)
		status = gate_judge_text(run->judge, run->test->rule, run->test->text,
		                         gate_frame_at(i), &run->plain[i]);
	return status;
}

static enum status test_run(struct run *run)
{
	enum status status = plain_judge(run);

	/* Only under a policy that ignores its category. */
	if (status != STATUS_OK || !run->plain[0].rule)
		return status;
	for (size_t i = 0; i < disguise_count() && status == STATUS_OK; i++)
		status = single_run(run, i);
	for (uint64_t i = 0; i < run->options->stacks && status == STATUS_OK; i++)
		if (is_asked(run, GATE_STACKS, GATE_STACKS))
			status = stack_run(run, i);
	return status;
}

static size_t rule_index(const struct ruleset *ruleset, const struct ruleset_rule *rule)
{
	size_t index = 0;

	while (ruleset_rule_at(ruleset, index) != rule)
		index++;
	return index;
}

enum status gate_run(const struct gate_judge *judge, const struct gate_tests *tests,
                     const struct gate_options *options, struct gate_tally *tally)
{
	struct run  run = { .judge = judge, .options = options, .tally = tally };
	enum status status = STATUS_OK;

	cmd_progress_open(&run.progress, tests->count);
	run.progress.what = "forms";
	for (size_t i = 0; i < tests->count && status == STATUS_OK; i++) {
		run.test = &tests->items[i];
		run.rule = rule_index(judge->ruleset, run.test->rule);
		status = test_run(&run);
		cmd_progress_step(&run.progress, i + 1, run.forms);
	}
	cmd_progress_close(&run.progress);
	return status;
}
