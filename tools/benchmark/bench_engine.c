/* SPDX-License-Identifier: Apache-2.0 */
/* What judging costs: each stage and the whole, for 1 KiB of English-like prose, beside memcpy
 * and a bare scan.
 *
 *     bench_engine [--rules DIR] [--json] [--quick]
 *
 * A stage is not timed by itself, because the clock would cost more than some stages do. All
 * prompts run up to and including stage k, then up to k + 1, and so on: a stage costs what its
 * run takes more than the one before it. The prompts are a mebibyte of distinct text: with
 * some hundred prompts the branch predictor learns them, and figures are too good by half.
 * Each figure is a median of rounds. Compare within one run; figures of another machine, or
 * of another hour, say nothing. */
#include "base_limits.h"
#include "doorward/engine.h"
#include "doorward/request.h"
#include "doorward/verdict.h"
#include "ruleset_rule.h"
#include "scan_stage.h"
#include "text_fold.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PROMPTS      1024u
#define PROMPT_BYTES 1024u
#define ROUNDS       31u
#define ROUNDS_QUICK 5u

typedef enum status stage_run(struct scan_prompt *prompt);

enum scope { PROMPT, VIEW };

static const struct {
	const char *name;
	stage_run  *run;
	enum scope  scope;
} stages[] = {
#define STAGE(name, function, scope) { #name, function, scope },
#include "scan_stage.def"
#undef STAGE
};

#define STAGE_COUNT (sizeof stages / sizeof stages[0])

struct bench {
	struct ruleset       *ruleset;
	struct engine_worker *worker;
	struct arena          arena;
	struct slice          texts[PROMPTS];
	struct slice          folded[PROMPTS];
	struct slice          bodies[PROMPTS];
	struct buffer         out;
	size_t                stage_end; /* how far run_stages() goes */
	uint64_t              sum;       /* keeps the compiler from leaving work out */
	unsigned              rounds;
};

static void check(enum status status, const char *what)
{
	if (status == STATUS_OK)
		return;
	fprintf(stderr, "bench_engine: %s: %s\n", what, status_text(status));
	exit(2);
}

/* ---- prompts ---- */

static const char *const words[] = {
	"the",     "of",       "and",      "a",         "in",        "is",       "it",
	"for",     "on",       "with",     "as",        "at",        "by",       "from",
	"old",     "house",    "river",    "garden",    "window",    "morning",  "letter",
	"summer",  "market",   "teacher",  "bridge",    "music",     "kitchen",  "mountain",
	"colour",  "evening",  "village",  "story",     "painting",  "winter",   "station",
	"bread",   "table",    "orange",   "quiet",     "walked",    "opened",   "carried",
	"watched", "listened", "between",  "beautiful", "remember",  "sunlight", "pencil",
	"harvest", "slowly",   "together", "a wide",    "landscape", "farmers",  "blue",
	"Anna",    "London",   "Mr Brown", "Tuesday",   "1984",      "twenty",   "however,",
	"because", "perhaps",  "station,", "harbour",   "meadow",    "lantern",  "violin",
	"recipe",  "journey",
};

static uint32_t random_next(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33);
}

static struct slice prose_make(struct arena *arena, uint64_t *state)
{
	char  *text = ARENA_ARRAY(arena, PROMPT_BYTES, char);
	size_t len = 0;

	if (text == NULL)
		check(STATUS_NO_MEMORY, "prompts");
	while (len < PROMPT_BYTES) {
		uint32_t    random = random_next(state);
		const char *word = words[random % (sizeof words / sizeof words[0])];
		const char *behind = random >> 20 & 15 ? " " : ". ";

		for (size_t i = 0; word[i] != '\0' && len < PROMPT_BYTES; i++)
			text[len++] = word[i];
		for (size_t i = 0; behind[i] != '\0' && len < PROMPT_BYTES; i++)
			text[len++] = behind[i];
	}
	return (struct slice){ text, len };
}

static struct slice body_make(struct arena *arena, struct slice text)
{
	struct buffer body;

	buffer_init_arena(&body, arena);
	buffer_append_cstr(&body, "{\"prompt\":\"");
	buffer_append(&body, text);
	buffer_append_cstr(&body, "\",\"request_id\":\"bench\"}");
	return buffer_slice(&body);
}

static void prompts_make(struct bench *bench)
{
	uint64_t state = 1;

	for (size_t i = 0; i < PROMPTS; i++) {
		bench->texts[i] = prose_make(&bench->arena, &state);
		check(text_fold(bench->texts[i], &bench->arena, &bench->folded[i], NULL), "fold");
		bench->bodies[i] = body_make(&bench->arena, bench->texts[i]);
	}
	if (bench->arena.overflowed)
		check(STATUS_NO_MEMORY, "prompts");
}

/* ---- what is timed: one prompt ---- */

static void run_copy(struct bench *bench, size_t i)
{
	char copy[PROMPT_BYTES];

	memcpy(copy, bench->texts[i].ptr, PROMPT_BYTES);
	__asm__ volatile("" : : "r"(copy) : "memory");
	bench->sum += (unsigned char)copy[i];
}

static void count_hit(void *context, uint32_t literal)
{
	uint64_t *sum = context;

	*sum += literal;
}

static void run_scan(struct bench *bench, size_t i)
{
	const struct ruleset *ruleset = bench->ruleset;

	check(ruleset->backend->scan(ruleset->literals, bench->worker->scratch, bench->folded[i],
	                             count_hit, &bench->sum),
	      "scan");
}

static enum status views_run(struct scan_prompt *state, size_t first, size_t end)
{
	enum status status = STATUS_OK;

	for (size_t view = 0; view < state->views.count; view++) {
		scan_worker_next_view(state->worker);
		state->view = view;
		for (size_t i = first; i < end && status == STATUS_OK; i++)
			if (stages[i].scope == VIEW)
				status = stages[i].run(state);
	}
	return status;
}

/* The stages before bench->stage_end, in the order the engine runs them. */
static void run_stages(struct bench *bench, size_t i)
{
	const struct engine_field  field = { .name = SLICE_LIT("prompt"), .text = bench->texts[i] };
	const struct engine_prompt prompt = { .fields = &field,
		                              .field_count = 1,
		                              .decoders = ENGINE_DECODE_ALL };
	struct scan_prompt         state;

	engine_worker_reset(bench->worker);
	check(scan_begin(&state, bench->worker, bench->ruleset,
	                 ruleset_policy_find(bench->ruleset, SLICE_LIT("default")), &prompt),
	      "begin");
	for (size_t stage = 0; stage < bench->stage_end; stage++) {
		if (stages[stage].scope == PROMPT)
			check(stages[stage].run(&state), stages[stage].name);
		else if (stages[stage - 1].scope == PROMPT)
			check(views_run(&state, stage, bench->stage_end), stages[stage].name);
	}
	bench->sum += state.views.count;
}

static void run_check(struct bench *bench, size_t i)
{
	const struct engine_field  field = { .name = SLICE_LIT("prompt"), .text = bench->texts[i] };
	const struct engine_prompt prompt = { .fields = &field,
		                              .field_count = 1,
		                              .decoders = ENGINE_DECODE_ALL };
	const struct engine_verdict *verdict;

	engine_worker_reset(bench->worker);
	check(engine_check(bench->worker, bench->ruleset, &prompt, &verdict), "check");
	bench->sum += verdict->score;
}

/* From the bytes of the request to the bytes of the answer. */
static void run_whole(struct bench *bench, size_t i)
{
	const struct engine_verdict *verdict;
	struct request               request;

	engine_worker_reset(bench->worker);
	check(request_parse(bench->bodies[i], engine_worker_arena(bench->worker), &request, NULL),
	      "request");
	request.prompt.decoders = ENGINE_DECODE_ALL;
	check(engine_check(bench->worker, bench->ruleset, &request.prompt, &verdict), "check");
	buffer_clear(&bench->out);
	verdict_write(verdict, &bench->out);
	bench->sum += bench->out.len;
}

/* ---- timing ---- */

typedef void run_one(struct bench *bench, size_t prompt);

static double ns_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
	double left = *(const double *)a;
	double right = *(const double *)b;

	return (left > right) - (left < right);
}

/* Nanoseconds a prompt, the median of the rounds after one to warm up. */
static double measure(struct bench *bench, run_one *run)
{
	double rounds[ROUNDS];

	for (unsigned round = 0; round < bench->rounds + 1; round++) {
		double begun = ns_now();

		for (size_t i = 0; i < PROMPTS; i++)
			run(bench, i);
		if (round > 0)
			rounds[round - 1] = (ns_now() - begun) / PROMPTS;
	}
	qsort(rounds, bench->rounds, sizeof rounds[0], by_size);
	return rounds[bench->rounds / 2];
}

static void row_print(const char *name, double ns, double scan, bool json)
{
	if (json)
		printf("{\"what\":\"%s\",\"ns_per_prompt\":%.1f,\"of_scan\":%.3f}\n", name, ns,
		       ns / scan);
	else
		printf("%-22s %10.0f %10.2f\n", name, ns, ns / scan);
}

static void bench_run(struct bench *bench, bool json)
{
	double scan = 0;
	double before;
	char   name[40];

	run_check(bench, 0); /* fits the worker's scratch to the ruleset */
	scan = measure(bench, run_scan);
	if (!json)
		printf("%zu rules, %zu literals; %u prompts of %u bytes\n\n%-22s %10s %10s\n",
		       bench->ruleset->rule_count, bench->ruleset->literal_count, PROMPTS,
		       PROMPT_BYTES, "", "ns", "of scan");
	row_print("memcpy", measure(bench, run_copy), scan, json);
	row_print("bare scan", scan, scan, json);
	before = 0;
	for (size_t i = 0; i <= STAGE_COUNT; i++) {
		bench->stage_end = i;
		double until = measure(bench, run_stages);

		snprintf(name, sizeof name, "  %s", i == 0 ? "begin" : stages[i - 1].name);
		row_print(json ? name + 2 : name, until - before, scan, json);
		before = until;
	}
	row_print("engine_check", measure(bench, run_check), scan, json);
	row_print("request to answer", measure(bench, run_whole), scan, json);
}

int main(int argc, char **argv)
{
	static struct bench bench = { .rounds = ROUNDS };
	const char         *rules = "rules";
	struct error        err = { 0 };
	bool                json = false;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--json") == 0) {
			json = true;
		} else if (strcmp(argv[i], "--quick") == 0) {
			bench.rounds = ROUNDS_QUICK;
		} else if (strcmp(argv[i], "--rules") == 0 && i + 1 < argc) {
			rules = argv[++i];
		} else {
			fprintf(stderr, "usage: bench_engine [--rules DIR] [--json] [--quick]\n");
			return 2;
		}
	}
	if (ruleset_load(rules, &bench.ruleset, &err) != STATUS_OK) {
		fprintf(stderr, "bench_engine: %s:%u:%u: %s\n", err.file, err.line, err.column,
		        err.message);
		return 2;
	}
	if (!arena_open(&bench.arena, (size_t)64 * 1024 * 1024))
		check(STATUS_NO_MEMORY, "arena");
	check(engine_worker_open(&bench.worker), "worker");
	buffer_init_heap(&bench.out);
	prompts_make(&bench);
	bench_run(&bench, json);

	buffer_free(&bench.out);
	engine_worker_close(&bench.worker);
	arena_close(&bench.arena);
	ruleset_close(&bench.ruleset);
	return 0;
}
