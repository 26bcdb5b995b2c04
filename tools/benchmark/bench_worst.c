/* SPDX-License-Identifier: Apache-2.0 */
/* What the worst texts cost: milliseconds of CPU of each stage for 64 KiB and 1 MiB, how many
 * times the folding and one scan of the same text that is, and whether all was inspected.
 *
 *     bench_worst [--rules DIR] [--only NAME] [--json] [--quick]
 *
 * Decoders are on. The best of a few rounds counts: a slow round shows other programs. */
#include "bench_rig.h"
#include "bench_texts.h"

#include <stdio.h>
#include <string.h>

#define ROUNDS       5u
#define ROUNDS_QUICK 1u
#define TEXT_MAX     ((size_t)1 << 20)
#define FIELDS_MAX   4096u

struct figures {
	double ns[BENCH_STAGE_COUNT];
	double whole;
	double plain;
	bool   complete;
};

static struct slice text_make(struct bench_rig *rig, const struct bench_worst_case *worst,
                              size_t bytes)
{
	struct bench_text text = { .cap = bytes, .random = 1, .ruleset = rig->ruleset };

	text.ptr = ARENA_ARRAY(&rig->arena, bytes, char);
	if (text.ptr == NULL)
		bench_check(STATUS_NO_MEMORY, "text");
	worst->fill(&text);
	return (struct slice){ text.ptr, text.len };
}

static void fields_cut(struct engine_field *fields, size_t count, struct slice text)
{
	for (size_t i = 0; i < count; i++)
		fields[i] = (struct engine_field){
			.name = SLICE_LIT("prompt"),
			.text = slice_range(text, text.len * i / count, text.len * (i + 1) / count),
		};
}

static void round_run(struct bench_rig *rig, const struct bench_prompt *prompt, struct slice text,
                      struct figures *best)
{
	double ns[BENCH_STAGE_COUNT] = { 0 };
	double begun = bench_cpu_ns();

	bench_plain_run(rig, text);
	const double plain = bench_cpu_ns() - begun;

	begun = bench_cpu_ns();
	best->complete = bench_stages_run(rig, prompt, BENCH_STAGE_COUNT, ns);
	const double whole = bench_cpu_ns() - begun;

	if (best->plain == 0 || plain < best->plain)
		best->plain = plain;
	if (best->whole != 0 && whole >= best->whole)
		return;
	best->whole = whole;
	memcpy(best->ns, ns, sizeof ns);
}

static void row_print(const char *name, size_t bytes, const struct figures *figures, bool json)
{
	const double times = figures->whole / figures->plain;
	const char  *inspected = figures->complete ? "all" : "part";

	if (json) {
		printf("{\"case\":\"%s\",\"bytes\":%zu,\"ms\":%.2f,\"of_plain\":%.1f,"
		       "\"complete\":%s",
		       name, bytes, figures->whole * 1e-6, times,
		       figures->complete ? "true" : "false");
		for (unsigned i = 0; i < BENCH_STAGE_COUNT; i++)
			printf(",\"%s\":%.3f", bench_stage_name(i), figures->ns[i] * 1e-6);
		printf("}\n");
		return;
	}
	printf("%-22s %5zu %8.2f %7.1f %9s ", name, bytes >> 10, figures->whole * 1e-6, times,
	       inspected);
	for (unsigned i = 0; i < BENCH_STAGE_COUNT; i++)
		printf(" %10.2f", figures->ns[i] * 1e-6);
	printf("\n");
}

static void head_print(void)
{
	printf("%-22s %5s %8s %7s %9s ", "", "KiB", "ms", "times", "inspected");
	for (unsigned i = 0; i < BENCH_STAGE_COUNT; i++)
		printf(" %10s", bench_stage_name(i));
	printf("\n");
}

static void case_run(struct bench_rig *rig, const struct bench_worst_case *worst, size_t bytes)
{
	static struct engine_field fields[FIELDS_MAX];
	const struct bench_prompt  prompt = { fields, worst->fields, ENGINE_DECODE_ALL };
	const size_t               mark = arena_mark(&rig->arena);
	const struct slice         text = text_make(rig, worst, bytes);
	struct figures             best = { 0 };

	fields_cut(fields, worst->fields, text);
	for (unsigned i = 0; i < (rig->options.quick ? ROUNDS_QUICK : ROUNDS) + 1; i++)
		round_run(rig, &prompt, text, &best);
	row_print(worst->name, bytes, &best, rig->options.json);
	arena_rewind(&rig->arena, mark);
}

int main(int argc, char **argv)
{
	static const size_t sizes[] = { 64u * 1024u, TEXT_MAX };
	struct bench_rig    rig;

	bench_rig_open(&rig, argc, argv, 2 * TEXT_MAX);
	if (!rig.options.json)
		head_print();
	for (size_t i = 0; i < bench_worst_count; i++) {
		if (rig.options.only != NULL &&
		    strstr(bench_worst_cases[i].name, rig.options.only) == NULL)
			continue;
		for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++)
			case_run(&rig, &bench_worst_cases[i], sizes[j]);
	}
	bench_rig_close(&rig);
	return 0;
}
