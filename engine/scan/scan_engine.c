/* SPDX-License-Identifier: Apache-2.0 */
/* The engine's one entry: finds the policy, fits the worker, runs the stages of
 * scan_stage.def. Whatever ends a stage early, DECIDE runs: a prompt never goes
 * without a verdict, and one that was not wholly inspected says so. */
#include "scan_stage.h"

#include "base_limits.h"

typedef enum status stage_function(struct scan_prompt *prompt);

enum scope { PROMPT, VIEW };

static const struct stage {
	const char     *name;
	stage_function *run;
	enum scope      scope;
} stages[] = {
/* "scan_prepare" is the stage "prepare". */
#define STAGE(name, function, scope) { &#function[sizeof "scan_" - 1], function, scope },
#include "scan_stage.def"
#undef STAGE
};

#define STAGE_COUNT  (sizeof stages / sizeof stages[0])
#define DECIDE_STAGE (STAGE_COUNT - 1)
_Static_assert(STAGE_COUNT <= ENGINE_STAGES_MAX, "struct scan_prompt has room for every stage");

const char *engine_stage_name(size_t index)
{
	return index < STAGE_COUNT ? stages[index].name : NULL;
}

static enum status run_stage(struct scan_prompt *prompt, size_t index)
{
	const struct engine_meter *meter = prompt->worker->meter;
	uint64_t                   begin;
	enum status                status;

	if (meter == NULL || meter->passed == NULL)
		return stages[index].run(prompt);
	begin = meter->clock_ns();
	status = stages[index].run(prompt);
	prompt->stage_ns[index] += meter->clock_ns() - begin;
	return status;
}

static void tell_stages(const struct scan_prompt *prompt)
{
	const struct engine_meter *meter = prompt->worker->meter;

	for (size_t i = 0; meter != NULL && meter->passed != NULL && i < STAGE_COUNT; i++)
		meter->passed(meter->context, i, prompt->stage_ns[i]);
}

/* Runs the VIEW stages [first, behind) for every view; returns the first failure. */
static enum status run_views(struct scan_prompt *prompt, size_t first, size_t behind)
{
	for (size_t view = 0; view < prompt->views.count; view++) {
		scan_worker_next_view(prompt->worker);
		prompt->view = view;
		for (size_t i = first; i < behind; i++) {
			enum status status = run_stage(prompt, i);

			if (status != STATUS_OK)
				return status;
		}
	}
	return STATUS_OK;
}

static size_t view_stages_end(size_t first)
{
	while (first < DECIDE_STAGE && stages[first].scope == VIEW)
		first++;
	return first;
}

void scan_run_matches(struct scan_prompt *prompt)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < DECIDE_STAGE && status == STATUS_OK; i++) {
		if (stages[i].scope == PROMPT) {
			status = run_stage(prompt, i);
			continue;
		}
		status = run_views(prompt, i, view_stages_end(i));
		i = view_stages_end(i) - 1;
	}
	if (status != STATUS_OK || prompt->budget.sure.hit || prompt->matches.dropped)
		prompt->complete = false;
}

enum status scan_run(struct scan_prompt *prompt)
{
	enum status status;

	scan_run_matches(prompt);
	status = run_stage(prompt, DECIDE_STAGE);
	tell_stages(prompt);
	return status;
}

static uint64_t bytes_of(const struct engine_prompt *prompt)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < prompt->field_count; i++)
		bytes += prompt->fields[i].text.len;
	return bytes;
}

/* What attachments of honest mails hold is packed four or five times, and read as it is, unescaped,
 * and with look-alikes read as Latin. In a long prompt that is not the whole. */
static uint64_t decode_bytes(const struct ruleset_policy *policy, uint64_t sent)
{
	const uint64_t first = sent < LIMIT_DECODE_FIRST ? sent : LIMIT_DECODE_FIRST;

	return (sent + (LIMIT_DECODE_FIRST_TIMES - 1) * first) * policy->decode_ratio +
	       policy->decode_bytes_free;
}

static struct decode_purse sure_purse(const struct ruleset_policy *policy, uint64_t sent)
{
	const uint64_t most = decode_bytes(policy, sent);
	const uint64_t plain = sent * LIMIT_DECODE_PLAIN_RATIO + LIMIT_DECODE_PLAIN_FREE;
	const uint64_t bytes = plain < most ? plain : most;

	return (struct decode_purse){ .bytes = bytes,
		                      .candidates = policy->decode_candidates,
		                      .views = LIMIT_VIEWS,
		                      .packed = most - bytes };
}

enum status scan_begin(struct scan_prompt *state, struct engine_worker *worker,
                       const struct ruleset *ruleset, const struct ruleset_policy *policy,
                       const struct engine_prompt *prompt)
{
	const uint64_t bytes = bytes_of(prompt);

	*state = (struct scan_prompt){
		.worker = worker,
		.ruleset = ruleset,
		.policy = policy,
		.prompt = prompt,
		.arena = &worker->arena,
		.scratch = &worker->scratch_arena,
		.answer = &worker->answer,
		.complete = true,
		.phrase_steps = LIMIT_PHRASE_STEPS_FREE,
		.guess_steps = LIMIT_PHRASE_STEPS_FREE,
		.budget = { .depth = policy->decode_depth,
		            .sure = sure_purse(policy, bytes),
		            .guesses = { .bytes = bytes * LIMIT_GUESS_RATIO +
		                                  LIMIT_GUESS_BYTES_FREE,
		                         .candidates = policy->decode_candidates,
		                         .views = LIMIT_GUESS_VIEWS } },
	};
	scan_matches_init(&state->matches, &worker->answer);
	scan_matches_init(&state->excused, &worker->answer);
	return scan_worker_fit(worker, ruleset);
}

enum status engine_check(struct engine_worker *worker, const struct ruleset *ruleset,
                         const struct engine_prompt *prompt, const struct engine_verdict **verdict)
{
	struct slice name = prompt->policy.len > 0 ? prompt->policy : SLICE_LIT("default");
	const struct ruleset_policy *policy = ruleset_policy_find(ruleset, name);
	struct scan_prompt           state;
	enum status                  status;

	*verdict = NULL;
	if (policy == NULL)
		return STATUS_NOT_FOUND;
	if (prompt->field_count > LIMIT_FIELDS_MAX)
		return STATUS_LIMIT_REACHED;
	status = scan_begin(&state, worker, ruleset, policy, prompt);
	if (status == STATUS_OK)
		status = scan_run(&state);
	if (status == STATUS_OK)
		*verdict = state.verdict;
	return status;
}

const char *engine_decoder_name(size_t index)
{
	const struct decode_kind *kind = decode_kind_at(index);

	return kind != NULL ? kind->name : NULL;
}
