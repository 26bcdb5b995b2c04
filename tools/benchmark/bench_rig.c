/* SPDX-License-Identifier: Apache-2.0 */
#include "bench_rig.h"

#include "base_error.h"
#include "base_limits.h"
#include "scan_stage.h"
#include "text_fold.h"
#include "text_utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum scope { PROMPT, VIEW };

static const struct {
	const char *name;
	enum status (*run)(struct scan_prompt *prompt);
	enum scope scope;
} stages[] = {
#define STAGE(name, function, scope) { #name, function, scope },
#include "scan_stage.def"
#undef STAGE
};

void bench_check(enum status status, const char *what)
{
	if (status == STATUS_OK)
		return;
	fprintf(stderr, "%s: %s\n", what, status_text(status));
	exit(2);
}

const char *bench_stage_name(enum bench_stage stage)
{
	return stages[stage].name;
}

double bench_cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

uint32_t bench_random(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33);
}

static void options_read(struct bench_options *options, int argc, char **argv)
{
	options->rules = "rules";
	options->seed = 1;
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0) {
			options->json = true;
		} else if (strcmp(argv[i], "--quick") == 0) {
			options->quick = true;
		} else if (strcmp(argv[i], "--no-decoders") == 0) {
			options->no_decoders = true;
		} else if (strcmp(argv[i], "--search") == 0) {
			options->search = true;
		} else if (strcmp(argv[i], "--rules") == 0 && i + 1 < argc) {
			options->rules = argv[++i];
		} else if (strcmp(argv[i], "--only") == 0 && i + 1 < argc) {
			options->only = argv[++i];
		} else if (strcmp(argv[i], "--mixed") == 0 && i + 1 < argc) {
			options->mixed = strtoull(argv[++i], NULL, 10);
		} else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
			options->seed = strtoull(argv[++i], NULL, 10);
		} else {
			fprintf(stderr,
			        "usage: %s [--rules DIR] [--only NAME] [--json] [--quick] "
			        "[--no-decoders] [--search] [--mixed N] [--seed N]\n",
			        argv[0]);
			exit(2);
		}
	}
}

void bench_rig_open(struct bench_rig *rig, int argc, char **argv, size_t text_bytes)
{
	struct error err = { 0 };

	*rig = (struct bench_rig){ 0 };
	options_read(&rig->options, argc, argv);
	if (ruleset_load(rig->options.rules, &rig->ruleset, &err) != STATUS_OK) {
		fprintf(stderr, "%s:%u:%u: %s\n", err.file, err.line, err.column, err.message);
		exit(2);
	}
	if (!arena_open(&rig->arena, text_bytes))
		bench_check(STATUS_NO_MEMORY, "arena");
	bench_check(engine_worker_open(&rig->worker), "worker");
	bench_check(scan_worker_fit(rig->worker, rig->ruleset), "worker");
}

void bench_rig_close(struct bench_rig *rig)
{
	engine_worker_close(&rig->worker);
	arena_close(&rig->arena);
	ruleset_close(&rig->ruleset);
}

/* ---- one prompt ---- */

static void stage_run(struct scan_prompt *state, size_t stage, double *ns)
{
	const double begun = ns != NULL ? bench_cpu_ns() : 0;

	bench_check(stages[stage].run(state), stages[stage].name);
	if (ns != NULL)
		ns[stage] += bench_cpu_ns() - begun;
}

static void views_run(struct scan_prompt *state, size_t first, size_t end, double *ns)
{
	for (size_t view = 0; view < state->views.count; view++) {
		scan_worker_next_view(state->worker);
		state->view = view;
		for (size_t i = first; i < end && stages[i].scope == VIEW; i++)
			stage_run(state, i, ns);
	}
}

static double steps_a_byte(const struct scan_prompt *state)
{
	uint64_t bytes = 0;
	uint64_t all = LIMIT_PHRASE_STEPS_FREE;

	for (size_t i = 0; i < state->views.count; i++)
		if (!state->views.items[i].guessed)
			bytes += state->views.items[i].folded.len;
	all += bytes * LIMIT_PHRASE_STEPS_PER_BYTE;
	return bytes == 0 ? 0 : (double)(all - state->phrase_steps) / (double)bytes;
}

bool bench_stages_run(struct bench_rig *rig, const struct bench_prompt *prompt,
                      enum bench_stage end, double *ns)
{
	const struct ruleset_policy *policy = ruleset_policy_find(rig->ruleset,
	                                                          SLICE_LIT("default"));
	const struct engine_prompt   asked = { .fields = prompt->fields,
		                               .field_count = prompt->count,
		                               .decoders = prompt->decoders };
	struct scan_prompt           state;

	engine_worker_reset(rig->worker);
	bench_check(scan_begin(&state, rig->worker, rig->ruleset, policy, &asked), "begin");
	for (size_t i = 0; i < (size_t)end; i++) {
		if (stages[i].scope == PROMPT)
			stage_run(&state, i, ns);
		else if (stages[i - 1].scope == PROMPT)
			views_run(&state, i, (size_t)end, ns);
	}
	rig->sum += state.views.count;
	rig->steps = steps_a_byte(&state);
	return state.complete && !state.budget.sure.hit && !state.matches.dropped;
}

static void count_hit(void *context, uint32_t literal)
{
	uint64_t *sum = context;

	*sum += literal;
}

void bench_plain_run(struct bench_rig *rig, struct slice text)
{
	const struct ruleset *ruleset = rig->ruleset;
	struct arena         *arena = engine_worker_arena(rig->worker);
	struct slice          clean;
	struct slice          folded;
	size_t                replaced;

	engine_worker_reset(rig->worker);
	if (!text_utf8_valid(text))
		bench_check(text_utf8_repair(text, arena, &text, &replaced, NULL), "repair");
	bench_check(text_clean(text, TEXT_CLEAN_MIXED, arena, &clean, NULL, NULL), "clean");
	bench_check(text_fold(clean, arena, &folded, NULL), "fold");
	bench_check(ruleset->backend->scan(ruleset->literals, rig->worker->scratch, folded,
	                                   count_hit, &rig->sum),
	            "scan");
}
