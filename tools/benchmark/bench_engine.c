/* SPDX-License-Identifier: Apache-2.0 */
/* What judging ordinary prompts costs: each stage and the whole, for 1 KiB of prose, with all
 * decoders and with none, beside the folding and one scan of the same text; for each kind of
 * prose in bench_prose.c.
 *
 *     bench_engine [--rules DIR] [--only NAME] [--json] [--quick]
 *
 * A stage is not timed by itself, because the clock would cost more than some stages do. All
 * prompts run up to and including stage k, then up to k + 1, and so on: a stage costs what its
 * run takes more than the one before it. The prompts are a mebibyte of sentences in ever new
 * order: with some hundred prompts the branch predictor learns them, and figures are too good by
 * half. Figures are CPU time, the best of the rounds, and one stage may seem to cost a little
 * less than nothing. Compare within one run; another machine, or another hour, say nothing. */
#include "base_buffer.h"
#include "bench_rig.h"
#include "bench_texts.h"
#include "doorward/request.h"
#include "doorward/verdict.h"

#include <stdio.h>
#include <string.h>

#define PROMPTS      1024u
#define PROMPT_BYTES 1024u
#define ROUNDS       31u
#define ROUNDS_QUICK 3u
/* Of the prompts, with --quick: fewer than the branch predictor would need to see them as new, so
 * that figures are some percent too good. */
#define PROMPTS_QUICK 128u

struct bench {
	struct bench_rig    rig;
	struct engine_field fields[PROMPTS];
	struct slice        bodies[PROMPTS];
	struct buffer       out;
	engine_decoders     decoders;
	enum bench_stage    stage_end; /* how far run_stages() goes */
};

static struct slice body_make(struct arena *arena, struct slice text)
{
	struct buffer body;

	buffer_init_arena(&body, arena);
	buffer_append_cstr(&body, "{\"prompt\":\"");
	for (size_t i = 0; i < text.len; i++) {
		const char byte = text.ptr[i];
		const char escaped[2] = { '\\', byte == '\n' ? 'n' : byte == '\t' ? 't' : byte };
		const bool plain = byte >= ' ' && byte != '"' && byte != '\\';

		buffer_append(&body, plain || (unsigned char)byte >= 0x80
		                             ? (struct slice){ &byte, 1 }
		                             : (struct slice){ escaped, sizeof escaped });
	}
	buffer_append_cstr(&body, "\",\"request_id\":\"bench\"}");
	return buffer_slice(&body);
}

static void prompts_make(struct bench *bench, enum bench_prose_kind kind)
{
	struct arena *arena = &bench->rig.arena;
	uint64_t      random = 1;

	for (size_t i = 0; i < PROMPTS; i++) {
		bench->fields[i] = (struct engine_field){ .name = SLICE_LIT("prompt"),
			                                  .text = bench_prose(arena, PROMPT_BYTES,
			                                                      kind, &random) };
		bench->bodies[i] = body_make(arena, bench->fields[i].text);
	}
	if (arena->overflowed)
		bench_check(STATUS_NO_MEMORY, "prompts");
}

/* ---- what is timed: one prompt ---- */

static void run_plain(struct bench *bench, size_t i)
{
	bench_plain_run(&bench->rig, bench->fields[i].text);
}

static void run_stages(struct bench *bench, size_t i)
{
	const struct bench_prompt prompt = { &bench->fields[i], 1, bench->decoders };

	(void)bench_stages_run(&bench->rig, &prompt, bench->stage_end, NULL);
}

/* From the bytes of the request to the bytes of the answer. */
static void run_whole(struct bench *bench, size_t i)
{
	struct engine_worker        *worker = bench->rig.worker;
	const struct engine_verdict *verdict;
	struct request               request;

	engine_worker_reset(worker);
	bench_check(request_parse(bench->bodies[i], engine_worker_arena(worker), &request, NULL),
	            "request");
	request.prompt.decoders = bench->decoders;
	bench_check(engine_check(worker, bench->rig.ruleset, &request.prompt, &verdict), "check");
	buffer_clear(&bench->out);
	verdict_write(verdict, &bench->out);
	bench->rig.sum += bench->out.len;
}

/* ---- timing ---- */

typedef void run_one(struct bench *bench, size_t prompt);

static size_t prompt_count(const struct bench *bench)
{
	return bench->rig.options.quick ? PROMPTS_QUICK : PROMPTS;
}

/* Nanoseconds of CPU a prompt: the best round, after one to warm up. */
static double measure(struct bench *bench, run_one *run)
{
	const unsigned rounds = bench->rig.options.quick ? ROUNDS_QUICK : ROUNDS;
	const size_t   prompts = prompt_count(bench);
	double         best = 0;

	for (unsigned round = 0; round < rounds + 1; round++) {
		const double begun = bench_cpu_ns();

		for (size_t i = 0; i < prompts; i++)
			run(bench, i);
		const double ns = (bench_cpu_ns() - begun) / (double)prompts;

		if (round == 1 || (round > 1 && ns < best))
			best = ns;
	}
	return best;
}

enum { COLUMN_ALL, COLUMN_NONE, COLUMNS };

static void row_print(const struct bench *bench, const char *prose, const char *name,
                      const double *ns, double plain)
{
	if (bench->rig.options.json)
		printf("{\"text\":\"%s\",\"what\":\"%s\",\"decoders\":{\"ns\":%.0f,\"of_plain\":%."
		       "3f},"
		       "\"none\":{\"ns\":%.0f,\"of_plain\":%.3f}}\n",
		       prose, name, ns[COLUMN_ALL], ns[COLUMN_ALL] / plain, ns[COLUMN_NONE],
		       ns[COLUMN_NONE] / plain);
	else
		printf("%-20s %10.0f %8.2f %12.0f %8.2f\n", name, ns[COLUMN_ALL],
		       ns[COLUMN_ALL] / plain, ns[COLUMN_NONE], ns[COLUMN_NONE] / plain);
}

static void head_print(const struct bench *bench, const char *prose)
{
	const struct ruleset *ruleset = bench->rig.ruleset;

	if (bench->rig.options.json)
		return;
	printf("%zu rules, %zu literals; %zu prompts of %u bytes of %s\n\n", ruleset->rule_count,
	       ruleset->literal_count, prompt_count(bench), PROMPT_BYTES, prose);
	printf("%-20s %10s %8s %12s %8s\n", "", "ns", "times", "ns, none", "times");
}

/* Until the end of each stage, then the whole, for both columns. */
static void columns_measure(struct bench *bench, double until[][COLUMNS], double *whole)
{
	for (size_t column = 0; column < COLUMNS; column++) {
		bench->decoders = column == COLUMN_ALL ? ENGINE_DECODE_ALL : 0;
		for (size_t i = 0; i <= BENCH_STAGE_COUNT; i++) {
			bench->stage_end = (enum bench_stage)i;
			until[i][column] = measure(bench, run_stages);
		}
		whole[column] = measure(bench, run_whole);
	}
}

static void bench_run(struct bench *bench, const char *prose)
{
	double       until[BENCH_STAGE_COUNT + 1][COLUMNS];
	double       whole[COLUMNS];
	const double plain = measure(bench, run_plain);
	const double plains[COLUMNS] = { plain, plain };

	columns_measure(bench, until, whole);
	head_print(bench, prose);
	row_print(bench, prose, "fold and one scan", plains, plain);
	row_print(bench, prose, "begin", until[0], plain);
	for (size_t i = 0; i < BENCH_STAGE_COUNT; i++) {
		double stage[COLUMNS];

		for (size_t column = 0; column < COLUMNS; column++)
			stage[column] = until[i + 1][column] - until[i][column];
		row_print(bench, prose, bench_stage_name((enum bench_stage)i), stage, plain);
	}
	row_print(bench, prose, "all stages", until[BENCH_STAGE_COUNT], plain);
	row_print(bench, prose, "request to answer", whole, plain);
}

int main(int argc, char **argv)
{
	static struct bench bench;

	bench_rig_open(&bench.rig, argc, argv, (size_t)64 << 20);
	buffer_init_heap(&bench.out);
	for (enum bench_prose_kind kind = 0; kind < BENCH_PROSE_COUNT; kind++) {
		const char  *name = bench_prose_name(kind);
		const size_t mark = arena_mark(&bench.rig.arena);

		if (bench.rig.options.only != NULL && strstr(name, bench.rig.options.only) == NULL)
			continue;
		prompts_make(&bench, kind);
		bench_run(&bench, name);
		arena_rewind(&bench.rig.arena, mark);
	}
	buffer_free(&bench.out);
	bench_rig_close(&bench.rig);
	return 0;
}
