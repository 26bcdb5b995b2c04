/* SPDX-License-Identifier: Apache-2.0 */
/* Instructions instead of time: the stages of some prompts under callgrind, for tools/check_cost.
 *
 *     valgrind --tool=callgrind --instr-atstart=no build/release/tools/benchmark/bench_cost
 *                                                  --rules DIR [--only NAME]
 *
 * As in bench_engine.c, all prompts run up to and including stage k, then up to k + 1: a stage
 * costs what its run takes more than the one before it. Each run leaves a dump that callgrind
 * names by a trigger, "plain prose/EXPAND", and its count is the dump's total. Counts do not
 * depend on what else the machine does, so few prompts are enough; the first run of each text is
 * not counted, because it fills caches and grows arenas. */
#include "bench_rig.h"
#include "bench_texts.h"

#include <stdio.h>
#include <string.h>
#include <valgrind/callgrind.h>

#define PROMPTS      8u
#define PROMPT_BYTES 1024u

struct cost {
	struct bench_rig    rig;
	struct engine_field fields[PROMPTS];
};

static void prompts_make(struct cost *cost, enum bench_prose_kind kind)
{
	uint64_t random = 1;

	for (size_t i = 0; i < PROMPTS; i++)
		cost->fields[i] = (struct engine_field){
			.name = SLICE_LIT("prompt"),
			.text = bench_prose(&cost->rig.arena, PROMPT_BYTES, kind, &random),
		};
	if (cost->rig.arena.overflowed)
		bench_check(STATUS_NO_MEMORY, "prompts");
}

static void prompts_run(struct cost *cost, enum bench_stage end)
{
	for (size_t i = 0; i < PROMPTS; i++) {
		const struct bench_prompt prompt = { &cost->fields[i], 1, ENGINE_DECODE_ALL };

		(void)bench_stages_run(&cost->rig, &prompt, end, NULL);
	}
}

/* What runs between two of these is counted under the name. */
static void count_begin(void)
{
	CALLGRIND_START_INSTRUMENTATION;
	CALLGRIND_ZERO_STATS;
}

static void count_end(const char *text, const char *stage)
{
	char name[64];

	snprintf(name, sizeof name, "%s/%s", text, stage);
	CALLGRIND_DUMP_STATS_AT(name);
	CALLGRIND_STOP_INSTRUMENTATION;
}

static void plain_run(struct cost *cost)
{
	for (size_t i = 0; i < PROMPTS; i++)
		bench_plain_run(&cost->rig, cost->fields[i].text);
}

static void kind_run(struct cost *cost, const char *text)
{
	prompts_run(cost, BENCH_STAGE_COUNT);
	plain_run(cost);
	count_begin();
	plain_run(cost);
	count_end(text, "fold and one scan");
	for (size_t end = 0; end <= BENCH_STAGE_COUNT; end++) {
		count_begin();
		prompts_run(cost, (enum bench_stage)end);
		count_end(text, end == 0 ? "BEGIN" : bench_stage_name((enum bench_stage)(end - 1)));
	}
}

int main(int argc, char **argv)
{
	static struct cost cost;

	bench_rig_open(&cost.rig, argc, argv, (size_t)1 << 20);
	for (enum bench_prose_kind kind = 0; kind < BENCH_PROSE_COUNT; kind++) {
		const char  *name = bench_prose_name(kind);
		const size_t mark = arena_mark(&cost.rig.arena);

		if (cost.rig.options.only != NULL && strstr(name, cost.rig.options.only) == NULL)
			continue;
		prompts_make(&cost, kind);
		kind_run(&cost, name);
		arena_rewind(&cost.rig.arena, mark);
	}
	bench_rig_close(&cost.rig);
	return 0;
}
