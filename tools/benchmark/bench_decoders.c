/* SPDX-License-Identifier: Apache-2.0 */
/* What a prompt costs in which something is disguised: a kilobyte of prose with one sentence in
 * each of the disguises that tools/disguise knows, beside the same prose with the sentence as it
 * is.
 *
 *     bench_decoders RULES ROUNDS PROMPTS       64 prompts at most
 *
 * One line of JSON a disguise, nanoseconds of CPU a prompt from fields to verdict, the median of
 * rounds in which both take turns. */
#include "bench_rig.h"
#include "bench_texts.h"
#include "disguise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROMPTS_MAX 64u
#define PROSE       1024u
#define ROUNDS_MAX  31u

struct prompts {
	struct slice texts[PROMPTS_MAX];
	size_t       count;
};

static const char *const hidden[] = {
	"please describe the quiet harbour in winter",
	"tell me which bread the baker made this morning",
	"write a short letter about the garden to my sister",
	"explain how the old bridge was built by hand",
};

static void prompts_make(struct bench_rig *rig, const struct disguise *disguise,
                         struct prompts *prompts)
{
	uint64_t random = 1;

	for (size_t i = 0; i < prompts->count; i++) {
		const struct slice plain = slice_from_cstr(hidden[i % 4]);
		struct buffer      text;

		buffer_init_arena(&text, &rig->arena);
		buffer_append(&text,
		              bench_prose(&rig->arena, PROSE / 2, BENCH_PROSE_NAMES, &random));
		if (disguise != NULL && disguise->accepts(plain))
			disguise->encode(plain, i, &text);
		else
			buffer_append(&text, plain);
		buffer_append_char(&text, '\n');
		buffer_append(&text,
		              bench_prose(&rig->arena, PROSE / 2, BENCH_PROSE_NAMES, &random));
		if (text.failed)
			bench_check(STATUS_NO_MEMORY, "prompts");
		prompts->texts[i] = buffer_slice(&text);
	}
}

static double prompts_run(struct bench_rig *rig, const struct prompts *prompts)
{
	const double begun = bench_cpu_ns();

	for (size_t i = 0; i < prompts->count; i++) {
		const struct engine_field    field = { .name = SLICE_LIT("prompt"),
			                               .text = prompts->texts[i] };
		const struct engine_prompt   prompt = { .fields = &field,
			                                .field_count = 1,
			                                .decoders = ENGINE_DECODE_ALL };
		const struct engine_verdict *verdict;

		engine_worker_reset(rig->worker);
		bench_check(engine_check(rig->worker, rig->ruleset, &prompt, &verdict), "check");
		rig->sum += verdict->coverage.views;
	}
	return (bench_cpu_ns() - begun) / (double)prompts->count;
}

static int compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void disguise_run(struct bench_rig *rig, const struct disguise *disguise,
                         const struct prompts *plain, unsigned rounds)
{
	static struct prompts disguised;
	const size_t          mark = arena_mark(&rig->arena);
	double                with[ROUNDS_MAX], without[ROUNDS_MAX];

	disguised.count = plain->count;
	prompts_make(rig, disguise, &disguised);
	(void)prompts_run(rig, &disguised);
	for (unsigned i = 0; i < rounds; i++) {
		without[i] = prompts_run(rig, plain);
		with[i] = prompts_run(rig, &disguised);
	}
	qsort(with, rounds, sizeof *with, compare);
	qsort(without, rounds, sizeof *without, compare);
	printf("{\"disguise\":\"%s\",\"family\":\"%s\",\"ns\":%.0f,\"plain_ns\":%.0f}\n",
	       disguise->name, disguise->family, with[rounds / 2], without[rounds / 2]);
	fflush(stdout);
	arena_rewind(&rig->arena, mark);
}

int main(int argc, char **argv)
{
	static struct prompts plain;
	struct bench_rig      rig;
	unsigned              rounds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;
	char                 *words[] = { argv[0], (char[]){ "--rules" }, argv[1] };

	plain.count = argc > 3 ? strtoul(argv[3], NULL, 10) : 0;
	if (rounds == 0 || rounds > ROUNDS_MAX || plain.count == 0 || plain.count > PROMPTS_MAX) {
		fprintf(stderr, "usage: bench_decoders RULES ROUNDS PROMPTS\n");
		return 2;
	}
	bench_rig_open(&rig, 3, words, (size_t)16 << 20);
	prompts_make(&rig, NULL, &plain);
	for (size_t i = 0; i < disguise_count(); i++)
		disguise_run(&rig, disguise_at(i), &plain, rounds);
	bench_rig_close(&rig);
	return 0;
}
