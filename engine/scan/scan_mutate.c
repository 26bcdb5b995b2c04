/* SPDX-License-Identifier: Apache-2.0 */
/* Runs each rule's inline tests on the rule and, in the same scan, on all its mutants: they differ
 * in what they make of the patterns, not in how the text is prepared. So thousands of changes cost
 * little more than one run of the tests. */
#include "doorward/mutate.h"

#include "ruleset_mutate.h"
#include "scan_selftest.h"

struct mutation {
	const struct ruleset         *ruleset;
	const struct ruleset_mutants *mutants;
	struct engine_worker         *worker;
	bool                         *noticed; /* of the mutants */
	mutate_report                *report;
	void                         *context;
	struct error                 *err;
};

/* A test of the rule, on it and on mutants[first, end). */
static enum status test_run(struct mutation *run, const struct ruleset_rule *rule,
                            const struct ruleset_test *test, size_t first, size_t end)
{
	struct scan_prompt state;
	enum status        status = scan_selftest_run(run->worker, run->ruleset, rule, end - first,
	                                              test->text, &state);

	if (status != STATUS_OK)
		return status;
	if (scan_selftest_matched(&state, rule) != test->expect_match)
		return error_set(run->err, STATUS_RULE_TEST_FAILED, rule->file, test->line,
		                 test->column, "rule \"%s\" fails this test as it is", rule->id);
	for (size_t i = first; i < end; i++) {
		const struct ruleset_rule *mutant =
			&run->ruleset->rules[run->mutants->items[i].mutant];

		if (scan_selftest_matched(&state, mutant) != test->expect_match)
			run->noticed[i] = true;
	}
	return STATUS_OK;
}

static void mutants_report(const struct mutation *run, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		const struct ruleset_mutant *mutant = &run->mutants->items[i];
		const struct mutate_change   change = { .rule = &run->ruleset->rules[mutant->rule],
			                                .kind = mutant->kind,
			                                .dropped = mutant->dropped,
			                                .line = mutant->line,
			                                .column = mutant->column,
			                                .noticed = run->noticed[i] };

		run->report(run->context, &change);
	}
}

static enum status rules_run(struct mutation *run, mutate_wanted *wanted)
{
	enum status status = STATUS_OK;
	size_t      end;

	for (size_t first = 0; status == STATUS_OK && first < run->mutants->count; first = end) {
		const uint32_t             index = run->mutants->items[first].rule;
		const struct ruleset_rule *rule = &run->ruleset->rules[index];

		end = first;
		while (end < run->mutants->count && run->mutants->items[end].rule == index)
			end++;
		if (!wanted(run->context, rule))
			continue;
		for (size_t i = 0; status == STATUS_OK && i < rule->test_count; i++)
			status = test_run(run, rule, &rule->tests[i], first, end);
		if (status == STATUS_OK)
			mutants_report(run, first, end);
	}
	return status;
}

static enum status mutation_run(struct mutation *run, struct arena *arena, mutate_wanted *wanted)
{
	enum status status;

	run->noticed = arena_alloc_zero(arena, run->mutants->count + 1, sizeof *run->noticed);
	if (run->noticed == NULL)
		return STATUS_NO_MEMORY;
	status = engine_worker_open(&run->worker);
	if (status != STATUS_OK)
		return status;
	status = rules_run(run, wanted);
	engine_worker_close(&run->worker);
	return status;
}

enum status engine_mutate(const char *folder, mutate_wanted *wanted, mutate_report *report,
                          void *context, struct error *err)
{
	struct ruleset        *ruleset = NULL;
	struct ruleset_mutants mutants;
	enum status            status = ruleset_load_mutants(folder, &ruleset, &mutants, err);
	struct mutation        run = { .ruleset = ruleset,
		                       .mutants = &mutants,
		                       .report = report,
		                       .context = context,
		                       .err = err };

	if (status == STATUS_OK) {
		status = mutation_run(&run, &mutants.arena, wanted);
		if (status != STATUS_OK && status != STATUS_RULE_TEST_FAILED)
			(void)error_set(err, status, NULL, 0, 0, "%s", status_text(status));
	}
	ruleset_close(&ruleset);
	ruleset_mutants_close(&mutants);
	return status;
}
