/* SPDX-License-Identifier: Apache-2.0 */
/* What each stage costs for files of texts (bench_lines), beside a copy of the bytes, beside
 * folding and one scan for literals, and beside one scan of the bytes as sent with the same rules
 * as regexes in one Hyperscan database.
 *
 *     bench_stages RULES REGEXES ROUNDS TEXTS...
 *
 * RULES is a folder and REGEXES a file of bench_made ("-": no such scan). One line of JSON a file
 * of texts, nanoseconds of CPU a text. As in bench_engine.c all texts run up to and including a
 * stage, then one stage farther: a stage costs what its run takes more. Everything that is compared
 * takes turns, and the median of the rounds counts. */
#include "bench_hyperscan.h"
#include "bench_rig.h"
#include "doorward/verdict.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS_MAX 31u
#define TEXT_MAX   ((size_t)2 << 20)

/* What is timed: after these, the stages up to each. */
enum variant {
	COPY,
	PLAIN,
	REGEXES,
	WHOLE,
	WHOLE_NONE,
	UNTIL,
	VARIANTS = UNTIL + BENCH_STAGE_COUNT + 1
};

struct bench {
	struct bench_rig        rig;
	struct bench_hyperscan *hyperscan;
	struct bench_lines      texts;
	struct buffer           out;
	char                   *copy;
	double                  ns[VARIANTS][ROUNDS_MAX];
	size_t                  found;
};

static void whole_run(struct bench *bench, struct slice text, engine_decoders decoders)
{
	const struct engine_field    field = { .name = SLICE_LIT("prompt"), .text = text };
	const struct engine_prompt   prompt = { .fields = &field,
		                                .field_count = 1,
		                                .decoders = decoders };
	const struct engine_verdict *verdict;

	engine_worker_reset(bench->rig.worker);
	bench_check(engine_check(bench->rig.worker, bench->rig.ruleset, &prompt, &verdict),
	            "check");
	buffer_clear(&bench->out);
	verdict_write(verdict, &bench->out);
	bench->found += decoders != 0 && verdict->finding_count > 0;
}

static void variant_run(struct bench *bench, unsigned variant, struct slice text)
{
	struct engine_field       field = { .name = SLICE_LIT("prompt"), .text = text };
	const struct bench_prompt prompt = { &field, 1, ENGINE_DECODE_ALL };

	if (variant == COPY) {
		memcpy(bench->copy, text.ptr, text.len);
		bench->rig.sum += (unsigned char)((volatile char *)bench->copy)[text.len / 2];
	} else if (variant == PLAIN) {
		bench_plain_run(&bench->rig, text);
	} else if (variant == REGEXES) {
		if (bench->hyperscan != NULL)
			bench->rig.sum += bench_hyperscan_scan(bench->hyperscan, text.ptr,
			                                       text.len);
	} else if (variant == WHOLE || variant == WHOLE_NONE) {
		whole_run(bench, text, variant == WHOLE ? ENGINE_DECODE_ALL : 0);
	} else {
		(void)bench_stages_run(&bench->rig, &prompt, (enum bench_stage)(variant - UNTIL),
		                       NULL);
	}
}

static double texts_run(struct bench *bench, unsigned variant)
{
	const double begun = bench_cpu_ns();

	for (size_t i = 0; i < bench->texts.count; i++)
		variant_run(bench, variant,
		            (struct slice){ bench->texts.items[i], bench->texts.lengths[i] });
	return (bench_cpu_ns() - begun) / (double)bench->texts.count;
}

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static double median_of(const struct bench *bench, unsigned variant, unsigned rounds)
{
	double ns[ROUNDS_MAX];

	memcpy(ns, bench->ns[variant], sizeof ns);
	qsort(ns, rounds, sizeof *ns, compare);
	return ns[rounds / 2];
}

/* What a stage adds: of each round, whose runs are close to each other in time. */
static double median_of_stage(const struct bench *bench, unsigned stage, unsigned rounds)
{
	double ns[ROUNDS_MAX];

	for (unsigned i = 0; i < rounds; i++)
		ns[i] = bench->ns[UNTIL + stage][i] -
		        (stage == 0 ? 0 : bench->ns[UNTIL + stage - 1][i]);
	qsort(ns, rounds, sizeof *ns, compare);
	return ns[rounds / 2];
}

static void print(const struct bench *bench, unsigned rounds, size_t bytes)
{
	static const char *const names[] = { "copy", "plain", "regexes", "whole", "none" };

	printf("{\"texts\":\"%s\",\"count\":%zu,\"bytes\":%zu,\"rules\":%zu,\"found\":%zu",
	       bench->texts.path, bench->texts.count, bytes / bench->texts.count,
	       bench->rig.ruleset->rule_count, bench->found);
	for (unsigned i = 0; i < UNTIL; i++)
		if (i != REGEXES || bench->hyperscan != NULL)
			printf(",\"%s\":%.1f", names[i], median_of(bench, i, rounds));
	for (unsigned i = 0; i <= BENCH_STAGE_COUNT; i++)
		printf(",\"%s\":%.1f",
		       i == 0 ? "BEGIN" : bench_stage_name((enum bench_stage)(i - 1)),
		       median_of_stage(bench, i, rounds));
	printf(",\"stages\":%.1f}\n", median_of(bench, VARIANTS - 1, rounds));
	fflush(stdout);
}

static void file_run(struct bench *bench, const char *path, unsigned rounds)
{
	size_t bytes = 0;

	bench_lines_read(&bench->texts, path);
	for (size_t i = 0; i < bench->texts.count; i++)
		bytes += bench->texts.lengths[i];
	(void)texts_run(bench, WHOLE); /* arenas grow */
	for (unsigned round = 0; round < rounds; round++) {
		bench->found = 0;
		for (unsigned variant = 0; variant < VARIANTS; variant++)
			bench->ns[variant][round] = texts_run(bench, variant);
	}
	print(bench, rounds, bytes);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	unsigned            rounds = argc > 4 ? (unsigned)strtoul(argv[3], NULL, 10) : 0;
	char               *words[] = { argv[0], (char[]){ "--rules" }, argv[1] };

	if (rounds == 0 || rounds > ROUNDS_MAX) {
		fprintf(stderr, "usage: bench_stages RULES REGEXES ROUNDS TEXTS...\n");
		return 2;
	}
	bench_rig_open(&bench.rig, 3, words, 1 << 16);
	if (strcmp(argv[2], "-") != 0) {
		struct bench_lines regexes;

		bench_lines_read(&regexes, argv[2]);
		bench.hyperscan = bench_hyperscan_open(&regexes, true);
	}
	bench.copy = malloc(TEXT_MAX);
	if (bench.copy == NULL)
		bench_check(STATUS_NO_MEMORY, "copy");
	buffer_init_heap(&bench.out);
	for (int i = 4; i < argc; i++)
		file_run(&bench, argv[i], rounds);
	bench_rig_close(&bench.rig);
	return 0;
}
